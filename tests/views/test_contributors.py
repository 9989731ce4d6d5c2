"""Behind each tally stand lines that add up to it, and rows that are really theirs."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import by_hand
from business import businesses, dataset, periods
from conftest import tries
from csmetrics.errors import PeriodError, UnknownNameError
from csmetrics.metrics.catalogue import METRICS
from csmetrics.periods import parse_period
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.views.explain.compute import explain as explain_figure


def explained(data, metric, asked, **options):
    try:
        return explain_figure(data, metric, asked, **options)
    except PeriodError:
        return None


@given(businesses(), periods)
@settings(max_examples=tries(6))
def test_lines_add_up_to_every_tally_of_every_metric(business, asked):
    data = dataset(business)
    seen = set()
    for metric in METRICS:
        why = explained(data, metric, asked)
        for tally in why.tallies if why else ():
            seen.add(tally.tally)
            assert sum(line.amount for line in tally.lines) == pytest.approx(tally.value, abs=1e-9), tally.tally
            assert tally.count == len(tally.lines)
            assert [-line.amount for line in tally.lines] == sorted(-line.amount for line in tally.lines)
    needless = {"passives", "csat_score_sum", "effort_score_square_sum", "easy", "hard", "months"}  # variants alone
    assert seen <= set(TALLIES) - needless


@given(businesses(), periods)
@settings(max_examples=tries(25))
def test_the_rows_behind_a_level_are_those_live_at_its_edge(business, asked):
    period, rows = parse_period(asked), business["subscriptions"]
    data = dataset(business)
    for metric, tally, day in [
        ("mrr", "mrr_end", period.last_day),
        ("revenue_churn_rate", "mrr_start", period.start - timedelta(days=1)),
    ]:
        why = explained(data, metric, asked)
        if why is None:
            continue
        found = next(t for t in why.tallies if t.tally == tally)
        for line in found.lines:
            live = [row for at, row in enumerate(rows) if at + 2 in line.rows]
            assert {row["customer_id"] for row in live} == {line.customer_id}
            assert sum(by_hand.yearly_value(row) for row in live if by_hand.live(row, day)) == round(line.amount * 12e6)
            assert all(by_hand.live(row, day) for row in live)


@given(businesses(), periods)
@settings(max_examples=tries(25))
def test_the_rows_behind_answers_and_purchases_are_those_of_the_period(business, asked):
    period = parse_period(asked)
    data = dataset(business)
    for metric, tally, table, moment in [
        ("nps", "nps_responses", "surveys", "responded_at"),
        ("revenue", "purchase_revenue", "purchases", "date"),
    ]:
        why = explained(data, metric, asked)
        if why is None or why.figure.status == "unavailable":
            continue
        rows = {row for line in next(t for t in why.tallies if t.tally == tally).lines for row in line.rows}
        inside = {
            at + 2
            for at, row in enumerate(business[table])
            if period.start <= row[moment] < period.end
            and (table == "purchases" or (row["survey"] == "nps" and row["score"] is not None))
        }
        assert rows == inside


def test_a_limit_keeps_the_biggest_and_still_tells_how_many(acme):
    everyone = explain_figure(acme, "mrr", "2026-09").tallies[0]
    few = explain_figure(acme, "mrr", "2026-09", limit=3).tallies[0]
    assert few.lines == everyone.lines[:3]
    assert (few.count, few.value) == (everyone.count, everyone.value)
    assert everyone.lines[0].label  # the customer's name, from customers.csv


@given(businesses(), periods, st.sampled_from([0, 1, 2, 5]))
@settings(max_examples=tries(6))
def test_the_few_are_the_first_of_all(business, asked, limit):
    data = dataset(business)
    for metric in ("clv_to_cac", "nps", "expansion_mrr", "clv_purchases", "csat"):
        few, everyone = (explained(data, metric, asked, limit=most) for most in (limit, None))
        for some, every in zip(few.tallies if few else (), everyone.tallies if everyone else (), strict=True):
            assert some.lines == every.lines[:limit], some.tally
            assert (some.count, some.value) == (every.count, every.value)


def test_parts_of_a_figure_come_with_their_own_numbers(acme):
    why = explain_figure(acme, "clv_to_cac", "2026-09")
    assert [part.metric for part in why.parts] == ["cac", "clv", "customer_churn_rate", "arpu"]
    assert why.figure.inputs == {"clv": why.parts[1].value, "cac": why.parts[0].value}
    assert why.rules["gross_margin"] == 0.8
    assert why.rules["rules.joined_and_left"] == "count"
    assert "surveys.csat.scale" not in why.rules


def test_costs_are_explained_by_category_and_anonymous_answers_one_by_one(acme):
    costs = explain_figure(acme, "cac", "2026-09").tallies[0]
    assert {line.label for line in costs.lines} == {"sales", "marketing", "advertising"}
    assert all(line.customer_id is None and line.file == "costs.csv" for line in costs.lines)
    answers = explain_figure(acme, "nps", "2026-09").tallies[2]
    anonymous = [line for line in answers.lines if line.customer_id is None]
    assert anonymous
    assert all(len(line.rows) == 1 and line.label == "(anonymous)" for line in anonymous)


def test_a_period_before_the_data_stands_beside_no_figure(read):
    data = read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-01,5\nb,2026-02-28,5\n")
    first, second = (explain_figure(data, "mrr", period).figure for period in ("2026-01", "2026-02"))
    assert (first.value, first.previous, first.change) == (5, None, None)
    assert (second.value, second.previous, second.change) == (10, 5, 5)
    parts = explain_figure(data, "arpu", "2026-01").parts + explain_figure(data, "clv", "2026-01").parts
    assert {part.previous for part in parts} == {None}


@pytest.mark.parametrize("method", ["csat: {method: mean}", "ces: {method: share}", "ces: {method: net}", "ces: {}"])
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_lines_add_up_to_the_tallies_of_every_method(read, method, better):
    settings_of_ces = method.replace("ces: {", f"ces: {{better: {better}, ").replace(", }", "}")
    answers = [*(f"ces,{n % 7 + 1}" for n in range(20)), *(f"csat,{n % 5 + 1}" for n in range(13))]
    rows = "survey,score,responded_at\n" + "".join(f"{answer},2026-01-31\n" for answer in answers)
    data = read(f"surveys: {{{settings_of_ces}}}", surveys__csv=rows)
    tallies = explain_figure(data, method.partition(":")[0], "2026-01").tallies
    assert tallies
    for tally in tallies:
        assert sum(line.amount for line in tally.lines) == tally.value, tally.tally


def test_cac_shows_who_was_won_and_who_of_them_is_new(read):
    data = read(
        subscriptions__csv="customer_id,start_date,end_date,amount,interval\n"
        "old,2025-06-01,,5,month\nstay,2026-03-05,,100,year\nleft,2026-01-20,2026-02-05,9,month\n",
        costs__csv="date,category,amount\n2026-01-31,marketing,600\n",
    )
    costs, won, new = explain_figure(data, "clv_to_cac", "2026-Q1").tallies[-3:]
    assert (costs.tally, won.tally, new.tally) == ("acquisition_cost", "customers_won", "customers_new")
    assert [(line.customer_id, line.amount, line.mrr, line.rows) for line in won.lines] == [
        ("stay", 1, 100 / 12, (3,)),
        ("left", 1, 0, (4,)),
    ]
    assert [line.customer_id for line in new.lines] == ["stay"]
    assert (costs.value, costs.lines[0].amount) == (600, 600)


def test_an_unavailable_metric_still_has_its_card(read):
    data = read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-01,5\nb,2026-03-01,5\n")
    why = explain_figure(data, "cac", "2026-01")
    assert (why.figure.status, why.figure.reason) == ("unavailable", "no costs.csv")
    assert [tally.tally for tally in why.tallies] == ["customers_won", "customers_new"]
    with pytest.raises(UnknownNameError, match="Did you mean cac"):
        explain_figure(data, "cacc")


def test_a_row_that_ends_as_the_period_opens_stands_behind_the_opening_and_the_churn(read):
    data = read(
        subscriptions__csv="customer_id,start_date,end_date,amount\na,2026-01-01,2026-02-01,5\nb,2026-02-28,,5\n"
    )
    start, churned, _ = explain_figure(data, "customer_churn_rate", "2026-02").tallies
    assert [line.rows for line in start.lines] == [line.rows for line in churned.lines] == [(2,)]
