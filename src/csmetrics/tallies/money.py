"""Costs and purchases summed."""

import numpy as np

from csmetrics.ledger.purchases import distinct, find_purchases
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
    """Every tally of purchases.csv, by period and segment."""
    found = find_purchases(board.data.rows("purchases"), board.edges)
    revenue = board.add(found.slot, found.customer, found.amount)
    inside = found.bought & (found.slot > 0)
    customer, slot = distinct(found.customer[inside], found.slot[inside])
    return {
        "purchase_revenue": revenue,
        "revenue_ever": np.cumsum(revenue, axis=0),
        "purchases": board.count(found.slot[found.bought], found.customer[found.bought]),
        "purchasing_customers": board.count(slot, customer),
        "purchasers_ever": np.cumsum(board.count(found.first_slot, found.buyer), axis=0),
    }
