"""csmetrics cohorts."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_problems
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.periods import Grain

if TYPE_CHECKING:
    from csmetrics.reports.cohorts import Of
    from csmetrics.views.cohorts.page import As


@click.command("cohorts", epilog="Example: csmetrics cohorts data --of mrr --grain quarter")
@options.data_argument
@click.option(
    "--of",
    type=click.Choice(["customers", "mrr"]),
    default="customers",
    help="What is followed.  [default: customers]",
)
@click.option(
    "--as",
    "shown",
    type=click.Choice(["share", "value"]),
    default="share",
    help="In per cent of the beginning, or in numbers; json and csv have both.  [default: share]",
)
@options.period_option
@options.grain_option
@options.as_of_option
@options.config_option
@options.strict_option
@options.output_options
def command(
    *,
    data: Path,
    of: "Of",
    shown: "As",
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    config: Path | None,
    strict: bool,
    out: Output,
) -> None:
    """What became of those who first paid in each month (or quarter or year, with --grain)."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.cohorts.page import render_cohorts  # noqa: PLC0415

    with working(f"Reading {data}"):
        dataset = api.read(data, config, strict=strict, detail=False, partition=True)
        cohorts = api.cohorts(dataset, period, of=of, grain=grain, today=today(), as_of=as_of)
    out.show(partial(render_cohorts, cohorts, shown=shown), files_read(data, config, cohorts.sources))
    say_problems(dataset.problems, dataset.notes)
