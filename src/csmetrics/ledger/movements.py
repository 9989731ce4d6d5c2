"""Spells to movements: one entry for each customer and period in which the customer's recurring revenue changed.

Only changes are kept; a level at any edge is the running sum of the changes before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from csmetrics.ledger.slots import slots_of
from csmetrics.ledger.spells import Spells

_BITS = 63  # of an integer that is not negative


class Kind(IntEnum):
    """What a change of a customer's recurring revenue between two edges is called."""

    OPENING = 0  # paying at the first edge already
    NEW = 1
    RETURNED = 2
    EXPANSION = 3
    CONTRACTION = 4
    CHURNED = 5
    JOINED_AND_LEFT = 6


@dataclass(frozen=True, slots=True)
class Movements:
    """The ledger of recurring revenue.

    Entries: customer code, slot (0 before the first period, 1 for the first, ...), MRR before and after in
    millionths, kind; sorted by customer and slot. Beside them, for each customer who ever paid, the first paying
    day, and each turn from not paying to paying and back as a signed day (paid days up to a day T are then
    T * paying - sum of signed days).
    """

    customer: np.ndarray
    slot: np.ndarray
    before: np.ndarray
    after: np.ndarray
    kind: np.ndarray
    payer: np.ndarray
    first_day: np.ndarray
    first_slot: np.ndarray
    turn_customer: np.ndarray
    turn_slot: np.ndarray
    turn_days: np.ndarray


def find_movements(spells: Spells, edges: Sequence[int]) -> Movements:
    """The movements in the consecutive periods between the edges (day numbers)."""
    customer, day, delta = _events(spells)
    level = np.cumsum(delta)  # every spell ends, at the horizon at the latest: a customer begins and ends at 0
    earlier = level - delta
    slot = slots_of(day, edges)
    inside = slot < len(edges)
    first = _changes(customer)
    entries = _entries(customer, slot, earlier, level, inside)
    payer, first_slot = customer[first], slot[first]
    first_slot_of = np.zeros(int(payer.max(initial=0)) + 1, dtype=np.int16)
    first_slot_of[payer] = first_slot
    kind = _kinds(*entries, first_slot_of)
    kept = kind >= 0
    who, when, before, after = (column[kept] for column in entries)
    turned = ((earlier == 0) != (level == 0)) & inside
    sign = np.where(level[turned] > 0, 1, -1)
    return Movements(
        customer=who,
        slot=when,
        before=before,
        after=after,
        kind=kind[kept],
        payer=payer,
        first_day=day[first],
        first_slot=first_slot,
        turn_customer=customer[turned],
        turn_slot=slot[turned],
        turn_days=sign * day[turned],
    )


def _events(spells: Spells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every start and end as (customer, day, change of value), sorted by customer and day.

    Customer, day and place are packed into one integer, because sorting integers is several times faster than
    finding their order; customer and day then come back out of the sorted integers without a look-up.
    """
    count = 2 * len(spells.start)
    delta = np.concatenate([spells.value, -spells.value])
    if not count:
        return spells.customer, spells.start.astype(np.int64), delta
    base = int(spells.start.min())
    day_bits, place_bits = int(spells.end.max() - base).bit_length(), count.bit_length()
    if int(spells.customer.max()).bit_length() + day_bits + place_bits >= _BITS:
        return _events_by_order(spells, delta)
    customer = spells.customer.astype(np.int64) << day_bits
    packed = np.concatenate([customer + (spells.start - base), customer + (spells.end - base)])
    packed = (packed << place_bits) + np.arange(count)
    packed.sort()
    delta = delta[packed & ((1 << place_bits) - 1)]
    packed >>= place_bits
    return (packed >> day_bits).astype(np.int32), (packed & ((1 << day_bits) - 1)) + base, delta


def _events_by_order(spells: Spells, delta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for so many customers, days and spells that they do not fit into one integer."""
    customer = np.concatenate([spells.customer, spells.customer])
    day = np.concatenate([spells.start, spells.end]).astype(np.int64)
    order = np.lexsort((day, customer))
    return customer[order], day[order], delta[order]


def _changes(column: np.ndarray) -> np.ndarray:
    """Positions at which a sorted column takes a new value."""
    return np.flatnonzero(np.r_[True, column[1:] != column[:-1]]) if len(column) else np.array([], dtype=np.intp)


def _entries(
    customer: np.ndarray, slot: np.ndarray, earlier: np.ndarray, level: np.ndarray, inside: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One line for each (customer, slot): the value before its first event and after its last."""
    customer, slot, earlier, level = customer[inside], slot[inside], earlier[inside], level[inside]
    starts = _changes(customer.astype(np.int64) * (int(slot.max(initial=0)) + 1) + slot)
    ends = np.r_[starts[1:], len(customer)][: len(starts)] - 1
    return customer[starts], slot[starts], earlier[starts], level[ends]


def _kinds(
    customer: np.ndarray, slot: np.ndarray, before: np.ndarray, after: np.ndarray, first_slot_of: np.ndarray
) -> np.ndarray:
    """The kind of each entry; -1 where nothing changed between the edges."""
    paid_before = first_slot_of[customer] < slot
    return np.select(
        [
            slot == 0,
            (before == 0) & (after > 0) & ~paid_before,
            (before == 0) & (after > 0),
            (before == 0) & (after == 0),
            after == 0,
            after > before,
            after < before,
        ],
        [
            np.where(after > 0, Kind.OPENING, -1), Kind.NEW, Kind.RETURNED, Kind.JOINED_AND_LEFT,
            Kind.CHURNED, Kind.EXPANSION, Kind.CONTRACTION,
        ],
        default=-1,
    ).astype(np.int8)  # fmt: skip
