"""The books of a period in several currencies: worked examples, and random businesses against fractions."""

import re
from collections import defaultdict
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from csmetrics.rates.euro import JOINED
from csmetrics.rates.model import Quotes, Rates
from csmetrics.subjects.subscriptions.exchange import Books, Holdings, books_of, rates_needed
from csmetrics.subjects.subscriptions.movements import MovementKind

MICROS = 1_000_000
USD, EUR, GBP, HRK = range(4)
R0 = [Fraction(1), Fraction("1.10"), Fraction("1.25"), None]
R1 = [Fraction(1), Fraction("1.05"), Fraction("1.30"), None]
LINES = ("start", "new", "returned", "expansion", "contraction", "churned", "exchange", "end")


def holdings(rows):
    columns = [[row[at] for row in rows] for at in range(4)]
    return Holdings(*(np.array(column, dtype=np.int64) for column in columns))


def books(rows, paid_before=(), r0=R0, r1=R1):
    """The lines of each customer in whole units, as fractions; rows are customer, currency, opening, close in units."""
    held = holdings([(who, currency, round(was * MICROS), round(now * MICROS)) for who, currency, was, now in rows])
    found = books_of(held, np.isin(np.arange(50), list(paid_before)), r0, r1)
    balanced(found)
    return {
        customer: {name: Fraction(value, MICROS) for name, value in zip(LINES, values, strict=True) if value}
        for customer, *values in zip(found.customer.tolist(), *lines_of(found).values(), strict=True)
    }


def lines_of(found):
    """Each line of the books, by customer."""
    kinds = {"new": MovementKind.NEW, "returned": MovementKind.RETURNED, "expansion": MovementKind.EXPANSION}
    lost = {"contraction": MovementKind.CONTRACTION, "churned": MovementKind.CHURNED}
    lines = {name: np.where(found.kind == kind, found.change, 0) for name, kind in kinds.items()}
    lines |= {name: np.where(found.kind == kind, -found.change, 0) for name, kind in lost.items()}
    lines |= {"start": found.start, "exchange": found.exchange, "end": found.end}
    return {name: lines[name].tolist() for name in LINES}


def balanced(found):
    lines = {name: np.array(line, dtype=np.int64) for name, line in lines_of(found).items()}
    came = lines["start"] + lines["new"] + lines["returned"] + lines["expansion"]
    assert (came - lines["contraction"] - lines["churned"] + lines["exchange"] == lines["end"]).all()


def units(**lines):
    return {name: Fraction(str(value)) for name, value in lines.items()}


EXAMPLE = [
    (0, EUR, 100, 100),
    (1, EUR, 100, 150),
    (2, EUR, 100, 0),
    (3, EUR, 0, 200),
    (4, USD, 300, 240),
    (5, GBP, 80, 80),
]


def test_the_worked_example():
    found = books(EXAMPLE)
    assert found == {
        0: units(start=110, exchange=-5, end=105),
        1: units(start=110, expansion=55, exchange="-7.5", end="157.5"),
        2: units(start=110, churned=110),
        3: units(new=210, end=210),
        4: units(start=300, contraction=60, end=240),
        5: units(start=100, exchange=4, end=104),
    }
    totals = {name: sum(lines.get(name, 0) for lines in found.values()) for name in LINES}
    assert totals == {
        "start": 730, "new": 210, "returned": 0, "expansion": 55, "contraction": 60, "churned": 110,
        "exchange": Fraction("-8.5"), "end": Fraction("816.5"),
    }  # fmt: skip


def test_the_page_shows_the_worked_example():
    page = (ROOT / "docs" / "currencies.md").read_text("utf-8")
    shown = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if re.match(r"\| [A-F] \|", line)
    ]
    names = ("start", "new", "expansion", "contraction", "churned", "exchange", "end")
    read = [dict(zip(names, (Fraction(cell or 0) for cell in row[2:]), strict=True)) for row in shown]
    found = books(EXAMPLE)
    assert read == [{name: found[customer].get(name, 0) for name in names} for customer in range(6)]


def test_who_changes_currency_has_changed_by_what_it_was_worth_at_the_opening():
    assert books([(0, EUR, 100, 0), (0, USD, 0, 105)]) == {0: units(start=110, contraction=5, end=105)}
    assert books([(0, USD, 110, 0), (0, EUR, 0, 100)]) == {0: units(start=110, exchange=-5, end=105)}


def test_a_customer_in_two_currencies_has_one_movement():
    gain_and_loss = [(0, EUR, 100, 150), (0, GBP, 80, 60)]
    assert books(gain_and_loss) == {0: units(start=210, expansion=30, exchange="-4.5", end="235.5")}
    loss_and_gain = [(0, EUR, 100, 50), (0, GBP, 80, 88)]
    assert books(loss_and_gain) == {0: units(start=210, contraction=45, exchange="1.9", end="166.9")}
    even = [(0, EUR, 100, 50), (0, USD, 10, 65)]
    assert books(even) == {0: units(start=120, exchange="-2.5", end="117.5")}
    one_left = [(0, EUR, 100, 0), (0, USD, 10, 10)]
    assert books(one_left) == {0: units(start=120, contraction=110, end=10)}
    both_left = [(0, EUR, 100, 0), (0, USD, 10, 0)]
    assert books(both_left) == {0: units(start=120, churned=120)}


def test_new_and_returned_are_worth_what_they_are_at_the_close():
    assert books([(7, EUR, 0, 100), (8, EUR, 0, 100)], paid_before=[8]) == {
        7: units(new=105, end=105),
        8: units(returned=105, end=105),
    }


def test_at_one_rate_there_is_no_exchange():
    found = books(EXAMPLE, r1=R0)
    assert all("exchange" not in lines for lines in found.values())


def test_a_currency_that_becomes_the_euro_in_the_period():
    """A kuna is a fixed share of a euro at the close; who pays as many euro as before has not moved but by the rate."""
    days = tuple(date(2022, 12, day).toordinal() for day in (30, 31))
    file = Rates("EUR", "per_base", (Quotes("HRK", days, ("7.5365", "7.5345")),))
    opening, close = date(2022, 12, 31), date(2023, 1, 31)
    r0, r1 = ([None, Fraction(1), None, file.rate("HRK", "EUR", day)] for day in (opening, close))
    assert r0[HRK] == r1[HRK] == 1 / JOINED["HRK"][1]
    assert books([(0, HRK, 753.45, 0), (0, EUR, 0, 100)], r0=r0, r1=r1) == {0: units(start=100, end=100)}
    assert books([(0, HRK, 753.45, 753.45)], r0=r0, r1=r1) == {0: units(start=100, end=100)}
    market = [None, Fraction(1), None, 1 / Fraction("7.5365")]
    switched = books([(0, HRK, 753.65, 0), (0, EUR, 0, 100.5)], r0=market, r1=r1)
    assert switched == {0: units(start=100, expansion="0.5", end="100.5")}
    kept = books([(0, HRK, 753.65, 753.65)], r0=market, r1=r1)[0]
    assert kept["exchange"] == kept["end"] - 100 > 0


def test_an_amount_too_small_for_the_currency_of_the_figures_is_still_a_customer():
    dust = Holdings(np.array([0]), np.array([0]), np.array([1]), np.array([0]))
    found = books_of(dust, np.array([True]), [Fraction(1, 10**6)], [None])
    assert found.customer.tolist() == [0]
    assert list(lines_of(found).values()) == [[0]] * 8
    assert found.kind.tolist() == [MovementKind.CHURNED]


def test_only_the_rates_that_are_needed_need_to_be_known():
    rows = holdings([(0, EUR, 5, 0), (0, USD, 0, 4), (1, GBP, 0, 5), (2, HRK, 0, 0)])
    assert [each.tolist() for each in rates_needed(rows)] == [[USD, EUR], [USD, GBP]]
    books_of(
        rows, np.zeros(3, dtype=bool), [Fraction(1), Fraction(2), None, None], [Fraction(1), None, Fraction(2), None]
    )
    with pytest.raises(ValueError, match="without a rate"):
        books_of(rows, np.zeros(3, dtype=bool), [None, Fraction(2), None, None], [Fraction(1), None, Fraction(2), None])


def test_nobody_has_no_books():
    found = books_of(holdings([]), np.zeros(0, dtype=bool), [], [])
    assert [getattr(found, name).tolist() for name in Books.__slots__] == [[]] * 5


RATES = st.builds(Fraction, st.integers(1, 10**6), st.integers(1, 10**5))
AMOUNTS = st.just(0) | st.integers(1, 10**12) | st.integers(1, 9)


@st.composite
def businesses(draw):
    """Rows of customers in five currencies, who paid before, and the rates of both edges."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), unique=True, max_size=20))
    rows = [(who, currency, draw(AMOUNTS), draw(AMOUNTS)) for who, currency in pairs]
    paid = np.array(draw(st.lists(st.booleans(), min_size=7, max_size=7)))
    return rows, paid, draw(st.lists(RATES, min_size=5, max_size=5)), draw(st.lists(RATES, min_size=5, max_size=5))


def oracle(rows, paid_before, r0, r1):
    """Customer by customer, as the definitions say it."""
    held = defaultdict(list)
    for who, *row in rows:
        if row[1] or row[2]:
            held[who].append(row)
    found = {}
    for who in sorted(held):
        start = sum(round(was * r0[at]) for at, was, _ in held[who])
        end = sum(round(now * r1[at]) for at, _, now in held[who])
        line = dict.fromkeys(LINES, 0) | {"start": start, "end": end}
        if not any(was for _, was, _ in held[who]):
            line["returned" if paid_before[who] else "new"] = end
        elif not any(now for _, _, now in held[who]):
            line["churned"] = start
        else:
            change = sum(round((now - was) * r0[at]) for at, was, now in held[who])
            line["expansion" if change > 0 else "contraction"] = abs(change)
            line["exchange"] = end - start - change
        found[who] = line
    return found


@given(businesses())
def test_against_fractions(business):
    rows, *rest = business
    found = books_of(holdings(rows), *rest)
    expected = oracle(rows, *rest)
    assert found.customer.tolist() == list(expected)
    assert lines_of(found) == {name: [line[name] for line in expected.values()] for name in LINES}


@given(businesses())
def test_books_balance_and_nobody_loses_more_than_it_had(business):
    rows, *rest = business
    found = books_of(holdings(rows), *rest)
    balanced(found)
    lines = {name: np.array(line, dtype=np.int64) for name, line in lines_of(found).items()}
    assert all((line >= 0).all() for name, line in lines.items() if name != "exchange")
    assert (lines["contraction"] + lines["churned"] <= lines["start"]).all()  # gross retention is between 0 and 1
    assert not found.exchange[~found.paid].any()


@given(businesses(), st.randoms())
def test_the_order_of_rows_changes_nothing(business, random):
    rows, *rest = business
    mixed = random.sample(rows, len(rows))
    one, other = books_of(holdings(rows), *rest), books_of(holdings(mixed), *rest)
    assert all(getattr(one, name).tolist() == getattr(other, name).tolist() for name in Books.__slots__)


@given(businesses())
def test_retention_is_free_of_the_rates_of_the_close(business):
    rows, paid, r0, r1 = business
    one, other = books_of(holdings(rows), paid, r0, r1), books_of(holdings(rows), paid, r0, [rate * 3 for rate in r1])
    one, other = lines_of(one), lines_of(other)
    for name in ("start", "expansion", "contraction", "churned"):
        assert one[name] == other[name]


@given(businesses())
def test_in_one_currency_the_books_are_those_of_its_own_money(business):
    rows, paid, *_ = business
    own = [(who, USD, was, now) for who, currency, was, now in rows if currency == USD]
    found = books_of(holdings(own), paid, [Fraction(1)], [Fraction(1)])
    assert not found.exchange.any()
    assert found.start.tolist() == [was for who, _, was, now in sorted(own) if was or now]
