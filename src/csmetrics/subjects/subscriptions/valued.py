"""Movements of customers who pay in several currencies, in the money of the figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csmetrics.stages import stage
from csmetrics.subjects.grids import Grid
from csmetrics.subjects.own_currency import Own, OwnAmounts
from csmetrics.subjects.subscriptions.exchange import Books, Holdings, books_of, kinds_of, rates_needed
from csmetrics.subjects.subscriptions.movements import MovementKind, Movements, find_movements, joined, movements_in
from csmetrics.subjects.subscriptions.spell_events import Events
from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.subscriptions.worth import Accounts, Worth
from csmetrics.subjects.sums import add_up


@dataclass(frozen=True, slots=True)
class HeldAmounts:
    """What accounts hold at edges: a customer and a currency each, in the order of customers, and how that moved."""

    owner: np.ndarray
    currency: np.ndarray
    moved: Movements


@stage("entries")
def find_valued(spells: Spells, edges: Sequence[int], worth: Worth) -> Movements:
    """The movements of one period, with everybody who stays in it."""
    books = books_in(spells, edges, worth)
    found = find_movements(spells, edges)  # amounts of several currencies added up say who pays, and no more
    opening, gone = np.flatnonzero(books.paid), found.kind == MovementKind.JOINED_AND_LEFT
    nothing = np.zeros(np.count_nonzero(gone), dtype=np.int64)
    columns = {
        "customer": (books.customer[opening], books.customer, found.customer[gone]),
        "slot": (np.zeros(len(opening), np.int16), np.ones(len(books.customer), np.int16), found.slot[gone]),
        "before": (np.zeros(len(opening), np.int64), books.start, nothing),
        "after": (books.start[opening], books.end, nothing),
        "change": (books.start[opening], books.change, nothing),
        "kind": (np.full(len(opening), MovementKind.OPENING), books.kind, found.kind[gone]),
    }
    every = {name: np.concatenate(parts) for name, parts in columns.items()}
    order = np.lexsort((every["slot"], every["customer"]))
    return replace(found, **{name: column[order] for name, column in every.items()})


def books_in(spells: Spells, edges: Sequence[int], worth: Worth) -> Books:
    """The books of everybody who pays at the opening or the close of a period."""
    held = holdings_of(spells, edges, worth)
    paid_before = np.zeros(int(spells.customer.max(initial=-1)) + 1, dtype=bool)
    paid_before[spells.customer[spells.start < edges[0]]] = True
    return books_of(held, paid_before, *worth.of_edges(rates_needed(held)))


def holdings_of(spells: Spells, edges: Sequence[int], worth: Worth) -> Holdings:
    """What customers pay in each currency at both edges of a period."""
    at_opening, at_close = ((spells.start < edge) & (spells.end >= edge) for edge in edges)
    which = np.flatnonzero(at_opening | at_close)
    live = spells.take(which)
    accounts = Accounts.of(live, worth)
    held = (
        add_up(accounts.of_spell, np.where(there[which], live.value, 0), len(accounts.owner))
        for there in (at_opening, at_close)
    )
    return Holdings(accounts.owner, accounts.currency, *held)


def own_in(spells: Spells, edges: Sequence[int], worth: Worth) -> Own:
    """What the customers of some spells pay in each currency at both edges of a period."""
    held, count = holdings_of(spells, edges, worth), len(worth.currencies)
    by_name = np.argsort(np.argsort(worth.currencies))
    order = np.lexsort((by_name[held.currency], held.customer))
    currency = held.currency[order]
    shares = (
        OwnAmounts(
            amount[order],
            [worth.table[edge * count + code] for code in currency.tolist()],
            worth.convert(amount[order], currency, edge),
        )
        for edge, amount in enumerate((held.opening, held.close))
    )
    return Own(held.customer[order], [worth.currencies[code] for code in currency.tolist()], tuple(shares))


@stage("entries")
def valued_in(events: Events, edges: Sequence[int], worth: Worth, spells: Spells) -> tuple[Movements, HeldAmounts]:
    """The movements of some customers from all their events, in any order, and what they hold in each currency.

    What changed is valued at the opening of its period where the customer paid there, else at the close. Who stays and
    changes nothing has no entry. Of the columns before and after there is no saying in one money.
    """
    currency = worth.of_row[spells.place[events.spell]]
    several = _in_several(events.customer, currency)
    if not several.any():
        return _valued_in_one(events, edges, worth, currency)
    moved, held = _valued_in_several(events.take(several), edges, worth, currency[several])
    if several.all():
        return moved, held
    rest, beside = _valued_in_one(events.take(~several), edges, worth, currency[~several])
    return joined([moved, rest]), _beside(held, beside)


def _in_several(customer: np.ndarray, currency: np.ndarray) -> np.ndarray:
    """Which events are of customers who pay in several currencies."""
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    number = np.repeat(np.arange(len(first)), np.diff(first, append=len(customer)))
    other = np.bincount(number[currency != currency[first][number]], minlength=len(first)) > 0
    return np.asarray(other[number])


def _valued_in_one(
    events: Events, edges: Sequence[int], worth: Worth, currency: np.ndarray
) -> tuple[Movements, HeldAmounts]:
    """Of customers who pay in one currency each: who pays, and who grew, is as in its own money."""
    found = movements_in(events, edges)
    account = np.searchsorted(found.payer, found.customer)
    held = HeldAmounts(
        found.payer, currency[np.diff(events.customer, prepend=-1) != 0], replace(found, customer=account)
    )
    flows = np.flatnonzero(found.slot > 0)
    edge = found.slot[flows] - (found.before[flows] > 0)
    change = found.change.copy()
    change[flows] = worth.convert(found.change[flows], held.currency[account[flows]], edge)
    grown = (found.kind == MovementKind.EXPANSION) | (found.kind == MovementKind.CONTRACTION)
    return _entries(replace(found, change=change), ~grown | (change != 0)), held


def _valued_in_several(
    events: Events, edges: Sequence[int], worth: Worth, currency: np.ndarray
) -> tuple[Movements, HeldAmounts]:
    """Of customers who pay in several: amounts of all currencies added up say who pays, and no more."""
    found = movements_in(events, edges)
    held = _held(events, edges, currency, len(worth.currencies))
    each = np.flatnonzero((held.moved.slot > 0) & (held.moved.change != 0))
    account, slot = held.moved.customer[each], held.moved.slot[each].astype(np.int64)
    customer = held.owner[account]
    paid, pays = (_pays(events, customer, np.asarray(edges)[slot - back]) for back in (1, 0))
    amount = worth.convert(held.moved.change[each], held.currency[account], slot - paid)
    key, first, where = np.unique(customer * len(edges) + slot, return_index=True, return_inverse=True)
    customer, slot, change = customer[first], slot[first], add_up(where, amount, len(key))
    came = found.first_slot[np.searchsorted(found.payer, customer)]
    kind = kinds_of(paid[first], pays[first], came < slot, change)
    columns = {"customer": customer, "slot": slot, "before": change, "after": change, "change": change, "kind": kind}
    valued = _entries(replace(found, **columns), kind != MovementKind.STAYED)
    rest = _entries(found, (found.kind == MovementKind.OPENING) | (found.kind == MovementKind.JOINED_AND_LEFT))
    return replace(
        found, **{name: np.concatenate([getattr(rest, name), getattr(valued, name)]) for name in columns}
    ), held


def _entries(found: Movements, kept: np.ndarray) -> Movements:
    """The same with some of the entries."""
    columns = ("customer", "slot", "before", "after", "change", "kind")
    return found if kept.all() else replace(found, **{name: getattr(found, name)[kept] for name in columns})


def _held(events: Events, edges: Sequence[int], currency: np.ndarray, count: int) -> HeldAmounts:
    """Accounts, and their movements in their own money."""
    key = events.customer.astype(np.int64) * count + currency
    order = np.argsort(key, kind="stable")
    new = np.diff(key[order], prepend=-1) != 0
    accounts = key[order][new]
    moved = movements_in(replace(events.take(order), customer=np.cumsum(new) - 1), edges)
    return HeldAmounts(accounts // count, accounts % count, moved)


def _beside(held: HeldAmounts, other: HeldAmounts) -> HeldAmounts:
    """The accounts of some customers and of others."""
    moved = replace(other.moved, customer=other.moved.customer + len(held.owner))
    return HeldAmounts(
        np.concatenate([held.owner, other.owner]),
        np.concatenate([held.currency, other.currency]),
        joined([held.moved, moved]),
    )


def _pays(events: Events, customer: np.ndarray, edge: np.ndarray) -> np.ndarray:
    """Which customers pay on the day before an edge."""
    first = int(events.day.min(initial=0))
    span = int(events.day.max(initial=0)) - first + 2
    sought = customer.astype(np.int64) * span + np.clip(edge - first, 0, span - 1)
    at = np.searchsorted(events.customer.astype(np.int64) * span + (events.day - first), sought) - 1
    level = np.cumsum(events.delta)  # of amounts in several currencies: above nothing where anything is paid
    return np.asarray((at >= 0) & (events.customer[at] == customer) & (level[at] > 0))


def levels_of(grid: Grid, held: HeldAmounts, worth: Worth) -> np.ndarray:
    """What all accounts hold at each edge, by segment: rounded once an account and edge."""
    total = np.zeros(grid.shape, dtype=np.int64)
    moved, place = held.moved, np.zeros(len(held.owner), dtype=np.int64)
    for currency in np.unique(held.currency).tolist():
        mine = np.flatnonzero(held.currency == currency)
        place[mine] = np.arange(len(mine))
        own = np.flatnonzero(held.currency[moved.customer] == currency)
        level = np.zeros((len(grid.edges), len(mine)), dtype=np.int64)
        level[moved.slot[own], place[moved.customer[own]]] = moved.change[own]
        np.cumsum(level, axis=0, out=level)
        worked = worth.convert_rows(level, currency)
        if grid.segment_of is None:
            total[:, 0] += worked.sum(axis=1)
        else:
            segment = grid.segment_of[held.owner[mine]]
            total += [add_up(segment, amounts, grid.shape[1]) for amounts in worked]
    return total
