"""Businesses in five currencies, compared with counting by hand in fractions."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

import by_hand
import by_hand_currencies as own_money
from business import FIRST, frames, periods
from counted import tally
from csmetrics.config import Config
from csmetrics.periods import parse_period, series
from csmetrics.subjects.subscriptions.entries import SubscriptionEntries
from csmetrics.subjects.vocabulary import SUBJECTS
from csmetrics.tables.dataset import Dataset
from currency_business import OTHERS, several, write_rates

pytestmark = pytest.mark.slow

MONEY = ("start", "new", "returned", "expansion", "contraction", "churned", "exchange", "end")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("rates") / "rates.csv"


def dataset(business, quotes, file):
    write_rates(file, quotes)
    config = Config(currency="USD", unknown_customers="allow", rates={"file": str(file), "valid_for": 31})
    return Dataset(**frames(business), config=config)


def grids(data, period, by=(), count=1):
    return tally(data, series(parse_period(period), count), list(by))


@given(business=several(), period=periods)
def test_the_whole_is_that_of_counting_by_hand(business, period, file):
    business, quotes = business
    rates, found = own_money.Rates("USD", quotes), grids(dataset(business, quotes, file), period, count=2)
    for at, each in enumerate(found.periods):
        expected = own_money.by_segment(business["subscriptions"], each, rates, lambda *_: ("", "")).get("", {})
        ours = {f"mrr_{name}": int(found.grids[f"mrr_{name}"][at, 0]) for name in (*MONEY, "kept")}
        assert ours == {name: expected.get(name, 0) for name in ours}
        counts = by_hand.subscription_tallies(business["subscriptions"], each, FIRST)
        assert {name: int(found.grids[name][at, 0]) for name in counts if not name.startswith("mrr_")} == {
            name: number for name, number in counts.items() if not name.startswith("mrr_")
        }


@given(business=several(), period=periods, by=st.sampled_from(["plan", "currency", "country"]))
def test_segments_are_those_of_counting_by_hand(business, period, by, file):
    business, quotes = business
    rates, found = own_money.Rates("USD", quotes), grids(dataset(business, quotes, file), period, [by])
    (asked,) = found.periods
    rows = [row | {"currency": row["currency"] or "USD"} for row in business["subscriptions"]]
    countries = {row["customer_id"]: row["country"] or "(none)" for row in business["customers"]}

    def segment(customer, theirs):
        if by == "country":
            return (countries.get(customer, "(none)"),) * 2
        first, last = asked.start - timedelta(days=1), asked.last_day
        return own_money.largest(theirs, first, by, rates, first), own_money.largest(theirs, last, by, rates, last)

    expected = own_money.by_segment(rows, asked, rates, segment)
    names = [f"mrr_{name}" for name in (*MONEY, "kept", "moved_in", "moved_out")]
    ours = {
        label: {name: int(found.grids[name][0, column]) for name in names if found.grids[name][0, column]}
        for column, (label,) in enumerate(found.segments.labels, 1)
    }
    assert {label: lines for label, lines in ours.items() if lines} == expected


@given(business=several(), period=periods)
def test_each_currency_is_balanced_in_its_own_money(business, period, file):
    """What one currency's rows say alone is what the same rows say among the others, each at a rate of one."""
    business, quotes = business
    ones = {code: dict.fromkeys(rates, "1") for code, rates in quotes.items()}
    for code in ("USD", *OTHERS):
        rows = [row for row in business["subscriptions"] if (row["currency"] or "USD") == code]
        if not rows:
            continue
        found = grids(dataset(business | {"subscriptions": rows}, ones, file), period).grids
        plain = {name: _without_currency(each) for name, each in (business | {"subscriptions": rows}).items()}
        expected = grids(Dataset(**frames(plain), config=Config(unknown_customers="allow")), period).grids
        for tallied in SUBJECTS["subscriptions"]:
            assert found[tallied.name].tolist() == expected[tallied.name].tolist(), tallied.name
        assert not found["mrr_exchange"].any()


def _without_currency(rows):
    return [{name: value for name, value in row.items() if name != "currency"} for row in rows]


@given(business=several(), period=periods, by=st.sampled_from([(), ("country",)]))
def test_entries_add_up_to_the_sums(business, period, by, file):
    """The quick sums of many periods and the entries that explanations are made of."""
    business, quotes = business
    data = dataset(business, quotes, file)
    asked = parse_period(period)
    counted = SubscriptionEntries(
        data, "subscriptions", [asked.start.toordinal() - EPOCH, asked.end.toordinal() - EPOCH]
    )
    found = tally(data, [asked], list(by)).grids
    for each in SUBJECTS["subscriptions"]:
        if not each.between:
            entries = counted.entries(each)
            assert int(entries.amount.sum()) == int(found[each.name][0, 0]), each.name


EPOCH = date(1970, 1, 1).toordinal()


@given(business=several(), period=periods, seed=st.randoms(), by=st.sampled_from([(), ("plan",), ("currency",)]))
def test_the_order_of_rows_changes_nothing(business, period, seed, by, file):
    business, quotes = business
    mixed = {name: seed.sample(rows, len(rows)) for name, rows in business.items()}
    one, other = (grids(dataset(each, quotes, file), period, by) for each in (business, mixed))
    assert one.segments.labels == other.segments.labels
    assert {name: grid.tolist() for name, grid in one.grids.items()} == {
        name: grid.tolist() for name, grid in other.grids.items()
    }


@given(business=several(), period=periods)
def test_rows_under_their_own_plan_add_up_to_the_whole(business, period, file):
    business, quotes = business
    rates, found = own_money.Rates("USD", quotes), grids(dataset(business, quotes, file), period, ["plan"])
    (asked,) = found.periods
    by_row = found.grids["mrr_end_by_row"][0]
    assert by_row[0] == by_row[1:].sum() == found.grids["mrr_end"][0, 0]
    for column, (label,) in enumerate(found.segments.labels, 1):
        rows = [
            r for r in business["subscriptions"] if (r["plan"] or "(none)") == label and by_hand.live(r, asked.last_day)
        ]
        exact = sum(by_hand.yearly_value(row) * rates.of(row["currency"], asked.last_day) for row in rows)
        assert abs(exact - int(by_row[column])) <= len(business["subscriptions"])


@given(business=several(), period=periods)
def test_expansions_are_taken_apart_at_the_rates_of_the_opening(business, period, file):
    business, quotes = business
    rates, found = own_money.Rates("USD", quotes), grids(dataset(business, quotes, file), period).grids
    asked = parse_period(period)
    first, last = asked.start - timedelta(days=1), asked.last_day
    expected = dict.fromkeys(("upsell", "cross_sell", "renewal", "offset"), Fraction(0))
    for customer in {row["customer_id"] for row in business["subscriptions"]}:
        theirs = [row for row in business["subscriptions"] if row["customer_id"] == customer]
        if own_money.books(theirs, asked, rates)["expansion"]:
            valued = [_at(row, rates, first) for row in theirs]
            for part, amount in by_hand.expansion_parts(valued, first, last).items():
                expected[part] += amount
    for part, amount in expected.items():
        assert abs(int(found[f"mrr_{part}"][0, 0]) - amount) <= 4 * len(business["subscriptions"]), part


def _at(row, rates, day):
    """The row as if it was priced by the year, in the currency of the figures at the rate of a day."""
    worth = Decimal(round(by_hand.yearly_value(row) * rates.of(row["currency"], day)))
    return row | {"amount": worth / 10**6 / (row["quantity"] or 1), "interval": "year", "interval_count": 1}


@given(business=several(), period=periods)
def test_purchases_and_costs_have_the_rate_of_their_day(business, period, file):
    business, quotes = business
    rates, found = own_money.Rates("USD", quotes), grids(dataset(business, quotes, file), period).grids
    asked = parse_period(period)

    def worth(rows):
        return sum(round(round(Fraction(str(r["amount"])) * 10**6) * rates.of(r["currency"], r["date"])) for r in rows)

    inside = {
        name: [r for r in business[name] if asked.start <= r["date"] < asked.end] for name in ("purchases", "costs")
    }
    won = [row for row in inside["costs"] if row["category"] in ("sales", "marketing")]
    assert int(found["purchase_revenue"][0, 0]) == worth(inside["purchases"])
    assert int(found["revenue_ever"][0, 0]) == worth(r for r in business["purchases"] if r["date"] < asked.end)
    assert int(found["acquisition_cost"][0, 0]) == worth(won)
    assert found["purchases"][0, 0] == sum(row["amount"] >= 0 for row in inside["purchases"])
