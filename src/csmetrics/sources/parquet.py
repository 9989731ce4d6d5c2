"""A Parquet file: its columns have types of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import IO, Any

import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.errors import whole
from csmetrics.sources.arrow import batches_of, header_of
from csmetrics.sources.file_source import FileSource, readable
from csmetrics.sources.source import Batch

ROWS = 1 << 18  # that are looked at together where the file is too large to be held whole
_SAID = 80  # signs of what arrow says


class ParquetSource(FileSource):
    """A Parquet file. Its first line counts as row 2, as in the CSV that it was."""

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Raises FileProblemError where it is no Parquet file."""
        import pyarrow.dataset as ds  # noqa: PLC0415  # most folders hold no such file

        with self._disk() as disk:
            return header_of(ds.ParquetFileFormat().make_fragment(disk).physical_schema.names)

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """Every column, wanted or not, as it is stored: there is nothing that care could add."""
        del wanted, careful
        import pyarrow.parquet as pq  # noqa: PLC0415  # as above

        with self._disk() as disk, pq.ParquetFile(disk) as file:
            yield from batches_of(_blocks(file) if in_blocks else iter([file.read()]))

    @contextmanager
    def _disk(self) -> Iterator[IO[bytes]]:
        """The file, opened. What arrow says of it inside becomes an error that names it."""
        with readable(self.path), self.path.open("rb") as disk:
            try:
                yield disk
            except (pa.ArrowInvalid, OSError) as error:
                if isinstance(error, OSError) and error.strerror:
                    raise  # that is the disk speaking
                said = f"not a Parquet file ({str(error)[:_SAID]})"
                raise whole(self.places.locate(), said, "Export it again.") from None


def _blocks(file: Any) -> Iterator[pa.Table]:
    return (pa.Table.from_batches([batch]) for batch in file.iter_batches(batch_size=ROWS))
