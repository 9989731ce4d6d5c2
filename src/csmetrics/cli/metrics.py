"""csmetrics metrics."""

from functools import partial

import click

from csmetrics.cli import options
from csmetrics.cli.output import Output


@click.command("metrics", epilog="Example: csmetrics metrics nps clv")
@click.argument(
    "names", nargs=-1, metavar="[NAME]...", callback=options.metric_names, shell_complete=options.complete_metric
)
@options.output_options
def command(*, names: tuple[str, ...], out: Output) -> None:
    """The catalogue: what each metric is and needs. With names: all about these."""
    from csmetrics.metrics.catalogue import METRICS, find  # noqa: PLC0415  # numpy is slow to import; help need not wait
    from csmetrics.views.metrics.page import render_catalogue  # noqa: PLC0415

    chosen = [METRICS[name] for name in find(names, METRICS) or METRICS]
    out.show(partial(render_catalogue, chosen, cards=bool(names)))
