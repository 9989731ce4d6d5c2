"""Movements summed: customers and recurring revenue, flows as they are and levels as running sums."""

from collections.abc import Mapping

import numpy as np

from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.subscriptions.expansion import ExpansionKind, expansions_in
from csmetrics.subjects.subscriptions.free_spells import EDGE, free_spells, moved_free
from csmetrics.subjects.subscriptions.movements import MovementKind, Movements, movements_in
from csmetrics.subjects.subscriptions.spell_events import BLOCK, Events, events_of
from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.subscriptions.valued import levels_of, valued_in
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.tables.rows import Rows
from csmetrics.workers import side_by_side


def sums_of_movements(grid: Grid, rows: Rows, spells: Spells, worth: Worth | None = None) -> Grids:
    """Every tally of subscriptions.csv, by period and segment; where there are several currencies, by their `worth`.

    Raises DataError where a rate is missing.
    """
    blocks = events_of(spells, max(BLOCK, grid.shape[0] * grid.shape[1]))  # no shorter than the grids it is added to
    free = free_spells(rows, grid.edges[-1])
    parts = side_by_side(lambda events: _flows(grid, rows, spells, free, events(), worth=worth), blocks)
    if worth:
        worth.demand()
    return _tallies(grid, {name: np.sum([part[name] for part in parts], axis=0) for name in parts[0]})


def _flows(grid: Grid, rows: Rows, spells: Spells, free: Spells, events: Events, *, worth: Worth | None) -> Grids:
    """What some customers did, summed; flows of more customers are added."""
    found, held = valued_in(events, grid.edges, worth, spells) if worth else (movements_in(events, grid.edges), None)
    grown = expansions_in(rows, spells, events, found, grid.edges, worth=worth)
    moved = found.slot, found.customer
    ever = found.first_slot < len(grid.edges)
    return {
        "customers": grid.count_kinds(found.kind, len(MovementKind), *moved),
        "mrr": grid.add_kinds(found.kind, len(MovementKind), *moved, np.abs(found.change)),
        "expansions": grid.add_kinds(grown.kind, len(ExpansionKind), grown.slot, grown.customer, grown.amount),
        "turns": grid.add(found.turn_slot, found.turn_customer, found.turn_days),
        "ever": grid.count(found.first_slot[ever], found.payer[ever]),
        **{kind.name: _free(grid, found, free, kind) for kind in EDGE},
        **({"levels": levels_of(grid, held, worth)} if held and worth else {}),
    }


def _free(grid: Grid, found: Movements, free: Spells, kind: MovementKind) -> np.ndarray:
    """How many moved at an edge at which they had a free row."""
    moved = np.unique(moved_free(found, free, grid.edges, kind)[0])
    return grid.count(found.slot[moved], found.customer[moved])


def _tallies(grid: Grid, flows: Grids) -> Grids:
    """Flows as they are, and levels as their running sums; nobody changes segment here."""
    customers, mrr, grown = flows["customers"], flows["mrr"], flows["expansions"]
    paying = _levels(
        customers, {MovementKind.OPENING: 1, MovementKind.NEW: 1, MovementKind.RETURNED: 1, MovementKind.CHURNED: -1}
    )
    moved = sum(sign * mrr[kind] for kind, sign in _MOVED.items())
    recurring = flows["levels"] if "levels" in flows else np.cumsum(mrr[MovementKind.OPENING] + moved, axis=0)
    return {
        "customers_start": _before(paying),
        "customers_new": customers[MovementKind.NEW],
        "customers_returned": customers[MovementKind.RETURNED],
        "customers_churned": customers[MovementKind.CHURNED],
        "customers_end": paying,
        "customers_joined_and_left": customers[MovementKind.JOINED_AND_LEFT],
        "customers_churned_free": flows[MovementKind.CHURNED.name],
        "customers_returned_free": flows[MovementKind.RETURNED.name],
        "customers_won": flows["ever"],
        "customers_ever": np.cumsum(flows["ever"], axis=0),
        **dict.fromkeys(("customers_moved_in", "customers_moved_out"), np.zeros_like(paying)),
        "mrr_start": _before(recurring),
        "mrr_new": mrr[MovementKind.NEW],
        "mrr_returned": mrr[MovementKind.RETURNED],
        "mrr_expansion": mrr[MovementKind.EXPANSION],
        "mrr_contraction": mrr[MovementKind.CONTRACTION],
        "mrr_churned": mrr[MovementKind.CHURNED],
        "mrr_exchange": recurring - _before(recurring) - mrr[MovementKind.OPENING] - moved,
        "mrr_end": recurring,
        "mrr_kept": _before(recurring)
        + mrr[MovementKind.EXPANSION]
        - mrr[MovementKind.CONTRACTION]
        - mrr[MovementKind.CHURNED],
        "mrr_end_by_row": recurring,
        **dict.fromkeys(("mrr_moved_in", "mrr_moved_out", "mrr_end_elsewhere"), np.zeros_like(recurring)),
        "customer_years": np.asarray(grid.edges)[:, None] * paying - np.cumsum(flows["turns"], axis=0),
        **{f"mrr_{kind.name.lower()}": grown[kind] for kind in ExpansionKind},
    }


_MOVED = dict.fromkeys((MovementKind.NEW, MovementKind.RETURNED, MovementKind.EXPANSION), 1) | dict.fromkeys(
    (MovementKind.CONTRACTION, MovementKind.CHURNED), -1
)


def _levels(flows: np.ndarray, signs: Mapping[MovementKind, int]) -> np.ndarray:
    """The level at the close of each period: the running sum of what came in and went out."""
    return np.cumsum(sum(sign * flows[kind] for kind, sign in signs.items()), axis=0)


def _before(level: np.ndarray) -> np.ndarray:
    """The level at each opening: the close of the period before."""
    return np.vstack([np.zeros_like(level[:1]), level[:-1]])
