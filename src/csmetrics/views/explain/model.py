"""An explanation as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csmetrics.figures.model import Figure
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period
from csmetrics.rates.model import Card
from csmetrics.views.explain.lines import LineColumns


@dataclass(frozen=True, slots=True)
class TallyLines:
    """A tally with the lines that add up to it, biggest first; `lines` may be the first few of `count`."""

    tally: str
    meaning: str
    unit: str
    value: float
    count: int
    lines: LineColumns


@dataclass(frozen=True, slots=True)
class Explanation(Frozen, Framed, view="explain"):
    """A figure, its definition card and what stands behind each tally.

    `parts` are the metrics that the figure is made of, each with its own formula and inputs; `rules` are the switches
    in force for this figure. With segments there is the figure of each, and where customers can change theirs and the
    metric rests on subscriptions, the tallies of those who did in the period.
    """

    figure: Figure
    meaning: str
    notes: str
    source: str
    period: Period
    currency: str | None
    rules: Mapping[str, Any]
    parts: tuple[Figure, ...]
    tallies: tuple[TallyLines, ...]
    by: tuple[str, ...] = ()
    segments: tuple[Figure, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one
    rates: Card | None = None  # of exchange, where any were used
