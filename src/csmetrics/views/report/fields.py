"""A report, as declared fields."""

from collections.abc import Iterator
from dataclasses import replace

from csmetrics.figures.model import Report
from csmetrics.output.fields import NUMBER, ORDINAL, TEXT, Field, Lines, at, document, many, optional, record
from csmetrics.views.csv_columns import HIGH, LOW, PERIOD_NAME, attribute_columns, figure_columns
from csmetrics.views.records import (
    BY,
    CHOSEN,
    CURRENCY,
    FIGURE,
    PERIOD,
    PROBLEMS,
    RATES,
    READ_AS,
    REMARK,
    RULES,
    SOURCES,
)

LEFT_OUT = record(
    "Rows of one file that cannot be used for one reason.",
    Field("file", TEXT, "The file."),
    Field("problem", TEXT, "What is wrong, after the column."),
    Field("rows", ORDINAL, "So many rows, each counted under its first problem."),
    Field("amount", optional(NUMBER), "What stands in their amounts, as far as it can be read."),
)
DOCUMENT = document(
    "report",
    2,
    "The figures of one period beside the period before: csmetrics report --format json.",
    Field("period", PERIOD),
    CHOSEN,
    Field("previous_period", PERIOD),
    BY,
    CURRENCY,
    RULES,
    Field("metrics", many(FIGURE), "In catalogue order; for each metric the whole, then its segments.", "figures"),
    Field("remarks", many(REMARK), "What a careful reader would point out."),
    Field("left_out", many(LEFT_OUT), "What could not be used, by file and kind of problem."),
    PROBLEMS,
    SOURCES,
    RATES,
    READ_AS,
)
LINES = Lines(
    lambda report: ((report.period, figure) for figure in report.figures), lambda report: figure_columns(report.by)
)


def _framed(report: Report) -> Iterator[Field]:
    """The columns of CSV, and beside them what JSON says of a figure; a whole has no attributes."""
    head = at(0, PERIOD_NAME)
    facts = at(1, *FIGURE.pick("metric", "value", "unit", "status", "reason", "previous", "change", "n"), LOW, HIGH)
    yield from head
    yield from attribute_columns(report.by, (*head, *facts), lambda line, name: line[1].segment.get(name))
    yield from facts


FRAME = replace(LINES, columns=_framed)
