"""Ledger entries summed into tallies, for any number of consecutive periods and segments in one pass."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from csmetrics.ledger.models import NO_MODEL, has_model
from csmetrics.ledger.workers import side_by_side
from csmetrics.periods import Period, edges
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.board import Board, Grids
from csmetrics.tallies.health import tally_health
from csmetrics.tallies.money import tally_costs, tally_purchases
from csmetrics.tallies.segments import Segments, find_segments
from csmetrics.tallies.subscriptions import tally_subscriptions
from csmetrics.tallies.surveys import lacking_surveys, tally_surveys
from csmetrics.tallies.vocabulary import TALLIES

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Tallies:
    """Every tally as whole numbers: a row for each period; the whole in column 0, then a column for each segment.

    Money is in millionths, `customer_years` in days. A tally that cannot be had has its reason in `absent`; one that
    can be had for the whole alone has it in `undivided`.
    """

    periods: tuple[Period, ...]
    segments: Segments
    grids: Mapping[str, np.ndarray]
    absent: Mapping[str, str]
    undivided: Mapping[str, str]


def tally(
    data: Dataset, periods: Sequence[Period], by: Sequence[str] = (), *, needed: Collection[str] = TALLIES
) -> Tallies:
    """All tallies of consecutive periods, for the whole and for each segment of the attributes in `by`.

    Those of customers' scores, which are dear, are left out unless one of them is among those `needed`.
    """
    segments = find_segments(data, by, periods)
    scored = has_model(data) and any(TALLIES[name].scored for name in needed)
    if all(each is segments[0] for each in segments):
        return _tally(data, periods, segments[0], scored=scored)
    parts = [_tally(data, [period], each, scored=scored) for period, each in zip(periods, segments, strict=True)]
    grids = {name: np.vstack([part.grids[name] for part in parts]) for name in parts[0].grids}
    return Tallies(tuple(periods), segments[-1], grids, parts[0].absent, parts[0].undivided)


def _tally(data: Dataset, periods: Sequence[Period], segments: Segments, *, scored: bool) -> Tallies:
    """All tallies of consecutive periods in which nobody changes segment."""
    grids: Grids = {}
    undivided: dict[str, str] = {}
    there = [name for name in _TABLES if name in data]
    count = partial(_tally_table, data, periods, segments, scored=scored)
    for name, found in zip(there, side_by_side(count, there), strict=True):
        grids |= found
        if segments.by and name not in segments.of:
            undivided |= dict.fromkeys(found, segments.reasons.get(name, "no rows to divide"))
    months = np.array([period.months for period in periods], dtype=np.int64)
    grids["months"] = np.repeat(months[:, None], 1 + len(segments), axis=1)
    _balance(grids)
    return Tallies(tuple(periods), segments, grids, _absent(data), undivided)


def _tally_table(data: Dataset, periods: Sequence[Period], segments: Segments, name: str, *, scored: bool) -> Grids:
    """All tallies of one table; those of scores are of who subscribes."""
    divided = name in segments.of
    board = Board(data, edges(periods), segments.of.get(name), len(segments) if divided else 0)
    summed = _TABLES[name](board) | (tally_health(board) if scored and name == "subscriptions" else {})
    return {key: board.periods_only(grid, len(segments)) for key, grid in summed.items()}


_TABLES: dict[str, Callable[[Board], Grids]] = {
    "subscriptions": tally_subscriptions,
    "surveys": tally_surveys,
    "costs": tally_costs,
    "purchases": tally_purchases,
}


def _balance(grids: Grids) -> None:
    """Opening plus movements is closing, and nothing is below zero; else there is a bug and no report."""
    if "mrr_end" not in grids:
        return
    flows = {"new": 1, "returned": 1, "expansion": 1, "contraction": -1, "churned": -1}
    for what in ("customers", "mrr"):
        moved = sum(sign * grids.get(f"{what}_{flow}", 0) for flow, sign in flows.items())
        off = grids[f"{what}_start"] + moved - grids[f"{what}_end"]
        if np.any(off) or np.any(grids[f"{what}_end"] < 0):
            raise RuntimeError(f"the books of {what} do not balance: this is a bug in csmetrics, please report it")
    kinds = grids["mrr_upsell"] + grids["mrr_cross_sell"] + grids["mrr_renewal"] - grids["mrr_offset"]
    if np.any(kinds != grids["mrr_expansion"]):
        raise RuntimeError("the kinds of expansion do not add up: this is a bug in csmetrics, please report it")


def _absent(data: Dataset) -> dict[str, str]:
    """Why a tally cannot be had at all: its table, or its survey in the table, is not there."""
    surveys = data.table("surveys")
    lacking = lacking_surveys(surveys) if surveys else {}
    reasons: dict[str, str] = {}
    for name, declared in TALLIES.items():
        if declared.table and declared.table not in data:
            reasons[name] = f"no {declared.table}.csv"
        elif declared.scored and not has_model(data):
            reasons[name] = NO_MODEL
        elif declared.survey and declared.survey in lacking:
            reasons[name] = lacking[declared.survey]
    return reasons
