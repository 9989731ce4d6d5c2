"""Comparisons within and between tables that no single row can tell: answers given twice, customers nobody knows."""

from collections.abc import Iterator, Mapping

import numpy as np

from csmetrics.arrays import to_arrow
from csmetrics.config import Config
from csmetrics.errors import Problem
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.doubts import MOST_EXAMPLES, Doubt
from csmetrics.tables.match import CustomerIndex

CheckedTables = Mapping[str, CheckedTable]


def index_of(tables: CheckedTables) -> CustomerIndex:
    """The customers of tables that name them."""
    return CustomerIndex(
        {name: table.ids["customer_id"] for name, table in tables.items() if "customer_id" in table.ids}
    )


def doubts_of(tables: CheckedTables, config: Config, index: CustomerIndex | None = None) -> Iterator[Doubt]:
    """Every row that somebody should look at, table by table; the index of their customers may be there already."""
    for table in tables.values():
        yield from table.doubts
    yield from _repeated_answers(tables)
    if config.unknown_customers != "allow":
        yield from _unknown_customers(tables, index or index_of(tables))


def _repeated_answers(tables: CheckedTables) -> Iterator[Doubt]:
    """Two answers to one question about one customer on one day: nobody can tell which is the last."""
    table = tables.get("answers")
    if table is None or not len(table.rows):
        return
    rows = table.rows
    columns = rows["customer_id"], rows["date"], rows["question"].codes
    order = np.lexsort(columns)
    same = np.logical_and.reduce([column[order][1:] == column[order][:-1] for column in columns])
    repeated = np.sort(order[1:][same])
    if not len(repeated):
        return
    places, numbers = table.places, rows.numbers_of(repeated).tolist()

    def problems() -> list[Problem]:
        questions = [rows["question"].categories[code] for code in rows["question"].codes[repeated].tolist()]
        problem, fix = "an earlier row answers it for the same customer and day", "Keep one of the two."
        return [
            Problem.at(places.locate(row), "question", question, problem, fix)
            for row, question in zip(numbers, questions, strict=True)
        ]

    said = "answering a question that an earlier row answers for the same customer and day, and both are there"
    examples = tuple((row, places.row(row)) for row in numbers[:MOST_EXAMPLES])
    yield Doubt("answers", places, said, len(numbers), examples, problems=problems)


def _unknown_customers(tables: CheckedTables, index: CustomerIndex) -> Iterator[Doubt]:
    """Customers that other tables name and customers.csv does not: they have no attributes."""
    customers = tables.get("customers")
    if customers is None:
        return
    for name, table in tables.items():
        if name != "customers" and "customer_id" in table.ids:
            yield from _unknown_of(table, customers, index.codes_in(name, "customers")[:-1] < 0)


def _unknown_of(table: CheckedTable, customers: CheckedTable, unknown: np.ndarray) -> Iterator[Doubt]:
    codes = table.rows["customer_id"]
    rows = np.flatnonzero((codes >= 0) & np.append(unknown, False)[codes]) if unknown.any() else np.zeros(0, dtype=int)
    found, first = np.unique(codes[rows], return_index=True)
    first = np.sort(rows[first])
    places, names = table.places, table.ids["customer_id"]
    known = int(np.count_nonzero(np.bincount(codes + 1)[1:]))
    where = f"of customers that {customers.source.file} does not have"

    def named(at: np.ndarray) -> list[str]:
        listed: list[str] = names.take(to_arrow(codes[at])).to_pylist()
        return listed

    def problems() -> list[Problem]:
        problem = f"a customer that {customers.source.file} does not have"
        numbers = table.rows.numbers_of(first).tolist()
        return [
            Problem.at(places.locate(row), "customer_id", name, problem, "Add the customer, or correct the id.")
            for row, name in zip(numbers, named(first), strict=True)
        ]

    few = first[:MOST_EXAMPLES]
    examples = tuple(zip(table.rows.numbers_of(few).tolist(), (f'"{name}"' for name in named(few)), strict=True))
    yield Doubt(table.source.table, places, where, len(rows), examples, share=(len(found), known), problems=problems)
