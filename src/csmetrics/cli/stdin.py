"""One table from standard input: put into a folder of its own, and from there on a CSV as any other."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csmetrics.declared import TABLES
from csmetrics.errors import DataError
from csmetrics.scratch import scratch_folder
from csmetrics.views.options import Option

if TYPE_CHECKING:
    from csmetrics.config import Config

STDIN = Path("-")
TABLE = Option(
    "table",
    "choice",
    "--table",
    "With - in place of DATA: which table comes from standard input, as CSV.",
    words=tuple(TABLES),
)
_NAME = "standard input"  # what messages call it
_INPUT_ALONE = "- is standard input, which holds one table. Say which, such as --table subscriptions."
_NO_INPUT = "- is standard input, and this command looks at the files of a folder. Give the folder."
_TABLE_ALONE = "--table says what standard input holds: give - in the place of the folder."


@contextmanager
def with_standard_input(typed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was typed, with a folder and a configuration in the place of - and the table that it is.

    Raises UsageError where one of the two is told without the other.
    """
    if "table" not in typed and typed.get("data") == STDIN:
        raise click.UsageError(_NO_INPUT)
    asked = dict(typed)
    table = asked.pop("table", None)
    if "table" in typed and (asked.get("data") == STDIN) != bool(table):
        raise click.UsageError(_TABLE_ALONE if table else _INPUT_ALONE)
    if not table:
        yield asked
        return
    with scratch_folder() as folder:
        config = _alone(table, asked["config"], folder)
        try:
            with (folder / _NAME).open("wb") as kept:
                shutil.copyfileobj(sys.stdin.buffer, kept)
        except OSError as error:
            raise DataError(f"Standard input cannot be kept in {folder.parent}: {error.strerror}.") from None
        yield asked | {"data": folder, "config": config}


def _alone(table: str, path: Path | None, folder: Path) -> "Config":
    """The configuration for one table alone; the rates that it names beside itself go with it."""
    from csmetrics.config import Config, TableConfig, load_config  # noqa: PLC0415  # help need not wait for it
    from csmetrics.views.reading import keep_rates  # noqa: PLC0415  # as above

    config = load_config(path) if path else Config()
    if path:
        keep_rates(path, config, folder)
    tables = {name: settings.model_copy(update={"file": None, "sql": None}) for name, settings in config.tables.items()}
    own = tables.get(table, TableConfig())
    return config.model_copy(update={"tables": tables | {table: own.model_copy(update={"file": _NAME, "sheet": None})}})
