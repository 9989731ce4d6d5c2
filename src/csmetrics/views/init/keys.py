"""Ids of two systems: in which column of the customers the ids of another file stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from csmetrics.declared import TABLES
from csmetrics.synonyms import folded
from csmetrics.views.init.inspection import Look
from csmetrics.views.init.recognised import RecognisedFile

_ENOUGH = 0.5  # of the different ids that must be found
_FEW = 3  # ids that tell nothing
_LONG = 5  # digits of a number that may be an id


@dataclass(frozen=True, slots=True)
class Match:
    """A column of a file whose values are found in a column of the customers."""

    column: str
    customers: str
    found: int
    of: int


def best_match(columns: Iterable[Look], customers: Sequence[Look]) -> Match | None:
    """The one pair of columns in which most values of the file are found; None where none or two stand out.

    >>> import pyarrow as pa
    >>> def look(name, *cells): return Look(name, pa.chunked_array([list(cells)]))
    >>> best_match([look("Email", "a@x", "b@x", "c@x")], [look("id", "1", "2", "3"), look("mail", "c@x", "b@x", "a@x")])
    Match(column='Email', customers='mail', found=3, of=3)
    """
    keys = [each for each in customers if _FEW <= each.filled == each.different]  # each value tells a customer apart
    found = [
        Match(column.name, key.name, int(pc.sum(pc.is_in(column.unique, key.unique)).as_py()), column.different)
        for column in columns
        if column.different >= _FEW
        for key in keys
    ]
    good = sorted((each for each in found if each.found >= _ENOUGH * each.of), key=lambda each: -each.found)
    if not good or (len(good) > 1 and good[1].found == good[0].found):
        return None
    return good[0]


def _may_say_who(known: RecognisedFile, look: Look) -> bool:
    """Whether a column may hold ids of customers: it is no other one of ours, and no small numbers."""
    others = set(known.in_force().columns.values()) - {known.header_of("customer_id")}
    named = {name for name in TABLES[known.table or ""].columns if name != "customer_id"}
    small = look.kind == "whole numbers" and any(len(value) < _LONG for value in look.values)
    return look.name not in others and folded(look.name) not in map(folded, named) and not small


def joined(known: RecognisedFile, customers: RecognisedFile | None) -> tuple[Mapping[str, Any], str]:
    """How a file that names customers by the ids of another system is joined with them, and what that rests on.

    Nothing where its ids are those of the customers already, or where no column stands out.
    """
    if customers is None or known.table in (None, "customers", "costs") or known.missing:
        return {}, ""
    own, main = known.looked.column(known.header_of("customer_id")), customers.header_of("customer_id")
    others = customers.looked.columns
    found = best_match([own], others) if own else None
    if found is None and (own is None or known.layout):
        found = best_match((look for look in known.looked.columns if _may_say_who(known, look)), others)
    if found is None or (own and found.column == own.name and found.customers == main):
        return {}, ""
    lines: dict[str, Any] = {}
    if own is None or found.column != own.name:
        lines["columns"] = {"customer_id": found.column}
    if found.customers != main:
        lines["ids"] = {"via": f"customers.{found.customers}"}
    where = f"{found.customers} of {customers.file}"
    return lines, f"{found.column} says who: {found.found:,} of its {found.of:,} different values are in {where}."
