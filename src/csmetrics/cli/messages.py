"""What is said on stderr: errors, and the rows that were left out."""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csmetrics.cli.terminal import message_width
from csmetrics.cli.wrapped import wrapped
from csmetrics.errors import CsmetricsError, DataError, Problem, block, kinds
from csmetrics.output.sentences import printable
from csmetrics.output.timing_lines import render_timings
from csmetrics.stages import Stage

if TYPE_CHECKING:
    from csmetrics.figures.model import Remark

MOST = 20
ALL = "csmetrics check DATA --all"


def say_error(error: CsmetricsError) -> None:
    """The message, the problems that led to it by kind, and the lines for csmetrics.yaml that would mend them."""
    problems = error.problems if isinstance(error, DataError) else ()
    _say(f"csmetrics: {error}", *_by_kind(problems), *block(problems))


def say_usage_error(error: click.UsageError) -> None:
    """What was typed that makes no sense, as click says it."""
    said = io.StringIO()
    error.show(said)
    for line in said.getvalue().splitlines():
        if line.startswith("Error: "):
            _say(line)
        else:
            click.echo(line, err=True)


def say_problems(problems: Sequence[Problem], notes: Sequence[str] = ()) -> None:
    """The rows that were left out, by kind, and what was passed over."""
    for note in notes:
        _say(f"csmetrics: {note}")
    if problems:
        rows = len({(problem.file, problem.row) for problem in problems})
        left_out = "1 row" if rows == 1 else f"{rows:,} rows"
        many = f" ({len(problems):,} problems)" if len(problems) > rows else ""
        _say(f"csmetrics: {left_out} left out{many}:", *_by_kind(problems))


def say_unusable(unusable: "Mapping[str, Sequence[Problem]]", *, missing: bool) -> None:
    """The files that cannot be used, and whether figures are missing for it."""
    for problems in dict.fromkeys(map(tuple, unusable.values())):
        what = "its figures are missing" if missing else "no figure here needs it"
        _say(f"csmetrics: {problems[0].file} cannot be used, and {what}:")
        _say(*_by_kind(problems))


def say_breaches(remarks: "Sequence[Remark]") -> None:
    """Each figure that is beyond its threshold."""
    for remark in remarks:
        if remark.breach:
            where = ", ".join(f"{name} {value}" for name, value in remark.segment.items())
            _say(f"csmetrics: {remark.metric}{f' ({where})' if where else ''}: {remark.text}")


def say(sentences: Iterable[str]) -> None:
    """Whatever else there is to be said."""
    for sentence in sentences:
        _say(f"csmetrics: {sentence}")


def say_timings(seconds: Mapping[Stage, float], peak: int | None) -> None:
    """Where the time went."""
    for line in ("csmetrics: where the time went:", *render_timings(seconds, peak)):
        click.echo(line, err=True)


def _by_kind(problems: Sequence[Problem]) -> Iterator[str]:
    """The first kinds of problems, and where all of them are listed if that is not all."""
    found = kinds(problems)
    yield from (f"  {line}" for kind in found[:MOST] for line in kind.lines())
    if len(found) > MOST:
        more = sum(map(len, found[MOST:]))
        yield f"  and {more:,} more of other kinds: {ALL}"
    elif not all(kind.short for kind in found):
        yield f"  Each row: {ALL}"


def _say(*lines: str) -> None:
    """Lines as they are, or broken where a terminal ends them."""
    width = message_width()
    names = [] if width is None else list(_names())
    for line in lines:
        for part in map(printable, line.split("\n")):
            for piece in [part] if width is None else wrapped(part, width, names):
                click.echo(piece, err=True)


def _names() -> Iterator[str]:
    """What may be called by a name with blanks: paths as they were typed, and the files of a folder that was."""
    for typed in sys.argv[1:]:
        said = typed.partition("=")[2] if typed.startswith("-") else typed
        if said:
            yield printable(str(Path(said)))
            with suppress(OSError, ValueError):
                yield from (printable(each.name) for each in Path(said).iterdir())
