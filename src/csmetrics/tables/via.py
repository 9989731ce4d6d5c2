"""Rows that name customers by another system's id: `ids: {via: customers.stripe_id}` finds whose they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, texts_to_arrow, to_arrow
from csmetrics.config import Config
from csmetrics.errors import DataError, Problem
from csmetrics.tables.cells import renamed
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.identifiers import tidy_ids

if TYPE_CHECKING:
    from csmetrics.tables.rows import Coded


@dataclass(frozen=True, slots=True)
class Keys:
    """A column of customers.csv by which a table names customers: each key once, and whose it is."""

    column: str
    file: str
    keys: pa.Array
    ids: pa.Array
    blank: int = 0

    @classmethod
    def of(cls, customers: CheckedTable, table: str, config: Config) -> "Keys":
        """The keys for one table. Raises DataError where there is no such column, or two customers have one key."""
        column, file = column_of(table, config) or "", customers.source.file
        if column not in customers.rows:
            fix = f"Add it, or correct tables: {table}: ids: via in csmetrics.yaml."
            problem = f"no such column, by which {table} names customers"
            raise _wrong(Problem.at(customers.places.locate(1), column, None, problem, fix))
        values: Coded = customers.rows[column]
        tidy, real, _ = tidy_ids(texts_to_arrow(list(values.categories)), fold_of(table, config))
        found = renamed(values.codes, tidy, real)
        there = found.codes >= 0
        twice = there.copy()
        twice[np.unique(found.codes, return_index=True)[1]] = False  # the first row of each
        if twice.any():
            raise _wrong(*_doubles(customers, column, found.codes, twice, found.names))
        ids = customers.ids["customer_id"].take(to_arrow(customers.rows["customer_id"][there]))
        keys = found.names.take(to_arrow(found.codes[there]))
        return cls(column, file, keys, ids, int((~there).sum()))

    def joined(self, table: CheckedTable) -> CheckedTable:
        """The table with the customers' own ids; a key that no customer has becomes an id that none has."""
        names = table.ids["customer_id"]
        place = pc.index_in(names, self.keys)
        theirs = pc.if_else(to_arrow(nulls(place)), self._nobody(names), self.ids.take(place))
        found = renamed(table.rows["customer_id"], theirs, np.ones(len(names), dtype=bool))
        rows = replace(table.rows, columns={**table.rows.columns, "customer_id": found.codes})
        remarks = (*table.remarks, *self._remarks(table.source.table))
        return replace(table, rows=rows, ids={**table.ids, "customer_id": found.names}, remarks=remarks)

    def _nobody(self, names: pa.Array) -> pa.Array:
        """Ids that no customer has, made of keys that none has."""
        return pc.replace_substring_regex(names, "^", f"{self.column} ".replace("\\", "\\\\"))

    def _remarks(self, table: str) -> tuple[FileRemark, ...]:
        """That some customers have no key, which may be right and may be not."""
        if not self.blank:
            return ()
        customers = f"{self.blank:,} customers have" if self.blank > 1 else "a customer has"
        return (FileRemark(table, self.file, f"{customers} no {self.column}, so no row of {table} is theirs."),)


def column_of(table: str, config: Config) -> str | None:
    """The column of customers.csv by which a table names customers, if it is not customer_id."""
    ids = config.table(table).ids
    return ids.via.partition(".")[2].strip() if ids and ids.via else None


def fold_of(table: str, config: Config) -> tuple[str, ...]:
    """Which ids of a table are the same although they are spelt differently."""
    ids = config.table(table).ids
    return tuple(ids.fold or ()) if ids else ()


def joined_tables(
    tables: Mapping[str, CheckedTable], config: Config
) -> tuple[dict[str, CheckedTable], dict[str, tuple[Problem, ...]]]:
    """The tables, those that name customers in another way with the customers' own ids; and why some have none."""
    found: dict[str, CheckedTable] = dict(tables)
    problems: dict[str, tuple[Problem, ...]] = {}
    for name, table in tables.items():
        if column_of(name, config) and "customer_id" in table.ids:
            try:
                found[name] = keys_of(tables.get("customers"), name, config).joined(table)
            except DataError as error:
                problems[name] = error.problems
    return found, problems


def keys_of(customers: CheckedTable | None, table: str, config: Config) -> Keys:
    """The keys of customers.csv for a table. Raises DataError without customers.csv."""
    if customers is None:
        fix = f"Add it, or take tables: {table}: ids: via out of csmetrics.yaml."
        raise _wrong(Problem("customers.csv", None, None, None, f"not there, while {table} names customers by it", fix))
    return Keys.of(customers, table, config)


def _doubles(
    customers: CheckedTable, column: str, codes: np.ndarray, twice: np.ndarray, names: pa.Array
) -> Iterator[Problem]:
    for row, code in zip(customers.rows.numbers_of(twice), codes[twice], strict=True):
        fix = "Give each customer a key of its own, or none."
        place, key = customers.places.locate(int(row)), names[int(code)].as_py()
        yield Problem.at(place, column, key, "the key of an earlier customer too", fix)


def _wrong(*problems: Problem) -> DataError:
    return DataError(f"{problems[0].file} cannot be used.", problems)
