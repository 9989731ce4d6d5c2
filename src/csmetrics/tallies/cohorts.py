"""Customers and MRR by the period of the first payment, at the close of every period since."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.ledger.holdings import first_payment_month
from csmetrics.ledger.slots import slots_of
from csmetrics.ledger.spells import whole_spells
from csmetrics.periods import Period, edges
from csmetrics.stages import stage
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.board import Board
from csmetrics.tallies.subscriptions import tally_subscriptions


@dataclass(frozen=True, slots=True)
class CohortTallies:
    """Two grids of periods by cohorts, both consecutive and the same: customers and MRR (by the year) at the close."""

    periods: tuple[Period, ...]
    customers: np.ndarray
    mrr: np.ndarray


@stage("tallies")
def tally_cohorts(data: Dataset, periods: Sequence[Period]) -> CohortTallies:
    """Who first paid in which of the consecutive periods, and what became of them since."""
    parts = [_of_part(part, periods) for part in data.parts()]
    customers, mrr = (np.sum(grids, axis=0) for grids in zip(*parts, strict=True))
    return CohortTallies(tuple(periods), customers, mrr)


def _of_part(data: Dataset, periods: Sequence[Period]) -> tuple[np.ndarray, np.ndarray]:
    table = data.table("subscriptions")
    customers = len(table.ids["customer_id"]) if table else 0
    months = first_payment_month(whole_spells(data.rows("subscriptions"), NO_DAY, data.config), customers)
    days = np.array(months.categories, dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
    cohort_of_month = np.append(slots_of(days, edges(periods)) - 1, 0)  # who never paid has nothing to add anywhere
    cohort_of = np.clip(cohort_of_month[months.codes], 0, len(periods) - 1)
    grids = tally_subscriptions(Board(data, edges(periods), cohort_of, len(periods)))
    return grids["customers_end"][1:], grids["mrr_end"][1:]
