"""The switches that change what figures mean: which are not as usual, and the parameters that stand with them."""

from collections.abc import Iterator
from typing import Any

from csmetrics.figures.model import Figure, Report
from csmetrics.output.readable import show_percent
from csmetrics.output.sentences import rule_value

# The metrics that a switch touches, and its usual value.
_SWITCHES: dict[str, tuple[str, Any]] = {
    "surveys.csat.method": ("csat", "share"),
    "surveys.ces.method": ("ces", "mean"),
    "surveys.repeat_answers": ("csat nps ces", "all"),
    "rules.joined_and_left": ("customer_churn_rate customer_retention_rate", "count"),
    "rules.recognise": ("mrr arr arpu", "spread"),
    "rules.crc_customers": ("crc", "end"),
    "rules.lifespan_months": ("lifespan_months", None),
}
_OF_MARGIN = {"gross_margin", "clv"}  # what is made of clv is made of the gross margin


def parameters_of(report: Report) -> Iterator[str]:
    """The one currency that is counted, and gross margin wherever a figure uses it."""
    if currency := report.rules.get("only_currency"):
        yield f"{currency} alone"
    margin = report.rules.get("gross_margin")
    if margin is not None and any(_OF_MARGIN & {*figure.inputs} for figure in _had(report)):
        yield f"gross margin {show_percent(margin)}"


def switches_of(report: Report) -> Iterator[str]:
    """The switches that are not as usual, of those that touch a figure of the report."""
    metrics = {figure.metric for figure in _had(report)}
    for switch, (touched, usual) in _SWITCHES.items():
        value = report.rules.get(switch, usual)
        if value != usual and metrics.intersection(touched.split()):
            yield f"{switch}: {rule_value(value)}"


def _had(report: Report) -> Iterator[Figure]:
    return (figure for figure in report.figures if figure.status != "unavailable")
