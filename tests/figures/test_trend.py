"""A trend's column is the report of its period."""

import pytest
from hypothesis import given, settings

from business import businesses, dataset
from conftest import tries
from csmetrics.errors import PeriodError
from csmetrics.views.report.compute import report as compute_report
from csmetrics.views.trend.compute import trend as compute_trend


@pytest.mark.slow
@given(business=businesses())
@settings(max_examples=tries(8))
@pytest.mark.parametrize(("grain", "by"), [("month", ["country"]), ("quarter", ["plan"]), ("month", ["cohort"])])
def test_a_column_is_the_report_of_its_period(business, grain, by):
    data = dataset(business)
    try:
        trend = compute_trend(data, by=by, last=5, grain=grain)
    except PeriodError:
        return
    for at, period in enumerate(trend.periods):
        try:
            report = compute_report(data, period, by=by)
        except PeriodError:
            continue  # before the data begin, or after they end
        expected = {(f.metric, tuple(f.segment.items())): f.value for f in report.figures}
        shown = {(line.metric, tuple(line.segment.items())): line.values[at] for line in trend.lines}
        assert {key: expected.get(key, shown[key]) for key in shown} == shown
        assert not any(shown[key] for key in shown.keys() - expected.keys() if key[0] in ("customers", "mrr", "nps"))


def test_the_change_of_a_point_is_that_of_its_report(acme):
    trend = compute_trend(acme, "2024-09", metrics=["customers", "nps"], last=12)
    for at, period in enumerate(trend.periods):
        report = compute_report(acme, period, metrics=["customers", "nps"])
        for line in trend.lines:
            expected = report.figure(line.metric)
            assert (line.figures[at].previous, line.figures[at].change) == (expected.previous, expected.change)
    assert [figure.previous is None for figure in trend.lines[1].figures] == [True, False, False]


def test_the_newest_period_is_last_and_those_before_the_data_are_left_out(acme):
    trend = compute_trend(acme, "2024-09", metrics=["customers"], last=12)
    assert [period.name for period in trend.periods] == ["2024-07", "2024-08", "2024-09"]
    assert trend.notes == ("12 periods asked for, of which the data reach 3.",)
    (line,) = trend.lines
    assert line.change == line.values[-1] - line.values[0]


def test_points_with_few_answers_are_marked(acme):
    trend = compute_trend(acme, "2026-09", metrics=["nps", "mrr"], last=6)
    nps, mrr = trend.lines
    assert nps.thin == tuple(figure.n < 30 for figure in nps.figures)
    assert True in nps.thin
    assert not any(mrr.thin)


def test_unavailable_metrics_are_named_and_left_out(read):
    data = read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-01,5\nb,2026-03-31,5\n")
    trend = compute_trend(data, metrics=["mrr", "cac"])
    assert [line.metric for line in trend.lines] == ["mrr"]
    assert trend.unavailable == {"no costs.csv": ("cac",)}
    assert trend.lines[0].values == (5, 5, 10)


@pytest.mark.parametrize("last", [0, -3, 5000])
def test_a_number_of_periods_that_cannot_be_is_refused(acme, last):
    with pytest.raises(PeriodError, match="periods cannot be counted"):
        compute_trend(acme, last=last)


def test_a_line_without_a_newest_value_has_no_change(read):
    rows = "survey,score,responded_at\nnps,9,2026-01-05\nnps,9,2026-03-31\nces,3,2026-01-02\n"
    trend = compute_trend(read(surveys__csv=rows), metrics=["ces"], last=3)
    assert trend.lines[0].values == (3, None, None)
    assert trend.lines[0].change is None
