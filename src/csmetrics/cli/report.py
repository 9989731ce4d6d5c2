"""csmetrics report."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_breaches, say_problems, say_unusable
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.periods import Grain

BREACH = 3  # exit status
HISTORY = 12  # periods of a sparkline
WIDE = 110  # columns from which on there is room for one


@click.command("report", epilog="Example: csmetrics report data --period 2026-Q3 --by country")
@options.data_argument
@options.period_option
@options.grain_option
@options.as_of_option
@options.by_option
@options.metric_option
@options.config_option
@options.strict_option
@options.partial_option
@options.check_option
@options.output_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    data: Path,
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    by: tuple[str, ...],
    metrics: tuple[str, ...],
    config: Path | None,
    strict: bool,
    in_part: bool,
    check: bool,
    out: Output,
) -> None:
    """The figures of one period, beside the period before."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.report.page import render_report  # noqa: PLC0415

    with working(f"Reading {data}"):
        dataset = api.read(
            data, config, strict=strict, detail=False, partition=True, attributes=by, metrics=metrics, partial=in_part
        )
        history = HISTORY if out.format.name == "table" and out.width >= WIDE else 0
        report = api.report(
            dataset, period, metrics=metrics, by=by, grain=grain, today=today(), as_of=as_of, history=history
        )
    out.show(partial(render_report, report), files_read(data, config, report.sources))
    say_problems(dataset.problems, dataset.notes)
    say_unusable(dataset.unusable, missing=in_part)
    say_breaches(report.remarks)
    if in_part and dataset.unusable:
        ctx.exit(1)
    ctx.exit(BREACH if check and any(remark.breach for remark in report.remarks) else 0)
