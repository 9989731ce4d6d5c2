"""The exports of other systems, as declared fields."""

from csmetrics.layouts.apply import declared
from csmetrics.layouts.paste import lines_of, to_paste
from csmetrics.output.fields import NAME, TEXT, TRUTH, Field, Lines, choice, document, many, mapping, record

TIER = choice("exact", "partial")
DECIDE = record(
    "What is left to say.",
    Field("question", TEXT, "What is asked.", "asks"),
    Field("lines", many(TEXT), "The lines of csmetrics.yaml to choose from.", lines_of),
    Field("stops", TRUTH, "Whether nothing is reported before it is said."),
)
CANNOT_TELL = record(
    "What the export does not hold.",
    Field("says", TEXT, "What, and why."),
    Field("tallies", many(TEXT), "The tallies that are unavailable for it, and with them the metrics made of them."),
)
LAYOUT = record(
    "One export.",
    Field("layout", NAME, "Its name, as layout: of csmetrics.yaml takes it.", "name"),
    Field("title", TEXT, "What people call it."),
    Field("system", TEXT, "The system that writes it."),
    Field("table", TEXT, "The table of ours that it is."),
    Field("tier", TIER, "exact: known by itself; partial: a line of csmetrics.yaml names it."),
    Field("required", many(TEXT), "The columns by which it is known.", lambda layout: layout.header.required),
    Field("optional", many(TEXT), "Columns that may be there.", lambda layout: layout.header.optional),
    Field("columns", mapping(many(TEXT)), "Our columns, and from which of its they are taken."),
    Field("assumes", many(TEXT), "What is taken for granted."),
    Field("decide", many(DECIDE), "What is left to say.", lambda layout: tuple(declared(layout))),
    Field("cannot_tell", many(CANNOT_TELL), "What it does not hold."),
    Field("steps", many(TEXT), "Where to click."),
    Field("source", TEXT, "Where the facts are from."),
    Field("yaml", TEXT, "The lines to paste into csmetrics.yaml.", to_paste),
)
DOCUMENT = document(
    "layouts",
    1,
    "The exports of other systems that are known: csmetrics layouts --format json.",
    Field("layouts", many(LAYOUT), "By name.", lambda layouts: layouts),
)
LINES = Lines(
    lambda layouts: layouts, lambda _: LAYOUT.pick("layout", "title", "system", "table", "tier", "required", "source")
)
