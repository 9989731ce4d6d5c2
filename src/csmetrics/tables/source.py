"""What was read of a file: the frozen record that reports and checks show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from csmetrics.frozen import Frozen

if TYPE_CHECKING:
    from csmetrics.config import Config


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


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A file that is the export of another system: its layout, and what people call it."""

    file: str
    layout: str
    title: str


def exports_among(sources: Iterable[Source], config: "Config") -> tuple[ReadAs, ...]:
    """The files that are exports of other systems, in the order of their tables."""
    declared = ((source.file, config.tables.get(source.table)) for source in sources)
    return tuple(ReadAs(file, own.layout, own.title) for file, own in declared if own and own.layout)
