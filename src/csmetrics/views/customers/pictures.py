"""The largest movements as bars, for a browser: who came and who went, and with how much."""

from csmetrics.output.charts.model import BarChart, BarRow
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import is_zero, show, show_change
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import count_of, number_columns, period_short, text_columns
from csmetrics.views.customers.model import CustomerLine, CustomerList

MOST_BARS = 12
_WORDS = {
    "new": "New", "returned": "Returned", "expansion": "Grew", "contraction": "Shrank", "churned": "Left",
    "active": "Pays",
}  # fmt: skip


def pictures(found: CustomerList) -> list[Picture]:
    """The movements by what they did to MRR; of a list of active customers what they pay; none where nobody moved."""
    moved = [line for line in found.lines if line.movement != "active" and not is_zero(line.change)]
    shown = sorted(moved, key=lambda line: -abs(line.change))[:MOST_BARS]
    if shown:
        return [_movements(found, shown)]
    active = [line for line in found.lines if line.movement == "active"][:MOST_BARS]
    return [_levels(found, active)] if active and all(line.after > 0 for line in active) else []


def _movements(found: CustomerList, shown: list[CustomerLine]) -> Picture:
    level = max(line.after or line.before for line in shown)
    rows = tuple(
        BarRow(
            _name(line), line.change, show_change(line.change, "money", level), note=_WORDS[line.movement],
            judged="good" if line.change > 0 else "bad",
        )
        for line in shown
    )  # fmt: skip
    first = rows[0]
    finding = f"The largest movement is that of {first.name}: {first.text}"
    caption = f"{_first(len(shown), _count(found))} by what they did to MRR, {_when(found)}."
    return _picture(rows, finding, caption, "change of MRR")


def _levels(found: CustomerList, shown: list[CustomerLine]) -> Picture:
    rows = tuple(BarRow(_name(line), line.after, show(line.after, "money")) for line in shown)
    finding = f"{rows[0].name} pays most: {rows[0].text}"
    caption = f"{_first(len(shown), _count(found))} by MRR, {_when(found)}."
    return _picture(rows, finding, caption, "MRR")


def _picture(rows: tuple[BarRow, ...], finding: str, caption: str, what: str) -> Picture:
    label = f"{what.capitalize()} by customer: {', '.join(f'{row.name} {row.text}' for row in rows)}"
    cells = tuple((Cell(row.name), Cell(row.note), Cell(row.text)) for row in rows)
    numbers = PageTable((*text_columns("customer", ""), *number_columns(what)), (TableSection("", cells),))
    return Picture(BarChart(label, "money", rows), finding, caption, numbers)


def _first(shown: int, count: int) -> str:
    return f"The first {shown} of {count_of(count, 'customer')}" if shown < count else count_of(count, "customer")


def _count(found: CustomerList) -> int:
    """Those of the list, but for those who joined and left within the period."""
    return sum(each.customers for each in found.totals if not each.segment and each.movement != "joined_and_left")


def _when(found: CustomerList) -> str:
    return ", ".join(part for part in (found.currency or "", period_short(found.period)) if part)


def _name(line: CustomerLine) -> str:
    return line.name or line.customer_id
