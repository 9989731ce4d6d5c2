"""What stands on top of a sheet: what it is, of which period, in which currency; and the column letters of a table."""

from csmetrics.output.sentences import period_heading
from csmetrics.output.sheets.writer import Tab
from csmetrics.views.workbook.layout import HEAD
from csmetrics.views.workbook.model import Workbook


def write_heading(tab: Tab, month: Workbook, title: str, said: str = "") -> None:
    """The title with period and currency, and a sentence; then on to the header."""
    tab.line(f"{title}, {period_heading(month.period, month.currency)}", look="title")
    tab.line(said, look="quiet")
    tab.next(HEAD - tab.row)


def write_header(tab: Tab, *titles: str, numbers_from: int = 1, numbers_to: int = 99) -> None:
    """The header of a table; those of numbers stand right, those behind them off them."""
    for column, title in enumerate(titles):
        of_number = "head right" if column <= numbers_to else "head word"
        tab.write(column, title, of_number if numbers_from <= column else "head")
    tab.next()
