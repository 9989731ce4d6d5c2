"""Accounts of one company: `roll_up: parent_id` counts customers with one parent as one, in all tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import numbers, texts_to_arrow, to_arrow
from csmetrics.config import Config
from csmetrics.errors import DataError, Problem
from csmetrics.synonyms import folded
from csmetrics.tables.cells import encode, renamed
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.doubts import MOST_EXAMPLES, Doubt
from csmetrics.tables.identifiers import tidy_ids
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.via import fold_of

ACCOUNT = "\0account"  # whose row it was before: beside customer_id where rows are yet to be compared
_SHOWN = 5  # accounts of a circle


@dataclass(frozen=True, slots=True)
class RollUp:
    """Accounts that have a parent, and the topmost parent of each, as ids; what is to be said of them."""

    column: str
    accounts: pa.Array
    tops: pa.Array
    doubts: tuple[Doubt, ...] = ()

    @classmethod
    def of(cls, customers: CheckedTable | None, config: Config) -> "RollUp":
        """Who counts as whom. Raises DataError where parents go round in a circle, or nothing names them."""
        name = config.table("customers").roll_up or ""
        if customers is None:
            fix = "Add it, or take tables: customers: roll_up out of csmetrics.yaml."
            raise _wrong(
                Problem("customers.csv", None, None, None, f"not there, while {name} of it names parents", fix)
            )
        column = next((each for each in customers.rows.columns if folded(each) == folded(name)), None)
        if column is None:
            fix = "Add it, or correct tables: customers: roll_up in csmetrics.yaml."
            problem = "no such column, by which accounts are rolled up"
            raise _wrong(Problem.at(customers.places.locate(1), name, None, problem, fix))
        return _of(customers, column, config)

    def rolled(self, table: CheckedTable, *, first: bool = True) -> CheckedTable:
        """A table, or a block of one, with the ids of the topmost parents; of customers.csv their rows alone.

        Where rows are yet to be compared with one another, they keep whose they were.
        """
        if "customer_id" not in table.ids:
            return table
        names, codes = table.ids["customer_id"], table.rows["customer_id"]
        if table.source.table == "customers":
            return self._parents(table, first=first)
        place = pc.index_in(names, self.accounts)
        theirs = pc.coalesce(self.tops.take(place), names)
        found = renamed(codes, theirs, np.ones(len(names), dtype=bool))
        columns, ids = {**table.rows.columns, "customer_id": found.codes}, {**table.ids, "customer_id": found.names}
        if not table.settled:
            columns, ids = {**columns, ACCOUNT: codes}, {**ids, ACCOUNT: names}
        return replace(table, rows=replace(table.rows, columns=columns), ids=ids)

    def _parents(self, table: CheckedTable, *, first: bool) -> CheckedTable:
        """The rows of those who have no parent."""
        names, codes = table.ids["customer_id"], table.rows["customer_id"]
        own = numbers(pc.index_in(names, self.accounts), np.int32, -1) < 0
        rows = table.rows.take(np.append(own, True)[codes])
        found = renamed(rows["customer_id"], names, own)
        return replace(
            table,
            rows=replace(rows, columns={**rows.columns, "customer_id": found.codes}),
            ids={**table.ids, "customer_id": found.names},
            below=len(table.rows) - len(rows),
            doubts=(*table.doubts, *(self.doubts if first else ())),
        )


def rolled_up(
    tables: Mapping[str, CheckedTable], failed: Mapping[str, tuple[Problem, ...]], config: Config
) -> tuple[dict[str, CheckedTable], dict[str, tuple[Problem, ...]]]:
    """The tables with accounts of one company as one customer; and why, if so, nobody can tell whose rows they are."""
    if not config.table("customers").roll_up:
        return dict(tables), {}
    problems = failed.get("customers")
    if not problems:
        try:
            roll_up = RollUp.of(tables.get("customers"), config)
            return {name: roll_up.rolled(table) for name, table in tables.items()}, {}
        except DataError as error:
            problems = error.problems
    untold = [name for name, table in tables.items() if "customer_id" in table.ids]
    return {name: table for name, table in tables.items() if name not in untold}, dict.fromkeys(untold, problems)


def by_account(table: CheckedTable) -> CheckedTable:
    """A table whose rows are compared account by account, as they stand in the file: whose they are waits beside it."""
    return _swapped(table) if ACCOUNT in table.rows else table


def by_company(table: CheckedTable) -> CheckedTable:
    """The same again as it is counted."""
    if ACCOUNT not in table.rows:
        return table
    found = _swapped(table)
    columns = {name: column for name, column in found.rows.columns.items() if name != ACCOUNT}
    ids = {name: names for name, names in found.ids.items() if name != ACCOUNT}
    return replace(found, rows=Rows(columns, found.rows.numbers), ids=ids)


def _swapped(table: CheckedTable) -> CheckedTable:
    columns, ids = dict(table.rows.columns), dict(table.ids)
    for each in (columns, ids):
        each["customer_id"], each[ACCOUNT] = each[ACCOUNT], each["customer_id"]
    return replace(table, rows=Rows(columns, table.rows.numbers), ids=ids)


def _of(customers: CheckedTable, column: str, config: Config) -> RollUp:
    rows, names = customers.rows, customers.ids["customer_id"]
    parent, unknown = _parents_of(rows, names, column, fold_of("customers", config))
    top = _topmost(parent)
    if circles := list(_circles(customers, column, parent, top)):
        raise _wrong(*circles)
    below = np.flatnonzero(top != np.arange(len(top)))
    of_row = names.take(to_arrow(rows["customer_id"]))
    accounts, tops = (of_row.take(to_arrow(which)) for which in (below, top[below]))
    doubts = (_unknown(customers, column, unknown),) if len(unknown) else ()
    return RollUp(column, accounts, tops, doubts)


def _parents_of(rows: Rows, names: pa.Array, column: str, fold: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The place of each row's parent among the rows, its own where it has none; and the rows that lack theirs."""
    values: Any = rows[column]
    if not isinstance(values, Coded):
        found = encode(values)
        values = Coded(found.codes, found.names.to_pylist())
    tidy, real, _ = tidy_ids(texts_to_arrow(list(values.categories)), fold)
    place = np.full(len(names), -1, dtype=np.int64)  # of the row of each customer
    place[rows["customer_id"]] = np.arange(len(rows))
    code = numbers(pc.index_in(tidy, names), np.int32, -1)
    of_value = np.where(code < 0, -1, place[code])
    parent, named = np.append(of_value, -1)[values.codes], np.append(real, False)[values.codes]
    return np.where(parent < 0, np.arange(len(rows)), parent), np.flatnonzero(named & (parent < 0))


def _topmost(parent: np.ndarray) -> np.ndarray:
    """The last in each row's chain of parents; in a circle any of those who stand in it."""
    top = parent
    for _ in range(max(len(parent), 2).bit_length()):
        top = top[top]
    return top


def _circles(customers: CheckedTable, column: str, parent: np.ndarray, top: np.ndarray) -> Iterator[Problem]:
    """A problem for each circle, at the first of its rows."""
    seen: set[int] = set()
    names, codes = customers.ids["customer_id"], customers.rows["customer_id"]
    for at in np.unique(top[parent[top] != top]).tolist():
        if at in seen:
            continue
        circle = [at]
        while (above := int(parent[circle[-1]])) != at:
            circle.append(above)
        seen.update(circle)
        begin = circle.index(min(circle))
        ids = [names[int(codes[each])].as_py() for each in (circle[begin:] + circle[:begin])[:_SHOWN]]
        round_ = f"{', '.join(ids)}{', ...' if len(circle) > _SHOWN else ''}, {ids[0]}"
        row = int(customers.rows.numbers_of(np.array([min(circle)]))[0])
        value = names[int(codes[parent[min(circle)]])].as_py()
        problem = f"the parents go round in a circle: {round_}"
        yield Problem.at(customers.places.locate(row), column, value, problem, "Correct or clear one of them.")


def _unknown(customers: CheckedTable, column: str, unknown: np.ndarray) -> Doubt:
    """Parents that customers.csv does not have: who names one counts alone."""
    places, rows = customers.places, customers.rows.numbers_of(unknown).tolist()
    values = customers.rows[column]
    shown = values.take(unknown)
    cells = [shown.categories[code] for code in shown.codes.tolist()] if isinstance(shown, Coded) else shown.to_pylist()

    def problems() -> list[Problem]:
        problem, fix = f"a parent that {places.file} does not have", "Add the parent, or clear the cell."
        pairs = zip(rows, cells, strict=True)
        return [Problem.at(places.locate(row), column, cell, problem, fix) for row, cell in pairs]

    said = f"with a parent that {places.file} does not have, so each counts by itself"
    examples = tuple((row, f'{places.row(row)} ("{cell}")') for row, cell in zip(rows, cells, strict=True))
    return Doubt("customers", places, said, len(rows), examples[:MOST_EXAMPLES], problems=problems)


def _wrong(*problems: Problem) -> DataError:
    return DataError(f"{problems[0].file} cannot be used.", problems)
