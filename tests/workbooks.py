"""Workbooks made in tests, and what a spreadsheet makes of cells."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904


def write_xlsx(path, *, mac=False, **sheets):
    """A workbook of several sheets; a text that begins with # is an error, as in a spreadsheet."""
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


def write_xls(path, rows, *, mac=False):
    """A workbook of one sheet as Excel wrote it until 2003."""
    book = xlwt.Workbook()
    book.dates_1904 = mac
    sheet = book.add_sheet("Subs")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("#"):
                sheet.row(number).set_cell_error(place, cell)
            else:
                sheet.write(number, place, cell, _style(cell))
    book.save(str(path))


def _style(cell):
    form = "YYYY-MM-DD HH:MM:SS" if isinstance(cell, datetime) else "YYYY-MM-DD"
    return xlwt.easyxf(num_format_str=form if isinstance(cell, date) else "General")


def write_ods(path, rows, sheet="Subs"):
    """A workbook of one sheet; a cell may also be a tuple of attributes and the text that is shown."""
    book, table = OpenDocumentSpreadsheet(), Table(name=sheet)
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(_cell(cell))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(path)
    # the day of its making would make two files of the same rows differ
    path.write_bytes(_without_clock(path))


def _cell(value):
    attributes, shown = value if isinstance(value, tuple) else _stored(value)
    cell = TableCell(**attributes)
    if shown:
        cell.addElement(P(text=shown))
    return cell


def _stored(value):
    if value is None or value == "":
        return {}, ""
    if isinstance(value, bool):
        return {"valuetype": "boolean", "booleanvalue": str(value).lower()}, str(value).upper()
    if isinstance(value, int | float):
        return {"valuetype": "float", "value": repr(value)}, f"{value:.2f}"
    if isinstance(value, date | datetime):
        return {"valuetype": "date", "datevalue": value.isoformat()}, f"{value:%d.%m.%y}"
    if isinstance(value, time):
        return {"valuetype": "time", "timevalue": f"{value:PT%HH%MM%SS}"}, str(value)
    return {"valuetype": "string"}, value


def _without_clock(path):
    made = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            if name != "meta.xml":
                archive.writestr(zipfile.ZipInfo(name), given.read(name))
    return made.getvalue()
