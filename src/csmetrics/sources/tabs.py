"""A CSV with a tab between its columns: .tsv."""

from pathlib import Path

from csmetrics.config import TableConfig
from csmetrics.sources.csv_files.source import CsvSource


class TsvSource(CsvSource):
    """A file of columns that are parted by tabs, or by the delimiter declared for it."""

    def __init__(self, path: Path, settings: TableConfig) -> None:
        super().__init__(path, parted_as_named(path.name, settings))


def parted_as_named(name: str, settings: TableConfig) -> TableConfig:
    r"""How the columns of a file are parted: as is declared for it, else as its name says, else as all are.

    >>> parted_as_named("subs.TSV", TableConfig()).delimiter, parted_as_named("subs.csv", TableConfig()).delimiter
    ('\t', None)
    """
    if settings.own_delimiter is None and name.lower().endswith(".tsv"):
        return settings.model_copy(update={"delimiter": "\t"})
    return settings
