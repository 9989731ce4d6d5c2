"""A sheet of a workbook as a source: its cells as text, so that our own checks say what is wrong with which."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.config import TableConfig
from csmetrics.errors import Place, Problem, did_you_mean, whole
from csmetrics.sources.file_source import FileSource
from csmetrics.sources.header_rows import first_row, header_row, no_such_row, numbers_as_names
from csmetrics.sources.sheets.cell_text import SheetFault, SheetValue, plain, writer
from csmetrics.sources.sheets.workbooks import At, cells_of, sheets_of, size_of
from csmetrics.sources.source import FIRST_ROW, LOOKED_AT, Batch, Places, TableSource


@dataclass(frozen=True, slots=True)
class SheetPlaces(Places):
    """The rows of a sheet.

    >>> SheetPlaces("book.xlsx, Subs").locate(17).words
    'book.xlsx, Subs, row 17'
    """

    def locate(self, row: int | None = None) -> Place:
        """The place of a row, or of the sheet."""
        if row is None:
            return Place(self.file)
        row = max(row, self.header)
        return Place(self.file, row, f"{self.file}, row {row}")


class SheetSource(FileSource):
    """One sheet. The header is row 1, or the one declared; blank rows and columns without a name are passed over."""

    def __init__(self, path: Path, settings: TableConfig, sheet: str) -> None:
        super().__init__(path, settings)
        self.sheet, self.places = sheet, SheetPlaces(f"{path.name}, {sheet}", settings.header_row or 1)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Raises FileProblemError where row 1 has none."""
        rows, _ = self._cells
        if not any(cell != "" for row in rows for cell in row):
            raise whole(self.places.locate(), "the sheet is empty", "Fill it in, or name another.")
        at = header_row(self.settings)
        if at > len(rows):
            raise no_such_row(self.places.file, len(rows), at)
        if at == 0:
            return numbers_as_names(max(map(_width, rows)))
        names = [plain(cell).strip() for cell in rows[at - 1]]
        while names and not names[-1]:
            names.pop()
        if not names:
            raise whole(
                self.places.locate(1), "the row is blank, so there are no column names", "Begin with the header."
            )
        return tuple(names)

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """Every column at once as text: a sheet has no more rows than fit into memory."""
        del careful, in_blocks
        header, (rows, faults) = self.header, self._cells
        begin = first_row(self.settings) - 1
        wrong = {
            at: each
            for at, each in faults.items()
            if at[0] >= begin and at[1] < len(header) and header[at[1]] in wanted
        }
        left_out = {row for row, _ in wrong}
        below = enumerate(rows[begin:], begin)
        kept = [at for at, row in below if at not in left_out and any(cell != "" for cell in row)]
        columns = {
            name: self._column([rows[at][place] for at in kept], wanted.get(name))
            for place, name in enumerate(header)
            if name
        }
        numbers = np.array(kept, dtype=np.int64) + FIRST_ROW - 1
        yield Batch(columns, numbers, tuple(self._problem(at, wrong[at]) for at in sorted(wrong)))

    def rows_below(self) -> list[tuple[str, ...]]:
        """The first few rows below the header."""
        rows, _ = self._cells
        return [tuple(plain(cell).strip() for cell in row) or ("",) for row in rows[1:LOOKED_AT]]

    def size(self) -> int:
        """Bytes of the workbook, unpacked."""
        return size_of(self.path)

    @cached_property
    def _cells(self) -> tuple[Sequence[Sequence[SheetValue]], Mapping[At, SheetFault]]:
        return cells_of(self.path, self.sheet)

    def _column(self, cells: Sequence[SheetValue], column: Column | None) -> pa.ChunkedArray:
        write = writer(column, self.settings)
        return pa.chunked_array([pa.array([write(cell) or None for cell in cells], pa.string())])

    def _problem(self, at: At, fault: SheetFault) -> Problem:
        place = self.places.locate(at[0] + 1)
        return Problem.at(place, self.header[at[1]], fault.shown, fault.problem, fault.fix)


class BookSource(FileSource):
    """A workbook of which it is not settled yet which sheet holds the table."""

    @cached_property
    def header(self) -> tuple[str, ...]:
        """That of the only sheet. Raises DataError where there are several."""
        return self.chosen(lambda _: False).header

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """Those of the only sheet. Raises DataError where there are several."""
        return self.chosen(lambda _: False).batches(wanted, careful=careful, in_blocks=in_blocks)

    def size(self) -> int:
        """Bytes of the workbook, unpacked."""
        return size_of(self.path)

    def chosen(self, suits: Callable[[TableSource], bool]) -> SheetSource:
        """The sheet declared, else the only one, else the only one that suits. Raises DataError."""
        names, declared = sheets_of(self.path), self.settings.sheet
        if declared:
            return self._declared(names, declared)
        if len(names) == 1:
            return self._sheet(names[0])
        fitting = [sheet for sheet in map(self._sheet, names) if suits(sheet)]
        if len(fitting) == 1:
            return fitting[0]
        said = "several have the columns of the table" if fitting else "none has the columns of the table"
        among = _listed([sheet.sheet for sheet in fitting] or names)
        raise whole(
            self.path.name, f"of its sheets, {said}: {among}", "Name one as sheet: under tables in csmetrics.yaml."
        )

    def _declared(self, names: Sequence[str], declared: str) -> SheetSource:
        alike = [name for name in names if name == declared] or [
            name for name in names if name.strip().casefold() == declared.strip().casefold()
        ]
        if len(alike) == 1:
            return self._sheet(alike[0])
        fix = f"It has {_listed(names)}.{did_you_mean(declared, names)}"
        raise whole(
            self.path.name, f"csmetrics.yaml names the sheet {declared}, and the workbook does not have it", fix
        )

    def _sheet(self, name: str) -> SheetSource:
        return SheetSource(self.path, self.settings, name)


def _width(row: Sequence[SheetValue]) -> int:
    """How many cells a row has up to the last one that is filled."""
    return max((at for at, cell in enumerate(row, 1) if cell != ""), default=0)


def _listed(names: Sequence[str], most: int = 10) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
