"""A workbook: the lines of CSV on one sheet, what the page says around them on another."""

from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.sheets.about import write_about
from csmetrics.output.sheets.lines_sheet import write_lines
from csmetrics.output.sheets.writer import new_book


def write(sheet: Sheet, canvas: Canvas) -> bytes:
    """All of it; a view that has a workbook of its own writes that."""
    del canvas  # a workbook has its own
    if sheet.book:
        return sheet.book()
    with new_book() as book:
        notes = write_lines(book, sheet.columns(), sheet.rows())
        write_about(book, sheet.about(), sheet.sources, notes)
        return book.close()
