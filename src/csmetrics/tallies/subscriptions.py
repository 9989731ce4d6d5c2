"""Movements summed: customers and recurring revenue, flows as they are and levels as running sums."""

from collections.abc import Mapping

import numpy as np

from csmetrics.ledger.expansion import ExpansionKind, Expansions, find_expansions
from csmetrics.ledger.movements import Kind, Movements, find_movements
from csmetrics.ledger.spells import paying_spells
from csmetrics.tallies.board import Board, Grids


def tally_subscriptions(board: Board) -> Grids:
    """Every tally of subscriptions.csv, by period and segment."""
    rows, config = board.data.rows("subscriptions"), board.data.config
    spells = paying_spells(rows, board.edges[-1], config)
    found = find_movements(spells, board.edges)
    return _movements(board, found) | _expansions(board, find_expansions(rows, spells, found, board.edges))


def _movements(board: Board, found: Movements) -> Grids:
    amounts = np.abs(found.after - found.before)
    customers = board.count_kinds(found.kind, len(Kind), found.slot, found.customer)
    mrr = board.add_kinds(found.kind, len(Kind), found.slot, found.customer, amounts)
    paying = _levels(customers, {Kind.OPENING: 1, Kind.NEW: 1, Kind.RETURNED: 1, Kind.CHURNED: -1})
    recurring = _levels(mrr, dict.fromkeys((Kind.OPENING, Kind.NEW, Kind.RETURNED, Kind.EXPANSION), 1)
                        | dict.fromkeys((Kind.CONTRACTION, Kind.CHURNED), -1))  # fmt: skip
    turns = np.cumsum(board.add(found.turn_slot, found.turn_customer, found.turn_days), axis=0)
    ever = found.first_slot < len(board.edges)
    return {
        "customers_start": _before(paying),
        "customers_new": customers[Kind.NEW],
        "customers_returned": customers[Kind.RETURNED],
        "customers_churned": customers[Kind.CHURNED],
        "customers_end": paying,
        "customers_joined_and_left": customers[Kind.JOINED_AND_LEFT],
        "customers_ever": np.cumsum(board.count(found.first_slot[ever], found.payer[ever]), axis=0),
        "mrr_start": _before(recurring),
        "mrr_new": mrr[Kind.NEW],
        "mrr_returned": mrr[Kind.RETURNED],
        "mrr_expansion": mrr[Kind.EXPANSION],
        "mrr_contraction": mrr[Kind.CONTRACTION],
        "mrr_churned": mrr[Kind.CHURNED],
        "mrr_end": recurring,
        "customer_years": np.asarray(board.edges)[:, None] * paying - turns,
    }


def _expansions(board: Board, found: Expansions) -> Grids:
    amounts = board.add_kinds(found.kind, len(ExpansionKind), found.slot, found.customer, found.amount)
    return {f"mrr_{kind.name.lower()}": amounts[kind] for kind in ExpansionKind}


def _levels(flows: np.ndarray, signs: Mapping[Kind, int]) -> np.ndarray:
    """The level at the close of each period: the running sum of what came in and went out."""
    return np.cumsum(sum(sign * flows[kind] for kind, sign in signs.items()), axis=0)


def _before(level: np.ndarray) -> np.ndarray:
    """The level at each opening: the close of the period before."""
    return np.vstack([np.zeros_like(level[:1]), level[:-1]])
