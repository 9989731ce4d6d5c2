"""Customers who change plan or product: each tally in the plan of its edge, compared with counting by hand."""

import random
from datetime import date, timedelta

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import by_hand
import by_hand_segments
from business import COUNTRIES, FIRST, IDS, businesses, dataset, periods
from counted import tally
from csmetrics.counting import tallying
from csmetrics.errors import PeriodError
from csmetrics.periods import parse_period, series
from csmetrics.subjects.vocabulary import SUBJECTS, TALLIES
from csmetrics.views.report.compute import report as compute_report
from csmetrics.views.trend.compute import trend as compute_trend

moving = st.sampled_from([["plan"], ["product"], ["plan", "country"], ["product", "plan"]])
MONTHS = [date(2024, month, 1) for month in range(1, 13)]


@st.composite
def switchers(draw):
    """A business of customers who go from plan to plan, with few prices, so that equal rows and kept prices occur."""
    business = draw(businesses())
    rows = []
    for identity in draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=6)):  # one twice holds two at once
        starts = sorted(draw(st.sets(st.sampled_from(MONTHS), min_size=1, max_size=4)))
        starts = [start + timedelta(days=draw(st.sampled_from([0, 0, 9]))) for start in starts]
        last = draw(st.sampled_from([None, starts[-1] + timedelta(days=20)]))
        for start, end in zip(starts, [*starts[1:], last], strict=True):
            rows.append(
                {
                    "customer_id": identity, "start_date": start, "end_date": end, "quantity": 1,
                    "amount": draw(st.sampled_from([0, 10, 10, 20])), "interval": "month", "interval_count": 1,
                    "plan": draw(st.sampled_from(["basic", "pro", "pro", None])),
                    "product": draw(st.sampled_from(["core", "addon"])), "trial_end_date": None,
                }
            )  # fmt: skip
    return business | {"subscriptions": rows}


some_business = st.one_of(switchers(), businesses())


def by_label(found, at=0):
    """Label to tally to number, without nought, of the period at a position."""
    return {
        label: {name: int(grid[at, column]) for name, grid in found.grids.items() if grid[at, column]}
        for column, label in enumerate(found.segments.labels, 1)
    }


def of_table(numbers, *tables):
    return {
        label: kept
        for label, each in numbers.items()
        if (kept := {name: n for name, n in each.items() if n and _is_of(TALLIES[name], tables)})
    }


def _is_of(declared, tables):
    return declared.table in tables and not declared.written


@pytest.mark.slow
@given(some_business, periods, moving)
def test_every_tally_is_in_the_plan_that_counting_by_hand_puts_it_in(business, asked, by):
    period = parse_period(asked)
    found = by_label(tally(dataset(business), [period], by))
    expected = by_hand_segments.tallies(business, period, FIRST, by)
    assert all(map(by_hand_segments.balances, expected.values()))
    assert of_table(found, "subscriptions") == of_table(expected, "subscriptions")
    others = by_hand_segments.tallies_elsewhere(business, period, by)
    assert of_table(found, "purchases", "surveys") == of_table(others, "purchases", "surveys")


@pytest.mark.slow
@given(some_business, periods, moving, st.sampled_from(["spread", "when_billed"]))
def test_the_books_of_each_plan_balance_and_the_whole_is_as_without(business, asked, by, recognise):
    data, asked = dataset(business, rules={"recognise": recognise}), series(parse_period(asked), 3)
    grids, whole = tally(data, asked, by).grids, tally(data, asked).grids
    for what in ("customers", "mrr"):
        came = sum(grids.get(f"{what}_{name}", 0) for name in ("moved_in", "new", "returned", "expansion"))
        went = sum(grids.get(f"{what}_{name}", 0) for name in ("contraction", "churned", "moved_out"))
        assert np.array_equal(grids[f"{what}_start"] + came - went, grids[f"{what}_end"])
        moved_in, moved_out = (grids[f"{what}_moved_{way}"] for way in ("in", "out"))
        assert np.array_equal(moved_in[:, 1:].sum(axis=1), moved_out[:, 1:].sum(axis=1))
        assert not moved_in[:, 0].any()
        assert np.array_equal(grids[f"{what}_end"][:-1], grids[f"{what}_start"][1:])  # close and opening meet
    for name, grid in whole.items():
        assert np.array_equal(grid[:, 0], grids[name][:, 0]), name
        if TALLIES[name].table == "subscriptions" and not TALLIES[name].between:
            assert np.array_equal(grids[name][:, 1:].sum(axis=1), grid[:, 0]), name
    assert min(grid.min(initial=0) for name, grid in grids.items() if TALLIES[name].table == "subscriptions") >= 0


@pytest.mark.slow
@given(some_business, periods, moving, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(business, asked, by, chance: random.Random):
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in business.items()}
    one, other = (tally(dataset(each), [parse_period(asked)], by) for each in (business, shuffled))
    assert by_label(one) == by_label(other)


class _InTwo:
    """A dataset that is counted by two parts, as a partitioned one is."""

    def __init__(self, whole, parts):
        self._whole, self.divisions = whole, parts

    def __getattr__(self, name):
        return getattr(self._whole, name)

    def __contains__(self, name):
        return name in self._whole


@pytest.mark.slow
@given(some_business, periods, moving, st.integers(0, 255))
def test_parts_of_the_customers_add_up_to_the_whole(business, asked, by, split):
    def part(side):
        def mine(row):
            return (split >> int((row.get("customer_id") or "c0")[1:]) & 1) == side

        shared = ("costs", "reviews")  # in the first part alone
        return {n: [r for r in rows if mine(r) if n not in shared or not side] for n, rows in business.items()}

    asked = series(parse_period(asked), 2)
    parts = [{name: rows for name, rows in part(side).items() if rows} for side in (0, 1)]
    if any("subscriptions" not in each or "customers" not in each for each in parts):
        return
    needed = [each.name for each in SUBJECTS["subscriptions"]]
    whole = tally(dataset(business), asked, by, needed=needed)
    added = tally(_InTwo(dataset(business), [dataset(each) for each in parts]), asked, by, needed=needed)
    for at in range(2):
        one, other = (of_table(by_label(each, at), "subscriptions") for each in (whole, added))
        assert one == other


@pytest.mark.slow
@given(some_business, periods, moving)
def test_a_trend_by_plan_is_the_report_of_each_month(business, asked, by):
    data = dataset(business)
    try:
        trend = compute_trend(data, asked, by=by, last=3)
    except PeriodError:
        return
    for at, period in enumerate(trend.periods):
        report = compute_report(data, period, by=by)
        of_report = {(f.metric, *f.segment.values()): f.value for f in report.figures if f.status != "unavailable"}
        of_trend = {(line.metric, *line.segment.values()): line.values[at] for line in trend.lines}
        for key, value in of_report.items():
            if value or key in of_trend:  # the period before may have more segments, and nobody is in them any more
                assert of_trend[key] == value, key


def reported(data, period, *metrics, by=("plan",)):
    """Metric to the values of the segments named, the whole first."""
    report = compute_report(data, period, by=list(by), metrics=metrics)
    return {
        metric: {"/".join(f.segment.values()) or "all": f.value for f in report.figures if f.metric == metric}
        for metric in metrics
    }


MOVED = (
    "customers", "mrr", "contraction_mrr", "expansion_mrr", "moved_in_mrr", "moved_out_mrr", "moved_in_customers",
    "moved_out_customers", "gross_revenue_retention", "net_revenue_retention", "customer_retention_rate",
)  # fmt: skip


def test_who_goes_from_pro_100_to_basic_10_leaves_the_contraction_with_pro(read):
    rows = "customer_id,start_date,end_date,amount,plan\na,2026-01-01,2026-02-10,100,pro\na,2026-02-10,,10,basic\n"
    found = reported(read(subscriptions__csv=rows), "2026-02", *MOVED)
    pro, basic, whole = ({name: found[name].get(where) for name in MOVED} for where in ("pro", "basic", "all"))
    assert (pro["mrr"], pro["contraction_mrr"], pro["moved_out_mrr"], pro["moved_out_customers"]) == (0, 90, 10, 1)
    assert (basic["mrr"], basic["moved_in_mrr"], basic["expansion_mrr"], basic["contraction_mrr"]) == (10, 10, 0, 0)
    assert (pro["net_revenue_retention"], basic["net_revenue_retention"]) == (pytest.approx(0.1), None)
    assert (pro["gross_revenue_retention"], pro["customer_retention_rate"]) == (pytest.approx(0.1), 1)
    assert (whole["mrr"], whole["moved_in_mrr"], whole["moved_out_customers"]) == (10, 0, 0)


def test_who_goes_from_basic_10_to_pro_20_expands_in_pro(read):
    rows = "customer_id,start_date,end_date,amount,plan\na,2026-01-01,2026-02-10,10,basic\na,2026-02-10,,20,pro\n"
    found = reported(read(subscriptions__csv=rows), "2026-02", *MOVED, "expansion_upsell_mrr")
    assert found["moved_out_mrr"] == {"all": 0, "basic": 10, "pro": 0}
    assert found["moved_in_mrr"] == {"all": 0, "basic": 0, "pro": 10}
    assert found["expansion_mrr"] == found["expansion_upsell_mrr"] == {"all": 10, "basic": 0, "pro": 10}
    assert found["mrr"] == {"all": 20, "basic": 0, "pro": 20}
    assert found["net_revenue_retention"] == {"all": 2, "basic": 2, "pro": None}


TWO = """customer_id,start_date,end_date,amount,plan
a,2026-01-01,,50,pro
a,2026-01-01,,50,basic
b,2026-01-01,2026-02-20,60,pro
b,2026-02-01,,40,basic
c,2026-02-05,2026-02-20,9,pro
d,2025-01-01,2025-06-01,9,pro
"""


def test_of_equal_rows_the_first_by_name_and_two_plans_at_once(read):
    found = reported(read(subscriptions__csv=TWO), "2026-02", "customers", "mrr", "mrr_by_row", "moved_in_customers")
    assert found["customers"] == {"all": 2, "basic": 2, "pro": 0, "(none)": 0}
    assert found["mrr"] == {"all": 140, "basic": 140, "pro": 0, "(none)": 0}
    assert found["mrr_by_row"] == {"all": 140, "basic": 90, "pro": 50, "(none)": 0}
    assert found["moved_in_customers"] == {"all": 0, "basic": 1, "pro": 0, "(none)": 0}


def test_the_mrr_of_other_plans_is_remarked_at_figures_of_mrr_and_mrr_by_row_asked_for(read):
    data = read(subscriptions__csv=TWO)
    said = (
        "subscriptions.csv: 50 of the MRR comes from rows of another plan: a customer counts under the plan of its"
        " largest row; --metric mrr_by_row divides it row by row."
    )
    report = compute_report(data, "2026-02", by=["plan"])
    assert said in [remark.text for remark in report.remarks]
    assert said in report.figure("mrr").remarks
    assert said in report.figure("mrr", plan="basic").remarks
    assert said not in report.figure("customers").remarks
    assert not [figure for figure in report.figures if figure.metric == "mrr_by_row"]
    undivided = compute_report(data, "2026-02")
    assert not [remark for remark in undivided.remarks if "another" in remark.text]
    assert not [figure for figure in undivided.figures if figure.metric.startswith("moved")]
    assert compute_report(data, "2026-02", metrics=["mrr_by_row"]).figure("mrr_by_row").value == 140


def test_who_joined_and_left_is_of_its_first_plan_and_all_else_of_the_last_there_is(read):
    figures = "joined_and_left_customers", "active_customer_rate", "customer_churn_rate"
    data = read(subscriptions__csv=TWO)
    report = compute_report(data, "2026-02", by=["plan"], metrics=figures)
    assert report.figure("joined_and_left_customers", plan="pro").value == 1
    ever = {figure.segment.get("plan", "all"): figure.n for figure in report.figures if figure.metric == figures[1]}
    assert ever == {"all": 4, "basic": 2, "pro": 1, "(none)": 1}


def test_by_plan_and_country_who_moves_stays_in_its_country(read):
    rows = "customer_id,start_date,end_date,amount,plan\na,2026-01-01,2026-02-10,10,basic\na,2026-02-10,,20,pro\n"
    data = read(subscriptions__csv=rows, customers__csv="customer_id,country\na,DE\n")
    found = reported(data, "2026-02", "mrr", "moved_in_mrr", "moved_out_mrr", by=("plan", "country"))
    assert found["moved_out_mrr"] == {"all": 0, "basic/DE": 10, "pro/DE": 0}
    assert found["moved_in_mrr"] == {"all": 0, "basic/DE": 0, "pro/DE": 10}
    assert found["mrr"] == {"all": 20, "basic/DE": 0, "pro/DE": 20}


def test_a_plan_of_customers_csv_is_fixed_and_nobody_moves(read):
    rows = "customer_id,start_date,end_date,amount,plan\na,2026-01-01,2026-02-10,10,basic\na,2026-02-10,,20,pro\n"
    data = read(subscriptions__csv=rows, customers__csv="customer_id,plan\na,gold\n")
    report = compute_report(data, "2026-02", by=["plan"])
    assert report.figure("mrr", plan="gold").value == 20
    assert not [figure for figure in report.figures if figure.metric.startswith("moved")]


def test_the_example_s_mrr_by_plan_is_that_of_the_rows_live_at_the_close(acme):
    rows = acme["subscriptions"] if isinstance(acme, dict) else pd.read_csv("examples/acme/subscriptions.csv")
    day = "2026-09-30"
    live = rows[(rows.start_date <= day) & ~(rows.end_date <= day) & ~(rows.trial_end_date > day)]
    a_month = {"month": 1, "quarter": 1 / 3, "half_year": 1 / 6, "year": 1 / 12}
    rates = {"USD": 1, "EUR": 1.0889, "GBP": 1.2925}  # of the last day
    mrr = live.amount * live.quantity * live.interval.map(a_month) * live.currency.map(rates)
    worth = live.assign(mrr=mrr, plan=live.plan.fillna("(none)"))
    worth = worth[worth.mrr > 0].sort_values(["mrr", "plan"], ascending=[False, True], kind="stable")
    paid = worth.groupby("customer_id").mrr.sum()
    expected = paid.groupby(worth.groupby("customer_id").plan.first()).sum()
    found = reported(acme, "2026-09", "mrr")["mrr"]
    assert {name: found[name] for name in expected.index} == pytest.approx(expected.to_dict())
    assert {name: round(value) for name, value in found.items()} == {
        "all": 12558, "basic": 1729, "business": 6467, "team": 4266, "(none)": 96,
    }  # fmt: skip


def test_segments_that_do_not_add_up_to_the_whole_are_no_report(read, monkeypatch):
    data = read(subscriptions__csv=TWO)
    period = [parse_period("2026-02")]
    real = tallying._tally  # noqa: SLF001  # the one way in

    def tampered(data, plan, periods, segments):
        found = real(data, plan, periods, segments)
        if not segments.by:
            found.grids["mrr_end"][0, 0] += 1
        return found

    monkeypatch.setattr(tallying, "_tally", tampered)
    with pytest.raises(RuntimeError, match="the segments of mrr_end do not add up"):
        tally(data, period, ["plan"])


def test_every_tally_by_hand_is_one_of_the_program_s():
    named = by_hand_segments.OPENING | by_hand_segments.CLOSE | by_hand_segments.FIRST
    assert named <= {each.name for each in SUBJECTS["subscriptions"]}
    assert {each.name for each in TALLIES.values() if each.between} == set(by_hand.BETWEEN)
    assert [c for c in COUNTRIES if c == by_hand_segments.NONE] == []
