"""Whether the score means anything: of customers in each band, how many left in the months that followed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csmetrics.counting.plan import Plan
from csmetrics.errors import DataError, PeriodError, Problem
from csmetrics.figures.model import IntervalBounds
from csmetrics.framed import Framed
from csmetrics.metrics.arithmetic import LEVEL, auc, wilson
from csmetrics.periods import Period, day_number, from_day_number, months_up_to, series
from csmetrics.stages import stage
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.subjects.health.models import Model
from csmetrics.subjects.health.scores import Points, Scores, read_points, score_at
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source

MOST_MONTHS = 24
MOST_WINDOWS = 120
FEW = 10  # customers who left, or stayed, below which nothing can be told
HEALTH_BANDS = ("at_risk", "watch", "healthy")
DISTRESS_BANDS = ("calm", "distressed")


@dataclass(frozen=True, slots=True)
class BandOutcome:
    """Customers of a band at the beginning of the windows, and those who no longer paid at the end.

    A customer counts once in each window in which it was scored. `rate` and `interval` (Wilson's) are None where there
    are none.
    """

    band: str
    customers: int
    churned: int
    rate: float | None
    interval: IntervalBounds | None


@dataclass(frozen=True, slots=True)
class Telling:
    """How well a score or a signal tells those who left from those who stayed.

    `auc` is the share of pairs of one who left and one who stayed in which it was worse for the one who left, ties
    counting half: 0.5 is chance, 1 is perfect. None where there is no such pair.
    """

    name: str
    customers: int
    churned: int
    auc: float | None


@dataclass(frozen=True, slots=True)
class Backtest(Framed, view="backtest"):
    """What became of scored customers in past windows of so many months that do not overlap.

    `left_out` names signals without a history (columns of customers.csv): the file knows only what they are today.
    Where the data are not `enough`, `reason` says what they lack.
    """

    period: Period
    months: int
    windows: tuple[Period, ...]
    health: tuple[BandOutcome, ...]
    distress: tuple[BandOutcome, ...]
    scores: tuple[Telling, Telling]
    signals: tuple[Telling, ...]
    left_out: tuple[str, ...]
    enough: bool
    reason: str
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one


@dataclass(frozen=True, slots=True)
class _Window:
    """One window: the scores and signals at its beginning, and who of the customers was gone at its end."""

    health: Scores
    distress: Scores
    points: Points
    gone: np.ndarray


def check_months(months: int) -> None:
    """Raise PeriodError for a window of a length that cannot be looked ahead."""
    if not 1 <= months <= MOST_MONTHS:
        raise PeriodError(f"{months} months cannot be looked ahead. Ask for 1 to {MOST_MONTHS}.")


@stage("metrics")
def compute_backtest(data: Dataset, plan: Plan, months: int) -> Backtest:
    """Churn by band in windows of so many months, the last of which ends with the period."""
    chosen = plan.period
    (health, distress), left_out = _with_history(plan.models)
    evidence = Evidence(data, day_number(chosen.end))
    windows = _windows(data, chosen, months)
    seen = [_look(evidence, (health, distress), window) for window in windows]
    kept = [at for at, each in enumerate(seen) if each.health.scored.any()]
    windows, seen = tuple(windows[at] for at in kept), [seen[at] for at in kept]
    scores = _telling(health, seen, "health_score"), _telling(distress, seen, "distress")
    enough = min(scores[0].churned, scores[0].customers - scores[0].churned) >= FEW
    return Backtest(
        period=chosen,
        months=months,
        windows=windows,
        health=tuple(_outcomes(HEALTH_BANDS, [(each.health, each.gone) for each in seen])),
        distress=tuple(_outcomes(DISTRESS_BANDS, [(each.distress, each.gone) for each in seen])),
        scores=scores,
        signals=tuple(_telling_signal(health, seen, at) for at in range(len(health.signals))),
        left_out=left_out,
        enough=enough,
        reason=_too_few(scores[0], len(windows), months, enough=enough),
        problems=data.problems,
        sources=data.sources,
        chosen=plan.chosen,
    )


def _with_history(models: Sequence[Model]) -> tuple[list[Model], tuple[str, ...]]:
    """The models without the signals of which only today's value is known."""
    kept: list[Model] = []
    left_out: dict[str, None] = {}
    for model in models:
        left_out |= {each.name: None for each in model.signals if each.signal.name == "column"}
        signals = tuple(each for each in model.signals if each.signal.name != "column")
        if not signals:
            raise DataError(
                f"{model.which}: no signal has a history, so nothing can be tested: columns of customers.csv have none."
            )
        kept.append(replace(model, signals=signals))
    return kept, tuple(left_out)


def _windows(data: Dataset, chosen: Period, months: int) -> tuple[Period, ...]:
    """The windows, oldest first, at whose beginning there were data."""
    span = data.span()
    begin = from_day_number(span[0]) if span else chosen.end
    newest = months_up_to(chosen, months)
    return tuple(each for each in series(newest, MOST_WINDOWS) if each.start > begin) if newest.start > begin else ()


def _look(evidence: Evidence, models: Sequence[Model], window: Period) -> _Window:
    health, distress = score_at(evidence, models, day_number(window.start))
    points = read_points(evidence, models[0], health.customer, health.close)
    return _Window(health, distress, points, evidence.mrr(day_number(window.end))[health.customer] == 0)


def _outcomes(bands: Sequence[str], seen: Sequence[tuple[Scores, np.ndarray]]) -> list[BandOutcome]:
    found = []
    for level, band in enumerate(bands):
        customers = sum(int((scores.scored & (scores.level == level)).sum()) for scores, _ in seen)
        churned = sum(int((scores.scored & (scores.level == level) & gone).sum()) for scores, gone in seen)
        low, high = (float(bound) for bound in wilson(churned, customers))
        interval = IntervalBounds(low, high, LEVEL, "Wilson") if customers else None
        found.append(BandOutcome(band, customers, churned, churned / customers if customers else None, interval))
    return found


def _telling(model: Model, seen: Sequence[_Window], name: str) -> Telling:
    """How well a score tells; distress is the higher the worse."""
    sign = 1 if model.which == "health" else -1
    scores = [getattr(each, model.which) for each in seen]
    lists = [(sign * each.score[each.scored], one.gone[each.scored]) for each, one in zip(scores, seen, strict=True)]
    return _told(name, lists)


def _telling_signal(model: Model, seen: Sequence[_Window], at: int) -> Telling:
    known = [each.points.known[at] for each in seen]
    lists = [(each.points.points[at][there], each.gone[there]) for each, there in zip(seen, known, strict=True)]
    return _told(model.signals[at].name, lists)


def _told(name: str, lists: Sequence[tuple[np.ndarray, np.ndarray]]) -> Telling:
    points = np.concatenate([np.empty(0, dtype=np.int64), *(each for each, _ in lists)])
    gone = np.concatenate([np.empty(0, dtype=bool), *(each for _, each in lists)])
    return Telling(name, len(points), int(gone.sum()), auc(points[gone], points[~gone]))


def _too_few(score: Telling, windows: int, months: int, *, enough: bool) -> str:
    """What the data lack, in one sentence."""
    long = f"{months} month{'s' if months > 1 else ''}"
    if enough:
        return ""
    if not windows:
        return f"No customer was scored {long} before the end of the period or earlier."
    stayed = score.customers - score.churned
    which, count = ("left", score.churned) if score.churned < FEW else ("stayed", stayed)
    return f"Only {count} scored customers {which} within {long}: too few to argue weights with."
