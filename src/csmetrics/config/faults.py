"""What pydantic finds wrong, in plain words."""

import re
from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic_core import ErrorDetails

from csmetrics.config.forms import TAGS
from csmetrics.config.model import Config
from csmetrics.config.outline import ConfigFault, Path
from csmetrics.config.scalars import suggestion
from csmetrics.config.sections import Section
from csmetrics.errors import did_you_mean

_NOTHING = "no value given. Write one, or take the line out."
_NO_LIST = "no list given. Write [] for none, or take the line out."
_LONGEST = 60


def fault(detail: ErrorDetails, root: type[Section] = Config) -> ConfigFault:
    """One finding of pydantic as a key of the file, of which `root` is the whole, and a sentence about it."""
    path = tuple(part for part in detail["loc"] if part not in ("[key]", *TAGS))
    if detail["type"] == "missing":
        return ConfigFault(path[:-1], f"{path[-1]} is missing. Write a line for it.")
    return ConfigFault(path, _text(detail, path, root))


def _text(detail: ErrorDetails, path: Path, root: type[Section]) -> str:
    kind, given, limits = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "value_error":
        return str(limits["error"]).replace(str(given), short(str(given)))
    if kind == "extra_forbidden":
        return _unknown_key(path, root)
    if given is None:
        return _NO_LIST if kind == "tuple_type" else _NOTHING
    say = _SENTENCES.get(kind)
    return say(shown(given), given, limits) if say else f"{shown(given)}: {detail['msg']}."


def _unknown_key(path: Path, root: type[Section]) -> str:
    return f"unknown key.{suggestion(str(path[-1]), _keys_beside(path, root))}"


def _keys_beside(path: Path, root: type[Section]) -> list[str]:
    """The keys that may stand where the last part of the path stands."""
    here: Any = root
    for part in path[:-1]:
        here = _section_of(_field(here, part).annotation if hasattr(here, "model_fields") else get_args(here)[1])
    return [field.alias or name for name, field in here.model_fields.items()]


def _section_of(annotation: Any) -> Any:
    """What stands here, where it may also be left out."""
    return get_args(annotation)[0] if get_origin(annotation) is UnionType else annotation


def _field(section: Any, key: str | int) -> Any:
    return next(field for name, field in section.model_fields.items() if key in (name, field.alias))


def shown(value: object) -> str:
    """A value as a person would quote it: numbers bare, words in quotes, the rest by what it is.

    >>> print(shown("80"), shown("monthly"), shown([1, 2]), shown({}))
    80 "monthly" a list a section of keys
    """
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "a section of keys"
    text = str(value)
    if re.fullmatch(r"[+-]?[\d.]{1,30}", text):
        return text
    return f'"{short(text)}"'


def short(text: str) -> str:
    """A text as it is quoted: whole, or its beginning.

    >>> short("abc"), len(short("x" * 2_000))
    ('abc', 60)
    """
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _number(text: str, given: object, _limits: Mapping[str, Any]) -> str:
    if percent := re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*%\s*", str(given)):
        return f"{text} is not a number. Write {percent[1]} % as {float(percent[1]) / 100:g}."
    if re.search(r"\d,\d", str(given)):
        return f"{text} is not a number. Write a point before the decimals, and nothing between thousands."
    return f"{text} is not a number. Write digits, as in 0.8."


def _whole(text: str, _given: object, _limits: Mapping[str, Any]) -> str:
    return f"{text} is not a whole number. Write digits alone, as in 4."


def _choice(text: str, given: object, limits: Mapping[str, Any]) -> str:
    known = [plain or quote for plain, quote in re.findall(r"'([^']+)'|\"(')\"", limits["expected"])]
    allowed = " or ".join(name if name.isidentifier() else f'"{name}"' for name in known)
    return f"{text} is not allowed.{did_you_mean(str(given), known) or f' Write {allowed}.'}"


def _single(text: str, _given: object, _limits: Mapping[str, Any]) -> str:
    return f"{text} stands where one value belongs."


def _section(text: str, _given: object, _limits: Mapping[str, Any]) -> str:
    return f"{text} stands where keys belong. Write lines of key: value."


def _list(text: str, _given: object, _limits: Mapping[str, Any]) -> str:
    return f"{text} stands where a list belongs. Write [one, two], or [] for none."


def _at_least(text: str, _given: object, limits: Mapping[str, Any]) -> str:
    return f"{text} is below {limits['ge']:g}."


def _at_most(text: str, _given: object, limits: Mapping[str, Any]) -> str:
    return f"{text} is above {limits['le']:,.10g}."


def _above(text: str, _given: object, limits: Mapping[str, Any]) -> str:
    return f"{text} is not above {limits['gt']:g}."


_SENTENCES: dict[str, Callable[[str, object, Mapping[str, Any]], str]] = {
    "float_parsing": _number,
    "float_type": _number,
    "finite_number": _number,
    "int_parsing": _whole,
    "int_parsing_size": _whole,
    "int_from_float": _whole,
    "int_type": _whole,
    "literal_error": _choice,
    "string_type": _single,
    "model_type": _section,
    "dict_type": _section,
    "tuple_type": _list,
    "greater_than": _above,
    "greater_than_equal": _at_least,
    "less_than_equal": _at_most,
}
