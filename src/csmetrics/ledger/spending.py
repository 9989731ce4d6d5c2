"""Cost rows to spending: what was spent on winning and on keeping customers, in which period."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.config import Config
from csmetrics.ledger.slots import slots_of
from csmetrics.stages import stage
from csmetrics.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Spending:
    """Cost rows within the periods: slot, amount in millionths, what it was for, place among the rows."""

    slot: np.ndarray
    amount: np.ndarray
    acquisition: np.ndarray
    retention: np.ndarray
    place: np.ndarray


@stage("ledger")
def find_spending(rows: Rows, edges: Sequence[int], config: Config) -> Spending:
    """The rows of costs.csv that fall into the periods between the edges."""
    slot = slots_of(rows["date"], edges)
    place = np.flatnonzero((slot > 0) & (slot < len(edges)))
    category = rows["category"]
    named = [name.casefold() for name in category.categories]
    wins, keeps = (
        np.array([name in listed for name in named] + [False])[category.codes[place]]
        for listed in (config.costs.acquisition, config.costs.retention)
    )
    return Spending(slot[place], rows["amount"][place], wins, keeps, place)
