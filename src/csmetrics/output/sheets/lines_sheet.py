"""The lines of a view as a sheet: the rows of CSV, with numbers, days and truth as what they are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from csmetrics.output.fields import Field
from csmetrics.output.sheets import writer as books
from csmetrics.output.sheets.styles import NUMBERS
from csmetrics.output.sheets.writer import Book, Tab

_SAMPLED = 2_000  # lines that tell how wide a column is
_OF_SHARES = ("share", "coverage", "weight_known")


def write_lines(book: Book, columns: Sequence[Field], rows: Iterable[list[Any]]) -> list[str]:
    """Write them, on further sheets where one is full, and give back what is to be said of it."""
    left = iter(rows)
    header = next(left, [])
    tabs = [_begun(book, "Lines", header)]
    reads = [_reader(each) for each in columns] or [_as_it_is] * len(header)
    units = [_unit_of(each) for each in columns] or [""] * len(header)
    unit_at = header.index("unit") if "unit" in header else None
    for row in left:
        if tabs[-1].row >= books.MOST_ROWS:
            tabs.append(_begun(book, f"Lines {len(tabs) + 1}", header))
        unit = row[unit_at] if unit_at is not None else "plain"
        _write_row(tabs[-1], [read(value) for read, value in zip(reads, row, strict=True)], units, str(unit))
    for tab in tabs:
        _finish(tab, len(header))
    return list(_said(tabs))


def _begun(book: Book, name: str, header: Sequence[str]) -> Tab:
    tab = book.tab(name)
    for column, title in enumerate(header):
        tab.write(column, title, "head")
        tab.fits(column, f"{title}   ")  # room for the arrow of the filter
    tab.sheet.freeze_panes(1, 0)
    tab.next()
    return tab


def _write_row(tab: Tab, values: Sequence[Any], units: Sequence[str], unit: str) -> None:
    for column, value in enumerate(values):
        form = units[column] or (unit if unit in NUMBERS else "plain")
        tab.write(column, value, form=form if isinstance(value, (int, float)) else "plain")
        if value is not None and tab.row < _SAMPLED:
            tab.fits(column, value)
    tab.next()


def _finish(tab: Tab, columns: int) -> None:
    tab.widths()
    tab.printed(0)
    if columns:
        tab.sheet.autofilter(0, 0, max(tab.row - 1, 0), columns - 1)
        tab.sheet.ignore_errors({"number_stored_as_text": f"A1:{books.letters(columns - 1)}{tab.row}"})


def _said(tabs: Sequence[Tab]) -> Iterator[str]:
    if len(tabs) > 1:
        names = ", ".join(tab.name for tab in tabs)
        yield f"The lines are more than a sheet holds. They go on from sheet to sheet: {names}."
    if many := sum(tab.cut for tab in tabs):
        texts = "1 text is" if many == 1 else f"{many:,} texts are"
        yield f"{texts} longer than a cell holds, and cut; each says so. --format csv has all."


def _reader(column: Field) -> Callable[[Any], Any]:
    """What a cell of CSV is to a workbook."""
    if column.kind.holds("format", "date"):
        return lambda value: date.fromisoformat(value) if value else None
    if column.kind.holds("type", "boolean"):
        return lambda value: {"true": True, "false": False}.get(value, value)
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _unit_of(column: Field) -> str:
    """The unit of a column that does not stand in the row; nothing where it does, or nobody knows."""
    if column.kind.holds("type", "integer"):
        return "count"
    if column.name.startswith("mrr"):
        return "money"
    return "fraction" if column.name in _OF_SHARES else ""
