"""The customers behind movements, as declared fields."""

from collections.abc import Iterator

from csmetrics.output.fields import COUNT, DAY, TEXT, Field, Lines, at, document, many, mapping, record, sometimes
from csmetrics.views.csv_columns import PERIOD_NAME, attribute_columns, attribute_of, attributes_of
from csmetrics.views.customers.model import CustomerList
from csmetrics.views.records import (
    AMOUNT,
    BY,
    CHOSEN,
    CURRENCY,
    FILES,
    MOVEMENT,
    NOTES,
    PERIOD,
    POSITIVE,
    PROBLEMS,
    RATES,
    ROWS,
    SEGMENT,
    SOURCES,
)

LINE = record(
    "One customer.",
    Field("customer_id", TEXT, "The customer."),
    Field("name", TEXT, "Its name; empty if there is none."),
    Field("movement", MOVEMENT),
    Field("attributes", mapping(TEXT), "What customers.csv says of it."),
    Field("segment", SEGMENT),
    Field("mrr_before", POSITIVE, "MRR at the opening.", "before"),
    Field("mrr_after", POSITIVE, "MRR at the close.", "after"),
    Field(
        "mrr_change", AMOUNT, "After less before; where amounts are exchanged, without what the rates did.", "change"
    ),
    sometimes(Field("mrr_exchange", AMOUNT, "What the rates did, where amounts are exchanged.", "exchange")),
    Field("day", DAY, "The day of the movement; of an active customer its first paying day."),
    Field("file", TEXT, "The file it stands in."),
    ROWS,
    FILES,
)
TOTAL = record(
    "What the lines of a movement add up to.",
    Field("movement", MOVEMENT),
    Field("segment", SEGMENT),
    Field("customers", COUNT, "How many customers."),
    Field("mrr", POSITIVE, "By how much MRR changed; of active customers, what they pay."),
)
DOCUMENT = document(
    "customers",
    1,
    "Who stands behind a movement: csmetrics customers --format json.",
    Field("period", PERIOD),
    CHOSEN,
    BY,
    CURRENCY,
    Field("movements", many(MOVEMENT), "Those asked for."),
    Field("totals", many(TOTAL), "For each movement the whole, then each segment."),
    Field("count", COUNT, "How many lines there are."),
    Field("customers", many(LINE), "Biggest first; with --limit the first of them.", "lines"),
    sometimes(
        Field(
            "unavailable",
            mapping(many(MOVEMENT)),
            "Movements that the files cannot tell and that are not listed, by the reason.",
            lambda found: found.unavailable or None,
        )
    ),
    PROBLEMS,
    NOTES,
    SOURCES,
    RATES,
)


_FILES = Field("files", TEXT, FILES.meaning, lambda line: "; ".join(line.files))


def _columns(found: CustomerList) -> Iterator[Field]:
    money = ("mrr_before", "mrr_after", "mrr_change", *(["mrr_exchange"] if found.rates else []))
    facts = ("movement", "customer_id", "name", *money, "day", "file", "rows")
    several = any(line.files for line in found.lines)
    ours = (*at(0, PERIOD_NAME), *at(1, *LINE.pick(*facts), *([_FILES] if several else [])))
    yield from ours
    yield from attribute_columns(
        attributes_of(found.by, found.lines), ours, lambda line, name: attribute_of(line[1], name)
    )


LINES = Lines(lambda found: ((found.period, line) for line in found.lines), _columns)
