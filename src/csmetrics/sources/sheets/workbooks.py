"""A workbook, opened: its sheets and their cells, whichever program made it."""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csmetrics.errors import FileProblemError, MissingLibraryError, whole
from csmetrics.sources.file_source import readable
from csmetrics.sources.sheets import ods, xls, xlsx
from csmetrics.sources.sheets.cell_text import SheetFault, SheetValue

LARGEST = 1 << 30  # bytes that a workbook may hold, unpacked
MOST_CELLS = 50_000_000
_SAID = 80  # signs of what the library says
_OLD = b"\xd0\xcf\x11\xe0"  # how files of old begin, and new ones that have a password
_AGAIN = "Save it again in a spreadsheet program."
At = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class SheetExtent:
    """What a look at the file of a sheet has told: how far it goes, and the cells that have no value."""

    rows: int
    columns: int
    faults: Mapping[At, SheetFault]


_LOOKS: Mapping[str, Callable[[zipfile.ZipFile, str], tuple[int, int, dict[At, SheetFault]]]] = {
    ".xlsx": xlsx.look,
    ".ods": ods.look,
}


def size_of(path: Path) -> int:
    """Bytes of a workbook, unpacked; none where it is none, which whoever reads it will say."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(each.file_size for each in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return path.stat().st_size if path.is_file() else 0


def sheets_of(path: Path) -> list[str]:
    """The names of its sheets that have cells, in their order. Raises DataError, MissingLibraryError."""
    if path.suffix.lower() == ".xls":
        return xls.sheets_of(path)
    with _opened(path) as book:
        _refuse_damaged(path)
        kinds = {each.name: str(each.typ).rpartition(".")[2] for each in book.sheets_metadata}
        return [name for name in book.sheet_names if kinds.get(name, "WorkSheet") == "WorkSheet"]


def cells_of(path: Path, sheet: str) -> tuple[Sequence[Sequence[SheetValue]], Mapping[At, SheetFault]]:
    """The rows of a sheet from its first cell on, and the cells that have no value. Raises DataError."""
    if path.suffix.lower() == ".xls":
        return xls.cells_of(path, sheet)
    with _opened(path) as book:
        looked = _looked(path, sheet)
        if looked.rows * looked.columns > MOST_CELLS:
            said = f"cells reach to row {looked.rows:,} and column {looked.columns:,}, which is too far"
            raise whole(f"{path.name}, {sheet}", said, "Delete what stands far away from the table.")
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), looked.faults


def _looked(path: Path, sheet: str) -> SheetExtent:
    """What the library does not tell, and what it would not survive."""
    with zipfile.ZipFile(path) as archive:
        return SheetExtent(*_LOOKS[path.suffix.lower()](archive, sheet))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook; whatever it is not becomes an error that names it."""
    library = _library(path.name)
    with readable(path):
        with path.open("rb") as disk:
            begins = disk.read(len(_OLD))
        try:
            _refuse_bombs(path, begins)
            with library.CalamineWorkbook.from_path(str(path)) as book:
                yield book
        except library.PasswordError:
            raise _kept(path.name) from None
        except (library.CalamineError, zipfile.BadZipFile, KeyError, SyntaxError, ValueError) as error:
            raise whole(path.name, f"not a workbook, or a damaged one ({str(error)[:_SAID]})", _AGAIN) from None


def _refuse_bombs(path: Path, begins: bytes) -> None:
    if begins == _OLD:
        raise _kept(path.name)
    with zipfile.ZipFile(path) as archive:
        if sum(each.file_size for each in archive.infolist()) > LARGEST:
            said = f"unpacked it is larger than {LARGEST >> 30} GB"
            raise whole(path.name, said, "Save the sheet as CSV.")
        if any(each.flag_bits & 1 for each in archive.infolist()):
            raise _kept(path.name)


def _refuse_damaged(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if damaged := archive.testzip():  # which also finds those that hold more than they say
            raise zipfile.BadZipFile(damaged)


def _kept(name: str) -> FileProblemError:
    return whole(name, "the workbook is protected by a password", "Save it without one.")


def _library(name: str) -> Any:
    try:
        import python_calamine  # noqa: PLC0415  # an extra that most folders do not need
    except ImportError:
        raise MissingLibraryError(
            f"{name} is read with python-calamine, which is not installed: pip install 'csmetrics[sheets]'"
        ) from None
    return python_calamine
