"""The formula of a metric as a spreadsheet says it: a small, strict translator, and a guard against zero."""

import ast
from collections.abc import Iterator, Mapping

from csmetrics.metrics.model import Metric

_SIGNS: Mapping[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("-", 1),
    ast.Mult: ("*", 2),
    ast.Div: ("/", 2),
}
_HIGHEST = 3
_FUNCTIONS = ("max", "min")


class UnsayableError(Exception):
    """A formula holds something that is no arithmetic over tallies, metrics and parameters."""


def said(formula: str, at: Mapping[str, str]) -> str | None:
    """The formula over cells, names turned into where they stand; None where it is more than arithmetic.

    >>> said("100 * (promoters - detractors) / n", {"promoters": "B2", "detractors": "B3", "n": "B4"})
    '100*(B2-B3)/B4'
    >>> said("median(a)", {"a": "A1"}), said("a ** 2", {"a": "A1"}), said("a - (b - 1)", {"a": "A1", "b": "B1"})
    (None, None, 'A1-(B1-1)')
    """
    try:
        return _say(ast.parse(formula, mode="eval").body, at)[0]
    except (UnsayableError, SyntaxError):
        return None


def live(metric: Metric, at: Mapping[str, str], catalogue: Mapping[str, Metric]) -> str | None:
    """The metric as the formula of a cell: "" where it has no value; None where its formula cannot be said.

    >>> from csmetrics.metrics.catalogue import METRICS
    >>> names = {name: name for name in METRICS["arpu"].inputs}
    >>> live(METRICS["arpu"], names, METRICS)
    '=IF(customers_end=0,"",mrr_end/customers_end)'
    """
    body = said(metric.formula, at)
    if body is None:
        return None
    inner = [f'{at[name]}=""' for name in metric.inputs if name in catalogue and may_lack(name, catalogue)]
    body = _unless(list(_zeros(metric, at)), body)
    return f"={_unless(inner, body)}"


def may_lack(name: str, catalogue: Mapping[str, Metric]) -> bool:
    """Whether a metric can be without a value although its tallies are there."""
    metric = catalogue[name]
    own = bool(metric.undefined_when) or any(_denominators(metric.formula))
    return own or any(may_lack(each, catalogue) for each in metric.inputs if each in catalogue)


def _unless(conditions: list[str], body: str) -> str:
    if not conditions:
        return body
    one = conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
    return f'IF({one},"",{body})'


def _zeros(metric: Metric, at: Mapping[str, str]) -> Iterator[str]:
    """When there is no value: the inputs that it has none without are zero, or what it is divided by is."""
    without = [f"{at[name]}=0" for name in metric.undefined_when]
    if without:
        yield without[0] if len(without) == 1 else f"AND({','.join(without)})"
    for each in _denominators(metric.formula):
        text = f"{_say(each, at)[0]}=0"
        if text not in without or len(without) > 1:
            yield text


def _denominators(formula: str) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(formula, mode="eval")):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not isinstance(node.right, ast.Constant):
            yield node.right


def _say(node: ast.expr, at: Mapping[str, str]) -> tuple[str, int]:
    """An expression, and how tightly it holds together. Raises UnsayableError."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return repr(node.value), _HIGHEST
    if isinstance(node, ast.Name) and node.id in at:
        return at[node.id], _HIGHEST
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"-{_around(node.operand, at, _HIGHEST)}", 1
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        sign, strength = _SIGNS[type(node.op)]
        firm = sign in "-/"  # what stands right of these is not what it would be without brackets
        return f"{_around(node.left, at, strength)}{sign}{_around(node.right, at, strength + firm)}", strength
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        return f"{node.func.id.upper()}({','.join(_say(each, at)[0] for each in node.args)})", _HIGHEST
    raise UnsayableError


def _around(node: ast.expr, at: Mapping[str, str], least: int) -> str:
    text, strength = _say(node, at)
    return text if strength >= least else f"({text})"
