"""A folder larger than memory to a Dataset that is counted partition by partition, each with some of the customers."""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from csmetrics.columns import TABLES, Table
from csmetrics.config import Config
from csmetrics.errors import DataError, FileProblemError
from csmetrics.stages import stage
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import READERS, Dataset, Findings, attributes_read, found_in, read_all
from csmetrics.tables.files import table_files
from csmetrics.tables.parse import TypedReadFailedError
from csmetrics.tables.read import read_csv, read_csv_blocks, read_parquet_blocks
from csmetrics.tables.rows import Rows
from csmetrics.tables.spill import Spill


class PartitionedDataset(Dataset):
    """A dataset whose rows are on disk; its tables say what is true of the whole, and hold a few rows that show it."""

    def __init__(
        self,
        tables: Mapping[str, Spill],
        scratch: Path,
        partitions: int,
        config: Config,
        found: Findings,
    ) -> None:
        self._spilled, self._partitions = tables, partitions
        weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        self._settle({name: table.outline for name, table in tables.items()}, config, found)

    def __reduce__(self) -> NoReturn:
        """Its rows lie in a folder that goes with it."""
        raise TypeError("a dataset read with partition cannot be copied or pickled: read the folder again")

    def rows(self, name: str) -> Rows:
        """Nobody may take the few rows that are here for all."""
        raise DataError(f"The rows of {name} are counted partition by partition. Read the folder without partition.")

    def parts(self) -> Iterator[Dataset]:
        """The same customers' rows of all tables, one partition after another."""
        for partition in range(self._partitions):
            tables = {name: table.load(partition) for name, table in self._spilled.items()}
            yield Dataset.of(tables, self.config, whole=self)


@stage("read")
def read_partitioned(
    folder: Path,
    config: Config,
    partitions: int,
    *,
    attributes: tuple[str, ...] = (),
    comments: bool = False,
    needed: Collection[str] | None = None,
) -> PartitionedDataset:
    """Every known table in the folder, checked block by block and divided by customer.

    Raises DataError with every problem found, as when the folder is read whole.
    """
    files = table_files(folder, config)
    wanted = attributes_read(files, config, attributes, comments=comments)
    scratch = Path(tempfile.mkdtemp(prefix="csmetrics-"))
    divided: dict[str, Spill] = {}

    def divide(name: str, path: Path) -> CheckedTable:
        divided[name] = _filled(Spill(scratch / name, partitions), _ways(path, TABLES[name], config, wanted))
        return divided[name].outline

    try:
        readers = {name: partial(divide, name, path) for name, path in files.items()}
        tables = read_all(readers, strict=False, needed=needed)
        kept = {name: divided[name] for name in tables.usable}
        return PartitionedDataset(kept, scratch, partitions, config, found_in(folder, config, tables))
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


Way = Callable[[], Iterable[CheckedTable]]


def _ways(path: Path, table: Table, config: Config, attributes: tuple[str, ...]) -> list[Way]:
    """How a file can be read, the leanest way first, the last one whole.

    What is wrong with a file of quoted cells the whole file tells, and so it does where customers stand twice.
    """

    def way(read: Callable[..., Iterable[CheckedTable]], **how: bool) -> Way:
        return partial(read, path, table, config, detail=False, attributes=attributes, **how)

    whole = way(lambda *given, **how: [READERS.get(path.suffix, read_csv)(*given, **how)])
    if path.suffix == ".parquet":
        return [way(read_parquet_blocks), whole]
    return [way(read_csv_blocks), way(read_csv_blocks, careful=True), whole]


def _filled(spill: Spill, ways: Sequence[Way]) -> Spill:
    """The table divided, in the first way that can tell everything there is to tell."""
    for blocks in ways[:-1]:
        try:
            spill.write(blocks())
            if not spill.repeats():
                return spill
        except (TypedReadFailedError, FileProblemError):
            pass
        spill = spill.anew()
    spill.write(ways[-1]())
    return spill
