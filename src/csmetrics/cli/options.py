"""The options that commands share, each defined once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from csmetrics.cli.inputs import refuse_to_replace
from csmetrics.cli.output import Output
from csmetrics.errors import PeriodError, UnknownNameError
from csmetrics.output.formats import DEFAULT, FORMATS, Format, format_of
from csmetrics.periods import MONTHS, Period, as_complete_day, parse_period

Command = TypeVar("Command", bound=Callable[..., Any])

_ANY_MONTH = parse_period("2000-12")  # last-12-months counts from the data; here its form alone is looked at


def metric_names(ctx: click.Context, param: click.Parameter, value: str | Sequence[str] | None) -> Any:
    """Metric names, checked against the catalogue: one, or a tuple of them in catalogue order."""
    from csmetrics.metrics.catalogue import find  # noqa: PLC0415  # numpy is slow to import; help need not wait

    names = [value] if isinstance(value, str) else _named(value or (), ctx, param)
    try:
        found = find(names)
    except UnknownNameError as error:
        raise click.BadParameter(f"{error}{_order(value, param)}", ctx, param) from None
    return found[0] if isinstance(value, str) else tuple(found)


def _order(value: str | Sequence[str] | None, param: click.Parameter) -> str:
    """What to say when a folder stands where a metric belongs."""
    if isinstance(value, str):
        return " The metric comes first, then the folder." if _is_folder(value) else ""
    misplaced = isinstance(param, click.Argument) and any(map(_is_folder, value or ()))
    return " The folder comes first, then the metrics." if misplaced else ""


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except OSError:  # a name that is too long
        return False


def complete_metric(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:  # noqa: ARG001
    """Metric names for the shell to complete."""
    from csmetrics.metrics.catalogue import METRICS  # noqa: PLC0415  # as above

    return [CompletionItem(each.name, help=each.title) for each in METRICS.values() if each.name.startswith(typed)]


def parts_of(values: Sequence[str]) -> list[str]:
    """What was given one by one or parted by commas, one by one.

    >>> parts_of(["nps, csat", "mrr,"])
    ['nps', 'csat', 'mrr']
    """
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _attributes(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_named(values, ctx, param)))


def _named(values: Sequence[str], ctx: click.Context, param: click.Parameter) -> list[str]:
    """The names given; an option that names nothing (an empty variable of a script, say) is a mistake."""
    names = parts_of(values)
    if values and not names:
        raise click.BadParameter("It names nothing. Leave the option out, or give a name.", ctx, param)
    return names


def _period(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The period as typed, once it is known to be one and of the grain asked for."""
    if value is None:
        return None
    try:
        period = parse_period(value, _ANY_MONTH)
    except PeriodError as error:
        raise click.BadParameter(str(error), ctx, param) from None
    _fits_grain(period, ctx, param)
    return value


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day as typed."""
    try:
        return None if value is None else as_complete_day(value)
    except PeriodError as error:
        raise click.BadParameter(str(error).removeprefix("as_of: "), ctx, param) from None


def _fits_grain(period: Period, ctx: click.Context, param: click.Parameter) -> None:
    grain = ctx.params.get("grain")
    if grain and grain != period.grain:
        raise click.BadParameter(f"{period.name} is no {grain}. Leave out --grain, or name a {grain}.", ctx, param)


data_argument = click.argument("data", type=click.Path(path_type=Path), metavar="DATA")
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration.  [default: csmetrics.yaml in DATA, if there is one]",
)
strict_option = click.option("--strict", is_flag=True, help="Any row that cannot be used is an error.")
partial_option = click.option(
    "--partial",
    "in_part",
    is_flag=True,
    help="Report what the good files allow, say which figures are missing and why, and exit with 1.",
)
check_option = click.option("--check", is_flag=True, help="Exit with 3 if a threshold of csmetrics.yaml is breached.")
period_option = click.option(
    "--period",
    callback=_period,
    metavar="PERIOD",
    help="2026-09, 2026-Q3, 2026, 2026-01..2026-06 or last-12-months.  [default: the last complete month]",
)
as_of_option = click.option(
    "--as-of",
    callback=_day,
    metavar="DAY",
    help="The files are complete until this day, such as 2026-10-31.  [default: as_of of the configuration]",
)
grain_option = click.option(
    "--grain",
    type=click.Choice(list(MONTHS)),
    is_eager=True,
    help="Without --period: the last complete month, quarter or year.",
)
by_option = click.option(
    "--by",
    multiple=True,
    callback=_attributes,
    metavar="ATTRIBUTE",
    help="By segment: a column of customers.csv (or of surveys, tickets, purchases), or several parted by commas.",
)
metric_option = click.option(
    "--metric",
    "metrics",
    multiple=True,
    callback=metric_names,
    shell_complete=complete_metric,
    metavar="NAME",
    help="This metric alone; may be repeated.  [default: all]",
)


store_option = click.option(
    "--store",
    envvar="CSMETRICS_STORE",
    metavar="STORE",
    help="A SQLite file, or postgresql+psycopg://user@host/database.  [default: store of the configuration, else"
    " csmetrics-history.db here]",
)


def limit_option(most: int, of: str, order: str = "biggest") -> Callable[[Command], Command]:
    """--limit, for what would be too long to read; programs get everything."""
    programs = _either((each.name for each in FORMATS.values() if not each.for_people), "and")
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        metavar="N",
        help=f"The {order} N {of}.  [default: {most}; {programs}: all]",
    )


_NOT_WRITTEN = {
    *(".xlsx", ".xls", ".ods", ".html", ".htm", ".pdf", ".docx", ".pptx"),
    *(".png", ".svg", ".parquet", ".tsv", ".xml", ".gz", ".zip"),
}


def output_options(command: Command) -> Command:
    """--format and --output, handed to the command as one `Output`; the file is none that the command reads."""

    @click.option(
        "--format",
        "form",
        type=click.Choice(list(FORMATS)),
        metavar="FORM",
        help=f"{_either(FORMATS, 'or')}.  [default: what the name of --output ends in, else {DEFAULT.name}]",
    )
    @click.option(
        "--output",
        type=click.Path(path_type=Path, allow_dash=True),
        metavar="FILE",
        help=f"Write to a file, whole or not at all; {_either(_endings(), 'and')} tell the format.  [default: stdout]",
    )
    @wraps(command)
    def with_output(*, form: str | None, output: Path | None, **rest: Any) -> Any:
        path = None if output is None or str(output) == "-" else output
        found = _format(form, path)
        if path is not None:
            refuse_to_replace(path, rest)
        return command(out=Output(found, path), **rest)

    return with_output  # type: ignore[return-value]


def _format(asked: str | None, path: Path | None) -> Format:
    """The format asked for, else the one that the name of the file tells; the two must not contradict each other."""
    told = format_of(path) if path else None
    ending = path.suffix.lower() if path else ""
    if not told and ending in _NOT_WRITTEN:
        written = f"csmetrics writes {_either(map(_with_ending, FORMATS.values()), 'and')}"
        raise click.UsageError(f"No {ending} file can be written: {written}. Name another file after --output.")
    if asked is None:
        return told or DEFAULT
    if told and asked != told.name and (told is not DEFAULT or FORMATS[asked].binary):  # any text may stand in a .txt
        raise click.UsageError(f"--format {asked} does not fit {path}. Leave out --format, or name another file.")
    return FORMATS[asked]


def _endings() -> list[str]:
    """The first ending of each format, that of the default last."""
    return [each.suffixes[0] for each in sorted(FORMATS.values(), key=lambda each: each is DEFAULT)]


def _with_ending(each: Format) -> str:
    """The name of a format, and the ending where that is another."""
    return each.name if f".{each.name}" in each.suffixes else f"{each.name} ({each.suffixes[0]})"


def _either(names: Iterable[str], word: str) -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last
