"""A folder (or DataFrames) to a Dataset: the checked tables, frozen; an absent table is None."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from csmetrics.columns import COMMENTS, TABLES, Table
from csmetrics.config import Config
from csmetrics.errors import DataError, Problem, did_you_mean
from csmetrics.signals import TABLES_OF_SIGNALS
from csmetrics.stages import stage
from csmetrics.tables.amounts import currency_of, refuse_large_sums
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.compare import COMPARISONS
from csmetrics.tables.read import read_arrow, read_csv, read_parquet
from csmetrics.tables.remarks import FileRemark
from csmetrics.tables.rows import Rows
from csmetrics.tables.rules import TOLERATED
from csmetrics.tables.source import Source
from csmetrics.tables.text import whole

if TYPE_CHECKING:
    import pandas as pd

READERS = {".csv": read_csv, ".parquet": read_parquet}


class Dataset:
    """The checked tables of one business, and what was wrong with them.

    Made by `csmetrics.read(folder)` or from DataFrames with the columns of docs/data.md:

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"customer_id": ["a", "b"], "start_date": ["2026-08-01"] * 2, "amount": [30, 70]})
    >>> Dataset(subscriptions=rows).sources[0].used
    2

    Raises DataError when a table cannot be used, naming every problem found.
    """

    def __init__(
        self,
        *,
        customers: "pd.DataFrame | None" = None,
        subscriptions: "pd.DataFrame | None" = None,
        surveys: "pd.DataFrame | None" = None,
        costs: "pd.DataFrame | None" = None,
        purchases: "pd.DataFrame | None" = None,
        reviews: "pd.DataFrame | None" = None,
        tickets: "pd.DataFrame | None" = None,
        usage: "pd.DataFrame | None" = None,
        answers: "pd.DataFrame | None" = None,
        config: Config | None = None,
        strict: bool = False,
    ) -> None:
        given = {
            "customers": customers,
            "subscriptions": subscriptions,
            "surveys": surveys,
            "costs": costs,
            "purchases": purchases,
            "reviews": reviews,
            "tickets": tickets,
            "usage": usage,
            "answers": answers,
        }
        frames = {name: frame for name, frame in given.items() if frame is not None}
        if not frames:
            raise DataError(f"A dataset needs a table: one or more of {', '.join(TABLES)}.")
        config = config or Config()
        readers = {name: _frame_reader(frame, TABLES[name], config) for name, frame in frames.items()}
        self._settle(read_all(readers, strict=strict), config)

    @classmethod
    def of(
        cls,
        tables: Mapping[str, CheckedTable],
        config: Config,
        notes: Sequence[str] = (),
        whole: "Dataset | None" = None,
    ) -> "Dataset":
        """A dataset of tables that are checked already, maybe a part of a whole; `notes` say what was passed over."""
        made = cls.__new__(cls)
        made._settle(tables, config, notes)  # noqa: SLF001  # its own
        made._whole = whole  # noqa: SLF001
        return made

    def _settle(self, tables: Mapping[str, CheckedTable], config: Config, notes: Sequence[str] = ()) -> None:
        self._notes = (*notes, *(note for table in tables.values() for note in header_notes(table)))
        self._tables = {name: tables[name] for name in TABLES if name in tables}
        self._config = config
        self._currency = currency_of(self._tables, config)
        self._whole: Dataset | None = None
        refuse_large_sums(self._tables)

    @property
    def whole(self) -> "Dataset":
        """The dataset that this one is a part of: what holds for all customers is to be asked of it."""
        return self._whole or self

    def parts(self) -> "Iterator[Dataset]":
        """The datasets, each with some of the customers, that this one is counted by: itself, where all fits."""
        yield self

    @property
    def config(self) -> Config:
        """The configuration that the tables were read under."""
        return self._config

    @property
    def currency(self) -> str | None:
        """The one currency of all amounts, if it is known."""
        return self._currency

    @property
    def sources(self) -> tuple[Source, ...]:
        """What was read of each file."""
        return tuple(table.source for table in self._tables.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every row that was left out, and why."""
        return tuple(problem for table in self._tables.values() for problem in table.problems)

    @property
    def remarks(self) -> tuple[FileRemark, ...]:
        """What a reader of the figures should know of the files, though no row was left out for it."""
        return tuple(remark for table in self._tables.values() for remark in table.remarks)

    @property
    def notes(self) -> tuple[str, ...]:
        """Files and columns that were passed over although their names come close to known ones."""
        return self._notes

    @property
    def tables(self) -> dict[str, CheckedTable]:
        """The checked tables that are there, by name."""
        return dict(self._tables)

    def table(self, name: str) -> CheckedTable | None:
        """A checked table, or None where there is none."""
        return self._tables.get(name)

    def __contains__(self, name: str) -> bool:
        """Whether there is such a table."""
        return name in self._tables

    def rows(self, name: str) -> Rows:
        """The usable rows of a table that is there, as plain columns."""
        return self._tables[name].rows

    def frame(self, name: str) -> "pd.DataFrame":
        """The same as a DataFrame."""
        return self._tables[name].frame

    def newest_recorded(self) -> int | None:
        """The newest day on which anything was recorded (an end that lies ahead is no record)."""
        return max(self._days(recorded=True), default=None)

    def span(self) -> tuple[int, int] | None:
        """The first and the last day that any date of the data names, ends of subscriptions included."""
        days = self._days(recorded=False)
        return (min(days), max(days)) if days else None

    def _days(self, *, recorded: bool) -> list[int]:
        found: list[int] = []
        for name, table in self._tables.items():
            for column in TABLES[name].dates(recorded=recorded):
                found += table.days.get(column, ())
        return found


Readers = Mapping[str, Callable[[], CheckedTable]]


@stage("read")
def read_dataset(
    folder: Path,
    config: Config,
    *,
    strict: bool = False,
    detail: bool = True,
    attributes: tuple[str, ...] = (),
    comments: bool = False,
) -> Dataset:
    """Every known table in the folder, checked.

    `detail=False` leaves out the columns that no figure needs, but for the `attributes` named and, if asked for, the
    `comments`. With `strict`, rows
    that contradict each other are errors too: overlaps, repeated ids, customers that customers.csv does not have.
    """
    readers = folder_readers(folder, config, detail=detail or strict, attributes=attributes, comments=comments)
    return Dataset.of(read_all(readers, strict=strict), config, notes=file_notes(folder, config))


def attributes_read(
    files: Collection[str], config: Config, attributes: tuple[str, ...], *, comments: bool = False
) -> tuple[str, ...]:
    """The columns that are needed beside those of every figure, when tables of these names are there."""
    if comments:
        attributes = (*attributes, *COMMENTS.values())
    if config.declares_scores or any(name in files for name in TABLES_OF_SIGNALS):
        attributes = (*attributes, "customer_id", *config.signal_columns())  # scores ask who answered, and more
    return attributes


def folder_readers(
    folder: Path, config: Config, *, detail: bool, attributes: tuple[str, ...], comments: bool = False
) -> Readers:
    """How to read each table that is in the folder."""
    files = table_files(folder, config)
    wanted = attributes_read(files, config, attributes, comments=comments)

    def reader(path: Path, table: Table) -> Callable[[], CheckedTable]:
        read = READERS.get(path.suffix, read_csv)
        return lambda: read(path, table, config, detail=detail, attributes=wanted)

    return {name: reader(path, TABLES[name]) for name, path in files.items()}


def unread_files(folder: Path, config: Config) -> tuple[str, ...]:
    """Files that look like tables and are none that we know."""
    known = {path.name for path in table_files(folder, config).values()}
    return tuple(n for n in _listing(folder) if Path(n).suffix.lower() in READERS and n not in known)


def read_each(readers: Readers) -> tuple[dict[str, CheckedTable], list[Problem]]:
    """The tables that could be read, and the problems of the files that could not."""
    tables: dict[str, CheckedTable] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(max_workers=2) as pool:  # the parser works outside the interpreter's lock
        reading = {name: pool.submit(read) for name, read in readers.items()}
    for name, table in reading.items():
        try:
            tables[name] = table.result()
        except DataError as error:
            if not error.problems:
                raise
            problems += error.problems
    return tables, problems


def file_notes(folder: Path, config: Config) -> list[str]:
    """Files whose names come close to those of tables that are not there, and a configuration that is not found."""
    absent = [TABLES[name].file for name in TABLES if name not in table_files(folder, config)]
    notes = [
        f"{name} is not read.{close}" for name in unread_files(folder, config) if (close := did_you_mean(name, absent))
    ]
    return notes + [
        f"{name} is not read. Did you mean csmetrics.yaml?" for name in _listing(folder) if name == "csmetrics.yml"
    ]


def header_notes(table: CheckedTable) -> list[str]:
    """Columns that are passed over and come close to known ones that are not there."""
    declared = TABLES[table.source.table]
    absent = [name for name in declared.columns if name not in table.header]
    return [
        f"{table.source.file}: the column {name} is not {'counted' if declared.open else 'read'}.{close}"
        for name in table.header
        if name not in declared.columns and (close := did_you_mean(name, absent))
    ]


def _frame_reader(frame: "pd.DataFrame", table: Table, config: Config) -> Callable[[], CheckedTable]:
    def read() -> CheckedTable:
        plain = frame.reset_index(drop=True).rename(columns=str)
        if plain.columns.has_duplicates:
            twice = plain.columns[plain.columns.duplicated()][0]
            raise whole(table.name, f"the column {twice} stands twice", "Rename or remove one of them.")
        try:
            arrow = pa.Table.from_pandas(plain, preserve_index=False)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):  # columns of mixed types, or numbers beyond int64
            arrow = pa.Table.from_pandas(plain.astype("string"), preserve_index=False)
        return read_arrow(arrow, table.name, table, config, detail=True, attributes=())

    return read


def read_all(readers: Readers, *, strict: bool) -> dict[str, CheckedTable]:
    """All tables, or one error with all problems of all of them."""
    tables, fatal = read_each(readers)
    fatal += [problem for compare in COMPARISONS for problem in compare(tables)] if strict else []
    refused = [t for t in tables.values() if t.problems and (strict or _too_many(t))]
    fatal += [problem for table in refused for problem in table.problems]
    if fatal:
        raise DataError(_summary(refused, fatal, strict=strict), fatal)
    return tables


def _too_many(table: CheckedTable) -> bool:
    return table.source.rows - table.source.used > TOLERATED * table.source.rows


def _summary(refused: list[CheckedTable], fatal: list[Problem], *, strict: bool) -> str:
    said = [
        f"{t.source.file}: {t.source.rows - t.source.used:,} of {t.source.rows:,} rows cannot be used" for t in refused
    ]
    if said:
        limit = "--strict allows none" if strict else "one in a hundred is tolerated"
        return f"{'; '.join(said)} ({limit})."
    files = sorted({problem.file for problem in fatal})
    return f"{', '.join(files)} cannot be used."


def table_files(folder: Path, config: Config) -> dict[str, Path]:
    """The file of each table that is there."""
    present = _listing(folder)
    found: dict[str, Path] = {}
    for name in TABLES:
        declared = config.table(name).file
        names = [declared] if declared else [f"{name}{ending}" for ending in READERS]
        here = [n for n in names if n in present]
        if len(here) > 1:
            raise DataError(f"{folder} holds both {' and '.join(here)}. Keep one of them.")
        if declared and not here:
            raise DataError(f"No {declared} in {folder}, which the configuration names for {name}. {_found(present)}")
        if here:
            found[name] = folder / here[0]
    if not found:
        known = ", ".join(table.file for table in TABLES.values())
        raise DataError(f"No known table in {folder}. {_found(present)} Expected one or more of {known}.")
    return found


def _listing(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        raise DataError(f"There is no folder {folder}.") from None
    except NotADirectoryError:
        raise DataError(f"{folder} is a file. Give the folder it stands in: {folder.parent}") from None
    except PermissionError:
        raise DataError(f"The folder {folder} may not be read. Give yourself the right to read it.") from None
    except OSError as error:  # a name that is too long, a link that leads back to itself
        raise DataError(f"There is no folder {folder} ({error.strerror}).") from None


def _found(present: list[str]) -> str:
    shown = [name for name in present if not name.startswith(".")]
    if not shown:
        return "The folder is empty."
    more = f" and {len(shown) - 10} more" if len(shown) > 10 else ""  # noqa: PLR2004
    return f"Found: {', '.join(shown[:10])}{more}."
