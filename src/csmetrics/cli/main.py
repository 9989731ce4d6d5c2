"""The group of commands. A command's module is loaded when the command runs, so that help comes at once."""

import sys
from contextlib import suppress
from typing import Any

import click

from csmetrics import __version__
from csmetrics.cli.complete import TYPED
from csmetrics.cli.log import log_options
from csmetrics.cli.messages import say_error, say_usage_error
from csmetrics.cli.process import be_short_lived
from csmetrics.errors import CsmetricsError, did_you_mean
from csmetrics.stopping import CTRL_C, done, end_when_told
from csmetrics.views import COMMANDS, view


class Commands(click.Group):
    """Commands by name, loaded late; an error of the input becomes a message and exit status 1."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words of the command line, which messages repeat with what is right in them."""
        ctx.meta[TYPED] = list(args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command of the view of its name."""
        if name not in COMMANDS:
            return None
        from csmetrics.cli.command import command_of  # noqa: PLC0415  # --help and --version need no view

        return command_of(view(name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command asked for; for an unknown one the closest is offered."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:  # not while a shell completes
            known = f" There are {', '.join(COMMANDS)}."
            ctx.fail(f"No command is called {args[0]}.{did_you_mean(args[0], COMMANDS) or known}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands and what they do, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the user can mend is said in words."""
        try:
            return self._timed(ctx)
        except click.UsageError as error:
            say_usage_error(error)
            ctx.exit(error.exit_code)

    def _timed(self, ctx: click.Context) -> Any:
        if not ctx.params["timings"]:
            return self._invoke(ctx)
        from csmetrics.cli.timings import timed  # noqa: PLC0415  # few ask

        with timed():
            return self._invoke(ctx)

    def _invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CsmetricsError as error:
            say_error(error)
            ctx.exit(error.status)
        except KeyboardInterrupt:  # where the commands are called by another program
            ctx.exit(CTRL_C)
        except OSError as error:
            if error.filename is None:  # none that a user has named
                raise
            say_error(CsmetricsError(f"{error.filename}: {error.strerror}."))
            ctx.exit(1)


@click.group(
    cls=Commands,
    help="Customer-success metrics from your exports. You can trace every figure to its rows.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=log_options(),
    epilog="Start with: csmetrics init DATA, then csmetrics report DATA. DATA is the folder with your exports.",
)
@click.option("--timings", is_flag=True, help="Show on stderr how long each stage took.")
@click.option(
    "--no-pager",
    is_flag=True,
    help="Do not open a pager for long pages.  [default: CSMETRICS_PAGER or PAGER, else less]",
)
@click.version_option(__version__, prog_name="csmetrics", message="%(prog)s %(version)s")
def commands(*, timings: bool, no_pager: bool) -> None:  # invoke and the commands look at them
    """Customer-success metrics from your exports. You can trace every figure to its rows."""


def main() -> None:
    """The console script."""
    end_when_told()
    be_short_lived()
    try:
        commands()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()  # while somebody can still stop it
        done()
