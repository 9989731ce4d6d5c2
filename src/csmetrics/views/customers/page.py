"""The customers behind movements as a page for people, as plain values for JSON, and as lines for CSV."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from csmetrics.explanations.customers import CustomerLine, CustomerList, CustomerTotal
from csmetrics.output.figures import number
from csmetrics.output.formats import Rows, Sheet, write
from csmetrics.output.page import Block, Cell, Column, Fitting, Page, Section, Table, Title, chosen, lines, page_of
from csmetrics.output.values import show, show_change
from csmetrics.output.words import (
    change_tone,
    count_of,
    first_of,
    not_shown,
    number_columns,
    period_heading,
    segment_name,
    shortened,
    text_columns,
)
from csmetrics.reports.model import headers_beside

SCHEMA = "csmetrics.customers/1"
ACTIVE_DAY = "The day of an active customer is its first paying day."
_SIGNS = {"contraction": -1, "churned": -1}  # what the total of a movement does to MRR; the others add or stay


def render_customers(found: CustomerList, form: str, *, width: int = 80, colour: bool = False) -> str:
    """The customers as tables for a terminal, JSON, CSV or Markdown."""
    sheet = Sheet(partial(customers_page, found), partial(customers_values, found), partial(customers_rows, found))
    return write(sheet, form, width=width, colour=colour)


def customers_page(found: CustomerList) -> Page:
    """Who, movement by movement with its totals, biggest first; then the totals by segment."""
    currency = f", {found.currency}" if found.currency else ""
    files = dict.fromkeys(line.file for line in found.lines)
    blocks: list[Block] = [
        Title(f"Customers by movement: {period_heading(found.period)}{currency}"),
        *chosen(found.chosen),
    ]
    if any(total.customers for total in found.totals):
        blocks.append(_customers(found))
    blocks.append(lines(*found.notes))
    blocks.append(
        lines(
            first_of(len(found.lines), found.count),
            _none(found),
            f"Rows are those of {', '.join(files)}." if files else "",
            ACTIVE_DAY if files and "active" in found.movements else "",
            tone="quiet",
        )
    )
    if found.by and found.count:
        blocks.append(_by_segment(found))
    return page_of(blocks)


def customers_values(found: CustomerList) -> dict[str, Any]:
    """Every line and every total."""
    return {
        "schema": SCHEMA,
        "period": found.period.as_dict(),
        "chosen": found.chosen or None,
        "by": list(found.by),
        "currency": found.currency,
        "movements": list(found.movements),
        "totals": [
            {"movement": t.movement, "segment": dict(t.segment), "customers": t.customers, "mrr": _money(t.mrr)}
            for t in found.totals
        ],
        "count": found.count,
        "customers": [_line_values(line) for line in found.lines],
        "problems": [problem.as_dict() for problem in found.problems],
        "notes": list(found.notes),
        "sources": [source.as_dict() for source in found.sources],
    }


def customers_rows(found: CustomerList) -> Rows:
    """One customer and movement a line; file rows are parted by spaces."""
    attributes = _attributes(found)
    facts = ["movement", "customer_id", "name", "mrr_before", "mrr_after", "mrr_change", "day", "file", "rows"]
    yield ["period", *facts, *headers_beside(["period", *facts], attributes)]
    for line in found.lines:
        known = {**line.attributes, **line.segment}
        yield [
            found.period.name,
            line.movement,
            line.customer_id,
            line.name,
            *(_money(amount) for amount in (line.before, line.after, line.change)),
            line.day.isoformat(),
            line.file,
            " ".join(map(str, line.rows)),
            *(known.get(attribute, "") for attribute in attributes),
        ]


def _line_values(line: CustomerLine) -> dict[str, Any]:
    return {
        "customer_id": line.customer_id,
        "name": line.name,
        "movement": line.movement,
        "attributes": dict(line.attributes),
        "segment": dict(line.segment),
        "mrr_before": _money(line.before),
        "mrr_after": _money(line.after),
        "mrr_change": _money(line.change),
        "day": line.day.isoformat(),
        "file": line.file,
        "rows": list(line.rows),
    }


def _money(amount: float) -> float | int | None:
    return number(amount, "money")


def _attributes(found: CustomerList) -> list[str]:
    """Those that divide first, then all others that the customers have."""
    return list(dict.fromkeys([*found.by, *(name for line in found.lines for name in line.attributes)]))


def _customers(found: CustomerList) -> Fitting:
    """A section a movement; on a narrow screen the attributes not asked for go, the last one first."""
    named = any(line.name for line in found.lines)
    attributes = _attributes(found)

    def row(line: CustomerLine) -> tuple[Cell, ...]:
        known = {**line.attributes, **line.segment}
        return (
            Cell(line.customer_id, indent=1),
            *([Cell(line.name)] if named else []),
            *(Cell(show(amount, "money")) for amount in (line.before, line.after)),
            _change(line.change, line.after or line.before),
            Cell(line.day.isoformat()),
            Cell(shortened(line.rows), "quiet"),
            *(Cell(known.get(attribute, ""), "quiet") for attribute in attributes),
        )

    columns = (
        *text_columns("customer", *(["name"] if named else [])),
        *number_columns("MRR before", "after", "change", "day"),
        *text_columns("rows"),
        *(Column(attribute, gives_way=place) for place, attribute in enumerate(attributes, 1 - len(found.by))),
    )
    sections = tuple(
        Section(_heading(total), tuple(row(line) for line in found.lines if line.movement == total.movement))
        for total in found.totals
        if not total.segment and total.customers
    )
    table = Table(columns, sections, left_out=not_shown)
    return Fitting((table,), table)


def _heading(total: CustomerTotal) -> str:
    return f"{_words(total.movement)}: {count_of(total.customers, 'customer')}, MRR {_signed(total)}"


def _signed(total: CustomerTotal) -> str:
    """What the movement did to MRR; of the active, what they pay."""
    if total.movement == "active":
        return show(total.mrr, "money")
    amount = _SIGNS.get(total.movement, 1) * total.mrr
    return show_change(amount, "money", amount)


def _change(change: float, value: float) -> Cell:
    return Cell(show_change(change, "money", value), change_tone(change, "higher"))


def _none(found: CustomerList) -> str:
    """The movements that nobody made."""
    none = [_words(t.movement).lower() for t in found.totals if not t.segment and not t.customers]
    return f"Nobody: {', '.join(none)}" if none else ""


def _by_segment(found: CustomerList) -> Fitting:
    """The totals, segment beneath movement; segments with nobody in them are left out."""
    columns = (*text_columns(""), *number_columns("customers", "MRR"))
    table = Table(columns, (Section(f"By {' and '.join(found.by)}", tuple(_total_rows(found.totals))),))
    return Fitting((table,), table)


def _total_rows(totals: Iterable[CustomerTotal]) -> Iterator[tuple[Cell, ...]]:
    for total in totals:
        if not total.customers:
            continue
        name = segment_name(total.segment) if total.segment else _words(total.movement)
        title = Cell(name, "plain" if total.segment else "strong", indent=2 if total.segment else 1)
        yield title, Cell(show(total.customers, "count")), Cell(_signed(total))


def _words(movement: str) -> str:
    return movement.replace("_", " ").capitalize()
