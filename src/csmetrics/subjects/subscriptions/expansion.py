"""Expansions by kind: what a customer who pays more now pays more for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.movements import MovementKind, Movements, movements_in
from csmetrics.subjects.subscriptions.spell_events import Events, events_of
from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.subscriptions.valued import valued_in
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.tables.rows import Rows

_SMALL = 1 << 16


class ExpansionKind(IntEnum):
    """Why recurring revenue of a customer grew; offset is what shrank beside it."""

    UPSELL = 0
    CROSS_SELL = 1
    RENEWAL = 2
    OFFSET = 3


@dataclass(frozen=True, slots=True)
class Expansions:
    """The parts of each expansion: customer code, slot, kind, amount in millionths a year.

    For every customer and slot upsell + cross_sell + renewal - offset is the expansion.
    """

    customer: np.ndarray
    slot: np.ndarray
    kind: np.ndarray
    amount: np.ndarray


@dataclass(frozen=True, slots=True)
class _Holdings:
    """What customers hold at the opening and at the close, one line for each expansion and plan, product, quantity."""

    expansion: np.ndarray
    product: np.ndarray
    before: np.ndarray
    after: np.ndarray
    same_count: np.ndarray


@dataclass(frozen=True, slots=True)
class _Live:
    """Expansions beside spells of their customers: number of the expansion, spell, its value, at which edge it runs."""

    expansion: np.ndarray
    spell: np.ndarray
    value: np.ndarray
    at_opening: np.ndarray
    at_close: np.ndarray


@stage("entries")
def find_expansions(rows: Rows, spells: Spells, edges: Sequence[int], worth: Worth | None = None) -> Expansions:
    """Every expansion of the periods between the edges, taken apart by comparing the rows at its opening and close.

    A product not held at the opening is cross_sell; a higher price at the same plan and quantity is renewal; every
    other increase is upsell.
    """
    parts = []
    for events in (each() for each in events_of(spells)):
        found = valued_in(events, edges, worth, spells)[0] if worth else movements_in(events, edges)
        parts.append(expansions_in(rows, spells, events, found, edges, worth=worth))
    return Expansions(*(np.concatenate([getattr(part, name) for part in parts]) for name in Expansions.__slots__))


@stage("entries")
def expansions_in(
    rows: Rows, spells: Spells, events: Events, found: Movements, edges: Sequence[int], *, worth: Worth | None = None
) -> Expansions:
    """The expansions among the movements of some customers, taken apart; in several currencies as at the opening."""
    grown = found.kind == MovementKind.EXPANSION
    customer, slot = found.customer[grown], found.slot[grown]
    opening, close = (np.asarray(edges, dtype=np.int32)[slot - back] for back in (1, 0))
    live = _live(spells, events, customer, opening, close)
    if worth:
        currency = worth.of_row[spells.place[live.spell]]
        live = replace(live, value=worth.convert(live.value, currency, slot[live.expansion] - 1))
    amounts = _parts(_holdings(rows, spells, live))
    if worth:
        _settle(amounts, found.change[grown])
    where = {kind: np.flatnonzero(amount) for kind, amount in amounts.items()}
    expansion = np.concatenate(list(where.values()))
    return Expansions(
        customer[expansion],
        slot[expansion],
        np.concatenate([np.full(len(at), kind, dtype=np.int8) for kind, at in where.items()]),
        np.concatenate([amounts[kind][at] for kind, at in where.items()]),
    )


def _live(spells: Spells, events: Events, customer: np.ndarray, opening: np.ndarray, close: np.ndarray) -> _Live:
    """Each expansion beside the spells of its customer that are live at its opening or its close."""
    first, end = (np.searchsorted(events.customer, customer, side=side) for side in ("left", "right"))
    count = end - first
    expansion = np.repeat(np.arange(len(customer)), count)
    event = np.arange(len(expansion)) - np.repeat(np.cumsum(count) - end, count)
    begun = np.flatnonzero(~events.ends[event] & (events.day[event] < close[expansion]))
    expansion, event = expansion[begun], event[begun]
    until = spells.end[events.spell[event]]
    at_opening = (events.day[event] < opening[expansion]) & (until >= opening[expansion])
    at_close = until >= close[expansion]
    live = np.flatnonzero(at_opening | at_close)
    event = event[live]
    return _Live(expansion[live], events.spell[event], events.delta[event], at_opening[live], at_close[live])


def _holdings(rows: Rows, spells: Spells, found: _Live) -> _Holdings:
    """What is held of each plan, product and quantity at the opening and at the close of an expansion."""
    product, thing = _things(rows, spells.place[found.spell])
    key = found.expansion * (int(thing.max(initial=0)) + 1) + thing
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else order
    more = found.at_close.astype(np.int8) - found.at_opening
    columns = (found.value * found.at_opening, found.value * found.at_close, more.astype(np.int64))
    before, after, more_rows = (_sums(column[order], starts) for column in columns)
    first = order[starts]
    return _Holdings(found.expansion[first], product[first], before, after, more_rows == 0)


def _things(rows: Rows, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product of each row, and a number for its product, plan and quantity together."""
    columns = [rows[name].codes[place] + 1 for name in ("product", "plan") if name in rows]
    nothing = np.zeros(len(place), dtype=np.int64)
    product = columns[0].astype(np.int64) if "product" in rows else nothing
    if "quantity" in rows:
        columns.append(_numbered(rows["quantity"][place]))
    thing = nothing
    for column in columns:
        thing = thing * (int(column.max(initial=0)) + 1) + column
    return product, thing


def _numbered(quantity: np.ndarray) -> np.ndarray:
    """A number for each quantity: itself where all are small whole numbers, as most are."""
    if quantity.max(initial=0) < _SMALL and (np.rint(quantity) == quantity).all():
        return quantity.astype(np.int64)
    return np.unique(quantity, return_inverse=True)[1]


def _parts(held: _Holdings) -> dict[ExpansionKind, np.ndarray]:
    """The amount of each kind, by expansion."""
    size = int(held.expansion.max(initial=-1)) + 1
    width = int(held.product.max(initial=0)) + 1
    pair = held.expansion * width + held.product
    newly = np.bincount(pair, weights=held.before, minlength=size * width)[pair] == 0
    change = held.after - held.before
    priced = np.where(held.same_count & ~newly, change, 0)
    moved = _by(pair, np.where(held.same_count | newly, 0, change), size * width).reshape(size, width)
    return {
        ExpansionKind.UPSELL: np.maximum(moved, 0).sum(axis=1),
        ExpansionKind.CROSS_SELL: _by(held.expansion, np.where(newly, change, 0), size),
        ExpansionKind.RENEWAL: _by(held.expansion, np.maximum(priced, 0), size),
        ExpansionKind.OFFSET: _by(held.expansion, np.maximum(-priced, 0), size) + np.maximum(-moved, 0).sum(axis=1),
    }


def _settle(amounts: Mapping[ExpansionKind, np.ndarray], change: np.ndarray) -> None:
    """Give what rounding row by row has left over to the largest part of each expansion, so that its parts add up."""
    grown = np.array([amounts[kind] for kind in _GROWN])
    left = change - (grown.sum(axis=0) - amounts[ExpansionKind.OFFSET])
    largest = grown.argmax(axis=0)
    for number, kind in enumerate(_GROWN):
        amounts[kind][largest == number] += left[largest == number]


_GROWN = (ExpansionKind.UPSELL, ExpansionKind.CROSS_SELL, ExpansionKind.RENEWAL)


def _sums(sorted_column: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.add.reduceat(sorted_column, starts) if len(starts) else sorted_column[:0]


def _by(index: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, index, amounts)
    return total
