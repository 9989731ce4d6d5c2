"""The headline figures of a digest as tiles, for a browser and for mail: no drawing, so nothing is lost without it."""

from collections.abc import Iterator

from csmetrics.figures.model import Figure
from csmetrics.output.parts import Tile, Tiles, Verdict
from csmetrics.output.words import tone_of
from csmetrics.periods import Period
from csmetrics.published.model import Digest, Outcome
from csmetrics.views.board.movement import arrow, rests_on, since, value_or_dash
from csmetrics.views.board.verdicts import UNCHECKED, verdict_of


def headline_tiles(outcome: Outcome) -> Iterator[Tiles]:
    """A tile for each headline figure of the last period."""
    period, digest = outcome.results[-1].period, outcome.digest
    if digest.headline:
        yield Tiles(tuple(_tile(figure, digest, period, outcome.currency) for figure in digest.headline))


def _tile(figure: Figure, digest: Digest, period: Period, currency: str | None) -> Tile:
    """A figure, the one of the period before, what it rests on, and what became of its threshold."""
    return Tile(
        name=figure.title,
        anchor="",
        value=value_or_dash(figure),
        unit=(currency or "") if figure.unit == "money" else "",
        change=arrow(figure),
        tone=tone_of(figure),
        since=since(figure, period),
        basis=rests_on(figure),
        verdict=_verdict(figure, digest, period),
    )


def _verdict(figure: Figure, digest: Digest, period: Period) -> Verdict | None:
    """What became of the threshold of a figure, if it has one."""
    threshold = digest.thresholds.get(figure.metric)
    bounds = threshold.bounds_of(figure.segment) if threshold else []
    if not bounds:
        return None
    if period.months != 1:
        return Verdict(holds=False, certain=False, word=UNCHECKED, text="thresholds are for months")
    return verdict_of(figure, bounds[0])
