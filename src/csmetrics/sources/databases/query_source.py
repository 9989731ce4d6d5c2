"""The rows of a query, kept on disk for the length of a run: they are read as often as need be, and stay the same."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import Column
from csmetrics.config import TableConfig
from csmetrics.errors import whole
from csmetrics.sources.arrow import batches_of, header_of
from csmetrics.sources.databases.arrow_tables import UNREADABLE, common
from csmetrics.sources.databases.names import query_of
from csmetrics.sources.source import Batch, Places

ENDING = ".query"


def keep(pieces: Iterable[pa.Table], folder: Path) -> None:
    """Write the rows into a new folder: a file for as long as the pieces have the same types."""
    folder.mkdir()
    schema: pa.Schema | None = None
    writer: pa.ipc.RecordBatchFileWriter | None = None
    number = 0
    try:
        for piece in pieces:
            if writer is None or not piece.schema.equals(schema, check_metadata=True):
                if writer is not None:
                    writer.close()
                schema, number = piece.schema, number + 1
                writer = pa.ipc.new_file(folder / f"{number:06}.arrow", schema)
            writer.write_table(piece)
    finally:
        if writer is not None:
            writer.close()


class QuerySource:
    """The kept rows of a query. The first counts as row 2, as in the CSV that it could have been written to."""

    typed = False

    def __init__(self, path: Path, settings: TableConfig) -> None:
        self._path, self._settings = path, settings
        self.places = Places(query_of(path.name.removesuffix(ENDING)))

    @cached_property
    def _files(self) -> list[pa.RecordBatchFileReader]:
        return [pa.ipc.open_file(pa.memory_map(str(path))) for path in sorted(self._path.iterdir())]

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Raises DataError where there are none."""
        if not (names := header_of(self._files[0].schema.names)):
            raise whole(self.places.locate(), "the query gives no columns", "Name those that it is to give.")
        return names

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """The columns wanted, as the database gives them. Raises DataError where one cannot be read."""
        del careful
        at = [number for number, name in enumerate(self.header) if name in wanted]
        for number in at:
            self._refuse_unreadable(number)
        yield from batches_of(self._pieces(at) if in_blocks else [pa.concat_tables(self._pieces(at))])

    def size(self) -> int:
        """The bytes that are kept."""
        return sum(path.stat().st_size for path in self._path.iterdir())

    def fingerprint(self) -> str:
        """The SHA-256 of the names and cells, whatever the blocks that they came in."""
        every = list(range(len(self.header)))
        parts = [(hashlib.sha256(), hashlib.sha256()) for _ in every]
        for piece in self._pieces(every):
            for (lengths, texts), column in zip(parts, piece.columns, strict=True):
                for chunk in column.cast(pa.string()).chunks:
                    lengths.update(_lengths(chunk))
                    texts.update(_texts(chunk))
        found = "".join(
            f"{len(name)} {name} {lengths.hexdigest()} {texts.hexdigest()}\n"
            for name, (lengths, texts) in zip(self.header, parts, strict=True)
        )
        return hashlib.sha256(found.encode(), usedforsecurity=False).hexdigest()

    def _pieces(self, at: list[int]) -> Iterator[pa.Table]:
        """The rows in some columns, piece by piece; without rows an empty piece."""
        names, kinds = [self.header[number] for number in at], [self._types[number] for number in at]
        batches = [(file, number) for file in self._files for number in range(file.num_record_batches)]
        for file, number in batches:
            batch = file.get_batch(number)
            yield pa.table([batch.column(n).cast(kind) for n, kind in zip(at, kinds, strict=True)], names)
        if not batches:
            yield pa.table([pa.array([], kind) for kind in kinds], names)

    @cached_property
    def _types(self) -> list[pa.DataType]:
        """The type that holds all cells of each column; a column without any is one of blank texts."""
        columns = zip(*(file.schema.types for file in self._files), strict=True)
        found = [reduce(common, kinds) for kinds in columns]
        return [pa.string() if pa.types.is_null(kind) else kind for kind in found]

    def _refuse_unreadable(self, number: int) -> None:
        for file in self._files:
            field = file.schema.field(number)
            if said := (field.metadata or {}).get(UNREADABLE):
                problem = f"the column {field.name} holds {said.decode()}, which cannot be read"
                fix = f"Turn it into text, a number or a date in the query, such as cast({field.name} as text)."
                raise whole(self.places.locate(), problem, fix, column=field.name)


def _lengths(chunk: pa.Array) -> bytes:
    lengths = pc.fill_null(pc.binary_length(chunk), -1)
    return bytes(
        np.frombuffer(lengths.buffers()[1], np.int32)[lengths.offset : lengths.offset + len(lengths)].tobytes()
    )


def _texts(chunk: pa.Array) -> bytes:
    """The texts of a column one after the other."""
    joined = pc.fill_null(chunk, "")
    _, offsets, texts = joined.buffers()
    ends = np.frombuffer(offsets, np.int32)[joined.offset : joined.offset + len(joined) + 1]
    return b"" if texts is None or not len(joined) else bytes(memoryview(texts)[ends[0] : ends[-1]])
