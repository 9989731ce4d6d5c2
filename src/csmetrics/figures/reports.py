"""A plan to a report: the figures of one period beside the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from csmetrics.config import Config
from csmetrics.config.sections import Bounds as Limits
from csmetrics.counting.plan import Plan
from csmetrics.counting.segments import changing
from csmetrics.figures.attribute_remarks import elsewhere_remarks
from csmetrics.figures.choose import coverage, quiet, reached
from csmetrics.figures.evaluate import Values, reached_by_rates
from csmetrics.figures.free_months import free_remarks
from csmetrics.figures.model import Figure, IntervalBounds, Remark, Report, Segment
from csmetrics.figures.remarks import remarks_of_files, remarks_on, spelt_in_two_ways, with_remarks
from csmetrics.metrics.arithmetic import LEVEL
from csmetrics.periods import Period
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.exports import exports_among
from csmetrics.workers import at_once


@stage("metrics")
def compute_report(data: Dataset, plan: Plan, history: int = 0) -> Report:
    """The figures of the newest period of a plan, for the whole and for each segment.

    `history` adds the values of the whole in so many periods, as far as the plan and the data reach back.
    """
    return counted_report(data, plan, history)[0]


def counted_report(data: Dataset, plan: Plan, history: int = 0) -> tuple[Report, Values]:
    """The same, with the tallies and metrics of all periods that it was taken from."""
    (plan, values), _ = at_once(partial(reached_by_rates, data, plan), data.look_through)
    return report_of(data, plan, values, len(plan.periods) - 1, history), values


@stage("metrics")
def compute_reports(data: Dataset, plan: Plan) -> tuple[Report, ...]:
    """A report of each of the periods of a plan but the first, counted in one pass."""
    asked = plan.periods[1:]
    plan, values = reached_by_rates(data, plan, len(asked))
    return tuple(report_of(data, plan, values, at) for at in range(len(plan.periods) - len(asked), len(plan.periods)))


def report_of(data: Dataset, plan: Plan, values: Values, at: int, history: int = 0) -> Report:
    """The report of the period at a position of a plan that is counted."""
    period = plan.periods[at]
    previous = period.previous()
    begun = first_reached(data, plan.periods)
    figures = tuple(figure for name in plan.metrics for figure in figures_of(values, name, at, begun))
    figures, remarks = remarked(data, values, figures, at, (previous, period), lacking=plan.lacking if at == 0 else "")
    return Report(
        period=period,
        previous_period=previous,
        by=plan.by,
        currency=data.currency,
        rules=plan.rules,
        figures=figures,
        remarks=remarks,
        problems=(*data.problems, *dict.fromkeys(problem for listed in data.unusable.values() for problem in listed)),
        left_out=data.left_out,
        sources=data.sources,
        unavailable=unavailable_of(figures),
        history=_history(values, plan.metrics, min(history, at + 1 - begun)),
        chosen=plan.chosen,
        rates=data.card,
        read_as=exports_among(data.sources, data.config),
    )


def remarked(
    data: Dataset,
    values: Values,
    figures: Sequence[Figure],
    at: int,
    periods: tuple[Period, Period],
    *,
    lacking: str = "",
) -> tuple[tuple[Figure, ...], tuple[Remark, ...]]:
    """The figures of a period, each with what is to be said of it, and everything there is to be said.

    The period stands at a position of the values, and after the one before it in `periods`. `lacking` says why there
    are no figures of that one, where rates of exchange do not reach so far.
    """
    period, config = periods[1], data.config
    said = coverage(data, (*reached(data, periods), period)[0], period)
    alone = (f"No comparison with {periods[0].name}: {lacking}",) if lacking else ()
    segments = values.tallies.segments
    elsewhere = elsewhere_remarks(data, values, at, changing(data, segments.by))
    every = (*data.remarks, *free_remarks(data, values, at, period), *elsewhere)
    of_files = remarks_of_files(every, (figure.metric for figure in figures), values.catalogue, config)
    alike = spelt_in_two_ways(segments.by, segments.labels)
    watched, unwatched = thresholds_in(config, figures)
    remarks = remarks_on(figures, watched, period, (*said, *alone, *of_files, *alike, *unwatched))
    figures = with_remarks(figures, remarks, every, values.catalogue, config)
    return at_figures(figures, (*quiet(data, period, period), *alone)), remarks


def thresholds_in(config: Config, figures: Sequence[Figure]) -> tuple[Config, tuple[str, ...]]:
    """The configuration without thresholds of money where another currency counts alone, and what to say of it."""
    money = {figure.metric for figure in figures if figure.unit == "money"}
    kept = {name: threshold for name, threshold in config.thresholds.items() if name not in money}
    declared = config.currency_of_thresholds
    if declared == config.currency or len(kept) == len(config.thresholds):
        return config, ()
    said = f"Thresholds of money are in {declared}: not checked for {config.currency} alone."
    return config.model_copy(update={"thresholds": kept}), (said,)


def bounds_checked(config: Config, figures: Sequence[Figure], period: Period) -> dict[str, Limits]:
    """The bounds of the whole, by metric, of those that are checked in the period: thresholds are for months."""
    watched, _ = thresholds_in(config, figures)
    if period.months != 1:
        return {}
    return {name: own for name, each in watched.thresholds.items() for own in each.bounds_of({})[:1]}


def at_figures(figures: Sequence[Figure], said: tuple[str, ...]) -> tuple[Figure, ...]:
    """The figures that can be had, with something said at each of them."""
    return tuple(
        replace(figure, remarks=(*said, *figure.remarks)) if said and figure.status != "unavailable" else figure
        for figure in figures
    )


def _history(values: Values, names: Sequence[str], count: int) -> dict[str, tuple[float | None, ...]]:
    """The values of the whole in the last so many periods."""
    return {name: tuple(map(_number, values.grids[name][-count:, 0])) for name in names} if count > 1 else {}


def first_reached(data: Dataset, periods: Sequence[Period]) -> int:
    """The position of the first period that the data reach: nothing is known of those before."""
    return len(periods) - len(reached(data, periods))


def figures_of(values: Values, name: str, at: int, begun: int = 0) -> list[Figure]:
    """A metric's figures in the period at a position: the whole, then each segment.

    The period before stands beside them unless it lies before `begun`, the first one that the data reach.
    """
    segments = values.tallies.segments
    labelled: list[Segment] = [{}, *(dict(zip(segments.by, label, strict=True)) for label in segments.labels)]
    known = at > begun
    return [_figure(values, name, (at, column), segment, known=known) for column, segment in enumerate(labelled)]


def _figure(values: Values, name: str, cell: tuple[int, int], segment: Segment, *, known: bool) -> Figure:
    """One figure; `known` tells whether the data reach the period before."""
    metric = values.catalogue[name]
    reason = values.unavailable(name, cell[1])
    status = "unavailable" if reason else "ok"
    value = previous = None
    if not reason:
        value = _number(values.grids[name][cell])
        previous = _number(values.grids[name][cell[0] - 1, cell[1]]) if known else None
        reason = values.undefined(name, cell)
        status = "undefined" if reason else "ok"
    change = None if value is None or previous is None else value - previous
    return Figure(
        name, metric.title, metric.group, metric.unit, metric.better, metric.formula, segment,
        value, status, reason, previous, change,  # type: ignore[arg-type]
        _interval(values, name, cell) if status == "ok" else None,
        metric.based_on, _input(values, metric.based_on, cell),
        {needed: _input(values, needed, cell) for needed in metric.inputs} | _in_numbers(values.parameters[name]),
    )  # fmt: skip


def _in_numbers(parameters: Mapping[str, Any]) -> dict[str, float | None]:
    """The parameters of a formula, each as one number: of a scale its top, which is what formulas take of it."""
    return {name: float(max(value)) if isinstance(value, list) else value for name, value in parameters.items()}


def _interval(values: Values, name: str, cell: tuple[int, int]) -> IntervalBounds | None:
    if name not in values.bounds:
        return None
    low, high = (float(bound[cell]) for bound in values.bounds[name])
    interval = values.catalogue[name].interval
    return None if interval is None or np.isnan(low) else IntervalBounds(low, high, LEVEL, interval.method)


def _input(values: Values, name: str, cell: tuple[int, int]) -> float | None:
    tallies = values.tallies
    if name in tallies.absent or (cell[1] and name in tallies.undivided):
        return None
    return _number(values.grids[name][cell]) if name in values.grids else None


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def unavailable_of(figures: Sequence[Figure]) -> dict[str, tuple[str, ...]]:
    """Reason to the metrics that cannot be had for it, for the whole."""
    found: dict[str, list[str]] = {}
    for figure in figures:
        if figure.status == "unavailable" and not figure.segment:
            found.setdefault(figure.reason or "", []).append(figure.metric)
    return {reason: tuple(names) for reason, names in found.items()}
