"""Axes: where a value stands, round numbers beside it, periods beneath it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csmetrics.output.charts import svg
from csmetrics.output.charts.model import Limit
from csmetrics.output.readable import show_tick

WIDTH = 360.0  # of all charts that stand in pairs, so that their text has one size
HEIGHT = 180.0

_MOST, _LEAST = 1e100, 1e-100  # beyond this it is no figure of a firm, and beneath it nothing
_ALL = 1.0
_SCORE = 100.0  # no score in points is beyond it
_OVER, _UNDER = 0.06, 0.18  # what an axis goes on beyond its values; beneath them a value is printed
_EDGE = 0.03  # and beyond what else is drawn
_FEW, _MANY = 3, 5  # round numbers on an axis
_TOP, _FOOT = 14.0, 24.0
_LEFT, _WIDEST_LEFT = 34.0, 84.0
_RIGHT, _WIDEST_RIGHT = 46.0, 150.0
_APART = 4.0  # between the axis and the first point
_MARKS = 12  # most small marks beneath an axis, the first one not counted


@dataclass(frozen=True, slots=True)
class AxisScale:
    """Where a value stands, in units of the picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value.

        >>> AxisScale(0, 50, 100, 0)(20)
        60.0
        """
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def clipped(self, value: float) -> float:
        """The place of a value, or of the end it is beyond."""
        return self(min(max(value, self.low), self.high))


@dataclass(frozen=True, slots=True)
class Frame:
    """The room for the points of a chart over time: its sides, where a value stands, where each period stands."""

    left: float
    right: float
    top: float
    bottom: float
    scale: AxisScale
    places: tuple[float, ...]
    unit: str

    @property
    def slot(self) -> float:
        """How wide a period is."""
        return (self.right - self.left) / max(1, len(self.places))


def known(value: float | None) -> float | None:
    """A value that can be drawn; None is a gap."""
    if value is None or not abs(value) <= _MOST:
        return None
    return value if abs(value) >= _LEAST else 0.0


def all_known(values: Iterable[float | None]) -> list[float]:
    """The values that can be drawn."""
    return [value for value in map(known, values) if value is not None]


def reach(
    values: Sequence[float], unit: str, limits: Sequence[float] = (), ends: Sequence[float] = (), *, zero: bool
) -> tuple[float, float]:
    """From where to where an axis goes: all values, limits that are not far, intervals as far as the values reach.

    >>> low, high = reach([0.2, 0.4], "fraction", limits=[0.5, 30], ends=[0.1, 0.9], zero=True)
    >>> low, round(high, 3)
    (0.0, 0.824)
    """
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    far = high - low or abs(high) or 1.0
    near = [limit for limit in limits if low - far <= limit <= high + far]
    wide = [min(max(end, low - far), high + far) for end in ends]
    return _padded(min([low, *near, *wide]), max([high, *near, *wide]), values, unit, zero=zero)


def _padded(low: float, high: float, values: Sequence[float], unit: str, *, zero: bool) -> tuple[float, float]:
    """A little more at both ends, but not below zero or above all, where no value is."""
    span = high - low
    if span <= abs(high) * 1e-9:  # the same value all along
        span = abs(high) or 1 / _OVER
    under = low if zero and low == 0 else min(low - _EDGE * span, min(values) - _UNDER * span)
    over = high if zero and high == 0 > min(values) else max(high + _EDGE * span, max(values) + _OVER * span)
    least, most = _bounds(values, unit)
    return max(under, least), min(over, most)


def _bounds(values: Sequence[float], unit: str) -> tuple[float, float]:
    """What an axis does not go beyond: zero, all, or the ends of a score, unless a value does."""
    most = {"fraction": _ALL, "points": _SCORE}.get(unit, math.inf)
    least = 0.0 if min(values) >= 0 else -_SCORE if unit == "points" and min(values) >= -_SCORE else -math.inf
    return least, most if max(values) <= most else math.inf


def round_numbers(low: float, high: float, *, whole: bool = False) -> tuple[float, tuple[float, ...]]:
    """Round numbers between two ends, three to five of them if need be, and how far they are apart.

    >>> round_numbers(0, 12_435), round_numbers(0.83, 1.06)
    ((5000.0, (0.0, 5000.0, 10000.0)), (0.05, (0.85, 0.9, 0.95, 1.0, 1.05)))
    """
    power = math.floor(math.log10((high - low) / _MANY))
    if whole and power < 0:
        return 1.0, _multiples(low, high, 1, 0)
    found = [(times, _multiples(low, high, times, power)) for times in (1, 2, 5, 10, 4, 20)]
    times, numbers = next((each for each in found if _FEW <= len(each[1]) <= _MANY), found[1])
    return _power(times, power), numbers


def _multiples(low: float, high: float, times: int, power: int) -> tuple[float, ...]:
    step = times * 10.0**power
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(_power(number * times, power) for number in range(first, last + 1))


def _power(number: int, power: int) -> float:
    """Times a power of ten, without the noise of multiplying by a tenth."""
    return number / 10.0**-power if power < 0 else number * 10.0**power


def frame(names: int, ends: tuple[float, float], unit: str, margin: float, *, slots: bool = False) -> Frame:
    """The room that is left beside the numbers of the axis and what is said at the end of the lines."""
    left = min(max(_LEFT, *(svg.width(words, svg.SMALL) + 8 for _, words in _numbers(ends, unit)), 0), _WIDEST_LEFT)
    right = WIDTH - min(max(_RIGHT, margin), _WIDEST_RIGHT)
    bottom = HEIGHT - _FOOT
    scale = AxisScale(*ends, bottom, _TOP)
    return Frame(left, right, _TOP, bottom, scale, _places(names, left, right, slots=slots), unit)


def _places(names: int, left: float, right: float, *, slots: bool) -> tuple[float, ...]:
    """Where the periods stand: in the middle of slots for columns, from end to end for lines."""
    if slots or names == 1:
        slot = (right - left) / max(1, names)
        return tuple(left + slot * (number + 0.5) for number in range(names))
    step = (right - left - 2 * _APART) / max(1, names - 1)
    return tuple(left + _APART + step * number for number in range(names))


def _numbers(ends: tuple[float, float], unit: str) -> list[tuple[float, str]]:
    step, found = round_numbers(*ends, whole=unit == "count")
    return [(value, show_tick(value, unit, step)) for value in found]


def grid(room: Frame) -> str:
    """The lines of round numbers, with the numbers."""
    marks = []
    for value, words in _numbers((room.scale.low, room.scale.high), room.unit):
        y = room.scale(value)
        marks.append(svg.path(f"M{svg.at(room.left, y)}H{svg.at(room.right)}", "axis" if value == 0 else "grid"))
        marks.append(svg.text(room.left - 6, y + 4, words, "t", "end"))
    return "".join(marks)


def periods(room: Frame, names: Sequence[str]) -> str:
    """The line of time: a mark for every so many periods; the first, the middle and the last are named."""
    marks = [f"M{svg.at(room.left, room.bottom)}H{svg.at(room.right)}"]
    every = _every(len(names))
    marks += [f"M{svg.at(x, room.bottom)}v{4 if not n % (4 * every) else 2.5}" for n, x in _each(room, every)]
    return svg.path("".join(marks), "axis") + "".join(_named(room, names))


def _each(room: Frame, every: int) -> Iterable[tuple[int, float]]:
    return ((number, x) for number, x in enumerate(room.places) if not number % every)


def _every(count: int) -> int:
    """So many periods have one mark, as a quarter has for two years of months."""
    every = next((step for step in (1, 3, 6, 12) if (count - 1) / step <= _MARKS), 12)
    while (count - 1) / every > _MARKS:
        every *= 2
    return every


def _named(room: Frame, names: Sequence[str]) -> Iterable[str]:
    y = room.bottom + 18
    third = (room.right - room.left) / 3 - 10
    if len(names) == 1:
        yield svg.text(room.places[0], y, svg.fitted(names[0], 3 * third, svg.SMALL), "t", "middle")
    if len(names) < 2:  # noqa: PLR2004  # a first and a last
        return
    yield svg.text(room.left, y, svg.fitted(names[0], third, svg.SMALL), "t")
    if len(names) > 4:  # noqa: PLR2004  # a middle that is not beside an end
        middle = len(names) // 2
        yield svg.text(room.places[middle], y, svg.fitted(names[middle], third, svg.SMALL), "t", "middle")
    yield svg.text(room.right, y, svg.fitted(names[-1], third, svg.SMALL), "t", "end")


def within(room: Frame, limit: Limit) -> bool:
    """Whether the limit can be drawn at its place."""
    return known(limit.value) is not None and room.scale.low <= limit.value <= room.scale.high
