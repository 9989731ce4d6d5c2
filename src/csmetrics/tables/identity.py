"""Customers who may be one although their ids differ: in capital letters, or in leading zeros, over all tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import numbers, texts_to_arrow, to_arrow, truths
from csmetrics.tables.cells import matches
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.cleaning import is_ascii, signs_of
from csmetrics.tables.distinct import mixed
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.identifiers import folded
from csmetrics.tables.ids import are_plain, begins_with_zero
from csmetrics.tables.match import CustomerIndex, IdsByTable

_KINDS = {"case": "in capital letters alone", "zeros": "in leading zeros alone"}
_SMALL = np.uint64(0x2020202020202020)  # the bit that makes a capital letter small, in eight signs
_OWN = np.uint64(20)  # bits of a number that tell one spelling from another
_LONGEST = 128  # bytes of an id that are looked at eight by eight
_FIRST, _ASCII, _LETTERS = 1000, 128, 26
_DIGITS = "^[0-9]+$"
_SHOWN = 40  # signs of an id that are shown


@dataclass(frozen=True, slots=True)
class Alike:
    """How many ids of a table become equal to others when they are folded, with one of them and another's spelling."""

    count: int
    one: str
    other: str
    where: str  # the table that has the other

    def with_more(self, more: "Alike") -> "Alike":
        """The same together with those of other customers."""
        return replace(min(self, more, key=lambda each: each.one), count=self.count + more.count)


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that are alike, by kind and table, and the kinds of which customers.csv holds two spellings of one id."""

    alike: Mapping[tuple[str, str], Alike]
    apart: frozenset[str] = frozenset()

    def with_more(self, more: "Found") -> "Found":
        """The same together with those of other customers."""
        both = self.alike.keys() & more.alike.keys()
        joined = {key: self.alike[key].with_more(more.alike[key]) for key in both}
        return Found({**self.alike, **more.alike, **joined}, self.apart | more.apart)


def remarks_on_ids(tables: Mapping[str, CheckedTable], customers: CustomerIndex) -> tuple[FileRemark, ...]:
    """A remark for each table that names customers whose ids differ in spelling alone from others'."""
    if all(map(are_plain, customers.ids.values())):
        return ()
    return said_of_ids([customers], tables)


def said_of_ids(parts: Iterable[CustomerIndex], tables: Mapping[str, CheckedTable]) -> tuple[FileRemark, ...]:
    """The same of customers that come in parts; ids that are alike are in one part."""
    found = reduce(Found.with_more, map(_found, parts), Found({}))
    return tuple(
        FileRemark(name, tables[name].source.file, _said(kind, alike, tables, apart=kind in found.apart))
        for kind in _KINDS
        for name in tables
        if (alike := found.alike.get((kind, name))) and (name != "customers" or alike.where == "customers")
    )


def _found(customers: CustomerIndex) -> Found:
    ids, names = customers.ids, customers.names
    alike: dict[tuple[str, str], Alike] = {}
    apart: set[str] = set()
    for kind, may_differ in (("case", _may_differ_in_case), ("zeros", _may_differ_in_zeros)):
        if may_differ(names):
            folds = _twice(folded(names, (kind,)))
            known = ids.get("customers", folds[:0])
            if truths(pc.is_in(_twice(folded(known, (kind,))), folds)).any():
                apart.add(kind)
            alike |= {(kind, name): each for name, each in _alike(kind, ids, folds)}
    return Found(alike, frozenset(apart))


def _alike(kind: str, ids: IdsByTable, folds: pa.Array) -> Iterator[tuple[str, Alike]]:
    """Of each table the ids that fold to one of some texts."""
    for name, names in ids.items():
        own = names.filter(pc.is_in(folded(names, (kind,)), folds))
        if len(own):
            one = pc.min(own).as_py()
            yield name, Alike(len(own), one, *_another(kind, ids, one, name))


def _another(kind: str, ids: IdsByTable, one: str, table: str) -> tuple[str, str]:
    """Another spelling of an id and a table that has it: customers.csv if it can be, the table itself at last."""
    fold = folded(texts_to_arrow([one]), (kind,))
    for name in dict.fromkeys(["customers", *(each for each in ids if each != table), table]):
        names = ids.get(name, fold[:0])
        same = names.filter(pc.is_in(folded(names, (kind,)), fold)).to_pylist()
        if others := sorted(set(same) - {one}):
            return others[0], name
    raise LookupError(one)


def _twice(folds: pa.Array) -> pa.Array:
    """The texts that stand more than once."""
    counted = pc.value_counts(folds)
    return counted.field("values").filter(to_arrow(numbers(counted.field("counts"), np.int64, 0) > 1))


def _said(kind: str, alike: Alike, tables: Mapping[str, CheckedTable], *, apart: bool) -> str:
    customers = f"{alike.count:,} customer ids differ" if alike.count > 1 else "a customer id differs"
    one, other = (text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…" for text in (alike.one, alike.other))
    where = tables[alike.where].source.file
    text = f'{customers} {_KINDS[kind]} from another, such as "{one}" here and "{other}" in {where}'
    if apart:
        return f"{text}; both spellings stand in customers.csv, so they count as different customers."
    return f"{text}; if they mean the same customer, declare ids: {{fold: [{kind}]}} in csmetrics.yaml."


def _may_differ_in_case(names: pa.Array) -> bool:
    """Whether some distinct ids are equal once their capital letters are small ones."""
    if not _capitals_and_small(names):
        return False
    longest = int(pc.max(pc.binary_length(names)).as_py() or 0)
    if longest <= _LONGEST and is_ascii(names):
        keys = _keys(names)
        keys.sort()
        differ = keys[1:] != keys[:-1]
        if not (differ & (keys[1:] >> _OWN == keys[:-1] >> _OWN)).any():
            return False
    return len(pc.unique(pc.utf8_lower(names))) < len(names)


def _keys(names: pa.Array) -> np.ndarray:
    """A number for each id: above what is the same for all of its spellings, below a little of its own."""
    alike, own = mixed(names, _SMALL), mixed(names)
    alike >>= _OWN
    alike <<= _OWN
    own >>= np.uint64(64) - _OWN
    alike |= own
    return alike


def _capitals_and_small(names: pa.Array) -> bool:
    """Whether there are both capital and small letters; letters beyond ASCII may be either."""
    capital = small = False
    for signs in (signs_of(names[:_FIRST]), signs_of(names)):
        other = bool(signs.size) and int(signs.max()) >= _ASCII
        capital = capital or other or bool((signs - np.uint8(ord("A")) < _LETTERS).any())
        small = small or other or bool((signs - np.uint8(ord("a")) < _LETTERS).any())
        if capital and small:
            return True
    return False


def _may_differ_in_zeros(names: pa.Array) -> bool:
    """Whether some ids of digits alone have a leading zero, and not all of them the same length."""
    if not matches(names.filter(to_arrow(begins_with_zero(names))), _DIGITS).any():
        return False
    digits = names.filter(to_arrow(matches(names, _DIGITS)))
    return len(pc.unique(pc.binary_length(digits))) > 1
