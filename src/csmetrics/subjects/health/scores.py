"""Values of signals to points, and points to a customer's score, in whole millionths of a point.

Points and scores are rounded half to even, so that they and their sums depend neither on the order of the rows nor on
how customers are divided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.errors import DataError
from csmetrics.stages import stage
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.subjects.health.models import FULL, POINT, Model, WeightedSignal
from csmetrics.subjects.health.readings import read_signal

LARGEST = 50_000  # points of a sum: what money can be weighted with exactly
TOP = FULL * POINT


@dataclass(frozen=True, slots=True)
class Points:
    """The signals of some customers: a row a signal, in the model's order. NaN and 0 where a value is not known."""

    value: np.ndarray
    points: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Which values are known."""
        return ~np.isnan(self.value)


@dataclass(frozen=True, slots=True)
class Scores:
    """Customers who pay at a close: code, MRR, score, whether there is one, and its coverage.

    `mrr` is by the year, in millionths, `coverage` in millionths of the whole weight. `level` counts the bounds of the
    model that a score has passed: 0 is the lowest band. Without a score, score and level are 0.
    """

    close: int
    customer: np.ndarray
    mrr: np.ndarray
    score: np.ndarray
    scored: np.ndarray
    coverage: np.ndarray
    level: np.ndarray


def score_at(evidence: Evidence, models: Sequence[Model], close: int) -> Iterator[Scores]:
    """Each model's scores of the customers who pay at a close."""
    mrr = evidence.mrr(close)
    customer = np.flatnonzero(mrr > 0)
    for model in models:
        score, scored, coverage = _scored(model, *_added(evidence, model, customer, close))
        level = np.where(scored, np.searchsorted(model.bounds, score), 0)
        yield Scores(close, customer, mrr[customer], score, scored, coverage, level)


@stage("entries")
def read_points(evidence: Evidence, model: Model, customer: np.ndarray, close: int) -> Points:
    """Every signal of some customers: its value, and its points in millionths."""
    value = np.full((len(model.signals), len(customer)), np.nan)
    points = np.zeros(value.shape, dtype=np.int64)
    for at, each in enumerate(model.signals):
        value[at], points[at] = _read(evidence, model, each, customer, close)
    return Points(value, points)


def divided(numerator: np.ndarray, denominator: np.ndarray | int) -> np.ndarray:
    """Whole numbers divided, halves to the even neighbour; 0 where there is nothing to divide by.

    >>> divided(np.array([5, 15, 7, -5, 1]), np.array([10, 10, 2, 10, 0])).tolist()
    [0, 2, 4, 0, 0]
    """
    by = np.maximum(denominator, 1)
    quotient, rest = np.divmod(numerator, by)
    up = (2 * rest > by) | ((2 * rest == by) & (quotient % 2 == 1))
    return np.where(np.equal(denominator, 0), 0, quotient + up)


def weighted_money(score: np.ndarray, mrr: np.ndarray) -> np.ndarray:
    """MRR times score over 100 in whole millionths, without the product ever outgrowing an integer.

    >>> weighted_money(np.array([50_000_000]), np.array([4_000_001])).tolist()
    [2000000]
    """
    whole, rest = np.divmod(mrr, TOP)
    return score * whole + divided(score * rest, TOP)


def _read(
    evidence: Evidence, model: Model, each: WeightedSignal, customer: np.ndarray, close: int
) -> tuple[np.ndarray, np.ndarray]:
    if each.name in model.lacking:
        return np.full(len(customer), np.nan), np.zeros(len(customer), dtype=np.int64)
    value = read_signal(evidence, each, close)[customer]
    return value, _points(model, each, value)


def _points(model: Model, each: WeightedSignal, value: np.ndarray) -> np.ndarray:
    """The points of each value in whole millionths; those of a sum are weighted already."""
    known = ~np.isnan(value)
    found = np.zeros(len(value))
    found[known] = _scaled(each, value[known]) * POINT
    if model.method == "sum":
        found *= each.weight / POINT
        _refuse_large(model, found)
    return np.rint(found).astype(np.int64)


def _scaled(each: WeightedSignal, value: np.ndarray) -> np.ndarray:
    """Points from 0 to 100 by scale, the points of its tier, or in a sum the value itself."""
    if each.tiers:
        *bounds, _ = each.tiers
        return np.array(list(each.tiers.values()))[np.searchsorted([float(bound) for bound in bounds], value)]
    if each.scale:
        nothing, everything = each.scale
        return np.clip((value - nothing) / (everything - nothing), 0, 1) * FULL
    return value


@stage("entries")
def _added(evidence: Evidence, model: Model, customer: np.ndarray, close: int) -> tuple[np.ndarray, np.ndarray]:
    """Weighted points of all signals added up, and the weight of those that are known."""
    total, weight = (np.zeros(len(customer), dtype=np.int64) for _ in range(2))
    for each in model.signals:
        value, points = _read(evidence, model, each, customer, close)
        total += points * (1 if model.method == "sum" else each.weight)
        weight += np.where(np.isnan(value), 0, each.weight)
    if model.method == "sum":
        _refuse_large(model, total)
    return total, weight


def _refuse_large(model: Model, points: np.ndarray) -> None:
    """Sums beyond what a score can be are an error."""
    if np.abs(points).max(initial=0) > LARGEST * POINT:
        raise DataError(
            f"{model.which}: a sum goes beyond {LARGEST:,} points. Give its signals a scale or smaller weights."
        )


@stage("entries")
def _scored(model: Model, total: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, whether there is one, and how much of the weight is known in millionths."""
    whole = sum(each.weight for each in model.signals)
    scored = (weight > 0) & (weight * POINT >= round(model.min_coverage * POINT) * whole)
    score = np.where(scored, total if model.method == "sum" else divided(total, weight), 0)
    return score, scored, divided(weight * POINT, whole)
