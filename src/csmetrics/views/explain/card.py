"""An explanation as a card of a longer page: it opens under the figure's name, value and meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from csmetrics.figures.model import Figure
from csmetrics.output.figure_names import anchor_of
from csmetrics.output.page import AnyBlock, Cell, Fitting, Line, Paragraph, lines, page_of
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Fold
from csmetrics.views.explain.model import Explanation, TallyLines
from csmetrics.views.explain.pieces import beside, headline, parts_of, rules_of, sum_of
from csmetrics.views.explain.table import table_of

LINES = 3  # of each tally
NO_LISTS = "Who is behind it is not listed here: these files are larger than memory and are counted in parts."


def cards(explanations: Mapping[str, Explanation]) -> list[Fold]:
    """The cards of the figures that can be had; rows that stand under one of them are named under the next."""
    there = [each for each in explanations.values() if each.figure.status != "unavailable"]
    first: dict[str, Figure] = {}
    for explanation in there:
        for tally in explanation.tallies:
            first.setdefault(tally.tally, explanation.figure)
    return [card(each, first) for each in there]


def card(explanation: Explanation, elsewhere: Mapping[str, Figure] | None = None) -> Fold:
    """The figure, its definition, its sum and the first rows of each tally; a few rows, those of most first.

    The rows of a tally that stand under another figure, named `elsewhere`, are not said again.
    """
    figure = explanation.figure
    summary = Cell(figure.title, "strong"), Cell(headline(figure)), Cell(explanation.meaning, "quiet")
    return Fold(summary, page_of(_blocks(explanation, elsewhere or {})), anchor_of(figure.metric))


def _blocks(explanation: Explanation, elsewhere: Mapping[str, Figure]) -> Iterator[AnyBlock]:
    figure = explanation.figure
    yield Paragraph(tuple(beside(figure, explanation.period.previous())))
    yield lines(*figure.remarks)
    yield lines(*explanation.notes.split("\n\n"))
    yield Paragraph((*sum_of(figure), *parts_of(explanation.parts)))
    for tally in explanation.tallies:
        under = elsewhere.get(tally.tally, figure)
        yield from _tally(explanation, tally) if under == figure else _named(tally, under)
    yield lines(_rules(rules_of(explanation)), f"Source: {explanation.source}", tone="quiet")


def _tally(explanation: Explanation, tally: TallyLines) -> Iterator[AnyBlock]:
    """What a tally counts, and its first lines."""
    why = NO_LISTS if tally.value and not tally.count else ""
    yield Paragraph((_name(tally), *lines(tally.meaning, why, tone="quiet").lines))
    if tally.lines:
        some = replace(tally, lines=tally.lines[:LINES])
        table = replace(table_of(some, explanation.by, worth=False), left_out=None, note=_more(explanation, some))
        yield Fitting((table,), table)


def _named(tally: TallyLines, under: Figure) -> Iterator[AnyBlock]:
    """A tally of which the lines stand under another figure."""
    where = Line(f"Its rows: see {under.title}.", "quiet", link=anchor_of(under.metric))
    yield Paragraph((_name(tally), *lines(tally.meaning, tone="quiet").lines, *([where] if tally.count else [])))


def _name(tally: TallyLines) -> Line:
    return Line(f"{tally.tally}: {show(tally.value, tally.unit)}", "strong")


def _more(explanation: Explanation, tally: TallyLines) -> str:
    """How many lines there are beside those shown, and the command that lists them."""
    left = tally.count - len(tally.lines)
    currency = explanation.rules.get("only_currency")
    alone = f" --currency {currency}" if currency else ""
    command = f"csmetrics explain {explanation.figure.metric} DATA --period {explanation.period.name}{alone}"
    return f"and {show(left, 'count')} more: {command}" if left else ""


def _rules(rules: Iterable[str]) -> str:
    said = "; ".join(rules)
    return f"Rules in force: {said}" if said else ""
