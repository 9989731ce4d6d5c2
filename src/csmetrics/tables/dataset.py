"""A folder (or DataFrames) to a Dataset: the checked tables, frozen; an absent table is None."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from csmetrics.columns import COMMENTS
from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, Problem, did_you_mean
from csmetrics.framed import in_brief
from csmetrics.periods import as_complete_day
from csmetrics.rates.model import Card, Rates
from csmetrics.signals import TABLES_OF_SIGNALS
from csmetrics.sources.patterns import called
from csmetrics.stages import stage
from csmetrics.tables.amounts import currency_of, rates_for, refuse_large_sums
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.compare import doubts_of, index_of
from csmetrics.tables.doubts import Doubt, Ends, in_order
from csmetrics.tables.file_record import Source
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.findings import Findings, found_in
from csmetrics.tables.identity import remarks_on_ids
from csmetrics.tables.leftout import LeftOut
from csmetrics.tables.match import CustomerIndex
from csmetrics.tables.one_currency import in_one_currency
from csmetrics.tables.reach import days_of, told_until
from csmetrics.tables.read import read_file, read_frame
from csmetrics.tables.rows import Rows
from csmetrics.tables.scales import remarks_on_scores
from csmetrics.tables.successions import remark_on_ends
from csmetrics.tables.table_files import table_files
from csmetrics.tables.usable import Readers, read_all
from csmetrics.tables.via import column_of

if TYPE_CHECKING:
    import pandas as pd


class Part(Protocol):
    """Some of the customers of a dataset, with the rows of theirs or word of where they are; it can be pickled."""

    def load(self) -> "Dataset":
        """Their rows."""


@dataclass(frozen=True, slots=True)
class PartFindings:
    """What only the rows of a part can tell of the whole: doubts, and how the ends of spells stand to what follows."""

    doubts: tuple[Doubt, ...]
    ends: tuple[Ends, ...]


class Dataset:
    """The checked tables of one business, and the problems in them.

    `csmetrics.read(folder)` makes one. So do DataFrames with the columns of docs/data.md:

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"customer_id": ["a", "b"], "start_date": ["2026-08-01"] * 2, "amount": [30, 70]})
    >>> Dataset(subscriptions=rows).sources[0].used
    2

    Raises DataError if a table cannot be used. It lists every problem found.
    """

    def __init__(
        self,
        *,
        config: Config | None = None,
        strict: bool = False,
        **tables: "pd.DataFrame | None",
    ) -> None:
        if unknown := [name for name in tables if name not in TABLES]:
            raise TypeError("\n".join(f"No table is called {name}.{did_you_mean(name, TABLES)}" for name in unknown))
        frames = {name: tables[name] for name in TABLES if tables.get(name) is not None}
        if not frames:
            raise DataError(f"A dataset needs a table: one or more of {', '.join(TABLES)}.")
        config = config or Config()
        readers = {name: partial(read_frame, frame, TABLES[name], config) for name, frame in frames.items()}
        usable = read_all(readers, config, strict=strict).usable
        self._settle(usable, config, Findings(rates=rates_for(usable, config, Path())))
        remark_on_ends(self._ends())  # refuses what can be read two ways

    @classmethod
    def of(
        cls,
        tables: Mapping[str, CheckedTable],
        config: Config,
        found: "Findings | None" = None,
        whole: "Dataset | None" = None,
    ) -> "Dataset":
        """A dataset of tables that are checked already, maybe a part of a whole, with what was found beside them."""
        made = cls.__new__(cls)
        made._settle(tables, config, found)  # noqa: SLF001  # its own
        made._whole = whole  # noqa: SLF001
        if whole is None:
            remark_on_ends(made._ends())  # noqa: SLF001  # refuses what can be read two ways
        return made

    def __repr__(self) -> str:
        """What it is, on one line."""
        return in_brief(self, "dataset")

    def _settle(self, tables: Mapping[str, CheckedTable], config: Config, found: "Findings | None" = None) -> None:
        self._found = found or Findings()
        self._tables = {name: tables[name] for name in TABLES if name in tables}
        self._config = config
        self._currency = currency_of(self._tables, config)
        self._whole: Dataset | None = None
        self._before: Dataset | None = None
        refuse_large_sums(self._tables)

    def until(self, as_of: object = None) -> "Dataset":
        """The same tables, declared to be complete until a day, if one is given. Raises PeriodError."""
        if as_of is None:
            return self
        made = object.__new__(type(self))
        made.__dict__ |= self.__dict__
        made._config = self._config.model_copy(update={"as_of": as_complete_day(as_of)})  # its own
        made._before = self  # what it has on disk is kept as long as this one is
        return made

    @property
    def whole(self) -> "Dataset":
        """The dataset that this one is a part of: what holds for all customers is to be asked of it."""
        return self._whole or self

    @property
    def divisions(self) -> "Sequence[Part]":
        """The parts, each with some of the customers, that this one is counted by: itself, where all fits."""
        return (self,)

    def load(self) -> "Dataset":
        """Itself: its rows are here."""
        return self

    def told(self) -> PartFindings | None:
        """What it tells of the whole that it is a part of."""
        if self._whole is None:
            return None
        doubts = (doubt.alone() for doubt in doubts_of(self._tables, self._config))
        return PartFindings(tuple(doubts), tuple(self._ends()))

    def learn(self, part: int, told: PartFindings | None) -> None:
        """Keep what a part has told; where all rows are here there is nothing to learn."""

    def parts(self) -> "Iterator[Dataset]":
        """The parts, loaded one after another."""
        for at, part in enumerate(self.divisions):
            loaded = part.load()
            self.learn(at, loaded.told())
            yield loaded

    @property
    def config(self) -> Config:
        """The configuration that the tables were read under."""
        return self._config

    @property
    def currency(self) -> str | None:
        """The one currency of all amounts, if it is known."""
        return self._currency

    @property
    def rates(self) -> Rates | None:
        """The rates of exchange of the currencies that there are, where they are declared."""
        return self.whole._found.rates  # noqa: SLF001  # its own

    @property
    def exchanges(self) -> bool:
        """Whether amounts are turned from one currency into another."""
        return self.rates is not None

    @property
    def alone(self) -> str | None:
        """The one currency whose rows count, where no others were asked for."""
        return self.whole._found.alone  # noqa: SLF001  # its own

    @property
    def card(self) -> Card | None:
        """Which rates those are."""
        return self.rates.card if self.rates else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """What was read of each file."""
        return tuple(table.source for table in self._tables.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every row that was left out, and why."""
        return tuple(problem for table in self._tables.values() for problem in table.problems)

    @property
    def unusable(self) -> Mapping[str, tuple[Problem, ...]]:
        """Why the files of some tables cannot be used, where the figures asked for can do without them."""
        return dict(self._found.unusable)

    def lack_of(self, name: str) -> str:
        """Why there is no such table."""
        file = called(self._config.table(name).file or TABLES[name].file)
        return f"{file} cannot be used" if name in self._found.unusable else f"no {name}.csv"

    @property
    def remarks(self) -> tuple[FileRemark, ...]:
        """What a reader of the figures should know of the files, though no row was left out for it."""
        return (
            *self._found.remarks,
            *(left.remark(several=self.exchanges) for left in self.left_out),
            *(remark for table in self._tables.values() for remark in table.remarks),
            *(doubt.remark() for doubt in self.doubts),
            *(remark for remark in [remark_on_ends(self._ends())] if remark),
            *self._remarks_on_ids,
            *remarks_on_scores(self._tables, self._config),
            *(days.remark() for table in self._tables.values() for days in table.odd_days),
        )

    @cached_property
    def _remarks_on_ids(self) -> tuple[FileRemark, ...]:
        """What is to be said of customers who may be one; looked for when somebody asks."""
        return remarks_on_ids(self._tables, self.customers)

    def look_through(self) -> None:
        """Find out now what takes a while and will be asked for: doubts, and customers who may be one."""
        _ = self.doubts, self._remarks_on_ids

    @cached_property
    def customers(self) -> CustomerIndex:
        """The customers of all tables together."""
        return index_of(self._tables)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What could not be used, by file and kind."""
        return tuple(left for table in self._tables.values() for left in table.left_out)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Rows that count and that somebody should look at."""
        return in_order(doubts_of(self._tables, self._config, self.customers))

    def _ends(self) -> list[Ends]:
        """How the ends of spells stand to what follows them."""
        return [table.ends for table in self._tables.values() if table.ends]

    @property
    def notes(self) -> tuple[str, ...]:
        """Files and columns that were passed over although their names come close to known ones."""
        return (*self._found.notes, *(note for table in self._tables.values() for note in table.notes))

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
        """The newest plausible day on which anything was recorded (an end that lies ahead is no record)."""
        return max(days_of(self._tables, recorded=True), default=None)

    @property
    def told_until(self) -> int | None:
        """The day up to which the rows tell who pays, where one that is missing later does not say who has stopped."""
        return told_until(self._tables)

    def span(self) -> tuple[int, int] | None:
        """The first and the last plausible day that any date names, ends of subscriptions included."""
        days = days_of(self._tables, recorded=False)
        return (min(days), max(days)) if days else None


@stage("read")
def read_dataset(
    folder: Path,
    config: Config,
    *,
    strict: bool = False,
    detail: bool = True,
    attributes: tuple[str, ...] = (),
    comments: bool = False,
    needed: Collection[str] | None = None,
    only: str | None = None,
) -> Dataset:
    """Every known table in the folder, checked; those not `needed`, if they are told, may be unusable.

    `detail=False` leaves out the columns that no figure needs, but for the `attributes` named and, if asked for, the
    `comments`. With `strict`, rows that contradict each other are errors too: overlaps, repeated ids, customers that
    customers.csv does not have. With `only` a currency the rows of others are left out.
    """
    detail = detail or strict
    readers = folder_readers(folder, config, detail=detail, attributes=attributes, comments=comments, only=only)
    tables = read_all(readers, config, strict=strict, needed=needed)
    tables, settled = in_one_currency(tables, config, needed, only, folder)
    return Dataset.of(tables.usable, settled, found_in(folder, config, tables, only))


def attributes_read(
    files: Collection[str], config: Config, attributes: tuple[str, ...], *, comments: bool = False
) -> tuple[str, ...]:
    """The columns that are needed beside those of every figure, when tables of these names are there."""
    if comments:
        attributes = (*attributes, *COMMENTS.values())
    if config.declares_scores or any(name in files for name in TABLES_OF_SIGNALS):
        attributes = (*attributes, "customer_id", *config.signal_columns())  # scores ask who answered, and more
    if roll_up := config.table("customers").roll_up:
        attributes = (*attributes, roll_up)
    return (*attributes, *(column for name in files if (column := column_of(name, config))))


def folder_readers(
    folder: Path,
    config: Config,
    *,
    detail: bool,
    attributes: tuple[str, ...],
    comments: bool = False,
    only: str | None = None,
) -> Readers:
    """How to read each table that is in the folder."""
    files = table_files(folder, config)
    wanted = attributes_read(files, config, attributes, comments=comments)

    return {
        name: partial(read_file, path, TABLES[name], config, detail=detail, attributes=wanted, only=only)
        for name, path in files.items()
    }
