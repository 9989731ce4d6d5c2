"""Plain values as YAML that can be pasted into csmetrics.yaml."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

_TURNS = re.compile(r"[\x85\u2028-\u202e\u2066-\u2069]")  # signs that would break or turn a line on a screen
_ON_ONE_LINE = 3  # the depth from which on a section stands on one line


class _OneLine(dict[str, Any]):
    """A section that is written as {key: value}."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(
    _OneLine, lambda dumper, values: dumper.represent_mapping("tag:yaml.org,2002:map", values.items(), flow_style=True)
)


def yaml_text(values: Mapping[str, Any]) -> str:
    """The values in their order; lists, and sections within sections, on one line each.

    >>> print(yaml_text({"health": {"signals": {"last_nps": {"weight": 15, "scale": [0, 10]}}}}), end="")
    health:
      signals:
        last_nps: {weight: 15, scale: [0, 10]}
    """
    text = _dumped(values, plain=False)
    return _dumped(values, plain=True) if _TURNS.search(text) else text


def one_line_each(values: Mapping[str, Any]) -> str:
    """The values, each on a line of its own whatever it holds.

    >>> print(one_line_each({"where": {"Status": {"in": ["Paid"]}}, "skip_rows": 1}))
    where: {Status: {in: [Paid]}}
    skip_rows: 1
    """
    return "\n".join(_flow(key, value) for key, value in values.items())


def _flow(key: str, value: Any) -> str:
    """A key and its value as they stand between the braces of a section on one line."""
    text: str = yaml.safe_dump({key: value}, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6)
    return text.strip()[1:-1]


def _dumped(values: Mapping[str, Any], *, plain: bool) -> str:
    text: str = yaml.dump(
        _shaped(values, 1),
        Dumper=_Dumper,
        sort_keys=False,
        default_flow_style=None,
        allow_unicode=not plain,
        width=1000,
    )
    return text


def _shaped(value: Any, depth: int) -> Any:
    if not isinstance(value, Mapping):
        return value
    inner = {key: _shaped(each, depth + 1) for key, each in value.items()}
    return _OneLine(inner) if depth > _ON_ONE_LINE else inner
