"""A workbook as Excel wrote it until 2003: the one kind that another library knows better, which tells errors."""

import os
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from typing import Any

from csmetrics.errors import MissingLibraryError, whole
from csmetrics.sources.file_source import readable
from csmetrics.sources.sheets.cell_text import SheetFault, SheetValue, error_cell

_SAID = 80  # signs of what the library says
_BROKEN = (  # what it raises where it is lost
    struct.error, zipfile.BadZipFile, AssertionError, IndexError, KeyError, TypeError, ValueError,
)  # fmt: skip
_AGAIN = "Save it again in a spreadsheet program, as .xlsx."
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)  # what a cell may hold


def sheets_of(path: Path) -> list[str]:
    """The names of its sheets. Raises DataError, MissingLibraryError."""
    with _opened(path) as (book, _):
        return list(book.sheet_names())


def cells_of(path: Path, sheet: str) -> tuple[list[list[SheetValue]], dict[tuple[int, int], SheetFault]]:
    """The rows of a sheet, and its cells that have no value. Raises DataError."""
    with _opened(path) as (book, library):
        found = book.sheet_by_name(sheet)
        ways = _ways(book, library)
        rows: list[list[SheetValue]] = []
        faults: dict[tuple[int, int], SheetFault] = {}
        for number in range(found.nrows):
            row = found.row(number)
            rows.append([ways[cell.ctype](cell.value) if cell.ctype in ways else "" for cell in row])
            for place, cell in enumerate(row):
                if cell.ctype == _ERROR:
                    faults[number, place] = error_cell(library.error_text_from_code.get(cell.value, "#"))
        return rows, faults


def _ways(book: Any, library: Any) -> Mapping[int, Callable[[Any], SheetValue]]:
    """What a cell of each kind means."""

    def moment(value: float) -> SheetValue:
        found = library.xldate.xldate_as_datetime(value, book.datemode)
        return found.time() if 0 <= value < 1 and found.time() != time() else found

    return {_TEXT: str, _NUMBER: float, _DATE: moment, _BOOLEAN: bool}


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The workbook and the library; whatever it is not becomes an error that names it."""
    library = _library(path.name)
    with readable(path), path.open("rb") as disk, Path(os.devnull).open("w", encoding="utf-8") as unheard:
        try:
            with library.open_workbook(file_contents=disk.read(), logfile=unheard) as book:
                yield book, library
        except (library.XLRDError, library.compdoc.CompDocError, *_BROKEN) as error:
            if "encrypted" in str(error):
                raise whole(path.name, "the workbook is protected by a password", "Save it without one.") from None
            raise whole(path.name, f"not a workbook, or a damaged one ({str(error)[:_SAID]})", _AGAIN) from None


def _library(name: str) -> Any:
    try:
        import xlrd  # noqa: PLC0415  # an extra that most folders do not need
    except ImportError:
        raise MissingLibraryError(
            f"{name} is read with xlrd, which is not installed: pip install 'csmetrics[sheets]'"
        ) from None
    return xlrd
