"""An explanation as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from csmetrics.figures.model import Figure, Segment
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period
from csmetrics.rates.model import Card


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """What one contributor pays in one currency of its own, the rate, and what that is worth in that of the figures.

    Of recurring money at the opening and at the close; else the `amount` of its rows, with the `rate` where they have
    one alone. None is what there is no saying of.
    """

    currency: str
    opening: float | None = None
    opening_rate: Fraction | None = None
    opening_worth: float | None = None
    close: float | None = None
    close_rate: Fraction | None = None
    close_worth: float | None = None
    amount: float | None = None
    rate: Fraction | None = None
    worth: float | None = None


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
    own: tuple[OwnMoney, ...] = ()  # where amounts are in several currencies


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
