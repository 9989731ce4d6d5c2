"""csmetrics trend."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_problems, say_unusable
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.periods import Grain

LAST = 12


@click.command("trend", epilog="Example: csmetrics trend data nps mrr --last 24 --by country")
@options.data_argument
@click.argument(
    "metrics", nargs=-1, metavar="[METRIC]...", callback=options.metric_names, shell_complete=options.complete_metric
)
@click.option(
    "--last",
    type=click.IntRange(1, 1200),
    metavar="N",
    default=LAST,
    help=f"So many periods, up to the one of --period.  [default: {LAST}]",
)
@options.period_option
@options.grain_option
@options.as_of_option
@options.by_option
@click.option("--chart", is_flag=True, help="Draw lines instead of a table; needs csmetrics[chart].")
@options.config_option
@options.strict_option
@options.partial_option
@options.output_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    data: Path,
    metrics: tuple[str, ...],
    last: int,
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    by: tuple[str, ...],
    chart: bool,
    config: Path | None,
    strict: bool,
    in_part: bool,
    out: Output,
) -> None:
    """Figures over many periods. Without metrics: all of them."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.trend.page import render_trend  # noqa: PLC0415

    if chart:
        _can_draw(out)
    with working(f"Reading {data}"):
        dataset = api.read(
            data, config, strict=strict, detail=False, partition=True, attributes=by, metrics=metrics, partial=in_part
        )
        trend = api.trend(dataset, period, metrics=metrics, by=by, last=last, grain=grain, today=today(), as_of=as_of)
    out.show(partial(render_trend, trend, chart=chart), files_read(data, config, trend.sources))
    say_problems(dataset.problems, dataset.notes)
    say_unusable(dataset.unusable, missing=in_part)
    ctx.exit(1 if in_part and dataset.unusable else 0)


def _can_draw(out: Output) -> None:
    from csmetrics.views.trend.chart import plotter  # noqa: PLC0415  # only who wants a chart needs the library

    if not out.for_people:
        raise click.UsageError(
            f"--chart is for people, not for {out.format.name}. Leave it out, or choose another format."
        )
    plotter()
