"""csmetrics explain: one figure down to the rows of the files."""

from typing import Any

from csmetrics.views.model import Asked, View
from csmetrics.views.options import BY, CONFIG, CURRENCY, DATA, METRIC, STRICT, WHEN, Option, limit

LINES = 10  # of each tally, for people


def _fits_customer(asked: Asked) -> str:
    if asked["customer"] is None:
        return ""
    from csmetrics.metrics.catalogue import METRICS  # noqa: PLC0415  # numpy is slow to import; help need not wait

    metric = asked["metric"]
    if metric not in METRICS or METRICS[metric].group != "health":  # those of themes are in no catalogue
        return f"--customer takes scores apart, and {metric} is none. Explain health_score."
    if asked["by"] or asked["limit"]:
        return "--by and --limit say nothing of one customer. Leave them out."
    return ""


def _reads(asked: Asked) -> dict[str, Any]:
    """What figures need, and who stands behind the rows: their ids and names."""
    if asked["customer"] is not None:
        return {}
    attributes = (*asked["by"], "name", "customer_id")
    return {"detail": False, "attributes": attributes, "metrics": asked["metric"]}


VIEW = View(
    name="explain",
    help="Show where a figure comes from: its definition, the formula with your numbers, the customers and rows.",
    example="csmetrics explain customer_churn_rate data --period 2026-09",
    options=(
        METRIC,
        DATA,
        *WHEN,
        BY,
        limit(LINES, "lines of each tally"),
        Option(
            "customer",
            "text",
            "--customer",
            "With health_score: show the scores of one customer, signal by signal.",
            "ID",
        ),
        CURRENCY,
        CONFIG,
        STRICT,
    ),
    fits=_fits_customer,
    reads=_reads,
    instead=lambda asked: "" if asked["customer"] is None else "customer_health",
)
