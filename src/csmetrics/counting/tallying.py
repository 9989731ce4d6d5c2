"""Entries added up to tallies, for any number of consecutive periods and segments in one pass."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from csmetrics.counting.parts import HERE, add_grids, count_parts, joined_segments
from csmetrics.counting.plan import Plan
from csmetrics.counting.segments import Segments, find_segments
from csmetrics.periods import Period, edges
from csmetrics.stages import stage
from csmetrics.subjects.entries import subject_class
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.vocabulary import SUBJECTS, TALLIES
from csmetrics.tables.dataset import Dataset
from csmetrics.workers import side_by_side

DAYS_A_YEAR = 365.25
BETWEEN = tuple(tally.name for tally in TALLIES.values() if tally.between)


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
def tally(data: Dataset, plan: Plan, executor: Executor = HERE) -> Tallies:
    """The tallies that are planned, for the whole and for each segment; parts are counted by an executor."""
    found = count_parts(data, partial(_tally_part, plan), executor)
    if len(found) == 1:
        return found[0]
    segments = joined_segments([part.segments for part in found])
    grids = add_grids([part.grids for part in found], [part.segments.labels for part in found], segments.labels)
    divided = next((part for part in found if len(part.segments)), found[0])  # one without rows divides nothing
    return Tallies(plan.periods, segments, grids, plan.absent, divided.undivided)


def _tally_part(plan: Plan, data: Dataset) -> Tallies:
    """The tallies of a dataset that is here with all its rows."""
    segments = find_segments(data, plan.by, plan.periods)
    if not segments[0].at and all(each is segments[0] for each in segments):
        return _tally(data, plan, plan.periods, segments[0])
    parts = [_tally(data, plan, [period], each) for period, each in zip(plan.periods, segments, strict=True)]
    grids = {name: np.vstack([part.grids[name] for part in parts]) for name in parts[0].grids}
    if segments[0].at and "subscriptions" in plan.subjects:
        alone = replace(plan, subjects=("subscriptions",))
        _refuse_difference(_tally(data, alone, plan.periods, Segments()).grids, grids)
    return Tallies(plan.periods, segments[-1], grids, plan.absent, parts[0].undivided)


def _tally(data: Dataset, plan: Plan, periods: Sequence[Period], segments: Segments) -> Tallies:
    """The tallies of consecutive periods in which nobody changes segment, or of a single one."""
    grids: Grids = {}
    undivided: dict[str, str] = {}
    tables = [(subject, table) for subject in plan.subjects for table in subject_class(subject).tables(data)]
    sums = side_by_side(partial(_sums, data, periods, segments), tables)
    for (_, table), found in zip(tables, sums, strict=True):
        grids |= {key: grids[key] + grid if key in grids else grid for key, grid in found.items()}
        if segments.by and table not in segments.of:
            undivided |= dict.fromkeys(found, segments.reasons.get(table, "no rows to divide"))
    months = np.array([period.months for period in periods], dtype=np.int64)
    grids["months"] = np.repeat(months[:, None], 1 + len(segments), axis=1)
    _balance(grids)
    # a table without comments adds none to those of the other
    written = [name for name in plan.subjects if name == "comments"]
    beside = [each.name for name in written for each in subject_class(name).tallies(data.config)]
    grids = {name: np.zeros_like(grids["months"]) for name in beside} | grids
    return Tallies(tuple(periods), segments, grids, plan.absent, undivided)


def _sums(data: Dataset, periods: Sequence[Period], segments: Segments, counted: tuple[str, str]) -> Grids:
    """What is counted of one subject in one table."""
    subject, table = counted
    divided, by_row = table in segments.of, table in segments.by_row
    found = subject_class(subject)(data, table, edges(periods))
    at = segments.at if subject == "subscriptions" else {}
    grid = Grid(data, table, edges(periods), segments.of.get(table), len(segments) if divided else 0, by_row, at)
    whole: Grids = {}
    if by_row and any(tally.distinct for tally in SUBJECTS[subject]):  # who is in several segments counts once in all
        whole = found.sums(Grid(data, table, edges(periods), None, 0))
    sums = found.sums(grid)
    if at:
        whole = {key: np.zeros_like(sums[key]) for key in BETWEEN}  # within the whole nobody goes anywhere
    return {key: grid.periods_only(each, len(segments), whole.get(key)) for key, each in sums.items()}


def _refuse_difference(whole: Mapping[str, np.ndarray], divided: Mapping[str, np.ndarray]) -> None:
    """What is counted for the whole is counted in one segment, and once; else there is a bug and no report."""
    for name, grid in whole.items():
        if np.any(grid[:, 0] != divided[name][:, 0]):
            raise RuntimeError(f"the segments of {name} do not add up: this is a bug in csmetrics, please report it")


def _balance(grids: Grids) -> None:
    """Opening plus movements is closing, and nothing is below zero; else there is a bug and no report."""
    if "mrr_end" not in grids:
        return
    came = dict.fromkeys(("moved_in", "new", "returned", "expansion"), 1)
    flows = came | dict.fromkeys(("contraction", "churned", "moved_out"), -1)
    for what in ("customers", "mrr"):
        moved = sum(sign * grids.get(f"{what}_{flow}", 0) for flow, sign in flows.items())
        off = grids[f"{what}_start"] + moved + grids.get(f"{what}_exchange", 0) - grids[f"{what}_end"]
        if np.any(off) or np.any(grids[f"{what}_end"] < 0):
            raise RuntimeError(f"the books of {what} do not balance: this is a bug in csmetrics, please report it")
    kinds = grids["mrr_upsell"] + grids["mrr_cross_sell"] + grids["mrr_renewal"] - grids["mrr_offset"]
    if np.any(kinds != grids["mrr_expansion"]):
        raise RuntimeError("the kinds of expansion do not add up: this is a bug in csmetrics, please report it")
