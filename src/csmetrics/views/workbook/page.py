"""The month as a workbook, in text: what its sheets hold, and the formulas of its figures."""

from csmetrics.output.page import Cell, Page, TableSection, Title, chosen, lines, one_table, page_of
from csmetrics.output.readable import show
from csmetrics.output.sentences import code_cells, count_of, number_columns, period_heading, text_columns
from csmetrics.views.workbook.layout import SHEETS
from csmetrics.views.workbook.model import Workbook


def page(book: Workbook) -> Page:
    """What people see who do not open it."""
    rows = tuple(
        (Cell(row.metric.title), Cell(show(row.figure.value, row.metric.unit)), *code_cells(row.formula or ""))
        for row in book.metrics
        if row.figure.status != "unavailable"
    )
    columns = (*text_columns(""), *number_columns(book.period.name), *text_columns("formula"))
    return page_of(
        [
            Title(f"Workbook: {period_heading(book.period, book.currency)}"),
            *chosen(book.chosen),
            one_table(columns, [TableSection("", rows)]),
            lines(f"{count_of(len(rows), 'figure')}, {show(len(book.tallies), 'count')} tallies."),
            lines(f"The workbook itself, with the sheets {', '.join(SHEETS)}: --output month.xlsx", tone="quiet"),
        ]
    )
