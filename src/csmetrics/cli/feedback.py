"""csmetrics feedback."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_problems
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.periods import Grain

LINES = 20  # for people


@click.command("feedback", epilog="Example: csmetrics feedback data --theme price --period 2026-Q3")
@options.data_argument
@options.period_option
@options.grain_option
@options.as_of_option
@click.option(
    "--theme",
    metavar="NAME",
    help='The words and comments of this theme alone; "(untagged)": those without a theme.  [default: all]',
)
@click.option("--no-quotes", is_flag=True, help="Leave out what customers wrote; words that many used stay.")
@options.limit_option(LINES, "comments", order="newest")
@options.config_option
@options.strict_option
@options.output_options
def command(
    *,
    data: Path,
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    theme: str | None,
    no_quotes: bool,
    limit: int | None,
    config: Path | None,
    strict: bool,
    out: Output,
) -> None:
    """What customers said, by theme: how often, promoters or detractors, in which words."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.feedback.page import render_feedback  # noqa: PLC0415

    most = limit or (LINES if out.for_people else None)
    with working(f"Reading {data}"):
        dataset = api.read(data, config, strict=strict, detail=False, attributes="name", metrics="comments")
        found = api.feedback(
            dataset, period, theme=theme, limit=most, quotes=not no_quotes, grain=grain, today=today(), as_of=as_of
        )
    out.show(partial(render_feedback, found), files_read(data, config, found.sources))
    say_problems(dataset.problems, dataset.notes)
