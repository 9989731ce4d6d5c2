"""Files whose customers customers.csv does not know: by its columns they cannot be divided or scored."""

from csmetrics.errors import DataError, Problem
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.doubts import Doubt

_HALF = 0.5


def refuse_strangers(data: Dataset, table: str) -> None:
    """Raise DataError where customers.csv does not have more than half of a table's customers."""
    for doubt in data.whole.doubts:
        if doubt.table == table and doubt.share and doubt.share[0] > _HALF * doubt.share[1]:
            raise DataError(f"{doubt.file} and customers.csv do not go together.", [_problem(doubt, doubt.share)])


def _problem(doubt: Doubt, share: tuple[int, int]) -> Problem:
    (row, name), *_ = doubt.examples
    named = ", ".join(example.strip('"') for _, example in doubt.examples)
    problem = (
        f"{share[0]:,} of {share[1]:,} customers are not in customers.csv, such as {named}: these look like the ids of"
        " two systems"
    )
    fix = "Give both files the same ids, or set unknown_customers: allow in csmetrics.yaml."
    return Problem.at(doubt.places.locate(row), "customer_id", name.strip('"'), problem, fix)
