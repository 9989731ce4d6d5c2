"""csmetrics health."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from csmetrics.cli import options
from csmetrics.cli.inputs import files_read
from csmetrics.cli.messages import say_problems
from csmetrics.cli.output import Output, Render
from csmetrics.cli.progress import working
from csmetrics.cli.terminal import today
from csmetrics.errors import did_you_mean
from csmetrics.periods import Grain

if TYPE_CHECKING:
    from csmetrics.explanations.standings import Band
    from csmetrics.tables.dataset import Dataset

LINES = 20  # for people
MONTHS = 3
BANDS = ("at_risk", "watch", "healthy", "unknown")


def _bands(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    asked = [part.replace("-", "_") for part in options.parts_of(values)]
    for name in asked:
        if name not in BANDS:
            known = did_you_mean(name, BANDS) or f" There are {', '.join(BANDS)}."
            raise click.BadParameter(f"No band is called {name}.{known}", ctx, param)
    return tuple(asked)


def _complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:  # noqa: ARG001
    return [CompletionItem(name) for name in BANDS if name.startswith(typed)]


@click.command("health", epilog="Example: csmetrics health data --band at_risk --by account_manager")
@options.data_argument
@click.option(
    "--band",
    "bands",
    multiple=True,
    callback=_bands,
    shell_complete=_complete,
    metavar="NAME",
    help=f"{', '.join(BANDS[:-1])} or {BANDS[-1]}; may be repeated.  [default: all]",
)
@click.option("--model", is_flag=True, help="Print the models in force as YAML, ready for csmetrics.yaml.")
@click.option("--backtest", is_flag=True, help="Did low scores in the past mean that customers left?")
@click.option(
    "--months",
    type=click.IntRange(1, 24),
    metavar="N",
    help=f"With --backtest: so many months ahead.  [default: {MONTHS}]",
)
@options.period_option
@options.grain_option
@options.as_of_option
@options.by_option
@options.limit_option(LINES, "customers", order="neediest")
@options.config_option
@options.strict_option
@options.output_options
def command(
    *,
    data: Path,
    bands: "tuple[Band, ...]",
    model: bool,
    backtest: bool,
    months: int | None,
    period: str | None,
    grain: Grain | None,
    as_of: date | None,
    by: tuple[str, ...],
    limit: int | None,
    config: Path | None,
    strict: bool,
    out: Output,
) -> None:
    """Customers by need of attention: score, change, what is at stake, and what costs them most points.

    One customer's score, signal by signal with its rows: csmetrics explain health_score DATA --customer ID.
    """
    from csmetrics import api  # noqa: PLC0415  # pandas is slow to import; help need not wait
    from csmetrics.views.health.page import render_health  # noqa: PLC0415

    _fit_together(model=model, backtest=backtest, months=months, rest=bool(bands or by or limit), out=out)
    with working(f"Reading {data}"):
        dataset = api.read(data, config, strict=strict, attributes=by)
        if model or backtest:
            render = _model(dataset) if model else _backtest(dataset, period, months or MONTHS, grain, as_of)
        else:
            most = limit or (LINES if out.for_people else None)
            found = api.health(dataset, period, bands=bands, by=by, limit=most, grain=grain, today=today(), as_of=as_of)
            render = partial(render_health, found)
    out.show(render, files_read(data, config, dataset.sources))
    say_problems(dataset.problems, dataset.notes)


def _fit_together(*, model: bool, backtest: bool, months: int | None, rest: bool, out: Output) -> None:
    if model and backtest:
        raise click.UsageError("--model and --backtest exclude one another.")
    if months and not backtest:
        raise click.UsageError("--months is for --backtest.")
    if (model or backtest) and rest:
        raise click.UsageError("--band, --by and --limit are for the list of customers.")
    if model and not out.for_people:
        raise click.UsageError(
            f"--model prints YAML, not {out.format.name}. Leave out --format, or name a .yaml file;"
            " the JSON of health has the models."
        )


def _model(dataset: "Dataset") -> Render:
    from csmetrics import api  # noqa: PLC0415  # as above
    from csmetrics.views.health.models import render_models  # noqa: PLC0415

    return partial(render_models, *api.health_models(dataset))


def _backtest(dataset: "Dataset", period: str | None, months: int, grain: Grain | None, as_of: date | None) -> Render:
    from csmetrics import api  # noqa: PLC0415  # as above
    from csmetrics.views.backtest.page import render_backtest  # noqa: PLC0415

    return partial(
        render_backtest, api.backtest(dataset, period, months=months, grain=grain, today=today(), as_of=as_of)
    )
