"""The header of one file: which of its columns are ours, which are attributes, which nobody reads."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from csmetrics.columns import Column, Table, attribute
from csmetrics.config import TableConfig
from csmetrics.config.working_out import headers_of
from csmetrics.errors import DataError, Problem, did_you_mean, whole
from csmetrics.sources.source import Places
from csmetrics.synonyms import (
    ALONE,
    CHANGING,
    CHANGING_IN_SHAPE,
    LIKELY,
    ONE_FOR_ALL,
    SAME,
    SAME_IN_SHAPE,
    SLIPS,
    Changing,
    bare,
    folded,
    is_annual,
)
from csmetrics.tables.mapping.rules import RowRules, found_in, listed, rules_for

_PLAIN = re.compile(r"[A-Za-z_][\w ()/.-]*")
_WORDS_OF_YAML = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
_ALIKE = 0.85  # how like a name a header must be to be taken for a slip of the pen


@dataclass(frozen=True, slots=True)
class Heading:
    """A header understood.

    `ours` gives our columns their names in the file, `attributes` the further columns their names for --by, `changing`
    those that would change a figure if they were read. `renamed` columns go by another name of the field in the file.
    """

    header: tuple[str, ...]
    ours: Mapping[str, str]
    attributes: Mapping[str, str] = field(default_factory=dict)
    changing: Mapping[str, Changing] = field(default_factory=dict)
    renamed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)  # columns that divide the rows if they are asked for
    calculated: frozenset[str] = frozenset()  # columns of numbers that are worked out, and so written plainly

    @property
    def named(self) -> tuple[str, ...]:
        """Every column of the file, read or not, by our names."""
        ours = {theirs: name for name, theirs in (*self.ours.items(), *self.attributes.items())}
        return tuple(ours.get(name, name) for name in self.header if name)

    def notes(self, file: str) -> Iterator[str]:
        """What to say of columns that were read under another name."""
        yield from (f"{file}: the column {self.ours[name]} is read as {name}." for name in self.renamed)


def understand(header: tuple[str, ...], places: Places, table: Table, settings: TableConfig) -> Heading:
    """The header, if it is one, matched with the columns that we know.

    Raises DataError where a required column is missing, or two columns could be the same one of ours.
    """
    if header[0].lower().startswith("sep="):
        raise whole(places.locate(1), f"the first line is {header[0]}, not the header", "Remove that line.")
    if len(header) == 1:
        _refuse_other_delimiters(header[0], places)
    return _matched(header, places, table, settings)


def _refuse_other_delimiters(header: str, places: Places) -> None:
    for sign, shown in ((";", ";"), ("\t", "\\t"), ("|", "|")):
        if sign in header:
            problem = f'the columns look separated by "{shown}", not by commas'
            fix = f'Declare delimiter: "{shown}" in csmetrics.yaml, or export with commas.'
            raise whole(places.locate(1), problem, fix)


def _matched(header: tuple[str, ...], places: Places, table: Table, settings: TableConfig) -> Heading:
    _refuse_twice(header, places)
    ignored = {folded(name) for name in settings.ignore}
    free = [name for name in header if name and folded(name) not in ignored]
    rules = rules_for(header, places, settings)
    ours = _mapped(free, places, header, settings)
    ours |= _found(places, table, settings, [name for name in free if name not in ours.values()], ours)
    _refuse_constants(places, settings, ours)
    _refuse_computed(places, table, rules, ours, settings)
    renamed = tuple(
        name
        for name, theirs in ours.items()
        if name not in settings.columns and name not in rules.made and folded(theirs) != folded(name)
    )
    ours |= rules.made
    _refuse_annual(places, table, ours, settings)
    missing = [name for name in table.required() if name not in settings.constants and name not in ours]
    rest = [name for name in free if name not in ours.values()]
    if missing:
        raise DataError(places.file, [_missing(places, table, missing, rest, header)])
    operands = {name for formula in rules.compute.values() for name in headers_of(formula)}
    changing = {name: each for name, each in _changing(table, rest, ours) if name not in operands}
    told = {*ours, *settings.constants}
    lonely = {name: each for name, each in ALONE.items() if name in ours and name not in rules.made}
    changing |= {ours.pop(name): alone for name, alone in lonely.items() if alone.unless not in told}
    known = {name: theirs for name, theirs in ours.items() if name in table.columns}
    further = [name for name in rest if name not in changing]
    attributes = {name: theirs for name, theirs in ours.items() if name not in known}
    attributes |= {name: name for name in further if table.open and name not in table.columns}
    unread = tuple(name for name in further if name not in attributes.values())
    own = {name: name for name in unread if table.divides and name not in table.columns}
    unread = tuple(name for name in unread if name not in rules.looked_at)
    every = (*header, *rules.made.values())
    return Heading(every, known, attributes, changing, renamed, unread, own, rules.calculated)


def _refuse_twice(header: Sequence[str], places: Places) -> None:
    twice = [column for column, count in Counter(header).items() if count > 1 and column]
    if twice:
        problem = f"the column {twice[0]} appears twice in the header"
        raise whole(places.locate(1), problem, "Rename or remove one of them.")


def _mapped(free: Sequence[str], places: Places, header: Sequence[str], settings: TableConfig) -> dict[str, str]:
    """The columns that the configuration names."""
    found: dict[str, str] = {}
    for ours, theirs in settings.columns.items():
        there = found_in(theirs, free)
        if there is None:
            fix = f"The header has {listed(header)}.{did_you_mean(theirs, header)}"
            raise whole(
                places.locate(1),
                f"csmetrics.yaml names the column {theirs} for {ours}, and the file does not have it",
                fix,
            )
        found[ours] = there
    return found


def _found(
    places: Places, table: Table, settings: TableConfig, free: Sequence[str], mapped: Mapping[str, str]
) -> dict[str, str]:
    """The columns that are there under their own names, or under other names of the field."""
    by_name: dict[str, list[str]] = {}
    for name in free:
        by_name.setdefault(folded(name), []).append(name)
    wanted = [name for name in table.columns if name not in mapped]
    found = {}
    for name in wanted:
        alike = [name] if name in free else by_name.get(folded(name), [])
        if alike:
            found[name] = _one(places, table, name, alike)
    taken = set(found.values())
    for name in wanted:
        if name in found or name in settings.constants or name in settings.compute:
            continue
        others = [
            theirs
            for other in (*SAME.get(table.name, {}).get(name, ()), *SAME_IN_SHAPE.get(table.shape, {}).get(name, ()))
            for theirs in by_name.get(folded(other), [])
            if theirs not in taken
        ]
        if others:
            found[name] = _one(places, table, name, list(dict.fromkeys(others)))
            taken.add(found[name])
    return found


def _one(places: Places, table: Table, name: str, alike: Sequence[str]) -> str:
    """The one column of a name; which of two is meant is not for us to say."""
    if len(alike) == 1:
        return alike[0]
    lines = " or ".join(f"columns: {{{name}: {as_yaml(theirs)}}}" for theirs in alike)
    problem = f"the columns {' and '.join(alike)} could each be {name}"
    raise whole(places.locate(1), problem, f"Say which one in csmetrics.yaml under tables: {table.name}: {lines}.")


def _refuse_constants(places: Places, settings: TableConfig, ours: Mapping[str, str]) -> None:
    overridden = [ours[name] for name in settings.constants if name in ours]
    if overridden:
        problem = f"the file has a column {overridden[0]}, and the configuration gives it a constant"
        raise whole(places.locate(1), problem, "Remove the constant, or rename the column.")


def _refuse_computed(
    places: Places, table: Table, rules: RowRules, ours: Mapping[str, str], settings: TableConfig
) -> None:
    """A column that the file has is not worked out too, and a quantity is not multiplied twice."""
    for name in rules.made:
        if name in ours:
            problem = f"the file has a column {ours[name]}, and the configuration works {name} out of others"
            fix = f"Take {name} out of compute, or say ignore: [{as_yaml(ours[name])}] to pass over what the file says."
            raise whole(places.locate(1), problem, fix)
    formula, quantity = rules.compute.get("amount"), ours.get("quantity")
    if formula and settings.amount_is is None and quantity in set(headers_of(formula)):
        problem = f"amount is worked out of {quantity}, which is the quantity too, and multiplies the amount"
        lines = "amount_is: line, or amount_is: unit to multiply twice"
        raise whole(places.locate(1), problem, f"Add to csmetrics.yaml under tables: {table.name}: {lines}.")


def _refuse_annual(places: Places, table: Table, ours: Mapping[str, str], settings: TableConfig) -> None:
    """An amount whose header says that it is for a year, where nothing else says what it is for."""
    theirs = ours.get("amount", "")
    said = "interval" in ours or "interval" in settings.constants or "interval" not in table.columns
    if table.name == "subscriptions" and is_annual(theirs) and not said:
        problem = f"the header of {theirs} says that it is for a year, and no column says what amounts are for"
        lines = "constants: {interval: year}  # it is, or constants: {interval: month}  # it is for a month"
        raise whole(places.locate(1), problem, f"Add to csmetrics.yaml under tables: {table.name}: {lines}")


def _changing(table: Table, rest: Iterable[str], ours: Mapping[str, str]) -> Iterator[tuple[str, Changing]]:
    """The columns that would change a figure if they were read."""
    changing = (*CHANGING.get(table.name, ()), *CHANGING_IN_SHAPE.get(table.shape, ()))
    known = {bare(name): each for each in changing for name in each.names}
    asked = [each for each in SLIPS.get(table.name, ()) if each.column in table.columns]
    slips = {slip: each for each in asked if (slip := slip_of(each.names[0], rest))}
    for name in rest:
        found = known.get(bare(name), slips.get(name))
        if found and found.column not in ours and found.unless not in ours:
            yield name, found if found.column in table.columns else replace(found, column=None)


def _missing(places: Places, table: Table, names: Sequence[str], rest: Sequence[str], header: Sequence[str]) -> Problem:
    """The columns that are missing, and the lines that would say where they are."""
    one = len(names) == 1
    problem = (
        "this column is missing, and csmetrics needs it"
        if one
        else f"the required columns {', '.join(names)} are missing"
    )
    fix = f"The header has {listed(header)}. Rename {'a column, or map it' if one else 'columns, or map them'}."
    likely = {name: _likely(table, name, rest) for name in names}
    lines = [f"{table.name}:"]
    lines += ["  columns:", *(f"    {name}: {as_yaml(theirs) if theirs else '...'}" for name, theirs in likely.items())]
    lines += [
        f"  constants: {{{name}: ...}}  # instead, if it is the same for every row"
        for name, theirs in likely.items()
        if (name in ONE_FOR_ALL or (table.shape == "periodic" and name == "amount")) and not theirs
    ]
    found = Problem.at(places.locate(1), names[0] if one else None, None, problem, _of_shape(table) + fix)
    return replace(found, settings=tuple(lines))


def _of_shape(table: Table) -> str:
    """Which columns there are, where that depends on the shape of the rows."""
    if not table.shape:
        return ""
    required = list(table.required())
    others = ", ".join(name for name in table.columns if name not in required)
    return f"With shape: {table.shape} a row has {', '.join(required)}, and may have {others}. "


def _likely(table: Table, name: str, rest: Sequence[str]) -> str | None:
    """A column that may be the one missing: by what the field calls such columns, or by a slip of the pen."""
    by_name = {folded(theirs): theirs for theirs in rest}
    offered = (by_name.get(folded(other)) for other in LIKELY.get(table.name, {}).get(name, ()))
    return next((theirs for theirs in offered if theirs), None) or slip_of(name, rest)


def slip_of(name: str, header: Iterable[str]) -> str | None:
    """The column whose name is this one but for a slip of the pen.

    >>> slip_of("amount", ["ammount", "Country"]), slip_of("amount", ["Country"])
    ('ammount', None)
    """
    hint = did_you_mean(name, header, _ALIKE)
    return hint.removeprefix(" Did you mean ").removesuffix("?") or None


def slip_notes(file: str, table: Table, heading: Heading) -> Iterator[str]:
    """What to say of columns that are passed over and look like ours but for a slip of the pen."""
    absent = [name for name in table.columns if name not in heading.ours]
    for theirs in (*heading.unread, *heading.attributes.values()):
        meant = slip_of(theirs, absent)
        if meant:
            yield f"{file}: the column {theirs} is not {'counted' if table.open else 'read'}. Did you mean {meant}?"


def as_yaml(name: str) -> str:
    """A header as it can stand in a list or a section of csmetrics.yaml.

    >>> as_yaml("qty"), as_yaml("Discount, %")
    ('qty', '"Discount, %"')
    """
    return (
        name
        if _PLAIN.fullmatch(name) and name.casefold() not in _WORDS_OF_YAML
        else json.dumps(name, ensure_ascii=False)
    )


def columns_wanted(heading: Heading, table: Table) -> dict[str, Column]:
    """Our columns and the attributes by their names in the file."""
    ours = {theirs: table.columns[name] for name, theirs in heading.ours.items()}
    return ours | {theirs: attribute(name) for name, theirs in heading.attributes.items()}
