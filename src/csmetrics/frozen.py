"""Mappings and lists that stay as they are: what a frozen thing holds is frozen too.

They are dicts and lists to whoever reads them, JSON included; they can be copied and pickled.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NoReturn


class FrozenDict(dict[Any, Any]):
    """A dict that raises a TypeError when somebody changes it.

    >>> FrozenDict(a=1)["a"] = 2
    Traceback (most recent call last):
    TypeError: this is a part of something frozen: make a copy with dict(...) and change that
    """

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this is a part of something frozen: make a copy with dict(...) and change that")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[Any, Any]]]:
        """Copied and pickled as a whole, not item by item."""
        return FrozenDict, (dict(self),)


class FrozenList(list[Any]):
    """A list that raises a TypeError when somebody changes it."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this is a part of something frozen: make a copy with list(...) and change that")

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type, tuple[list[Any]]]:
        """As for mappings."""
        return FrozenList, (list(self),)


class Frozen:
    """What a frozen dataclass inherits so that the mappings it is made with are frozen copies."""

    __slots__ = ()
    _mappings: dict[type, tuple[str, ...]] = {}  # noqa: RUF012  # the names of each class, found once

    def __post_init__(self) -> None:
        """Freeze what can be changed."""
        for name in _names(type(self)):
            given = getattr(self, name)
            if type(given) is dict:
                object.__setattr__(self, name, frozen(given))


def frozen(value: Any) -> Any:
    """The value, its dicts and lists replaced by frozen ones.

    >>> frozen({"scale": [1, 5]}) == {"scale": [1, 5]}
    True
    """
    kind = type(value)
    if kind is dict:
        return FrozenDict({key: frozen(each) for key, each in value.items()})
    if kind is list:
        return FrozenList(map(frozen, value))
    return value


def _names(kind: type) -> Iterable[str]:
    """The fields of a dataclass that hold mappings."""
    known = Frozen._mappings  # noqa: SLF001  # its own
    if kind not in known:
        known[kind] = tuple(each.name for each in fields(kind) if "Mapping" in str(each.type))
    return known[kind]
