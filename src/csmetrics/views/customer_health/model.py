"""One customer's scores taken apart: each signal with its value, its points, its weight and the rows behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from csmetrics.counting.plan import Plan
from csmetrics.errors import NotScoredError, UnknownNameError, did_you_mean
from csmetrics.figures.evaluate import SCALES
from csmetrics.figures.people import names_of
from csmetrics.framed import Framed
from csmetrics.periods import Period, day_number
from csmetrics.sources.source import RowsOf
from csmetrics.stages import stage
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.subjects.health.models import POINT, Model, WeightedSignal, Which
from csmetrics.subjects.health.readings import rows_of_evidence
from csmetrics.subjects.health.scores import Scores, read_points, score_at
from csmetrics.tables.dataset import Dataset
from csmetrics.views.health.model import BANDS, UNKNOWN
from csmetrics.visible import visible

_MOST_COMPARED = 100_000  # ids among which the closest is looked for


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal of one customer; `value`, `points` and `contribution` are None where it is not known.

    `points` run from 0 to 100; in a sum they are the value times the weight, or what its scale or tiers make of it.
    The contributions add up to the score; without one they are None too. `reason` says why nobody can have the signal.
    """

    signal: str
    meaning: str
    unit: str
    value: float | None
    points: float | None
    weight: float
    contribution: float | None
    file: str
    rows: tuple[int, ...]
    reason: str = ""
    files: tuple[str, ...] = ()  # of each row, where the table is several files


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A score with the signals it is made of; `band` is that of health, or distressed or calm.

    Without a score, because too little of the weight is known, `score` is None and the band unknown.
    """

    which: Which
    method: str
    score: float | None
    band: str
    previous: float | None
    change: float | None
    coverage: float
    min_coverage: float
    lines: tuple[SignalLine, ...]


@dataclass(frozen=True, slots=True)
class CustomerScores(Framed, view="customer_health"):
    """Health and distress of one customer at the close of a period."""

    period: Period
    currency: str | None
    customer_id: str
    name: str
    mrr: float
    scorecards: tuple[Scorecard, Scorecard]
    chosen: str = ""  # why it is this period, where nobody named one


@stage("explain")
def explain_customer(data: Dataset, plan: Plan, customer: str) -> CustomerScores:
    """The scores of a customer who pays at the close, signal by signal.

    Raises UnknownNameError for a customer who does not.
    """
    models, customer = plan.models, visible(customer)
    before, chosen = plan.periods
    evidence = Evidence(data, day_number(chosen.end))
    code = _code_of(evidence, customer)
    earlier = tuple(score_at(evidence, models, day_number(before.end)))
    now = tuple(score_at(evidence, models, day_number(chosen.end)))
    at = np.flatnonzero(now[0].customer == code)
    if not len(at):
        raise NotScoredError(
            f"{customer} has no scores: it does not pay at the end of {chosen.name}. Name a customer who does."
        )
    cards = [_card(evidence, *each, code) for each in zip(models, now, earlier, strict=True)]
    name = names_of(data, [customer]).get(customer, "")
    mrr = float(now[0].mrr[at[0]]) / SCALES["money"]
    return CustomerScores(chosen, data.currency, customer, name, mrr, (cards[0], cards[1]), chosen=plan.chosen)


def _code_of(evidence: Evidence, customer: str) -> int:
    """The code of a customer in subscriptions.csv."""
    names = evidence.subscriptions.ids["customer_id"]
    code = int(pc.index(names, customer).as_py())
    if code < 0:
        close = did_you_mean(customer, names[:_MOST_COMPARED].to_pylist())
        raise UnknownNameError(f"No customer {customer} in {evidence.subscriptions.source.file}.{close}")
    return code


def _card(evidence: Evidence, model: Model, now: Scores, before: Scores, code: int) -> Scorecard:
    at = int(np.flatnonzero(now.customer == code)[0])
    score, previous = _score(now, code), _score(before, code)
    level = int(now.level[at])
    band = BANDS[level] if model.which == "health" else ("calm", "distressed")[level]
    return Scorecard(
        which=model.which,
        method=model.method,
        score=score,
        band=BANDS[UNKNOWN] if score is None else band,
        previous=previous,
        change=None if score is None or previous is None else score - previous,
        coverage=float(now.coverage[at]) / POINT,
        min_coverage=model.min_coverage,
        lines=tuple(_lines(evidence, model, now.close, code, scored=score is not None)),
    )


def _score(scores: Scores, code: int) -> float | None:
    found = scores.score[(scores.customer == code) & scores.scored]
    return float(found[0]) / POINT if len(found) else None


def _lines(evidence: Evidence, model: Model, close: int, code: int, *, scored: bool) -> Iterator[SignalLine]:
    read = read_points(evidence, model, np.array([code]), close)
    known, points = read.known[:, 0], read.points[:, 0]
    weight = sum(each.weight for each, there in zip(model.signals, known, strict=True) if there)
    for at, each in enumerate(model.signals):
        told = _rows(evidence, each, close, code) if known[at] else RowsOf(())
        shared = each.weight / weight if model.method == "mean" and weight else 1.0
        yield SignalLine(
            signal=each.name,
            meaning=_meaning(each),
            unit=each.signal.unit,
            value=float(read.value[at, 0]) if known[at] else None,
            points=float(points[at]) / POINT if known[at] else None,
            weight=each.weight / POINT,
            contribution=float(points[at]) * shared / POINT if known[at] and scored else None,
            file=_file(evidence, each),
            rows=told.rows,
            reason=model.lacking.get(each.name, ""),
            files=told.files,
        )


def _meaning(each: WeightedSignal) -> str:
    """What the signal says, with the lengths of its windows and what it is told to look at."""
    said = each.signal.meaning.replace("`days`", str(each.days)).replace("`past`", str(each.past))
    if each.question is not None:
        return said.replace("Last answer", f'Last answer to "{each.question}"')
    return said if each.column is None else said.replace("A column", f"The column {each.column}")


def _file(evidence: Evidence, each: WeightedSignal) -> str:
    table = evidence.data.table(each.signal.table)
    return table.source.file if table else f"{each.signal.table}.csv"


def _rows(evidence: Evidence, each: WeightedSignal, close: int, code: int) -> RowsOf:
    table = evidence.data.tables[each.signal.table]
    return table.places.told(table.rows.numbers_of(rows_of_evidence(evidence, each, close, code)).tolist())
