"""A CSV as a source: typed and fast at first; as text, cell by cell accountable, when something is wrong."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import islice

from csmetrics.columns import Column
from csmetrics.config.scalars import WHITESPACE
from csmetrics.errors import FileProblemError, whole
from csmetrics.sources.csv_files.content import HEAD
from csmetrics.sources.csv_files.looks import types_to_try
from csmetrics.sources.csv_files.parse import text_batches, typed_batches
from csmetrics.sources.csv_files.quotes import may_swallow_lines, open_quote, rows_at
from csmetrics.sources.csv_files.text import TextFile, header_in, load
from csmetrics.sources.csv_files.widths import even
from csmetrics.sources.file_source import FileSource, readable
from csmetrics.sources.source import LOOKED_AT, Batch, TypedReadFailedError


class CsvSource(FileSource):
    """A CSV file in the form that its settings say."""

    typed = True

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of its columns, as they stand in row 1."""
        return self._as_it_stands.header

    def peeked(self) -> tuple[str, ...]:
        """The same, of the beginning of the file alone. Raises FileProblemError."""
        if self.settings.header_row is not None or self.settings.delimiter == WHITESPACE:
            return self.header
        with readable(self.path), self.path.open("rb") as file:
            return header_in(file.read(HEAD), self.path.name, self.settings)

    def rows_below(self) -> list[tuple[str, ...]]:
        """The first few rows below the header, as far as they can be told apart."""
        file = self._as_it_stands
        text = io.StringIO(file.content.head.decode(errors="ignore"), newline="")
        try:
            rows = list(islice(csv.reader(text, delimiter=file.delimiter), 1, LOOKED_AT))
        except csv.Error:
            return []
        return [tuple(cell.strip() for cell in row) or ("",) for row in rows]

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """The columns wanted in their types; or, if `careful`, all as text, with what is wrong with the file.

        Raises TypedReadFailedError where a careful reading is needed, FileProblemError where none will do.
        """
        return (self._careful if careful else self._typed)(wanted, in_blocks=in_blocks)

    def _typed(self, wanted: Mapping[str, Column], *, in_blocks: bool) -> Iterator[Batch]:
        file, rows = self._even, 0
        types = types_to_try(file, wanted, self.settings)
        for batch in typed_batches(file, types, partial(rows_at, file), in_blocks=in_blocks):
            rows += len(batch)
            yield batch
        if may_swallow_lines(file, rows):
            raise TypedReadFailedError

    def _careful(self, wanted: Mapping[str, Column], *, in_blocks: bool) -> Iterator[Batch]:
        file = self._even
        if in_blocks and file.quoted:
            raise whole(file.name, "a quoted file has problems", "")
        if quote := open_quote(file, {name for name, column in wanted.items() if column.type == "date"}):
            raise FileProblemError(quote)
        yield from text_batches(file, in_blocks=in_blocks)

    @cached_property
    def _as_it_stands(self) -> TextFile:
        return load(self.path, self.settings)

    @cached_property
    def _even(self) -> TextFile:
        return even(self._as_it_stands)
