"""A check of the files as a page for people."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from csmetrics.errors import Problem
from csmetrics.output.page import Block, Cell, Fitting, Line, Lines, Page, Section, Title, lines, one_table, page_of
from csmetrics.output.values import DASH, show
from csmetrics.output.words import count_of, number_columns, text_columns
from csmetrics.tables.check import Check
from csmetrics.tables.source import Source

MOST_PROBLEMS = 20  # so many problems of a file are shown to people


def page(check: Check) -> Page:
    """What was read of each file, what is not there, and the problems file by file."""
    found = count_of(len(check.problems), "problem") if check.problems else "No problems"
    blocks: list[Block] = [
        Title(f"{found} in {count_of(len(check.sources), 'file')}" if check.sources else f"{found}, no file read"),
        *_read(check.sources),
        lines(
            f"Not there: {', '.join(f'{name}.csv' for name in check.absent)}" if check.absent else "",
            f"Passed over, no table of that name: {', '.join(check.unread)}" if check.unread else "",
            tone="quiet",
        ),
        lines(*check.notes),
    ]
    for file, problems in groupby(check.problems, key=lambda problem: problem.file):
        blocks += _problems(file, list(problems))
    return page_of(blocks)


def _read(sources: tuple[Source, ...]) -> list[Block]:
    return [_files(sources), _columns(sources)] if sources else []


def _files(sources: Iterable[Source]) -> Fitting:
    rows = tuple(
        (
            Cell(source.file),
            Cell(show(source.rows, "count")),
            Cell(show(source.used, "count"), "bad" if source.used < source.rows else "plain"),
            Cell(source.first_day.isoformat() if source.first_day else DASH),
            Cell(source.last_day.isoformat() if source.last_day else DASH),
        )
        for source in sources
    )
    columns = text_columns("file") + number_columns("rows", "used", "first day", "last day")
    return one_table(columns, [Section("", rows)])


def _columns(sources: Iterable[Source]) -> Lines:
    return Lines(tuple(line for source in sources if source.columns for line in _lines_of(source)))


def _lines_of(source: Source) -> Iterator[Line]:
    """The columns that are read, and in a line of its own those that are not."""
    if source.files:
        yield Line(f"{source.file} is {', '.join(source.files)}", "quiet")
    yield Line(f"{source.file}: {_columns_of(source)}", "quiet")
    if source.unread:
        yield Line(f"{source.file}, not read: {', '.join(source.unread)}")


def _columns_of(source: Source) -> str:
    plain = ", ".join(column for column in source.columns if column not in source.attributes)
    by = ", ".join(f"{name} ({count_of(count, 'value')})" for name, count in source.attributes.items())
    return "; for --by: ".join(part for part in (plain, by) if part)


def _problems(file: str, problems: list[Problem]) -> list[Block]:
    """The first problems of a file, without its name, and how many more there are."""
    shown = [Line(_without_file(problem), indent=1) for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        rest = show(len(problems) - MOST_PROBLEMS, "count")
        shown.append(Line(f"and {rest} more: --format json lists them all", "quiet", 1))
    return [Title(f"{file}, {count_of(len(problems), 'problem')}", level=2), Lines(tuple(shown))]


def _without_file(problem: Problem) -> str:
    return str(problem).removeprefix(problem.file).lstrip(" ,:")
