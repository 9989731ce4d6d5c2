"""Figures as plain numbers, and what they are called."""

from csmetrics.metrics.catalogue import METRICS, declared_unit


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


def anchor_of(metric: str) -> str:
    """Where the card of a metric stands in a page.

    >>> anchor_of("nps")
    'd-nps'
    """
    return f"d-{metric}"
