"""csmetrics check."""

from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today


@click.command("check", epilog="Example: csmetrics check data --format csv --output problems.csv")
@options.data_argument
@options.config_option
@options.output_options
@click.pass_context
def command(ctx: click.Context, *, data: Path, config: Path | None, out: Output) -> None:
    """What is in the files, and every problem in them. Exit status 1 if there is any."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.check.page import render_check  # noqa: PLC0415

    with working(f"Reading {data}"):
        found = api.check(data, config, today=today())
    out.show(partial(render_check, found), files_read(data, config, found.sources))
    ctx.exit(1 if found.problems else 0)
