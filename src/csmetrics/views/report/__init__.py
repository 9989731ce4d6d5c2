"""csmetrics report: the figures of one period."""

from typing import Any

from csmetrics.views.model import Asked, View, for_figures
from csmetrics.views.options import BY, CHECK, CONFIG, CURRENCY, DATA, PARTIAL, STRICT, THESE_METRICS, WHEN

HISTORY = 12  # periods of a sparkline
WIDE = 110  # columns from which on there is room for one


def _adds(asked: Asked) -> dict[str, Any]:
    return {"history": HISTORY if asked.format.name == "table" and asked.width >= WIDE else 0}


VIEW = View(
    name="report",
    help="The figures of one period, beside the period before.",
    example="csmetrics report data --period 2026-Q3 --by country",
    options=(DATA, *WHEN, BY, THESE_METRICS, CURRENCY, CONFIG, STRICT, PARTIAL, CHECK),
    reads=for_figures,
    adds=_adds,
)
