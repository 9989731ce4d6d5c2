"""csmetrics snapshot."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_breaches, say_outcome, say_problems
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.periods import Grain

CHANGED = 3  # exit status: a published figure would change, or a threshold is breached


def _reason(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("A restatement needs a reason. Say in a few words why the figures change.", ctx, param)
    return value and value.strip()


@click.command("snapshot", epilog="Example: csmetrics snapshot data --store history.db --format markdown")
@options.data_argument
@options.store_option
@options.period_option
@options.grain_option
@options.as_of_option
@click.option("--last", type=click.IntRange(min=1), default=1, metavar="N", help="So many periods, up to that one.")
@options.by_option
@click.option(
    "--restate",
    callback=_reason,
    metavar="REASON",
    help="Publish a new version of what has changed, and say why.",
)
@options.config_option
@options.strict_option
@options.check_option
@options.output_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    data: Path,
    store: str | None,
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    last: int,
    by: tuple[str, ...],
    restate: str | None,
    config: Path | None,
    strict: bool,
    check: bool,
    out: Output,
) -> None:
    """Publish a period's figures into the history, where they never change in silence.

    The same figures again are left alone. If a published figure would change, nothing is written, the reasons are
    shown with customers and rows, and the exit status is 3; --restate publishes the new figures beside the old.
    """
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.snapshot.page import render_snapshot  # noqa: PLC0415

    with working(f"Reading {data}"):
        outcome = api.snapshot(
            data,
            period,
            today=today(),
            as_of=as_of,
            store=store,
            by=by,
            last=last,
            grain=grain,
            restate=restate or "",
            config=config,
            strict=strict,
        )
    out.show(partial(render_snapshot, outcome), files_read(data, config, outcome.sources))
    say_problems(outcome.problems, outcome.notes)
    say_breaches(outcome.digest.breaches)
    say_outcome(outcome)
    ctx.exit(CHANGED if outcome.refused or (check and outcome.digest.breaches) else 0)
