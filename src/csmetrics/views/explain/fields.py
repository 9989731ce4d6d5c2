"""An explanation, as declared fields."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from csmetrics.output.fields import (
    COUNT,
    NAME,
    NUMBER,
    TEXT,
    Field,
    FieldKind,
    Lines,
    at,
    choice,
    column,
    document,
    in_blocks,
    many,
    optional,
    record,
    sometimes,
)
from csmetrics.output.figure_names import number
from csmetrics.rates.exact import exactly
from csmetrics.views.csv_columns import attribute_columns
from csmetrics.views.explain.lines import LineBlock
from csmetrics.views.explain.model import Explanation, TallyLines
from csmetrics.views.records import (
    AMOUNT,
    BY,
    CHOSEN,
    CURRENCY,
    FIGURE,
    FILES,
    PERIOD,
    RATES,
    ROWS,
    RULES,
    SEGMENT,
)

_EXACT = FieldKind({"type": "string", "pattern": "^[0-9]+(\\.[0-9]+|/[0-9]+)?$"}, exactly)
OWN = record(
    "What is paid in one currency: of recurring money a month, at both edges of the period; else the sum of the rows.",
    Field("currency", TEXT, "ISO 4217 code."),
    *map(
        sometimes,
        (
            Field("opening", AMOUNT, "What is paid at the opening."),
            Field("opening_rate", _EXACT, "What a unit is worth there, exactly: decimals, or a fraction."),
            Field("opening_worth", AMOUNT, "The product, in the currency of the figures."),
            Field("close", AMOUNT, "What is paid at the close."),
            Field("close_rate", _EXACT, "What a unit is worth there."),
            Field("close_worth", AMOUNT, "The product."),
            Field("amount", AMOUNT, "What the rows come to."),
            Field("rate", _EXACT, "What a unit is worth on their day; left out where they have several rates."),
            Field("worth", AMOUNT, "What they come to in the currency of the figures."),
        ),
    ),
    name="own",
)


def _owned(block: LineBlock) -> list[list[Any]] | None:
    plain = many(OWN).plain
    return [plain(own) for own in block.own] if block.own and plain else None


def _amounts(values: list[float], unit: str) -> list[float | int | None]:
    known = {value: number(value, unit) for value in set(values)}
    return [known[value] for value in values]


LINE = record(  # of a block of lines and the tally that they belong to
    "What one customer or category contributes.",
    *at(
        0,
        Field("customer_id", optional(TEXT), "The customer; null for anonymous answers and for costs."),
        Field("label", TEXT, "The customer's name, the cost's category, or (anonymous)."),
        column(Field("segment", SEGMENT)),
    ),
    Field("amount", NUMBER, "What it contributes.", lambda pair: _amounts(pair[0].amount, pair[1].unit)),
    *at(
        0,
        column(Field("mrr", optional(AMOUNT), "What the customer pays a month, where customers are counted.")),
        Field("file", TEXT, "The file it stands in."),
        column(ROWS),
        replace(column(FILES), found=lambda block: block.files),
        replace(column(sometimes(Field("own", many(OWN), "By currency, where amounts are exchanged."))), found=_owned),
    ),
)
TALLY = record(
    "A tally and what adds up to it.",
    Field("tally", NAME, "Its name."),
    Field("meaning", TEXT, "What it counts."),
    Field("unit", choice("count", "money", "score", "points", "years", "months"), "Its unit."),
    Field("value", NUMBER, "What the lines add up to.", lambda tally: number(tally.value, tally.unit)),
    Field("count", COUNT, "How many lines there are."),
    Field(
        "lines",
        in_blocks(LINE),
        "The lines, biggest first; with --limit the first of them.",
        lambda tally: ((block, tally) for block in tally.lines.blocks()),
    ),
)
DOCUMENT = document(
    "explanation",
    1,
    "One figure down to the rows of the files: csmetrics explain --format json.",
    Field("period", PERIOD),
    CHOSEN,
    CURRENCY,
    RULES,
    BY,
    Field("figure", FIGURE),
    Field("segments", many(FIGURE), "The figure of each segment of the attributes in by."),
    Field("meaning", TEXT, "What the metric says, in a sentence."),
    Field("notes", TEXT, "Its range, when it is undefined, what to mind."),
    Field("source", TEXT, "Where it is published."),
    Field("parts", many(FIGURE), "The metrics that the figure is made of."),
    Field("tallies", many(TALLY), "The tallies that it rests on."),
    RATES,
)


def _columns(found: Explanation) -> Iterator[Field]:
    about = (replace(*TALLY.pick("tally"), found=_tally_of_each), *LINE.pick("customer_id", "label"))
    several = any(tally.lines.places for tally in found.tallies)
    facts = (*LINE.pick("amount", "mrr", "file", "rows"), *([_FILES] if several else []))
    yield from about
    yield from attribute_columns(found.by, (*about, *facts), _values_of)
    yield from facts


_FILES = Field("files", TEXT, FILES.meaning, lambda pair: ["; ".join(each) for each in pair[0].files])


def _tally_of_each(pair: tuple[LineBlock, TallyLines]) -> list[str]:
    block, tally = pair
    return [tally.tally] * len(block.label)


def _values_of(pair: tuple[LineBlock, TallyLines], attribute: str) -> list[str]:
    return [segment.get(attribute, "") for segment in pair[0].segment]


LINES = Lines(
    lambda found: ((block, tally) for tally in found.tallies for block in tally.lines.blocks()),
    _columns,
    in_blocks=True,
)
