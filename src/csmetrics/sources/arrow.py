"""Columns that arrow holds already, as a stream of batches."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from csmetrics.sources.source import FIRST_ROW, Batch


def header_of(names: Iterable[str]) -> tuple[str, ...]:
    """The names of columns, freed of blanks around them."""
    return tuple(name.strip() for name in names)


def batches_of(pieces: Iterable[pa.Table]) -> Iterator[Batch]:
    """Pieces of one table, their rows numbered on."""
    row = FIRST_ROW
    for piece in pieces:
        columns = dict(zip(header_of(piece.column_names), piece.columns, strict=True))
        yield Batch(columns, range(row, row + piece.num_rows))
        row += piece.num_rows
