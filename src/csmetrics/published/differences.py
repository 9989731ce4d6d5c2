"""Published figures against those that the data give now."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from csmetrics.figures.evaluate import SCALES
from csmetrics.figures.model import Figure, Report, Segment
from csmetrics.published.model import Snapshot

FigureKey = tuple[str, str]  # metric, segment as JSON
_NOISE = 1e-12  # relative: what another order of floating-point sums leaves over


def key_of(figure: Figure) -> FigureKey:
    """What a figure is called within its period."""
    return figure.metric, _named(figure.segment)


def differences(published: Snapshot, report: Report) -> list[tuple[Figure, Figure]]:
    """The figures (as published, as they are now) that are not the same; the whole before the segments.

    Only what was published is compared: a metric, a table or a division that came later restates nothing, it adds.
    Where the divisions are the same, a segment without customers is the same as none. In another currency all money is
    another.
    """
    moved = another_currency(published.currency, report.currency)
    was, now = by_key(published.figures), by_key(report.figures)
    keys = dict.fromkeys([*was, *now]) if published.by == report.by else dict.fromkeys(was)
    metrics = {metric for metric, _ in was}
    divided = published.by == report.by
    found = []
    for key in keys:
        if key[0] not in metrics or (key[1] != _named({}) and not divided):
            continue
        pair = was.get(key) or missing(now[key]), now.get(key) or missing(was[key])
        if pair[0].status != "unavailable" and (not same(*pair) or (moved and of_money(*pair))):
            found.append(pair)
    return sorted(found, key=lambda pair: bool(pair[0].segment))


def additions(published: Snapshot, report: Report) -> tuple[str, ...]:
    """What the report has and the published version has not: metrics, and a division by other attributes."""
    known = {figure.metric for figure in published.figures if figure.status != "unavailable"}
    had = dict.fromkeys(figure.metric for figure in report.figures if figure.status != "unavailable")
    more = [name for name in had if name not in known]
    if report.by and report.by != published.by:
        more.append(f"by {', '.join(report.by)}")
    if report.currency and not published.currency and any(map(of_money, report.figures)):
        more.append(f"the currency {report.currency}")
    return tuple(more)


def another_currency(was: str | None, now: str | None) -> bool:
    """Whether money has changed its currency; where one is not known nothing contradicts."""
    return bool(was and now and was != now)


def of_money(*figures: Figure) -> bool:
    """Whether any of the figures is an amount of money that is there."""
    return any(figure.unit == "money" and figure.value is not None for figure in figures)


def by_key(figures: Iterable[Figure]) -> dict[FigureKey, Figure]:
    """Figures by what they are called."""
    return {key_of(figure): figure for figure in figures}


def difference(was: Figure, now: Figure) -> float | None:
    """By how much a figure differs: of money in whole parts, as it is counted, so that differences add up exactly."""
    if was.value is None or now.value is None:
        return None
    if was.unit != "money":
        return now.value - was.value
    scale = SCALES["money"]
    return (round(now.value * scale) - round(was.value * scale)) / scale


def equal(one: float | None, other: float | None) -> bool:
    """Whether two values are the same but for the noise of floating-point sums."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_NOISE, abs_tol=_NOISE)


def same(was: Figure, now: Figure) -> bool:
    """Whether two figures are the same: the value, and the numbers that it was made from."""
    if was.value is None or now.value is None:
        return was.value is now.value
    return equal(was.value, now.value) and _same_inputs(was.inputs, now.inputs)


def _same_inputs(was: Mapping[str, float | None], now: Mapping[str, float | None]) -> bool:
    """Inputs that both have; a switch is no input of the data but compared with the rules."""
    return all(equal(was[name], now[name]) for name in was if name in now)


def missing(figure: Figure) -> Figure:
    """What stands for a figure whose segment is not there: nothing, or nought where the figure is nought."""
    empty = 0.0 if figure.value == 0 else None
    inputs = figure.inputs if empty == 0 else {}
    return replace(figure, value=empty, status="unavailable", reason="no such segment", n=None, inputs=inputs)


def _named(segment: Segment) -> str:
    return json.dumps(dict(segment), sort_keys=True)
