"""Cohorts, as declared fields."""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from csmetrics.figures.cohorts import Cohort, Cohorts
from csmetrics.output.fields import (
    COUNT,
    DAY,
    NUMBER,
    TEXT,
    Field,
    Lines,
    at,
    choice,
    document,
    limited,
    many,
    optional,
    record,
)
from csmetrics.output.figure_names import number
from csmetrics.views.records import CHOSEN, CURRENCY, PERIOD, PROBLEMS, RATES, SOURCES

_LEVEL = limited(NUMBER, minimum=0)


class CohortAtClose(NamedTuple):
    """A cohort at the close of one period."""

    age: int
    period: str
    value: float | int | None
    share: float | int | None


def unit_of(cohorts: Cohorts) -> str:
    """The unit of what is followed."""
    return "count" if cohorts.of == "customers" else "money"


def _cells(cohorts: Cohorts, cohort: Cohort) -> Iterator[CohortAtClose]:
    for age, (value, share) in enumerate(zip(cohort.values, cohort.shares, strict=True)):
        period = cohort.period.previous(-age).name
        yield CohortAtClose(age, period, number(value, unit_of(cohorts)), number(share, "fraction"))


CELL = record(
    "The cohort at the close of one period.",
    Field("age", COUNT, "Periods since the first payment."),
    Field("period", TEXT, "The name of the period."),
    Field("value", _LEVEL, "Customers or MRR."),
    Field(
        "share",
        optional(NUMBER),
        "Value over size; null if that is zero, or if no file tells how MRR has changed.",
    ),
)
COHORT = record(  # of all cohorts and one of them
    "Those who first paid in one period.",
    *at(
        1,
        Field("cohort", TEXT, "The name of that period.", "period.name"),
        Field("first_day", DAY, "Its first day.", "period.start"),
        Field("last_day", DAY, "Its last day.", "period.last_day"),
    ),
    Field(
        "size",
        _LEVEL,
        "Customers, or MRR, at the close of that period.",
        lambda pair: number(pair[1].size, unit_of(pair[0])),
    ),
    Field("cells", many(CELL), "By age, up to the newest period.", lambda pair: _cells(*pair)),
)
AVERAGE = record(
    "All cohorts that reached an age.",
    Field("age", COUNT, "Periods since the first payment.", itemgetter(0)),
    Field(
        "share",
        optional(NUMBER),
        "The sum of their values over the sum of their sizes; null if that is zero, or as above.",
        lambda pair: number(pair[1], "fraction"),
    ),
)
DOCUMENT = document(
    "cohorts",
    1,
    "What became of those who first paid in each period: csmetrics cohorts --format json.",
    Field("of", choice("customers", "mrr"), "What is followed."),
    Field("period", PERIOD),
    CHOSEN,
    CURRENCY,
    Field("cohorts", many(COHORT), "Oldest first.", lambda found: [(found, cohort) for cohort in found.cohorts]),
    Field("average", many(AVERAGE), "By age.", lambda found: enumerate(found.average)),
    Field(
        "notes",
        many(TEXT),
        "What to know of the table: days that can hardly be true, who is in no cohort, where the files end.",
    ),
    PROBLEMS,
    SOURCES,
    RATES,
)


def _lines(found: Cohorts) -> Iterator[tuple[Cohorts, Cohort, CohortAtClose]]:
    for cohort in found.cohorts:
        for cell in _cells(found, cohort):
            yield found, cohort, cell


LINES = Lines(_lines, lambda _: (*COHORT.pick("cohort"), *at(2, *CELL.fields)))
