"""The intervals around survey scores against independent computations of the same."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from csmetrics.metrics.arithmetic import (
    LEVEL,
    Z,
    adjusted_wald,
    adjusted_wald_points,
    student_mean,
    student_t,
    wilson,
)
from csmetrics.metrics.catalogue import METRICS, in_force

counts = st.integers(0, 5000)


def test_z_belongs_to_the_level() -> None:
    assert pytest.approx(norm.ppf((1 + LEVEL) / 2), rel=1e-15) == Z


@given(yes=counts, no=counts)
def test_wilson(yes: int, no: int) -> None:
    if yes + no == 0:
        assert all(math.isnan(bound) for bound in wilson(yes, no))
        return
    expected = proportion_confint(yes, yes + no, alpha=1 - LEVEL, method="wilson")
    assert wilson(yes, yes + no) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("answers", [1, 3, 7, 10, 49, 1000])
def test_wilson_stays_within_nothing_and_all(answers: int) -> None:
    assert wilson(0, answers)[0] >= 0
    assert wilson(answers, answers)[1] <= 1
    assert wilson(answers, answers)[1] == pytest.approx(1)


@given(above=counts, between=counts, below=counts)
def test_adjusted_wald(above: int, between: int, below: int) -> None:
    if above + between + below == 0:
        assert all(math.isnan(bound) for bound in adjusted_wald(above, below, 0))
        return
    scores = DescrStatsW([1, 0, -1], weights=[above + 0.75, between + 1.5, below + 0.75])
    # Population variance over the answers, added ones included: DescrStatsW's own interval would take one answer off.
    expected = norm.interval(LEVEL, loc=scores.mean, scale=math.sqrt(scores.var / scores.sum_weights))
    answers = above + between + below
    share = (above - below) / answers
    low, high = np.clip(expected, -1, 1)
    widened = min(low, share), max(high, share)
    assert answers == 1 or widened == pytest.approx((low, high), abs=1e-12)
    assert adjusted_wald(above, below, answers) == pytest.approx(widened, abs=1e-12)
    assert adjusted_wald_points(above, below, answers) == pytest.approx(100 * np.array(widened), abs=1e-10)


@given(above=st.integers(0, 30), between=st.integers(0, 30), below=st.integers(0, 30))
def test_adjusted_wald_holds_the_score_it_is_about(above: int, between: int, below: int) -> None:
    answers = above + between + below
    if not answers:
        return
    low, high = adjusted_wald_points(above, below, answers)
    assert low <= METRICS["nps"].function(above, below, answers) <= high
    low, high = adjusted_wald(above, below, answers)
    assert low <= in_force({"surveys.ces.method": "net"})["ces"].function(above, below, answers) <= high


def test_a_single_answer_is_in_its_interval() -> None:
    assert adjusted_wald_points(1, 0, 1) == pytest.approx((-48.5, 100), abs=0.05)
    assert adjusted_wald_points(0, 1, 1) == pytest.approx((-100, 48.5), abs=0.05)


def test_adjusted_wald_ends_at_the_ends_of_its_scale() -> None:
    assert adjusted_wald(2, 0, 2)[1] == 1
    assert adjusted_wald(0, 2, 2)[0] == -1
    assert adjusted_wald_points(2, 0, 2)[1] == 100
    assert adjusted_wald_points(0, 2, 2)[0] == -100


@given(scores=st.lists(st.integers(1, 7), min_size=2, max_size=200))
def test_student_mean(scores: list[int]) -> None:
    bounds = student_mean(sum(scores), sum(s * s for s in scores), len(scores))
    if len(set(scores)) == 1:
        assert all(math.isnan(bound) for bound in bounds)
        return
    expected = np.clip(DescrStatsW(np.array(scores, float)).tconfint_mean(alpha=1 - LEVEL), 1, 7)
    assert bounds == pytest.approx(expected, rel=1e-4, abs=5e-4)  # t itself is right to 5e-5 of half the interval


def test_student_s_t() -> None:
    freedom = np.arange(1, 1001)
    np.testing.assert_allclose(student_t(freedom), t.ppf((1 + LEVEL) / 2, freedom), rtol=5e-5)
    np.testing.assert_allclose(student_t(np.array([10**6, 10**9])), Z, rtol=5e-6)
    assert np.isnan(student_t(np.array([0, -1, math.nan]))).all()


def test_student_mean_ends_at_the_ends_of_its_scale() -> None:
    high, low = [7, 7, 6], [1, 1, 2]
    assert student_mean(sum(high), sum(s * s for s in high), 3)[1] == 7
    assert student_mean(sum(low), sum(s * s for s in low), 3)[0] == 1
    assert student_mean(sum(high), sum(s * s for s in high), 3, scale=(0, 10))[1] == pytest.approx(8.10, abs=0.01)


def test_one_answer_shows_no_spread() -> None:
    assert all(math.isnan(bound) for bound in student_mean(5, 25, 1))


@pytest.mark.parametrize("answers", [2, 3, 7, 1000, 12_345_678])
@pytest.mark.parametrize("score", [0, 1, 7, 10])
def test_answers_all_alike_show_no_spread(score: int, answers: int) -> None:
    bounds = student_mean(score * answers, score * score * answers, answers, scale=(0, 10))
    assert all(math.isnan(bound) for bound in bounds)


def test_answers_all_alike_show_no_spread_however_their_squares_round() -> None:
    total, squares = 3.6, 2.1599999999999997  # six answers of 0.6, added one by one
    assert squares - total / 6 * total < 0  # what rounding makes of a spread of nothing
    assert all(math.isnan(bound) for bound in student_mean(total, squares, 6, scale=(0, 1)))


@pytest.mark.parametrize(
    ("rules", "metric", "method", "ends", "scale"),
    [
        ({}, "csat", "Wilson", ({"satisfied": 0}, {"satisfied": 1000}), (0, 1)),
        ({}, "nps", "adjusted Wald", ({"detractors": 1000}, {"promoters": 1000}), (-100, 100)),
        (
            {},
            "ces",
            "Student's t",
            (
                {"effort_score_sum": 1001, "effort_score_square_sum": 1003},
                {"effort_score_sum": 6999, "effort_score_square_sum": 48987},
            ),
            (1, 7),
        ),
        ({"surveys.ces.method": "share"}, "ces", "Wilson", ({"easy": 0}, {"easy": 1000}), (0, 1)),
        ({"surveys.ces.method": "net"}, "ces", "adjusted Wald", ({"hard": 1000}, {"easy": 1000}), (-1, 1)),
    ],
)
def test_each_score_has_its_interval_in_its_own_unit(
    rules: dict, metric: str, method: str, ends: tuple[dict, dict], scale: tuple[int, int]
) -> None:
    interval = in_force(rules)[metric].interval
    *scores, answers = interval.inputs
    assert interval.method == method
    assert answers == METRICS[metric].based_on
    for end, scores_there in zip(scale, ends, strict=True):
        bounds = interval.bounds(*(scores_there.get(name, 0) for name in scores), 1000)
        assert bounds == pytest.approx((end, end), abs=0.01 * (scale[1] - scale[0]))


def test_the_mean_of_csat_and_the_response_rate_have_none() -> None:
    mean = in_force({"surveys.csat.method": "mean"})["csat"]
    assert mean.interval is None
    assert "It has no interval" in mean.notes
    assert METRICS["survey_response_rate"].interval is None
