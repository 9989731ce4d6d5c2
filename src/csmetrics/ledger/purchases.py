"""Purchase rows to purchases: what was bought or refunded by whom, in which period, and since when they buy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.ledger.slots import slots_of
from csmetrics.stages import stage
from csmetrics.tables.rows import Rows

_NO_NUMBER = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Purchases:
    """All purchases up to the last edge: slot (0 before the first period), customer code, amount in millionths.

    `bought` is False for refunds, and for further lines of a purchase: a customer's rows of one purchase_id are one
    purchase, in the period of the earliest that is no refund. `buyer` and `first_slot` tell for each customer with a
    purchase when the first one was.
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
    if "purchase_id" in rows:
        bought = _first_lines(rows, place[bought], len(rows))[place]
    since = np.full(int(customer.max(initial=-1)) + 1, len(edges), dtype=np.int16)
    np.minimum.at(since, customer[bought], slot[bought])
    buyer = np.flatnonzero(since < len(edges))
    return Purchases(slot, customer, amount, bought, place, buyer, since[buyer])


def _first_lines(rows: Rows, place: np.ndarray, size: int) -> np.ndarray:
    """Which rows stand for their purchase: the earliest of each customer and purchase_id, of one day the first."""
    number, customer = rows["purchase_id"][place].astype(np.int64), rows["customer_id"][place].astype(np.int64)
    number = np.where(number < 0, -1 - np.arange(len(place)), number)  # each row without an id is a purchase
    order = np.lexsort((rows["date"][place], number, customer))
    first = (np.diff(number[order], prepend=_NO_NUMBER) != 0) | (np.diff(customer[order], prepend=-1) != 0)
    found = np.zeros(size, dtype=bool)
    found[place[order[first]]] = True
    return found


def distinct(customer: np.ndarray, slot: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of customer and slot once."""
    width = int(slot.max(initial=0)) + 1
    pairs = np.sort(customer.astype(np.int64) * width + slot)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return pairs // width, (pairs % width).astype(np.int16)
