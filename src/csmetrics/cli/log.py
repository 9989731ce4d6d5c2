"""How much is said on stderr, and in which form: --quiet, --verbose and --log-format, before or after the command."""

import json
from typing import Any, Literal

import click

from csmetrics.output.phrases import joined

Level = Literal["error", "warning", "info", "debug"]
FORMS = ("text", "json")
_QUIET, _VERBOSE, _FORM = "csmetrics.quiet", "csmetrics.verbose", "csmetrics.log_format"


def log_options(*, hidden: bool = False) -> list[click.Parameter]:
    """The options, as the group shows them; every command takes them as well, without a word in its help."""

    def option(*names: str, **more: Any) -> click.Option:
        return click.Option(names, expose_value=False, is_eager=True, hidden=hidden, callback=_keep, **more)

    return [
        option("--quiet", is_flag=True, help="Say nothing on stderr but what makes the exit status other than 0."),
        option("--verbose", is_flag=True, help="Say on stderr what was read, from where, under which rules, how long."),
        option(
            "--log-format",
            type=click.Choice(FORMS),
            metavar="FORM",
            help=f"{joined(FORMS, 'or')}: with json each message is a line of JSON: level, code, message, file, row.",
        ),
    ]


def _keep(ctx: click.Context, param: click.Parameter, value: bool | str | None) -> None:  # click's signature
    """Whoever says it on either side of the command has said it."""
    if value:
        ctx.meta[f"csmetrics.{param.name}"] = value
    if ctx.meta.get(_QUIET) and ctx.meta.get(_VERBOSE):
        raise click.UsageError("--quiet and --verbose exclude one another. Leave out one of them.", ctx)


def shows(level: Level) -> bool:
    """Whether what is of a level is to be said."""
    meta = _meta()
    return level == "error" or (not meta.get(_QUIET) if level != "debug" else bool(meta.get(_VERBOSE)))


def is_json() -> bool:
    """Whether messages are lines of JSON."""
    return _meta().get(_FORM) == "json"


def write_json(level: Level, code: str, message: str, **more: Any) -> None:
    """One message as a line of JSON."""
    click.echo(json.dumps({"level": level, "code": code, "message": message, **more}), err=True)


def _meta() -> dict[str, Any]:
    ctx = click.get_current_context(silent=True)
    return ctx.meta if ctx else {}
