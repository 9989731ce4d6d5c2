"""What became of publishing, and the digest of the period, as declared fields."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from csmetrics.output.fields import (
    COUNT,
    DAY,
    ORDINAL,
    TEXT,
    Field,
    Lines,
    at,
    called,
    choice,
    document,
    many,
    optional,
    record,
)
from csmetrics.published.model import Outcome
from csmetrics.published.restatement_values import restatement_values
from csmetrics.views.csv_columns import PERIOD_NAME
from csmetrics.views.published import CHANGE, PART, RESTATEMENT, SEAMS
from csmetrics.views.records import AMOUNT, BY, CURRENCY, FIGURE, PERIOD, PROBLEM, PROBLEMS, REMARK, SOURCES

RESULT = record(
    "One period.",
    Field("period", PERIOD),
    Field(
        "status",
        choice("published", "unchanged", "restated", "refused"),
        "published: new; unchanged: the same as published; restated: a new version with a reason; refused: a published"
        " figure would change, and nothing was written.",
    ),
    Field("version", ORDINAL, "The version that stands."),
    Field("published_on", DAY, "When it was published."),
    Field("reason", TEXT, "Why a restatement was published, or a first version in another currency; else empty."),
    Field(
        "additions",
        many(called(TEXT, "A metric, a division, or the currency.")),
        "What the figures of now have and the published version has not.",
    ),
    Field(
        "restatement",
        optional(RESTATEMENT),
        "What changes, where something does.",
        lambda result: restatement_values(result.restatement) if result.restatement else None,
    ),
)
MOVER = record(
    "A customer's movement.",
    Field("customer_id", TEXT, "Who."),
    Field("name", TEXT, "What people call it; may be empty."),
    Field("movement", TEXT, "Which movement."),
    Field("mrr_before", AMOUNT, "MRR at the opening.", "before"),
    Field("mrr_after", AMOUNT, "MRR at the close.", "after"),
    Field("mrr_change", AMOUNT, "After less before, but for what rates of exchange did to it.", "change"),
)
DIGEST = record(
    "The last period in short.",
    Field("headline", many(FIGURE), "The headline figures."),
    Field("breaches", many(REMARK), "Figures beyond their thresholds."),
    Field("remarks", many(REMARK), "What else is remarked on; without a metric, on the period as a whole."),
    Field("moved", COUNT, "Customers with a movement."),
    Field("movements", many(MOVER), "The three largest by customer.", "movers"),
    Field("new_problems", many(PROBLEM), "Problems that the snapshot before did not have."),
    Field("solved_problems", COUNT, "How many of its problems are gone."),
)
DOCUMENT = document(
    "snapshot",
    1,
    "What became of publishing, and the digest: csmetrics snapshot --format json.",
    Field("store", TEXT, "Where it is kept; without a password."),
    CURRENCY,
    BY,
    Field("results", many(RESULT), "What became of each period, oldest first."),
    SEAMS,
    Field("digest", DIGEST),
    PROBLEMS,
    SOURCES,
)


def _lines(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    """A period; of one that differs each figure and cause."""
    for result in outcome.results:
        if result.restatement is None:
            yield result.period, result, {}, {}
            continue
        for change in restatement_values(result.restatement)["figures"]:
            for part in change["parts"]:
                yield result.period, result, change, part


def _from(position: int, *fields: Field) -> tuple[Field, ...]:
    """Columns of plain values, which may be absent."""
    return at(position, *(Field(each.name, optional(each.kind), each.meaning, _known(each.name)) for each in fields))


def _known(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda values: values.get(name)


def _segment(change: Mapping[str, Any]) -> str:
    return " / ".join(f"{name}={value}" for name, value in change.get("segment", {}).items())


def _columns(_: Outcome) -> Iterator[Field]:
    yield from at(0, PERIOD_NAME)
    yield from at(1, *RESULT.pick("status", "version", "published_on", "reason"))
    yield from _from(2, *CHANGE.pick("metric"))
    yield from at(2, Field("segment", TEXT, "The segment, attribute by attribute.", _segment))
    yield from _from(2, *CHANGE.pick("unit", "was", "now", "difference"))
    yield from _from(3, *PART.pick("cause", "file"))
    yield from at(3, Field("part", PART.fields[-1].kind, "What the cause did.", lambda part: part.get("difference")))


LINES = Lines(_lines, _columns)
