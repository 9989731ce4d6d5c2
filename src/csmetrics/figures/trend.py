"""Figures over many consecutive periods, each counted afresh, all in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from csmetrics.counting.plan import Plan
from csmetrics.errors import PeriodError, Problem
from csmetrics.figures.choose import When, choose_period, coverage, quiet, reached
from csmetrics.figures.evaluate import Values, reached_by_rates, tally_and_evaluate
from csmetrics.figures.model import Figure, Report, Segment
from csmetrics.figures.remarks import is_thin, remarks_about
from csmetrics.figures.reports import at_figures, figures_of, first_reached, report_of, thresholds_in, unavailable_of
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period, series
from csmetrics.rates.model import Card
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source
from csmetrics.workers import at_once

if TYPE_CHECKING:
    from csmetrics.config.sections import Threshold

MOST_PERIODS = 1200


@dataclass(frozen=True, slots=True)
class TrendLine(Frozen):
    """One metric in one segment over the periods of a trend, oldest first.

    `figures` holds the figure of each period, with its interval, inputs and n. `change` is the last value less the
    first one that there is. `thin` tells at which periods fewer than 30 answers stand behind a score.
    """

    metric: str
    title: str
    group: str
    unit: str
    better: str
    segment: Segment
    figures: tuple[Figure, ...]
    change: float | None
    thin: tuple[bool, ...]

    @property
    def values(self) -> tuple[float | None, ...]:
        """The value of each period, None where there is none."""
        return tuple(figure.value for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Trend(Frozen, Framed, view="trend"):
    """Figures over many periods, one line a metric and segment, in catalogue order.

    Metrics that your data do not allow are named under `unavailable`.
    """

    periods: tuple[Period, ...]
    by: tuple[str, ...]
    currency: str | None
    rules: Mapping[str, Any]
    lines: tuple[TrendLine, ...]
    unavailable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one
    rates: Card | None = None  # of exchange, where any were used
    thresholds: "Mapping[str, Threshold]" = field(default_factory=dict)  # by metric, of months alone


@stage("metrics")
def compute_trend(data: Dataset, plan: Plan, last: int) -> Trend:
    """The figures of the periods of a plan, of which `last` were asked for."""
    values, _ = at_once(partial(tally_and_evaluate, data, plan), data.look_through)
    return _trend_of(data, plan, values, last)


@stage("metrics")
def compute_report_and_trend(data: Dataset, plan: Plan) -> tuple[Report, Trend]:
    """The report of the newest period of a plan and the trend up to it, of one count.

    The trend goes back as far as the data and the rates of exchange reach.
    """
    (reached_plan, values), _ = at_once(partial(reached_by_rates, data, plan), data.look_through)
    report = report_of(data, reached_plan, values, len(reached_plan.periods) - 1)
    return report, _trend_of(data, reached_plan, values, len(plan.periods))


def _trend_of(data: Dataset, plan: Plan, values: Values, last: int) -> Trend:
    """The trend of the periods of a plan that is counted, without those before the data begin."""
    begun, names = first_reached(data, plan.periods), plan.metrics
    periods = plan.periods[begun:]
    columns = [
        at_figures([figure for name in names for figure in figures_of(values, name, at)], quiet(data, period, period))
        for at, period in enumerate(periods, begun)
    ]
    lines = [_line(figures) for figures in zip(*columns, strict=True)]
    return Trend(
        periods=periods,
        by=plan.by,
        currency=data.currency,
        rules=plan.rules,
        lines=tuple(line for line in lines if any(figure.status != "unavailable" for figure in line.figures)),
        unavailable=unavailable_of(columns[-1]),
        problems=data.problems,
        sources=data.sources,
        notes=(*_notes(data, periods, last), *remarks_about(data, plan, names)),
        chosen=plan.chosen,
        rates=data.card,
        thresholds=_thresholds(data, plan, lines),
    )


def chosen_periods(data: Dataset, when: When, last: int) -> tuple[Period, ...]:
    """The `last` periods that end with the one asked for, without those before the data begin. Raises PeriodError."""
    if not 1 <= last <= MOST_PERIODS:
        raise PeriodError(f"{last} periods cannot be counted. Ask for 1 to {MOST_PERIODS:,}.")
    return reached(data, series(choose_period(data, when), last))


def _notes(data: Dataset, periods: Sequence[Period], last: int) -> tuple[str, ...]:
    """What to say of periods that the data do not cover, or not wholly."""
    short = f"{last} periods asked for, of which the data reach {len(periods)}." if len(periods) < last else ""
    return (*([short] if short else []), *coverage(data, periods[0], periods[-1]))


def _thresholds(data: Dataset, plan: Plan, lines: Sequence[TrendLine]) -> "dict[str, Threshold]":
    """Those that are checked: of months, and of money only where it is not another currency alone."""
    watched, _ = thresholds_in(data.config, [line.figures[-1] for line in lines])
    shown = {line.metric for line in lines}
    monthly = plan.period.months == 1
    return {name: each for name, each in watched.thresholds.items() if monthly and name in shown}


def _line(figures: Sequence[Figure]) -> TrendLine:
    newest = figures[-1]
    there = [figure.value for figure in figures if figure.value is not None]
    change = None if newest.value is None or len(there) < 2 else newest.value - there[0]  # noqa: PLR2004
    return TrendLine(
        newest.metric,
        newest.title,
        newest.group,
        newest.unit,
        newest.better,
        newest.segment,
        tuple(figures),
        change,
        tuple(is_thin(figure) for figure in figures),
    )
