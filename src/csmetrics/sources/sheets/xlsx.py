"""What stands in the XML of a sheet of an .xlsx and the library does not tell: errors, and how far the cells go."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree as ET

from csmetrics.sources.sheets.cell_text import SheetFault, error_cell, never_counted

_CELL = rb"<(?:\w+:)?c\b"
_PLACES = re.compile(_CELL + rb'[^>]*?\br="([A-Z]{1,3})[0-9]{1,7}"')
_ROWS = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,7})"')
_ERRORS = re.compile(_CELL + rb'([^>]*?\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_FORMULAS = re.compile(
    _CELL + rb"([^>/]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_TEXT = re.compile(rb'\bt="(?:str|s|inlineStr)"')
_FORMULA_SHOWN = 40  # signs


def look(archive: zipfile.ZipFile, sheet: str) -> tuple[int, int, dict[tuple[int, int], SheetFault]]:
    """How many rows and columns a sheet reaches over, and its cells that have no value.

    Raises KeyError, SyntaxError or ValueError where the file is not made as an .xlsx is.
    """
    xml = archive.read(_part_of(archive, sheet))
    rows = max(map(int, set(_ROWS.findall(xml))), default=0)
    columns = max(map(_column, set(_PLACES.findall(xml))), default=-1) + 1
    return rows, columns, dict(_faults(xml))


def _faults(xml: bytes) -> Iterator[tuple[tuple[int, int], SheetFault]]:
    if b'"e"' in xml:
        for attributes, content in _ERRORS.findall(xml):
            value = _VALUE.search(content)
            yield _at(attributes), error_cell(value[1].decode() if value else "#")
    for attributes, formula in _FORMULAS.findall(xml):
        if not _TEXT.search(attributes):  # a formula may well make an empty text
            yield _at(attributes), never_counted(f"={unescape(formula.decode())}"[:_FORMULA_SHOWN])


def _at(attributes: bytes) -> tuple[int, int]:
    found = _PLACE.search(attributes)
    if not found:
        raise ValueError("a cell with an error does not say where it stands")
    return int(found[2]) - 1, _column(found[1])


def _column(letters: bytes) -> int:
    """The number of a column, from 0.

    >>> _column(b"A"), _column(b"Z"), _column(b"AA"), _column(b"XFD")
    (0, 25, 26, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file within the workbook that holds a sheet."""
    root = next(target for kind, target in _links(archive, "").values() if kind == "officeDocument")
    links = _links(archive, root)
    for each in ET.fromstring(archive.read(root)).iter():  # noqa: S314  # expat refuses entities that swell
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            link = next(value for name, value in each.attrib.items() if name.endswith("}id"))
            return links[link][1]
    raise KeyError(sheet)


def _links(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a file within the workbook leads to: kind and file, by the name of the link."""
    folder, name = posixpath.split(part)
    listed = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in ET.fromstring(listed)  # noqa: S314  # as above
    }
