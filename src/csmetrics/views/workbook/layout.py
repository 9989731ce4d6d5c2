"""Where everything stands: the cells that formulas on other sheets speak of."""

from collections.abc import Mapping
from itertools import groupby

from csmetrics.output.sheets.writer import absolute
from csmetrics.views.workbook.model import MetricRow, Workbook

SHEETS = ("Figures", "Bridge", "Trend", "Cohorts", "Customers", "Tallies", "Definitions", "Checks")
BEFORE = "_before"
HEAD = 4  # the row of a header, where a title and what belongs to it stand above
TREND_HEAD = 23  # beneath the charts
TALLY_COLUMNS = 4  # before the first period: name, meaning, unit, table


class SheetLayout:
    """The rows and columns of figures, tallies and trend."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.parameters_row = 3
        self.figures_head = self.parameters_row + len(book.parameters) + (2 if book.parameters else 1)
        self.figure_rows = _rows(book.metrics, self.figures_head + 1)
        self.trend_rows = _rows([row for row in book.metrics if in_trend(row)], TREND_HEAD + 1)
        self.tally_rows = {row.name: HEAD + 1 + at for at, row in enumerate(book.tallies)}

    def tally(self, name: str, age: int) -> str:
        """The cell of a tally, so many periods before the newest."""
        return f"Tallies!{absolute(self.tally_rows[name], TALLY_COLUMNS + age)}"

    def trend_column(self, age: int) -> int:
        """The column of a period in the trend, oldest first."""
        return len(self.book.periods) - age

    def month(self) -> Mapping[str, str]:
        """What the names of a formula are called for the period itself: as they are."""
        return {name: name for name in (*self.tally_rows, *self.figure_rows, *self.book.parameters)}

    def month_before(self) -> Mapping[str, str]:
        """For the period before."""
        found = {name: f"{name}{BEFORE}" for name in (*self.tally_rows, *self.figure_rows)}
        return found | {name: name for name in self.book.parameters}

    def ago(self, age: int) -> Mapping[str, str]:
        """For a column of the trend."""
        column = self.trend_column(age)
        metrics = {name: absolute(row, column) for name, row in self.trend_rows.items()}
        return {name: self.tally(name, age) for name in self.tally_rows} | metrics | {
            name: name for name in self.book.parameters
        }  # fmt: skip


def in_trend(row: MetricRow) -> bool:
    """Whether a metric has a line in the trend."""
    return row.figure.status != "unavailable"


def groups(rows: "list[MetricRow] | tuple[MetricRow, ...]") -> list[tuple[str, list[MetricRow]]]:
    """Metrics under the names of their groups."""
    return [(name.capitalize(), list(found)) for name, found in groupby(rows, key=lambda row: row.metric.group)]


def _rows(metrics: "list[MetricRow] | tuple[MetricRow, ...]", first: int) -> dict[str, int]:
    """The row of each metric, under the heading of its group."""
    found: dict[str, int] = {}
    for _, members in groups(metrics):
        first += 1
        for row in members:
            found[row.name] = first
            first += 1
    return found
