"""Headline figures as tiles: which of them a page shows, and what each says."""

from collections.abc import Callable, Iterable

from csmetrics.figures.model import Figure
from csmetrics.groups import TILES
from csmetrics.output.charts.model import Sparkline
from csmetrics.output.rich_blocks import Tile, Verdict
from csmetrics.output.sentences import tone_of
from csmetrics.periods import Period
from csmetrics.views.movement import arrow, rests_on, since, value_or_dash

FIRST, MOST = 6, 9  # so many as they come, and so many with those that have a threshold


def headline_of(figure_of: Callable[[str], Figure | None], thresholds: Iterable[str]) -> list[Figure]:
    """The first few that can be had, and any other that has a threshold."""
    there = [figure for name in TILES if (figure := figure_of(name))]
    with_value = [figure for figure in there if figure.status == "ok"] or there
    shown = with_value[:FIRST]
    watched = (figure_of(name) for name in thresholds)
    more = [figure for figure in watched if figure and figure not in shown]
    return [*shown, *more][:MOST]


def tile_of(
    figure: Figure,
    period: Period,
    currency: str | None,
    verdict: Verdict | None,
    *,
    anchor: str = "",
    basis: str = "",
    line: Sparkline | None = None,
) -> Tile:
    """A figure of a period beside the one before; without a `basis` of its own it says how many stand behind it."""
    return Tile(
        name=figure.title,
        anchor=anchor,
        value=value_or_dash(figure),
        unit=(currency or "") if figure.unit == "money" else "",
        change=arrow(figure),
        tone=tone_of(figure),
        since=since(figure, period),
        basis=basis or rests_on(figure),
        verdict=verdict,
        line=line,
    )
