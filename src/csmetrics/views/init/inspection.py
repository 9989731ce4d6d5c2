"""A file as it stands, before anything is known of it: its columns, what kind of values they hold, examples."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import distinct
from csmetrics.config import TableConfig
from csmetrics.sources.opening import opened
from csmetrics.sources.source import TableSource
from csmetrics.tables.clock import NEVER
from csmetrics.tables.date_formats import forms_of
from csmetrics.tables.moments import month_moments

EXAMPLES = 3
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+ ?(Z|UTC|[-+][0-9:]+)?)?")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"\(?[-+]?[^\w\s.,'-]{0,3} ?[-+]?[0-9][0-9.,' ]*\)?( ?(%|[A-Z]{3}|[^\w\s.,'-]{1,2}))?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES_NO = {"yes", "no", "true", "false", "y", "n", "t", "f"}
_MOST = 10_000  # different values of a column that are looked at


@dataclass(frozen=True)
class Look:
    """One column of a file: its name, its cells as text, and what can be seen in them.

    >>> Look("joined", pa.chunked_array([["2026-01-02", "", "2026-01-02"]])).kind
    'dates'
    """

    name: str
    cells: pa.ChunkedArray

    @cached_property
    def unique(self) -> pa.Array:
        """The different values that stand there, without blanks, in their order."""
        return distinct(self.cells)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The same as texts; of very many the first."""
        return tuple(self.unique[:_MOST].to_pylist())

    @property
    def different(self) -> int:
        """How many different values there are, blanks aside."""
        return len(self.unique)

    @cached_property
    def filled(self) -> int:
        """How many rows have a value."""
        return int(pc.sum(pc.not_equal(pc.utf8_trim_whitespace(self.cells), "")).as_py() or 0)

    @property
    def examples(self) -> tuple[str, ...]:
        """The first values, shortened."""
        return tuple(_short(" ".join(value.split())) for value in self.values[:EXAMPLES])

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """In which formats its dates are written, if they are dates and not as 2026-09-01; two where both read it."""
        if not self.values or self._all(_DATE.fullmatch) or self._all(_MAIL.fullmatch):
            return ()
        return forms_of(self.values, self.values[0])

    @cached_property
    def kind(self) -> str:
        """What stands there, in a word or two."""
        if not self.values:
            return "blank"
        if self._all(_DATE.fullmatch) or (self.forms and not self._all(_WHOLE.fullmatch)):
            return "dates"
        if not self._all(_WHOLE.fullmatch) and (month_moments(self.unique[:_MOST]) != NEVER).all():
            return "months"
        for kind, holds in _KINDS.items():
            if self._all(holds):
                return kind
        return "text"

    def _all(self, holds: Callable[[str], object]) -> bool:
        return all(holds(value) for value in self.values)


_KINDS: dict[str, Callable[[str], object]] = {
    "yes or no": lambda text: text.casefold() in _YES_NO,
    "whole numbers": _WHOLE.fullmatch,
    "numbers": _NUMBER.fullmatch,
    "e-mail addresses": _MAIL.fullmatch,
}


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """The columns of a file, and how many rows it has."""

    file: str
    columns: tuple[Look, ...]
    rows: int

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Its rows, cell by cell."""
        return zip(*(column.cells.to_pylist() for column in self.columns), strict=True)

    def column(self, name: str | None) -> Look | None:
        """A column by its name; None where there is none."""
        return next((column for column in self.columns if column.name == name), None)

    def cells(self, name: str) -> tuple[str, ...]:
        """The different values in a column, all of them."""
        look = self.column(name)
        return tuple(look.unique.to_pylist()) if look else ()


def look_at(path: Path, settings: TableConfig, suits: Callable[[TableSource], bool] = lambda _: True) -> InspectedFile:
    """A file, read as text. Raises DataError where it cannot be read."""
    with opened(path, settings, suits) as source:
        header = tuple(name for name in source.header if name)
        (batch,) = source.batches({}, careful=True)
        columns = tuple(Look(name, _text(batch.columns[name])) for name in header if name in batch.columns)
        return InspectedFile(path.name, columns, len(batch))


def _text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.cast(cells, pa.large_string()), "")


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
