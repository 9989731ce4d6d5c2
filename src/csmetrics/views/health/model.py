"""Customers by need of attention: the score of each at the close, its band, its change, and what costs it most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from csmetrics.counting.plan import Plan
from csmetrics.counting.segments import find_segments, segments_of_customers
from csmetrics.errors import Problem
from csmetrics.figures.evaluate import SCALES
from csmetrics.figures.people import attributes_of, ids_of, names_of, rank_of_names
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period, day_number
from csmetrics.stages import stage
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.subjects.health.models import FULL, POINT, Model
from csmetrics.subjects.health.scores import Points, Scores, read_points, score_at
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source

Band = Literal["at_risk", "watch", "healthy", "unknown"]
BANDS: tuple[Band, ...] = get_args(Band)
UNKNOWN = BANDS.index("unknown")
MOST_COSTS = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """A signal that costs a customer points of its score: the value it has, and the points lost."""

    signal: str
    value: float
    lost: float


@dataclass(frozen=True, slots=True)
class Standing(Frozen):
    """One customer at the close; without a score `score` is None, the band unknown, and nothing costs it points.

    `change` is that of the score since the close before; `coverage` the share of the weight that is known; `distress`
    the distress score, None where too little is known for one.
    """

    customer_id: str
    name: str
    score: float | None
    band: Band
    change: float | None
    coverage: float
    mrr: float
    distress: float | None
    distressed: bool
    costs: tuple[Cost, ...]
    attributes: Mapping[str, str]
    segment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BandTotal(Frozen):
    """Customers and MRR of a band, for the whole or a segment."""

    band: Band
    segment: Mapping[str, str]
    customers: int
    mrr: float


@dataclass(frozen=True, slots=True)
class Standings(Frozen, Framed, view="health"):
    """Customers paying at the close, those in need of attention first, under the two models in force.

    Lowest band first, within a band the most MRR first. `standings` may be the first few of `count`; `totals` are of
    all. `known` tells for each signal of the health model of how many customers it is known.
    """

    period: Period
    previous_period: Period
    by: tuple[str, ...]
    currency: str | None
    health: Model
    distress: Model
    totals: tuple[BandTotal, ...]
    known: Mapping[str, int]
    paying: int
    count: int
    standings: tuple[Standing, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one


@stage("explain")
def compute_standings(data: Dataset, plan: Plan, bands: Sequence[Band] = (), limit: int | None = None) -> Standings:
    """The customers who pay at the close of a period by need of attention; `bands` leaves out the others."""
    models, (before, chosen) = plan.models, plan.periods
    (segments,) = find_segments(data, plan.by, [chosen])
    evidence = Evidence(data, day_number(chosen.end))
    (earlier,) = score_at(evidence, models[:1], day_number(before.end))
    health, distress = score_at(evidence, models, day_number(chosen.end))
    band = np.where(health.scored, health.level, UNKNOWN)
    rank = rank_of_names(evidence.subscriptions)[health.customer]
    order = np.lexsort((rank, health.score, -health.mrr, band))  # lowest band, most MRR, lowest score, id
    wanted = order[np.isin(band[order], [BANDS.index(each) for each in bands or BANDS])]
    shown = wanted if limit is None else wanted[:limit]
    labels = [dict(zip(segments.by, label, strict=True)) for label in segments.labels]
    number = segments_of_customers(segments, TALLIES["mrr_at_risk_end"])
    segment = np.zeros(len(band), dtype=int) if number is None else number[health.customer]
    points = read_points(evidence, models[0], health.customer, health.close)
    found = _AllScores(data, models[0], health, distress, points, _change(health, earlier, evidence.size), band)
    return Standings(
        chosen, before, plan.by, data.currency, models[0], models[1],
        totals=tuple(_totals(band, health.mrr, segment, labels)),
        known=dict(zip((s.name for s in models[0].signals), points.known.sum(axis=1).tolist(), strict=True)),
        paying=len(band),
        count=len(wanted),
        standings=tuple(found.standings(evidence, shown, [labels[at] if labels else {} for at in segment[shown]])),
        problems=data.problems,
        sources=data.sources,
        notes=tuple(map(str, data.remarks)),
        chosen=plan.chosen,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _AllScores:
    """The scores of all customers, from which the standing of one is read."""

    data: Dataset
    model: Model
    health: Scores
    distress: Scores
    points: Points
    change: np.ndarray
    band: np.ndarray

    def standings(
        self, evidence: Evidence, shown: np.ndarray, segments: Sequence[Mapping[str, str]]
    ) -> Iterator[Standing]:
        """The standings at some positions, with what customers.csv says of them."""
        ids = ids_of(evidence.subscriptions, self.health.customer[shown])
        names, attributes = names_of(self.data, ids), attributes_of(self.data, ids)
        for at, identity, segment in zip(shown.tolist(), ids, segments, strict=True):
            who = names.get(identity, ""), attributes.get(identity, {}), segment
            yield self._standing(at, identity, *who)

    def _standing(
        self, at: int, identity: str, name: str, attributes: Mapping[str, str], segment: Mapping[str, str]
    ) -> Standing:
        health, distress = self.health, self.distress
        return Standing(
            customer_id=identity,
            name=name,
            score=float(health.score[at]) / POINT if health.scored[at] else None,
            band=BANDS[self.band[at]],
            change=None if np.isnan(self.change[at]) else float(self.change[at]),
            coverage=float(health.coverage[at]) / POINT,
            mrr=float(health.mrr[at]) / SCALES["money"],
            distress=float(distress.score[at]) / POINT if distress.scored[at] else None,
            distressed=bool(distress.scored[at] and distress.level[at]),
            costs=self._costs(at) if health.scored[at] else (),
            attributes=attributes,
            segment=segment,
        )

    def _costs(self, at: int) -> tuple[Cost, ...]:
        return costs_of(self.model, self.points.value[:, at], self.points.points[:, at])[:MOST_COSTS]


def costs_of(model: Model, value: np.ndarray, points: np.ndarray) -> tuple[Cost, ...]:
    """The signals that cost one customer points, the dearest first.

    In a mean that is what its points fall short of 100, times its share of the weight that is known; in a sum what
    its value falls short of the best.
    """
    known = [at for at, each in enumerate(value) if not np.isnan(each)]
    weight = sum(model.signals[at].weight for at in known)
    costs = []
    for at in known:
        each = model.signals[at]
        if model.method == "mean":
            lost = (FULL * POINT - int(points[at])) * each.weight / weight / POINT
        else:
            lost = (best_of(model, at) * each.weight - int(points[at])) / POINT
        costs.append(Cost(each.name, float(value[at]), lost))
    return tuple(sorted((cost for cost in costs if cost.lost > 0), key=lambda cost: -cost.lost))


def best_of(model: Model, at: int) -> float:
    """The most points that a signal of a sum can have, before its weight; its own scale's end where it has values."""
    each = model.signals[at]
    if each.tiers:
        return max(each.tiers.values())
    if each.scale:
        return FULL
    return each.signal.scale[1] if each.signal.scale else -np.inf


def _change(now: Scores, before: Scores, size: int) -> np.ndarray:
    """The change of each score in points; NaN for who had none before or has none now."""
    earlier = np.full(size, np.nan)
    earlier[before.customer[before.scored]] = before.score[before.scored]
    return np.where(now.scored, (now.score - earlier[now.customer]) / POINT, np.nan)


def _totals(
    band: np.ndarray, mrr: np.ndarray, segment: np.ndarray, labels: Sequence[Mapping[str, str]]
) -> list[BandTotal]:
    """For each band the whole, then each segment."""
    whole: list[tuple[int | None, Mapping[str, str]]] = [(None, {}), *enumerate(labels)]
    totals = []
    for code, name in enumerate(BANDS):
        for number, label in whole:
            chosen = (band == code) & (True if number is None else segment == number)
            totals.append(BandTotal(name, label, int(chosen.sum()), int(mrr[chosen].sum()) / SCALES["money"]))
    return totals
