"""An explanation by segment: the figure of each, the segment of each line, and the MRR behind counted customers."""

import pytest
from hypothesis import given, settings

from business import businesses, dataset, periods
from conftest import tries
from csmetrics.errors import PeriodError
from csmetrics.views.explain.compute import explain as explain_figure
from csmetrics.views.report.compute import report as compute_report


@given(business=businesses(), asked=periods)
@settings(max_examples=tries(6))
@pytest.mark.parametrize("by", [["country"], ["plan"], ["cohort"]])
@pytest.mark.parametrize(
    "metric",
    ["customer_churn_rate", "nps", "average_purchase_value", "mrr", "net_new_mrr", "net_revenue_retention",
     "active_customer_rate", "moved_in_mrr", "moved_out_customers", "mrr_by_row"],
)  # fmt: skip
def test_lines_of_a_segment_sum_to_its_tally(business, asked, by, metric):
    data = dataset(business)
    try:
        found = explain_figure(data, metric, asked, by=by)
    except PeriodError:
        return
    report = compute_report(data, asked, metrics=[metric], by=by)
    assert found.segments == tuple(f for f in report.figures if f.metric == metric and f.segment)
    for figure in found.segments:
        for tally in found.tallies:
            mine = [line for line in tally.lines if line.segment == figure.segment]
            if figure.status != "unavailable" and tally.tally in figure.inputs:
                assert sum(line.amount for line in mine) == pytest.approx(figure.inputs[tally.tally])


def test_counted_customers_show_what_they_pay(acme):
    churned = explain_figure(acme, "customer_churn_rate", "2026-09").tallies[1]
    euro = pytest.approx(126 * 1.0958)  # paid in euro, at the rate of the opening
    assert [(line.amount, line.mrr, line.segment) for line in churned.lines] == [(1, euro, {}), (1, 38, {})]
    for metric in ("mrr", "nps", "cac"):
        first = explain_figure(acme, metric, "2026-09").tallies[0]
        assert {line.mrr for line in first.lines} == {None}


def test_mrr_behind_customers_is_the_report_s(acme):
    report = compute_report(acme, "2026-09", metrics=["mrr"])
    counted = explain_figure(acme, "customers", "2026-09").tallies[0]
    assert sum(line.mrr for line in counted.lines) == report.figure("mrr").value


def test_costs_have_no_segment(acme):
    cac = explain_figure(acme, "cac", "2026-09", by=["channel"])
    assert {tuple(line.segment) for line in cac.tallies[0].lines} == {()}


def test_who_moved_stands_beside_what_is_counted_at_an_edge_where_customers_can_move(acme):
    def tallies(metric, by):
        return [each.tally for each in explain_figure(acme, metric, "2026-09", by=by).tallies]

    assert tallies("mrr", ["plan"]) == ["mrr_end", "mrr_moved_in", "mrr_moved_out"]
    assert tallies("customers", ["plan"]) == ["customers_end", "customers_moved_in", "customers_moved_out"]
    assert tallies("mrr", ["country"]) == tallies("mrr", []) == ["mrr_end"]
    assert tallies("nps", ["plan"]) == tallies("nps", [])
    assert tallies("mrr_by_row", ["plan"]) == ["mrr_end_by_row"]
    moved_in, moved_out = explain_figure(acme, "mrr", "2026-09", by=["plan"]).tallies[1:]
    assert moved_in.value == moved_out.value == sum(line.amount for line in moved_in.lines) == 315
    assert sorted(line.segment["plan"] for line in moved_in.lines) == ["basic", "business", "business"]
    assert {line.segment["plan"] for line in moved_out.lines} == {"team"}
    assert [line.customer_id for line in moved_in.lines] == [line.customer_id for line in moved_out.lines]


def test_of_the_whole_nobody_moves(acme):
    found = explain_figure(acme, "moved_in_mrr", "2026-09")
    assert (found.figure.value, found.tallies[0].lines) == (0, ())
