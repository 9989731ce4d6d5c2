"""One customer's scores, as declared fields."""

from collections.abc import Iterator

from csmetrics.output.fields import (
    NUMBER,
    ORDINAL,
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
from csmetrics.views.csv_columns import PERIOD_NAME
from csmetrics.views.customer_health.model import CustomerScores
from csmetrics.views.records import AMOUNT, CHOSEN, CURRENCY, FILES, PERIOD, SHARE

SIGNAL = record(
    "One signal.",
    Field("signal", TEXT, "Its name in the model."),
    Field("meaning", TEXT, "What it says."),
    Field(
        "value",
        optional(NUMBER),
        "Its value; null where it is not known.",
        lambda line: number(line.value, line.unit),
    ),
    Field("unit", choice("score", "days", "count", "change", "number"), "Of the value; a change is a fraction."),
    Field("points", optional(AMOUNT), "What the value is worth, from 0 to 100 in a mean."),
    Field("weight", limited(AMOUNT, exclusiveMinimum=0), "Its weight."),
    Field("contribution", optional(AMOUNT), "What it adds to the score."),
    Field("file", TEXT, "The file it is read from."),
    Field("rows", many(ORDINAL), "The rows behind it, as a spreadsheet counts."),
    FILES,
    Field("reason", optional(TEXT), "Why nobody can have the signal.", lambda line: line.reason or None),
)
SCORE = record(
    "One score.",
    Field("score", choice("health", "distress"), "Which score.", "which"),
    Field("method", choice("mean", "sum"), "How it is put together."),
    Field("value", optional(AMOUNT), "The score; null where too little is known.", "score"),
    Field("band", choice("at_risk", "watch", "healthy", "unknown", "calm", "distressed"), "Its band."),
    Field("previous", optional(AMOUNT), "The score at the close before."),
    Field("change", optional(AMOUNT), "Score less previous."),
    Field("coverage", SHARE, "Share of the weight that is known."),
    Field("min_coverage", limited(AMOUNT, exclusiveMinimum=0, maximum=1), "Share of the weight that must be known."),
    Field("signals", many(SIGNAL), "What the score is made of, in the order of the model.", "lines"),
)
CUSTOMER = Field("customer_id", TEXT, "The customer.")
DOCUMENT = document(
    "customer_health",
    1,
    "One customer's scores: csmetrics explain health_score --customer ID --format json.",
    Field("period", PERIOD),
    CHOSEN,
    CURRENCY,
    CUSTOMER,
    Field("name", TEXT, "Its name; empty if there is none."),
    Field("mrr", limited(AMOUNT, exclusiveMinimum=0), "What it pays a month."),
    Field("scores", many(SCORE), "Health, then distress.", "scorecards"),
)


def _lines(found: CustomerScores) -> Iterator[tuple[object, ...]]:
    for card in found.scorecards:
        for line in card.lines:
            yield found.period, found, card, line


def _columns(_: CustomerScores) -> Iterator[Field]:
    yield from at(0, PERIOD_NAME)
    yield from at(1, CUSTOMER)
    yield from at(2, *SCORE.pick("score"))
    yield from at(3, *SIGNAL.pick("signal", "value", "unit", "points", "weight", "contribution", "file", "rows"))


LINES = Lines(_lines, _columns)
