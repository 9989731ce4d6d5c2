"""Spells to movements: one entry for each customer and period in which the customer's recurring revenue changed.

Only changes are kept; a level at any edge is the running sum of the changes before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from csmetrics.ledger.slots import slots_of
from csmetrics.ledger.spells import Spells

_BITS = 63  # of an integer that is not negative
_SLOT_BITS = 14
_BLOCK = 1 << 17  # events worked on at a time

Events = tuple[np.ndarray, np.ndarray, np.ndarray]  # customer, day, change of value


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


@dataclass(frozen=True, slots=True)
class Moved:
    """Customers behind a movement or a level: code, MRR at the opening and at the close, and the MRR it is about."""

    customer: np.ndarray
    before: np.ndarray
    after: np.ndarray
    amount: np.ndarray


def behind_movement(found: Movements, name: str) -> Moved:
    """The customers behind a movement of the one period found, or behind the level at its "start" or "end".

    At the start, before and after are both the level there.
    """
    if name == "start":
        chosen = found.kind == Kind.OPENING
        level = found.after[chosen]
        return Moved(found.customer[chosen], level, level, level)
    if name == "end":
        moved = found.slot == 1
        stayed = (found.slot == 0) & ~np.isin(found.customer, found.customer[moved])
        chosen = stayed | (moved & (found.after > 0))
        before, after = np.where(stayed, found.after, found.before)[chosen], found.after[chosen]
        return Moved(found.customer[chosen], before, after, after)
    chosen = found.kind == Kind[name.upper()]
    before, after = found.before[chosen], found.after[chosen]
    return Moved(found.customer[chosen], before, after, np.abs(after - before))


def find_movements(spells: Spells, edges: Sequence[int]) -> Movements:
    """The movements in the consecutive periods between the edges (day numbers)."""
    parts = [_movements(*events, edges) for events in _events(spells)]
    columns = Movements.__slots__
    return Movements(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _movements(customer: np.ndarray, day: np.ndarray, delta: np.ndarray, edges: Sequence[int]) -> Movements:
    """The movements of some customers from all their events, sorted by customer and day."""
    level = np.cumsum(delta)  # every spell ends, at the horizon at the latest: a customer begins and ends at 0
    earlier = level - delta
    slot = slots_of(day, edges)
    inside = slot < len(edges)
    first = _changes(customer)
    entries = _entries(customer, slot, earlier, level, inside)
    kind = _kinds(*entries)
    kept = kind >= 0
    who, when, before, after = (column[kept] for column in entries)
    turned = ((earlier == 0) != (level == 0)) & inside
    return Movements(
        customer=who,
        slot=when,
        before=before,
        after=after,
        kind=kind[kept],
        payer=customer[first],
        first_day=day[first],
        first_slot=slot[first],
        turn_customer=customer[turned],
        turn_slot=slot[turned],
        turn_days=np.where(level[turned] > 0, day[turned], -day[turned]),
    )


def _events(spells: Spells) -> Iterator[Events]:
    """Every start and end as (customer, day, change of value), sorted by customer and day, some customers at a time.

    Customer, day and place are packed into one integer, because sorting integers is several times faster than
    finding their order; all three come back out of the sorted integers. Blocks of customers keep what is worked on
    small enough for the processor's cache.
    """
    count = len(spells.start)
    base = int(spells.start.min(initial=0))
    day_bits, place_bits = int(spells.end.max(initial=0) - base).bit_length(), (2 * count).bit_length()
    if int(spells.customer.max(initial=0)).bit_length() + day_bits + place_bits >= _BITS:
        yield _events_by_order(spells)
        return
    customer = spells.customer.astype(np.int64) << day_bits
    packed = np.concatenate([customer + (spells.start - base), customer + (spells.end - base)])
    packed <<= place_bits
    packed += np.arange(2 * count)
    packed.sort()
    shift = day_bits + place_bits
    inner = packed[_BLOCK::_BLOCK] >> shift << shift  # where the customers begin at whom a block is cut
    for block in np.split(packed, np.unique(np.searchsorted(packed, inner))):
        place = block & ((1 << place_bits) - 1)
        ends = place >= count
        value = spells.value[place - ends * count]
        day = (block >> place_bits & ((1 << day_bits) - 1)) + base
        yield (block >> shift).astype(np.int32), day, np.where(ends, -value, value)


def _events_by_order(spells: Spells) -> Events:
    """The same for so many customers, days and spells that they do not fit into one integer."""
    customer = np.concatenate([spells.customer, spells.customer])
    day = np.concatenate([spells.start, spells.end]).astype(np.int64)
    delta = np.concatenate([spells.value, -spells.value])
    order = np.lexsort((day, customer))
    return customer[order], day[order], delta[order]


def _changes(column: np.ndarray) -> np.ndarray:
    """Positions at which a sorted column takes a new value."""
    return np.flatnonzero(np.diff(column, prepend=column[:1] - 1) != 0)


def _entries(
    customer: np.ndarray, slot: np.ndarray, earlier: np.ndarray, level: np.ndarray, inside: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One line for each (customer, slot): the value before its first event and after its last."""
    customer, slot, earlier, level = customer[inside], slot[inside], earlier[inside], level[inside]
    starts = _changes((customer.astype(np.int64) << _SLOT_BITS) + slot)
    ends = np.append(starts, len(customer))[1:] - 1
    return customer[starts], slot[starts], earlier[starts], level[ends]


def _kinds(customer: np.ndarray, slot: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The kind of each entry; -1 where nothing changed between the edges.

    A customer's first entry is that of its first payment, so who has an earlier one has paid before.
    """
    paid_before = np.diff(customer, prepend=-1) == 0
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
