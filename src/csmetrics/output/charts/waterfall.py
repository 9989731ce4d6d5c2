"""The bridge from one level to another: upright where there is room, lying on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from csmetrics.output.charts import svg
from csmetrics.output.charts.axis import Scale, known
from csmetrics.output.charts.model import Step, Waterfall

_WIDE, _HIGH = 720.0, 232.0
_TOP, _BOTTOM, _COLUMN = 24.0, 190.0, 58.0
_NARROW, _ROW, _BAR = 328.0, 36.0, 20.0
_NAMES, _VALUES = 84.0, 70.0  # on a phone: room for names before the bars, and for values behind them
_KEPT = 0.3  # of the room goes to what is left of the lowest level where the axis is cut


@dataclass(frozen=True, slots=True)
class _Stand:
    """A step between the two levels it leads from and to."""

    step: Step
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


def is_cut(chart: Waterfall) -> bool:
    """Whether the axis does not start at zero, which is to be said beside the picture."""
    return _base(_levels(_stands(chart.steps))) > 0


def _stands(steps: Sequence[Step]) -> list[_Stand]:
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


def _scale(levels: Sequence[float], start: float, end: float) -> Scale:
    low, high = _base(levels), max(0.0, *levels) if levels else 0.0
    return Scale(low, high if high > low else low + 1, start, end)


def _upright(chart: Waterfall, stands: Sequence[_Stand]) -> str:
    levels = _levels(stands)
    scale = _scale(levels, _BOTTOM, _TOP)
    slot = _WIDE / max(1, len(stands))
    marks = [svg.path(f"M0 {svg.at(scale(max(0.0, scale.low)))}H{svg.at(_WIDE)}", "axis")]
    for number, stand in enumerate(stands):
        marks.append(_column(stand, slot * (number + 0.5), min(_COLUMN, slot * 0.7), scale))
        marks.append(_foot(stand, slot * (number + 0.5), slot - 6))
    marks += _across(stands, slot, scale)
    return svg.picture((_WIDE, _HIGH), chart.label, marks, "cs-wide")


def _column(stand: _Stand, x: float, wide: float, scale: Scale) -> str:
    """A column with its value above it; zigzag where it is cut."""
    ends = sorted((scale.clipped(stand.start), scale.clipped(stand.end)))
    marks = svg.filled(x - wide / 2, ends[0], wide, max(ends[1] - ends[0], 1), stand.look)
    if stand.step.end and scale.low > 0:
        part = wide / 3.6
        marks += svg.path(f"M{svg.at(x - 2 * part, _BOTTOM - 14)}" + f"l{svg.at(part)} -7l{svg.at(part)} 7" * 2, "cut")
    return marks + svg.text(x, ends[0] - 8, stand.step.text, stand.ink, "middle")


def _foot(stand: _Stand, x: float, room: float) -> str:
    """The name of a step and what stands under it."""
    name = svg.text(x, _BOTTOM + 18, svg.fitted(stand.step.name, room, 12), "name", "middle")
    under = svg.text(x, _BOTTOM + 34, svg.fitted(stand.step.under, room, svg.SMALL), "t", "middle")
    return name + under + svg.box(x - room / 2, 0, room, _HIGH, "tip", tip=_tip(stand.step))


def _across(stands: Sequence[_Stand], slot: float, scale: Scale) -> list[str]:
    """The levels carried from column to column."""
    half = min(_COLUMN, slot * 0.7) / 2
    return [
        svg.path(f"M{svg.at(slot * (number + 0.5) + half, scale(stand.end))}h{svg.at(slot - 2 * half)}", "carry")
        for number, stand in enumerate(stands[:-1])
    ]


def _lying(chart: Waterfall, stands: Sequence[_Stand]) -> str:
    scale = _scale(_levels(stands), _NAMES, _NARROW - _VALUES)
    high = _ROW * len(stands) + 6
    marks = [svg.path(f"M{svg.at(scale(max(0.0, scale.low)), 0)}V{svg.at(high)}", "axis")]
    for number, stand in enumerate(stands):
        y = number * _ROW + 5
        marks.append(_bar(stand, y, scale))
        if number + 1 < len(stands):
            marks.append(svg.path(f"M{svg.at(scale(stand.end), y + _BAR)}v{svg.at(_ROW - _BAR)}", "carry"))
    return svg.picture((_NARROW, high), chart.label, marks, "cs-narrow")


def _bar(stand: _Stand, y: float, scale: Scale) -> str:
    """A bar with its name before it and its value behind all bars; zigzag where it is cut."""
    ends = sorted((scale.clipped(stand.start), scale.clipped(stand.end)))
    marks = svg.filled(ends[0], y, max(ends[1] - ends[0], 1), _BAR, stand.look)
    if stand.step.end and scale.low > 0:
        marks += svg.path(f"M{svg.at(_NAMES + 10, y - 3)}" + "l5 6.5l-5 6.5" * 2, "cut")
    marks += svg.text(0, y + 10, svg.fitted(stand.step.name, _NAMES - 6, 12), "name")
    marks += svg.text(0, y + 23, svg.fitted(stand.step.under, _NAMES - 6, svg.SMALL), "t")
    marks += svg.text(_NARROW, y + 15, svg.fitted(stand.step.text, _VALUES - 6, svg.STRONG), stand.ink, "end")
    return marks + svg.box(0, y - 4, _NARROW, _ROW, "tip", tip=_tip(stand.step))


def _tip(step: Step) -> str:
    return step.tip or ", ".join(part for part in (f"{step.name}: {step.text}", step.under) if part)
