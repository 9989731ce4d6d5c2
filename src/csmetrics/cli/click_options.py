"""What a view can be asked, as options and arguments of click."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from csmetrics.cli.arguments import Positional
from csmetrics.cli.complete import TYPED, attributes, currencies, offering, periods, themes
from csmetrics.cli.formats import programs
from csmetrics.currencies import known_currency
from csmetrics.errors import PeriodError, UnknownNameError, did_you_mean
from csmetrics.periods import Period, as_complete_day, parse_period
from csmetrics.sources.databases.names import is_database
from csmetrics.views.options import Option

_ANY_MONTH = parse_period("2000-12")  # last-12-months counts from the data; here its form alone is looked at


def parameter(option: Option) -> click.Parameter:
    """The option, or the argument if it has no flag."""
    made = _KINDS[option.kind](option)
    if not option.flag:
        return Positional([option.name], metavar=option.metavar, **made)
    return click.Option(
        [option.flag, option.name],
        metavar=option.metavar,
        help=option.help + made.pop("more", ""),
        is_eager=option.first,
        envvar=option.variable,
        **made,
    )


def _whole(option: Option) -> dict[str, Any]:
    return {"type": click.IntRange(option.least, option.most), "default": option.default}


def _limit(option: Option) -> dict[str, Any]:
    more = f"  [default: {option.default}; {programs()}: all]"
    return {"type": click.IntRange(min=option.least), "more": more}


def _text(option: Option) -> dict[str, Any]:
    offered = {"shell_complete": offering(themes)} if option.name == "theme" else {}
    return {"callback": partial(_said, option), **offered} if option.blank else offered


def _said(option: Option, ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter(option.blank, ctx, param)
    return value and value.strip()


def _names(option: Option) -> dict[str, Any]:
    several = {"multiple": True} if option.flag else {"nargs": -1}
    return {
        **several,
        "callback": partial(_known, option),
        "shell_complete": offering(lambda _: option.words),
    }


def _known(option: Option, ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    asked = [part.replace("-", "_") for part in _named(values, ctx, param)]
    for name in asked:
        if name not in option.words:
            known = did_you_mean(name, option.words) or f" There are {', '.join(option.words)}."
            raise click.BadParameter(f"No {option.noun} is called {name}.{known}", ctx, param)
    return tuple(asked)


def _metrics(option: Option) -> dict[str, Any]:
    several = {"multiple": True} if option.flag else {"nargs": -1}
    return {**several, **_metric(option)}


def _metric(_: Option) -> dict[str, Any]:
    return {"callback": _metric_names, "shell_complete": _complete_metric}


def _metric_names(ctx: click.Context, param: click.Parameter, value: str | Sequence[str] | None) -> Any:
    """Metric names, checked against the catalogue: one, or a tuple of them in catalogue order."""
    from csmetrics.metrics.catalogue import find  # noqa: PLC0415  # numpy is slow to import; help need not wait

    names = [value] if isinstance(value, str) else _named(value or (), ctx, param)
    try:
        found = find(names)
    except UnknownNameError as error:
        raise click.BadParameter("\n".join([str(error), *_lines_to_type(ctx, names)]), ctx, param) from None
    return found[0] if isinstance(value, str) else tuple(found)


def _lines_to_type(ctx: click.Context, names: Sequence[str]) -> Iterator[str]:
    """The command as it was typed, with each metric that people mean by a name in its place."""
    from csmetrics.metrics.spoken import spoken  # noqa: PLC0415  # as above

    typed = ctx.meta.get(TYPED, [])
    for name in names:
        for each in spoken(name):
            yield f"  csmetrics {shlex.join(each if word == name else word for word in typed)}"


def _complete_metric(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:  # noqa: ARG001  # click's signature
    """Metric names for the shell to complete."""
    from csmetrics.metrics.catalogue import METRICS  # noqa: PLC0415  # as above

    found = [CompletionItem(each.name, help=each.title) for each in METRICS.values() if each.name.startswith(typed)]
    takes_data = any(each.name == "data" for each in ctx.command.params)
    return found or ([CompletionItem(typed, type="file")] if takes_data else [])  # the folder may come first


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
    _fits_grain(period, value, ctx, param)
    return value


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day as typed."""
    try:
        return None if value is None else as_complete_day(value)
    except PeriodError as error:
        raise click.BadParameter(str(error).removeprefix("as_of: "), ctx, param) from None


def _fits_grain(period: Period, typed: str, ctx: click.Context, param: click.Parameter) -> None:
    grain = ctx.params.get("grain")
    if grain and grain != period.grain:
        raise click.BadParameter(f"{typed} is not a {grain}. Leave out --grain, or name a {grain}.", ctx, param)


def _currency(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The code as it is written in files, once it is known to be one."""
    try:
        return None if value is None else known_currency(value)
    except UnknownNameError as error:
        raise click.BadParameter(str(error), ctx, param) from None


class _Data(click.Path):
    """A folder or a file, or the database that a URL leads to, which stays as it was typed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or the text of a URL."""
        return value if isinstance(value, str) and is_database(value) else super().convert(value, param, ctx)


_KINDS: dict[str, Callable[[Option], dict[str, Any]]] = {
    "folder": lambda _: {"type": _Data(path_type=Path)},
    "path": lambda _: {"type": click.Path(path_type=Path)},
    "flag": lambda _: {"is_flag": True},
    "text": _text,
    "choice": lambda option: {"type": click.Choice(list(option.words)), "default": option.default},
    "whole": _whole,
    "limit": _limit,
    "names": _names,
    "metric": _metric,
    "metrics": _metrics,
    "attributes": lambda _: {"multiple": True, "callback": _attributes, "shell_complete": offering(attributes)},
    "period": lambda _: {"callback": _period, "shell_complete": offering(periods)},
    "day": lambda _: {"callback": _day},
    "currency": lambda _: {"callback": _currency, "shell_complete": offering(currencies)},
}
