"""A folder of Parquet files that are one table, as programs write it that work side by side."""

from functools import cached_property
from pathlib import Path

from csmetrics.config import TableConfig
from csmetrics.errors import DataError, whole
from csmetrics.paths import names_in
from csmetrics.sources.joined import JoinedSource
from csmetrics.sources.parquet import ParquetSource
from csmetrics.sources.source import Places, TableSource

ENDING = ".parquet"
_OWN = (".", "_")  # how the names begin of what programs note for themselves


class ParquetFolder(JoinedSource):
    """The Parquet files of a folder by their names, one after the other."""

    def __init__(self, path: Path, settings: TableConfig) -> None:
        super().__init__(path.name, (), settings)
        self.path = path

    @cached_property
    def parts(self) -> tuple[TableSource, ...]:
        """The files. Raises DataError where there are none, or other folders."""
        for path in map(self.path.joinpath, names_in(self.path)):
            if path.is_dir() and not path.name.startswith(_OWN):
                said = f"the folder holds another one, {path.name}"
                raise whole(self.path.name, said, "Put all files into one folder; what their folder says, as a column.")
        if not (found := parquet_in(self.path)):
            raise whole(self.path.name, "the folder holds no Parquet file", "Put the files into it.")
        return tuple(_ParquetPiece(path, self.settings, self.path.name) for path in found)

    def size(self) -> int:
        """The bytes of its files."""
        return sum(path.stat().st_size for path in parquet_in(self.path))


class _ParquetPiece(ParquetSource):
    def __init__(self, path: Path, settings: TableConfig, folder: str) -> None:
        super().__init__(path, settings)
        self.places = Places(f"{folder}/{path.name}")


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
