"""What a page that is built round a report has from it."""

from collections.abc import Mapping
from typing import Any

from csmetrics.errors import Problem
from csmetrics.figures.model import Remark, Report
from csmetrics.periods import Period
from csmetrics.rates.model import Card
from csmetrics.tables.file_record import Source


class OfReport:
    """A result with a `report` among its parts, whose period, currency, rules and files are those of the report."""

    __slots__ = ()
    report: Report

    @property
    def period(self) -> Period:
        """The period asked for."""
        return self.report.period

    @property
    def previous_period(self) -> Period:
        """The one before, which it is compared with."""
        return self.report.previous_period

    @property
    def chosen(self) -> str:
        """Why it is this period, where nobody named one."""
        return self.report.chosen

    @property
    def currency(self) -> str | None:
        """The currency of all money, if it is known."""
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
        """Every row that was left out."""
        return self.report.problems

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files that were read."""
        return self.report.sources

    @property
    def rates(self) -> Card | None:
        """The rates of exchange, where any were used."""
        return self.report.rates
