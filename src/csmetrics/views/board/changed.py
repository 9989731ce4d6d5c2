"""Changed since publication: was, now, a column per cause, then the causes with their rows."""

from collections.abc import Iterable, Iterator
from functools import partial

from csmetrics.groups import TILES
from csmetrics.output.page import AnyBlock, Cell, Fitting, Line, PageColumn, PageTable, TableSection, lines
from csmetrics.output.readable import show, show_change
from csmetrics.output.rich_blocks import Fold, PagePart
from csmetrics.output.sentences import change_tone, count_of, not_shown, number_columns, text_columns
from csmetrics.periods import day_in_words
from csmetrics.published.model import Change, Restatement
from csmetrics.views.board.model import Board
from csmetrics.views.snapshot.restatement import cause_blocks, part_of, title_of
from csmetrics.views.verdicts import verdict_of

_FIRST = (*TILES, "clv", "cac", "cac_payback_months", "net_new_mrr")
_COLUMNS = ("published", "now", "change")


def part(board: Board) -> PagePart | None:
    """What would change in the period as it was published; nothing where it was not, or where it would not."""
    found = board.restatement
    if found is None:
        return None
    return PagePart(
        "Changed since publication", "changed", tuple(_blocks(board, found)), tuple(_standfirst(found)), "Changed"
    )


def published_in_words(board: Board) -> str:
    """That the period is published, and in how many figures it would read otherwise now."""
    snapshot = board.published
    if snapshot is None:
        return ""
    said = f"Published on {day_in_words(snapshot.published_on)}, version {snapshot.version}."
    if board.restatement is None:
        return f"{said} The files say the same now."
    return f"{said} {_otherwise(board.restatement)}"


def _standfirst(found: Restatement) -> Iterator[Line]:
    yield Line(f"Published on {day_in_words(found.published_on)}. {_otherwise(found)}")
    yield Line("This page shows the files of now. What was published stands until it is restated with a reason.")


def _otherwise(found: Restatement) -> str:
    """In how many figures the files say otherwise; in those of segments where no other one has changed."""
    count = len(_wholes(found))
    said = count_of(count, "figure") if count else f"{count_of(len(found.changes), 'figure')} of segments"
    return f"The files say otherwise now in {said}."


def _wholes(found: Restatement) -> list[Change]:
    return [change for change in found.changes if not change.was.segment]


def _blocks(board: Board, found: Restatement) -> Iterator[AnyBlock]:
    changes = _wholes(found)
    first = sorted((c for c in changes if c.was.metric in _FIRST), key=lambda c: _FIRST.index(c.was.metric))
    rest = [change for change in changes if change not in first]
    if first:
        yield _table(board, found, first)
    if rest and first:
        summary = (Cell(f"{count_of(len(rest), 'more figure')} that would change"),)
        yield Fold(summary, (_table(board, found, rest),), "changed-more")
    elif rest:
        yield _table(board, found, rest)
    divided = len(found.changes) - len(changes)
    yield lines(
        f"{'and ' if changes else ''}{count_of(divided, 'figure')} of segments: --format json lists them"
        if divided
        else "",
        tone="quiet",
    )
    for number, cause in enumerate(found.causes, 1):
        yield from cause_blocks(number, cause)
    yield lines(_adding_up(changes, len(found.causes)), tone="quiet")


def _adding_up(changes: Iterable[Change], causes: int) -> str:
    """That the parts are counted, where there are parts to be added up."""
    whole = all(part is not None for change in changes for part in change.parts)
    if causes < 2 or not whole:  # noqa: PLR2004  # one cause has no parts
        return ""
    return "The parts add up to the change of every figure: each is counted, not estimated."


def _table(board: Board, found: Restatement, changes: list[Change]) -> Fitting:
    causes = found.causes if len(found.causes) > 1 else ()
    numbered = (
        PageColumn(f"({number}) {title_of(cause)}", number=True, gives_way=number)
        for number, cause in enumerate(causes, 1)
    )
    columns = (*text_columns(""), *number_columns(*_COLUMNS), *numbered)
    rows = tuple(_row(board, change, parts=bool(causes)) for change in changes)
    table = PageTable(columns, (TableSection("", rows),), left_out=partial(not_shown, instead=""))
    return Fitting((table,), table)


def _row(board: Board, change: Change, *, parts: bool) -> tuple[Cell, ...]:
    was, now = change.was, change.now
    value = now.value or was.value or 0.0
    said = "" if change.difference is None else show_change(change.difference, was.unit, value)
    return (
        Cell(was.title + _crossed(board, change)),
        Cell(show(was.value, was.unit)),
        Cell(show(now.value, was.unit)),
        Cell(said, change_tone(change.difference, was.better)),
        *((Cell(part_of(change, each), "quiet") for each in change.parts) if parts else ()),
    )


def _crossed(board: Board, change: Change) -> str:
    """That the threshold held as published and would be breached now, or the other way round."""
    bounds = board.thresholds.get(change.was.metric)
    if bounds is None or change.was.value is None or change.now.value is None:
        return ""
    held, holds = (verdict_of(figure, bounds).holds for figure in (change.was, change.now))
    if held == holds:
        return ""
    return " (now beyond its threshold)" if held else " (now within its threshold)"
