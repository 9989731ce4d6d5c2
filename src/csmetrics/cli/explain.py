"""csmetrics explain."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_problems
from csmetrics.cli.output import Output, Render
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.periods import Grain

LINES = 10  # of each tally, for people


@click.command("explain", epilog="Example: csmetrics explain customer_churn_rate data --period 2026-09")
@click.argument("metric", callback=options.metric_names, shell_complete=options.complete_metric)
@options.data_argument
@options.period_option
@options.grain_option
@options.as_of_option
@options.by_option
@options.limit_option(LINES, "lines of each tally")
@click.option("--customer", metavar="ID", help="With health_score: the scores of one customer, signal by signal.")
@options.config_option
@options.strict_option
@options.output_options
def command(
    *,
    metric: str,
    data: Path,
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    by: tuple[str, ...],
    limit: int | None,
    customer: str | None,
    config: Path | None,
    strict: bool,
    out: Output,
) -> None:
    """One figure down to the rows of the files: its definition, its numbers, who stands behind them."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.customer_health.page import render_customer  # noqa: PLC0415
    from csmetrics.views.explain.page import render_explanation  # noqa: PLC0415

    if customer is not None:
        _fits_customer(metric, other=bool(by or limit))
    most = limit or (LINES if out.for_people else None)
    render: Render
    with working(f"Reading {data}"):
        dataset = api.read(data, config, strict=strict, attributes=by)
        if customer is not None:
            scores = api.customer_health(dataset, customer, period, grain=grain, today=today(), as_of=as_of)
            render = partial(render_customer, scores)
        else:
            explanation = api.explain(
                dataset, metric, period, by=by, limit=most, grain=grain, today=today(), as_of=as_of
            )
            render = partial(render_explanation, explanation)
    out.show(render, files_read(data, config, dataset.sources))
    say_problems(dataset.problems, dataset.notes)


def _fits_customer(metric: str, *, other: bool) -> None:
    from csmetrics.metrics.catalogue import METRICS  # noqa: PLC0415  # numpy is slow to import; help need not wait

    if metric not in METRICS or METRICS[metric].group != "health":  # those of themes are in no catalogue
        raise click.UsageError(f"--customer takes scores apart, and {metric} is none. Explain health_score.")
    if other:
        raise click.UsageError("--by and --limit say nothing of one customer. Leave them out.")
