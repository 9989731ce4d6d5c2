"""Scores summed: customers and recurring revenue by how healthy and how distressed they are at each close."""

import numpy as np

from csmetrics.ledger.evidence import Evidence
from csmetrics.ledger.models import find_model
from csmetrics.ledger.scores import Scores, score_at, weighted_money
from csmetrics.ledger.yearly import MONTHS_A_YEAR
from csmetrics.tallies.board import Board, Grids

Entries = dict[str, tuple[np.ndarray, np.ndarray | None]]


def tally_health(board: Board) -> Grids:
    """Every tally of the health and distress scores, by period and segment."""
    evidence = Evidence(board.data, board.edges[-1])
    models = find_model(board.data, "health"), find_model(board.data, "distress")
    grids: Grids = {}
    for slot, close in enumerate(board.edges[1:], 1):
        health, distress = score_at(evidence, models, close)
        for name, (customer, amount) in scored_entries(
            health, distress, monthly=board.data.config.monthly_rounding
        ).items():
            here = np.full(len(customer), slot)
            summed = board.count(here, customer) if amount is None else board.add(here, customer, amount)
            grids[name] = grids[name] + summed if name in grids else summed
    return grids


def scored_entries(health: Scores, distress: Scores, *, monthly: bool = False) -> Entries:
    """For each tally the customers it is about, and what each adds to it; None where they are counted.

    `monthly` rounds MRR times score by the month, as it was once.
    """
    scored, at_risk = health.customer[health.scored], health.scored & (health.level == 0)
    score, mrr = health.score[health.scored], health.mrr[health.scored]
    part = MONTHS_A_YEAR if monthly else 1
    weighted = weighted_money(score, mrr // part) * part
    return {
        "customers_scored": (scored, None),
        "customers_at_risk_end": (health.customer[at_risk], None),
        "customers_distressed_end": (distress.customer[distress.scored & (distress.level > 0)], None),
        "customers_distress_scored": (distress.customer[distress.scored], None),
        "health_points": (scored, score),
        "mrr_scored": (scored, mrr),
        "mrr_at_risk_end": (health.customer[at_risk], health.mrr[at_risk]),
        "health_mrr": (scored, weighted),
    }
