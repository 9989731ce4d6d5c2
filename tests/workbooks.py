"""Workbooks made in tests: .xlsx by openpyxl, .ods and .xls by hand, for no library that writes those is kept up."""

import struct
import zipfile
from datetime import date, datetime, time
from functools import singledispatch
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904


def write_xlsx(path, *, mac=False, **sheets):
    """A workbook of several sheets, with days from 1904 if it is made as on a Mac of old."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.epoch = CALENDAR_MAC_1904 if mac else book.epoch
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.properties.created = book.properties.modified = datetime(2026, 1, 5)  # noqa: DTZ001  # it knows no zones
    book.save(path)
    return book


_ODS = "urn:oasis:names:tc:opendocument:xmlns"
_CONTENT = (
    f'<office:document-content xmlns:office="{_ODS}:office:1.0" xmlns:table="{_ODS}:table:1.0"'
    f' xmlns:text="{_ODS}:text:1.0" xmlns:of="{_ODS}:of:1.2" office:version="1.2"><office:body><office:spreadsheet>'
    "<table:table table:name={}>{}</table:table></office:spreadsheet></office:body></office:document-content>"
)
_OF_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0" manifest:version="1.2"/>'


class Ods(str):
    """A cell of an .ods as it stands in the file."""

    __slots__ = ()


def write_ods(path, rows, sheet="Subs"):
    """A workbook of one sheet."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), _OF_ODS)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), _MANIFEST)
        archive.writestr(zipfile.ZipInfo("content.xml"), _CONTENT.format(quoteattr(sheet), lines))


def ods_cell(shown="", **attributes):
    """A cell of an .ods: what is shown of it, and attributes such as office__value."""
    said = "".join(f" {name.replace('__', ':').replace('_', '-')}={quoteattr(v)}" for name, v in attributes.items())
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n")) if shown else ""
    return Ods(f"<table:table-cell{said}>{text}</table:table-cell>")


def _ods_cell(cell):
    if isinstance(cell, Ods):
        return cell
    kind, attribute, value, shown = _in_ods(cell)
    if kind is None:
        return ods_cell()
    return ods_cell(shown, office__value_type=kind, **({attribute: value} if attribute else {}))


@singledispatch
def _in_ods(cell):
    return "string" if cell else None, "", "", cell


@_in_ods.register
def _(cell: bool):  # a cell
    return "boolean", "office__boolean_value", str(cell).lower(), str(cell).upper()


@_in_ods.register(int | float)
def _(cell):
    return "float", "office__value", repr(cell), f"{cell:.2f}"


@_in_ods.register
def _(cell: date):
    return "date", "office__date_value", cell.isoformat(), f"{cell:%d.%m.%y}"


@_in_ods.register
def _(cell: time):
    return "time", "office__time_value", f"{cell:PT%HH%MM%SS}", str(cell)


_FORMS = ("General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
_ERRORS = {"#REF!": 0x17, "#NUM!": 0x24}


def write_xls(path, rows, *, mac=False):
    """A workbook of one sheet, Sheet 1, as Excel 3 wrote it; a text that is an error is one."""
    records = [
        _record(0x0209, "<HHH", 0, 0x10, 0),
        _record(0x0042, "<H", 1252),
        _record(0x0022, "<H", int(mac)),
        *(_record(0x001E, f"<B{len(form)}s", len(form), form.encode()) for form in _FORMS),
        *(_record(0x0243, "<BBHHHI", 0, at, 0, 0, 0, 0) for at in range(len(_FORMS))),
        *(_xls_cell(at, place, cell, mac) for at, row in enumerate(rows) for place, cell in enumerate(row)),
        _record(0x000A, ""),
    ]
    path.write_bytes(b"".join(records))


def _record(kind, form, *values):
    body = struct.pack(form, *values)
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row, place, cell, mac):
    if cell is None or cell == "":
        return b""
    if isinstance(cell, bool) or cell in _ERRORS:
        return _record(0x0205, "<HHHBB", row, place, 0, _ERRORS.get(cell, cell), cell in _ERRORS)
    if isinstance(cell, int | float):
        return _record(0x0203, "<HHHd", row, place, 0, cell)
    if isinstance(cell, date):
        return _record(0x0203, "<HHHd", row, place, 1 + isinstance(cell, datetime), _serial(cell, mac))
    text = cell.encode("cp1252")
    return _record(0x0204, f"<HHHH{len(text)}s", row, place, 0, len(text), text)


def _serial(day, mac):
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001  # as above
    return (moment - (datetime(1904, 1, 1) if mac else datetime(1899, 12, 30))).total_seconds() / 86400  # noqa: DTZ001
