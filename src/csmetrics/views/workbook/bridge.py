"""The sheet Bridge: from the opening to the close, in money and in customers, as formulas that balance."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from csmetrics.output.sheets.styles import CHANGES, form_of
from csmetrics.output.sheets.writer import Tab, absolute
from csmetrics.views.mrr_bridge import EXCHANGE, MOVES
from csmetrics.views.workbook.checks import FormulaCheck
from csmetrics.views.workbook.layout import HEAD
from csmetrics.views.workbook.model import Workbook
from csmetrics.views.workbook.sheet_top import write_header, write_heading

_MOVES = tuple(each for each in MOVES if each.always)  # those of all customers; segments have more
_COLUMNS = {"mrr": 1, "customers": 7}  # value, level, then base, total, gain, loss for the chart
_LEVEL, _GAIN, _LOSS = "#8FB0E0", "#7CC4A6", "#E59A86"  # light, so that a number on them is read
_TITLES = {"mrr": "MRR", "customers": "Customers"}


class BridgeRow(NamedTuple):
    """One row of the bridge: a tally, its sign and the formula of both; the first and the last are levels."""

    label: str
    tally: str
    amount: float
    sign: int
    formula: str


def write_bridge(tab: Tab, month: Workbook) -> tuple[FormulaCheck, ...]:
    """Both bridges side by side, with charts; and what is to be checked of them."""
    said = "From the opening to the close. The grey columns carry the charts."
    write_heading(tab, month, "Bridge", said)
    bridges = {what: list(_steps(month, what)) for what in _COLUMNS}
    if not all(bridges.values()):
        tab.line("There is no subscriptions file, so nobody can have come, stayed or gone.")
        return ()
    labels = [step.label for step in bridges["mrr"]]
    header = ("MRR", "level", "under", "total", "gain", "loss")
    write_header(tab, "", *header, *("Customers", *header[1:]))
    tab.sheet.freeze_panes(HEAD + 1, 1)
    first = tab.row
    for at, label in enumerate(labels):
        ends = at in (0, len(labels) - 1)
        tab.write(0, label, "total" if ends else "")
        for what, steps in bridges.items():
            _write_step(tab, steps, at, (what, first, "total" if ends else ""))
        tab.next()
    if not all(map(_is_whole, bridges.values())):
        tab.line("The files cannot tell all movements, so this does not lead to the close.", look="quiet")
    for what, steps in bridges.items():
        _chart(tab, what, steps, first)
    tab.widths(30, *([13] + [9] * 5) * 2)
    tab.printed(HEAD)
    return tuple(_checks(bridges, first))


def _steps(month: Workbook, what: str) -> Iterator[BridgeRow]:
    known = {row.name: row.value for row in month.tallies}
    if f"{what}_start" not in known:
        return
    yield _step("At the opening", f"{what}_start", 1, known)
    for move in (*_MOVES, *([EXCHANGE] if month.exchanged else [])):
        yield _step(move.name, f"{what}_{move.word}", move.sign, known)
    yield _step("At the close", f"{what}_end", 1, known)


def _step(label: str, tally: str, sign: int, known: Mapping[str, float | None]) -> BridgeRow:
    """A step; one that is not counted, as customers neither grow nor shrink, is none."""
    formula = f"={'-' if sign < 0 else ''}{tally}" if tally in known else "=0"
    return BridgeRow(label, tally, known.get(tally) or 0.0, sign, formula)


def _write_step(tab: Tab, steps: list[BridgeRow], at: int, where: tuple[str, int, str]) -> None:
    """A movement with its sign, the level after it, and what the chart needs."""
    what, first, look = where
    column, unit = _COLUMNS[what], "money" if what == "mrr" else "count"
    shown = form_of(unit, steps[0].amount, steps[-1].amount)
    amounts = [step.sign * step.amount for step in steps]
    level, before = sum(amounts[: at + 1]), sum(amounts[:at])
    cell = [absolute(tab.row, column + each) for each in range(6)]
    above = absolute(tab.row - 1, column + 1)
    values: tuple[float, ...]
    if look:  # an end: the first is the tally, the last the sum of all above it
        total = f"=SUM({absolute(first, column)}:{absolute(tab.row - 1, column)})" if at else steps[0].formula
        height = before if at else amounts[0]
        formulas = (total, f"={cell[0]}", "=0", f"={cell[0]}", "=0", "=0")
        values = (height, height, 0, height, 0, 0)
    else:
        under, gain, loss = f"=MIN({above},{cell[1]})", f"=MAX({cell[0]},0)", f"=MAX(-{cell[0]},0)"
        formulas = (steps[at].formula, f"={above}+{cell[0]}", under, "=0", gain, loss)
        values = (amounts[at], level, min(before, level), 0, max(amounts[at], 0), max(-amounts[at], 0))
    for place, (formula, value) in enumerate(zip(formulas, values, strict=True)):
        form = shown if look or place else CHANGES[unit]
        tab.formula(column + place, formula, value + 0.0, look if place == 0 else "quiet", form)


def _is_whole(steps: list[BridgeRow]) -> bool:
    """Whether all of it is counted; there are exports that cannot tell some movements."""
    money = ("customers_expansion", "customers_contraction", "customers_exchange")  # customers neither grow nor shrink
    return all(step.formula != "=0" or step.tally in money for step in steps)


def _chart(tab: Tab, what: str, steps: list[BridgeRow], first: int) -> None:
    """A column an end, floating columns between them; the axis begins where something happens."""
    column, last = _COLUMNS[what], first + len(steps) - 1
    chart = tab.book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    looks = ((2, {"none": True}), (3, {"color": _LEVEL}), (4, {"color": _GAIN}), (5, {"color": _LOSS}))
    for place, fill in looks:
        chart.add_series(
            {
                "name": ["Bridge", first - 1, column + place],
                "categories": ["Bridge", first, 0, last, 0],
                "values": ["Bridge", first, column + place, last, column + place],
                "fill": fill,
                "data_labels": {"value": place > 2, "num_format": "#,##0;-#,##0;;", "font": {"size": 8}},  # noqa: PLR2004
                "gap": 40,
            }
        )
    floor = _floor(steps)
    cut = f" (axis from {floor:,.0f})" if floor else ""
    chart.set_title({"name": f"{_TITLES[what]}{cut}", "name_font": {"size": 12}})
    chart.set_y_axis(
        {"min": floor, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E3E7ED"}}}
    )
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 560, "height": 320})
    tab.sheet.insert_chart(last + 3, 0 if what == "mrr" else 6, chart, {"x_offset": 4 if what == "mrr" else 30})


def _floor(steps: list[BridgeRow]) -> float:
    """Where the axis begins: a round number somewhat below the lowest level."""
    levels = [sum(step.sign * step.amount for step in steps[:at]) for at in range(1, len(steps))]
    low, high = min(levels), max(levels)
    room = low - max(high - low, 0.02 * high)
    if room <= 0:
        return 0
    digits = 10 ** max(len(str(int(room))) - 2, 0)
    return room // digits * digits


def _checks(bridges: dict[str, list[BridgeRow]], first: int) -> Iterator[FormulaCheck]:
    for what, steps in bridges.items():
        if not _is_whole(steps):
            continue
        cell = f"Bridge!{absolute(first + len(steps) - 1, _COLUMNS[what])}"
        counted = sum(step.sign * step.amount for step in steps[:-1])
        unit = "money" if what == "mrr" else "count"
        yield FormulaCheck(
            f"Bridge: {_TITLES[what]} at the close", f"={cell}", counted, f"={what}_end", steps[-1].amount, unit
        )
