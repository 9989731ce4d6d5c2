"""Costs and purchases summed."""

import numpy as np

from csmetrics.ledger.purchases import Purchases, distinct, find_purchases
from csmetrics.ledger.slots import count_up
from csmetrics.ledger.spending import find_spending
from csmetrics.tallies.board import Board, Grids


def tally_costs(board: Board) -> Grids:
    """Every tally of costs.csv, by period and segment."""
    found = find_spending(board.data.rows("costs"), board.edges, board.data.config)
    wins, keeps = found.acquisition, found.retention
    return {
        "acquisition_cost": board.add(found.slot[wins], found.place[wins], found.amount[wins]),
        "retention_cost": board.add(found.slot[keeps], found.place[keeps], found.amount[keeps]),
    }


def tally_purchases(board: Board) -> Grids:
    """Every tally of purchases.csv, by period and segment.

    Where the rows are divided themselves, a customer is counted in each segment in which it bought.
    """
    rows = board.data.rows("purchases")
    found = find_purchases(rows, board.edges)
    key = board.keys(rows, found.place)
    revenue = board.add(found.slot, key, found.amount)
    inside = found.bought & (found.slot > 0)
    within = _buyers(board, found, key, inside)
    ever = _buyers(board, found, key, found.bought, once=True)
    return {
        "purchase_revenue": revenue,
        "revenue_ever": np.cumsum(revenue, axis=0),
        "purchases": board.count(found.slot[found.bought], key[found.bought]),
        "purchasing_customers": within,
        "purchasers_ever": np.cumsum(ever, axis=0),
    }


def _buyers(board: Board, found: Purchases, key: np.ndarray, chosen: np.ndarray, *, once: bool = False) -> np.ndarray:
    """How many customers bought, by period and segment; `once`: each in the first period alone."""
    cell, slots = board.shape[1], np.int64(board.shape[0])
    segment = np.zeros(int(chosen.sum()), dtype=np.int64)
    if board.segment_of is not None:
        segment = board.segment_of[key[chosen]].astype(np.int64)
    who, slot = distinct(found.customer[chosen].astype(np.int64) * cell + segment, found.slot[chosen])
    if once and len(who):
        first = np.append(True, who[1:] != who[:-1])
        who, slot = who[first], slot[first]
    return count_up(slot.astype(np.int64) * cell + who % cell, int(slots) * cell).reshape(board.shape)
