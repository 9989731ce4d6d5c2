"""An explanation as a page for people."""

from dataclasses import replace

from csmetrics.output.page import AnyBlock, Block, Page, Paragraph, Title, chosen, lines, page_of
from csmetrics.output.page import Line as TextLine
from csmetrics.output.rich_blocks import Beside, Instead
from csmetrics.output.sentences import period_heading, rates_used
from csmetrics.views.explain.model import Explanation
from csmetrics.views.explain.pieces import beside, headline, parts_of, rules_of, sum_of
from csmetrics.views.explain.segment_figures import segment_blocks
from csmetrics.views.explain.table import tally_blocks


def page(explanation: Explanation) -> Page:
    """The definition card, then for each tally the lines that add up to it."""
    figure = explanation.figure
    blocks: list[AnyBlock] = [
        Title(f"{figure.title}: {period_heading(explanation.period, explanation.currency)}"),
        *chosen(explanation.chosen),
        Paragraph((TextLine(headline(figure), "strong"), *beside(figure, explanation.period.previous()))),
        lines(*figure.remarks),
        Instead(lambda: _pictures(explanation)),
        *segment_blocks(explanation),
        *(lines(paragraph) for paragraph in (explanation.meaning, *explanation.notes.split("\n\n"))),
        Paragraph((*sum_of(figure), *parts_of(explanation.parts))),
        lines(f"Source: {explanation.source}", tone="quiet"),
        *_rules(explanation),
    ]
    for tally in explanation.tallies:
        blocks += tally_blocks(tally, explanation.by)
    blocks.append(lines(rates_used(explanation.rates), tone="quiet"))
    return page_of(blocks)


def _pictures(found: Explanation) -> list[AnyBlock]:
    from csmetrics.views.explain.pictures import contributors, of_figure  # noqa: PLC0415  # only a browser draws them

    given = contributors(found)
    return [*of_figure(found), *([Beside(tuple(given))] if given else [])]


def _rules(explanation: Explanation) -> list[Block]:
    """The switches in force, one beneath another."""
    said = [TextLine(rule, "quiet", 1, code=True) for rule in rules_of(explanation)]
    return [Paragraph((TextLine("Rules in force", "quiet"), *said))] if said else []


def about(explanation: Explanation) -> Page:
    """The same without the lines, of which there may be millions."""
    return page(replace(explanation, tallies=()))
