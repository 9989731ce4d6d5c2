"""A folder of Parquet files that are one table, as programs write it that work side by side."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.config import TableConfig
from csmetrics.errors import DataError, Place, whole
from csmetrics.paths import names_in
from csmetrics.sources.arrow import batches_of
from csmetrics.sources.files import FileSource
from csmetrics.sources.parquet import ParquetSource
from csmetrics.sources.source import FIRST_ROW, Batch, Places

ENDING = ".parquet"
_OWN = (".", "_")  # how the names begin of what programs note for themselves


@dataclass(frozen=True, slots=True)
class FolderPlaces(Places):
    """The rows of the files of a folder, each file with a header of its own.

    >>> FolderPlaces("subs", ("a.parquet", "b.parquet"), (0, 10)).locate(13).words
    'subs/b.parquet row 3'
    """

    files: tuple[str, ...] = ()
    before: tuple[int, ...] = ()  # rows in the files before each

    def locate(self, row: int | None = None) -> Place:
        """The place of a row, or of the folder. The header is row 1 of every file."""
        if row is None or row < FIRST_ROW:
            return Place(self.file, row)
        at = bisect_right(self.before, row - FIRST_ROW) - 1
        return Place(self.file, row, f"{self.file}/{self.files[at]} row {row - self.before[at]}")


class ParquetFolder(FileSource):
    """The Parquet files of a folder by their names, one after the other."""

    def __init__(self, path: Path, settings: TableConfig) -> None:
        self.path, self.settings = path, settings

    @cached_property
    def _files(self) -> "tuple[_Part, ...]":
        for path in map(self.path.joinpath, names_in(self.path)):
            if path.is_dir() and not path.name.startswith(_OWN):
                said = f"the folder holds another one, {path.name}"
                raise whole(self.path.name, said, "Put all files into one folder; what their folder says, as a column.")
        if not (found := parquet_in(self.path)):
            raise whole(self.path.name, "the folder holds no Parquet file", "Put the files into it.")
        return tuple(_Part(path, self.settings, self.path.name) for path in found)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, which all files must have. Raises DataError."""
        first, *others = self._files
        for other in others:
            if set(other.header) != set(first.header):
                lacks = sorted(set(other.header) ^ set(first.header))
                said = f"the columns are not those of {first.path.name}: {', '.join(lacks)}"
                raise whole(other.places.locate(), said, "Export all files alike.")
        return first.header

    @cached_property
    def places(self) -> FolderPlaces:  # type: ignore[override]  # known once the files are
        """Which row stands in which file."""
        before = [0]
        for part in self._files:
            before.append(before[-1] + part.rows())
        return FolderPlaces(self.path.name, tuple(part.path.name for part in self._files), tuple(before[:-1]))

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """Every column, wanted or not, as it is stored."""
        header = list(self.header)
        pieces = (
            pa.table({name: batch.columns[name] for name in header})
            for part in self._files
            for batch in part.batches(wanted, careful=careful, in_blocks=in_blocks)
        )
        yield from batches_of(pieces if in_blocks else [self._joined(list(pieces))])

    def _joined(self, pieces: list[pa.Table]) -> pa.Table:
        try:
            return pa.concat_tables(pieces, promote_options="permissive")
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            raise whole(self.path.name, "a column has not the same type in all files", "Export all alike.") from None

    def size(self) -> int:
        """The bytes of its files."""
        return sum(path.stat().st_size for path in parquet_in(self.path))

    def fingerprint(self) -> str:
        """The SHA-256 of the names and of the SHA-256 of its files. Raises DataError."""
        found = "".join(f"{part.path.name} {part.fingerprint()}\n" for part in self._files)
        return hashlib.sha256(found.encode(errors="surrogateescape"), usedforsecurity=False).hexdigest()


class _Part(ParquetSource):
    def __init__(self, path: Path, settings: TableConfig, folder: str) -> None:
        super().__init__(path, settings)
        self.places = Places(f"{folder}/{path.name}")

    def rows(self) -> int:
        """How many rows it has, as it says itself."""
        import pyarrow.parquet as pq  # noqa: PLC0415  # most folders hold no such file

        with self._disk() as disk:
            return int(pq.read_metadata(disk).num_rows)


def parquet_in(folder: Path) -> list[Path]:
    """The Parquet files of a folder, by their names."""
    return [
        folder / name
        for name in names_in(folder)
        if name.lower().endswith(ENDING) and not name.startswith(_OWN) and not (folder / name).is_dir()
    ]


def is_parquet_folder(path: Path) -> bool:
    """Whether a folder holds Parquet files, or says that it does; one that may not be looked into does not."""
    try:
        return path.is_dir() and (path.name.lower().endswith(ENDING) or bool(parquet_in(path)))
    except (OSError, DataError):
        return False
