"""The month as a workbook holds it: tallies and metrics of many periods, cohorts, customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from csmetrics.figures.cohorts import Cohorts
from csmetrics.figures.model import Figure, Report
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.metrics.model import Metric
from csmetrics.periods import Period
from csmetrics.views.of_report import OfReport

PeriodNumbers = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class TallyRow(Frozen):
    """A tally and its value in each period, newest first."""

    name: str
    meaning: str
    unit: str
    table: str
    values: PeriodNumbers

    @property
    def value(self) -> float | None:
        """That of the period asked for."""
        return self.values[0]

    @property
    def previous(self) -> float | None:
        """That of the period before, if the data reach it."""
        return self.values[1] if len(self.values) > 1 else None


@dataclass(frozen=True, slots=True)
class MetricRow(Frozen):
    """A metric, its figure, and its value in each period, newest first; `formula` is that of Excel, if it has one."""

    metric: Metric
    figure: Figure
    values: PeriodNumbers
    formula: str | None

    @property
    def name(self) -> str:
        """Its name."""
        return self.metric.name


@dataclass(frozen=True, slots=True)
class MovedCustomer:
    """A customer of the period: what it paid at the opening and pays at the close, and what happened."""

    customer_id: str
    name: str
    movement: str
    before: float
    after: float
    change: float
    exchange: float


@dataclass(frozen=True, slots=True)
class Workbook(OfReport, Frozen, Framed, view="workbook"):
    """All that the sheets of a workbook hold. `periods` are those of the trend, newest first."""

    report: Report
    periods: tuple[Period, ...]
    tallies: tuple[TallyRow, ...]
    metrics: tuple[MetricRow, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    switches: Mapping[str, str] = field(default_factory=dict)  # parameter -> what sets it
    cohorts: Cohorts | None = None
    customers: tuple[MovedCustomer, ...] | None = None

    @property
    def exchanged(self) -> bool:
        """Whether rates of exchange moved what customers pay."""
        return self.rates is not None
