"""Purchase rows to purchases: what was bought or refunded by whom, in which period, and since when they buy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.ledger.slots import slots_of
from csmetrics.stages import stage
from csmetrics.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Purchases:
    """All purchases up to the last edge: slot (0 before the first period), customer code, amount in millionths.

    `bought` is False for refunds. `buyer` and `first_slot` tell for each customer with a purchase when the first
    one was.
    """

    slot: np.ndarray
    customer: np.ndarray
    amount: np.ndarray
    bought: np.ndarray
    place: np.ndarray
    buyer: np.ndarray
    first_slot: np.ndarray


@stage("ledger")
def find_purchases(rows: Rows, edges: Sequence[int]) -> Purchases:
    """The rows of purchases.csv before the last edge."""
    slot = slots_of(rows["date"], edges)
    place = np.flatnonzero(slot < len(edges))
    slot, customer = slot[place], rows["customer_id"][place]
    amount = rows["amount"][place]
    bought = amount >= 0
    since = np.full(int(customer.max(initial=-1)) + 1, len(edges), dtype=np.int16)
    np.minimum.at(since, customer[bought], slot[bought])
    buyer = np.flatnonzero(since < len(edges))
    return Purchases(slot, customer, amount, bought, place, buyer, since[buyer])


def distinct(customer: np.ndarray, slot: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of customer and slot once."""
    width = int(slot.max(initial=0)) + 1
    pairs = np.sort(customer.astype(np.int64) * width + slot)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return pairs // width, (pairs % width).astype(np.int16)
