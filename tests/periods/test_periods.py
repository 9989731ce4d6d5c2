"""Months, quarters and years, also of a company's own fiscal year: they partition the calendar and keep their names."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.errors import PeriodError
from csmetrics.periods import RELATIVE, parse_period, period_of, published_period, series

STARTS = st.integers(1, 12)
DAYS = st.dates(date(3, 1, 1), date(9990, 12, 31))
GRAINS = st.sampled_from(["month", "quarter", "year"])
SEPTEMBER = parse_period("2026-09")


@given(STARTS, st.integers(2, 9998))
def test_four_quarters_are_the_year_and_each_of_its_months_is_in_one_of_them(starts, year):
    whole = parse_period(f"{year:04}", year_starts=starts)
    quarters = [parse_period(f"{year:04}-Q{number}", year_starts=starts) for number in (1, 2, 3, 4)]
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
    assert all(one.end == other.start for one, other in itertools.pairwise(quarters))
    months = series(period_of(whole.last_day), 12)
    held = [[each.name for each in quarters if each.start <= month.start and month.end <= each.end] for month in months]
    assert held == [[quarters[at // 3].name] for at in range(12)]


@given(STARTS, st.integers(2, 9998))
def test_a_fiscal_year_begins_with_its_month_and_is_called_after_the_year_in_which_it_ends(starts, year):
    whole = parse_period(f"{year:04}", year_starts=starts)
    assert (whole.start.day, whole.start.month, whole.last_day.year) == (1, starts, year)
    assert whole.months == 12


@given(STARTS, DAYS, GRAINS)
def test_a_name_leads_back_to_its_period_and_so_do_name_and_first_day(starts, day, grain):
    period = period_of(day, grain, starts)
    assert period.start <= day < period.end
    assert parse_period(period.name, year_starts=starts) == period
    assert published_period(period.name, period.start) == period


@given(STARTS, DAYS, GRAINS, st.integers(1, 20))
def test_periods_follow_one_another_without_a_gap(starts, day, grain, count):
    if day.year < 100:
        return
    periods = series(period_of(day, grain, starts), count)
    assert all(one.end == other.start for one, other in itertools.pairwise(periods))
    assert len({each.name for each in periods}) == count
    assert {period_of(each.last_day, grain, starts) for each in periods} == set(periods)


def test_without_a_fiscal_year_it_is_the_calendars():
    assert parse_period("2026-Q1") == parse_period("2026-Q1", year_starts=1)
    assert parse_period("2026-Q1").start == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("2026-9", "2026-09"),
        ("2026 9", "2026-09"),
        ("sep 2026", "2026-09"),
        ("Sept 2026", "2026-09"),
        ("September 2026", "2026-09"),
        ("2026-SEP", "2026-09"),
        ("Q3-2026", "2026-Q3"),
        ("Q3 2026", "2026-Q3"),
        ("2026Q3", "2026-Q3"),
        ("2026 q3", "2026-Q3"),
        ("2026-1..2026-6", "2026-01..2026-06"),
        ("jan 2026 .. jun 2026", "2026-01..2026-06"),
        ("last 12 months", "2025-10..2026-09"),
        ("LAST_MONTH", "2026-09"),
    ],
)
def test_a_period_may_be_written_as_people_write_it(typed, name):
    assert parse_period(typed, SEPTEMBER).name == name


@pytest.mark.parametrize(
    ("typed", "of_calendar", "of_february"),
    [
        ("last-month", "2026-09", "2026-09"),
        ("this-month", "2026-10", "2026-10"),
        ("last-quarter", "2026-Q3", "2027-Q2"),
        ("this-quarter", "2026-Q4", "2027-Q3"),
        ("last-year", "2025", "2026"),
        ("this-year", "2026", "2027"),
        ("ytd", "2026-01..2026-09", "2026-02..2026-09"),
        ("last-12-months", "2025-10..2026-09", "2025-10..2026-09"),
    ],
)
def test_what_is_last_and_what_is_running_counts_from_the_last_complete_month(typed, of_calendar, of_february):
    assert typed in RELATIVE
    assert parse_period(typed, SEPTEMBER).name == of_calendar
    assert parse_period(typed, SEPTEMBER, 2).name == of_february


@given(st.sampled_from(RELATIVE), DAYS.filter(lambda day: 100 < day.year < 9000), STARTS)
def test_a_relative_period_lies_at_the_last_complete_month(typed, day, starts):
    newest = period_of(day)
    period = parse_period(typed, newest, starts)
    running = typed.startswith("this")
    assert (
        period.start <= newest.end < period.end if running else newest.end - timedelta(400) < period.end <= newest.end
    )


@pytest.mark.parametrize(
    "typed",
    [
        *("", "sept", "2026-13", "2026-0", "2026-009", "26-09", "2026-Q5", "Q3", "next-month", "last-0-months", "last"),
        *("2026-09-01", "..", "2026-01..", "2026-Q1..2026-Q2", "09-2026", "٢٠٢٦-09", "this-months"),
    ],
)
def test_what_may_mean_two_things_or_none_is_no_period(typed):
    with pytest.raises(PeriodError, match="is not a period"):
        parse_period(typed, SEPTEMBER)


def test_a_name_that_is_nearly_right_is_offered():
    with pytest.raises(PeriodError, match="Did you mean last-month"):
        parse_period("lastmonth", SEPTEMBER)


def test_without_files_there_is_nothing_to_count_from():
    with pytest.raises(PeriodError, match="is not a period"):
        parse_period("last-month")
