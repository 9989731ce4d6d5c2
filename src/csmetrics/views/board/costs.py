"""What costs a customer points of its health score, in words."""

from collections.abc import Callable

from csmetrics.output.readable import show_lost, show_signal
from csmetrics.output.sentences import printable
from csmetrics.subjects.health.models import Model, WeightedSignal
from csmetrics.views.health.model import Cost

_WEEK = 7


def _span(days: int) -> str:
    """Days as weeks where they are.

    >>> _span(84), _span(90), _span(7)
    ('12 weeks', '90 days', 'week')
    """
    weeks, rest = divmod(days, _WEEK)
    if rest or not weeks:
        return f"{days} days"
    return "week" if weeks == 1 else f"{weeks} weeks"


def _days(value: float) -> str:
    return f"{show_signal(value, 'days')} day{'' if value == 1 else 's'}"


def _change(what: str, value: float, against: str) -> str:
    """A change in words, without its sign: "use down 52.0 % against the 12 weeks before"."""
    if value == 0:
        return f"{what} as in {against}"
    size = show_signal(abs(value), "change").lstrip("+")
    return f"{what} {'down' if value < 0 else 'up'} {size} against {against}"


def _tickets(value: float, more: str) -> str:
    return f"{show_signal(value, 'count')} ticket{'' if value == 1 else 's'} open{more}"


def _answer(each: WeightedSignal, value: float) -> str:
    """An answer to a question, of how many: who does not know the model sees what was asked."""
    of = f" of {show_signal(max(each.scale), 'number')}" if each.scale else ""
    return f'"{printable(each.question or each.name)}" {show_signal(value, "number")}{of}'


_SAID: dict[str, Callable[[WeightedSignal, float], str]] = {
    "usage_trend": lambda each, value: _change("use", value, f"the {_span(each.past)} before"),
    "mrr_trend": lambda each, value: _change("MRR", value, f"{_span(each.days)} before"),
    "last_nps": lambda _, value: f"last NPS answer: {show_signal(value, 'score')}",
    "last_csat": lambda _, value: f"last CSAT answer: {show_signal(value, 'score')}",
    "features_used": lambda _, value: f"features used: {show_signal(value, 'count')}",
    "days_since_use": lambda _, value: f"last use {_days(value)} ago",
    "open_tickets": lambda _, value: _tickets(value, ""),
    "long_open_tickets": lambda each, value: _tickets(value, f" for more than {_days(each.days)}"),
    "days_to_close": lambda _, value: f"tickets take {_days(value)} to close",
    "ticket_score": lambda _, value: f"tickets rated {show_signal(value, 'score')}",
    "question": _answer,
    "tenure": lambda _, value: f"customer for {_days(value)}",
    "days_past_renewal": lambda _, value: f"{_days(value)} past the renewal date",
}


def cost_in_words(model: Model, cost: Cost) -> str:
    """The reason and the points that it costs: "use down 52.0 % against the 12 weeks before (-26.3)"."""
    each = next((signal for signal in model.signals if signal.name == cost.signal), None)
    say = _SAID.get(each.signal.name) if each else None
    named = printable(cost.signal.replace("_", " "))
    said = say(each, cost.value) if say and each else f"{named}: {show_signal(cost.value, 'number')}"
    return f"{said} ({show_lost(cost.lost)})"
