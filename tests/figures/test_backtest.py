"""A backtest by hand on a business small enough to count, and its AUC against somebody else's."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu
from statsmodels.stats.proportion import proportion_confint

from business import dataset
from csmetrics.errors import DataError, PeriodError
from csmetrics.metrics.arithmetic import auc
from csmetrics.views.backtest.compute import backtest as compute_backtest

HEALTH = {"signals": {"last_nps": {"days": 60}}}


@pytest.mark.slow
@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_auc_is_the_mann_whitney_statistic_over_the_pairs(left, stayed):
    expected = mannwhitneyu(stayed, left).statistic / (len(left) * len(stayed))
    assert auc(np.array(left), np.array(stayed)) == pytest.approx(expected, abs=1e-12)


def test_without_a_pair_there_is_no_auc():
    assert auc(np.array([]), np.array([1])) is None
    assert auc(np.array([1]), np.array([])) is None


def business(*lives):
    """Customers with the month in which each leaves (or None) and its NPS answers by month of 2026, on the 10th."""
    reaching = {"customer_id": "free", "start_date": date(2025, 12, 1), "end_date": date(2026, 12, 1), "amount": 0}
    subscriptions = [reaching]
    answers = []
    for number, (leaves, scores) in enumerate(lives):
        end = leaves and date(2026, leaves, 15)
        who = f"c{number:02}"
        subscriptions.append({"customer_id": who, "start_date": date(2025, 12, 1), "end_date": end, "amount": 10})
        answers += [{"customer_id": who, "survey": "nps", "score": score, "responded_at": date(2026, month, 10)}
                    for month, score in scores.items()]  # fmt: skip
    return {"subscriptions": subscriptions, "surveys": answers}


def backtested(rows, months=1, asked="2026-04", **health):
    data = dataset(rows, health=HEALTH | health)
    return compute_backtest(data, asked, months=months)


def counts(outcomes):
    return {each.band: (each.customers, each.churned) for each in outcomes}


def test_churn_by_band_counted_by_hand():
    """Windows February, March and April, scored at the ends of January, February and March."""
    rows = business(
        (None, {1: 9, 3: 10}),  # healthy three times
        (2, {1: 2}),  # at risk at the end of January, leaves in February
        (3, {1: 9, 2: 4}),  # healthy, then at risk, leaves in March
        (4, {1: 6, 3: 8}),  # to watch twice, healthy at the end of March, and leaves in April all the same
    )
    found = backtested(rows)
    assert [window.name for window in found.windows] == ["2026-02", "2026-03", "2026-04"]
    assert counts(found.health) == {"at_risk": (2, 2), "watch": (2, 0), "healthy": (5, 1)}
    assert (found.scores[0].customers, found.scores[0].churned) == (9, 3)
    left, stayed = [20, 40, 80], [90, 90, 100, 60, 90, 60]
    assert found.scores[0].auc == pytest.approx(mannwhitneyu(stayed, left).statistic / 18)
    interval = found.health[2].interval
    assert (interval.low, interval.high) == pytest.approx(proportion_confint(1, 5, method="wilson"))


def test_windows_of_several_months_do_not_overlap():
    rows = business((None, {1: 9, 2: 9, 3: 9}), (4, {1: 3, 2: 3}))
    found = backtested(rows, months=2)
    assert [window.name for window in found.windows] == ["2026-03..2026-04"]  # nobody is scored before January
    assert counts(found.health) == {"at_risk": (1, 1), "watch": (0, 0), "healthy": (1, 0)}


def test_an_answer_of_the_window_itself_is_not_seen():
    rows = business((2, {1: 10, 2: 0}), (None, {1: 10}))
    assert counts(backtested(rows, asked="2026-02").health)["healthy"] == (2, 1)


def test_too_few_data_are_said():
    found = backtested(business((None, {1: 9}), (2, {1: 2})))
    assert not found.enough
    assert found.reason == "Only 1 scored customers left within 1 month: too few to argue weights with."
    nobody = backtested(business((None, {4: 9})))
    assert (nobody.windows, nobody.enough) == ((), False)
    assert nobody.reason == "No customer was scored 1 month before the end of the period or earlier."


def test_enough_data_are_enough():
    """Who leaves in March stayed in February, with an even lower score."""
    lives = [(3, {1: 1, 2: 3}) for _ in range(10)] + [(None, {1: 9, 2: 9}) for _ in range(10)]
    found = backtested(business(*lives), asked="2026-03")
    assert (found.enough, found.reason, found.scores[0].auc) == (True, "", pytest.approx(2 / 3))


def test_columns_without_a_history_are_left_out():
    rows = business((None, {1: 9}), (2, {1: 2})) | {"customers": [{"customer_id": "c00", "seats": 3}]}
    seats = {"column": "seats", "scale": [0, 10]}
    found = backtested(rows, signals={"seats": seats, "last_nps": {"days": 60}})
    assert found.left_out == ("seats",)
    assert [each.name for each in found.signals] == ["last_nps"]
    with pytest.raises(DataError, match="nothing can be tested"):
        backtested(rows, signals={"seats": seats})


@pytest.mark.parametrize("months", [0, 25])
def test_months_that_cannot_be_looked_ahead(months):
    with pytest.raises(PeriodError, match="cannot be looked ahead"):
        backtested(business((None, {1: 9})), months=months)


@pytest.mark.slow
@given(st.data())
def test_what_happens_after_the_windows_changes_nothing(data):
    """The scores of a window know nothing of its days: answers within the last window change no band."""
    lives = data.draw(
        st.lists(
            st.tuples(st.sampled_from([None, 2, 3]), st.dictionaries(st.integers(1, 2), st.integers(0, 10))),
            min_size=1, max_size=6,
        )
    )  # fmt: skip
    rows = business(*lives)
    assume(rows["surveys"])
    later = [{"customer_id": f"c{at:02}", "survey": "nps", "score": data.draw(st.integers(0, 10)),
              "responded_at": date(2026, 3, 1) + timedelta(days=at)} for at in range(len(lives))]  # fmt: skip
    more = rows | {"surveys": rows["surveys"] + later}
    assert counts(backtested(more, asked="2026-03").health) == counts(backtested(rows, asked="2026-03").health)
