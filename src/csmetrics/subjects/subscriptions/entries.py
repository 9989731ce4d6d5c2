"""Spells as entries: who pays, who came, left, grew and shrank, and by how much."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from csmetrics.subjects.entries import Entries, Subject, one_a_row
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.subscriptions.expansion import ExpansionKind, Expansions, find_expansions
from csmetrics.subjects.subscriptions.free_spells import free_spells, moved_free
from csmetrics.subjects.subscriptions.movements import MovementKind, Movements, find_movements
from csmetrics.subjects.subscriptions.spells import Spells, paying_spells
from csmetrics.subjects.subscriptions.sums import sums_of_movements
from csmetrics.subjects.subscriptions.tallies import TALLIES
from csmetrics.subjects.subscriptions.valued import find_valued, own_in
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Moved:
    """Customers behind a movement or a level: code, MRR (by the year) at the opening, at the close, in question.

    `change` is what they did; in several currencies the rates have changed what they pay as well.
    """

    customer: np.ndarray
    before: np.ndarray
    after: np.ndarray
    change: np.ndarray
    amount: np.ndarray

    def take(self, which: np.ndarray) -> "Moved":
        """Some of them, by mask or position."""
        return Moved(*(getattr(self, name)[which] for name in self.__slots__))


class SubscriptionEntries(Subject):
    """What was paid in consecutive periods and before them; entries are of a single period."""

    name = "subscriptions"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._data, self._config, self._rows, self._edges = data, data.config, data.rows(table), edges
        self._moved: dict[str, Moved] = {}

    @cached_property
    def spells(self) -> Spells:
        """The spells that bring in money before the last close."""
        return paying_spells(self._rows, self._edges[-1], self._config)

    @cached_property
    def movements(self) -> Movements:
        """The ledger of the periods; of the one period where there are several currencies."""
        if self._worth:
            return find_valued(self.spells, self._edges, self._worth)
        return find_movements(self.spells, self._edges)

    @cached_property
    def _worth(self) -> Worth | None:
        return Worth.of(self._data, self._edges)

    @cached_property
    def expansions(self) -> Expansions:
        """The expansions among the movements, taken apart."""
        return find_expansions(self._rows, self.spells, self._edges, self._worth)

    def entries(self, tally: Tally) -> Entries:
        """The customers whom a tally of the one period counts, or whose money it sums, and their rows that show it.

        Where each row counts by itself there is an entry for every row.
        """
        if "row" in _edges_of(tally):
            live = self._live_at_close()
            return one_a_row(live.customer, np.ones(len(live.customer), dtype=np.int16), live.place, live.value)
        selection = _SELECTIONS[tally.name]
        moved, amount = self._selected(tally)
        rows = self._rows_of(moved, selection.rows)
        return Entries(
            key=moved.customer,
            period=np.ones(len(moved.customer), dtype=np.int16),
            amount=amount,
            weight=moved.amount,
            row_key=self.spells.customer[rows],
            row=self.spells.place[rows],
        )

    def _selected(self, tally: Tally) -> "tuple[Moved, np.ndarray]":
        """The customers of a tally, and what each adds to it."""
        moved, amount = _SELECTIONS[tally.name].of(self)
        if tally.unit == "money":
            return moved, moved.amount
        return moved, np.ones_like(moved.amount) if amount is None else amount

    def moved(self, name: str) -> Moved:
        """The customers behind a movement of the one period, or who pay at its "opening" or its "close"."""
        if name not in self._moved:
            self._moved[name] = moved_in(self.movements, name)
        return self._moved[name]

    def sums(self, grid: Grid) -> Grids:
        """Every tally of subscriptions.csv, by period and segment, a block of customers at a time.

        Where customers can change their segment each entry of the one period is added where it belongs.
        """
        if grid.at:
            return {tally.name: self._by_edge(grid, tally) for tally in TALLIES}
        return sums_of_movements(grid, self._rows, self.spells, self._worth)

    def own(self, tally: Tally, found: Entries, keys: np.ndarray) -> Own | None:
        """What customers pay in each currency at the opening and at the close; by row, what these rows pay."""
        if self._worth is None or tally.unit != "money":
            return None
        chosen = np.isin(self.spells.customer, keys)
        if "row" in _edges_of(tally):
            chosen &= np.isin(self.spells.place, found.row)
        return own_in(self.spells.take(np.flatnonzero(chosen)), self._edges, self._worth)

    def _by_edge(self, grid: Grid, tally: Tally) -> np.ndarray:
        if "row" in _edges_of(tally):
            live = self._live_at_close()
            return grid.by_edge(tally, live.customer, live.place, live.value)
        moved, amount = self._selected(tally)
        return grid.by_edge(tally, moved.customer, moved.customer, amount)

    def _live_at_close(self) -> Spells:
        live = self.spells.take(np.flatnonzero(_at_close(self.spells, *self._edges)))
        return self._worth.each(live, self._rows, 1) if self._worth else live

    def _rows_of(self, moved: Moved, live: "_LiveAt") -> np.ndarray:
        """The positions of the spells of some customers that show it."""
        mine = np.zeros(int(self.spells.customer.max(initial=-1)) + 1, dtype=bool)
        mine[moved.customer] = True
        chosen: np.ndarray = np.flatnonzero(live(self.spells, self._edges[0], self._edges[1]))
        return chosen[mine[self.spells.customer[chosen]]]

    # What the selections are of: customers, and what each adds where it is neither one nor money.

    def movement(self, name: str) -> "_Selected":
        """Those behind a movement."""
        return self.moved(name), None

    def stayed(self) -> "_Selected":
        """Those who pay at both edges, with what they pay at both: the lesser of the two."""
        moved = self.moved("close")
        found = moved.take(np.flatnonzero(moved.before))
        return replace(found, amount=found.before + np.minimum(found.change, 0)), None

    def kept(self) -> "_Selected":
        """The same, with what they pay at the close, at the rates of the opening."""
        moved = self.moved("close")
        found = moved.take(np.flatnonzero(moved.before))
        return replace(found, amount=found.before + found.change), None

    def exchange(self) -> "_Selected":
        """The same, with what the rates did to it."""
        moved = self.moved("close")
        found = moved.take(np.flatnonzero(moved.before))
        found = replace(found, amount=found.after - found.before - found.change)
        return found.take(np.flatnonzero(found.amount)), None

    def free(self, kind: MovementKind) -> "_Selected":
        """Those of a movement at whose edge a row of nothing to pay runs."""
        found, free = self.movements, free_spells(self._rows, self._edges[-1])
        at = np.unique(moved_free(found, free, self._edges, kind)[0])
        before, after = found.before[at], found.after[at]
        return Moved(found.customer[at], before, after, found.change[at], np.abs(found.change[at])), None

    def won(self) -> "_Selected":
        """Those who first paid in the period, with what they pay at its close: nothing where they left again."""
        found = self.movements
        customer = found.payer[found.first_slot == 1]
        level = np.zeros(int(customer.max(initial=0)) + 1, dtype=np.int64)
        stayed = np.isin(found.customer, customer)
        level[found.customer[stayed]] = found.after[stayed]
        nothing = np.zeros(len(customer), dtype=np.int64)
        return Moved(customer, nothing, *[level[customer]] * 3), None

    def ever(self) -> "_Selected":
        """Those who paid at any time up to the close."""
        nothing = np.zeros(len(self.movements.payer), dtype=np.int64)
        return Moved(self.movements.payer, *[nothing] * 4), None

    def paid_days(self) -> "_Selected":
        """The same, each with the days on which it paid."""
        found, (moved, _) = self.movements, self.ever()
        size = int(moved.customer.max(initial=0)) + 1
        open_ended = np.bincount(found.turn_customer, weights=np.sign(found.turn_days), minlength=size)
        turned = np.bincount(found.turn_customer, weights=found.turn_days, minlength=size)
        return moved, (self._edges[-1] * open_ended - turned).astype(np.int64)[moved.customer]

    def grown(self, kind: ExpansionKind) -> "_Selected":
        """Those behind one kind of expansion."""
        parts = self.expansions
        chosen = parts.kind == kind
        customer, where = np.unique(parts.customer[chosen].astype(np.int64), return_inverse=True)
        amount = np.zeros(len(customer), dtype=np.int64)
        np.add.at(amount, where, parts.amount[chosen])
        return Moved(customer, np.zeros_like(amount), *[amount] * 3), None


def _edges_of(tally: Tally) -> tuple[str, ...]:
    return (tally.edge, *(tally.between or ()))


_Selected = tuple[Moved, np.ndarray | None]
_LiveAt = Callable[[Spells, int, int], np.ndarray]  # which spells show it, by the opening and the close


def moved_in(found: Movements, name: str) -> Moved:
    """The customers behind a movement of the one period found, or who pay at its "opening" or its "close".

    At the opening, before and after are both the level there.
    """
    if name == "opening":
        chosen = found.kind == MovementKind.OPENING
        level = found.after[chosen]
        return Moved(found.customer[chosen], *[level] * 4)
    if name == "close":
        moved = found.slot == 1
        stayed = (found.slot == 0) & ~np.isin(found.customer, found.customer[moved])
        chosen = stayed | (moved & (found.kind != MovementKind.CHURNED) & (found.kind != MovementKind.JOINED_AND_LEFT))
        before, after = np.where(stayed, found.after, found.before)[chosen], found.after[chosen]
        change = np.where(stayed, 0, found.change)[chosen]
        return Moved(found.customer[chosen], before, after, change, after)
    chosen = found.kind == MovementKind[name.upper()]
    change = found.change[chosen]
    return Moved(found.customer[chosen], found.before[chosen], found.after[chosen], change, np.abs(change))


def _at_opening(spells: Spells, opening: int, _close: int) -> np.ndarray:
    return (spells.start < opening) & (spells.end >= opening)


def _at_close(spells: Spells, _opening: int, close: int) -> np.ndarray:
    return spells.end == close  # cut off there, so live on the last day


def _so_far(spells: Spells, _opening: int, close: int) -> np.ndarray:
    return spells.start < close


def _touching(spells: Spells, opening: int, _close: int) -> np.ndarray:
    return spells.end >= opening


@dataclass(frozen=True, slots=True)
class _Selection:
    """The customers of a tally, and which of their spells show it."""

    of: Callable[[SubscriptionEntries], _Selected]
    rows: _LiveAt = _touching


def _movement(name: str, rows: _LiveAt = _touching) -> _Selection:
    return _Selection(lambda it: it.movement(name), rows)


_SELECTIONS: Mapping[str, _Selection] = {
    "customers_start": _movement("opening", _at_opening),
    "customers_new": _movement("new"),
    "customers_returned": _movement("returned"),
    "customers_churned": _movement("churned"),
    "customers_end": _movement("close", _at_close),
    "customers_joined_and_left": _movement("joined_and_left"),
    "customers_churned_free": _Selection(lambda it: it.free(MovementKind.CHURNED)),
    "customers_returned_free": _Selection(lambda it: it.free(MovementKind.RETURNED)),
    "customers_won": _Selection(SubscriptionEntries.won),
    "customers_moved_in": _Selection(SubscriptionEntries.stayed),
    "customers_moved_out": _Selection(SubscriptionEntries.stayed),
    "customers_ever": _Selection(SubscriptionEntries.ever, _so_far),
    "mrr_start": _movement("opening", _at_opening),
    "mrr_new": _movement("new"),
    "mrr_returned": _movement("returned"),
    "mrr_expansion": _movement("expansion"),
    "mrr_upsell": _Selection(lambda it: it.grown(ExpansionKind.UPSELL)),
    "mrr_cross_sell": _Selection(lambda it: it.grown(ExpansionKind.CROSS_SELL)),
    "mrr_renewal": _Selection(lambda it: it.grown(ExpansionKind.RENEWAL)),
    "mrr_offset": _Selection(lambda it: it.grown(ExpansionKind.OFFSET)),
    "mrr_contraction": _movement("contraction"),
    "mrr_churned": _movement("churned"),
    "mrr_exchange": _Selection(SubscriptionEntries.exchange),
    "mrr_kept": _Selection(SubscriptionEntries.kept),
    "mrr_moved_in": _Selection(SubscriptionEntries.stayed),
    "mrr_moved_out": _Selection(SubscriptionEntries.stayed),
    "mrr_end": _movement("close", _at_close),
    "customer_years": _Selection(SubscriptionEntries.paid_days, _so_far),
}


SUBJECT = SubscriptionEntries
