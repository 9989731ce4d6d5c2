"""What stands in the XML of a sheet of an .ods and the library does not tell: errors, and how far the cells go."""

import re
import zipfile
from collections.abc import Iterator
from itertools import product
from xml.etree import ElementTree as ET

from csmetrics.sources.sheets.cell_text import SheetFault, error_cell, never_counted

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)|Err:[0-9]{3}")
_FORMULA_SHOWN = 40  # signs
_MOST_REPEATED = 1 << 20


def look(archive: zipfile.ZipFile, sheet: str) -> tuple[int, int, dict[tuple[int, int], SheetFault]]:
    """How many rows and columns a sheet reaches over, and its cells that have no value.

    Raises KeyError or SyntaxError where the file is not made as an .ods is.
    """
    rows = columns = row = 0
    faults: dict[tuple[int, int], SheetFault] = {}
    for line in _lines(archive, sheet):
        times, column = _times(line, "rows"), 0
        for cell in line:
            wide = _times(cell, "columns") if cell.tag in _CELLS else 0
            if wide and len(cell.attrib) + len(cell) and _is_filled(cell):
                rows, columns = row + times, max(columns, column + wide)
                if fault := _fault(cell):
                    faults |= dict.fromkeys(_repeated((row, times), (column, wide)), fault)
            column += wide
        row += times
        line.clear()
    return rows, columns, faults


def _lines(archive: zipfile.ZipFile, sheet: str) -> Iterator[ET.Element]:
    here = False
    with archive.open("content.xml") as content:
        for event, element in ET.iterparse(content, ("start", "end")):  # noqa: S314  # expat refuses what swells
            if element.tag == f"{_TABLE}table":
                here = event == "start" and element.get(f"{_TABLE}name") == sheet
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                if here:
                    yield element
                element.clear()


def _repeated(rows: tuple[int, int], columns: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The places of a cell that is written once and stands in many."""
    if rows[1] * columns[1] > _MOST_REPEATED:
        raise ValueError("an error is repeated without end")
    return product(range(rows[0], sum(rows)), range(columns[0], sum(columns)))


def _times(element: ET.Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _is_filled(cell: ET.Element) -> bool:
    return f"{_OFFICE}value-type" in cell.attrib or f"{_TABLE}formula" in cell.attrib


def _fault(cell: ET.Element) -> SheetFault | None:
    formula = cell.get(f"{_TABLE}formula")
    if formula is None:
        return None
    shown = "".join(cell.itertext()).strip()
    if _ERROR.fullmatch(shown) or any(
        name.endswith("}value-type") and value == "error" for name, value in cell.attrib.items()
    ):
        return error_cell(shown)
    if f"{_OFFICE}value-type" not in cell.attrib:
        return never_counted(formula.partition(":")[2][:_FORMULA_SHOWN])
    return None
