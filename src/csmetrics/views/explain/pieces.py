"""What is said of a figure wherever it is explained: on the page of it alone, and in its card on a longer page."""

from typing import Any

from csmetrics.figures.model import Figure
from csmetrics.output.page import Line
from csmetrics.output.readable import show, show_percent, show_precisely, substitute
from csmetrics.output.sentences import based_on, rule_value, segment_name
from csmetrics.periods import Period
from csmetrics.views.explain.model import Explanation
from csmetrics.views.wording import change_of, ends_of


def headline(figure: Figure) -> str:
    """The value, and the reason where there is none."""
    value = show(figure.value, figure.unit)
    segment = f" in {segment_name(figure.segment)}" if figure.segment else ""
    return f"{value}{segment}" if figure.reason is None else f"{value}{segment} ({figure.reason})"


def beside(figure: Figure, before: Period) -> list[Line]:
    """What stands beside the figure in a report."""
    said = []
    if figure.previous is not None:
        said.append(f"{before.name}: {show(figure.previous, figure.unit)}")
    if change := change_of(figure):
        said.append(f"change: {change}")
    if bounds := figure.interval:
        said.append(f"{show_percent(bounds.level)} interval: {ends_of(bounds, figure.unit)} ({bounds.method})")
    if based_on(figure):
        said.append(f"based on {based_on(figure)}")
    return [Line("; ".join(said), "quiet")] if said else []


def sum_of(figure: Figure) -> list[Line]:
    """The formula, the formula in numbers, the value."""
    numbers, value = substitute(figure.formula, figure.inputs), show(figure.value, figure.unit)
    steps = [f"= {numbers}", *([] if numbers == value else [f"= {value}"])]
    formula = Line(f"{figure.metric} = {figure.formula}", indent=1, code=True)
    return [formula, *(Line(step, indent=2, code=True) for step in steps)]


def parts_of(parts: tuple[Figure, ...]) -> list[Line]:
    """The metrics that the figure is made of, with the digits that its formula shows."""
    said = []
    for part in parts:
        numbers, value = substitute(part.formula, part.inputs), show_precisely(part.value)
        end = "" if numbers == value else f" = {value}"
        said.append(Line(f"{part.metric} = {part.formula} = {numbers}{end}", "quiet", 2, code=True))
    return [Line("where", "quiet", 1), *said] if said else []


def rules_of(explanation: Explanation) -> list[str]:
    """The switches, those of one section on one line as csmetrics.yaml could have them."""
    together: dict[str, Any] = {}
    for name, value in explanation.rules.items():
        section, _, key = name.rpartition(".")
        if "." in section:
            together.setdefault(section, {})[key] = value
        else:
            together[name] = value
    return [f"{name}: {rule_value(value)}" for name, value in together.items()]
