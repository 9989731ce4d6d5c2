"""What a picture shows, before anything is drawn.

Values keep their unit, and `text` is how a page prints them: a picture has no numbers of its own. `label` is what a
reader who does not see it is told, with the first and the last value.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Judged = Literal["plain", "good", "bad", "warn", "quiet"]


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place of the axis; None is a gap, never zero. `hollow` rests on few answers."""

    at: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    hollow: bool = False
    tip: str = ""
    note: str = ""  # what the value rests on ("n 31"), said beneath it at the end of its line


@dataclass(frozen=True, slots=True)
class Series:
    """Points in the order of the axis, all series of a chart at the same places; the first series is the main one."""

    name: str
    points: tuple[Point, ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold: where it is, how it is printed ("at most 4 %"), and on which side it is breached."""

    value: float
    text: str
    breached: Literal["above", "below"] = "below"

    def is_breached_by(self, value: float) -> bool:
        """Whether a value lies on the side where it is breached; one that is reached is kept."""
        return value > self.value if self.breached == "above" else value < self.value


@dataclass(frozen=True, slots=True)
class LineChart:
    """Rates and scores over time, with a band where points have an interval.

    `filled` is a level drawn from zero with an area beneath; `stepped` holds each value until the next one, as a
    survival curve does.
    """

    label: str
    unit: str
    series: tuple[Series, ...]
    limits: tuple[Limit, ...] = ()
    filled: bool = False
    stepped: bool = False
    missing: str = ""  # why the first points are not there


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Levels over time from zero, the last one solid; those beyond the limit are hatched."""

    label: str
    unit: str
    points: tuple[Point, ...]
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One column of a bridge: a level at an end, or what was added or taken; `under` stands beneath its name."""

    name: str
    value: float
    text: str
    under: str = ""
    end: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A bridge from one level to another; upright where there is room, lying on a phone. The axis may be cut."""

    label: str
    unit: str
    steps: tuple[WaterfallStep, ...]


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of bars: to the right `value`, and to the left, if there is one, `against`."""

    name: str
    value: float
    text: str
    against: float | None = None
    against_text: str = ""
    note: str = ""
    judged: Judged = "plain"


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars that lie, longest as wide as there is room for; two heads where rows have two sides."""

    label: str
    unit: str
    rows: tuple[BarRow, ...]
    heads: tuple[str, str] = ("", "")  # of the left and of the right side


@dataclass(frozen=True, slots=True)
class ShareSlice:
    """A part of a whole: how many, and how it is printed."""

    name: str
    value: float
    text: str
    judged: Judged = "plain"


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One bar of parts that make a whole, as of promoters, passives and detractors; a score with its whisker beneath.

    The score has a scale (`ends`), and with it there may be the limit of a threshold and the interval of the point.
    """

    label: str
    shares: tuple[ShareSlice, ...]
    score: Point | None = None
    ends: tuple[float, float] = (-100.0, 100.0)
    limit: Limit | None = None
    unit: str = "points"  # of the score


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line with a dot at its end; the limit is a dashed line without a word."""

    label: str
    values: tuple[float | None, ...]
    limit: float | None = None


Chart: TypeAlias = LineChart | ColumnChart | Waterfall | BarChart | ShareBar | Sparkline
