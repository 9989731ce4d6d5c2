"""Whatever numbers a metric is given, as numbers it can calculate with: whole ones of a few bits wrap round."""

import inspect
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])


def of_any_numbers(function: Function) -> Function:
    """The function, given floats for whatever numbers come in; what is no number is a TypeError that names it.

    Keyword-only parameters are settings and stay as they are.

    >>> @of_any_numbers
    ... def less(above, below):
    ...     return above - below
    >>> less(np.array([10], "uint32"), np.array([30], "uint32")).tolist(), less(10, 30)
    ([-20.0], -20)
    """
    if hasattr(function, "__wrapped__"):
        return function
    parameters = inspect.signature(function).parameters.values()
    settings = {each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY}

    @wraps(function)
    def calculated(*given: Any, **named: Any) -> Any:
        return function(
            *(as_numbers(value, function.__name__) for value in given),
            **{key: value if key in settings else as_numbers(value, key) for key, value in named.items()},
        )

    return cast("Function", calculated)


def as_numbers(given: Any, name: str = "") -> Any:
    """Numbers as floats, in the form they came in; numbers of Python, which never wrap round, as they are.

    Nothing (None, NA) is NaN. A list, a Polars Series and the like become an array.

    >>> as_numbers([1, None]).tolist(), as_numbers(7), as_numbers(np.uint8(200))
    ([1.0, nan], 7, 200.0)
    """
    if type(given) in (int, float) or (type(given) is np.ndarray and given.dtype == np.float64):
        return given
    pandas = sys.modules.get("pandas")
    try:
        if pandas and isinstance(given, pandas.Series | pandas.DataFrame):
            return _of_pandas(given)
        if given is None or (pandas and given is pandas.NA):
            return np.nan
        if isinstance(given, np.ma.MaskedArray):
            return np.ma.filled(given.astype(np.float64), np.nan)
        array = _floats(given)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: {type(given).__name__} is no number, and no array or Series of numbers.") from None
    return array if array.ndim else float(array)


def _of_pandas(given: Any) -> Any:
    """A Series or DataFrame of floats, NaN for what is missing, whatever it is stored as."""
    if hasattr(given, "columns"):
        return given.apply(_of_pandas)
    return given._constructor(_floats(given.array), index=given.index, name=given.name)  # noqa: SLF001  # of subclasses


def _floats(given: Any) -> np.ndarray:
    array = np.asarray(given)
    if array.dtype == object:  # nothing among the numbers, or numbers such as fractions
        array = np.array([np.nan if _missing(each) else float(_number(each)) for each in array.flat]).reshape(
            array.shape
        )
    if array.dtype.kind not in "biuf":
        raise TypeError
    return array.astype(np.float64)


def _missing(value: Any) -> bool:
    return value is None or type(value).__name__ == "NAType"


def _number(value: Any) -> Any:
    if isinstance(value, str | bytes):
        raise TypeError
    return value
