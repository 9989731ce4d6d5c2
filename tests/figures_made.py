"""Figures and trends made by hand: frozen data as views receive them."""

from csmetrics.figures.model import Figure, IntervalBounds
from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.metrics.catalogue import METRICS
from csmetrics.periods import parse_period, series


def a_figure(metric, value, previous=None, *, segment=None, status="ok", reason=None, interval=None, n=8, **inputs):
    declared = METRICS[metric]
    return Figure(
        metric, declared.title, declared.group, declared.unit, declared.better, declared.formula, segment or {},
        value, status, reason, previous, None if None in (value, previous) else value - previous,
        interval and IntervalBounds(*interval, 0.95, declared.interval.method), declared.based_on, n, inputs,
    )  # fmt: skip


def a_line(metric, values, *, segment=None, n=100):
    figures = tuple(
        a_figure(metric, value, segment=segment, n=n)
        if value is not None
        else a_figure(metric, None, segment=segment, status="undefined", reason="nobody answered", n=0)
        for value in values
    )
    one = figures[0]
    return TrendLine(
        metric, one.title, one.group, one.unit, one.better, one.segment, figures, None, (False,) * len(values)
    )


def a_trend(*lines, **changes):
    periods = series(parse_period("2026-09"), len(lines[0].figures))
    return Trend(periods, changes.pop("by", ()), "USD", {}, lines, **changes)
