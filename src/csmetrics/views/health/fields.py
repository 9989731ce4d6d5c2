"""Customers by need of attention, as declared fields."""

from collections.abc import Iterator
from typing import Any

from csmetrics.output.fields import (
    COUNT,
    NUMBER,
    ORDINAL,
    TEXT,
    TRUTH,
    Field,
    FieldKind,
    Lines,
    as_it_is,
    at,
    choice,
    document,
    limited,
    many,
    mapping,
    optional,
    record,
)
from csmetrics.views.csv_columns import PERIOD_NAME, attribute_columns, attribute_of, attributes_of
from csmetrics.views.health.model import MOST_COSTS, Standing, Standings
from csmetrics.views.health.models_in_force import model_values
from csmetrics.views.records import (
    AMOUNT,
    BY,
    CHOSEN,
    CURRENCY,
    NOTES,
    PERIOD,
    POSITIVE,
    PROBLEMS,
    SEGMENT,
    SHARE,
    SOURCES,
)

BAND = FieldKind(
    {
        "description": "The band of the score; unknown where there is none.",
        "enum": ["at_risk", "watch", "healthy", "unknown"],
    },
    name="band",
)
BOUND = FieldKind(
    {
        "description": "Highest score of the band, or the score that it ends below.",
        "anyOf": [
            NUMBER.schema,
            record(
                "A bound that does not belong to the band.", Field("below", NUMBER, "The score that it ends below.")
            ).schema,
        ],
    },
    name="bound",
)
SIGNAL = record(
    "One signal.",
    Field("signal", optional(TEXT), "The signal, where its name in the model is another; null where it is not."),
    Field("question", optional(TEXT), "The question of answers.csv."),
    Field("column", optional(TEXT), "The column of customers.csv."),
    Field("weight", limited(NUMBER, exclusiveMinimum=0), "Its weight."),
    Field("scale", optional(many(NUMBER, minItems=2, maxItems=2)), "The values that mean 0 and 100 points."),
    Field(
        "tiers", optional(mapping(NUMBER)), "Upper bound, which belongs to its tier: points; above: points beyond them."
    ),
    Field("days", optional(ORDINAL), "Its window, or the days that are too long."),
    Field("past", optional(ORDINAL), "The days before that it is compared with."),
    name="signal",
)
METHOD = Field("method", choice("mean", "sum"), "How the score is put together.")
COVERAGE = Field(
    "min_coverage", limited(NUMBER, exclusiveMinimum=0, maximum=1), "Share of the weight that must be known."
)
SIGNALS = Field("signals", mapping(SIGNAL), "The signals by name.")
MODELS = record(  # of plain values, as csmetrics.yaml would have them
    "What makes the scores.",
    Field(
        "health",
        record(
            "The health model in force, as csmetrics.yaml would declare it.",
            METHOD,
            COVERAGE,
            Field("bands", record("Where the bands end.", Field("at_risk", BOUND), Field("watch", BOUND))),
            SIGNALS,
        ),
    ),
    Field(
        "distress",
        record(
            "The distress model in force, as csmetrics.yaml would declare it.",
            METHOD,
            COVERAGE,
            Field("threshold", NUMBER, "From this score on a customer is distressed."),
            SIGNALS,
        ),
    ),
)
COST = record(
    "A signal that costs the customer points.",
    Field("signal", TEXT, "Its name in the model."),
    Field("value", NUMBER, "Its value."),
    Field("lost", limited(NUMBER, exclusiveMinimum=0), "Points of the score that it costs."),
)
LINE = record(
    "One customer who pays at the close.",
    Field("customer_id", TEXT, "The customer."),
    Field("name", TEXT, "Its name; empty if there is none."),
    Field("attributes", mapping(TEXT), "What customers.csv says of it."),
    Field("segment", SEGMENT),
    Field("score", optional(AMOUNT), "The health score; null where too little is known."),
    Field("band", BAND),
    Field("change", optional(AMOUNT), "Change since the close before; null where there was no score."),
    Field("coverage", SHARE, "Share of the weight that is known."),
    Field("mrr", limited(AMOUNT, exclusiveMinimum=0), "What it pays a month."),
    Field("distress", optional(AMOUNT), "The distress score; null where too little is known."),
    Field("distressed", TRUTH, "Whether that has reached its threshold."),
    Field("costs", many(COST), "The two signals that cost most points, the dearest first."),
)
TOTAL = record(
    "Customers of a band.",
    Field("band", BAND),
    Field("segment", SEGMENT),
    Field("customers", COUNT, "How many."),
    Field("mrr", POSITIVE, "What they pay a month."),
)
DOCUMENT = document(
    "health",
    1,
    "Customers by need of attention: csmetrics health --format json.",
    Field("period", PERIOD),
    CHOSEN,
    Field("previous_period", PERIOD),
    BY,
    CURRENCY,
    Field("models", as_it_is(MODELS), "", lambda found: model_values(found.health, found.distress)),
    Field("paying", COUNT, "Customers who pay at the close."),
    Field("known", mapping(COUNT), "Of how many of them each signal is known."),
    Field("totals", many(TOTAL), "For each band the whole, then each segment."),
    Field("count", COUNT, "How many customers there are in the bands asked for."),
    Field("customers", many(LINE), "Lowest band first, then most MRR; with --limit the first of them.", "standings"),
    PROBLEMS,
    NOTES,
    SOURCES,
)


def _cost_columns() -> Iterator[Field]:
    for place in range(MOST_COSTS):
        yield Field(f"cost_{place + 1}", optional(TEXT), "What costs most points.", _cost(place, "signal"))
        yield Field(f"lost_{place + 1}", optional(NUMBER), "Points that it costs.", _cost(place, "lost"))


def _cost(place: int, what: str) -> Any:
    def read(each: Standing) -> Any:
        return getattr(each.costs[place], what) if place < len(each.costs) else None

    return read


def _columns(found: Standings) -> Iterator[Field]:
    facts = ("customer_id", "name", "score", "band", "change", "coverage", "mrr", "distress", "distressed")
    ours = (*at(0, PERIOD_NAME), *at(1, *LINE.pick(*facts), *_cost_columns()))
    yield from ours
    yield from attribute_columns(
        attributes_of(found.by, found.standings), ours, lambda line, name: attribute_of(line[1], name)
    )


LINES = Lines(lambda found: ((found.period, each) for each in found.standings), _columns)
