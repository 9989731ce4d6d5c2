"""Customers who are in one segment in a period and were in another in the period before, with what they pay.

A customer's plan is fixed for the period, so moving to another plan is no movement of any period: it happens between
the close of one and the opening of the next. Transfers make the books of the segments meet there:
close of the period before + in - out = opening.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.counting.parts import joined_labels
from csmetrics.counting.segments import find_segments, moves
from csmetrics.periods import Period, edges
from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.movements import Kind, find_movements
from csmetrics.subjects.subscriptions.spells import paying_spells
from csmetrics.subjects.sums import add_up, count_up
from csmetrics.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Transfers:
    """Customers and MRR (by the year) that came into each segment and went out of it, by the labels' order."""

    labels: tuple[tuple[str, ...], ...]
    customers_in: np.ndarray
    customers_out: np.ndarray
    mrr_in: np.ndarray
    mrr_out: np.ndarray


@stage("tallies")
def find_transfers(data: Dataset, by: Sequence[str], period: Period) -> Transfers | None:
    """Who, paying at the opening, had another segment in the period before; None where nobody can move."""
    if "subscriptions" not in data or not moves(data, by):
        return None
    parts = [found for part in data.parts() if (found := _of_part(part, by, period))]
    if len(parts) < 2:  # noqa: PLR2004
        return parts[0] if parts else None
    labels = joined_labels([part.labels for part in parts])
    total = Transfers(labels, *(np.zeros(len(labels), dtype=np.int64) for _ in Transfers.__slots__[1:]))
    for part in parts:
        at = [labels.index(label) for label in part.labels]
        for name in Transfers.__slots__[1:]:
            getattr(total, name)[at] += getattr(part, name)
    return total


def _of_part(data: Dataset, by: Sequence[str], period: Period) -> Transfers | None:
    before, now = find_segments(data, by, [period.previous(), period])
    if "subscriptions" not in now.of:
        return None
    bounds = edges([period])
    found = find_movements(paying_spells(data.rows("subscriptions"), bounds[-1], data.config), bounds)
    opening = found.kind == Kind.OPENING
    customer, amount = found.customer[opening], found.after[opening]
    source, target = before.of["subscriptions"][customer], now.of["subscriptions"][customer]
    moved, count = source != target, len(now)
    return Transfers(
        now.labels,
        count_up(target[moved], count),
        count_up(source[moved], count),
        add_up(target[moved], amount[moved], count),
        add_up(source[moved], amount[moved], count),
    )
