"""Between two periods the books of the segments meet: close + in - out = opening."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from business import businesses, dataset, periods
from counted import tally
from csmetrics.counting.transfers import find_transfers
from csmetrics.periods import parse_period, series
from csmetrics.views.report.compute import report as compute_report

moving = st.sampled_from([["plan"], ["product"], ["plan", "country"], ["product", "plan"]])


@given(businesses(), periods, moving, st.sampled_from(["spread", "when_billed"]))
def test_close_plus_in_less_out_is_the_next_opening(business, asked, by, recognise):
    data = dataset(business, rules={"recognise": recognise})
    period = parse_period(asked)
    found = tally(data, series(period, 2), by)
    moved = find_transfers(data, by, period)
    assert moved.labels == found.segments.labels
    for what, came, went in (
        ("customers", moved.customers_in, moved.customers_out),
        ("mrr", moved.mrr_in, moved.mrr_out),
    ):
        close, opening = found.grids[f"{what}_end"][0, 1:], found.grids[f"{what}_start"][1, 1:]
        assert np.array_equal(close + came - went, opening)
        assert came.sum() == went.sum()
        assert came.min(initial=0) >= 0
        assert went.min(initial=0) >= 0


ROWS = """customer_id,start_date,end_date,amount,plan
a,2026-01-01,2026-01-20,10,basic
a,2026-01-20,,25,pro
b,2026-01-01,,40,pro
c,2026-01-01,2026-01-15,7,pro
d,2026-02-28,,3,basic
"""


def test_who_took_a_higher_plan_goes_over_with_what_it_pays_at_the_opening(read):
    report = compute_report(read(subscriptions__csv=ROWS), "2026-02", by=["plan"])
    basic, pro, none = report.transfers
    assert (dict(basic.segment), basic.customers_in, basic.customers_out) == ({"plan": "basic"}, 0, 1)
    assert (basic.mrr_in, basic.mrr_out) == (0, 25)
    assert (pro.customers_in, pro.customers_out, pro.mrr_in, pro.mrr_out) == (1, 0, 25, 0)
    assert (none.segment, none.customers_in, none.customers_out) == ({"plan": "(none)"}, 0, 0)


@pytest.mark.parametrize("by", [[], ["country"], ["cohort"]])
def test_who_cannot_move_has_no_transfers(read, by):
    data = read("unknown_customers: allow", subscriptions__csv=ROWS, customers__csv="customer_id,country\na,DE\n")
    assert find_transfers(data, by, parse_period("2026-02")) is None
    assert compute_report(data, "2026-02", by=by).transfers == ()


def test_where_subscriptions_are_not_divided_nobody_can_be_followed(read):
    costs = "date,category,amount,plan,channel\n2026-02-03,sales,5,pro,ads\n"
    assert find_transfers(read(costs__csv=costs), ["plan"], parse_period("2026-02")) is None
    both = read(costs__csv=costs, subscriptions__csv=ROWS)
    assert find_transfers(both, ["plan", "channel"], parse_period("2026-02")) is None
