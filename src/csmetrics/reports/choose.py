"""Which period a report is about, and whether the data reach it."""

from collections.abc import Sequence
from datetime import date, timedelta

from csmetrics.errors import PeriodError
from csmetrics.periods import MONTHS, Grain, Period, from_day_number, last_complete, parse_period
from csmetrics.tables.dataset import Dataset


def choose_period(
    data: Dataset, asked: str | Period | None, today: date | None = None, grain: Grain | None = None
) -> Period:
    """The period asked for, or the last one that ended before today and not after the newest date in the data.

    Raises PeriodError when the data do not reach it, with the days they span.
    """
    if grain and grain not in MONTHS:
        raise PeriodError(f"{grain} is no grain. There are {', '.join(MONTHS)}.")
    newest_day, span = data.newest_recorded(), data.span()
    if newest_day is None or span is None:
        raise PeriodError(f"There is no dated row in {_files(data)}, so there is no period to report.")
    first, last = from_day_number(span[0]), from_day_number(span[1])
    newest = last_complete(today or date.max, from_day_number(newest_day), grain or "month")
    if asked is None:
        return _within(newest, first)
    period = asked if isinstance(asked, Period) else parse_period(asked, _newest_month(newest))
    if grain and period.grain != grain:
        raise PeriodError(f"--period {period.name} is no {grain}. Leave out --grain, or name a {grain}.")
    if period.end <= first or period.start > last:
        raise PeriodError(f"The data run from {first} to {last}: they do not reach {period.name}.")
    return period


def reached(data: Dataset, periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods without those that ended before the data begin."""
    span = data.span()
    return tuple(period for period in periods if span is None or period.end > from_day_number(span[0]))


def coverage(data: Dataset, first: Period, last: Period) -> tuple[str, ...]:
    """What to say where the data begin within the first of some periods, if it is no month, or end within the last."""
    span, newest = data.span(), data.newest_recorded()
    said = []
    if span and first.months > 1 and first.start < (begin := from_day_number(span[0])) < first.end:
        said.append(f"The data begin on {begin}, within {first.name}: its figures are of a part of it.")
    if newest is not None and (end := from_day_number(newest)) < last.last_day:
        said.append(f"The data end on {end}, before {last.name} does.")
    return tuple(said)


def _within(newest: Period, first: date) -> Period:
    if newest.end > first:
        return newest
    after = newest.previous(-1)
    raise PeriodError(
        f"No {newest.grain} is complete in the data, which begin on {first}."
        f" Name the unfinished one if you want it: --period {after.name}"
    )


def _files(data: Dataset) -> str:
    return ", ".join(f"{source.file} ({source.used:,} rows)" for source in data.sources)


def _newest_month(newest: Period) -> Period:
    return Period((newest.last_day.replace(day=1)), newest.last_day + timedelta(days=1))
