"""Which period a report is about, until when the data speak, and what to say where they do not reach it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from csmetrics.counting.parts import count_parts
from csmetrics.errors import PeriodError
from csmetrics.periods import (
    MONTHS,
    Grain,
    Period,
    as_day,
    day_in_words,
    from_day_number,
    is_relative,
    last_complete,
    parse_period,
    series,
)
from csmetrics.subjects.subscriptions.spells import last_days
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.dataset import Dataset

_LISTED = 3  # periods that are named one by one
_AHEAD = 1200  # periods looked at


@dataclass(frozen=True, slots=True)
class When:
    """What is said of the period asked about: its name, or the grain of the last complete one, and which day it is."""

    period: str | Period | None = None
    grain: Grain | None = None
    today: date | None = None


def choose_period(data: Dataset, when: When) -> Period:
    """The period asked for, or the last one that is complete.

    That is the last one up to `as_of`, or where that is not set, the last one that ended before today and not after
    the newest date in the data. Raises PeriodError when the data do not reach it, with the days they span.
    """
    asked, grain = when.period, when.grain
    if grain and grain not in tuple(MONTHS):
        raise PeriodError(f"{grain} is no grain. There are {', '.join(MONTHS)}.")
    span = data.span()
    if span is None or data.newest_recorded() is None:
        raise PeriodError(f"There is no dated row in {_files(data)}, so there is no period to report.")
    first, last = from_day_number(span[0]), from_day_number(span[1])
    if asked is None:
        return _within(data, _newest(data, when.today, grain or "month"), first)
    period = asked if isinstance(asked, Period) else _parsed(data, asked, when)
    if grain and period.grain != grain:
        raise PeriodError(f"--period {period.name} is not a {grain}. Leave out --grain, or name a {grain}.")
    if period.end <= first:
        raise PeriodError(f"Your data run from {first} to {last} and do not reach {period.name}.")
    _refuse_untold(data, period)
    if period.start > last and not _complete(data, period) and not _runs_on(data):
        raise PeriodError(
            f"Your data run from {first} to {last} and do not reach {period.name}."
            f" If they are complete until then, add --as-of {period.last_day}, or as_of: to csmetrics.yaml."
        )
    return period


def how_chosen(data: Dataset, when: When) -> str:
    """Why it is this period, where nobody has named one; empty where somebody has."""
    newest = data.newest_recorded()
    asked, today = when.period, when.today
    relative = is_relative(asked)
    if newest is None or (asked is not None and not relative):
        return ""
    day, as_of, unit = from_day_number(newest), data.config.as_of, when.grain or "month"
    if as_of:
        said = f"the last {unit} up to {day_in_words(as_of)} (as_of)"
    elif today is not None and day >= as_day(today, "today"):
        said = f"the last {unit} that has ended"
    else:
        said = f"the last {unit} the files cover"
    return f"{_relation(asked) if relative else ''}{said}; newest row {day_in_words(day)}"


def _relation(asked: object) -> str:
    """How a relative period lies to the last month that is complete."""
    return "counted from " if str(asked).strip().casefold().startswith("this") else "up to "


def _parsed(data: Dataset, asked: str, when: When) -> Period:
    """The period that a text names, in the company's own year."""
    newest = _newest(data, when.today, "month") if is_relative(asked) else None
    return parse_period(asked, newest, data.config.fiscal_year_starts)


def reached(data: Dataset, periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods without those that ended before the data begin."""
    span = data.span()
    return tuple(period for period in periods if span is None or period.end > from_day_number(span[0]))


def coverage(data: Dataset, first: Period, last: Period) -> tuple[str, ...]:
    """What to say where the data begin within the first of some periods, if it is no month, or end within the last."""
    span = data.span()
    said = []
    if span and first.months > 1 and first.start < (begin := from_day_number(span[0])) < first.end:
        said.append(f"The data begin on {begin}, within {first.name}: its figures are of a part of it.")
    return (*said, *quiet(data, first, last), *_unfinished(data, last))


def quiet(data: Dataset, first: Period, last: Period) -> tuple[str, ...]:
    """What to say of those of consecutive periods that begin after the newest row."""
    newest = data.newest_recorded()
    if newest is None or last.start <= (day := from_day_number(newest)):
        return ()
    count = min((last.end.year - first.start.year) * 12 + last.end.month - first.start.month, _AHEAD) // last.months
    names = [period.name for period in series(last, max(count, 1)) if period.start > day]
    listed = ", ".join(names) if len(names) <= _LISTED else f"{names[0]} to {names[-1]}"
    until = (
        f"The files are complete until {data.config.as_of} (as_of)."
        if data.config.as_of and _complete(data, last)
        else "Subscriptions without an end are taken to run on."
    )
    return (f"No row is dated in {listed}: the newest row is from {day}. {until}",)


def refuse_unpublishable(data: Dataset, period: Period) -> None:
    """Raise PeriodError for a period that begins after the newest row, or ends after `as_of`: it is not to change."""
    newest, as_of = data.newest_recorded(), data.config.as_of
    if _complete(data, period) or newest is None:
        return
    if as_of:
        raise PeriodError(
            f"{period.name} is not complete: your files end on {as_of} (as_of), and a published month must not"
            f" change. Export your files again after it has ended, and set as_of: {period.last_day}"
        )
    if period.start > (day := from_day_number(newest)):
        raise PeriodError(
            f"No row is dated in {period.name}: the newest row is from {day}. If the files are complete until the end"
            f" of {period.name}, add this line to csmetrics.yaml: as_of: {period.last_day}"
        )


def _unfinished(data: Dataset, last: Period) -> tuple[str, ...]:
    """What to say where the last period is not covered to its end, or rows lie beyond the day that was declared."""
    newest, as_of = data.newest_recorded(), data.config.as_of
    if newest is None:
        return ()
    day, said = from_day_number(newest), []
    if as_of is None and last.start <= day < last.last_day:
        said.append(f"The data end on {day}, before {last.name} does.")
    if as_of is not None and as_of < last.last_day:
        said.append(f"The files are complete until {as_of} (as_of), and {last.name} ends later.")
    if as_of is not None and as_of < day:
        said.append(f"Rows are dated after {as_of} (as_of), up to {day}: the periods they fall into are not complete.")
    return tuple(said)


def _complete(data: Dataset, period: Period) -> bool:
    """Whether the data are declared to be complete until the last day of a period."""
    return data.config.as_of is not None and data.config.as_of >= period.last_day


def _runs_on(data: Dataset) -> bool:
    """Whether a subscription has no end."""
    return "subscriptions" in data and any(count_parts(data, _has_no_end))


def _has_no_end(data: Dataset) -> bool:
    return bool(np.any(last_days(data.rows("subscriptions")) == NO_DAY))


def _refuse_untold(data: Dataset, period: Period) -> None:
    """Raise PeriodError for a period of which the rows do not say who pays in it: it is not that nobody does."""
    until = data.told_until
    if until is None or period.last_day <= (day := from_day_number(until)) or _complete(data, period):
        return
    file = next(table.source.file for table in data.tables.values() if table.told_until == until)
    shape = data.config.table("subscriptions").shape
    raise PeriodError(
        f"{file} tells who pays up to {day} (shape: {shape}), and {period.name} ends later. If the file is complete"
        f" until then, so that a customer without a row has stopped, add this line to csmetrics.yaml:"
        f" as_of: {period.last_day}"
    )


def _newest(data: Dataset, today: date | None, grain: Grain) -> Period:
    newest = data.newest_recorded()
    if data.config.as_of is not None or newest is None:
        return last_complete(date.max, data.config.as_of or date.max, grain, data.config.fiscal_year_starts)
    day = newest if data.told_until is None else min(newest, data.told_until)
    reached = date.max if today is None else as_day(today, "today")
    return last_complete(reached, from_day_number(day), grain, data.config.fiscal_year_starts)


def _within(data: Dataset, newest: Period, first: date) -> Period:
    if newest.end > first:
        return newest
    after = newest.previous(-1)
    _refuse_untold(data, after)
    raise PeriodError(
        f"No {newest.grain} is complete in the data, which begin on {first}."
        f" Name the unfinished one if you want it: --period {after.name}"
    )


def _files(data: Dataset) -> str:
    return ", ".join(f"{source.file} ({source.used:,} rows)" for source in data.sources)
