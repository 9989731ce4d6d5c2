"""Files whose customers customers.csv does not know: by its columns they cannot be divided or scored."""

import numpy as np

from csmetrics.errors import DataError, Problem
from csmetrics.tables.arrays import to_arrow
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.compare import unknown_in
from csmetrics.tables.dataset import Dataset

_HALF = 0.5
_SHOWN = 3


def refuse_strangers(data: Dataset, table: CheckedTable) -> None:
    """Raise DataError where customers.csv does not have more than half of a table's customers."""
    customers = data.table("customers")
    if customers is None or table is customers or "customer_id" not in table.ids:
        return
    if data.config.unknown_customers == "allow":
        return
    codes = np.unique(table.rows["customer_id"])
    codes = codes[codes >= 0]
    strangers = codes[unknown_in(table, customers)[codes]]
    if len(strangers) > _HALF * len(codes):
        raise DataError(f"{table.source.file} and {customers.source.file} do not go together.",
                        [_problem(table, customers, strangers, len(codes))])  # fmt: skip


def _problem(table: CheckedTable, customers: CheckedTable, strangers: np.ndarray, known: int) -> Problem:
    theirs = table.ids["customer_id"].take(to_arrow(strangers[:_SHOWN])).to_pylist()
    ours = customers.ids["customer_id"].slice(0, _SHOWN).to_pylist()
    row = int(table.rows.numbers_of(np.flatnonzero(table.rows["customer_id"] == strangers[0])[:1])[0])
    share = f"{len(strangers):,} of {known:,} customers"
    problem = (
        f"{share} are not in {customers.source.file}: here they are called {_listed(theirs)}, there {_listed(ours)}."
        " These look like the ids of two systems"
    )
    fix = "Give both files the same ids, or set unknown_customers: allow in csmetrics.yaml."
    return Problem(table.source.file, row, "customer_id", theirs[0], problem, fix)


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "nobody"
