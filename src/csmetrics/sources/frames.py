"""A DataFrame as a source, read as a file is."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.errors import whole
from csmetrics.sources.arrow import batches_of, header_of
from csmetrics.sources.source import Batch, Places

if TYPE_CHECKING:
    import pandas as pd


class FrameSource:
    """A DataFrame that holds one table, called by the name of the table; its first line counts as row 2."""

    typed = False

    def __init__(self, frame: "pd.DataFrame", name: str) -> None:
        self._frame, self.places = frame, Places(name)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Raises DataError where two are the same."""
        return header_of(self._arrow.column_names)

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """Every column at once, wanted or not: they are in memory already."""
        del wanted, careful, in_blocks
        yield from batches_of([self._arrow])

    def size(self) -> int:
        """The bytes that it takes in memory."""
        return int(self._arrow.nbytes)

    def fingerprint(self) -> str:
        """The SHA-256 of its columns."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self._arrow.schema) as stream:
            stream.write_table(self._arrow)
        return hashlib.sha256(sink.getvalue(), usedforsecurity=False).hexdigest()

    @cached_property
    def _arrow(self) -> pa.Table:
        plain = self._frame.reset_index(drop=True).rename(columns=str)
        if plain.columns.has_duplicates:
            twice = plain.columns[plain.columns.duplicated()][0]
            raise whole(self.places.locate(), f"the column {twice} appears twice", "Rename or remove one of them.")
        try:
            return pa.Table.from_pandas(plain, preserve_index=False)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):  # columns of mixed types, or numbers beyond int64
            return pa.Table.from_pandas(plain.astype("string"), preserve_index=False)
