"""The history of a report is the trend up to its period, and costs nothing unless it is asked for."""

from dataclasses import replace

import pytest

from csmetrics.views.report.compute import report as compute_report
from csmetrics.views.trend.compute import trend as compute_trend


@pytest.mark.slow
@pytest.mark.parametrize("period", ["2026-09", "2024-10", "2026-Q2", "2025-10..2026-09"])
def test_the_history_is_the_trend(acme, period):
    report = compute_report(acme, period, history=12)
    trend = compute_trend(acme, period, last=12)
    assert {line.metric: line.values for line in trend.lines} == {
        metric: values for metric, values in report.history.items() if metric in {ln.metric for ln in trend.lines}
    }
    plain = compute_report(acme, period)
    assert plain.history == {}
    assert replace(report, history={}) == plain


@pytest.mark.slow
def test_the_first_period_and_segments_have_none(acme):
    assert compute_report(acme, "2024-07", history=12).history == {}
    assert compute_report(acme, "2026-09", by=["country"], history=12).history == {}


def test_what_cannot_be_had_is_none(read):
    data = read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-01,5\nb,2026-03-31,5\n")
    history = compute_report(data, metrics=["mrr", "cac"], history=12).history
    assert history == {"mrr": (5, 5, 10), "cac": (None, None, None)}
