"""Writes the man pages from what --help says, and puts them into the wheel while it is built: `man csmetrics`."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path(__file__).resolve().parent.parent / "src"


class ManPages(BuildHookInterface[Any]):
    """A page of section 1 for the program and for each of its commands."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the pages where the wheel takes them from; an installation in place has none."""
        if version == "editable":
            return
        folder = Path(tempfile.mkdtemp(prefix="csmetrics-man-"))
        for name, text in pages(self.metadata.version).items():
            (folder / name).write_text(text, encoding="utf-8")
            build_data["shared_data"][str(folder / name)] = f"share/man/man1/{name}"


def pages(version: str) -> dict[str, str]:
    """Each page by the name of its file."""
    sys.path.insert(0, str(SOURCE))
    from csmetrics.cli.main import commands  # noqa: PLC0415  # only now it can be found

    whole = click.Context(commands, info_name="csmetrics")
    found = {"csmetrics.1": "\n".join(_page("csmetrics", commands, whole, version)) + "\n"}
    for name in commands.list_commands(whole):
        command = commands.get_command(whole, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=whole)
            title = f"csmetrics-{name}"
            found[f"{title}.1"] = "\n".join(_page(title, command, context, version)) + "\n"
    return found


def _page(title: str, command: click.Command, context: click.Context, version: str) -> Iterator[str]:
    said = (command.help or "").replace("\b", "").split("\n\n")
    yield f'.TH "{title.upper()}" "1" "" "csmetrics {version}"'
    yield from (".SH NAME", f"{_plain(title)} \\- {_plain(' '.join(said[0].split()))}")
    yield from (
        ".SH SYNOPSIS",
        f".B {_plain(context.command_path)}",
        _plain(" ".join(command.collect_usage_pieces(context))),
    )
    yield ".SH DESCRIPTION"
    for paragraph in said:
        yield from (".PP", _plain(" ".join(paragraph.split())))
    yield ".SH OPTIONS"
    for parameter in command.get_params(context):
        if record := parameter.get_help_record(context):
            yield from (".TP", f".B {_plain(record[0])}", _plain(record[1]))
    if isinstance(command, click.Group):
        yield from _commands(command, context)
    if command.epilog:
        yield from (".SH EXAMPLE", _plain(command.epilog.removeprefix("Example: ")))


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    from csmetrics.views import COMMANDS  # noqa: PLC0415  # as above

    yield ".SH COMMANDS"
    for name in group.list_commands(context):
        yield from (".TP", f".BR csmetrics-{name} (1)".replace("-", "\\-"), _plain(COMMANDS[name]))


def _plain(text: str) -> str:
    """Text that roff takes as it is: no line begins with a sign that it would obey."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
