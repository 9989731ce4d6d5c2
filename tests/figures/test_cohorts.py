"""Cohorts against the report, and their average against a survival curve that somebody else computes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from statsmodels.duration.survfunc import SurvfuncRight

from business import businesses, dataset
from conftest import tries
from csmetrics.errors import DataError, PeriodError
from csmetrics.periods import parse_period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.cohorts.compute import cohorts as compute_cohorts
from csmetrics.views.report.compute import report as compute_report


@pytest.mark.slow
@given(business=businesses())
@settings(max_examples=tries(10))
@pytest.mark.parametrize(("of", "metric"), [("customers", "customers"), ("mrr", "mrr")])
@pytest.mark.parametrize("grain", ["month", "quarter"])
def test_the_newest_cells_of_all_cohorts_sum_to_the_report(business, of, metric, grain):
    data = dataset(business)
    try:
        cohorts = compute_cohorts(data, of=of, grain=grain)
    except PeriodError:
        return
    expected = compute_report(data, cohorts.period, metrics=[metric]).figure(metric).value
    assert sum(cohort.values[-1] for cohort in cohorts.cohorts) == pytest.approx(expected)
    for cohort in cohorts.cohorts:
        assert cohort.period.previous(1 - len(cohort.values)) == cohorts.period
        assert cohort.shares[0] == (1 if cohort.size else None)
        assert any(cohort.values)


@pytest.mark.slow
def test_every_diagonal_sums_to_the_customers_of_its_period(acme):
    cohorts = compute_cohorts(acme, "2026-09").cohorts
    for period in ("2024-09", "2025-12", "2026-08"):
        reached = [c for c in cohorts if c.period.start <= parse_period(period).start]
        cells = [c.values[len(reached) - 1 - at] for at, c in enumerate(reached)]
        assert sum(cells) == compute_report(acme, period).figure("customers").value


WATCHED = 12  # months


def without_returns():
    """Everyone joins in the first half-year and is watched for a year and more; nobody comes back."""
    chance = np.random.default_rng(7)
    count, first = 400, pd.Timestamp("2025-01-01")
    joined, stayed = chance.integers(0, 6, count), chance.geometric(0.12, count)
    rows = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(count)],
            "start_date": [first + pd.DateOffset(months=int(m), days=3) for m in joined],
            "end_date": [first + pd.DateOffset(months=int(m + s), days=9) for m, s in zip(joined, stayed, strict=True)],
            "amount": 10,
        }
    )
    average = compute_cohorts(Dataset(subscriptions=rows), "2026-06").average[: WATCHED + 1]
    return average, np.minimum(stayed, WATCHED + 1), stayed <= WATCHED


def test_without_returns_the_average_is_the_survival_curve_of_statsmodels():
    average, months, left = without_returns()
    curve = SurvfuncRight(months, left.astype(int))
    expected = [1.0] + [float(curve.surv_prob[curve.surv_times <= age][-1]) for age in range(1, WATCHED + 1)]
    assert average == pytest.approx(expected, rel=1e-12)


@pytest.mark.filterwarnings("default")  # lifelines' own
def test_without_returns_the_average_is_the_kaplan_meier_curve_of_lifelines():
    lifelines = pytest.importorskip("lifelines", reason="asks for pandas 2; make test-all runs it in .venv-older")
    average, months, left = without_returns()
    curve = lifelines.KaplanMeierFitter().fit(months, left).survival_function_at_times(range(WATCHED + 1))
    assert average == pytest.approx(curve.tolist(), rel=1e-12)


def test_money_can_exceed_the_whole_and_who_was_gone_at_once_has_no_share(read):
    rows = "customer_id,start_date,end_date,amount\na,2026-01-01,2026-02-01,10\na,2026-02-01,,30\nb,2026-03-31,,5\n"
    data = read(subscriptions__csv=rows)
    cohorts = compute_cohorts(data, of="mrr")
    assert [(cohort.period.name, cohort.values) for cohort in cohorts.cohorts] == [
        ("2026-01", (10, 30, 30)),
        ("2026-03", (5,)),
    ]
    assert cohorts.average == (1, 3, 3)
    back = "c,2026-02-02,2026-02-20,4\nc,2026-03-03,,4\n"
    (_, gone, _) = compute_cohorts(read(subscriptions__csv=rows + back), of="mrr").cohorts
    assert (gone.period.name, gone.values, gone.shares) == ("2026-02", (0, 4), (None, None))


def test_cohorts_by_quarter_and_year(acme):
    quarters = compute_cohorts(acme, "2026-Q3")
    assert [len(cohort.values) for cohort in quarters.cohorts] == list(range(len(quarters.cohorts), 0, -1))
    assert quarters.cohorts[-1].period.name == "2026-Q3"
    years = compute_cohorts(acme, grain="year").cohorts
    assert years[-1].period.name == "2025"


def test_without_subscriptions_there_are_none(read):
    with pytest.raises(DataError, match=r"need(s?) subscriptions.csv"):
        compute_cohorts(read(surveys__csv="survey,score,responded_at\nnps,9,2026-01-05\n"), "2026-01")
    empty = {"subscriptions__csv": "customer_id,start_date,amount\n"}
    with pytest.raises(DataError, match="it has no rows"):
        compute_cohorts(read(surveys__csv="survey,score,responded_at\nnps,9,2026-01-05\n", **empty), "2026-01")
