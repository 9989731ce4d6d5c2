"""Data: the files, rows left out, what is to be read with care, the rules in force."""

from collections.abc import Iterator
from typing import Any

from csmetrics.output.page import AnyBlock, Cell, Line, TableSection, Title, lines, one_table
from csmetrics.output.phrases import as_sentence
from csmetrics.output.readable import DASH, show
from csmetrics.output.reasons import undefined
from csmetrics.output.rich_blocks import PagePart
from csmetrics.output.sentences import count_of, listed, number_columns, rates_used, read_as, text_columns
from csmetrics.tables.file_record import Source
from csmetrics.views.board.model import Board
from csmetrics.views.switches import parameters_of, switches_of
from csmetrics.views.wording import gone, short_title

MOST = 12  # kinds of rows left out, or remarks


def part(board: Board) -> PagePart:
    """What the page rests on."""
    return PagePart("Data", "data", tuple(_blocks(board)), tuple(_standfirst(board)))


def _standfirst(board: Board) -> Iterator[Line]:
    rows, used = (sum(getattr(source, name) for source in board.sources) for name in ("rows", "used"))
    out = rows - used
    left = f"{show(out, 'count')} {'was' if out == 1 else 'were'} left out" if out else "all of them could be used"
    yield Line(f"{count_of(rows, 'row')} in {count_of(len(board.sources), 'file')} were read, {left}.")
    unusable = sorted({each.file for each in board.problems} - {each.file for each in board.sources})
    if unusable:
        yield Line(f"{listed(unusable, most=9)} cannot be used: nothing of {'it' if len(unusable) == 1 else 'them'} is"
                   " on this page.", "bad")  # fmt: skip


def _blocks(board: Board) -> Iterator[AnyBlock]:
    for title, said in (
        ("Left out", _left_out(board)),
        ("Read with care", _care(board)),
        ("Not available", [*undefined(_wholes(board)), *gone(board.report.figures, board.report.unavailable)]),
        ("Rules in force", _rules(board)),
    ):
        shown = [each for each in said if each]
        if shown:
            more = f"and {count_of(len(shown) - MOST, 'line')} more: --format json lists them all"
            yield Title(title, 3)
            yield lines(*shown[:MOST], more if len(shown) > MOST else "")
    yield Title("Files", 3)
    columns = (*text_columns("file"), *number_columns("rows", "used", "left out"), *text_columns("from", "to"))
    yield one_table(columns, (TableSection("", tuple(map(_source, board.sources))),))


def _wholes(board: Board) -> list[Any]:
    return [figure for figure in board.report.figures if not figure.segment]


def _source(source: Source) -> tuple[Cell, ...]:
    out = source.rows - source.used
    days = (day.isoformat() if day else "" for day in (source.first_day, source.last_day))
    counts = (Cell(show(count, "count")) for count in (source.rows, source.used))
    return (Cell(source.file), *counts, Cell(show(out, "count") if out else DASH), *map(Cell, days))


def _left_out(board: Board) -> list[str]:
    """What could not be used, by file and kind, with the first row."""
    found = []
    for each in board.report.left_out:
        first = next((problem for problem in board.problems if problem.file == each.file), None)
        advice = f" {first.advice}" if first and first.advice else ""
        found.append(f"{each.file}: {count_of(each.rows, 'row')}, {each.problem}.{advice}")
    return found


def _care(board: Board) -> list[str]:
    """The remarks, each text once for all the figures that it is about."""
    titles = {figure.metric: short_title(figure) for figure in board.report.figures}
    about: dict[str, list[str]] = {}
    left_out = {str(each.remark()) for each in board.report.left_out}
    for remark in board.report.remarks:
        if not remark.breach and remark.text not in left_out:
            about.setdefault(remark.text, []).append(titles.get(remark.metric, remark.metric))
    return [f"{listed(names, most=9)}: {text}" if any(names) else text for text, names in about.items()]


def _rules(board: Board) -> list[str]:
    """The gross margin, and every switch that is not at its usual value."""
    report = board.report
    said = [*map(as_sentence, parameters_of(report)), *(f"{switch}." for switch in switches_of(report))]
    return [*said, rates_used(report.rates), *read_as(report.read_as)]
