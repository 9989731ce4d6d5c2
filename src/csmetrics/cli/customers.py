"""csmetrics customers."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_problems
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.errors import did_you_mean
from csmetrics.explanations.model import MOVEMENTS, Movement
from csmetrics.periods import Grain

LINES = 20  # for people


def _movements(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    asked = [part.replace("-", "_") for part in options.parts_of(values)]
    for name in asked:
        if name not in MOVEMENTS:
            known = did_you_mean(name, MOVEMENTS) or f" There are {', '.join(MOVEMENTS)}."
            raise click.BadParameter(f"No movement is called {name}.{known}", ctx, param)
    return tuple(asked)


def _complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:  # noqa: ARG001
    return [CompletionItem(name) for name in MOVEMENTS if name.startswith(typed)]


@click.command("customers", epilog="Example: csmetrics customers data --movement churned --period 2026-09")
@options.data_argument
@click.option(
    "--movement",
    "movements",
    multiple=True,
    callback=_movements,
    shell_complete=_complete,
    metavar="NAME",
    help=f"{', '.join(MOVEMENTS[:-1])} or {MOVEMENTS[-1]}; may be repeated.  [default: all but {MOVEMENTS[-1]}]",
)
@options.period_option
@options.grain_option
@options.as_of_option
@options.by_option
@options.limit_option(LINES, "customers")
@options.config_option
@options.strict_option
@options.output_options
def command(
    *,
    data: Path,
    movements: tuple[Movement, ...],
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    by: tuple[str, ...],
    limit: int | None,
    config: Path | None,
    strict: bool,
    out: Output,
) -> None:
    """Who stands behind a movement: the customers with their MRR before and after, the day and the rows."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.customers.page import render_customers  # noqa: PLC0415

    most = limit or (LINES if out.for_people else None)
    with working(f"Reading {data}"):
        dataset = api.read(data, config, strict=strict, attributes=by)
        found = api.customers(
            dataset, period, movements=movements, by=by, limit=most, grain=grain, today=today(), as_of=as_of
        )
    out.show(partial(render_customers, found), files_read(data, config, found.sources))
    say_problems(dataset.problems, dataset.notes)
