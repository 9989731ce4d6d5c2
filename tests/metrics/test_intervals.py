"""The intervals around survey scores against independent computations of the same."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from csmetrics.metrics.arithmetic import LEVEL, Z, adjusted_wald, adjusted_wald_points, normal_mean, wilson
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
    assert adjusted_wald(above, below, answers) == pytest.approx(np.clip(expected, -1, 1), abs=1e-12)
    points = adjusted_wald_points(above, below, answers)
    assert points == pytest.approx(100 * np.clip(expected, -1, 1), abs=1e-10)


def test_adjusted_wald_ends_at_the_ends_of_its_scale() -> None:
    assert adjusted_wald(2, 0, 2)[1] == 1
    assert adjusted_wald(0, 2, 2)[0] == -1
    assert adjusted_wald_points(2, 0, 2)[1] == 100
    assert adjusted_wald_points(0, 2, 2)[0] == -100


@given(scores=st.lists(st.integers(1, 7), min_size=2, max_size=200))
def test_normal_mean(scores: list[int]) -> None:
    squares = sum(s * s for s in scores)
    expected = np.clip(DescrStatsW(np.array(scores, float)).zconfint_mean(alpha=1 - LEVEL), 1, 7)
    assert normal_mean(sum(scores), squares, len(scores)) == pytest.approx(expected, abs=1e-7)


def test_normal_mean_ends_at_the_ends_of_its_scale() -> None:
    high, low = [7, 7, 6], [1, 1, 2]
    assert normal_mean(sum(high), sum(s * s for s in high), 3)[1] == 7
    assert normal_mean(sum(low), sum(s * s for s in low), 3)[0] == 1
    assert normal_mean(sum(high), sum(s * s for s in high), 3, scale=(0, 10))[1] == pytest.approx(7.32, abs=0.01)


def test_one_answer_shows_no_spread() -> None:
    assert all(math.isnan(bound) for bound in normal_mean(5, 25, 1))


def test_answers_all_alike_leave_no_width_however_their_squares_round() -> None:
    scores = [0.6] * 6
    total, squares = sum(scores), sum(s * s for s in scores)
    assert squares - total / 6 * total < 0  # what rounding makes of a spread of nothing
    assert normal_mean(total, squares, 6, scale=(0, 1)) == pytest.approx((0.6, 0.6))


@pytest.mark.parametrize(
    ("rules", "metric", "method", "ends", "scale"),
    [
        ({}, "csat", "Wilson", ({"satisfied": 0}, {"satisfied": 1000}), (0, 1)),
        ({}, "nps", "adjusted Wald", ({"detractors": 1000}, {"promoters": 1000}), (-100, 100)),
        (
            {},
            "ces",
            "normal",
            (
                {"effort_score_sum": 1000, "effort_score_square_sum": 1000},
                {"effort_score_sum": 7000, "effort_score_square_sum": 49000},
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
    assert in_force({"surveys.csat.method": "mean"})["csat"].interval is None
    assert METRICS["survey_response_rate"].interval is None
