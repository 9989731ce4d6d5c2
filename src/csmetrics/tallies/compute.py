"""Ledger entries summed into tallies, for any number of consecutive periods and segments in one pass."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from csmetrics.columns import COMMENTS
from csmetrics.ledger.models import NO_MODEL, has_model
from csmetrics.ledger.workers import side_by_side
from csmetrics.periods import Period, edges
from csmetrics.signals import TABLES_OF_SIGNALS
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.board import Board, Grids
from csmetrics.tallies.feedback import commented, lacking_comments, names_of_comments, tally_comments, tally_reviews
from csmetrics.tallies.health import tally_health
from csmetrics.tallies.money import tally_costs, tally_purchases
from csmetrics.tallies.parts import add_grids, joined_segments
from csmetrics.tallies.segments import Segments, find_segments
from csmetrics.tallies.subscriptions import tally_subscriptions
from csmetrics.tallies.surveys import lacking_csat, lacking_surveys, tally_surveys, tally_tickets
from csmetrics.tallies.vocabulary import TALLIES, find_tally

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Tallies:
    """Every tally as whole numbers: a row for each period; the whole in column 0, then a column for each segment.

    Money is in millionths, recurring money by the year, `customer_years` in days. A tally that cannot be had has its
    reason in `absent`; one that can be had for the whole alone has it in `undivided`.
    """

    periods: tuple[Period, ...]
    segments: Segments
    grids: Mapping[str, np.ndarray]
    absent: Mapping[str, str]
    undivided: Mapping[str, str]


@stage("tallies")
def tally(
    data: Dataset, periods: Sequence[Period], by: Sequence[str] = (), *, needed: Collection[str] = TALLIES
) -> Tallies:
    """All tallies of consecutive periods, for the whole and for each segment of the attributes in `by`.

    Those of customers' scores and those counted in what people wrote are dear: they are left out unless one of them is
    among those `needed`.
    """
    found = [_tally_part(part, periods, by, _dear(data, needed)) for part in data.parts()]
    if len(found) == 1:
        return found[0]
    segments = joined_segments([part.segments for part in found])
    grids = add_grids([part.grids for part in found], [part.segments.labels for part in found], segments.labels)
    divided = next((part for part in found if len(part.segments)), found[0])  # one without rows divides nothing
    return Tallies(tuple(periods), segments, grids, divided.absent, divided.undivided)


def _tally_part(data: Dataset, periods: Sequence[Period], by: Sequence[str], dear: "Dear") -> Tallies:
    """All tallies of a dataset that is here with all its rows."""
    segments = find_segments(data, by, periods)
    if all(each is segments[0] for each in segments):
        return _tally(data, periods, segments[0], dear)
    parts = [_tally(data, [period], each, dear) for period, each in zip(periods, segments, strict=True)]
    grids = {name: np.vstack([part.grids[name] for part in parts]) for name in parts[0].grids}
    return Tallies(tuple(periods), segments[-1], grids, parts[0].absent, parts[0].undivided)


def _tally(data: Dataset, periods: Sequence[Period], segments: Segments, dear: "Dear") -> Tallies:
    """All tallies of consecutive periods in which nobody changes segment."""
    grids: Grids = {}
    undivided: dict[str, str] = {}
    counted = _counted(data, dear)
    tallied = side_by_side(partial(_tally_table, data, periods, segments), counted)
    for (name, _), found in zip(counted, tallied, strict=True):
        grids |= {key: grids[key] + grid if key in grids else grid for key, grid in found.items()}
        if segments.by and name not in segments.of:
            undivided |= dict.fromkeys(found, segments.reasons.get(name, "no rows to divide"))
    months = np.array([period.months for period in periods], dtype=np.int64)
    grids["months"] = np.repeat(months[:, None], 1 + len(segments), axis=1)
    _balance(grids)
    if dear.written:  # a table without comments adds none to those of the other
        grids = {name: np.zeros_like(grids["months"]) for name in _names_of_written(data)} | grids
    return Tallies(tuple(periods), segments, grids, _absent(data.whole), undivided)


def _tally_table(data: Dataset, periods: Sequence[Period], segments: Segments, counted: "Counted") -> Grids:
    """What one function counts of one table."""
    name, tally_table = counted
    divided = name in segments.of
    by_row = name in segments.by_row
    board = Board(data, edges(periods), segments.of.get(name), len(segments) if divided else 0, by_row)
    # A customer can be in several segments of rows, so there the whole is not their sum.
    whole = tally_table(Board(data, board.edges, None, 0)) if by_row and name != "costs" else {}
    return {key: board.periods_only(grid, len(segments), whole.get(key)) for key, grid in tally_table(board).items()}


_TABLES: dict[str, Callable[[Board], Grids]] = {
    "subscriptions": tally_subscriptions,
    "surveys": tally_surveys,
    "costs": tally_costs,
    "purchases": tally_purchases,
    "reviews": tally_reviews,
}


Counted = tuple[str, Callable[[Board], Grids]]


@dataclass(frozen=True, slots=True)
class Dear:
    """Whether the tallies of scores, and those counted in what people wrote, are wanted and can be had."""

    scored: bool
    written: bool


def _dear(data: Dataset, needed: Collection[str]) -> Dear:
    wanted = [declared for name in needed if (declared := find_tally(name))]
    return Dear(
        any(each.scored for each in wanted) and has_model(data),
        any(each.written for each in wanted) and bool(commented(data)),
    )


def _counted(data: Dataset, dear: Dear) -> list[Counted]:
    """The tables that are there, and what counts them; scores are of who subscribes."""
    found: list[Counted] = [each for each in _TABLES.items() if each[0] in data]
    if "tickets" in data and "tickets" in data.config.surveys.csat.tables:
        found.append(("tickets", tally_tickets))
    if dear.scored and "subscriptions" in data:
        found.append(("subscriptions", tally_health))
    if dear.written:
        found += [(name, partial(tally_comments, table=name)) for name in commented(data)]
    return found


def _names_of_written(data: Dataset) -> list[str]:
    return [name for table in COMMENTS for name in names_of_comments(table, data.config.feedback.themes)]


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
        if declared.survey == "csat":
            reasons |= {name: lack} if (lack := lacking_csat(data)) else {}
        elif declared.table and declared.table not in data and not declared.written:
            reasons[name] = data.lack_of(declared.table)
        elif declared.scored and (without := _signals_unusable(data)):
            reasons[name] = without
        elif declared.scored and not has_model(data):
            reasons[name] = NO_MODEL
        elif declared.survey and declared.survey in lacking:
            reasons[name] = lacking[declared.survey]
    without = lacking_comments(data)
    return reasons | (dict.fromkeys(_names_of_written(data), without) if without else {})


def _signals_unusable(data: Dataset) -> str | None:
    """The file that scores might be made of and that cannot be used: without it they would be other scores."""
    made_of = ("customers", "surveys", *TABLES_OF_SIGNALS)
    return next((data.lack_of(name) for name in made_of if name in data.unusable), None)
