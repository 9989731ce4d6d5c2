"""A workbook as it is written: row after row, the same bytes for the same cells, and text that is never a formula."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from csmetrics.output.sheets.cell_texts import cut, harmless, is_long
from csmetrics.output.sheets.styles import FONT, LOOKS, NUMBERS
from csmetrics.scratch import scratch_folder

MOST_ROWS = 1_048_576  # of a sheet
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook must have a day; the same for all, for no clock is read
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_WIDEST, _NARROWEST = 60, 8
_LINE, _TITLE = 13, 22  # points: the height of a line, and of a title


class Tab:
    """A sheet that is written row by row, never backwards."""

    def __init__(self, book: "Book", name: str) -> None:
        self.book, self.name = book, name
        self.sheet = book.workbook.add_worksheet(name)
        self.row = 0
        self.cut = 0  # texts that are longer than a cell
        self._widths: dict[int, int] = {}

    def write(self, column: int, value: Any, look: str = "", form: str = "plain") -> None:
        """A value in the row at hand: text as text, numbers, truth and days as what they are; nothing for None."""
        style = self.book.style(look, form)
        if isinstance(value, str):
            value = harmless(value)
            self.cut += is_long(value)
            self.sheet.write_string(self.row, column, cut(value), style)
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.row, column, value, style)
        elif isinstance(value, date):
            self._day(column, value, look)
        elif value is not None:
            self.sheet.write_number(self.row, column, value, style)
        elif look:
            self.sheet.write_blank(self.row, column, None, style)

    def _day(self, column: int, value: date, look: str) -> None:
        if value < _FIRST_DAY:  # no cell can hold it
            self.sheet.write_string(self.row, column, value.isoformat(), self.book.style(look))
        else:
            self.sheet.write_datetime(self.row, column, value, self.book.style(look, "day"))

    def formula(self, column: int, formula: str, cached: Any, look: str = "", form: str = "plain") -> None:
        """A formula, and beside it what it comes to, for whoever does not work it out."""
        shown = harmless(cached) if isinstance(cached, str) else "" if cached is None else cached
        self.sheet.write_formula(self.row, column, formula, self.book.style(look, form), shown)

    def line(self, *values: Any, look: str = "", form: str = "plain") -> None:
        """A whole row of values that look alike."""
        if look == "title":
            self.sheet.set_row(self.row, _TITLE)
        for column, value in enumerate(values):
            self.write(column, value, look, form)
        self.next()

    def next(self, rows: int = 1) -> None:
        """On to the next row."""
        self.row += rows

    def high(self, *texts: tuple[str, int]) -> None:
        """Make the row at hand, before it is written, as high as texts need in columns so many letters wide."""
        lines = max([1, *(-(-len(text) // width) for text, width in texts)])
        self.sheet.set_row(self.row, _LINE * lines + 1)

    def fits(self, column: int, text: Any) -> None:
        """Make room for a text in a column."""
        shown = f"{text:,.2f}" if isinstance(text, float) else str(text)
        self._widths[column] = max(self._widths.get(column, _NARROWEST), min(len(shown) + 2, _WIDEST))

    def widths(self, *widths: float) -> None:
        """How wide the columns are; those that were made room for, if none are named."""
        for column, width in enumerate(widths) if widths else self._widths.items():
            self.sheet.set_column(column, column, width)

    def printed(self, header: int | None = None) -> None:
        """On paper: lying, as wide as a page, the header on each, the numbers of pages at the foot."""
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer("&L&A&R&P / &N")
        if header is not None:
            self.sheet.repeat_rows(header)

    def cell(self, column: int, row: int | None = None) -> str:
        """Where a cell stands, for formulas on any sheet."""
        return f"{self.name}!{absolute(self.row if row is None else row, column)}"


class Book:
    """A workbook: its sheets in their order, its styles, its names."""

    def __init__(self, folder: str) -> None:
        import xlsxwriter  # noqa: PLC0415  # loaded where a workbook is written, and nowhere else

        self._bytes = io.BytesIO()
        plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        options = {"constant_memory": True, "tmpdir": folder, "default_format_properties": dict(FONT), **plain}
        self.workbook = xlsxwriter.Workbook(self._bytes, options)
        self.workbook.set_properties({"created": _MADE, "comments": "Made with csmetrics."})
        self._styles: dict[tuple[str, str], Any] = {}

    def style(self, look: str = "", form: str = "plain") -> Any:
        """How a cell looks: one of LOOKS, and the format of a unit or a format of its own."""
        if (look, form) not in self._styles:
            of_number: Mapping[str, Any] = {"num_format": NUMBERS.get(form, form)}
            self._styles[look, form] = self.workbook.add_format({**FONT, **LOOKS[look], **of_number})
        return self._styles[look, form]

    def tab(self, name: str) -> Tab:
        """A further sheet."""
        return Tab(self, name)

    def name(self, name: str, place: str) -> None:
        """A name for a cell or an area, as formulas say it."""
        self.workbook.define_name(name, f"={place}")

    def close(self) -> bytes:
        """All of it."""
        self.workbook.close()
        return self._bytes.getvalue()


@contextmanager
def new_book() -> Iterator[Book]:
    """A workbook to be written and closed inside."""
    with scratch_folder() as folder:
        yield Book(str(folder))


def absolute(row: int, column: int) -> str:
    """A cell as formulas say it.

    >>> absolute(0, 0), absolute(9, 27)
    ('$A$1', '$AB$10')
    """
    return f"${letters(column)}${row + 1}"


def letters(column: int) -> str:
    """A column as people say it.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
