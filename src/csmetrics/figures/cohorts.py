"""Cohorts: what became of those who first paid in each month, quarter or year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np

from csmetrics.counting.cohort_tallies import CohortTallies, tally_cohorts
from csmetrics.counting.plan import Plan, absent_in
from csmetrics.errors import DataError, Problem
from csmetrics.figures.choose import When, coverage
from csmetrics.figures.evaluate import SCALES
from csmetrics.figures.remarks import remarks_about
from csmetrics.figures.resolve import plan_list
from csmetrics.framed import Framed
from csmetrics.periods import Period, from_day_number, period_of, series
from csmetrics.rates.model import Card
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source

MOST_PERIODS = 1200
Of = Literal["customers", "mrr"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who first paid in one period, at the close of that period (age 0) and of every one since.

    `values[age]` counts them, or is their MRR; `shares[age]` is that over age 0. Both end with the newest period: a
    cell that is not complete is not there. Customers who came back count again, so a share can rise.
    """

    period: Period
    values: tuple[float, ...]
    shares: tuple[float | None, ...]

    @property
    def size(self) -> float:
        """Customers or MRR at age 0."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Cohorts(Framed, view="cohorts"):
    """The triangle of the cohorts that have somebody, oldest first, and the average weighted by size.

    `average[age]` is the sum of the values at an age over the sum of the sizes of the cohorts that reached it.
    """

    of: Of
    period: Period
    currency: str | None
    cohorts: tuple[Cohort, ...]
    average: tuple[float | None, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one
    notes: tuple[str, ...] = ()
    rates: Card | None = None  # of exchange, where any were used


def plan_cohorts(data: Dataset, when: When) -> Plan:
    """The plan of all periods up to the one asked for (by default the last complete one).

    It begins with the first plausible day: a start in the year 1 is no reason for 24,000 columns.
    """
    if "subscriptions" not in data:
        raise DataError(
            "Cohorts need subscriptions.csv: a cohort begins with the first payment. Add the file to the folder."
        )
    plan = plan_list(data, when)
    newest = plan.period
    first = period_of(_first_day(data), newest.grain if newest.grain != "months" else "month", newest.year_starts)
    count = max((newest.end.year - first.start.year) * 12 + newest.end.month - first.start.month, 1)
    return replace(plan, periods=series(newest, min(-(-count // newest.months), MOST_PERIODS)))


@stage("metrics")
def compute_cohorts(data: Dataset, plan: Plan, of: Of) -> Cohorts:
    """The cohorts of the periods of a plan. Who first paid before is left out, and said to be."""
    tallies = tally_cohorts(data, plan)
    grid = tallies.customers.astype(float) if of == "customers" else tallies.mrr / SCALES["money"]
    cohorts = tuple(_cohort(grid, at, column, each) for column, (at, each) in enumerate(tallies.cohorts))
    cohorts = tuple(cohort for cohort in cohorts if any(cohort.values))
    average = average_of(cohorts)
    untold = _untold(data) if of == "mrr" else ""
    if untold:
        cohorts = tuple(replace(each, shares=(None,) * len(each.shares)) for each in cohorts)
        average = (None,) * len(average)
    said = (*remarks_about(data, plan, ["mrr"]), *coverage(data, plan.period, plan.period))
    return Cohorts(
        of, plan.period, data.currency if of == "mrr" else None, cohorts, average,
        data.problems, data.sources, plan.chosen, (*_said(untold), *_left_out(tallies, plan.periods[0]), *said),
        data.card if of == "mrr" else None,
    )  # fmt: skip


def _untold(data: Dataset) -> str:
    """Why the files cannot tell how much MRR is left of what there was; nothing where they can."""
    absent = absent_in(data)
    return next((absent[name] for name in ("mrr_expansion", "mrr_contraction") if name in absent), "")


def _said(untold: str) -> tuple[str, ...]:
    return (f"Shares of MRR are unavailable: {untold.rstrip('.')}.",) if untold else ()


def _cohort(grid: np.ndarray, at: int, column: int, period: Period) -> Cohort:
    values = tuple(grid[at:, column].tolist())
    return Cohort(period, values, tuple(value / values[0] if values[0] else None for value in values))


def _left_out(tallies: CohortTallies, first: Period) -> tuple[str, ...]:
    """How many customers first paid before the table begins."""
    count = tallies.before
    if not count:
        return ()
    who = "1 customer" if count == 1 else f"{count:,} customers"
    return (f"{who} first paid before {first.name} and {'is' if count == 1 else 'are'} in no cohort.",)


def _first_day(data: Dataset) -> date:
    table = data.table("subscriptions")
    span = table and table.days.get("start_date")
    first = from_day_number(span[0]) if span else table and table.source.first_day
    if not first:
        raise DataError("There are no cohorts in subscriptions.csv: it has no rows.")
    return first


def average_of(cohorts: Sequence[Cohort]) -> tuple[float | None, ...]:
    """What is left of some cohorts at each age: of those that reached it, weighted by size."""
    triangle, average = [each.values for each in cohorts], list[float | None]()
    for age in range(max(map(len, triangle), default=0)):
        reached = [values for values in triangle if len(values) > age]
        size = float(np.sum([values[0] for values in reached]))
        average.append(float(np.sum([values[age] for values in reached])) / size if size else None)
    return tuple(average)
