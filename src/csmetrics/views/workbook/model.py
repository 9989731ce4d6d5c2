"""The month as a workbook holds it: tallies and metrics of many periods, cohorts, customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from csmetrics.errors import Problem
from csmetrics.figures.cohorts import Cohorts
from csmetrics.figures.model import Figure, Remark, Report
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.metrics.model import Metric
from csmetrics.periods import Period
from csmetrics.rates.model import Card
from csmetrics.tables.source import Source

Numbers = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class TallyRow(Frozen):
    """A tally and its value in each period, newest first."""

    name: str
    meaning: str
    unit: str
    table: str
    values: Numbers

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
    values: Numbers
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
class Workbook(Frozen, Framed, view="workbook"):
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
    def period(self) -> Period:
        """The period asked for."""
        return self.report.period

    @property
    def previous_period(self) -> Period:
        """The one before."""
        return self.report.previous_period

    @property
    def chosen(self) -> str:
        """Why it is this period, where nobody named one."""
        return self.report.chosen

    @property
    def currency(self) -> str | None:
        """Of all money."""
        return self.report.currency

    @property
    def rules(self) -> Mapping[str, Any]:
        """The switches in force."""
        return self.report.rules

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a careful reader would point out."""
        return self.report.remarks

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rows that were left out."""
        return self.report.problems

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files read."""
        return self.report.sources

    @property
    def rates(self) -> Card | None:
        """Of exchange, where any were used."""
        return self.report.rates

    @property
    def exchanged(self) -> bool:
        """Whether rates of exchange moved what customers pay."""
        return self.rates is not None
