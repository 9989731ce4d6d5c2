"""A folder larger than memory to a Dataset that is counted partition by partition, each with some of the customers."""

import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NoReturn

from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, FileProblemError
from csmetrics.scratch import Scratch
from csmetrics.sources.joined import Several
from csmetrics.sources.source import TableSource, TypedReadFailedError
from csmetrics.stages import stage
from csmetrics.tables.checked import CheckedTable, Given
from csmetrics.tables.dataset import Dataset, PartFindings, attributes_read
from csmetrics.tables.doubts import Doubt, Ends, added_up, in_order
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.findings import Findings, found_in
from csmetrics.tables.identity import said_of_ids
from csmetrics.tables.match import CustomerIndex
from csmetrics.tables.one_currency import in_one_currency
from csmetrics.tables.read import asked_of, opened_table, read_blocks, read_file, read_table, settled_part
from csmetrics.tables.roll_up import RollUp
from csmetrics.tables.rows import Rows
from csmetrics.tables.spill import MAKE_ROOM, NO_ROOM, Spill
from csmetrics.tables.table_files import table_files
from csmetrics.tables.usable import read_all
from csmetrics.tables.via import Keys, column_of, keys_of


class Outlined(Dataset):
    """What is true of all customers together: its tables hold a few rows that show it, and no more."""

    def rows(self, name: str) -> Rows:
        """Nobody may take the few rows that are here for all."""
        raise DataError(f"The rows of {name} are counted partition by partition. Read the folder without partition.")


@dataclass(frozen=True, slots=True)
class Partition:
    """The rows of some customers, on disk: which of the partitions of each table, and the whole that they belong to."""

    tables: Mapping[str, Spill]
    number: int
    whole: Dataset

    def load(self) -> Dataset:
        """Their rows of all tables."""
        config = self.whole.config
        loaded = {name: table.load(self.number) for name, table in self.tables.items()}
        tables = {name: settled_part(table, config.table(name)) for name, table in loaded.items()}
        return Dataset.of(tables, config, whole=self.whole)

    def __reduce__(self) -> tuple[type["Partition"], tuple[Any, ...]]:
        """Where it is sent, the whole is what is to be known of it, and the rows are read from the same disk."""
        whole = self.whole.outlined() if isinstance(self.whole, PartitionedDataset) else self.whole
        return Partition, ({name: table.to_load() for name, table in self.tables.items()}, self.number, whole)


class PartitionedDataset(Outlined):
    """A dataset whose rows are on disk, divided by customer."""

    def __init__(
        self,
        tables: Mapping[str, Spill],
        scratch: Scratch,
        partitions: int,
        config: Config,
        found: Findings,
    ) -> None:
        self._spilled, self._partitions = tables, partitions
        self._told: dict[int, PartFindings] = {}
        weakref.finalize(self, scratch.remove)
        self._settle({name: table.outline for name, table in tables.items()}, config, found)

    def look_through(self) -> None:
        """Its parts tell what they hold when they are counted."""

    @cached_property
    def _remarks_on_ids(self) -> tuple[FileRemark, ...]:
        if all(table.plain for table in self._spilled.values()):
            return ()
        parts = (
            CustomerIndex(
                {name: ids for name, table in self._spilled.items() if (ids := table.customers(part)) is not None}
            )
            for part in range(self._partitions)
        )
        return said_of_ids(parts, self._tables)

    def __reduce__(self) -> NoReturn:
        """Its rows lie in a folder that goes with it."""
        raise TypeError("a dataset read with partition cannot be copied or pickled: read the folder again")

    @property
    def divisions(self) -> tuple[Partition, ...]:
        """The same customers' rows of all tables, partition by partition."""
        return tuple(Partition(self._spilled, number, self) for number in range(self._partitions))

    def learn(self, part: int, told: PartFindings | None) -> None:
        """Keep what a partition has told."""
        if told:
            self._told[part] = told

    def outlined(self) -> Outlined:
        """What is true of all its customers, without the rows."""
        made = object.__new__(Outlined)
        made._settle(self._tables, self._config, self._found)  # its own
        made.__dict__["doubts"] = tuple(doubt.alone() for doubt in self.doubts)
        return made

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Rows that count and that somebody should look at, of all partitions."""
        whole = [doubt for table in self._spilled.values() for doubt in table.doubts]
        return in_order(added_up([*whole, *(doubt for told in self._findings() for doubt in told.doubts)]))

    def _ends(self) -> list[Ends]:
        whole = [each for table in self._spilled.values() for each in table.ends]
        return [*whole, *(each for told in self._findings() for each in told.ends)]

    def _findings(self) -> Iterator[PartFindings]:
        """What there is to say of each partition; most often they have been counted already."""
        if len(self._told) < self._partitions:
            for _ in self.parts():
                pass
        yield from (self._told[partition] for partition in range(self._partitions))


@stage("read")
def read_partitioned(
    folder: Path,
    config: Config,
    partitions: int,
    *,
    attributes: tuple[str, ...] = (),
    comments: bool = False,
    needed: Collection[str] | None = None,
    only: str | None = None,
) -> PartitionedDataset:
    """Every known table in the folder, checked block by block and divided by customer; of one currency `only`.

    Raises DataError with every problem found, as when the folder is read whole.
    """
    files = table_files(folder, config)
    wanted = attributes_read(files, config, attributes, comments=comments)
    scratch = _scratch()
    divided: dict[str, Spill] = {}

    def divide(name: str, found: Path | Several) -> CheckedTable:
        divided[name] = spill = Spill(scratch.folder / name, partitions)
        with opened_table(found, TABLES[name], config) as source:
            given = asked_of(source, TABLES[name], config, detail=False, attributes=wanted, only=only)
            joined = [partial(_joined, way, keys.get(name), roll_up) for way in _ways(source, given)]
            divided[name] = _filled(spill, joined)
        return divided[name].outline

    try:
        keys, roll_up = _keys(files, config), _roll_up(files, config)
        readers = {name: partial(divide, name, found) for name, found in files.items()}
        tables = read_all(readers, config, strict=False, needed=needed, joined=True)
        tables, settled = in_one_currency(tables, config, needed, only, folder)
        kept = {name: divided[name] for name in tables.usable}
        return PartitionedDataset(kept, scratch, partitions, settled, found_in(folder, config, tables, only))
    except BaseException:
        scratch.remove()
        raise


def _scratch() -> Scratch:
    try:
        return Scratch()
    except OSError as error:
        raise DataError(f"{NO_ROOM} The folder for temporary files cannot be used ({error}). {MAKE_ROOM}") from None


Way = Callable[[], Iterable[CheckedTable]]


def _keys(files: Mapping[str, Path | Several], config: Config) -> dict[str, Keys]:
    """How tables name customers that do it in another way than by customer_id; customers.csv is read for it."""
    found: dict[str, Keys] = {}
    for name in files:
        if column := column_of(name, config):
            customers = None
            if path := files.get("customers"):
                customers = read_file(path, TABLES["customers"], config, detail=False, attributes=(column,))
            found[name] = keys_of(customers, name, config)
    return found


def _roll_up(files: Mapping[str, Path | Several], config: Config) -> RollUp | None:
    """Which accounts count as one, where that is declared; customers.csv is read for it."""
    column = config.table("customers").roll_up
    if not column:
        return None
    found = files.get("customers")
    whole = found and read_file(found, TABLES["customers"], config, detail=False, attributes=(column,))
    return RollUp.of(whole or None, config)


def _joined(way: Way, keys: Keys | None, roll_up: RollUp | None) -> Iterator[CheckedTable]:
    for number, block in enumerate(way()):
        table = keys.joined(block) if keys and "customer_id" in block.ids else block
        yield roll_up.rolled(table, first=not number) if roll_up else table


def _ways(source: TableSource, given: Given) -> list[Way]:
    """How a source can be read, the leanest way first, the last one whole.

    What is wrong with a file of quoted cells the whole file tells, and so it does where customers stand twice.
    """
    if given.table.shape:  # a row is understood by others
        return [lambda: [read_table(source, given)]]
    careful = [False, True] if source.typed else [True]
    blocks = [partial(read_blocks, source, given, careful=each) for each in careful]
    return [*blocks, lambda: [read_table(source, given)]]


def _filled(spill: Spill, ways: Sequence[Way]) -> Spill:
    """The table divided, in the first way that can tell everything there is to tell."""
    for blocks in ways[:-1]:
        try:
            spill.write(blocks())
            if not spill.repeats() and not spill.mixes_intervals():
                return spill
        except (TypedReadFailedError, FileProblemError):
            pass
        spill = spill.emptied()
    spill.write(ways[-1]())
    return spill
