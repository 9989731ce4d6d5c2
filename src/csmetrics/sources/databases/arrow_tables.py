"""What a database gives as columns that can be read here: exact numbers, days, moments, texts."""

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from decimal import Decimal
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

UNREADABLE = b"csmetrics.unreadable"
"""Says of a column that its cells are none that can be read, and what they are."""
_BEYOND = "numbers or dates beyond all bounds"
_EXACT = 1 << 53  # up to here a float holds every whole number
_INT_DIGITS, _DIGITS, _MOST_DIGITS = 19, 38, 76  # of int64, of decimal128, of decimal256
_MOMENT, _UTC = pa.timestamp("us"), pa.timestamp("us", "UTC")


class UnreadableError(Exception):
    """Cells that cannot be read, and what they are."""


Sizable = TypeVar("Sizable", bound=Sized)


def table_of(names: Iterable[str], columns: Iterable[Sizable], read: Callable[[Sizable], pa.Array]) -> pa.Table:
    """Columns as they are to be kept; one that cannot be read is there without its cells."""
    fields, arrays = [], []
    for name, column in zip(names, columns, strict=True):
        try:
            array, said = read(column), None
        except UnreadableError as error:
            array, said = pa.nulls(len(column)), {UNREADABLE: str(error).encode()}
        fields.append(pa.field(name, array.type, metadata=said))
        arrays.append(array)
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def from_values(values: Sequence[Any]) -> pa.Array:
    """A column of what a driver gives as Python's own values. Raises UnreadableError."""
    kinds = {type(value) for value in values} - {type(None)}
    if never := sorted(kind.__name__ for kind in kinds & _NEVER):
        raise UnreadableError(never[0])
    make = next((make for known, make in _MAKERS if kinds <= known), _texts)
    try:
        return make(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, ValueError):
        raise UnreadableError(_BEYOND) from None


def _whole(values: Sequence[Any]) -> pa.Array:
    try:
        return pa.array(values, pa.int64())
    except OverflowError:
        return _decimals(values)


def _decimals(values: Sequence[Any]) -> pa.Array:
    return pa.array([value if value is None else Decimal(value) for value in values])


def _floats(values: Sequence[Any]) -> pa.Array:
    if any(isinstance(value, int) and abs(value) > _EXACT for value in values):
        return _texts(values)
    return pa.array([value if value is None else float(value) for value in values], pa.float64())


def _moments(values: Sequence[Any]) -> pa.Array:
    aware = [value.tzinfo is not None for value in values if value is not None]
    if any(aware) and not all(aware):
        return _texts(values)
    return pa.array(values, _UTC if any(aware) else _MOMENT)


def _texts(values: Sequence[Any]) -> pa.Array:
    return pa.array([value if value is None else _text(value) for value in values], pa.string())


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, enum.Enum) else value)


_NEVER = {
    bytes, bytearray, memoryview, list, dict, tuple, set, dt.timedelta, dt.time,
}  # fmt: skip
_MAKERS: list[tuple[set[type], Callable[[Sequence[Any]], pa.Array]]] = [
    (set(), lambda values: pa.nulls(len(values))),
    ({bool}, lambda values: pa.array(values, pa.bool_())),
    ({int}, _whole),
    ({int, Decimal}, _decimals),
    ({int, float}, _floats),
    ({dt.date}, lambda values: pa.array(values, pa.date32())),
    ({dt.datetime}, _moments),
    ({str}, lambda values: pa.array(values, pa.string())),
    ({uuid.UUID}, _texts),
]


def from_arrow(array: pa.Array) -> pa.Array:
    """A column of what a driver gives in arrow's types. Raises UnreadableError."""
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        return _of_extension(array)
    if pa.types.is_dictionary(kind):
        return from_arrow(array.dictionary_decode())
    if pa.types.is_uint64(kind):
        return array.cast(pa.decimal128(_DIGITS, 0))
    for fits, kept in _KEPT:
        if fits(kind):
            return array if kept is None else array.cast(kept)
    raise UnreadableError(str(kind))


def _of_extension(array: pa.Array) -> pa.Array:
    """Numbers of PostgreSQL come as text, exact as they are."""
    kind = array.type
    if getattr(kind, "type_name", "") == "numeric":
        try:
            return decimals(array.storage.cast(pa.string()))
        except pa.ArrowInvalid:
            raise UnreadableError(_BEYOND) from None
    if kind.extension_name == "arrow.uuid":
        return pa.array([None if value is None else str(value) for value in array.to_pylist()], pa.string())
    raise UnreadableError(getattr(kind, "type_name", "") or kind.extension_name.removeprefix("arrow."))


def decimals(texts: pa.Array) -> pa.Array:
    """Numbers in decimals, exact.

    >>> decimals(pa.array(["19.99", "-1200.5", None])).type
    Decimal128Type(decimal128(38, 2))
    """
    points, length = pc.find_substring(texts, "."), pc.utf8_length(texts)
    none = pc.less(points, 0)
    whole = pc.max(pc.if_else(none, length, points)).as_py() or 0
    behind = pc.max(pc.if_else(none, 0, pc.subtract(pc.subtract(length, points), 1))).as_py() or 0
    return texts.cast(decimal(whole, behind))


def decimal(whole: int, behind: int) -> pa.DataType:
    """The type of numbers with so many digits before the point and behind it. Raises ArrowInvalid."""
    if whole + behind <= _DIGITS:
        return pa.decimal128(_DIGITS, behind)
    if whole + behind > _MOST_DIGITS:
        raise pa.ArrowInvalid("too many digits")
    return pa.decimal256(_MOST_DIGITS, behind)


_KEPT: list[tuple[Callable[[pa.DataType], bool], pa.DataType | None]] = [
    (pa.types.is_null, None),
    (pa.types.is_boolean, None),
    (pa.types.is_integer, pa.int64()),
    (pa.types.is_decimal, None),
    (pa.types.is_floating, pa.float64()),
    (pa.types.is_date32, None),
    (lambda kind: pa.types.is_timestamp(kind) and kind.tz is not None, _UTC),
    (pa.types.is_timestamp, _MOMENT),
    (pa.types.is_string, None),
    (pa.types.is_large_string, pa.string()),
    (pa.types.is_string_view, pa.string()),
]


def pieces_of(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """What comes in arrow's types, batch by batch; an empty one where there is none."""
    names, some = batches.schema.names, False
    for batch in batches:
        some = True
        yield table_of(names, batch.columns, from_arrow)
    if not some:
        yield table_of(names, [pa.array([], field.type) for field in batches.schema], from_arrow)


def common(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    """The type in which cells of two types that are kept stand without loss: text, if there is no other.

    >>> common(pa.int64(), pa.null()), common(pa.decimal128(4, 2), pa.decimal128(9, 3)), common(pa.int64(), pa.string())
    (DataType(int64), Decimal128Type(decimal128(38, 3)), DataType(string))
    """
    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    if {one, other} == {pa.int64(), pa.float64()}:
        return pa.float64()
    sizes = [_size(kind) for kind in (one, other)]
    if any(size is None for size in sizes) or pa.int64() == one == other:
        return pa.string()
    whole, behind = (max(size[at] for size in sizes if size) for at in (0, 1))
    return decimal(whole, behind)


def _size(kind: pa.DataType) -> tuple[int, int] | None:
    """The digits before the point and behind it."""
    if pa.types.is_decimal(kind):
        return kind.precision - kind.scale, kind.scale
    return (_INT_DIGITS, 0) if kind == pa.int64() else None
