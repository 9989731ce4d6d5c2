"""csmetrics history."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from csmetrics.cli import options
from csmetrics.cli.output import Output
from csmetrics.cli.progress import working
from csmetrics.output.words import count_of


@click.command("history", epilog="Example: csmetrics history mrr nps --store history.db")
@click.argument(
    "metrics", nargs=-1, callback=options.metric_names, shell_complete=options.complete_metric, metavar="[METRIC]..."
)
@click.option(
    "--export",
    "export_to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the whole store into a new folder, as CSV and Parquet.",
)
@click.option(
    "--import",
    "import_from",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Add what --export wrote to the store.",
)
@options.store_option
@options.config_option
@options.output_options
def command(
    *,
    metrics: tuple[str, ...],
    export_to: Path | None,
    import_from: Path | None,
    store: str | None,
    config: Path | None,
    out: Output,
) -> None:
    """The published figures and their restatements: each version with its date and reason."""
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.history.page import render_history  # noqa: PLC0415

    if export_to or import_from:
        if metrics or (export_to and import_from):
            raise click.UsageError("--export and --import move the whole store: give one of them, without metrics.")
        if out.path:
            raise click.UsageError("--export and --import write no report. Leave out --output.")
        _move(api, export_to, import_from, store, config)
        return
    with working("Reading the history"):
        found = api.history(store, metrics=metrics, config=config)
    out.show(partial(render_history, found))


def _move(api: Any, export_to: Path | None, import_from: Path | None, store: str | None, config: Path | None) -> None:
    if export_to:
        with working("Writing the history"):
            count = api.export_history(export_to, store, config=config)
        click.echo(f"{count_of(count, 'version')} written to {click.format_filename(export_to)}.")
    else:
        with working("Reading the history"):
            new, known = api.import_history(import_from, store, config=config)
        click.echo(f"{count_of(new, 'version')} imported, {count_of(known, 'version')} there already.")
