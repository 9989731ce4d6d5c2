"""csmetrics history."""

from functools import partial
from pathlib import Path

import click

from csmetrics.cli import options
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working


@click.command("history", epilog="Example: csmetrics history mrr nps --store history.db")
@click.argument(
    "metrics", nargs=-1, callback=options.metric_names, shell_complete=options.complete_metric, metavar="[METRIC]..."
)
@options.store_option
@options.config_option
@options.output_options
def command(*, metrics: tuple[str, ...], store: str | None, config: Path | None, out: Output) -> None:
    """The published figures and their restatements: each version with its date and reason."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.render.history import render_history  # noqa: PLC0415

    with working("Reading the history"):
        found = api.history(store, metrics=metrics, config=config)
    out.show(partial(render_history, found))
