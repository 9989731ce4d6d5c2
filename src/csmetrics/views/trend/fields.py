"""A trend, as declared fields."""

from collections.abc import Callable, Iterator
from operator import itemgetter

from csmetrics.figures.model import Figure
from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.output.fields import (
    NAME,
    NUMBER,
    TEXT,
    TRUTH,
    Field,
    Lines,
    at,
    called,
    document,
    many,
    optional,
    record,
)
from csmetrics.output.figure_names import number
from csmetrics.periods import Period
from csmetrics.views.csv_columns import PERIOD_NAME, figure_columns
from csmetrics.views.records import (
    BETTER,
    BY,
    CHOSEN,
    CURRENCY,
    FIGURE,
    GROUP,
    NOTES,
    PERIOD,
    PROBLEMS,
    RATES,
    RULES,
    SEGMENT,
    SOURCES,
    UNIT,
    WHERE_OK,
)

POINT = record(  # of a period, its figure, and whether that is thin
    "The figure of one period.",
    *at(0, PERIOD_NAME),
    *at(1, *FIGURE.pick("value", "status", "reason", "interval", "n")),
    *at(2, Field("thin", TRUTH, "Whether fewer than 30 answers stand behind a score.", bool)),
    name="point",
    allOf=WHERE_OK,
)


def _newest(name: str) -> Callable[[TrendLine], str]:
    return lambda line: getattr(line.figures[-1], name)


def _points(pair: tuple[Trend, TrendLine]) -> Iterator[tuple[object, ...]]:
    trend, line = pair
    return zip(trend.periods, line.figures, line.thin, strict=True)


LINE = record(  # of the trend and one of its lines
    "One metric in one segment.",
    *at(
        1,
        Field("metric", NAME, "Its name, as --metric takes it."),
        Field("title", TEXT, "Its name for people."),
        Field("group", GROUP, "Its group in the catalogue."),
        Field("unit", UNIT, "Fractions are not multiplied by 100; money is in currency units, unrounded."),
        Field("better", BETTER, "Which direction is good."),
        Field("formula", TEXT, "The formula, in tallies, metrics and parameters.", _newest("formula")),
        Field("segment", SEGMENT),
        Field(
            "change",
            optional(NUMBER),
            "The newest value less the first one that there is.",
            lambda line: number(line.change, line.unit),
        ),
        Field("based_on", TEXT, "The tally that tells how many stand behind the figure.", _newest("based_on")),
    ),
    Field("points", many(POINT, minItems=1), "One for each period, in their order.", _points),
)
UNAVAILABLE = record(
    "One reason and its metrics.",
    Field("reason", TEXT, "Why.", itemgetter(0)),
    Field("metrics", many(called(NAME, "Its name, as --metric takes it.")), "Their names.", itemgetter(1)),
)
DOCUMENT = document(
    "trend",
    1,
    "Figures over many periods: csmetrics trend --format json.",
    Field("periods", many(PERIOD, minItems=1), "The periods, oldest first."),
    CHOSEN,
    BY,
    CURRENCY,
    RULES,
    Field(
        "metrics",
        many(LINE),
        "In catalogue order; for each metric the whole, then its segments.",
        lambda trend: [(trend, line) for line in trend.lines],
    ),
    Field(
        "unavailable",
        many(UNAVAILABLE),
        "The metrics that cannot be had in any period.",
        lambda trend: trend.unavailable.items(),
    ),
    NOTES,
    PROBLEMS,
    SOURCES,
    RATES,
)


def _figures(trend: Trend) -> Iterator[tuple[Period, Figure]]:
    for position, period in enumerate(trend.periods):
        for line in trend.lines:
            yield period, line.figures[position]


LINES = Lines(_figures, lambda trend: figure_columns(trend.by))
