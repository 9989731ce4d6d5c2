"""The sheet Tallies: what was counted, each with a name that the formulas speak of."""

from csmetrics.output.sheets.styles import form_of
from csmetrics.output.sheets.writer import Tab
from csmetrics.views.workbook.layout import BEFORE, HEAD, TALLY_COLUMNS, SheetLayout
from csmetrics.views.workbook.model import Workbook
from csmetrics.views.workbook.sheet_top import write_header, write_heading


def write_tallies(tab: Tab, month: Workbook, layout: SheetLayout) -> None:
    """A tally a row, a period a column, newest first."""
    said = "What was counted, newest period first. Each cell of the period has the name of its tally, and of the period"
    write_heading(tab, month, "Tallies", f"{said} before that name with {BEFORE} behind.")
    periods = [period.name for period in month.periods]
    write_header(tab, "tally", "what it counts", "unit", "table", *periods, numbers_from=TALLY_COLUMNS)
    for row in month.tallies:
        tab.write(0, row.name)
        tab.write(1, row.meaning, "quiet")
        tab.write(2, row.unit, "quiet")
        tab.write(3, row.table, "quiet")
        form = form_of(row.unit, *row.values)
        for age, value in enumerate(row.values):
            tab.write(TALLY_COLUMNS + age, value, "strong" if age == 0 else "", form)
        tab.book.name(row.name, layout.tally(row.name, 0))
        if len(row.values) > 1:
            tab.book.name(f"{row.name}{BEFORE}", layout.tally(row.name, 1))
        tab.next()
    tab.sheet.freeze_panes(HEAD + 1, 1)
    tab.widths(30, 72, 8, 14, *[11] * len(periods))
    tab.printed(HEAD)
    tab.sheet.print_area(0, 0, tab.row, TALLY_COLUMNS + min(len(periods), 3) - 1)
