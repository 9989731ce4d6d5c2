"""An explanation as a page for people."""

from dataclasses import replace
from typing import Any

from csmetrics.figures.model import Figure
from csmetrics.output.page import Block, Lines, Page, Title, chosen, lines, page_of
from csmetrics.output.page import Line as TextLine
from csmetrics.output.values import show, show_change, show_interval, show_percent, show_precisely, substitute
from csmetrics.output.words import (
    based_on,
    period_heading,
    rates_used,
    rule_value,
    segment_name,
)
from csmetrics.periods import Period
from csmetrics.views.explain.model import Explanation
from csmetrics.views.explain.segments import segment_blocks
from csmetrics.views.explain.table import tally_blocks


def page(explanation: Explanation) -> Page:
    """The definition card, then for each tally the lines that add up to it."""
    figure = explanation.figure
    currency = f", {explanation.currency}" if explanation.currency else ""
    blocks: list[Block] = [
        Title(f"{figure.title}: {period_heading(explanation.period)}{currency}"),
        *chosen(explanation.chosen),
        Lines((TextLine(_headline(figure), "strong"), *_beside(figure, explanation.period.previous()))),
        lines(*figure.remarks),
        *segment_blocks(explanation),
        *(lines(paragraph) for paragraph in (explanation.meaning, *explanation.notes.split("\n\n"))),
        Lines((*_sum(figure), *_parts(explanation.parts))),
        lines(f"Source: {explanation.source}", tone="quiet"),
        *_rules(explanation),
    ]
    for tally in explanation.tallies:
        blocks += tally_blocks(tally, explanation.by)
    blocks.append(lines(rates_used(explanation.rates), tone="quiet"))
    return page_of(blocks)


def _headline(figure: Figure) -> str:
    value = show(figure.value, figure.unit)
    segment = f" in {segment_name(figure.segment)}" if figure.segment else ""
    return f"{value}{segment}" if figure.reason is None else f"{value}{segment} ({figure.reason})"


def _beside(figure: Figure, before: Period) -> list[TextLine]:
    """What stands beside the figure in a report."""
    said = []
    if figure.previous is not None:
        said.append(f"{before.name}: {show(figure.previous, figure.unit)}")
    if figure.change is not None and figure.value is not None:
        said.append(f"change: {show_change(figure.change, figure.unit, figure.value)}")
    if figure.interval:
        bounds = figure.interval
        said.append(
            f"{show_percent(bounds.level)} interval: {show_interval(bounds.low, bounds.high, figure.unit)}"
            f" ({bounds.method})"
        )
    if based_on(figure):
        said.append(f"based on {based_on(figure)}")
    return [TextLine("; ".join(said), "quiet")] if said else []


def _sum(figure: Figure) -> list[TextLine]:
    """The formula, the formula in numbers, the value."""
    numbers, value = substitute(figure.formula, figure.inputs), show(figure.value, figure.unit)
    steps = [f"= {numbers}", *([] if numbers == value else [f"= {value}"])]
    formula = TextLine(f"{figure.metric} = {figure.formula}", indent=1, code=True)
    return [formula, *(TextLine(step, indent=2, code=True) for step in steps)]


def _parts(parts: tuple[Figure, ...]) -> list[TextLine]:
    """The metrics that the figure is made of, with the digits that its formula shows."""
    said = []
    for part in parts:
        numbers, value = substitute(part.formula, part.inputs), show_precisely(part.value)
        end = "" if numbers == value else f" = {value}"
        said.append(TextLine(f"{part.metric} = {part.formula} = {numbers}{end}", "quiet", 2, code=True))
    return [TextLine("where", "quiet", 1), *said] if said else []


def _rules(explanation: Explanation) -> list[Block]:
    """The switches, those of one section on one line as csmetrics.yaml could have them."""
    together: dict[str, Any] = {}
    for name, value in explanation.rules.items():
        section, _, key = name.rpartition(".")
        if "." in section:
            together.setdefault(section, {})[key] = value
        else:
            together[name] = value
    said = [TextLine(f"{name}: {rule_value(value)}", "quiet", 1, code=True) for name, value in together.items()]
    return [Lines((TextLine("Rules in force", "quiet"), *said))] if said else []


def about(explanation: Explanation) -> Page:
    """The same without the lines, of which there may be millions."""
    return page(replace(explanation, tallies=()))
