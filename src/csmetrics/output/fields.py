"""Fields declared once: of them come the values of JSON, the JSON Schema, the lines of CSV and the frame.

    LINE = record("One customer.", Field("customer_id", TEXT, "The customer."), Field("day", DAY, "When."))

A field says its name, what kind of value it is, what it means, and where it is found: in the attribute of its name
unless another, or a function, is given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import attrgetter
from typing import Any, TypeAlias

from csmetrics.output.record_blocks import BlockColumn, Blocks

Getter: TypeAlias = Callable[[Any], Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_AT_ONCE = 10_000  # lines
_ORDER = [
    *(
        "$schema",
        "$id",
        "$ref",
        "title",
        "const",
        "type",
        "format",
        "pattern",
        "minimum",
        "exclusiveMinimum",
        "maximum",
    ),
    *("exclusiveMaximum", "description", "enum", "anyOf", "additionalProperties", "required", "properties", "items"),
    *("minItems", "maxItems", "allOf", "$defs"),
]  # in which a schema is written


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a value is: its schema, and how it becomes a plain value (as it is, if nothing is said).

    One with a name is written once in a schema, under $defs; `within` are the kinds that it is made of.
    """

    schema: Mapping[str, Any]
    plain: Getter | None = None
    name: str = ""
    within: tuple["FieldKind", ...] = ()
    fields: tuple["Field", ...] = ()

    @property
    def reference(self) -> dict[str, Any]:
        """How a schema speaks of it."""
        return {"$ref": f"#/$defs/{self.name}"} if self.name else dict(self.schema)

    def pick(self, *names: str) -> "tuple[Field, ...]":
        """Some fields of a record, in the order given."""
        known = {each.name: each for each in self.fields}
        return tuple(known[name] for name in names)

    def holds(self, keyword: str, value: str) -> bool:
        """Whether it, or what it is null or else, says so in its schema."""
        said = self.schema.get(keyword, ())
        if said == value or (isinstance(said, list) and value in said):
            return True
        return "anyOf" in self.schema and any(each.holds(keyword, value) for each in self.within)

    def definitions(self) -> "dict[str, FieldKind]":
        """The kinds with a name that it is made of, itself included."""
        found = {self.name: self} if self.name else {}
        for each in self.within:
            found |= each.definitions()
        return found


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record: its name, its kind, its meaning, where it is found.

    One that is there `sometimes` is left out where it is None.
    """

    name: str
    kind: FieldKind
    meaning: str = ""
    found: str | Getter = ""
    sometimes: bool = False
    read: Getter = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", _reader(self.found or self.name, self.kind.plain))

    @property
    def schema(self) -> dict[str, Any]:
        """Its schema, with what it means."""
        return self.kind.reference | ({"description": self.meaning} if self.meaning else {})


def _reader(found: str | Getter, plain: Getter | None) -> Getter:
    get: Getter = attrgetter(found) if isinstance(found, str) else found
    return get if plain is None else lambda thing: plain(get(thing))


def sometimes(field: Field) -> Field:
    """The same, left out of a record where it is None."""
    plain = field.kind.plain
    kind = replace(field.kind, plain=plain and (lambda value: None if value is None else plain(value)))
    return replace(field, kind=kind, sometimes=True)


TEXT = FieldKind({"type": "string"})
TRUTH = FieldKind({"type": "boolean"})
COUNT = FieldKind({"type": "integer", "minimum": 0})
ORDINAL = FieldKind({"type": "integer", "minimum": 1})
NUMBER = FieldKind({"type": "number"})
DAY = FieldKind({"type": "string", "format": "date"}, lambda day: day.isoformat())
NAME = FieldKind({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})
ANYTHING = FieldKind({})


def limited(kind: FieldKind, **limits: float) -> FieldKind:
    """A number within limits, by their names in JSON Schema."""
    return replace(kind, schema={**kind.schema, **limits})


def called(kind: FieldKind, meaning: str) -> FieldKind:
    """The same, with what it means where it stands in a list."""
    return replace(kind, schema={**kind.schema, "description": meaning})


def choice(*values: str, name: str = "") -> FieldKind:
    """One of some words."""
    return FieldKind({"enum": list(values)}, name=name)


def optional(kind: FieldKind) -> FieldKind:
    """The same, or null."""
    if isinstance(kind.schema.get("type"), list):
        return kind
    either = {"anyOf": [kind.reference, {"type": "null"}]}
    simple = not kind.name and not kind.fields and "type" in kind.schema and "format" not in kind.schema
    schema = {**kind.schema, "type": [kind.schema["type"], "null"]} if simple else either
    plain = kind.plain
    return FieldKind(schema, plain and (lambda value: None if value is None else plain(value)), within=(kind,))


def many(kind: FieldKind, **limits: int) -> FieldKind:
    """A list of the same kind."""
    plain = kind.plain
    listed: Getter = list if plain is None else lambda values: [plain(value) for value in values]
    return FieldKind({"type": "array", "items": kind.reference, **limits}, listed, within=(kind,))


def in_blocks(kind: FieldKind) -> FieldKind:
    """A list of records of which there may be millions: each field of theirs reads a column of a whole block."""
    names, readers = tuple(each.name for each in kind.fields), tuple(each.read for each in kind.fields)
    return replace(many(kind), plain=lambda blocks: Blocks(names, readers, blocks))


def column(each: Field) -> Field:
    """A field that reads a column of a block: a list of values that are plain already."""
    return replace(each, kind=as_it_is(each.kind))


def mapping(kind: FieldKind) -> FieldKind:
    """Names to values of the same kind."""
    plain = kind.plain
    mapped: Getter = dict if plain is None else lambda values: {name: plain(each) for name, each in values.items()}
    return FieldKind({"type": "object", "additionalProperties": kind.reference}, mapped, within=(kind,))


def record(meaning: str, *fields: Field, name: str = "", **more: Any) -> FieldKind:
    """A thing with fields; `more` is what its schema says beside them."""
    schema = {
        "type": "object",
        "description": meaning,
        "additionalProperties": False,
        "required": [each.name for each in fields if not each.sometimes],
        "properties": {each.name: each.schema for each in fields},
        **more,
    }
    return FieldKind(schema, _read_all(fields), name, tuple(each.kind for each in fields), fields)


def _read_all(fields: Iterable[Field]) -> Getter:
    """The values of all fields of a thing, without those that are there sometimes and not now."""
    readers = [(each.name, each.read) for each in fields]
    absent = frozenset(each.name for each in fields if each.sometimes)
    if not absent:
        return lambda thing: {name: read(thing) for name, read in readers}
    return lambda thing: {
        name: value for name, read in readers if (value := read(thing)) is not None or name not in absent
    }


def either(choose: Callable[[Any], FieldKind], *kinds: FieldKind) -> FieldKind:
    """One of several kinds, as the thing has it."""

    def plain(thing: Any) -> Any:
        chosen = choose(thing).plain
        return chosen(thing) if chosen else thing

    return FieldKind({"anyOf": [kind.reference for kind in kinds]}, plain, within=kinds)


def as_it_is(kind: FieldKind) -> FieldKind:
    """The same, of values that are plain already."""
    return replace(kind, plain=None)


def document(name: str, version: int, meaning: str, *fields: Field) -> FieldKind:
    """The whole of what a view writes as JSON."""
    identity = f"csmetrics.{name}/{version}"
    which = Field(
        "schema",
        FieldKind({"const": identity}),
        "Which schema this is; the number rises when a reader must change.",
        lambda _: identity,
    )
    return record(
        meaning,
        which,
        *fields,
        **{"$schema": DRAFT, "$id": f"urn:csmetrics:{name}:{version}", "title": f"csmetrics {name.replace('_', ' ')}"},
    )


def schema_of(kind: FieldKind) -> dict[str, Any]:
    """The JSON Schema of a document, with all that it refers to."""
    defined = {name: each.schema for name, each in kind.definitions().items()}
    found: dict[str, Any] = _in_order({**kind.schema, **({"$defs": defined} if defined else {})})
    return found


def _in_order(schema: Any) -> Any:
    """The keywords in the order in which they are read best; the names of properties stay in theirs."""
    if isinstance(schema, list):
        return [_in_order(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    named = ("properties", "$defs")
    return {
        key: {name: _in_order(each) for name, each in schema[key].items()} if key in named else _in_order(schema[key])
        for key in sorted(schema, key=lambda key: _ORDER.index(key) if key in _ORDER else len(_ORDER))
    }


@dataclass(frozen=True, slots=True)
class Lines:
    """A result as lines of a table: what stands behind each line, and the columns that are read from it.

    Both depend on the result, for a file may have columns that another has not. Where lines are found `in_blocks`, a
    block stands behind many of them, and its columns are read whole.
    """

    each: Callable[[Any], Iterable[Any]]
    columns: Callable[[Any], Iterable[Field]]
    in_blocks: bool = False

    def rows(self, result: Any) -> Iterator[list[Any]]:
        """Header and lines, as CSV has them."""
        columns = list(self.columns(result))
        yield [each.name for each in columns]
        for block in self.blocks(result):
            yield from map(list, zip(*(_cells(each, self.read(each, block)) for each in columns), strict=True))

    def blocks(self, result: Any) -> Iterator[Any]:
        """What stands behind the lines, some at a time."""
        if self.in_blocks:
            yield from self.each(result)
            return
        left = iter(self.each(result))
        while some := list(islice(left, _AT_ONCE)):
            yield some

    def read(self, column: Field, block: Any) -> BlockColumn:
        """A column of some lines."""
        return column.read(block) if self.in_blocks else [column.read(line) for line in block]


def _cells(column: Field, values: BlockColumn) -> Iterable[Any]:
    """Values as cells hold them."""
    said = column.kind.holds("type", "array") or column.kind.holds("type", "boolean")
    return map(cell, values) if said else values


def at(place: int | str, *fields: Field) -> tuple[Field, ...]:
    """The fields of a thing that is a part of another: by its position in it, or by the name of the attribute."""
    return tuple(replace(each, found=_within(place, each.read), kind=as_it_is(each.kind)) for each in fields)


def _within(place: int | str, read: Getter) -> Getter:
    if isinstance(place, int):
        return lambda things: read(things[place])
    part = attrgetter(place)
    return lambda thing: read(part(thing))


def cell(value: Any) -> Any:
    """A plain value as it stands in a cell: lists parted by spaces, truth as JSON has it.

    >>> cell([3, 17]), cell(True), cell(None), cell(0.5)
    ('3 17', 'true', None, 0.5)
    """
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
