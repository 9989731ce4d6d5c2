"""The headline figures of a digest as tiles, for a browser and for mail: no drawing, so nothing is lost without it."""

from csmetrics.figures.model import Figure
from csmetrics.output.charts.model import Limit
from csmetrics.output.parts import Tile, Tiles, Verdict
from csmetrics.output.values import show, show_change, show_interval, show_percent
from csmetrics.output.words import based_on, change_tone, period_short
from csmetrics.periods import Period
from csmetrics.published.model import Digest, Outcome
from csmetrics.views.drawn import limits_of


def headline_tiles(outcome: Outcome) -> list[Tiles]:
    """A tile for each headline figure of the last period."""
    period = outcome.results[-1].period
    tiles = tuple(_tile(figure, outcome.digest, period, outcome.currency) for figure in outcome.digest.headline)
    return [Tiles(tiles)] if tiles else []


def _tile(figure: Figure, digest: Digest, period: Period, currency: str | None) -> Tile:
    """A figure, the one of the period before, what it rests on, and what became of its threshold."""
    change = ""
    if figure.change is not None and figure.value is not None:
        change = show_change(figure.change, figure.unit, figure.value)
    within = _within(figure)
    return Tile(
        name=figure.title,
        anchor="",
        value=show(figure.value, figure.unit),
        unit=currency or "" if figure.unit == "money" else "",
        change=change,
        tone="quiet" if within else change_tone(figure.change, figure.better),
        since=_since(figure, period_short(period.previous())) + (", too little to tell" if within else ""),
        basis=_basis(figure),
        verdict=_verdict(figure, digest, period),
    )


def _within(figure: Figure) -> bool:
    """Whether the figure of the period before lies in the interval of this one."""
    interval, previous = figure.interval, figure.previous
    return interval is not None and previous is not None and interval.low <= previous <= interval.high


def _since(figure: Figure, before: str) -> str:
    return f"{before}: none" if figure.previous is None else f"from {show(figure.previous, figure.unit)} in {before}"


def _basis(figure: Figure) -> str:
    """Why there is no value; else the interval and what stands behind it."""
    if figure.value is None:
        return figure.reason or ""
    spread, interval = "", figure.interval
    if interval:
        spread = f"{show_percent(interval.level)} interval {show_interval(interval.low, interval.high, figure.unit)}"
    return ", ".join(part for part in (spread, based_on(figure)) if part)


def _verdict(figure: Figure, digest: Digest, period: Period) -> Verdict | None:
    """What became of the threshold of a figure, if it has one."""
    if figure.metric not in digest.thresholds:
        return None
    limits = limits_of(digest.thresholds, figure)
    wanted = " and ".join(limit.text for limit in limits) or "threshold of the change"
    if period.months != 1 or figure.value is None:
        why = figure.reason if period.months == 1 else "thresholds are for months"
        return Verdict(holds=False, certain=False, word="Not checked", text=f"{wanted}; {why}")
    holds = not any(each.metric == figure.metric and each.segment == figure.segment for each in digest.breaches)
    certain = not any(_crossed(figure, limit) for limit in limits)
    word = "Holds" if holds else "Breached"
    return Verdict(holds, certain, word if certain else f"{word}, not for certain", wanted)


def _crossed(figure: Figure, limit: Limit) -> bool:
    return figure.interval is not None and figure.interval.low < limit.value < figure.interval.high
