"""What is written under the name of a function, also where Python runs with -OO and has thrown it away."""

import ast
import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any


def docstring_of(function: Callable[..., Any]) -> str:
    """The docstring of a function, read from its source where Python keeps none; blank where there is no source.

    >>> docstring_of(docstring_of).split(",")[0]
    'The docstring of a function'
    """
    return inspect.getdoc(function) or _written(inspect.unwrap(function))


def _written(function: Callable[..., Any]) -> str:
    code = getattr(function, "__code__", None)
    return _docstrings(inspect.getmodule(function)).get(code.co_firstlineno, "") if code else ""


@lru_cache
def _docstrings(module: Any) -> dict[int, str]:
    """The docstrings of a module's functions by the line in which each begins, its decorators included."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError):  # no source, or no module
        return {}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {_begin(function): ast.get_docstring(function) or "" for function in functions}


def _begin(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
