"""The history of published figures, as declared fields."""

from collections.abc import Iterator
from typing import Any

from csmetrics.output.fields import (
    COUNT,
    DAY,
    ORDINAL,
    TEXT,
    TRUTH,
    Field,
    FieldKind,
    Lines,
    at,
    choice,
    document,
    either,
    many,
    optional,
    record,
)
from csmetrics.published.history import History
from csmetrics.published.model import Snapshot
from csmetrics.published.restatement_values import completed
from csmetrics.rates.used_rates import Kept
from csmetrics.views.csv_columns import figure_columns
from csmetrics.views.published import QUOTED, RESTATEMENT, SEAMS
from csmetrics.views.records import BY, CURRENCY, FIGURE, PERIOD, RULES, SOURCE, WHERE_OK


def _itself(kept: Kept) -> Kept:
    return kept


INPUT = record("One file as it was read.", *at("source", *SOURCE.fields), Field("sha256", TEXT, "SHA-256 of the file."))
FIGURE_AS_PUBLISHED = record(  # previous, change and remarks are of the day of the report, not of the snapshot
    "One metric in one segment, as it was published.",
    *FIGURE.pick("metric", "title"),
    Field("group", TEXT, "Its group in the catalogue; empty where the metric is no more."),
    *FIGURE.pick("unit", "better", "formula", "segment", "value", "status", "reason", "interval", "based_on", "n"),
    *FIGURE.pick("inputs"),
    name="published_figure",
    allOf=WHERE_OK,
)
QUOTE = record(
    "A rate that a figure needed.",
    Field("currency", TEXT, "The currency."),
    Field("day", DAY, "The day for which it was needed."),
    Field("of", DAY, "The day that it is of."),
    Field("rate", TEXT, "As the file has it.", "text"),
)
RATES = record(
    "Rates of exchange, and how they were read.",
    Field("base", TEXT, "The currency that they are quoted in."),
    QUOTED,
    Field("origin", choice("file", "bank", "package"), "Whose file it was: a bank's is the European Central Bank's."),
    Field("valid_for", COUNT, "How many days after its own a rate still counted."),
    Field("on", optional(DAY), "The day whose rates counted on every day, if there was one."),
    Field("quotes", many(QUOTE), "The rates that were needed, by currency and day."),
)
_OF_VERSION = (  # of a snapshot, whether it stands, and its rates
    *at(0, Field("period", PERIOD), Field("version", ORDINAL, "1, and one more with each restatement.")),
    *at(1, Field("current", TRUTH, "Whether it stands.", bool)),
    *at(
        0,
        Field("published_on", DAY, "When."),
        Field("reason", TEXT, "Why it was restated, or published in another currency; else empty."),
        Field("csmetrics", TEXT, "The version of the program.", "program"),
        CURRENCY,
        BY,
        RULES,
        Field("inputs", many(INPUT), "The files it was made from; that of the rates of exchange is the table rates."),
        Field("metrics", many(FIGURE_AS_PUBLISHED), "The figures.", "figures"),
        Field(
            "restatement",
            optional(RESTATEMENT),
            "What it changed, and why; null for a first version.",
            lambda snapshot: completed(snapshot.restatement, snapshot.currency) if snapshot.restatement else None,
        ),
    ),
)
VERSION = record("One version of a period.", *_OF_VERSION, name="version")
VERSION_AT_RATES = record(
    "One version of a period that was counted with rates of exchange.",
    *_OF_VERSION,
    *at(2, Field("rates", RATES, "The rates that it needed.", _itself)),
    name="version_at_rates",
)


def _versions(history: History) -> list[tuple[Snapshot, bool, Kept | None]]:
    """Every version, whether it stands, and its rates."""
    standing = {id(snapshot) for snapshot in history.current}
    return [(snapshot, id(snapshot) in standing, history.rates_of(snapshot)) for snapshot in history.snapshots]


def _kind_of(version: tuple[Snapshot, bool, Kept | None]) -> FieldKind:
    return VERSION if version[2] is None else VERSION_AT_RATES


DOCUMENT = document(
    "history",
    1,
    "Everything published: csmetrics history --format json.",
    Field("store", TEXT, "Where it is kept; without a password."),
    Field(
        "snapshots",
        many(either(_kind_of, VERSION, VERSION_AT_RATES)),
        "Every version of every period, oldest first.",
        _versions,
    ),
    SEAMS,
)


def _lines(history: History) -> Iterator[tuple[Any, ...]]:
    for version in _versions(history):
        for figure in version[0].figures:
            yield version[0].period, figure, version


def _columns(history: History) -> Iterator[Field]:
    """The columns of a report after those of the version."""
    by = tuple(dict.fromkeys(attribute for snapshot in history.snapshots for attribute in snapshot.by))
    return figure_columns(by, at(2, *VERSION.pick("version", "current", "published_on", "reason", "currency")))


LINES = Lines(_lines, _columns)
