"""What was read of a file: the frozen record that reports and checks show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from csmetrics.columns import Table
from csmetrics.frozen import Frozen
from csmetrics.tables.rows import Coded, Rows


@dataclass(frozen=True, slots=True)
class Source(Frozen):
    """One file as it was read: its rows, those that could be used, the days it spans.

    `attributes` counts the distinct values of each column that --by can take; it is filled by a full check alone.
    """

    table: str
    file: str
    rows: int
    used: int
    first_day: date | None = None
    last_day: date | None = None
    columns: tuple[str, ...] = ()
    attributes: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()  # columns of the file that nothing looks at


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
