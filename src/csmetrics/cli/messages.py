"""What is said on stderr: errors, and the rows that were left out."""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csmetrics.cli.log import Level, is_json, shows, write_json
from csmetrics.cli.terminal import message_width
from csmetrics.cli.wrapped import wrapped
from csmetrics.errors import CsmetricsError, DataError, Problem, block, kinds
from csmetrics.output.sentences import printable
from csmetrics.output.timing_lines import render_timings
from csmetrics.stages import STAGES, Stage

if TYPE_CHECKING:
    from csmetrics.figures.model import Remark

MOST = 20
ALL = "csmetrics check DATA --all"


def say_error(error: CsmetricsError) -> None:
    """The message, the problems that led to it by kind, and the lines for csmetrics.yaml that would mend them."""
    problems = error.problems if isinstance(error, DataError) else ()
    if is_json():
        write_json("error", error.code, str(error))
        _log_problems("error", error.code, problems)
        return
    _say(f"csmetrics: {error}", *_by_kind(problems), *block(problems))


def say_usage_error(error: click.UsageError) -> None:
    """What was typed that makes no sense, as click says it."""
    if is_json():
        write_json("error", "usage", error.format_message())
        return
    said = io.StringIO()
    error.show(said)
    for line in said.getvalue().splitlines():
        if line.startswith("Error: "):
            _say(line)
        else:
            click.echo(line, err=True)


def say_problems(problems: Sequence[Problem], notes: Sequence[str] = ()) -> None:
    """The rows that were left out, by kind, and what was passed over."""
    say(notes, code="note")
    if not problems or not shows("warning"):
        return
    if is_json():
        _log_problems("warning", "left_out", problems)
        return
    rows = len({(problem.file, problem.row) for problem in problems})
    left_out = "1 row" if rows == 1 else f"{rows:,} rows"
    many = f" ({len(problems):,} problems)" if len(problems) > rows else ""
    _say(f"csmetrics: {left_out} left out{many}:", *_by_kind(problems))


def say_unusable(unusable: "Mapping[str, Sequence[Problem]]", *, missing: bool) -> None:
    """The files that cannot be used, and whether figures are missing for it."""
    level: Level = "error" if missing else "warning"
    if not shows(level):
        return
    for problems in dict.fromkeys(map(tuple, unusable.values())):
        if is_json():
            _log_problems(level, "unusable", problems)
            continue
        what = "its figures are missing" if missing else "no figure here needs it"
        _say(f"csmetrics: {problems[0].file} cannot be used, and {what}:")
        _say(*_by_kind(problems))


def say_breaches(remarks: "Sequence[Remark]", *, failing: bool = False) -> None:
    """Each figure that is beyond its threshold; it is an error where the command fails for it."""
    level: Level = "error" if failing else "warning"
    for remark in remarks if shows(level) else ():
        if not remark.breach:
            continue
        if is_json():
            write_json(level, "threshold", remark.text, metric=remark.metric, segment=dict(remark.segment))
            continue
        where = ", ".join(f"{name} {value}" for name, value in remark.segment.items())
        _say(f"csmetrics: {remark.metric}{f' ({where})' if where else ''}: {remark.text}")


def say(sentences: Iterable[str], level: Level = "info", code: str = "said") -> None:
    """Whatever else there is to be said."""
    for sentence in sentences if shows(level) else ():
        if is_json():
            write_json(level, code, sentence)
        else:
            _say(f"csmetrics: {sentence}")


def say_timings(seconds: Mapping[Stage, float], peak: int | None) -> None:
    """Where the time went."""
    if is_json():
        for name, taken in seconds.items():
            write_json("info", "timing", STAGES[name], stage=name, seconds=round(taken, 3))
        return
    for line in ("csmetrics: where the time went:", *render_timings(seconds, peak)):
        click.echo(line, err=True)


def _log_problems(level: Level, code: str, problems: Iterable[Problem]) -> None:
    """Each problem as a line of JSON, none left out."""
    for each in problems:
        place = {"file": each.file, "row": each.row, "column": each.column, "value": each.value}
        write_json(level, code, each.problem, **place, fix=each.advice)


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
