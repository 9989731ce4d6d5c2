"""One figure as plain values: what reports, explanations and their JSON share."""

from typing import Any

from csmetrics.metrics.catalogue import METRICS, declared_unit
from csmetrics.reports.model import Bounds, Figure, Transfer


def as_values(figure: Figure) -> dict[str, Any]:
    """A figure as JSON has it: counts whole, everything else unrounded."""
    unit = figure.unit
    return {
        "metric": figure.metric,
        "title": figure.title,
        "group": figure.group,
        "unit": unit,
        "better": figure.better,
        "formula": figure.formula,
        "segment": dict(figure.segment),
        "value": number(figure.value, unit),
        "status": figure.status,
        "reason": figure.reason,
        "previous": number(figure.previous, unit),
        "change": number(figure.change, unit),
        "interval": bounds_values(figure.interval),
        "based_on": figure.based_on,
        "n": number(figure.n, unit_of(figure.based_on)),
        "inputs": {name: number(value, unit_of(name)) for name, value in figure.inputs.items()},
        "remarks": list(figure.remarks),
    }


def transfer_values(transfer: Transfer) -> dict[str, Any]:
    """Who changed segment, as JSON has it."""
    return {
        "segment": dict(transfer.segment),
        "customers_in": transfer.customers_in,
        "customers_out": transfer.customers_out,
        "mrr_in": number(transfer.mrr_in, "money"),
        "mrr_out": number(transfer.mrr_out, "money"),
    }


def number(value: float | None, unit: str) -> float | int | None:
    """A plain number: a count is an int, anything else a float, and there is no negative zero.

    >>> number(12.0, "count"), number(12, "money"), number(-0.0, "points"), number(None, "count")
    (12, 12.0, 0.0, None)
    """
    if value is None:
        return None
    plain = float(value) + 0.0
    return int(plain) if unit == "count" and plain.is_integer() else plain


def unit_of(name: str) -> str:
    """The unit of a tally or a metric; a parameter of the configuration is a plain ratio."""
    return declared_unit(name) or "ratio"


def title_of(name: str) -> str:
    """What people call a metric."""
    return METRICS[name].title if name in METRICS else name


def bounds_values(interval: Bounds | None) -> dict[str, Any] | None:
    """An interval as JSON has it."""
    if interval is None:
        return None
    return {"low": interval.low, "high": interval.high, "level": interval.level, "method": interval.method}
