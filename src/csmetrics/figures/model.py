"""A report as frozen data: everything a renderer needs, nothing it would have to work out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from csmetrics.errors import Problem, UnknownNameError, did_you_mean
from csmetrics.framed import Framed, in_brief
from csmetrics.frozen import Frozen
from csmetrics.periods import Period
from csmetrics.rates.model import Card
from csmetrics.tables.exports import ReadAs
from csmetrics.tables.file_record import Source
from csmetrics.tables.leftout import LeftOut

if TYPE_CHECKING:
    from csmetrics.config.sections import Bounds as Limits

Status = Literal["ok", "undefined", "unavailable"]
Segment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IntervalBounds:
    """The interval around a figure."""

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Figure(Frozen):
    """One metric in one segment and period.

    `value` is a float in `unit`: a rate is a fraction, money is in units of the currency, a score is in points. It is
    None unless `status` is ok; `reason` then says why. `n` is the number of customers, answers or purchases behind the
    figure (the tally `based_on`). `inputs` are the numbers in the formula.
    """

    metric: str
    title: str
    group: str
    unit: str
    better: str
    formula: str
    segment: Segment
    value: float | None
    status: Status
    reason: str | None
    previous: float | None
    change: float | None
    interval: IntervalBounds | None
    based_on: str
    n: float | None
    inputs: Mapping[str, float | None]
    remarks: tuple[str, ...] = ()  # what a careful reader would point out at this figure

    def __repr__(self) -> str:
        """What it is, on one line."""
        return in_brief(self, "figure")


@dataclass(frozen=True, slots=True)
class Remark(Frozen):
    """A sentence beside a figure, never instead of it."""

    metric: str
    segment: Segment
    text: str
    breach: bool = False  # of a threshold


@dataclass(frozen=True, slots=True)
class Report(Frozen, Framed, view="report"):
    """The figures of one period beside the period before, and what they rest on.

    Figures are in catalogue order. Of each metric the whole comes first (segment {}), then each segment. `history` has
    the values of the whole over the last periods, oldest first. `explanations` have the customers and rows behind it.
    """

    period: Period
    previous_period: Period
    by: tuple[str, ...]
    currency: str | None
    rules: Mapping[str, Any]
    figures: tuple[Figure, ...]
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sources: tuple[Source, ...] = ()
    unavailable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # reason -> metrics
    history: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)  # metric -> values, if asked for
    explanations: Mapping[str, Any] = field(default_factory=dict)  # metric -> Explanation, if asked for
    thresholds: "Mapping[str, Limits]" = field(default_factory=dict)  # of the whole, with the explanations
    chosen: str = ""  # why it is this period, where nobody named one
    rates: Card | None = None  # of exchange, where any were used
    read_as: tuple[ReadAs, ...] = ()  # files that are exports of other systems

    def figure(self, metric: str, **segment: str) -> Figure:
        """The figure of a metric, of the whole or of the segment named.

        Raises UnknownNameError when the report has no such figure.
        """
        found = [figure for figure in self.figures if figure.metric == metric]
        if not found:
            raise UnknownNameError(
                f"The report has no figure of {metric}.{did_you_mean(metric, [f.metric for f in self.figures])}"
            )
        for figure in found:
            if figure.segment == segment:
                return figure
        segments = "; ".join(_words(figure.segment) for figure in found if figure.segment)
        raise UnknownNameError(
            f"The report has no segment {_words(segment)}."
            + (f" It has {segments}." if segments else " It is about the whole alone: make it with by.")
        )


def headers_beside(ours: Sequence[str], attributes: Sequence[str]) -> list[str]:
    """What columns of attributes are called beside our own, so that no two have one name.

    >>> headers_beside(["metric", "value"], ["country", "value"])
    ['country', 'attribute value']
    """
    taken, found = {*ours, *attributes}, []
    for name in attributes:
        header = name
        while header in ours or (header != name and header in taken):
            header = f"attribute {header}"
        found.append(header)
        taken.add(header)
    return found


def _words(segment: Segment) -> str:
    return ", ".join(f"{attribute} {value}" for attribute, value in segment.items())
