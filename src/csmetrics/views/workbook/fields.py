"""The month as a workbook, as declared fields: its tallies, its figures with their formulas."""

from csmetrics.output.fields import (
    NAME,
    NUMBER,
    TEXT,
    Field,
    Lines,
    at,
    choice,
    document,
    many,
    mapping,
    optional,
    record,
)
from csmetrics.output.figure_names import number
from csmetrics.views.csv_columns import PERIOD_NAME
from csmetrics.views.records import CHOSEN, CURRENCY, FIGURE, PERIOD, PROBLEMS, RATES, RULE, RULES, SOURCES

TALLY = record(
    "One tally of the period and of the one before.",
    Field("tally", NAME, "Its name, which is that of its cell as well.", "name"),
    Field("meaning", TEXT, "What it counts."),
    Field("unit", choice("count", "money", "score", "points", "years", "months"), "Its unit."),
    Field("value", optional(NUMBER), "Its value.", lambda row: number(row.value, row.unit)),
    Field("previous", optional(NUMBER), "That of the period before.", lambda row: number(row.previous, row.unit)),
)
METRIC = record(
    "One figure and its formula.",
    *at("figure", *FIGURE.pick("metric", "title", "unit", "value", "status", "reason", "previous", "formula")),
    Field("excel", optional(TEXT), "The formula of its cell; null where the cell holds a value.", "formula"),
)
DOCUMENT = document(
    "workbook",
    1,
    "The tallies and formulas of a workbook: csmetrics workbook --format json.",
    Field("period", PERIOD),
    CHOSEN,
    Field("previous_period", PERIOD),
    CURRENCY,
    RULES,
    Field("parameters", mapping(RULE), "The cells that may be changed, by their names."),
    Field("tallies", many(TALLY), "All that were counted."),
    Field("metrics", many(METRIC), "In catalogue order."),
    PROBLEMS,
    SOURCES,
    RATES,
)
LINES = Lines(
    lambda book: ((book.period, row) for row in book.tallies), lambda _: (*at(0, PERIOD_NAME), *at(1, *TALLY.fields))
)
