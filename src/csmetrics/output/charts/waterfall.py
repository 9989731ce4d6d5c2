"""The bridge from one level to another: upright where there is room, lying on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from csmetrics.output.charts import svg
from csmetrics.output.charts.axis import AxisScale, known
from csmetrics.output.charts.model import Waterfall, WaterfallStep

_WIDE, _TOP, _BOTTOM = 720.0, 24.0, 190.0
_COLUMN, _LINE = 58.0, 14.0
_NARROW, _ROW, _BAR = 328.0, 36.0, 20.0
_NAMES, _VALUES = 100.0, 90.0  # on a phone: most room for names before the bars, and for values behind them
_CUT = "axis cut"  # said where nothing else can stand: under the steps, which keep above the lowest level
_KEPT = 0.3  # of the room goes to what is left of the lowest level where the axis is cut


@dataclass(frozen=True, slots=True)
class _Stand:
    """A step between the two levels it leads from and to."""

    step: WaterfallStep
    start: float
    end: float

    @property
    def look(self) -> str:
        """Solid at the ends, else better or worse."""
        return "end" if self.step.end else "good" if self.end >= self.start else "bad"

    @property
    def ink(self) -> str:
        """The same of its value."""
        return "v" if self.step.end or self.end == self.start else "v up" if self.end > self.start else "v down"


def draw(chart: Waterfall) -> str:
    """Both drawings; the style shows one of them."""
    stands = _stands(chart.steps)
    return _upright(chart, stands) + _lying(chart, stands)


def _stands(steps: Sequence[WaterfallStep]) -> list[_Stand]:
    """Each step from the level before it; an end stands on the ground."""
    found, level = [], 0.0
    for step in steps:
        value = known(step.value) or 0.0
        start, level = (0.0, value) if step.end else (level, level + value)
        found.append(_Stand(step, start, level))
    return found


def _levels(stands: Sequence[_Stand]) -> list[float]:
    """Every level that is reached; the ground is none where columns stand on it."""
    return [end for stand in stands for end in ((stand.end,) if stand.step.end else (stand.start, stand.end))]


def _base(levels: Sequence[float]) -> float:
    """Where the axis starts: at zero, or above it where the changes are small beside the levels."""
    low, high = min(levels, default=0.0), max(levels, default=0.0)
    if low <= 0 or high - low > low / 2 or high - low <= high * 1e-9:
        return min(low, 0.0)
    return low - (high - low) * _KEPT / (1 - _KEPT)


def _scale(levels: Sequence[float], start: float, end: float) -> AxisScale:
    low, high = _base(levels), max(0.0, *levels) if levels else 0.0
    return AxisScale(low, high if high > low else low + 1, start, end)


def _room_for_words(scale: AxisScale, stands: Sequence[_Stand]) -> bool:
    """Whether the axis is cut and there is a step that stands clear of it."""
    return scale.low > 0 and len(stands) > 1 and not stands[1].step.end


def _upright(chart: Waterfall, stands: Sequence[_Stand]) -> str:
    """Columns from left to right; a name that does not fit its column's room takes two lines."""
    scale = _scale(_levels(stands), _BOTTOM, _TOP)
    slot = _WIDE / max(1, len(stands))
    names = [svg.wrapped(stand.step.name, slot - 6, 12) for stand in stands]
    foot = _BOTTOM + 4 + _LINE * max(map(len, names), default=0)
    high = foot + 20
    marks = [svg.path(f"M0 {svg.at(scale(max(0.0, scale.low)))}H{svg.at(_WIDE)}", "axis")]
    for number, (stand, name) in enumerate(zip(stands, names, strict=True)):
        x = slot * (number + 0.5)
        marks.append(_column(stand, x, min(_COLUMN, slot * 0.7), scale))
        marks += [svg.text(x, _BOTTOM + 18 + _LINE * row, line, svg.NAME, "middle") for row, line in enumerate(name)]
        marks.append(svg.text(x, foot + 16, svg.fitted(stand.step.under, slot - 6, svg.SMALL), "t", "middle"))
    marks += _across(stands, slot, scale)
    if _room_for_words(scale, stands):
        marks.append(svg.text(slot * 1.5, _BOTTOM - 7, _CUT, "t", "middle"))
    marks += [svg.box(slot * n, 0, slot, high, "tip", tip=_tip(stand.step)) for n, stand in enumerate(stands)]
    return svg.picture((_WIDE, high), chart.label, marks, "cs-wide")


def _column(stand: _Stand, x: float, wide: float, scale: AxisScale) -> str:
    """A column with its value above it; zigzag where it is cut."""
    top, bottom = sorted((scale.clipped(stand.start), scale.clipped(stand.end)))
    marks = svg.filled(x - wide / 2, top, wide, max(bottom - top, 1), stand.look)
    if stand.step.end and scale.low > 0:
        part = wide / 3.6
        marks += svg.path(f"M{svg.at(x - 2 * part, _BOTTOM - 14)}" + f"l{svg.at(part)} -7l{svg.at(part)} 7" * 2, "cut")
    return marks + svg.text(x, top - 8, svg.fitted(stand.step.text, wide + 40, svg.STRONG), stand.ink, "middle")


def _across(stands: Sequence[_Stand], slot: float, scale: AxisScale) -> list[str]:
    """The levels carried from column to column."""
    half = min(_COLUMN, slot * 0.7) / 2
    return [
        svg.path(f"M{svg.at(slot * (number + 0.5) + half, scale(stand.end))}h{svg.at(slot - 2 * half)}", "carry")
        for number, stand in enumerate(stands[:-1])
    ]


def _lying(chart: Waterfall, stands: Sequence[_Stand]) -> str:
    """Bars one beneath another, their names before them, their values behind them all."""
    steps = [stand.step for stand in stands]
    names = max((max(svg.width(step.name, 12), svg.width(step.under, svg.SMALL)) for step in steps), default=0)
    values = max((svg.width(step.text, svg.STRONG) for step in steps), default=0)
    start, end = min(names, _NAMES) + 8, _NARROW - min(values, _VALUES) - 8
    scale = _scale(_levels(stands), start, end)
    high = _ROW * len(stands) + 6
    marks = [svg.path(f"M{svg.at(scale(max(0.0, scale.low)), 0)}V{svg.at(high)}", "axis")]
    for number, stand in enumerate(stands):
        y = number * _ROW + 5
        marks += [_bar(stand, y, scale), _words(stand.step, y, start - 7), _value(stand, y)]
        if number + 1 < len(stands):
            marks.append(svg.path(f"M{svg.at(scale(stand.end), y + _BAR)}v{svg.at(_ROW - _BAR)}", "carry"))
        if number == 1 and _room_for_words(scale, stands):
            marks.append(svg.text(start + 5, y + 14, _CUT, "t"))
        marks.append(svg.box(0, y - 4, _NARROW, _ROW, "tip", tip=_tip(stand.step)))
    return svg.picture((_NARROW, high), chart.label, marks, "cs-narrow")


def _bar(stand: _Stand, y: float, scale: AxisScale) -> str:
    """A bar; zigzag where it is cut."""
    left, right = sorted((scale.clipped(stand.start), scale.clipped(stand.end)))
    marks = svg.filled(left, y, max(right - left, 1), _BAR, stand.look)
    if stand.step.end and scale.low > 0:
        marks += svg.path(f"M{svg.at(scale.start + 10, y - 3)}" + "l5 6.5l-5 6.5" * 2, "cut")
    return marks


def _words(step: WaterfallStep, y: float, room: float) -> str:
    name = svg.text(0, y + 10, svg.fitted(step.name, room, 12), svg.NAME)
    return name + svg.text(0, y + 23, svg.fitted(step.under, room, svg.SMALL), "t")


def _value(stand: _Stand, y: float) -> str:
    return svg.text(_NARROW, y + 15, svg.fitted(stand.step.text, _VALUES, svg.STRONG), stand.ink, "end")


def _tip(step: WaterfallStep) -> str:
    return step.tip or ", ".join(part for part in (f"{step.name}: {step.text}", step.under) if part)
