"""What scores a table holds: how many of each kind, and between which bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.rows import Rows

_KIND = {"reviews": "reviews", "tickets": "csat"}  # of the scores in a table that is no survey


@dataclass(frozen=True, slots=True)
class Scored:
    """How many scores there are of one kind, the lowest and the highest of them, and whether some have no day."""

    count: int
    lowest: int
    highest: int
    undated: bool = False


def scores_of(table: str, rows: Rows) -> Iterator[tuple[str, Scored]]:
    """The scores of each kind that a table has."""
    column = "rating" if table == "reviews" else "score"
    if table not in ("surveys", "reviews", "tickets") or column not in rows:
        return
    scores, survey = rows[column], rows["survey"].codes if table == "surveys" else None
    for code, name in enumerate(SURVEYS) if table == "surveys" else [(0, _KIND[table])]:
        given = scores[(scores != NO_SCORE) & (survey == code)] if survey is not None else scores[scores != NO_SCORE]
        if len(given):
            undated = table == "tickets" and _has_no_day(rows, scores != NO_SCORE)
            yield name, Scored(len(given), int(given.min()), int(given.max()), undated)


def _has_no_day(tickets: Rows, scored: np.ndarray) -> bool:
    """Whether the score of some ticket says neither when it was given nor when the ticket was closed."""
    for name in ("rated_at", "closed_at"):
        if name in tickets:
            scored = scored & (tickets[name] == NO_DAY)
    return bool(scored.any())
