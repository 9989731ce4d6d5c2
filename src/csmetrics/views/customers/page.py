"""The customers behind movements as a page for people."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from csmetrics.output.page import (
    AnyBlock,
    Cell,
    Fitting,
    Page,
    PageColumn,
    PageTable,
    TableSection,
    Title,
    chosen,
    lines,
    page_of,
)
from csmetrics.output.readable import show, show_change
from csmetrics.output.reasons import unavailable
from csmetrics.output.rich_blocks import Beside, Instead
from csmetrics.output.sentences import (
    change_tone,
    count_of,
    first_of,
    not_shown,
    number_columns,
    period_heading,
    rates_used,
    segment_name,
    shortened,
    text_columns,
)
from csmetrics.views.csv_columns import attributes_of
from csmetrics.views.customers.model import CustomerLine, CustomerList, CustomerTotal

ACTIVE_DAY = "The day of an active customer is its first paying day."
_SIGNS = {"contraction": -1, "churned": -1}  # what the total of a movement does to MRR; the others add or stay


def page(found: CustomerList) -> Page:
    """Who, movement by movement with its totals, biggest first; then the totals by segment."""
    files = dict.fromkeys(line.file for line in found.lines)
    blocks: list[AnyBlock] = [
        Title(f"Customers by movement: {period_heading(found.period, found.currency)}"),
        *chosen(found.chosen),
        Instead(lambda: _pictures(found)),
    ]
    if any(total.customers for total in found.totals):
        blocks.append(_customers(found))
    blocks.append(lines(*found.notes))
    blocks.append(
        lines(
            first_of(len(found.lines), found.count),
            _none(found),
            *unavailable(found.unavailable, (), ()),
            f"Rows are those of {', '.join(files)}." if files else "",
            ACTIVE_DAY if files and "active" in found.movements else "",
            rates_used(found.rates),
            tone="quiet",
        )
    )
    if found.by and found.count:
        blocks.append(_by_segment(found))
    return page_of(blocks)


def _pictures(found: CustomerList) -> list[AnyBlock]:
    from csmetrics.views.customers.pictures import pictures  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(drawn))] if (drawn := pictures(found)) else []


def _customers(found: CustomerList) -> Fitting:
    """A section a movement; on a narrow screen the attributes not asked for go, the last one first."""
    named = any(line.name for line in found.lines)
    attributes = attributes_of(found.by, found.lines)

    def row(line: CustomerLine) -> tuple[Cell, ...]:
        known = {**line.attributes, **line.segment}
        return (
            Cell(line.customer_id, indent=1),
            *([Cell(line.name)] if named else []),
            *(Cell(show(amount, "money")) for amount in (line.before, line.after)),
            _change(line.change, line.after or line.before),
            *([Cell(_exchanged(line), "quiet")] if found.rates else []),
            Cell(line.day.isoformat()),
            Cell(shortened(line.rows, files=line.files), "quiet"),
            *(Cell(known.get(attribute, ""), "quiet") for attribute in attributes),
        )

    columns = (
        *text_columns("customer", *(["name"] if named else [])),
        *number_columns("MRR before", "after", "change", *(["exchange"] if found.rates else []), "day"),
        *text_columns("rows"),
        *(PageColumn(attribute, gives_way=place) for place, attribute in enumerate(attributes, 1 - len(found.by))),
    )
    sections = tuple(
        TableSection(_heading(total), tuple(row(line) for line in found.lines if line.movement == total.movement))
        for total in found.totals
        if not total.segment and total.customers
    )
    table = PageTable(columns, sections, left_out=not_shown)
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


def _exchanged(line: CustomerLine) -> str:
    amount = line.exchange or 0.0
    return show_change(amount, "money", amount)


def _none(found: CustomerList) -> str:
    """The movements that nobody made."""
    none = [_words(t.movement).lower() for t in found.totals if not t.segment and not t.customers]
    return f"Nobody: {', '.join(none)}" if none else ""


def _by_segment(found: CustomerList) -> Fitting:
    """The totals, segment beneath movement; segments with nobody in them are left out."""
    columns = (*text_columns(""), *number_columns("customers", "MRR"))
    table = PageTable(columns, (TableSection(f"By {' and '.join(found.by)}", tuple(_total_rows(found.totals))),))
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


def about(found: CustomerList) -> Page:
    """The same without the lines, of which there may be very many."""
    return page(replace(found, lines=(), count=0))
