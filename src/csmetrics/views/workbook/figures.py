"""The sheet Figures: each figure a formula over the tallies, beside the period before."""

from csmetrics.metrics.model import Metric
from csmetrics.output.phrases import as_sentence
from csmetrics.output.sentences import based_on, period_heading
from csmetrics.output.sheets.about import sentences, write_sources
from csmetrics.output.sheets.styles import BAD, GOOD, change_form, form_of
from csmetrics.output.sheets.writer import Tab, absolute
from csmetrics.views.report.page import about
from csmetrics.views.workbook.formulas import live, may_lack
from csmetrics.views.workbook.layout import BEFORE, SheetLayout, groups
from csmetrics.views.workbook.model import MetricRow, Workbook
from csmetrics.views.workbook.sheet_top import write_header

_VALUE, _PREVIOUS, _CHANGE, _LOW, _HIGH, _N, _OF, _STATUS, _WHY, _NOTE, _UNIT, _NAME, _SAYS = range(1, 14)
NO_FORMULA = "A value: its formula is more than arithmetic over tallies. "


def write_figures(tab: Tab, month: Workbook, layout: SheetLayout, verdict: str) -> None:
    """Title, verdict, what may be changed, then the figures in their groups."""
    tab.line(f"Customer success, {period_heading(month.period, month.currency)}", look="title")
    more = ("n counts", "status", "why there is none", "to be noted", "unit", "name", "what it says")
    beside = f"Beside it {month.previous_period.name}. Each figure is a formula over the sheet Tallies."
    tab.line(" ".join(each for each in (as_sentence(month.chosen), beside) if each), look="quiet")
    tab.formula(0, "=all_is_well", verdict, "verdict")
    tab.next()
    _parameters(tab, month)
    tab.next(layout.figures_head - tab.row)
    names = (month.period.name, month.previous_period.name, "change", "95 % from", "to", "n")
    write_header(tab, "", *names, *more, numbers_to=_N)
    tab.sheet.freeze_panes(tab.row, 1)
    for title, members in groups(month.metrics):
        tab.line(title, look="part")
        for row in members:
            _figure(tab, row, month, layout)
    _beneath(tab, month)
    tab.widths(30, 13, 13, 12, 11, 11, 9, 12, 11, 34, 46, 9, 26, 90)
    tab.printed(layout.figures_head)
    tab.sheet.print_area(0, 0, tab.row, _NOTE)


def _parameters(tab: Tab, month: Workbook) -> None:
    """Cells that the reader may change, each with a name."""
    for name, value in month.parameters.items():
        tab.write(0, name.replace("_", " ").capitalize(), "strong")
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        for column, each in enumerate(values, 1):
            tab.write(column, each, "input", "fraction" if name == "gross_margin" else "plain")
        first, last = tab.cell(1), tab.cell(len(values))
        tab.book.name(name, first if len(values) == 1 else f"{first}:{last.partition('!')[2]}")
        said = f"From {month.switches[name]} of csmetrics.yaml. Change it, and the figures follow; Checks shows it."
        tab.write(len(values) + 1, said, "quiet word")
        tab.next()


def _figure(tab: Tab, row: MetricRow, month: Workbook, layout: SheetLayout) -> None:
    figure = row.figure
    unit = form_of(row.metric.unit, figure.value)
    note = _note(row)
    tab.high((note, 60), (figure.reason or "", 42))
    tab.write(0, figure.title, "word")
    tab.book.name(row.name, tab.cell(_VALUE))
    tab.book.name(f"{row.name}{BEFORE}", tab.cell(_PREVIOUS))
    before = live(row.metric, layout.month_before(), _catalogue(month)) if row.formula and _has_before(month) else None
    for column, formula, value in ((_VALUE, row.formula, figure.value), (_PREVIOUS, before, figure.previous)):
        if formula:
            tab.formula(column, formula, value, "strong" if column == _VALUE else "quiet", unit)
        else:
            tab.write(column, value, "strong" if column == _VALUE else "quiet", unit)
    _change(tab, row)
    if figure.interval:
        tab.write(_LOW, figure.interval.low, "quiet", unit)
        tab.write(_HIGH, figure.interval.high, "quiet", unit)
    _based_on(tab, row, layout)
    _standing(tab, row, month, layout)
    tab.write(_NOTE, note, "quiet wrapped")
    tab.write(_UNIT, row.metric.unit, "quiet")
    tab.write(_NAME, row.name, "quiet")
    tab.write(_SAYS, row.metric.meaning, "quiet")
    tab.next()


def _beneath(tab: Tab, month: Workbook) -> None:
    """What the report says around its figures, and the files that they rest on."""
    said = [text for text, look in sentences(about(month.report)) if look != "title"]
    if said:
        tab.next()
        tab.line("Notes", look="part")
    for text in said:
        tab.line(text, look="quiet word")
    write_sources(tab, month.sources)


def _note(row: MetricRow) -> str:
    """What is no formula, and what a careful reader would point out."""
    figure = row.figure
    said = NO_FORMULA if row.formula is None and figure.status != "unavailable" else ""
    interval = f"The interval is a value: {figure.interval.method}. " if figure.interval else ""
    return f"{said}{interval}{' '.join(figure.remarks)}".strip()


def _catalogue(month: Workbook) -> dict[str, Metric]:
    return {row.name: row.metric for row in month.metrics}


def _has_before(month: Workbook) -> bool:
    return len(month.periods) > 1


def _change(tab: Tab, row: MetricRow) -> None:
    """By how much it changed; of a share in percentage points, green for the better and red for the worse."""
    now, was = (tab.cell(column).partition("!")[2].replace("$", "") for column in (_VALUE, _PREVIOUS))
    times = 100 if row.metric.unit == "fraction" else 1
    change = None if row.figure.change is None else times * row.figure.change
    formula = f'=IF(OR({now}="",{was}=""),"",{f"{times}*({now}-{was})" if times > 1 else f"{now}-{was}"})'
    tab.formula(_CHANGE, formula, change, "", change_form(row.metric.unit, row.figure.value, change))
    if row.metric.better == "neither":
        return
    up, down = (GOOD, BAD) if row.metric.better == "higher" else (BAD, GOOD)
    for sign, colour in ((">", up), ("<", down)):
        looks = tab.book.workbook.add_format({"font_color": colour})
        cell = tab.cell(_CHANGE).partition("!")[2]
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}{sign}0)", "format": looks}
        tab.sheet.conditional_format(tab.row, _CHANGE, tab.row, _CHANGE, rule)


def _based_on(tab: Tab, row: MetricRow, layout: SheetLayout) -> None:
    """How many of what stand behind it."""
    figure = row.figure
    if figure.n is None:
        return
    if figure.based_on in (*layout.tally_rows, *layout.figure_rows):
        tab.formula(_N, f"={figure.based_on}", figure.n, "quiet", "count")
    else:
        tab.write(_N, figure.n, "quiet", "count")
    tab.write(_OF, based_on(figure).rpartition(" ")[2], "quiet word")


def _standing(tab: Tab, row: MetricRow, month: Workbook, layout: SheetLayout) -> None:
    """Whether it has a value, and why not: the reason of what it is made of, else its own."""
    figure = row.figure
    if figure.status == "unavailable":
        tab.write(_STATUS, figure.status, "quiet")
        tab.write(_WHY, figure.reason, "quiet wrapped")
        return
    catalogue = _catalogue(month)
    value = tab.cell(_VALUE).partition("!")[2].replace("$", "")
    tab.formula(_STATUS, f'=IF({value}="","undefined","ok")', figure.status, "quiet")
    if row.name not in catalogue or not may_lack(row.name, catalogue):
        return
    why = quoted(row.metric.undefined)
    for needed in reversed([name for name in row.metric.inputs if name in catalogue]):
        why = f'IF({needed}="",{absolute(layout.figure_rows[needed], _WHY)},{why})'
    tab.formula(_WHY, f'=IF({value}="",{why},"")', figure.reason, "quiet wrapped")


def quoted(text: str) -> str:
    """A text inside a formula.

    >>> len(quoted('an "answer"')) - len('an "answer"')
    4
    """
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
