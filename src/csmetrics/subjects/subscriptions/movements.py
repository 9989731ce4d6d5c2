"""Spells to movements: one entry for each customer and period in which the customer's recurring revenue changed.

Only changes are kept; a level at any edge is the running sum of the changes before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

import numpy as np

from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.spell_events import Events, events_of
from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.sums import period_index
from csmetrics.workers import side_by_side

_NONE = -1  # nothing changed


class MovementKind(IntEnum):
    """What a change of a customer's recurring revenue between two edges is called."""

    OPENING = 0  # paying at the first edge already
    NEW = 1
    RETURNED = 2
    EXPANSION = 3
    CONTRACTION = 4
    CHURNED = 5
    JOINED_AND_LEFT = 6
    STAYED = 7  # with what it pays unchanged but for the rates; only where there are several currencies


@dataclass(frozen=True, slots=True)
class Movements:
    """The ledger of recurring revenue.

    Entries: customer code, slot (0 before the first period, 1 for the first, ...), what is paid by the year before and
    after in millionths, what changed (in several currencies, at the rates of the opening), kind; sorted by customer and
    slot. Beside them, for each customer who ever paid, the first
    paying day, and each turn from not paying to paying and back as a signed day (paid days up to a day T are then
    T * paying - sum of signed days).
    """

    customer: np.ndarray
    slot: np.ndarray
    before: np.ndarray
    after: np.ndarray
    change: np.ndarray
    kind: np.ndarray
    payer: np.ndarray
    first_day: np.ndarray
    first_slot: np.ndarray
    turn_customer: np.ndarray
    turn_slot: np.ndarray
    turn_days: np.ndarray


@stage("entries")
def find_movements(spells: Spells, edges: Sequence[int]) -> Movements:
    """The movements in the consecutive periods between the edges (day numbers)."""
    return joined(side_by_side(lambda events: movements_in(events(), edges), events_of(spells)))


def joined(parts: Sequence[Movements]) -> Movements:
    """The movements of some customers, and of others."""
    return Movements(*(np.concatenate([getattr(part, name) for part in parts]) for name in Movements.__slots__))


@stage("entries")
def movements_in(events: Events, edges: Sequence[int]) -> Movements:
    """The movements of some customers from all their events."""
    level = np.cumsum(events.delta)  # a customer begins and ends at 0
    slot = period_index(events.day, edges)
    inside = np.flatnonzero(slot < len(edges))  # a customer's first event always is
    customer, day, slot, level, delta = (
        column[inside] for column in (events.customer, events.day, slot, level, events.delta)
    )
    earlier = level - delta
    first = _changes(customer)
    starts = _changes(customer, slot)
    ends = np.append(starts, len(customer))[1:] - 1
    kind = _kinds(customer[starts], slot[starts], earlier[starts], level[ends])
    kept = np.flatnonzero(kind >= 0)
    starts, ends = starts[kept], ends[kept]
    turned = np.flatnonzero((earlier == 0) != (level == 0))
    return Movements(
        customer=customer[starts],
        slot=slot[starts],
        before=earlier[starts],
        after=level[ends],
        change=level[ends] - earlier[starts],
        kind=kind[kept],
        payer=customer[first],
        first_day=day[first],
        first_slot=slot[first],
        turn_customer=customer[turned],
        turn_slot=slot[turned],
        turn_days=np.where(level[turned] > 0, day[turned], -day[turned]),
    )


def _changes(*columns: np.ndarray) -> np.ndarray:
    """Positions at which one of the columns, sorted together, takes a new value."""
    changed = np.ones(len(columns[0]), dtype=bool)
    changed[1:] = False
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def _kinds(customer: np.ndarray, slot: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The kind of each entry; -1 where nothing changed between the edges.

    A customer's first entry is that of its first payment, so who has an earlier one has paid before.
    """
    paid_before = np.zeros(len(customer), dtype=bool)
    paid_before[1:] = customer[1:] == customer[:-1]
    answers = (slot == 0, paid_before, before > 0, after > 0, after > before, after < before)
    number = np.zeros(len(customer), dtype=np.int8)
    for answer in answers:
        number <<= 1
        number |= answer.view(np.int8)
    return _KIND_BY_ANSWERS[number]


def _kind(*answers: bool) -> int:
    """The kind of an entry by the answers that _kinds finds."""
    opening, paid_before, paid, pays, more, less = answers
    if opening:
        return MovementKind.OPENING if pays else _NONE
    if not paid and not pays:
        return MovementKind.JOINED_AND_LEFT
    if not paid:
        return MovementKind.RETURNED if paid_before else MovementKind.NEW
    if not pays:
        return MovementKind.CHURNED
    return MovementKind.EXPANSION if more else MovementKind.CONTRACTION if less else _NONE


_KIND_BY_ANSWERS = np.array([_kind(*answers) for answers in product((False, True), repeat=6)], dtype=np.int8)
