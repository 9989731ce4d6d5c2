"""A Parquet file: its columns have types of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.errors import whole
from csmetrics.sources.arrow import batches_of, header_of
from csmetrics.sources.files import FileSource, readable
from csmetrics.sources.source import Batch

ROWS = 1 << 18  # that are looked at together where the file is too large to be held whole
_SAID = 80  # signs of what arrow says
_NOT_OPENED = "Could not open Parquet input source '<Buffer>': "


class ParquetSource(FileSource):
    """A Parquet file. Its first line counts as row 2, as in the CSV that it was."""

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        with self._opened() as file:
            return header_of(file.schema_arrow.names)

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """Every column, wanted or not, as it is stored: there is nothing that care could add."""
        del wanted, careful
        with self._opened() as file:
            yield from batches_of(_blocks(file) if in_blocks else iter([file.read()]))

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """The file, opened. What arrow says of it inside becomes an error that names it."""
        import pyarrow.parquet as pq  # noqa: PLC0415  # most folders hold none

        with readable(self.path), self.path.open("rb") as disk:
            try:
                file = pq.ParquetFile(disk)
            except (pa.ArrowInvalid, OSError) as error:
                raise self._no_parquet(error, _NOT_OPENED) from None
            try:
                with file:
                    yield file
            except (pa.ArrowInvalid, OSError) as error:
                raise self._no_parquet(error) from None

    def _no_parquet(self, error: Exception, where: str = "") -> Exception:
        if isinstance(error, OSError) and error.strerror:
            return error  # that is the disk speaking
        said = f"{where}{error}"[:_SAID]
        return whole(self.path.name, f"not a Parquet file ({said})", "Export it again.")


def _blocks(file: Any) -> Iterator[pa.Table]:
    return (pa.Table.from_batches([batch]) for batch in file.iter_batches(batch_size=ROWS))
