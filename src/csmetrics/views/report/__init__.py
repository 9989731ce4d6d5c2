"""csmetrics report: the figures of one period."""

from typing import Any

from csmetrics.views.model import Asked, View, for_figures
from csmetrics.views.options import BY, CHECK, CONFIG, CURRENCY, DATA, PARTIAL, STRICT, THESE_METRICS, WHEN

HISTORY = 12  # periods of a sparkline
WIDE = 110  # columns from which on there is room for one


OPENED = ("html", "pdf")  # formats in which every figure opens


def _reads(asked: Asked) -> dict[str, Any]:
    """What figures need; where they open, who stands behind the rows too: their ids and names."""
    of_figures = for_figures(asked)
    if asked.format.name not in OPENED:
        return of_figures
    return {**of_figures, "attributes": (*asked["by"], "name", "customer_id")}


def _adds(asked: Asked) -> dict[str, Any]:
    opened, drawn = asked.format.name in OPENED, asked.format.name == "table" and asked.width >= WIDE
    return {"history": HISTORY if opened or drawn else 0, "explained": opened}


VIEW = View(
    name="report",
    help="The figures of one period, beside the period before.",
    example="csmetrics report data --period 2026-Q3 --by country",
    options=(DATA, *WHEN, BY, THESE_METRICS, CURRENCY, CONFIG, STRICT, PARTIAL, CHECK),
    reads=_reads,
    adds=_adds,
)
