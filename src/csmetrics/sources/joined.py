"""Several sources that are one table: their rows one after another, each with the file it stands in."""

import hashlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import Column
from csmetrics.config import TableConfig
from csmetrics.errors import Place, Problem, whole
from csmetrics.sources.sheets.cell_text import SheetValue, writer
from csmetrics.sources.source import FILE, Batch, MayHaveTitles, Places, RowsOf, TableSource, TypedReadFailedError


@dataclass(frozen=True, slots=True)
class Several:
    """Files that are one table: what stands for all of them, such as subscriptions-*.csv, and where they are."""

    name: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class JoinedPlaces(Places):
    """The rows of several sources. A row is called as its own file calls it.

    >>> places = JoinedPlaces("subs-*.csv", parts=(Places("subs-1.csv"), Places("subs-2.csv")))
    >>> places.locate(17).words, places.locate(FILE + 3).words, places.locate().words
    ('subs-1.csv row 17', 'subs-2.csv row 3', 'subs-*.csv')
    """

    parts: tuple[Places, ...] = ()

    def locate(self, row: int | None = None) -> Place:
        """The place of a row in its file, or of all files."""
        return Place(self.file) if row is None else self.parts[row // FILE].locate(row % FILE)

    def row(self, number: int) -> str:
        """The same in a sentence: the file has to be named each time."""
        return self.locate(number).words

    @property
    def files(self) -> tuple[str, ...]:
        """The files."""
        return tuple(part.file for part in self.parts)

    def has(self, problem: Problem) -> bool:
        """Whether a problem is of one of the files, or of all."""
        return problem.file in (self.file, *self.files)

    def number(self, problem: Problem) -> int | None:
        """The number of the row of a problem among those of all files."""
        known = problem.row is not None and problem.file in self.files
        return self.files.index(problem.file) * FILE + (problem.row or 0) if known else problem.row

    def told(self, numbers: Sequence[int]) -> RowsOf:
        """What people call some rows: the number of each in its file, and the file."""
        files = self.files
        return RowsOf(tuple(number % FILE for number in numbers), tuple(files[number // FILE] for number in numbers))


class JoinedSource:
    """Several sources with the same columns as one; their order and case may differ."""

    def __init__(self, name: str, parts: Sequence[TableSource], settings: TableConfig) -> None:
        self.name, self.settings = name, settings
        self._given = parts

    @cached_property
    def parts(self) -> tuple[TableSource, ...]:
        """The sources, those that are several themselves taken apart."""
        return tuple(
            each for part in self._given for each in (part.parts if isinstance(part, JoinedSource) else (part,))
        )

    @property
    def typed(self) -> bool:
        """Whether all can be read without care first."""
        return all(part.typed for part in self.parts)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, as the first file has them. Raises DataError where a file has others."""
        self._names  # noqa: B018  # looks at all of them
        return self.parts[0].header

    @cached_property
    def places(self) -> JoinedPlaces:
        """Which row stands in which file."""
        return JoinedPlaces(self.name, parts=tuple(part.places for part in self.parts))

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """The rows of one file after another: in one batch, or in the blocks of each."""
        pieces = (
            self._renamed(at, batch)
            for at, names in enumerate(self._names)
            for batch in self.parts[at].batches(
                {names[ours]: column for ours, column in wanted.items()}, careful=careful, in_blocks=in_blocks
            )
        )
        yield from pieces if in_blocks else [self._joined(list(pieces), wanted)]

    def rows_below(self) -> Sequence[tuple[str, ...]]:
        """Those of the first file, where it may have titles."""
        first = self.parts[0]
        return first.rows_below() if isinstance(first, MayHaveTitles) else ()

    def size(self) -> int:
        """The bytes of all files."""
        return sum(part.size() for part in self.parts)

    def fingerprint(self) -> str:
        """The SHA-256 of the names and of the SHA-256 of the files. Raises DataError."""
        found = "".join(f"{Path(part.places.file).name} {part.fingerprint()}\n" for part in self.parts)
        return hashlib.sha256(found.encode(errors="surrogateescape"), usedforsecurity=False).hexdigest()

    @cached_property
    def _names(self) -> list[dict[str, str]]:
        """For each file, what it calls the columns of the first one."""
        first = self.parts[0]
        return [_matched(first, part) for part in self.parts]

    def _renamed(self, at: int, batch: Batch) -> Batch:
        """A batch of one of the files, with the columns and the numbers of all."""
        names, rows = self._names[at], batch.rows
        columns = {ours: batch.columns[theirs] for ours, theirs in names.items() if theirs in batch.columns}
        rows = np.asarray(rows, dtype=np.int64) + at * FILE if at else rows
        written = partial(self._as_written, at, batch) if batch.as_written else None
        return Batch(columns, rows, batch.ragged, batch.typed, written)

    def _as_written(self, at: int, batch: Batch, rows: np.ndarray) -> list[Hashable]:
        """What stands in some rows of one of the files, in the order that the first one has."""
        header = self.parts[at].header
        order = [header.index(theirs) for theirs in self._names[at].values()]
        cells = batch.cells(rows % FILE)
        return [tuple(row[place] for place in order if place < len(row)) for row in cells]  # type: ignore[index, arg-type]

    def _joined(self, batches: Sequence[Batch], wanted: Mapping[str, Column]) -> Batch:
        columns = {
            name: self._column(name, [batch.columns[name] for batch in batches], batches[0], wanted.get(name))
            for name in batches[0].columns
        }
        one = len(batches) == 1
        rows = batches[0].rows if one else np.concatenate([np.asarray(batch.rows, np.int64) for batch in batches])
        ragged = tuple(problem for batch in batches for problem in batch.ragged)
        written = partial(_written_in, batches) if batches[0].as_written else None
        return Batch(columns, rows, ragged, batches[0].typed, written)

    def _column(
        self, name: str, pieces: Sequence[pa.ChunkedArray], batch: Batch, column: Column | None
    ) -> pa.ChunkedArray:
        """A column of all files; where their types differ, in one that holds them all."""
        kinds = {piece.type for piece in pieces}
        if len(kinds) > 1:
            pieces = _as_numbers(pieces, kinds) if batch.typed else self._alike(name, pieces, column)
        return pa.chunked_array([chunk for piece in pieces for chunk in piece.chunks], pieces[0].type)

    def _alike(self, name: str, pieces: Sequence[pa.ChunkedArray], column: Column | None) -> list[pa.ChunkedArray]:
        try:
            tables = [pa.table({name: piece}) for piece in pieces]
            return [pa.concat_tables(tables, promote_options="permissive").column(name)]
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            pass
        write = writer(column, self.settings)
        cells = [piece.to_pylist() for piece in pieces]
        if not all(isinstance(cell, SheetValue | None) for piece in cells for cell in piece):
            said = f"the column {name} has not the same type in all files"
            raise whole(self.name, said, "Export all alike.")
        return [
            pa.chunked_array([[None if cell is None else write(cell) for cell in piece]], pa.string())
            for piece in cells
        ]


def _matched(first: TableSource, other: TableSource) -> dict[str, str]:
    """What one source calls the columns of another. Raises DataError where they are not the same."""
    ours = [name for name in first.header if name]
    free = [name for name in other.header if name]
    found: dict[str, str] = {}
    for name in ours:
        alike = [name] if name in free else [each for each in free if each.casefold() == name.casefold()]
        if alike:
            found[name] = alike[0]
            free.remove(alike[0])
    if free or len(found) < len(set(ours)):
        raise _unlike(first, other, [name for name in ours if name not in found], free)
    return found


def _unlike(first: TableSource, other: TableSource, lacking: Sequence[str], more: Sequence[str]) -> Exception:
    parts = [f"{', '.join(lacking)} {_is(lacking)} missing"] if lacking else []
    parts += [f"{', '.join(more)} {_is(more)} only here"] if more else []
    said = f"the columns are not those of {first.places.file}: {'; '.join(parts)}"
    return whole(other.places.locate(), said, "Export all files alike; the order of the columns may differ.")


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _as_numbers(pieces: Sequence[pa.ChunkedArray], kinds: set[pa.DataType]) -> list[pa.ChunkedArray]:
    """Whole numbers and others as one kind; a careful reading is needed for all else."""
    if kinds != {pa.int64(), pa.float64()}:
        raise TypedReadFailedError
    try:
        return [pc.cast(piece, pa.float64()) for piece in pieces]
    except pa.ArrowInvalid:
        raise TypedReadFailedError from None


def _written_in(batches: Sequence[Batch], rows: np.ndarray) -> list[Hashable]:
    """What stands in some rows of several files."""
    files = rows // FILE
    cells: dict[int, Hashable] = {}
    for at in np.unique(files).tolist():
        mine = np.flatnonzero(files == at)
        cells |= dict(zip(mine.tolist(), batches[at].cells(rows[mine]), strict=True))
    return [cells[at] for at in range(len(rows))]
