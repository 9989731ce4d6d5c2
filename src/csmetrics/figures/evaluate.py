"""Metrics evaluated over tallies: every period and segment at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from csmetrics.counting.plan import Plan
from csmetrics.counting.tallying import DAYS_A_YEAR, Tallies, tally
from csmetrics.errors import NoRateError, Problem
from csmetrics.metrics.arithmetic import Interval
from csmetrics.metrics.catalogue import closure, tallies_of
from csmetrics.metrics.model import Metric
from csmetrics.subjects.tally import Tally
from csmetrics.subjects.vocabulary import find_tally, is_recurring
from csmetrics.tables.dataset import Dataset

# Money is tallied in millionths, recurring money by the year, and years in days. Metrics are homogeneous, so all money
# is brought to twelfths of a millionth (a millionth by the year is one a month, any other is twelve), and a figure in
# money or years to its unit once, at the end: sums before that are exact. Points of scores, tallied in millionths too,
# are brought to points at once: metrics in points (NPS) are made of counts as well.
SCALES = {"money": 12e6, "years": DAYS_A_YEAR}
_PER_UNIT = {"money": 1e6, "points": 1e6, "years": DAYS_A_YEAR}


def scale_of_tally(tally: Tally) -> float:
    """How many of what a tally counts in make one of its unit: recurring money is counted by the year.

    >>> [scale_of_tally(find_tally(name)) for name in ("mrr_end", "acquisition_cost", "customers_end")]
    [12000000.0, 1000000.0, 1.0]
    """
    return SCALES["money"] if is_recurring(tally) else _PER_UNIT.get(tally.unit, 1.0)


@dataclass(frozen=True, slots=True)
class Values:
    """Tallies and metrics as grids of floats (period x whole and segments) in the units people read."""

    tallies: Tallies
    catalogue: Mapping[str, Metric]
    grids: Mapping[str, np.ndarray]
    bounds: Mapping[str, tuple[np.ndarray, np.ndarray]]
    parameters: Mapping[str, Mapping[str, Any]]

    def unavailable(self, name: str, segment: int) -> str | None:
        """Why the metric cannot be had for the whole (0) or a segment (1, 2, ...), or None."""
        needed = tallies_of(name, self.catalogue)
        absent = next((self.tallies.absent[t] for t in needed if t in self.tallies.absent), None)
        if absent or segment == 0:
            return absent
        return next((self.tallies.undivided[t] for t in needed if t in self.tallies.undivided), None)

    def undefined(self, name: str, cell: tuple[int, int]) -> str | None:
        """Why the metric has no value in a cell although its tables are there, or None."""
        metric = self.catalogue.get(name)
        if metric is None or not np.isnan(self.grids[name][cell]):
            return None
        inner = (self.undefined(needed, cell) for needed in metric.inputs)
        return next((reason for reason in inner if reason), metric.undefined)


def tally_and_evaluate(data: Dataset, plan: Plan) -> Values:
    """The metrics of a plan in its periods, for the whole and for each segment."""
    return evaluate(tally(data, plan), plan)


def reached_by_rates(data: Dataset, plan: Plan, asked: int = 1) -> tuple[Plan, Values]:
    """The same, without the periods before the newest that are `asked` about if rates do not reach so far back.

    Raises NoRateError where they do not reach those.
    """
    count, lacking = len(plan.periods), ""
    for since in sorted({0, max(count - asked - 1, 0)}):
        try:
            return _since(data, plan, since)
        except NoRateError as error:
            lacking = "; ".join(_lack(problem) for problem in error.problems)
    return _since(data, replace(plan, lacking=f"{lacking}."), count - asked)


def _since(data: Dataset, plan: Plan, first: int) -> tuple[Plan, Values]:
    reached = replace(plan, periods=plan.periods[first:])
    return reached, tally_and_evaluate(data, reached)


def _lack(problem: Problem) -> str:
    return f"{problem.file} has no rate of {problem.column} for {problem.value} ({problem.problem})"


def evaluate(tallies: Tallies, plan: Plan) -> Values:
    """The metrics of a plan and all that they are made of, in the shape that its rules give them."""
    catalogue, rules = plan.catalogue, plan.rules
    raw = {name: _comparable(name, grid) for name, grid in tallies.grids.items()}
    shape = tallies.grids["months"].shape
    bounds: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    parameters: dict[str, Mapping[str, Any]] = {}
    for name in closure(plan.metrics, catalogue):
        metric = catalogue[name]
        parameters[name] = {key: rules[switch] for key, switch in metric.parameters.items()}
        if any(tally in tallies.absent for tally in tallies_of(name, catalogue)):
            raw[name] = np.full(shape, np.nan)
            continue
        given = {needed: raw[needed] for needed in metric.inputs}
        raw[name] = _defined(metric, given, np.broadcast_to(metric.function(**given, **parameters[name]), shape))
        if metric.interval:
            bounds[name] = _bounds(metric.interval, raw, rules)
    return Values(tallies, catalogue, _in_units(raw, catalogue), bounds, parameters)


def _comparable(name: str, grid: np.ndarray) -> np.ndarray:
    """A tally as floats that metrics are made of: money in twelfths of a millionth, points of scores as points."""
    tally = find_tally(name)
    if tally and tally.unit == "points":
        return grid / _PER_UNIT["points"]
    return grid * 12.0 if tally and tally.unit == "money" and not is_recurring(tally) else grid.astype(np.float64)


def _defined(metric: Metric, given: Mapping[str, np.ndarray], value: np.ndarray) -> np.ndarray:
    """A metric's values, none where all the inputs that it has no value without are zero."""
    if not metric.undefined_when:
        return value
    return np.where(np.all([given[name] == 0 for name in metric.undefined_when], axis=0), np.nan, value)


def _bounds(
    interval: Interval, raw: Mapping[str, np.ndarray], rules: Mapping[str, Any]
) -> tuple[np.ndarray, np.ndarray]:
    switches = {key: rules[switch] for key, switch in interval.parameters.items()}
    low, high = interval.bounds(*(raw[name] for name in interval.inputs), **switches)
    return np.asarray(low), np.asarray(high)


def _in_units(raw: Mapping[str, np.ndarray], catalogue: Mapping[str, Metric]) -> dict[str, np.ndarray]:
    declared = {name: catalogue.get(name) or find_tally(name) for name in raw}
    units = {name: each.unit for name, each in declared.items() if each}
    return {name: grid / SCALES.get(units[name], 1.0) for name, grid in raw.items()}
