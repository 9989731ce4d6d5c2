"""The sheet Definitions: what each figure means, how it is computed, where that is published."""

from csmetrics.output.sheets.writer import Tab
from csmetrics.views.workbook.layout import HEAD, groups
from csmetrics.views.workbook.model import Workbook
from csmetrics.views.workbook.sheet_top import write_header, write_heading

_WIDTHS = (28, 44, 44, 50, 26, 9, 14, 40, 26)


def write_definitions(tab: Tab, month: Workbook) -> None:
    """A figure a row."""
    write_heading(tab, month, "Definitions")
    header = ("figure", "what it says", "formula", "to mind", "no value when", "better", "interval", "source", "name")
    write_header(tab, *header, numbers_from=99)
    for title, members in groups(month.metrics):
        tab.line(title, look="part")
        for row in members:
            metric = row.metric
            notes = metric.notes.replace("`", "")
            interval = metric.interval.method if metric.interval else ""
            texts = (
                metric.meaning,
                metric.formula,
                notes,
                metric.undefined,
                metric.better,
                interval,
                metric.source,
            )
            tab.high(*zip(texts, _WIDTHS[1:8], strict=True))
            tab.write(0, metric.title, "strong")
            for column, text in enumerate((*texts, metric.name), 1):
                tab.write(column, text, "wrapped")
            tab.next()
    tab.sheet.freeze_panes(HEAD + 1, 1)
    tab.widths(*_WIDTHS)
    tab.printed(HEAD)
