"""The sheet Checks: each formula against the figure that csmetrics computed, and one cell that says all is well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmetrics.output.sentences import period_heading
from csmetrics.output.sheets.styles import BAD, GOOD, form_of
from csmetrics.output.sheets.writer import Tab, absolute
from csmetrics.views.workbook.layout import BEFORE, HEAD, SheetLayout
from csmetrics.views.workbook.model import Workbook
from csmetrics.views.workbook.sheet_top import write_header

WELL = "All is well"
NAME = "all_is_well"
_NEAR, _NEAR_SUMS = 1e-9, 1e-6  # relative, and of sums at least
_OK, _DIFFERS = "ok", "differs"


@dataclass(frozen=True, slots=True)
class FormulaCheck:
    """A cell worked out here, against what it should be: a figure as it was computed, or another cell."""

    label: str
    formula: str
    found: float | None
    ours: str | None  # a formula, or nothing where it is a figure
    expected: float | None
    unit: str

    @property
    def tolerance(self) -> float:
        """How far apart the two may be: what adding up in another order can do."""
        size = abs(self.expected or 0.0)
        least = _NEAR_SUMS if self.unit in ("money", "count") else _NEAR
        return max(_NEAR * size, least)

    @property
    def holds(self) -> bool:
        """Whether they are the same."""
        if self.found is None or self.expected is None:
            return self.found is self.expected
        return abs(self.found - self.expected) <= self.tolerance


def checks_of(month: Workbook, layout: SheetLayout, more: Sequence[FormulaCheck]) -> list[FormulaCheck]:
    """The figures of the period, of the one before, the newest of the trend, and those of the other sheets."""
    return [*_figures(month), *_previous(month), *_trend(month, layout), *more]


def _figures(month: Workbook) -> Iterator[FormulaCheck]:
    for row in month.metrics:
        if row.formula:
            value = row.figure.value
            yield FormulaCheck(
                f"{row.metric.title}, {month.period.name}", f"={row.name}", value, None, value, row.metric.unit
            )


def _previous(month: Workbook) -> Iterator[FormulaCheck]:
    for row in month.metrics:
        if row.formula and len(month.periods) > 1:
            value, unit = row.figure.previous, row.metric.unit
            label = f"{row.metric.title}, {month.previous_period.name}"
            yield FormulaCheck(label, f"={row.name}{BEFORE}", value, None, value, unit)


def _trend(month: Workbook, layout: SheetLayout) -> Iterator[FormulaCheck]:
    """The newest column of the trend says what Figures says."""
    for row in month.metrics:
        if row.formula and row.name in layout.trend_rows and row.values[0] is not None:
            cell = absolute(layout.trend_rows[row.name], layout.trend_column(0))
            label = f"Trend: {row.metric.title}"
            yield FormulaCheck(
                label, f"=Trend!{cell}", row.values[0], f"={row.name}", row.figure.value, row.metric.unit
            )


def verdict_on(checks: Sequence[FormulaCheck]) -> str:
    """What the one cell says."""
    failed = sum(not check.holds for check in checks)
    return f"{failed} of {len(checks)} checks fail" if failed else WELL


def write_checks(tab: Tab, month: Workbook, checks: Sequence[FormulaCheck]) -> None:
    """The verdict, then a check a row."""
    first, last = HEAD + 1, HEAD + max(len(checks), 1)
    area = f"{absolute(first, 5)}:{absolute(last, 5)}"
    tab.line(f"Checks, {period_heading(month.period, month.currency)}", look="title")
    tab.line("Each formula beside the figure as csmetrics computed it. Who changes a parameter sees here by how much.",
             look="quiet")  # fmt: skip
    failed = f'COUNTIF({area},"{_DIFFERS}")'
    said = f'{failed}&" of {len(checks)} checks fail"'
    tab.book.name(NAME, tab.cell(0))
    tab.formula(0, f'=IF({failed}=0,"{WELL}",{said})', verdict_on(checks), "verdict")
    _coloured(tab, tab.row, tab.row, 0, WELL)
    tab.next(HEAD - tab.row)
    write_header(tab, "what", "in this workbook", "should be", "difference", "tolerance", "verdict", numbers_to=4)
    tab.sheet.freeze_panes(HEAD + 1, 1)
    for check in checks:
        _write(tab, check)
    _coloured(tab, first, last, 5, _OK)
    tab.widths(48, 18, 18, 14, 14, 12)
    tab.printed(HEAD)


def _write(tab: Tab, check: FormulaCheck) -> None:
    found, expected, difference, tolerance = (absolute(tab.row, column) for column in (1, 2, 3, 4))
    tab.write(0, check.label)
    form = form_of(check.unit, check.expected)
    tab.formula(1, check.formula, check.found, "", form)
    if check.ours:
        tab.formula(2, check.ours, check.expected, "", form)
    else:
        tab.write(2, check.expected, "", form)
    none = f'OR({found}="",{expected}="")'
    apart = None if check.found is None or check.expected is None else abs(check.found - check.expected)
    tab.formula(3, f'=IF({none},"",ABS({found}-{expected}))', apart, "quiet", "0.00E+00")
    tab.write(4, check.tolerance, "quiet", "0E+00")
    both = f'IF(AND({found}="",{expected}=""),"{_OK}","{_DIFFERS}")'
    formula = f'=IF({none},{both},IF({difference}<={tolerance},"{_OK}","{_DIFFERS}"))'
    tab.formula(5, formula, _OK if check.holds else _DIFFERS, "word")
    tab.next()


def _coloured(tab: Tab, first: int, last: int, column: int, well: str) -> None:
    for sign, colour in (("==", GOOD), ("!=", BAD)):
        looks = tab.book.workbook.add_format({"font_color": colour, "bold": True})
        rule = {"type": "cell", "criteria": sign, "value": f'"{well}"', "format": looks}
        tab.sheet.conditional_format(first, column, last, column, rule)
