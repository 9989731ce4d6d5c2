"""Entries added up to tallies, for any number of consecutive periods and segments in one pass."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from csmetrics.counting.parts import add_grids, joined_segments
from csmetrics.counting.segments import Segments, find_segments
from csmetrics.periods import Period, edges
from csmetrics.stages import stage
from csmetrics.subjects.entries import subject_class
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.vocabulary import SUBJECTS, TALLIES, find_tally, subject_of
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
def tally(
    data: Dataset, periods: Sequence[Period], by: Sequence[str] = (), *, needed: Collection[str] = TALLIES
) -> Tallies:
    """All tallies of consecutive periods, for the whole and for each segment of the attributes in `by`.

    Those of customers' scores and those counted in what people wrote are costly: they are left out unless one of them
    is among those `needed`.
    """
    counted = _counted(data, needed)
    found = [_tally_part(part, periods, by, counted) for part in data.parts()]
    if len(found) == 1:
        return found[0]
    segments = joined_segments([part.segments for part in found])
    grids = add_grids([part.grids for part in found], [part.segments.labels for part in found], segments.labels)
    divided = next((part for part in found if len(part.segments)), found[0])  # one without rows divides nothing
    return Tallies(tuple(periods), segments, grids, divided.absent, divided.undivided)


def _counted(data: Dataset, needed: Collection[str]) -> tuple[str, ...]:
    """The subjects to be counted: all that cost little, and those of which a tally is needed and can be had."""
    wanted = {subject_of(declared) for name in needed if (declared := find_tally(name))}
    costly = {name for name, tallies in SUBJECTS.items() if any(each.scored or each.written for each in tallies)}
    return tuple(
        name for name in SUBJECTS if name not in costly or (name in wanted and subject_class(name).tables(data))
    )


def _tally_part(data: Dataset, periods: Sequence[Period], by: Sequence[str], counted: Sequence[str]) -> Tallies:
    """All tallies of a dataset that is here with all its rows."""
    segments = find_segments(data, by, periods)
    if not segments[0].at and all(each is segments[0] for each in segments):
        return _tally(data, periods, segments[0], counted)
    parts = [_tally(data, [period], each, counted) for period, each in zip(periods, segments, strict=True)]
    grids = {name: np.vstack([part.grids[name] for part in parts]) for name in parts[0].grids}
    if segments[0].at:
        _refuse_difference(_tally(data, periods, Segments(), ("subscriptions",)).grids, grids)
    return Tallies(tuple(periods), segments[-1], grids, parts[0].absent, parts[0].undivided)


def _tally(data: Dataset, periods: Sequence[Period], segments: Segments, counted: Sequence[str]) -> Tallies:
    """All tallies of consecutive periods in which nobody changes segment, or of a single one."""
    grids: Grids = {}
    undivided: dict[str, str] = {}
    tables = [(subject, table) for subject in counted for table in subject_class(subject).tables(data)]
    sums = side_by_side(partial(_sums, data, periods, segments), tables)
    for (_, table), found in zip(tables, sums, strict=True):
        grids |= {key: grids[key] + grid if key in grids else grid for key, grid in found.items()}
        if segments.by and table not in segments.of:
            undivided |= dict.fromkeys(found, segments.reasons.get(table, "no rows to divide"))
    months = np.array([period.months for period in periods], dtype=np.int64)
    grids["months"] = np.repeat(months[:, None], 1 + len(segments), axis=1)
    _balance(grids)
    # a table without comments adds none to those of the other
    beside = [each.name for name in counted if name == "comments" for each in subject_class(name).tallies(data.config)]
    grids = {name: np.zeros_like(grids["months"]) for name in beside} | grids
    return Tallies(tuple(periods), segments, grids, _absent(data.whole), undivided)


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
        off = grids[f"{what}_start"] + moved - grids[f"{what}_end"]
        if np.any(off) or np.any(grids[f"{what}_end"] < 0):
            raise RuntimeError(f"the books of {what} do not balance: this is a bug in csmetrics, please report it")
    kinds = grids["mrr_upsell"] + grids["mrr_cross_sell"] + grids["mrr_renewal"] - grids["mrr_offset"]
    if np.any(kinds != grids["mrr_expansion"]):
        raise RuntimeError("the kinds of expansion do not add up: this is a bug in csmetrics, please report it")


def _absent(data: Dataset) -> dict[str, str]:
    """Why a tally cannot be had at all: its table, or its survey in the table, is not there."""
    return {
        tally.name: lack
        for subject in map(subject_class, SUBJECTS)
        for tally in subject.tallies(data.config)
        if (lack := subject.lack(data, tally))
    }
