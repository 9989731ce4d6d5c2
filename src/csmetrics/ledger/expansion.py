"""Expansions by kind: what a customer who pays more now pays more for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from csmetrics.ledger.movements import Kind, Movements
from csmetrics.ledger.spells import Spells
from csmetrics.tables.rows import Rows


class ExpansionKind(IntEnum):
    """Why recurring revenue of a customer grew; offset is what shrank beside it."""

    UPSELL = 0
    CROSS_SELL = 1
    RENEWAL = 2
    OFFSET = 3


@dataclass(frozen=True, slots=True)
class Expansions:
    """The parts of each expansion: customer code, slot, kind, amount in millionths.

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


def find_expansions(rows: Rows, spells: Spells, found: Movements, edges: Sequence[int]) -> Expansions:
    """Every expansion of the periods between the edges, taken apart by comparing the rows at its opening and close.

    A product not held at the opening is cross_sell; a higher price at the same plan and quantity is renewal; every
    other increase is upsell.
    """
    grown = found.kind == Kind.EXPANSION
    customer, slot = found.customer[grown], found.slot[grown]
    amounts = _parts(_holdings(rows, spells, customer, slot, np.asarray(edges)))
    where = {kind: np.flatnonzero(amount) for kind, amount in amounts.items()}
    expansion = np.concatenate(list(where.values()))
    return Expansions(
        customer[expansion],
        slot[expansion],
        np.concatenate([np.full(len(at), kind, dtype=np.int8) for kind, at in where.items()]),
        np.concatenate([amounts[kind][at] for kind, at in where.items()]),
    )


def _holdings(rows: Rows, spells: Spells, customer: np.ndarray, slot: np.ndarray, edges: np.ndarray) -> _Holdings:
    """Each expansion beside all rows of its customer that are live at its opening or close."""
    who = np.zeros(int(spells.customer.max(initial=0)) + 1, dtype=bool)
    who[customer] = True
    ours = spells.take(who[spells.customer])
    ours = ours.take(np.argsort(ours.customer, kind="stable"))
    first, end = (np.searchsorted(ours.customer, customer, side=side) for side in ("left", "right"))
    expansion = np.repeat(np.arange(len(customer)), end - first)
    row = np.arange(len(expansion)) - np.repeat(np.cumsum(end - first) - end, end - first)
    opening, close = (
        (ours.start[row] < edge) & (ours.end[row] >= edge)
        for edge in (edges[slot - 1][expansion], edges[slot][expansion])
    )
    product, thing = _things(rows, ours)
    live = opening | close
    expansion, row, opening, close = expansion[live], row[live], opening[live], close[live]
    key = expansion * (int(thing.max(initial=0)) + 1) + thing[row]
    order = np.argsort(key)
    starts = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0]) if len(order) else order
    value = ours.value[row]
    sums = (_sums(column[order], starts) for column in (value * opening, value * close, close.astype(int) - opening))
    before, after, more_rows = sums
    return _Holdings(expansion[order][starts], product[row][order][starts], before, after, more_rows == 0)


def _things(rows: Rows, spells: Spells) -> tuple[np.ndarray, np.ndarray]:
    """The product of each spell, and a number for its product, plan and quantity together."""
    columns = [rows[name].codes[spells.place] + 1 for name in ("product", "plan") if name in rows]
    nothing = np.zeros(len(spells.place), dtype=np.int64)
    product = columns[0].astype(np.int64) if "product" in rows else nothing
    if "quantity" in rows:
        columns.append(np.unique(rows["quantity"][spells.place], return_inverse=True)[1])
    thing = nothing
    for column in columns:
        thing = thing * (int(column.max(initial=0)) + 1) + column
    return product, thing


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


def _sums(sorted_column: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.add.reduceat(sorted_column, starts) if len(starts) else sorted_column[:0]


def _by(index: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, index, amounts)
    return total
