"""A table too large for memory: its rows wait on disk, divided by customer, and come back a partition at a time."""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import fsencode
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import chunks_of, numbers, to_arrow
from csmetrics.columns import attribute
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, Problem
from csmetrics.stages import stage
from csmetrics.tables.amounts import refuse_large_totals
from csmetrics.tables.cells import encode
from csmetrics.tables.checked import AS_TEXT, CheckedTable
from csmetrics.tables.convert import coded
from csmetrics.tables.cross_columns import joined_blanks
from csmetrics.tables.distinct import hash_of_texts, marks_of
from csmetrics.tables.doubts import Doubt, Ends
from csmetrics.tables.identifiers import folded
from csmetrics.tables.ids import are_plain
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.table_facts import Facts, outline_of, samples_of, total_sums

NO_ROOM = "The data are larger than memory, and there is no room to divide them."
MAKE_ROOM = "Make room, or name another folder in TMPDIR; or raise memory_share in csmetrics.yaml."
_ROW = "\0row of the file"  # no header can be that
_NAMED = {name: table.identity[0] for name, table in TABLES.items() if table.identity}


@dataclass
class Spill:
    """The rows of one table in files, one for each partition; all rows of a customer are in the same one.

    Rows without a customer are dealt out by their number.
    """

    folder: Path
    partitions: int
    _empty: CheckedTable | None = None  # the form of the table: its columns without rows
    _facts: list[Facts] = field(default_factory=list)
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)  # of the categories of each column
    _samples: list[pa.RecordBatch] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)
    doubts: tuple[Doubt, ...] = ()  # of a file that was held while it was divided
    ends: tuple[Ends, ...] = ()
    plain: bool = True  # no customer's id has a capital letter or a leading zero

    def write(self, blocks: Iterable[CheckedTable]) -> None:
        """Divide the rows of a table that comes in blocks. Raises DataError when the disk does not take them."""
        try:
            self.folder.mkdir(parents=True)
            with ExitStack() as opened:
                writers: list[Any] = []
                for block in blocks:
                    batch = self._batch(block)
                    if not writers:
                        paths = (fsencode(self._path(part)) for part in range(self.partitions))
                        sinks = (opened.enter_context(pa.OSFile(path, "wb")) for path in paths)
                        writers = [opened.enter_context(pa.ipc.new_stream(sink, batch.schema)) for sink in sinks]
                    self._write_block(block, batch, writers)
        except OSError as error:
            raise _no_room(self.folder, error) from None

    def emptied(self) -> "Spill":
        """An empty one in the place of this one."""
        shutil.rmtree(self.folder)
        return Spill(self.folder, self.partitions)

    def to_load(self) -> "Spill":
        """The same as far as it takes to load a partition: small, and it can be pickled."""
        form = self._form()
        ids = dict.fromkeys(form.ids, pa.array([], pa.string()))
        return Spill(self.folder, self.partitions, replace(form, ids=ids), _numbers=self._numbers)

    @stage("read")
    def load(self, partition: int) -> CheckedTable:
        """The rows of one partition, in the order of the file."""
        with pa.OSFile(fsencode(self._path(partition)), "rb") as file:
            return self._table(pa.ipc.open_stream(file).read_all())

    def customers(self, partition: int) -> pa.Array | None:
        """The ids of the customers of one partition, where the table has any."""
        if "customer_id" not in self._form().ids:
            return None
        with pa.OSFile(fsencode(self._path(partition)), "rb") as file:
            reader = pa.ipc.open_stream(file)
            found = [pc.unique(batch.column("customer_id")) for batch in reader]
        every = pa.concat_arrays(found) if found else pa.array([], pa.large_string())
        return pc.cast(pc.unique(every).drop_null(), pa.string())

    def mixes_intervals(self) -> bool:
        """Whether some blocks have intervals and others none: the whole file tells which rows lack one."""
        return all(joined_blanks(facts.blanks for facts in self._facts).get("interval", (False,)))

    def repeats(self) -> bool:
        """Whether a customer stands in more than one row of customers.csv."""
        if self._form().source.table != "customers":
            return False
        codes = (self.load(partition).rows["customer_id"] for partition in range(self.partitions))
        return any(np.bincount(each + 1)[1:].max(initial=0) > 1 for each in codes)

    @cached_property
    def outline(self) -> CheckedTable:
        """What is to be known of the table as a whole, with a few of its rows."""
        form = self._form()
        refuse_large_totals(form.source.table, form.places, total_sums(self._facts))
        return outline_of(self._facts, self._table(pa.Table.from_batches(self._samples)))

    def _form(self) -> CheckedTable:
        if self._empty is None:
            raise RuntimeError("nothing has been divided yet")
        return self._empty

    def _path(self, partition: int) -> Path:
        return self.folder / f"{partition}.arrow"

    def _write_block(self, block: CheckedTable, batch: pa.RecordBatch, writers: Sequence[Any]) -> None:
        partition = _partition_of(block, self.partitions)
        order = np.argsort(partition, kind="stable")
        ends = np.cumsum(np.bincount(partition, minlength=self.partitions)).tolist()
        sorted_batch = batch.take(to_arrow(order))
        for writer, start, end in zip(writers, [0, *ends], ends, strict=False):
            if end > start:
                writer.write_batch(sorted_batch.slice(start, end - start))
        samples = samples_of(block.rows, block.source.table, self._seen)
        self._samples.append(batch.take(to_arrow(samples)))
        self._facts.append(Facts.of(block))
        self.doubts += block.doubts
        self.ends += (block.ends,) if block.ends else ()
        self.plain = self.plain and ("customer_id" not in block.ids or are_plain(block.ids["customer_id"]))
        self._empty = self._empty or _form_of(block)

    def _batch(self, block: CheckedTable) -> pa.RecordBatch:
        arrays = {name: self._array(block, name, column) for name, column in block.rows.columns.items()}
        every = np.arange(len(block.rows))
        return pa.record_batch(arrays | {_ROW: to_arrow(block.rows.numbers_of(every).astype(np.int64))})

    def _array(self, block: CheckedTable, name: str, column: Any) -> pa.Array:
        if name in block.ids:
            return block.ids[name].take(pa.array(column, mask=column < 0)).cast(pa.large_string())
        if isinstance(column, Coded):
            known = self._numbers.setdefault(name, {})
            places = [known.setdefault(category, len(known)) for category in column.categories]
            return to_arrow(np.array([*places, -1], dtype=np.int32)[column.codes])
        if isinstance(column, np.ndarray):
            return to_arrow(column)
        chunks = chunks_of(column)
        return pa.concat_arrays(chunks) if chunks else pa.array([], column.type)

    def _table(self, spilled: pa.Table) -> CheckedTable:
        first = self._form()
        columns: dict[str, Any] = {}
        names: dict[str, Any] = {}
        for name, column in first.rows.columns.items():
            array = spilled.column(name)
            if name in first.ids:
                found = encode(array.cast(pa.string()), of_many=True)
                columns[name], names[name] = found.codes, found.names
            elif isinstance(column, Coded):
                declared = TABLES[first.source.table].columns.get(name, attribute(name))
                categories = declared.choices or list(self._numbers[name])
                columns[name] = coded(numbers(array, np.int32, -1), categories)
            else:
                columns[name] = numbers(array, column.dtype, 0) if isinstance(column, np.ndarray) else array
        rows = Rows(columns, numbers(spilled.column(_ROW), np.int64, 0))
        return replace(first, rows=rows, ids=names, spans=None)


def _form_of(block: CheckedTable) -> CheckedTable:
    """A block without rows, and without what is said of them."""
    nothing = block.rows.take(np.zeros(len(block.rows), dtype=bool))
    return replace(
        block, rows=nothing, problems=(), remarks=(), left_out=(), amounts={}, odd_days=(), doubts=(), ends=None
    )


def _partition_of(block: CheckedTable, partitions: int) -> np.ndarray:
    """The partition of each row: by its customer; where it has none by its name or its day, so that equals meet."""
    rows, partition = block.rows, _by_day(block) % partitions
    named = _NAMED.get(block.source.table, "")
    if named + AS_TEXT in rows:
        marks = marks_of(rows[named + AS_TEXT])
        partition = np.where(marks < 0, partition, marks % partitions)
    for name in (named, "customer_id"):
        if block.has(name):
            alike = folded(block.ids[name], ("case", "zeros"))  # who may be one stays together
            by_id = (hash_of_texts(alike) % np.uint64(partitions)).astype(np.int64)
            partition = np.where(rows[name] < 0, partition, np.append(by_id, 0)[rows[name]])
    return partition.astype(np.int16)


def _by_day(block: CheckedTable) -> np.ndarray:
    """A number that rows of one day share; where they have no day, that of the row."""
    dates = [name for name in TABLES[block.source.table].dates(recorded=True) if name in block.rows]
    return block.rows[dates[0]].astype(np.int64) if dates else block.rows.numbers_of(np.arange(len(block.rows)))


def _no_room(folder: Path, error: OSError) -> DataError:
    problem = Problem(folder.name, None, None, None, f"its rows cannot be kept in {folder.parent} ({error})", MAKE_ROOM)
    return DataError(NO_ROOM, [problem])
