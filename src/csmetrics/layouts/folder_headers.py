"""The files of a folder and their headers, as far as it takes to know whether one is an export of another system."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import CsmetricsError
from csmetrics.paths import names_in
from csmetrics.sources.opening import ending_of, header_of, texts_in
from csmetrics.sources.patterns import names_matching
from csmetrics.sources.source import TableSource
from csmetrics.synonyms import folded

HeaderCells = tuple[str, ...]


@dataclass(frozen=True)
class FolderHeaders:
    """The headers of the files in a folder, each read once and only if somebody asks; `suits` chooses among sheets."""

    folder: Path
    config: Config
    suits: Callable[[TableSource], bool]
    _read: dict[str, HeaderCells] = field(default_factory=dict)

    def of(self, name: str) -> HeaderCells:
        """The header of a file; nothing where it cannot be read, which whoever reads its rows will say."""
        if name not in self._read:
            self._read[name] = self._header(name)
        return self._read[name]

    def cells(self, names: Iterable[str], settings: TableConfig, column: str) -> tuple[str, ...]:
        """The different texts in a column of files; nothing where they cannot be read, as above."""
        try:
            found = [texts_in(self.folder / name, settings, self.suits, column) for name in names]
        except CsmetricsError:
            return ()
        return tuple(dict.fromkeys(text for texts in found for text in texts))

    @cached_property
    def present(self) -> list[str]:
        """The files that hold rows. Raises DataError where the folder cannot be looked into."""
        names = (name for name in names_in(self.folder) if ending_of(name) and not name.startswith("."))
        return [name for name in names if (self.folder / name).is_file()]

    def unmentioned(self) -> Iterator[str]:
        """The files of which csmetrics.yaml says nothing."""
        tables = self.config.tables.values()
        mentioned = {each for own in tables for each in matching(own, self.folder, self.present)}
        rates = Path(self.config.rates.file).name if self.config.rates else None
        yield from (name for name in self.present if name not in mentioned and name != rates)

    def foreign(self) -> Iterator[str]:
        """Those of them whose header is not our own."""
        yield from (name for name in self.unmentioned() if not self.is_ours(name))

    def _header(self, name: str) -> HeaderCells:
        try:
            return header_of(self.folder / name, self._form_of(name), self.suits)
        except CsmetricsError:
            return ()

    def _form_of(self, name: str) -> TableConfig:
        """How a file is written, as far as it is said of its table or of all files."""
        tables = (table for table, own in self.config.tables.items() if matching(own, self.folder, [name]))
        return self.config.table(next(tables, table_of(name)))

    def is_ours(self, name: str) -> bool:
        """Whether a file has the name of a table and the columns that it must have, under our own names."""
        table = TABLES.get(table_of(name))
        return table is not None and {folded(each) for each in table.required()} <= {folded(e) for e in self.of(name)}


def table_of(name: str) -> str:
    """The table that a file is by its name, if it is one.

    >>> table_of("Customers.csv.gz"), table_of("export.csv")
    ('customers', 'export')
    """
    return name[: -len(ending_of(name) or "") or None].lower()


def matching(own: TableConfig, folder: Path, names: list[str]) -> list[str]:
    """The files that a table names: by their name, with * and ?, or as a list."""
    given = (own.file,) if isinstance(own.file, str) else own.file or ()
    return [name for form in given for name in names_matching(folder, form, names)]
