"""The customers behind a movement sum to the report's figure, always."""

import pytest
from hypothesis import given, settings

from business import businesses, dataset, periods
from conftest import tries
from csmetrics.errors import DataError, PeriodError
from csmetrics.views.customers.compute import customers as list_customers
from csmetrics.views.customers.model import MOVEMENTS
from csmetrics.views.report.compute import report as compute_report

COUNTS = {
    "new": "new_customers", "returned": "returned_customers", "churned": "churned_customers",
    "joined_and_left": "joined_and_left_customers", "active": "customers",
}  # fmt: skip
AMOUNTS = {
    "new": "new_mrr", "returned": "returned_mrr", "churned": "churned_mrr", "expansion": "expansion_mrr",
    "contraction": "contraction_mrr", "active": "mrr",
}  # fmt: skip


@given(business=businesses(), asked=periods)
@settings(max_examples=tries(12))
@pytest.mark.parametrize("by", [[], ["country"], ["plan"]])
def test_lists_sum_to_the_report(business, asked, by):
    data = dataset(business)
    try:
        found = list_customers(data, asked, movements=MOVEMENTS, by=by)
    except PeriodError:
        return
    report = compute_report(data, asked, by=by)
    for total in found.totals:
        lines = [
            ln for ln in found.lines if ln.movement == total.movement and total.segment.items() <= ln.segment.items()
        ]
        assert total.customers == len(lines)
        if total.movement in COUNTS:
            assert total.customers == report.figure(COUNTS[total.movement], **total.segment).value
        if total.movement in AMOUNTS:
            assert total.mrr == report.figure(AMOUNTS[total.movement], **total.segment).value
    for line in found.lines:
        assert line.rows
        assert line.change == pytest.approx(line.after - line.before)
        if line.movement != "active":
            assert found.period.start <= line.day <= found.period.last_day


ROWS = """customer_id,start_date,end_date,amount
a,2026-01-05,,100
b,2026-01-05,2026-03-10,50
c,2026-03-05,2026-03-20,70
d,2026-03-31,,10
e,2026-01-01,2026-03-12,10
e,2026-03-12,,25
f,2026-01-01,2026-01-15,9
f,2026-03-15,2026-03-16,7
f,2026-03-20,,8
"""


def test_who_when_and_from_which_rows(read):
    customers = "customer_id,name,country\nb,Bee,DE\nd,Dee,\n"
    found = list_customers(read(subscriptions__csv=ROWS, customers__csv=customers), "2026-03")
    told = {
        line.customer_id: (line.movement, line.before, line.after, str(line.day), line.rows) for line in found.lines
    }
    assert told == {
        "b": ("churned", 50, 0, "2026-03-10", (3,)),
        "c": ("joined_and_left", 0, 0, "2026-03-05", (4,)),
        "d": ("new", 0, 10, "2026-03-31", (5,)),
        "e": ("expansion", 10, 25, "2026-03-12", (6, 7)),
        "f": ("returned", 0, 8, "2026-03-15", (9, 10)),
    }
    assert [line.customer_id for line in found.lines] == ["b", "e", "d", "f", "c"]
    bee, dee = found.lines[0], found.lines[2]
    assert (bee.name, bee.attributes, dee.name, dee.attributes) == ("Bee", {"country": "DE"}, "Dee", {})


def test_active_customers_are_those_paying_at_the_close(read):
    found = list_customers(read(subscriptions__csv=ROWS), "2026-03", movements=["active"], limit=2)
    assert [(line.customer_id, line.after, str(line.day)) for line in found.lines] == [
        ("a", 100, "2026-01-05"),
        ("e", 25, "2026-01-01"),
    ]
    assert (found.count, found.totals[0].mrr) == (4, 143)


def test_a_month_in_which_nothing_moved_is_an_empty_list(read):
    found = list_customers(read(subscriptions__csv=ROWS), "2026-02")
    assert (found.lines, found.count) == ((), 0)


def test_without_subscriptions_there_are_no_movements(read):
    with pytest.raises(DataError, match=r"need(s?) subscriptions.csv"):
        list_customers(read(surveys__csv="survey,score,responded_at\nnps,9,2026-01-05\n"), "2026-01")
