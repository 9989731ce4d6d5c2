"""A check of the files as a page for people."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from csmetrics.errors import Problem, ProblemKind, block, kinds
from csmetrics.output.page import (
    AnyBlock,
    Block,
    Cell,
    Fitting,
    Line,
    Page,
    Paragraph,
    TableSection,
    Title,
    lines,
    one_table,
    page_of,
)
from csmetrics.output.readable import DASH, show
from csmetrics.output.rich_blocks import Fold, Instead
from csmetrics.output.sentences import count_of, number_columns, read_as, text_columns
from csmetrics.tables.check import Check
from csmetrics.tables.file_record import Source

MOST = 20  # so many kinds of problems of a file are shown to people


def page(check: Check, *, each: bool = False) -> Page:
    """What was read of each file, what is not there, and the problems file by file: by kind, or `each` row of them."""
    found = count_of(len(check.problems), "problem") if check.problems else "No problems"
    blocks: list[AnyBlock] = [
        Title(f"{found} in {count_of(len(check.sources), 'file')}" if check.sources else f"{found}, no file read"),
        *_read(check.sources),
        lines(
            f"Not there: {', '.join(f'{name}.csv' for name in check.absent)}" if check.absent else "",
            *read_as(check.read_as),
            f"Passed over, no table of that name: {', '.join(check.unread)}" if check.unread else "",
            tone="quiet",
        ),
        lines(*check.notes),
    ]
    for file, problems in groupby(check.problems, key=lambda problem: problem.file):
        blocks += _problems(file, list(problems), each=each)
    blocks += [Paragraph(tuple(Line(line.lstrip(), indent=_indent(line)) for line in block(check.problems)))]
    return page_of(blocks)


def _indent(line: str) -> int:
    return (len(line) - len(line.lstrip())) // 2


def _read(sources: tuple[Source, ...]) -> list[AnyBlock]:
    """What was read; a browser opens the columns, so that the problems are not far down."""
    if not sources:
        return []
    columns = _columns(sources)
    folded = Instead(lambda: [Fold((Cell("Columns that were read"),), (columns,))], plain=(columns,))
    return [_files(sources), folded, lines(*filter(None, map(_left_out, sources)))]


def _left_out(source: Source) -> str:
    """How many rows of a file where leaves out, and by which condition; empty where it takes all."""
    count = sum(source.not_taken.values())
    if not count:
        return ""
    several = len(source.not_taken) > 1
    said = (f"{why} ({show(rows, 'count')})" if several else why for why, rows in source.not_taken.items())
    rows = count_of(source.rows + count, "row")
    return f"{source.file}: {rows}, {show(count, 'count')} left out by where: {'; '.join(said)}"


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
    return one_table(columns, [TableSection("", rows)])


def _columns(sources: Iterable[Source]) -> Paragraph:
    return Paragraph(tuple(line for source in sources if source.columns for line in _lines_of(source)))


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


def _problems(file: str, problems: list[Problem], *, each: bool) -> list[Block]:
    """The problems of a file, without its name, and what is not shown."""
    found = tuple(ProblemKind((problem,)) for problem in problems) if each else kinds(problems)
    shown = [line for kind in (found if each else found[:MOST]) for line in _lines(kind)]
    if not each and (len(found) > MOST or not all(kind.short for kind in found)):
        rest = sum(map(len, found[MOST:]))
        more = f"and {show(rest, 'count')} more of other kinds: " if rest else ""
        shown.append(Line(f"{more}--all lists each row", "quiet", 1))
    return [Title(f"{file}, {count_of(len(problems), 'problem')}", level=2), Paragraph(tuple(shown))]


def _lines(kind: ProblemKind) -> Iterator[Line]:
    for line in kind.lines(named=False):
        yield Line(line.lstrip(), indent=2 if line.startswith(" ") else 1)
