"""Which of the files read are exports of other systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csmetrics.tables.file_record import Source

if TYPE_CHECKING:
    from csmetrics.config import Config


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
