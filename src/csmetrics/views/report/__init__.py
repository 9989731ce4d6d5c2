"""csmetrics report: the figures of one period."""

from typing import Any

from csmetrics.groups import GROUPS
from csmetrics.views.model import Asked, View, for_figures
from csmetrics.views.options import (
    BY,
    CHECK,
    CONFIG,
    CURRENCY,
    DATA,
    PARTIAL,
    STRICT,
    THESE_METRICS,
    WHEN,
    Option,
    names,
)

HISTORY = 12  # periods of a sparkline
LONG_HISTORY = 24  # of one in a browser
WIDE = 110  # columns from which on there is room for one
SECTIONS = names("sections", "--section", "section", GROUPS, "the headline figures")
EVERY = Option("every", "flag", "--all", "Show every figure, and name those that your files do not allow.")


def _fit_together(asked: Asked) -> str:
    given = [each.flag for each in (SECTIONS, EVERY, THESE_METRICS) if asked[each.name]]
    if len(given) > 1:
        return f"{' and '.join(given)} exclude one another: leave out one of them."
    if asked["sections"] and not asked.format.for_people:
        return f"--section is for people, and {asked.format.name} has every figure. Leave it out, or ask by --metric."
    return ""


def _reads(asked: Asked) -> dict[str, Any]:
    """What figures need; where they open, who stands behind the rows too: their ids and names."""
    of_figures = for_figures(asked)
    if not asked.format.in_browser:
        return of_figures
    return {**of_figures, "attributes": (*asked["by"], "name", "customer_id")}


def _adds(asked: Asked) -> dict[str, Any]:
    opened, drawn = asked.format.in_browser, asked.format.name == "table" and asked.width >= WIDE
    return {"history": LONG_HISTORY if opened else HISTORY if drawn else 0, "explained": opened}


VIEW = View(
    name="report",
    help="Show last month's headline figures beside the month before, and any figure that needs your attention.\n\n"
    "That is a figure with a remark, a breached threshold, or no value. JSON and CSV always have all figures.",
    example="csmetrics report data --period 2026-Q3 --by country",
    options=(DATA, *WHEN, BY, SECTIONS, EVERY, THESE_METRICS, CURRENCY, CONFIG, STRICT, PARTIAL, CHECK),
    fits=_fit_together,
    reads=_reads,
    adds=_adds,
    shown=("metrics", "sections", "every"),
)
