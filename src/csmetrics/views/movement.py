"""How a figure moved, in words that cannot say otherwise than its numbers."""

from typing import Literal

from csmetrics.figures.model import Figure
from csmetrics.output.readable import DASH, is_zero, show, show_percent
from csmetrics.output.sentences import based_on, change_tone, within_chance
from csmetrics.periods import Period
from csmetrics.views.wording import beside, change_of, ends_of, short_title, size_of, value_of

Direction = Literal["rose", "fell", "unchanged", "first", "none"]
TOO_LITTLE = "too little to tell"
_ARROWS = {"rose": "\N{BLACK UP-POINTING TRIANGLE} ", "fell": "\N{BLACK DOWN-POINTING TRIANGLE} "}


def way_of(figure: Figure) -> Direction:
    """Whether it rose or fell since the period before; first: there is nothing to compare it with."""
    if figure.value is None:
        return "none"
    if figure.change is None:
        return "first"
    if is_zero(figure.change):
        return "unchanged"
    return "rose" if figure.change > 0 else "fell"


def moved(figure: Figure, currency: str | None = None) -> str:
    """A figure and what it did: "MRR rose by 643 to 12,558 USD"."""
    name, value = short_title(figure), value_of(figure, currency)
    verb = "are" if figure.metric == "customers" else "is"
    said = {
        "rose": f"{name} rose by {size_of(figure)} to {value}",
        "fell": f"{name} fell by {size_of(figure)} to {value}",
        "unchanged": f"{name} {verb} unchanged at {value}",
        "first": f"{name} {verb} {value}",
        "none": f"{name}: none",
    }
    return said[way_of(figure)]


def after(figure: Figure, period: Period) -> str:
    """A figure beside the one before: "NRR 100.2 %, after 98.2 % in August"."""
    said = f"{short_title(figure)} {value_of(figure)}"
    if figure.previous is None:
        return said
    return f"{said}, after {show(figure.previous, figure.unit)} in {beside(period.previous(), period)}"


def arrow(figure: Figure) -> str:
    """The change with a triangle, so that not the colour alone says which way."""
    way = way_of(figure)
    return _ARROWS.get(way, "") + change_of(figure) if way != "unchanged" else "unchanged"


def judgement(figure: Figure) -> str:
    """What the change is worth: better, worse, or too little to tell; nothing where nobody can say."""
    if way_of(figure) not in ("rose", "fell"):
        return ""
    if within_chance(figure):
        return TOO_LITTLE
    return {"good": "better", "bad": "worse"}.get(change_tone(figure.change, figure.better), "")


def since(figure: Figure, period: Period) -> str:
    """What the change is measured from, and its worth: "from 11,915 in August, better"."""
    way = way_of(figure)
    if way == "none":
        return figure.reason or ""
    month = beside(period.previous(), period)
    if way == "first":
        return f"nothing to compare with in {month}"
    said = f"since {month}" if way == "unchanged" else f"from {show(figure.previous, figure.unit)} in {month}"
    return ", ".join(filter(None, (said, judgement(figure))))


def since_then(figure: Figure, period: Period) -> str:
    """The change, what it is measured from, and its worth: "+280 from 916 in August, worse"."""
    said = change_of(figure) if way_of(figure) in ("rose", "fell") else "unchanged" if figure.change is not None else ""
    return f"{said} {since(figure, period)}".strip()


def interval_of(figure: Figure) -> str:
    """The interval with its level; nothing where there is none."""
    if figure.interval is None:
        return ""
    return f"{show_percent(figure.interval.level)} interval {ends_of(figure.interval, figure.unit)}"


def rests_on(figure: Figure) -> str:
    """The interval, and how many stand behind the figure."""
    return ", ".join(filter(None, (interval_of(figure), based_on(figure))))


def value_or_dash(figure: Figure | None) -> str:
    """A value as a table shows it."""
    return DASH if figure is None else show(figure.value, figure.unit)
