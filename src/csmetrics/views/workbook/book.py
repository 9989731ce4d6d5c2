"""The month as a workbook: its sheets, in their order."""

from csmetrics.output.sheets.writer import new_book
from csmetrics.views.workbook.bridge import write_bridge
from csmetrics.views.workbook.checks import checks_of, verdict_on, write_checks
from csmetrics.views.workbook.cohorts import write_cohorts
from csmetrics.views.workbook.customers import write_customers
from csmetrics.views.workbook.definitions import write_definitions
from csmetrics.views.workbook.figures import write_figures
from csmetrics.views.workbook.layout import SHEETS, SheetLayout
from csmetrics.views.workbook.model import Workbook
from csmetrics.views.workbook.tallies import write_tallies
from csmetrics.views.workbook.trend import write_trend

_COLOURS = dict.fromkeys(SHEETS[:5], "#1B4F9C") | dict.fromkeys(SHEETS[5:], "#8A94A3") | {"Checks": "#0D6A4D"}


def book(month: Workbook) -> bytes:
    """All of it, as a file."""
    layout = SheetLayout(month)
    with new_book() as made:
        tabs = {name: made.tab(name) for name in SHEETS}
        for name, tab in tabs.items():
            tab.sheet.set_tab_color(_COLOURS[name])
            tab.sheet.hide_gridlines(2)
        bridge = write_bridge(tabs["Bridge"], month)
        sums = write_customers(tabs["Customers"], month)
        checks = checks_of(month, layout, (*bridge, *sums))
        write_figures(tabs["Figures"], month, layout, verdict_on(checks))
        write_trend(tabs["Trend"], month, layout)
        write_cohorts(tabs["Cohorts"], month)
        write_tallies(tabs["Tallies"], month, layout)
        write_definitions(tabs["Definitions"], month)
        write_checks(tabs["Checks"], month, checks)
        return made.close()
