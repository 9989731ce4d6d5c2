"""--verbose: what was read, from where, under which rules, and how long it took."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from csmetrics.cli.messages import say
from csmetrics.output.readable import show_seconds
from csmetrics.output.sentences import count_of, rule_value
from csmetrics.sources.databases.names import called
from csmetrics.views.model import Answer


def say_details(answer: Answer, typed: Mapping[str, Any], seconds: float) -> None:
    """Everything that one asks who wonders where a figure comes from."""
    say(_configuration(typed), "debug", "configuration")
    say(_files(answer, typed), "debug", "read")
    say(_rules(answer), "debug", "rule")
    say([f"Done in {show_seconds(seconds)}."], "debug", "time")


def _configuration(typed: Mapping[str, Any]) -> Iterator[str]:
    data, config = typed.get("data"), typed.get("config")
    beside = config or (Path(data) / "csmetrics.yaml" if isinstance(data, Path) else None)
    if beside:
        yield f"Configuration: {beside}." if Path(beside).is_file() else f"No configuration: there is no {beside}."


def _files(answer: Answer, typed: Mapping[str, Any]) -> Iterator[str]:
    where = f" of {called(typed['data'])}" if typed.get("data") else ""
    for each in answer.sources or ():
        days = f", {each.first_day} to {each.last_day}" if each.first_day else ""
        rows = f"{count_of(each.rows, 'row')}, {each.used:,} used{days}"
        yield f"Read {each.table} from {', '.join(each.files) or each.file}{where}: {rows}."


def _rules(answer: Answer) -> Iterator[str]:
    """The rules that differ from the usual ones."""
    from csmetrics.config import Config  # noqa: PLC0415  # views of no files need none

    usual = Config().rules_in_force()
    for name, value in answer.rules.items():
        if value != usual.get(name):
            yield f"Rule: {name}: {rule_value(value)}."
