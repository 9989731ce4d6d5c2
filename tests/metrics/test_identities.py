"""What must hold between metrics, whatever the business."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csmetrics import metrics
from csmetrics.metrics.catalogue import METRICS
from csmetrics.metrics.retention import customer_churn_rate_separate, customer_retention_rate_separate

some = st.integers(0, 10**6)


@given(stayed=some, new=some, returned=some, churned=some, joined_and_left=some)
def test_churn_and_retention_make_one(stayed: int, new: int, returned: int, churned: int, joined_and_left: int) -> None:
    start, end = stayed + churned, stayed + new + returned
    assume(start)
    gone = metrics.customer_churn_rate(start, churned, joined_and_left)
    kept = metrics.customer_retention_rate(start, end, new, returned, joined_and_left)
    assert gone + kept == pytest.approx(1)
    gone = customer_churn_rate_separate(start, churned)
    kept = customer_retention_rate_separate(start, end, new, returned)
    assert gone + kept == pytest.approx(1)


@given(customers=st.integers(1, 10**6), money=some)
def test_arpu_times_customers_is_mrr(customers: int, money: int) -> None:
    assert metrics.arpu(money, customers) * metrics.customers(customers) == pytest.approx(metrics.mrr(money))


@given(start=st.integers(1, 10**9), expansion=some, lost=st.floats(0, 1), churned_part=st.floats(0, 1))
def test_net_retention_is_gross_retention_and_expansion(
    start: int, expansion: int, lost: float, churned_part: float
) -> None:
    churned = start * lost * churned_part
    contraction = start * lost - churned
    gross = metrics.gross_revenue_retention(metrics.revenue_churn_rate(start, contraction, churned))
    net = metrics.net_revenue_retention(start, expansion, contraction, churned)
    assert net == pytest.approx(gross + expansion / start)
    assert gross <= 1


@given(arpu=st.floats(1, 10**4), churn=st.floats(0.001, 1), months=st.sampled_from([1, 3, 12]))
def test_lifetime_value_is_arpu_over_the_lifespan(arpu: float, churn: float, months: int) -> None:
    lifespan = metrics.lifespan_months(churn, months)
    assert metrics.clv(arpu, churn, months, gross_margin=0.8) == pytest.approx(0.8 * arpu * lifespan)


def test_nobody_left_leaves_no_lifetime_to_project() -> None:
    churn = metrics.customer_churn_rate(customers_start=100, customers_churned=0, customers_joined_and_left=0)
    assert churn == 0
    assert math.isnan(metrics.clv(arpu=500, customer_churn_rate=churn, months=1))
    assert math.isnan(metrics.lifespan_months(customer_churn_rate=churn, months=1))


def test_churn_and_retention_of_nobody_are_undefined_whoever_joined_and_left() -> None:
    for fleeting in (0, 3):
        nobody = {"customers_start": 0, "customers_joined_and_left": fleeting}
        assert math.isnan(metrics.customer_churn_rate(customers_churned=0, **nobody))
        assert math.isnan(
            metrics.customer_retention_rate(customers_end=2, customers_new=2, customers_returned=0, **nobody)
        )


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_undefined_exactly_where_it_says(name: str) -> None:
    metric = METRICS[name]
    assert bool(metric.undefined_when) == bool(metric.undefined)
    given = dict.fromkeys(metric.inputs, 7.0)
    assert not math.isnan(metric.function(**given))
    assert not metric.undefined_when or math.isnan(metric.function(**given | dict.fromkeys(metric.undefined_when, 0.0)))
    for each in set(metric.inputs) - {*metric.undefined_when, "months"}:  # a period has a month at least
        assert not math.isnan(metric.function(**given | {each: 0.0}))
