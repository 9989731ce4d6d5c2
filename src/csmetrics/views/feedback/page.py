"""What customers said as a page for people."""

from collections.abc import Iterable
from functools import partial

from csmetrics.output.page import (
    AnyBlock,
    Block,
    Cell,
    Fitting,
    Line,
    Page,
    PageColumn,
    PageTable,
    Paragraph,
    TableSection,
    Title,
    chosen,
    lines,
    page_of,
)
from csmetrics.output.readable import DASH, show, show_change
from csmetrics.output.rich_blocks import Beside, Fold, Instead
from csmetrics.output.sentences import (
    count_of,
    first_letters,
    first_of,
    not_shown,
    number_columns,
    period_heading,
    text_columns,
)
from csmetrics.views.feedback.contrast import ContrastWord
from csmetrics.views.feedback.model import CLASSES, UNTAGGED, Feedback, Quote, ThemeLine

_SCORES = {"nps": ("NPS", "points"), "review": ("rating", "score"), "csat": ("CSAT", "score"), "ces": ("CES", "score")}


def page(found: Feedback) -> Page:
    """The themes, the words of detractors and promoters, the comments."""
    about = f", {found.theme}" if found.theme else ""
    blocks: list[AnyBlock] = [
        Title(f"What customers said: {period_heading(found.period)}"),
        *chosen(found.chosen),
        lines(*found.notes),
        Instead(lambda: _pictures(found)),
        _themes(found),
        lines(
            "Shares: of all comments, and of those of promoters, passives and detractors.",
            "NPS, rating, CSAT and CES: of the scores beside the comments.",
            tone="quiet",
        ),
        *_standard(found),
        Title(f"Words of detractors and promoters{about}", level=2),
        _words(found),
        Title(f"Comments{about}: {show(found.count, 'count')}", level=2),
        Instead(lambda: _quoted(found), plain=tuple(_comments(found))),
    ]
    return page_of(blocks)


def _pictures(found: Feedback) -> list[AnyBlock]:
    from csmetrics.views.feedback.pictures import pictures  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(drawn))] if (drawn := pictures(found)) else []


def _quoted(found: Feedback) -> list[AnyBlock]:
    """In a browser: the newest as quotes, and all of them with their rows to be opened."""
    from csmetrics.views.feedback.pictures import quotes  # noqa: PLC0415  # as above

    said = quotes(found)
    if not said:
        return [*_comments(found)]
    shown = count_of(len(found.quotes), "comment")
    return [Beside(tuple(said)), Fold((Cell(f"{shown} with scores, themes and rows"),), tuple(_comments(found)))]


def _themes(found: Feedback) -> Fitting:
    """A row a theme, the whole first; kinds of scores that stand beside no comment have no column."""
    kinds = [kind for kind in _SCORES if found.whole.scores[kind].n]

    def row(line: ThemeLine, title: Cell) -> tuple[Cell, ...]:
        return (
            title,
            Cell(show(line.comments, "count")),
            Cell(show(line.share, "fraction")),
            Cell(DASH if line.change is None else show_change(line.change, "fraction", line.share or 0)),
            *(Cell(show(line.among[name].share, "fraction")) for name in CLASSES),
            *(Cell(show(line.scores[kind].value, _SCORES[kind][1])) for kind in kinds),
        )

    def whole() -> tuple[Cell, ...]:
        line = found.whole
        counts = (Cell(show(line.among[name].comments, "count")) for name in CLASSES)
        scores = (Cell(show(line.scores[kind].value, _SCORES[kind][1])) for kind in kinds)
        return (Cell("all", "strong"), Cell(show(line.comments, "count")), Cell(""), Cell(""), *counts, *scores)

    columns = (
        *text_columns("theme"),
        *number_columns("comments", "share", "change", "promoters", "passives", "detractors"),
        *(PageColumn(_SCORES[kind][0], number=True, gives_way=place) for place, kind in enumerate(kinds)),
    )
    named = (row(line, Cell(line.theme or UNTAGGED, "plain" if line.theme else "quiet")) for line in found.lines)
    table = PageTable(columns, (TableSection("", (whole(), *named)),), left_out=partial(not_shown, instead="json"))
    return Fitting((table,), table)


def _standard(found: Feedback) -> list[Block]:
    """The words of the standard themes, for they are nobody's choice."""
    if not found.standard:
        return []
    said = (Line(f"{theme}: {', '.join(words)}", "quiet", 1) for theme, words in found.themes.items())
    why = Line("No themes are declared under feedback: themes in csmetrics.yaml. These were looked for:", "quiet")
    return [Paragraph((why, *said))]


def _words(found: Feedback) -> Block:
    """The words of either side, or why there are none."""
    words = found.words
    of = f"{count_of(words.detractor_comments, 'comment')} of detractors, {words.promoter_comments:,} of promoters"
    if words.reason:
        return lines(f"There are not enough comments to compare: {of}; {words.reason}.")
    if not words.detractors and not words.promoters:
        return lines(f"No word sets them apart beyond chance ({of}).")
    sides = (("Detractors say", words.detractors), ("Promoters say", words.promoters))
    sections = tuple(TableSection(title, tuple(_word(each) for each in side)) for title, side in sides if side)
    columns = (*text_columns(""), *number_columns("detractors", "promoters", "z"))
    table = PageTable(columns, sections, note=f"Comments that hold the word, of {of}.")
    return Fitting((table,), table)


def _word(word: ContrastWord) -> tuple[Cell, ...]:
    counts = (Cell(show(count, "count")) for count in (word.detractors, word.promoters))
    return (Cell(word.word, indent=1), *counts, Cell(show(word.z, "points")))


def _comments(found: Feedback) -> list[Block]:
    """The comments, newest first; their themes give way on a narrow screen."""
    if not found.quotes:
        return [lines("Nobody wrote one." if not found.count else "")]

    several = _several(found.quotes)

    def row(quote: Quote) -> tuple[Cell, ...]:
        text = [] if quote.text is None else [Cell(first_letters(quote.text))]
        return (
            Cell(quote.day.isoformat()),
            Cell(f"{quote.kind} {DASH if quote.score is None else quote.score}"),
            Cell(quote.customer_id or DASH),
            Cell(f"{quote.file} {quote.row}" if several else str(quote.row)),
            Cell(" ".join(quote.themes) or UNTAGGED, "quiet"),
            *text,
        )

    columns = (
        *number_columns("day"),
        *text_columns("score", "customer"),
        *number_columns("row"),
        *text_columns("themes", *(["comment"] if found.quoted else [])),
    )
    table = PageTable(columns, (TableSection("", tuple(map(row, found.quotes))),))
    return [
        Fitting((table,), table),
        lines(
            first_of(len(found.quotes), found.count, order="newest"),
            "" if several else _files(found.quotes),
            "" if found.quoted else "Without quotes: what they wrote is left out.",
            tone="quiet",
        ),
    ]


def _several(quotes: Iterable[Quote]) -> bool:
    """Whether the rows of one kind are in several files."""
    files = {(quote.kind == "review", quote.file) for quote in quotes}
    return len(files) > len({review for review, _ in files})


def _files(quotes: Iterable[Quote]) -> str:
    """Of which files the rows are."""
    reviews = {quote.file for quote in quotes if quote.kind == "review"}
    surveys = {quote.file for quote in quotes if quote.kind != "review"}
    if reviews and surveys:
        return f"Rows of reviews are those of {', '.join(reviews)}, all others those of {', '.join(surveys)}."
    return f"Rows are those of {', '.join(reviews or surveys)}."
