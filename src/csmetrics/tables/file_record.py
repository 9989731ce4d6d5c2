"""What was read of a file: the frozen record that reports and checks show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from csmetrics.frozen import Frozen


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
    not_taken: Mapping[str, int] = field(default_factory=dict)  # further rows, by the condition they do not meet
    files: tuple[str, ...] = ()  # those that are the table together, where they are several
