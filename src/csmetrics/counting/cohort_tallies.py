"""Customers and MRR by the period of the first payment, at the close of every period since."""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from csmetrics.counting.parts import HERE, count_parts
from csmetrics.counting.plan import Plan
from csmetrics.periods import Period, edges
from csmetrics.stages import stage
from csmetrics.subjects.grids import Grid
from csmetrics.subjects.subscriptions.entries import SubscriptionEntries
from csmetrics.subjects.subscriptions.holdings import first_payment_month
from csmetrics.subjects.subscriptions.spells import whole_spells
from csmetrics.subjects.sums import period_index
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class CohortTallies:
    """Two grids of consecutive periods by cohorts: customers, MRR (by the year) in millionths, at the close.

    `cohorts` are the periods in which somebody first paid, each with its position among all; `before` counts the
    customers who first paid before the first period.
    """

    periods: tuple[Period, ...]
    cohorts: tuple[tuple[int, Period], ...]
    customers: np.ndarray
    mrr: np.ndarray
    before: int


@stage("tallies")
def tally_cohorts(data: Dataset, plan: Plan, executor: Executor = HERE) -> CohortTallies:
    """Who first paid in which of the consecutive periods, and what became of them since."""
    periods = plan.periods
    parts = count_parts(data, partial(_of_part, plan), executor)
    there = np.unique(np.concatenate([part.there for part in parts]))
    customers, mrr = (np.zeros((len(periods), len(there)), dtype=np.int64) for _ in range(2))
    for part in parts:
        columns = np.searchsorted(there, part.there)
        customers[:, columns] += part.customers
        mrr[:, columns] += part.mrr
    cohorts = tuple((at, periods[at]) for at in there.tolist())
    return CohortTallies(periods, cohorts, customers, mrr, sum(part.before for part in parts))


@dataclass(frozen=True, slots=True)
class _CohortsFound:
    """The same of some customers; `there` are the positions of their cohorts."""

    there: np.ndarray
    customers: np.ndarray
    mrr: np.ndarray
    before: int


def _of_part(plan: Plan, data: Dataset) -> _CohortsFound:
    periods = plan.periods
    table = data.table("subscriptions")
    customers = len(table.ids["customer_id"]) if table else 0
    months = first_payment_month(whole_spells(data.rows("subscriptions"), NO_DAY, data.config), customers)
    days = np.array(months.categories, dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
    of_month = np.append(period_index(days, edges(periods)).astype(np.int64) - 1, len(periods))  # who never paid
    first = of_month[months.codes]  # below zero before the first period, beyond the last one after it
    there = np.unique(first[(first >= 0) & (first < len(periods))])
    column = np.full(len(periods) + 2, len(there))  # who is in no cohort is counted in a last one, and dropped
    column[there] = np.arange(len(there))
    grid = Grid(data, "subscriptions", edges(periods), column[first], len(there) + 1)
    grids = SubscriptionEntries(data, "subscriptions", edges(periods)).sums(grid)
    return _CohortsFound(there, grids["customers_end"][1:, :-1], grids["mrr_end"][1:, :-1], int((first < 0).sum()))
