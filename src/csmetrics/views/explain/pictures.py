"""What stands behind a figure as pictures, for a browser: its parts, and who contributes most."""

from csmetrics.output.charts.model import BarChart, BarRow
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show, show_whole_percent
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import number_columns, period_short, text_columns
from csmetrics.views.explain.lines import TallyLine
from csmetrics.views.explain.model import Explanation, TallyLines
from csmetrics.views.mrr_bridge import kept_picture
from csmetrics.views.shared_charts import nps_picture

MOST_BARS = 10
LEAST_BARS = 3


def pictures(explanation: Explanation) -> list[Picture]:
    """The figure taken apart, where there is a picture of that; then each sum of money to which some give more."""
    return [*of_figure(explanation), *contributors(explanation)]


def contributors(explanation: Explanation) -> list[Picture]:
    """Who contributes most to each sum of money."""
    return [_bars(each) for each in explanation.tallies if _differs(each)]


def of_figure(explanation: Explanation) -> list[Picture]:
    """The three parts of an NPS; what was kept of the opening MRR."""
    when, parted = period_short(explanation.period), nps_picture(explanation.figure, explanation.period)
    if parted:
        return [parted]
    kept = kept_picture(
        {each.tally: each.value for each in explanation.tallies},
        ", ".join(part for part in ("What was kept of the opening MRR", explanation.currency or "", when) if part)
        + ".",
    )
    return [kept] if kept else []


def _differs(tally: TallyLines) -> bool:
    """Whether it is money to which some contribute more than others, and all of them to the same side."""
    if tally.unit != "money" or len(tally.lines) < LEAST_BARS:
        return False
    amounts = [line.amount for line in tally.lines[:MOST_BARS]]
    return min(amounts) > 0 and tally.value > 0 and len({show(amount, tally.unit) for amount in amounts}) > 1


def _bars(tally: TallyLines) -> Picture:
    """The first contributors, and how much of the tally they make."""
    shown = list(tally.lines[:MOST_BARS])
    rows = tuple(BarRow(_name(line), line.amount, show(line.amount, tally.unit)) for line in shown)
    share = show_whole_percent(sum(line.amount for line in shown) / tally.value)
    alike = [row for row in rows if row.text == rows[0].text]
    whole = show(tally.value, tally.unit)
    first = (
        f"{rows[0].name} contributes most, {rows[0].text} of {whole}"
        if len(alike) == 1
        else f"{len(alike)} contribute most, {rows[0].text} each of {whole}"
    )
    more = f"; the first {len(rows)} make {share} %" if len(rows) < tally.count else ""
    caption = f"{tally.tally}: {tally.meaning}"
    label = f"{tally.tally}: {', '.join(f'{row.name} {row.text}' for row in rows)}"
    cells = tuple((Cell(row.name), Cell(row.text)) for row in rows)
    numbers = PageTable((*text_columns(""), *number_columns(tally.tally)), (TableSection("", cells),))
    return Picture(BarChart(label, tally.unit, rows), first + more, caption, numbers)


def _name(line: TallyLine) -> str:
    return line.label or line.customer_id or "(anonymous)"
