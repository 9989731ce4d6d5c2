"""A request to a report: the figures of one period beside the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from csmetrics.counting.segments import changing, moves
from csmetrics.metrics.arithmetic import LEVEL
from csmetrics.metrics.catalogue import asked_for, in_force
from csmetrics.periods import Grain, Period, series
from csmetrics.reports.choose import choose_period, coverage, how_chosen, quiet, reached
from csmetrics.reports.elsewhere import elsewhere_remarks
from csmetrics.reports.evaluate import Values, tally_and_evaluate
from csmetrics.reports.free import free_remarks
from csmetrics.reports.model import Bounds, Figure, Remark, Report, Segment
from csmetrics.reports.remarks import remarks_of_files, remarks_on, spelt_in_two_ways, with_remarks
from csmetrics.reports.thresholds import check_thresholds
from csmetrics.stages import stage
from csmetrics.subjects.health.models import as_declared, find_model, has_model
from csmetrics.tables.dataset import Dataset


@stage("metrics")
def compute_report(
    data: Dataset,
    period: str | Period | None = None,
    *,
    metrics: Sequence[str] = (),
    by: Sequence[str] = (),
    today: date | None = None,
    grain: Grain | None = None,
    history: int = 0,
) -> Report:
    """The figures of a period (by default the last complete one) for the whole and for each segment.

    Without segments `history` adds the values of so many periods, as far as the data reach back.
    """
    periods = series(choose_period(data, period, today, grain), 2 if by else max(history, 2))
    counted = _count(data, periods, metrics, by)
    report = _report(counted, len(periods) - 1, 0 if by else history)
    return replace(report, chosen=how_chosen(data, period, today, grain))


@stage("metrics")
def compute_reports(data: Dataset, periods: Sequence[Period], by: Sequence[str] = ()) -> tuple[Report, ...]:
    """A report of all metrics for each of some consecutive periods, counted in one pass.

    Those counted in what people wrote are not among them, for nobody could trace later why one has changed.
    """
    names = asked_for((), in_force(rules_of(data)), moving=moves(data, by))
    counted = _count(data, (periods[0].previous(), *periods), names, by)
    return tuple(_report(counted, at, 0) for at in range(1, len(counted.periods)))


@dataclass(frozen=True, slots=True)
class _Counted:
    """Metrics evaluated over consecutive periods, with what a report of any but the first needs beside them."""

    data: Dataset
    periods: Sequence[Period]
    names: Sequence[str]
    by: Sequence[str]
    values: Values
    rules: Mapping[str, Any]


def _count(data: Dataset, periods: Sequence[Period], metrics: Sequence[str], by: Sequence[str]) -> _Counted:
    rules = rules_of(data)
    names = asked_for(metrics, in_force(rules), data.config.thresholds, moving=moves(data, by))
    return _Counted(data, periods, names, by, tally_and_evaluate(data, periods, by, names, rules), rules)


def _report(counted: _Counted, at: int, history: int) -> Report:
    """The report of the period at a position, which has one before it."""
    data, by, names = counted.data, tuple(counted.by), counted.names
    previous, period = counted.periods[at - 1 : at + 1]
    begun = first_reached(data, counted.periods)
    figures = tuple(figure for name in names for figure in figures_of(counted.values, name, at, begun))
    figures, remarks = remarked(data, counted.values, figures, at, (previous, period))
    return Report(
        period=period,
        previous_period=previous,
        by=by,
        currency=data.currency,
        rules=counted.rules,
        figures=figures,
        remarks=remarks,
        problems=(*data.problems, *(problem for listed in data.unusable.values() for problem in listed)),
        left_out=data.left_out,
        sources=data.sources,
        unavailable=unavailable_of(figures),
        history=_history(counted.values, names, min(history, at + 1 - begun)),
    )


def remarked(
    data: Dataset, values: Values, figures: Sequence[Figure], at: int, periods: tuple[Period, Period]
) -> tuple[tuple[Figure, ...], tuple[Remark, ...]]:
    """The figures of a period, each with what is to be said of it, and everything there is to be said.

    The period stands at a position of the values, and after the one before it in `periods`.
    """
    period, config = periods[1], data.config
    said = coverage(data, (*reached(data, periods), period)[0], period)
    segments = values.tallies.segments
    elsewhere = elsewhere_remarks(data, values, at, changing(data, segments.by))
    every = (*data.remarks, *free_remarks(data, values, at, period), *elsewhere)
    of_files = remarks_of_files(every, (figure.metric for figure in figures), values.catalogue, config)
    alike = spelt_in_two_ways(segments.by, segments.labels)
    remarks = remarks_on(figures, config, period, (*said, *of_files, *alike))
    figures = with_remarks(figures, remarks, every, values.catalogue, config)
    return at_figures(figures, quiet(data, period, period)), remarks


def at_figures(figures: Sequence[Figure], said: tuple[str, ...]) -> tuple[Figure, ...]:
    """The figures that can be had, with something said at each of them."""
    return tuple(
        replace(figure, remarks=(*said, *figure.remarks)) if said and figure.status != "unavailable" else figure
        for figure in figures
    )


def _history(values: Values, names: Sequence[str], count: int) -> dict[str, tuple[float | None, ...]]:
    """The values of the whole in the last so many periods."""
    return {name: tuple(map(_number, values.grids[name][-count:, 0])) for name in names} if count > 1 else {}


def rules_of(data: Dataset) -> Mapping[str, Any]:
    """Every switch in force; a threshold on what does not exist or can never be is an error."""
    rules = data.config.rules_in_force() | {"currency": data.currency}
    check_thresholds(data.config, in_force(rules), rules | {"health.method": data.config.health.method})
    return rules | model_rules(data)


def model_rules(data: Dataset) -> dict[str, Any]:
    """The models of the scores in force, by their path in the configuration; none without a model."""
    if not has_model(data):
        return {}
    found: dict[str, Any] = {}
    for which in ("health", "distress"):
        for key, value in as_declared(find_model(data, which)).items():
            inner = value if key in ("signals", "bands") else {"": value}
            found |= {f"{which}.{key}.{name}".rstrip("."): each for name, each in inner.items()}
    return found


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
        {needed: _input(values, needed, cell) for needed in metric.inputs} | dict(values.parameters[name]),
    )  # fmt: skip


def _interval(values: Values, name: str, cell: tuple[int, int]) -> Bounds | None:
    if name not in values.bounds:
        return None
    low, high = (float(bound[cell]) for bound in values.bounds[name])
    interval = values.catalogue[name].interval
    return None if interval is None or np.isnan(low) else Bounds(low, high, LEVEL, interval.method)


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
