"""Spells to events: every start and every end, sorted by customer and day, a block of customers at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.spells import Spells

BLOCK = 1 << 17  # events worked on at a time: what is made of them stays in the processor's cache
_BITS = 63  # of an integer that is not negative


@dataclass(frozen=True, slots=True)
class Events:
    """All events of some customers: customer code, day, change of value, number of the spell, whether it ends there.

    Every spell ends (at the horizon at the latest), so the changes of each customer add up to zero.
    """

    customer: np.ndarray
    day: np.ndarray
    delta: np.ndarray
    spell: np.ndarray
    ends: np.ndarray

    def take(self, which: np.ndarray) -> "Events":
        """Some of them, by mask or position."""
        return Events(*(getattr(self, name)[which] for name in self.__slots__))


@stage("entries")
def events_of(spells: Spells, block: int = BLOCK) -> Sequence[Callable[[], Events]]:
    """The events of all spells, cut between customers into blocks of about so many; each is made when called for.

    Customer, day and number are packed into one integer, because sorting integers is several times faster than
    finding their order; all three come back out of the sorted integers.
    """
    count = len(spells.start)
    base = int(spells.start.min(initial=0))
    day_bits, place_bits = int(spells.end.max(initial=0) - base).bit_length(), (2 * count).bit_length()
    if int(spells.customer.max(initial=0)).bit_length() + day_bits + place_bits >= _BITS:
        return [lambda: _by_order(spells)]
    packed = np.empty(2 * count, dtype=np.int64)
    starts, ends = packed[:count], packed[count:]
    starts[:] = spells.customer
    starts <<= day_bits
    ends[:] = starts
    starts += spells.start
    ends += spells.end
    packed -= base
    packed <<= place_bits
    numbers = np.arange(count, dtype=np.int32)
    starts += numbers
    ends += numbers
    ends += count
    packed.sort()
    shift = day_bits + place_bits
    first = packed[block::block] >> shift << shift  # of the customers at whom a block is cut

    @stage("entries")
    def unpack(events: np.ndarray) -> Events:
        number = events & ((1 << place_bits) - 1)
        ends = number >= count
        number -= ends * count
        value = spells.value[number]
        day = (events >> place_bits & ((1 << day_bits) - 1)) + base
        return Events((events >> shift).astype(np.int32), day, np.where(ends, -value, value), number, ends)

    cuts = np.searchsorted(packed, first)
    parts = np.split(packed, cuts[np.diff(cuts, prepend=-1) > 0])  # a customer may fill several blocks
    return [lambda part=part: unpack(part) for part in parts]  # type: ignore[misc]


def _by_order(spells: Spells) -> Events:
    """The same in one block, for so many customers, days and spells that they do not fit into one integer."""
    count = len(spells.start)
    customer = np.concatenate([spells.customer, spells.customer])
    day = np.concatenate([spells.start, spells.end]).astype(np.int64)
    order = np.lexsort((day, customer))
    ends = order >= count
    number = order - ends * count
    value = spells.value[number]
    return Events(customer[order], day[order], np.where(ends, -value, value), number, ends)
