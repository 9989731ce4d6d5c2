"""Workbooks worked out again by LibreOffice, after what stood beside their formulas is taken away."""

import re
import shutil
import subprocess
import zipfile

import openpyxl

SOFFICE = shutil.which("soffice")
_CACHED = re.compile(rb"(<f>.*?</f>)<v>.*?</v>", re.DOTALL)
_KIND = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="str"(><f>)')


def without_cached(path, target):
    """The same workbook without any value beside a formula; gives back how many there were."""
    taken = 0
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            content = given.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content, count = _CACHED.subn(rb"\1", content)
                content = _KIND.sub(rb"\1\2", content)
                taken += count
            written.writestr(name, content)
    return taken


def recalculated(path, folder):
    """The workbook as LibreOffice works it out, opened; under a profile of its own."""
    stripped = folder / "stripped.xlsx"
    assert without_cached(path, stripped)
    assert cached(stripped)["Checks"]["A3"].value is None
    out = folder / "out"
    profile = (folder / "profile").as_uri()
    line = [SOFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*line, str(stripped)], check=True, capture_output=True, timeout=180)
    return cached(out / "stripped.xlsx")


def cached(path):
    """The workbook as whoever does not work it out shows it."""
    return openpyxl.load_workbook(path, data_only=True)


def live(path):
    """The workbook with its formulas."""
    return openpyxl.load_workbook(path)


def values(book):
    """Every cell that holds something: sheet, cell, value; a text of no letters is nothing."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }
