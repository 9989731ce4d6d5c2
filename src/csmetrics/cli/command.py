"""A view as a command: its options made click's, its answer written and said."""

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from csmetrics.cli.click_options import parameter
from csmetrics.cli.formats import chosen_format, output_parameters, refuse_on_terminal
from csmetrics.cli.inputs import files_read, refuse_to_replace
from csmetrics.cli.log import is_json, log_options, shows
from csmetrics.cli.messages import say, say_breaches, say_problems, say_unusable
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.stdin import STDIN, TABLE, with_standard_input
from csmetrics.cli.terminal import today
from csmetrics.views.model import BREACH, Answer, Asked, View
from csmetrics.views.options import Option


def command_of(view: View) -> click.Command:
    """The command of a view."""
    return click.Command(
        view.name,
        params=[
            *map(parameter, (*view.options, *_of_input(view))),
            *output_parameters(view.usual_format),
            *log_options(hidden=True),
        ],
        callback=partial(_run, view),
        help=view.help,
        epilog=f"Example: {view.example}",
    )


def _of_input(view: View) -> tuple[Option, ...]:
    """What every view that reads tables can be asked as well: to read standard input."""
    return (TABLE,) if {"data", "config"} <= {option.name for option in view.options} else ()


def _run(view: View, *, form: str | None, output: Path | None, **typed: Any) -> None:
    """Ask the view, write its answer, say what is to be said beside it, and end with its status."""
    path = None if output is None or str(output) == "-" else output
    whole = click.get_current_context().find_root().params
    paged = not (whole.get("no_pager") or whole.get("timings"))  # who pages would be timed
    out = Output(chosen_format(form, path, view.usual_format), path, paged)
    if out.to_terminal and out.format.binary:
        refuse_on_terminal(view.name, str(typed.get("data") or ""), out.format)
    piped = typed.get("data") == STDIN
    if path is not None:
        refuse_to_replace(path, typed | {"data": None} if piped else typed)
    began = perf_counter()
    with with_standard_input(typed) as given:
        answer = _asked(view, given, out, path)
        _write(answer, out, typed)
    _say_beside(answer)
    if shows("debug"):
        from csmetrics.cli.details import say_details  # noqa: PLC0415  # few ask

        say_details(answer, typed, perf_counter() - began)
    click.get_current_context().exit(answer.status)


def _say_beside(answer: Answer) -> None:
    """What is to be known beside what is written: an error is what the exit status tells of."""
    say_problems(answer.problems, answer.notes)
    say_unusable(answer.unusable, missing=answer.missing)
    say_breaches(answer.breaches, failing=answer.status == BREACH)
    say(answer.said, "error" if answer.status else "info")


def _asked(view: View, typed: dict[str, Any], out: Output, path: Path | None) -> Answer:
    """What the view answers to what was typed. Raises UsageError where options do not go together."""
    usual = {each.name: each.default for each in view.options if each.kind == "limit"}
    asked = Asked({**typed, "output": path}, today(), out.format, out.width, usual)
    if complaint := view.fits(asked):
        raise click.UsageError(complaint)
    with working(view.doing(asked)) if shows("info") and not is_json() else nullcontext():
        return _answer(view, asked)


def _answer(view: View, asked: Asked) -> Answer:
    if view.answers:
        return view.answers(view, asked)
    from csmetrics.views.files import answer  # noqa: PLC0415  # files are slow to read; help need not wait

    return answer(view, asked)


def _write(answer: Answer, out: Output, typed: dict[str, Any]) -> None:
    if answer.sheet is None:
        click.echo(answer.text.encode(errors="surrogateescape").decode(errors="replace"))
    elif answer.sources is None:
        out.show(answer.sheet)
    else:
        out.show(answer.sheet, files_read(typed["data"], typed["config"], answer.sources))
