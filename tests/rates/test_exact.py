"""Amounts times rates, against the fractions of Python."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csmetrics.rates.exact import converted, converted_each

LEAST, MOST = -(1 << 63), (1 << 63) - 1
AMOUNTS = st.integers(LEAST, MOST) | st.integers(-(10**13), 10**13) | st.integers(-50, 50)
USUAL = st.builds(Fraction, st.integers(1, 10**6), st.integers(1, 10**4))
SIZES = st.sampled_from([1, 7, 10**4, 2**31, 2**40 - 1, 2**55, 2**56 - 1, 2**56, 2**63, 10**30])
ANY = st.builds(lambda a, b, c, d: Fraction(a * b, c * d or 1), SIZES, st.integers(-99, 99), SIZES, st.integers(1, 99))
RATES = USUAL | ANY


def by_hand(amount, rate):
    """The nearest whole number, halves to the even one, by the definition."""
    exact = amount * rate
    below = exact.numerator // exact.denominator
    left = exact - below
    return below + (left > Fraction(1, 2) or (left == Fraction(1, 2) and below % 2 == 1))


def fits(values):
    return all(LEAST <= value <= MOST for value in values)


@given(st.lists(AMOUNTS), RATES)
@example([LEAST, LEAST + 1, MOST, 0], Fraction(1))
@example([LEAST, MOST], Fraction(1, 2))
@example([MOST], Fraction(MOST - 1, MOST))
@example([MOST, 3], Fraction(2**55, 2**55 - 1))
@example([5, 15, 25, -5, -15], Fraction(1, 10))
@example([1], Fraction(10**400))
def test_amounts_times_one_rate(amounts, rate):
    expected = [by_hand(amount, rate) for amount in amounts]
    if fits(expected):
        assert converted(np.array(amounts, dtype=np.int64), rate).tolist() == expected
    else:
        with pytest.raises(OverflowError, match="does not fit into 64 bits"):
            converted(np.array(amounts, dtype=np.int64), rate)


@given(st.data(), st.lists(RATES, min_size=1, max_size=6))
def test_amounts_times_a_rate_each(data, rates):
    rows = data.draw(st.lists(st.tuples(AMOUNTS, st.integers(0, len(rates) - 1))))
    rows = [(amount, at) for amount, at in rows if fits([by_hand(amount, rates[at])])]
    amounts, which = (np.array([row[part] for row in rows], dtype=np.int64) for part in (0, 1))
    assert converted_each(amounts, which, rates).tolist() == [by_hand(amount, rates[at]) for amount, at in rows]


@given(st.lists(AMOUNTS, max_size=20), USUAL)
def test_what_is_given_stays_as_it_is(amounts, rate):
    given_ = np.array([amount // 10**6 for amount in amounts], dtype=np.int64)
    kept = given_.copy()
    converted(given_, rate)
    assert given_.tolist() == kept.tolist()


def test_more_amounts_than_are_taken_at_a_time():
    amounts = np.arange(-50_000, 50_000, dtype=np.int64) * 1_234_567
    rates = [Fraction("1.0956"), Fraction("0.8735") / Fraction("158.37"), Fraction(2**60, 2**60 + 1)]
    which = np.arange(len(amounts)) % len(rates)
    made = converted_each(amounts, which, rates)
    for row in range(0, len(amounts), 997):
        assert made[row] == by_hand(int(amounts[row]), rates[which[row]])
    assert (converted(amounts, Fraction(1)) == amounts).all()


def test_an_amount_needs_a_rate_and_nothing_needs_none():
    assert converted_each(np.array([0, 3]), np.array([0, 1]), [None, Fraction(2)]).tolist() == [0, 6]
    assert converted_each(np.array([], dtype=np.int64), np.array([], dtype=np.int64), []).tolist() == []
    assert converted_each(np.array([0, 0]), np.array([0, 0]), [None]).tolist() == [0, 0]
    with pytest.raises(ValueError, match="an amount without a rate"):
        converted_each(np.array([1, 3]), np.array([0, 1]), [None, Fraction(2)])
