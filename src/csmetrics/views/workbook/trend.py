"""The sheet Trend: each figure over the periods, as formulas over the tallies, with charts."""

from typing import Any

from csmetrics.output.sheets.styles import BLUE, QUIET, form_of
from csmetrics.output.sheets.writer import Tab
from csmetrics.views.workbook.formulas import live
from csmetrics.views.workbook.layout import TREND_HEAD, SheetLayout, groups, in_trend
from csmetrics.views.workbook.model import MetricRow, Workbook
from csmetrics.views.workbook.sheet_top import write_header, write_heading

_CHARTS = (
    ("Monthly recurring revenue", ("mrr",)),
    ("Net and gross revenue retention", ("net_revenue_retention", "gross_revenue_retention")),
    ("Customer churn rate", ("customer_churn_rate",)),
    ("Customers", ("customers",)),
    ("Net promoter score", ("nps",)),
    ("Customer satisfaction", ("csat",)),
    ("Revenue from purchases", ("revenue",)),
    ("Purchasing value of a customer", ("revenue_per_customer",)),
)
_MOST = 4
_WIDTH = 430


def write_trend(tab: Tab, month: Workbook, layout: SheetLayout) -> None:
    """Charts above, then a row a figure and a column a period, oldest first."""
    said = (
        "Oldest first; each period counted afresh. Each value is a formula; where there is no value the cell is empty."
    )
    write_heading(tab, month, "Trend", said)
    tab.next(TREND_HEAD - tab.row)
    ages = list(reversed(range(len(month.periods))))
    write_header(tab, "", *(month.periods[age].name for age in ages))
    catalogue = {row.name: row.metric for row in month.metrics}
    shown = [row for row in month.metrics if in_trend(row)]
    for title, members in groups(shown):
        tab.line(title, look="part")
        for row in members:
            tab.write(0, row.metric.title, "word")
            form = form_of(row.metric.unit, *row.values)
            for age in ages:
                value = row.values[age]
                formula = live(row.metric, layout.ago(age), catalogue)
                _point(tab, layout.trend_column(age), formula, value, form)
            tab.next()
    _charts(tab, {row.name: row for row in shown}, layout)
    tab.sheet.freeze_panes(0, 1)
    tab.widths(30, *[9.5] * len(ages))
    tab.printed(TREND_HEAD)


def _point(tab: Tab, column: int, formula: str | None, value: float | None, unit: str) -> None:
    if value is None:
        return
    if formula:
        tab.formula(column, formula, value, "", unit)
    else:
        tab.write(column, value, "", unit)


def _charts(tab: Tab, rows: dict[str, MetricRow], layout: SheetLayout) -> None:
    """Line charts of the figures that there are, side by side."""
    there = [(title, [rows[name] for name in names if _drawn(rows.get(name))]) for title, names in _CHARTS]
    for at, (title, lines) in enumerate([each for each in there if each[1]][:_MOST]):
        tab.sheet.insert_chart(3, 0, _chart(tab, title, lines, layout), {"x_offset": 6 + at * (_WIDTH + 10)})


def _drawn(row: MetricRow | None) -> bool:
    return row is not None and sum(value is not None for value in row.values) > 1


def _chart(tab: Tab, title: str, lines: list[MetricRow], layout: SheetLayout) -> Any:
    last = len(layout.book.periods)
    chart = tab.book.workbook.add_chart({"type": "line"})
    for row, colour, dash in zip(lines, (BLUE, QUIET), ("solid", "dash"), strict=False):
        at = layout.trend_rows[row.name]
        chart.add_series(
            {
                "name": ["Trend", at, 0],
                "categories": ["Trend", TREND_HEAD, 1, TREND_HEAD, last],
                "values": ["Trend", at, 1, at, last],
                "line": {"color": colour, "width": 2, "dash_type": dash},
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11}})
    form = {"fraction": "0 %", "points": "0"}.get(lines[0].metric.unit, "#,##0")
    axis: dict[str, Any] = {
        "num_format": form,
        "num_font": {"size": 8},
        "major_gridlines": {"visible": True, "line": {"color": "#E3E7ED"}},
    }
    if lines[0].metric.unit in ("money", "count"):
        axis["min"] = 0  # levels stand on zero
    chart.set_y_axis(axis)
    chart.set_x_axis(
        {"num_font": {"size": 8, "rotation": -45}, "interval_unit": max(last // 8, 1), "label_position": "low"}
    )
    chart.set_legend({"position": "bottom"} if len(lines) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": _WIDTH, "height": 330})
    return chart
