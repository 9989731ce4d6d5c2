"""An explanation as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from csmetrics.figures.model import Figure, Segment
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period
from csmetrics.rates.model import Card


@dataclass(frozen=True, slots=True)
class Line(Frozen):
    """What one customer (or, in costs, one category) contributes to a tally, and the file rows it comes from.

    `customer_id` is None for anonymous answers and for costs; `label` is the customer's name, the cost's category
    or "(anonymous)". `segment` is the customer's, if there are segments; `mrr` is what it pays, where customers are
    counted.
    """

    customer_id: str | None
    label: str
    amount: float
    file: str
    rows: tuple[int, ...]
    segment: Segment = field(default_factory=dict)
    mrr: float | None = None


@dataclass(frozen=True, slots=True)
class TallyLines:
    """A tally with the lines that add up to it, biggest first; `lines` may be the first few of `count`."""

    tally: str
    meaning: str
    unit: str
    value: float
    count: int
    lines: tuple[Line, ...]


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
