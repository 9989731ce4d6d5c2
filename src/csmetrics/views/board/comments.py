"""What customers write about, detractors beside promoters, and two comments in their own words."""

from collections.abc import Iterator

from csmetrics.output.charts.model import BarChart, BarRow
from csmetrics.output.page import AnyBlock, Cell, Page, PageTable, TableSection, Title, lines, plain_page
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Instead, Picture, SpokenQuote
from csmetrics.output.sentences import count_of, days_of, first_letters, listed, number_columns, printable, text_columns
from csmetrics.periods import day_in_words
from csmetrics.views.board.model import Board
from csmetrics.views.feedback.model import Feedback, ThemeLine
from csmetrics.views.feedback.model import Quote as Comment

MOST_THEMES = 8
_KINDS = {"review": "Review"}
_PROMOTERS, _DETRACTORS = range(9, 11), range(7)


def themes(board: Board) -> Iterator[AnyBlock]:
    """The themes, the share of detractors' comments to the left, that of promoters' to the right."""
    found = board.feedback
    if found is None or not found.whole.comments:
        return
    lines_of = [line for line in found.lines if line.theme and line.comments][:MOST_THEMES]
    if not lines_of:
        yield lines(f"None of the {count_of(found.whole.comments, 'comment')} is about a theme.", tone="quiet")
        return
    if not any(found.whole.among[side].comments for side in ("detractors", "promoters")):
        yield _of_all(found, lines_of)
        return
    rows = tuple(map(_row, lines_of))
    heads = _heads(found)
    label = f"Themes of comments: {', '.join(f'{row.name} {row.against_text} and {row.text}' for row in rows)}"
    caption = f"Share of comments on each theme, {days_of(found.period)}"
    yield Picture(BarChart(label, "fraction", rows, heads), theme_title(found), caption, _table(lines_of, heads))


def _of_all(found: Feedback, lines_of: list[ThemeLine]) -> Picture:
    """The share of all comments on each theme, where there are neither detractors nor promoters."""
    rows = tuple(
        BarRow(_named(line), line.share or 0.0, show(line.share, "fraction"), note=show(line.comments, "count"))
        for line in lines_of
    )
    cells = tuple((Cell(row.name), Cell(row.text), Cell(row.note)) for row in rows)
    table = PageTable((*text_columns("theme"), *number_columns("share", "comments")), (TableSection("", cells),))
    label = f"Themes of comments: {', '.join(f'{row.name} {row.text}' for row in rows)}"
    caption = f"Share of comments on each theme, {days_of(found.period)}"
    return Picture(BarChart(label, "fraction", rows), theme_title(found), caption, table)


def _row(line: ThemeLine) -> BarRow:
    detractors, promoters = line.among["detractors"], line.among["promoters"]
    return BarRow(
        _named(line),
        promoters.share or 0.0,
        show(promoters.share, "fraction"),
        detractors.share or 0.0,
        show(detractors.share, "fraction"),
        note=show(line.comments, "count"),
    )


def _named(line: ThemeLine) -> str:
    return printable((line.theme or "").replace("_", " "))


def _heads(found: Feedback) -> tuple[str, str]:
    detractors, promoters = (found.whole.among[name].comments for name in ("detractors", "promoters"))
    return f"Detractors ({detractors:,})", f"Promoters ({promoters:,})"


def _table(found: list[ThemeLine], heads: tuple[str, str]) -> PageTable:
    rows = tuple(
        (
            Cell(_named(line)),
            Cell(show(line.among["detractors"].share, "fraction")),
            Cell(show(line.among["promoters"].share, "fraction")),
            Cell(show(line.comments, "count")),
        )
        for line in found
    )
    return PageTable((*text_columns("theme"), *number_columns(*heads, "comments")), (TableSection("", rows),))


def theme_title(found: Feedback) -> str:
    """What detractors write most about; without detractors, what all do."""
    named = [line for line in found.lines if line.theme and line.comments]
    counts = [line.among["detractors"].comments for line in named]
    if any(counts):
        return _most("Detractors", named, counts, found.whole.among["detractors"].comments)
    return _most("Customers", named, [line.comments for line in named], found.whole.comments)


def _most(who: str, named: list[ThemeLine], counts: list[int], of: int) -> str:
    """What they write most about; of several themes as many each."""
    first = [_named(line) for line, count in zip(named, counts, strict=True) if count == max(counts)]
    each = " each" if len(first) > 1 else ""
    return f"{who} write most about {listed(first)}: {max(counts):,} of {count_of(of, 'comment')}{each}"


def quotes(board: Board) -> Iterator[AnyBlock]:
    """A detractor's comment, of somebody at risk if there is one, and a promoter's; else the newest ones."""
    found = board.feedback
    if found is None or not found.quotes or not board.quoted:
        return
    at_risk = {each.customer_id for each in board.health.standings} if board.health else set()
    said = [each for each in found.quotes if (each.text or "").strip()]
    against = [each for each in said if each.kind == "nps" and each.score in _DETRACTORS]
    pro = [each for each in said if each.kind == "nps" and each.score in _PROMOTERS]
    first = sorted(against, key=lambda each: each.customer_id not in at_risk)[:1]
    chosen = [*first, *pro[:1]] or said[:2]
    if chosen:
        said_by: Page = (Title("In their words", 3), *map(_quote, chosen))
        yield Instead(lambda: said_by, tuple(plain_page(said_by)))


def _quote(comment: Comment) -> SpokenQuote:
    tones = {True: ("Detractor", "bad"), False: ("Promoter", "good")}
    who, tone = (
        tones[comment.score in _DETRACTORS]
        if comment.kind == "nps"
        else (_KINDS.get(comment.kind, comment.kind.upper()), "plain")
    )
    if comment.kind == "nps" and comment.score not in (*_DETRACTORS, *_PROMOTERS):
        who, tone = "Passive", "plain"
    score = "" if comment.score is None else f", {comment.score}" if comment.kind != "nps" else f", NPS {comment.score}"
    name = printable(comment.name or comment.customer_id or "anonymous")
    identity = f" ({printable(comment.customer_id)})" if comment.name and comment.customer_id else ""
    place = f"{printable(comment.file)} row {comment.row}"
    by = f"{who}{score}: {name}{identity}, {day_in_words(comment.day)}, {place}"
    return SpokenQuote(first_letters(comment.text or ""), by, tone)  # type: ignore[arg-type]
