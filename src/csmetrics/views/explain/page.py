"""An explanation as a page for people."""

from collections.abc import Sequence
from typing import Any

from csmetrics.figures.model import Figure
from csmetrics.output.page import Block, Cell, Fitting, Lines, Page, Section, Title, chosen, lines, one_table, page_of
from csmetrics.output.page import Line as TextLine
from csmetrics.output.values import DASH, show, show_change, show_interval, show_percent, show_precisely, substitute
from csmetrics.output.words import (
    based_on,
    first_of,
    number_columns,
    period_heading,
    rates_used,
    rule_value,
    segment_name,
    shortened,
    text_columns,
)
from csmetrics.periods import Period
from csmetrics.views.explain.model import Explanation, Line, TallyLines
from csmetrics.views.explain.segments import segment_blocks


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
        blocks += _tally(tally, explanation.by)
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


def _tally(tally: TallyLines, by: Sequence[str]) -> list[Block]:
    blocks: list[Block] = [
        Title(f"{tally.tally}: {show(tally.value, tally.unit)}", level=2),
        lines(tally.meaning, tone="quiet"),
    ]
    if tally.lines:
        blocks += [_lines_table(tally, by), lines(first_of(len(tally.lines), tally.count), tone="quiet")]
    return blocks


def _lines_table(tally: TallyLines, by: Sequence[str]) -> Fitting:
    """Who contributes how much, and where it stands; columns that say nothing are left out."""
    has_id = any(line.customer_id is not None for line in tally.lines)
    has_label = any(line.label for line in tally.lines)
    has_segment = any(line.segment for line in tally.lines)
    has_mrr = any(line.mrr is not None for line in tally.lines)

    def row(line: Line) -> tuple[Cell, ...]:
        return (
            *([Cell(line.customer_id or DASH)] if has_id else []),
            *([Cell(line.label)] if has_label else []),
            *([Cell(segment_name(line.segment))] if has_segment else []),
            Cell(show(line.amount, tally.unit)),
            *([Cell(show(line.mrr, "money"))] if has_mrr else []),
            Cell(line.file, "quiet"),
            Cell(shortened(line.rows), "quiet"),
        )

    columns = (
        *text_columns(*(["customer"] if has_id else []), *(["name"] if has_label else [])),
        *text_columns(*([" / ".join(by)] if has_segment else [])),
        *number_columns("amount", *(["MRR"] if has_mrr else [])),
        *text_columns("file", "rows"),
    )
    return one_table(columns, [Section("", tuple(row(line) for line in tally.lines))])
