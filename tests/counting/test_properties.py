"""Laws that hold for every business, checked on random ones."""

import random
import re

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import by_hand
from business import FIRST, businesses, dataset, periods
from counted import tally
from csmetrics.errors import PeriodError
from csmetrics.periods import parse_period, series
from csmetrics.subjects.vocabulary import TALLIES, find_tally
from csmetrics.views.report import VIEW as REPORT
from csmetrics.views.report.compute import report as compute_report

attributes = st.sampled_from([["country"], ["cohort"], ["plan"], ["product"], ["plan", "country"]])


def tallied(business, asked, count=1, by=(), **switches):
    data = dataset(business, **switches)
    return tally(data, series(parse_period(asked), count), by)


@pytest.mark.slow
@given(businesses(), periods)
def test_every_tally_is_what_plain_counting_gives(business, asked):
    period = parse_period(asked)
    grids = tallied(business, asked, feedback={"themes": by_hand.THEMES}).grids
    expected = by_hand.all_tallies(business, period, FIRST)
    counted = {name for name, declared in TALLIES.items() if not declared.scored}
    assert {name: int(grid[0, 0]) for name, grid in grids.items() if name in expected} == expected
    assert counted <= set(expected) <= set(grids)


@pytest.mark.slow
@given(businesses(), periods, st.sampled_from(["unit", "line"]))
def test_amounts_are_those_of_one_unit_or_of_the_line(business, asked, amount_is):
    period = parse_period(asked)
    grids = tallied(business, asked, tables={"subscriptions": {"amount_is": amount_is}}).grids
    told = [row | {"amount_is": amount_is} for row in business["subscriptions"]]
    expected = by_hand.subscription_tallies(told, period, FIRST)
    assert {name: int(grid[0, 0]) for name, grid in grids.items() if name in expected} == expected


@pytest.mark.slow
@given(businesses(), periods, attributes)
def test_the_books_balance(business, asked, by):
    grids = tallied(business, asked, 3, by=by).grids
    start, end = grids["mrr_start"], grids["mrr_end"]
    came = grids["mrr_moved_in"] + grids["mrr_new"] + grids["mrr_returned"] + grids["mrr_expansion"]
    went = grids["mrr_contraction"] + grids["mrr_churned"] + grids["mrr_moved_out"]
    assert np.array_equal(start + came - went, end)
    assert np.array_equal(end[:-1], start[1:])
    came = grids["customers_moved_in"] + grids["customers_new"] + grids["customers_returned"]
    went = grids["customers_churned"] + grids["customers_moved_out"]
    assert np.array_equal(grids["customers_start"] + came - went, grids["customers_end"])


@pytest.mark.slow
@given(businesses(), periods, st.sampled_from([2, 5, 24, 60]))
def test_many_periods_at_once_are_each_period_by_itself(business, asked, count):
    data = dataset(business)
    together = tally(data, series(parse_period(asked), count))
    for at, period in enumerate(together.periods):
        alone = tally(data, [period])
        assert {n: int(g[at, 0]) for n, g in together.grids.items()} == {
            n: int(g[0, 0]) for n, g in alone.grids.items()
        }


@pytest.mark.slow
@given(businesses(), periods, attributes)
def test_segments_sum_to_the_whole(business, asked, by):
    business["costs"] = [row | {"plan": None, "product": "core", "cohort": None} for row in business["costs"]]
    found = tallied(business, asked, 2, by=by, feedback={"themes": by_hand.THEMES})
    assert not found.undivided
    for name, grid in found.grids.items():
        if find_tally(name).table and not find_tally(name).between:
            assert np.array_equal(grid[:, 1:].sum(axis=1), grid[:, 0]), name


@pytest.mark.slow
@given(businesses(), periods)
def test_a_segment_is_the_business_of_its_customers_alone(business, asked):
    found = tallied(business, asked, by=["country"])
    country_of = {row["customer_id"]: row["country"] for row in business["customers"]}
    for at, (label,) in enumerate(found.segments.labels, 1):
        country = None if label == "(none)" else label
        only = [row for row in business["subscriptions"] if country_of.get(row["customer_id"]) == country]
        expected = by_hand.subscription_tallies(only, parse_period(asked), FIRST)
        assert {name: int(found.grids[name][0, at]) for name in expected} == expected


@pytest.mark.slow
@given(businesses(), periods, st.integers(0, 255))
def test_partitions_of_customers_sum_to_the_whole(business, asked, split):
    def part(side):
        def mine(row):
            number = int((row.get("customer_id") or "c0")[1:])
            return (split >> number & 1) == side

        kept = {name: [row for row in rows if mine(row)] for name, rows in business.items() if name != "costs"}
        return {name: rows for name, rows in kept.items() if rows}

    whole = tallied(business, asked).grids
    parts = [tallied(part(side), asked).grids for side in (0, 1) if part(side)]
    for name, grid in whole.items():
        if TALLIES[name].table not in (None, "costs"):
            assert sum(p[name] for p in parts if name in p)[0, 0] == grid[0, 0], name


@pytest.mark.slow
@given(businesses(), periods, st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_bytes(business, asked, chance: random.Random):
    def rendered(rows_of):
        data = dataset(rows_of)
        try:
            found = REPORT.write(compute_report(data, asked, by=["country"]), "json")
            return re.sub(r"row \d+", "row", found)  # where a row stands is what a shuffle changes
        except PeriodError as error:
            return str(error)

    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in business.items()}
    assert rendered(shuffled) == rendered(business)


@pytest.mark.parametrize("switch", ["all", "latest"])
def test_latest_answers_keeps_one_answer_a_customer_and_period(switch):
    rows = [
        {"survey": "nps", "score": 2, "responded_at": "2026-01-05", "customer_id": "a"},
        {"survey": "nps", "score": 9, "responded_at": "2026-01-20", "customer_id": "a"},
        {"survey": "nps", "score": 9, "responded_at": "2026-01-07", "customer_id": None},
        {"survey": "nps", "score": 9, "responded_at": "2026-01-07", "customer_id": None},
        {"survey": "nps", "score": 1, "responded_at": "2026-02-07", "customer_id": "a"},
    ]
    grids = tallied({"surveys": rows}, "2026-01", surveys={"repeat_answers": switch}).grids
    detractors = {"all": 1, "latest": 0}[switch]
    assert (grids["detractors"][0, 0], grids["promoters"][0, 0]) == (detractors, 3)
