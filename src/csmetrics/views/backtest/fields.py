"""A backtest, as declared fields."""

from collections.abc import Iterator

from csmetrics.figures.backtest import Backtest
from csmetrics.output.fields import (
    COUNT,
    NUMBER,
    TEXT,
    TRUTH,
    Field,
    FieldKind,
    Lines,
    at,
    choice,
    document,
    limited,
    many,
    optional,
    record,
)
from csmetrics.views.csv_columns import PERIOD_NAME
from csmetrics.views.records import AMOUNT, CHOSEN, PERIOD, PROBLEMS, SHARE, SOURCES

BOUNDS = record(
    "Bounds.",
    Field("low", limited(NUMBER, minimum=0), "Lower bound."),
    Field("high", limited(NUMBER, maximum=1), "Upper bound."),
    Field("level", NUMBER, "How sure."),
    Field("method", TEXT, "How it was found."),
)


def _outcome(*bands: str) -> FieldKind:
    return record(
        "Customers of one band.",
        Field("band", choice(*bands), "The band."),
        Field("customers", COUNT, "Scored at the beginning of a window, in it."),
        Field("churned", COUNT, "Of them, those who no longer paid at its end."),
        Field("rate", optional(AMOUNT), "churned / customers."),
        Field("interval", optional(BOUNDS), "95 % interval; null where there is nobody."),
    )


TELLING = record(
    "How well a score or signal tells who left.",
    Field("name", TEXT, "Its name."),
    Field("customers", COUNT, "Of whom it was known."),
    Field("churned", COUNT, "Of them, those who left."),
    Field("auc", optional(SHARE), "Share of pairs in which it was worse for the one who left, ties counting half."),
)
MONTHS = Field("months", limited(FieldKind({"type": "integer"}), minimum=1, maximum=24), "Length of a window.")
DOCUMENT = document(
    "backtest",
    1,
    "What past scores were worth: csmetrics health --backtest --format json.",
    Field("period", PERIOD),
    CHOSEN,
    MONTHS,
    Field("windows", many(PERIOD), "The windows, oldest first."),
    Field("enough", TRUTH, "Whether the data are enough to tell anything."),
    Field("reason", optional(TEXT), "What they lack.", lambda found: found.reason or None),
    Field("health", many(_outcome("at_risk", "watch", "healthy")), "Churn by band, from low scores to high."),
    Field("distress", many(_outcome("calm", "distressed")), "Churn by band, from low scores to high."),
    Field("scores", many(TELLING), "The health score, then distress."),
    Field("signals", many(TELLING), "The signals of the health model."),
    Field("left_out", many(TEXT), "Signals without a history."),
    PROBLEMS,
    SOURCES,
)


def _lines(found: Backtest) -> Iterator[tuple[object, ...]]:
    kinds = {"health": found.health, "distress": found.distress, "score": found.scores, "signal": found.signals}
    for kind, members in kinds.items():
        for each in members:
            yield found.period, found, kind, each


def _end(each: object, end: str) -> float | None:
    return getattr(getattr(each, "interval", None), end, None)


def _columns(_: Backtest) -> Iterator[Field]:
    """Of bands, scores and signals; a band has no AUC, a score no rate."""
    yield from at(0, PERIOD_NAME)
    yield from at(1, MONTHS)
    yield from at(2, Field("kind", TEXT, "health and distress: a band; score; signal.", str))
    yield from at(
        3,
        Field("name", TEXT, "The band, score or signal.", lambda each: getattr(each, "band", None) or each.name),
        *TELLING.pick("customers", "churned"),
        Field("rate", optional(AMOUNT), "churned / customers.", lambda each: getattr(each, "rate", None)),
        Field("interval_low", optional(NUMBER), "Lower bound.", lambda each: _end(each, "low")),
        Field("interval_high", optional(NUMBER), "Upper bound.", lambda each: _end(each, "high")),
        Field("auc", optional(AMOUNT), "How well it tells who left.", lambda each: getattr(each, "auc", None)),
    )


LINES = Lines(_lines, _columns)
