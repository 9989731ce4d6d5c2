"""DATA and METRIC in the order in which people type them: a folder is no metric, so either may come first."""

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import click

from csmetrics.sources.databases.names import is_database


class Positional(click.Argument):
    """An argument that changes places with the other one where only that makes sense."""

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """The value of this argument, once each of them is where it belongs."""
        if isinstance(opts, MutableMapping):
            _put_in_order(opts)
        return super().handle_parse_result(ctx, opts, args)


def _put_in_order(typed: MutableMapping[str, Any]) -> None:
    """Exchange the folder and the metric, or the folder and the one among metrics that is a folder."""
    data = typed.get("data")
    if not isinstance(data, str) or _is_there(data):
        return
    one, several = typed.get("metric"), typed.get("metrics")
    if isinstance(one, str) and (_is_there(one) or (_is_metric(data) and not _is_metric(one))):
        typed["data"], typed["metric"] = one, data
    elif isinstance(several, tuple):
        there = [each for each in several if _is_there(each)]
        if len(there) == 1:
            typed["data"] = there[0]
            typed["metrics"] = (data, *(each for each in several if each != there[0]))


def _is_there(text: str) -> bool:
    """Whether it is what DATA may be: a file or folder that there is, a database, standard input."""
    try:
        return text == "-" or is_database(text) or Path(text).exists()
    except (OSError, ValueError):  # a name that is too long, or has a NUL
        return False


def _is_metric(text: str) -> bool:
    from csmetrics.errors import UnknownNameError  # noqa: PLC0415
    from csmetrics.metrics.catalogue import find  # noqa: PLC0415  # numpy is slow to import; help need not wait

    try:
        return bool(find([text]))
    except UnknownNameError:
        return False
