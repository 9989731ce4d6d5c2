"""The models of the scores in force."""

from collections.abc import Iterator, Mapping
from typing import Any

from csmetrics.output.page import Block, Cell, TableSection, Title, lines, one_table
from csmetrics.output.readable import show, show_percent
from csmetrics.output.sentences import number_columns, rule_value, text_columns
from csmetrics.subjects.health.models import POINT, Model, WeightedSignal, as_declared

_PARTS = ("signal", "question", "column", "weight", "scale", "tiers", "days", "past")
_METHODS = {
    "mean": "Mean of the points of the signals that are known, each with its weight",
    "sum": "Sum of the values of all signals, each times its weight",
}


def model_values(health: Model, distress: Model) -> dict[str, Any]:
    """Both models as csmetrics.yaml would declare them, with null for what a signal has not."""
    found = {"health": as_declared(health), "distress": as_declared(distress)}
    for model in found.values():
        model["signals"] = {name: dict.fromkeys(_PARTS) | signal for name, signal in model["signals"].items()}
    return found


def model_blocks(model: Model, known: Mapping[str, int], paying: int) -> Iterator[Block]:
    """What a score is made of, and of how many customers each signal is known."""
    declared = "" if model.is_declared else ", as nobody declared one"
    yield Title(f"{model.which.capitalize()} model in force{declared}", level=2)
    yield lines(f"{_METHODS[model.method]}; {_limits(model)}.", tone="quiet")
    rows = tuple(_row(model, each, known, paying) for each in model.signals)
    columns = (*text_columns("signal"), *number_columns("weight"), *text_columns("points", "days"))
    if known:
        columns += number_columns("known of")
    yield one_table(columns, [TableSection("", rows)])


def _limits(model: Model) -> str:
    values = as_declared(model)
    coverage = f"no score below {show_percent(model.min_coverage)} of the weight"
    if "bands" in values:
        bands = "; ".join(f"{name.replace('_', ' ')} {_bound(bound)}" for name, bound in values["bands"].items())
        return f"{coverage}; {bands}"
    return f"{coverage}; distressed from {rule_value(values['threshold'])}"


def _bound(bound: Any) -> str:
    return f"below {rule_value(bound['below'])}" if isinstance(bound, Mapping) else f"up to {rule_value(bound)}"


def _row(model: Model, each: WeightedSignal, known: Mapping[str, int], paying: int) -> tuple[Cell, ...]:
    days = " after ".join(str(span) for span in (each.days, each.past) if span)
    lacking = model.lacking.get(each.name)
    there = lacking or f"{show(known.get(each.name, 0), 'count')} of {show(paying, 'count')}"
    return (
        Cell(each.name, code=True),
        Cell(rule_value(each.weight / POINT)),
        Cell(_points(each)),
        Cell(days, "quiet"),
        *([Cell(there, "quiet")] if known else []),
    )


def _points(each: WeightedSignal) -> str:
    if each.tiers:
        return rule_value(dict(each.tiers))
    if each.scale:
        return f"0 at {rule_value(each.scale[0])}, 100 at {rule_value(each.scale[1])}"
    return "its value"
