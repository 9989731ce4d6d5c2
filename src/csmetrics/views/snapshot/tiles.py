"""The headline figures of a digest as tiles, for a browser and for mail: no drawing, so nothing is lost without it."""

from collections.abc import Iterator

from csmetrics.figures.model import Figure
from csmetrics.output.rich_blocks import Tiles, Verdict
from csmetrics.periods import Period
from csmetrics.published.model import Digest, Outcome
from csmetrics.views.headlines import tile_of
from csmetrics.views.verdicts import UNCHECKED, verdict_of


def headline_tiles(outcome: Outcome) -> Iterator[Tiles]:
    """A tile for each headline figure of the last period."""
    period, digest = outcome.results[-1].period, outcome.digest
    if digest.headline:
        shown = ((figure, _verdict(figure, digest, period)) for figure in digest.headline)
        yield Tiles(tuple(tile_of(figure, period, outcome.currency, verdict) for figure, verdict in shown))


def _verdict(figure: Figure, digest: Digest, period: Period) -> Verdict | None:
    """What became of the threshold of a figure, if it has one."""
    threshold = digest.thresholds.get(figure.metric)
    bounds = threshold.bounds_of(figure.segment) if threshold else []
    if not bounds:
        return None
    if period.months != 1:
        return Verdict(holds=False, certain=False, word=UNCHECKED, text="thresholds are for months")
    return verdict_of(figure, bounds[0])
