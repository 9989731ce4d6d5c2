"""What customers said, for a browser: themes of detractors against those of promoters, and comments as quotes."""

from csmetrics.output.charts.model import BarChart, BarRow
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.rich_blocks import SpokenQuote as QuoteBlock
from csmetrics.output.sentences import count_of, first_letters, number_columns, period_short, text_columns
from csmetrics.periods import day_in_words
from csmetrics.views.feedback.model import UNTAGGED, Feedback, Quote, ThemeLine

MOST_QUOTES = 6
_SIDES = ("detractors", "promoters")


def pictures(found: Feedback) -> list[Picture]:
    """The themes; none where nobody wrote a comment."""
    if not found.whole.comments:
        return []
    return [_against(found) if all(found.whole.among[side].comments for side in _SIDES) else _alone(found)]


def quotes(found: Feedback) -> list[QuoteBlock]:
    """The newest comments in the words of those who wrote them."""
    return [_quote(each) for each in found.quotes if each.text][:MOST_QUOTES]


def _against(found: Feedback) -> Picture:
    """What share of detractors wrote of a theme, and what share of promoters."""
    rows = tuple(_row(line) for line in found.lines)
    sides = (count_of(found.whole.among[side].comments, "comment") + f" of {side}" for side in _SIDES)
    label = f"Themes in {' and '.join(sides)}: {_label(rows)}"
    caption = f"Share of their comments, {period_short(found.period)}; on the right all comments of the theme."
    chart = BarChart(label, "fraction", rows, ("Detractors", "Promoters"))
    return Picture(chart, _finding(found), caption, _numbers(found, *_SIDES))


def _finding(found: Feedback) -> str:
    """What detractors write about most, and how many promoters do."""
    named = [line for line in found.lines if line.theme]
    most = max(named, key=lambda line: line.among["detractors"].comments, default=None)
    if most is None or not most.among["detractors"].comments:
        return "No comment of a detractor is about a theme"
    (those, all_of_those), (others, all_others) = (
        [_comments(each, side) for each in (most, found.whole)] for side in _SIDES
    )
    return (
        f"Detractors write most about {most.theme}, in {those} of {all_of_those} comments;"
        f" promoters in {others} of {all_others}"
    )


def _comments(line: ThemeLine, side: str) -> str:
    return show(line.among[side].comments, "count")


def _row(line: ThemeLine) -> BarRow:
    detractors, promoters = (line.among[side].share for side in _SIDES)
    texts = (show(promoters, "fraction"), show(detractors, "fraction"))
    note = show(line.comments, "count")
    return BarRow(line.theme or UNTAGGED, promoters or 0.0, texts[0], detractors or 0.0, texts[1], note, "good")


def _alone(found: Feedback) -> Picture:
    """What share of all comments is about a theme, where there are not both detractors and promoters."""
    rows = tuple(
        BarRow(
            line.theme or UNTAGGED, line.share or 0.0, show(line.share, "fraction"), note=show(line.comments, "count")
        )
        for line in found.lines
    )
    named = [line for line in found.lines if line.theme]
    most = max(named, key=lambda line: line.comments, default=None)
    finding = f"{show(most.share, 'fraction')} of comments are about {most.theme}" if most else "Themes of comments"
    caption = f"Share of {count_of(found.whole.comments, 'comment')}, {period_short(found.period)}."
    chart = BarChart(f"Themes of {count_of(found.whole.comments, 'comment')}: {_label(rows)}", "fraction", rows)
    return Picture(chart, finding, caption, _numbers(found))


def _label(rows: tuple[BarRow, ...]) -> str:
    return ", ".join(f"{row.name} {' and '.join(t for t in (row.against_text, row.text) if t)}" for row in rows)


def _numbers(found: Feedback, *sides: str) -> PageTable:
    rows = tuple(
        (
            Cell(line.theme or UNTAGGED),
            Cell(show(line.comments, "count")),
            *(Cell(show(line.among[side].share, "fraction")) for side in sides),
            *([] if sides else [Cell(show(line.share, "fraction"))]),
        )
        for line in found.lines
    )
    columns = (*text_columns("theme"), *number_columns("comments", *(sides or ("share",))))
    return PageTable(columns, (TableSection("", rows),))


def _quote(quote: Quote) -> QuoteBlock:
    """The comment, and who wrote it when beside which score."""
    who = f"{quote.name} ({quote.customer_id})" if quote.name and quote.customer_id else quote.customer_id or ""
    score = "" if quote.score is None else f"{quote.kind} {quote.score}"
    parts = (who, score, day_in_words(quote.day), ", ".join(quote.themes), f"{quote.file} row {quote.row}")
    return QuoteBlock(first_letters(quote.text or ""), "; ".join(part for part in parts if part))
