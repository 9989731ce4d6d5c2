"""csmetrics explain."""

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

LINES = 10  # of each tally, for people


@click.command("explain", epilog="Example: csmetrics explain customer_churn_rate data --period 2026-09")
@click.argument("metric", callback=options.metric_names, shell_complete=options.complete_metric)
@options.data_argument
@options.period_option
@options.grain_option
@options.by_option
@options.limit_option(LINES, "lines of each tally")
@options.config_option
@options.strict_option
@options.output_options
def command(
    *,
    metric: str,
    data: Path,
    period: str | None,
    grain: Grain | None,
    by: tuple[str, ...],
    limit: int | None,
    config: Path | None,
    strict: bool,
    out: Output,
) -> None:
    """One figure down to the rows of the files: its definition, its numbers, who stands behind them."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.render.explanation import render_explanation  # noqa: PLC0415

    most = limit or (LINES if out.for_people else None)
    with working(f"Reading {data}"):
        dataset = api.read(data, config, strict=strict)
        explanation = api.explain(dataset, metric, period, by=by, limit=most, grain=grain, today=today())
    out.show(partial(render_explanation, explanation), files_read(data, config, dataset.sources))
    say_problems(dataset.problems, dataset.notes)
