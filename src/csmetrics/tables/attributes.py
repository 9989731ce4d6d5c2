"""The columns of a table that --by may take."""

from collections.abc import Iterator

from csmetrics.columns import Table
from csmetrics.tables.rows import Coded, Rows


def dividing(table: Table, rows: Rows) -> Iterator[tuple[str, Coded]]:
    """The columns that --by may take."""
    free = table.open or table.divides
    held = ("plan", "product", "currency") if table.name == "subscriptions" else ()
    for name, values in rows.columns.items():
        if isinstance(values, Coded) and (name in held or (free and name not in table.columns)):
            yield name, values


def counted_attributes(counts: dict[str, int]) -> dict[str, int]:
    """How many values each of them has; one currency divides nothing."""
    return {name: count for name, count in counts.items() if name != "currency" or count > 1}
