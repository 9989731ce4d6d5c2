"""What the history and a snapshot both show: restatements with their causes, and seams between periods."""

from collections.abc import Iterable, Iterator

from csmetrics.output.fields import (
    ANYTHING,
    COUNT,
    DAY,
    NAME,
    NUMBER,
    ORDINAL,
    TEXT,
    Field,
    FieldKind,
    as_it_is,
    choice,
    either,
    many,
    mapping,
    optional,
    record,
    sometimes,
)
from csmetrics.output.figure_names import number
from csmetrics.output.readable import show, show_change
from csmetrics.published.model import Seam
from csmetrics.views.records import PERIOD, SEGMENT, UNIT

_FIGURES = {"mrr": ("an MRR of {}", "money"), "customers": ("{} customers", "count")}
_WHOLE = FieldKind({"type": "integer"})

SETTING = record("One setting.", Field("was", ANYTHING, "Then."), Field("now", ANYTHING, "Now."))
CELL = record("A cell, blank as an empty text.", Field("was", TEXT, "Then."), Field("now", TEXT, "Now."))
ROW = record(
    "A row that is not as it was.",
    Field("customer_id", optional(TEXT), "Whose row it is."),
    Field("was_row", optional(_WHOLE), "Where it stood in the published file; null where it was not there."),
    Field("row", optional(_WHOLE), "Where it stands now; null where it is there no more."),
    Field("columns", mapping(CELL), "The cells that differ."),
    Field("mrr", optional(NUMBER), "What the cause did to the customer's MRR at the close, told at its first row."),
    Field("problem", TEXT, "Why the row could not be used then, or cannot now; empty for any other."),
    sometimes(Field("was_file", TEXT, "The file of was_row, where the table was several files.")),
    sometimes(Field("file", TEXT, "The file of row, where the table is several files.")),
)
QUOTED = Field(
    "quoted", choice("per_unit", "per_base"), "What a unit is worth in base, or how many units make one of it."
)
RATE = record(
    "A rate of exchange that is not as it was.",
    Field("currency", TEXT, "The currency."),
    Field("day", DAY, "The day on which it counts."),
    Field("base", TEXT, "The other currency."),
    QUOTED,
    Field("was", optional(TEXT), "As the file had it then; null where the files are quoted in two ways."),
    Field("was_of", optional(DAY), "The day which that was of."),
    Field("now", optional(TEXT), "As the file has it now; null where the files are quoted in two ways."),
    Field("now_of", optional(DAY), "The day which that is of."),
)
_OF_CAUSE = (
    Field("file", optional(TEXT), "The file it is in; null for program and configuration."),
    Field("count", COUNT, "How many rows or, of rates of exchange, how many rates."),
    Field("customers", COUNT, "How many customers they belong to."),
    Field("settings", mapping(SETTING), "What the configuration, or the program's version, says otherwise."),
    Field("note", TEXT, "What else is to be known of it; may be empty."),
    Field("rows", many(ROW), "The first thousand rows, those with the largest effect on MRR first."),
)
CAUSE = record(
    "One kind of change between then and now.",
    Field(
        "cause",
        choice(
            *("program", "configuration", "row_vanished", "row_left_out", "start_date", "end_date", "price", "plan"),
            *("row_changed", "row_mended", "row_appeared", "unexplained"),
        ),
        "Its name.",
    ),
    *_OF_CAUSE,
    name="cause",
)
CHANGED_RATES = record(
    "Rates of exchange that are others now than then.",
    Field("cause", choice("rates"), "Its name."),
    *_OF_CAUSE,
    Field("rates", many(RATE), "The first thousand rates, in the order of days."),
    name="changed_rates",
)
PART = record(
    "A cause's part.",
    Field("cause", TEXT, "The cause."),
    Field("file", optional(TEXT), "Its file."),
    Field(
        "difference",
        optional(NUMBER),
        "The part; null where there was no value before or after, or the currency changed.",
    ),
)
CHANGE = record(
    "A published figure that reads otherwise now.",
    Field("metric", NAME, "Its name, as --metric takes it."),
    Field("segment", SEGMENT),
    Field("unit", UNIT, "Fractions are not multiplied by 100; money is in currency units, unrounded."),
    Field("was", optional(NUMBER), "As it was published."),
    Field("now", optional(NUMBER), "As the data give it now."),
    Field(
        "difference",
        optional(NUMBER),
        "Now less then; null where one of them is missing, or where they are in two currencies.",
    ),
    Field("parts", many(PART), "What each cause did to it, in order; they add up to the difference."),
)
RESTATEMENT = as_it_is(  # of plain values, which the store keeps
    record(
        "What changes in a published period, and why.",
        Field("period", PERIOD),
        Field("version", ORDINAL, "The version compared with."),
        Field("published_on", DAY, "When that was published."),
        Field("was_currency", optional(TEXT), "ISO 4217 code of the money as it was published, if it is known."),
        Field("currency", optional(TEXT), "That of the money now."),
        Field(
            "causes", many(either(lambda _: CAUSE, CAUSE, CHANGED_RATES)), "In the order in which they were counted."
        ),
        Field("figures", many(CHANGE), "The figures that differ."),
        name="restatement",
    )
)
SEAM = record(
    "Where two periods do not meet.",
    Field("before", TEXT, "The period that closes.", "before.name"),
    Field("after", TEXT, "The one that opens the day after.", "after.name"),
    Field("figure", choice("mrr", "customers"), "What does not meet."),
    Field(
        "close",
        NUMBER,
        "At the close of the one.",
        lambda seam: number(seam.close, _FIGURES[seam.figure][1]),
    ),
    Field(
        "opening",
        NUMBER,
        "At the opening of the other.",
        lambda seam: number(seam.opening, _FIGURES[seam.figure][1]),
    ),
    Field("restate", TEXT, "The period that was published earlier, to be restated.", "stale.name"),
    name="seam",
)
SEAMS = Field(
    "seams",
    many(SEAM),
    "Adjacent periods of which the one closes with other figures than the next opens with.",
)


def seam_sentences(seams: Iterable[Seam]) -> Iterator[str]:
    """What does not meet, by how much, and which period to restate."""
    for seam in seams:
        words, unit = _FIGURES[seam.figure]
        closes, opens = words.format(show(seam.close, unit)), show(seam.opening, unit)
        change = show_change(seam.opening - seam.close, unit, seam.close or seam.opening)
        yield (
            f"{seam.before.name} closes with {closes}, and {seam.after.name} opens with {opens} ({change}):"
            f" restate {seam.stale.name} too."
        )
