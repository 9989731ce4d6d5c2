"""A file of rates as it is written: its bytes, its header, its rows; and what a cell says."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from csmetrics.errors import Problem, whole
from csmetrics.periods import MONTH_NAMES
from csmetrics.sources.archives import DAMAGED
from csmetrics.sources.file_source import readable
from csmetrics.sources.source import FIRST_ROW
from csmetrics.sources.steady import unchanged

_LARGEST = 64 << 20  # bytes: a hundred times the history of the European Central Bank
_ZIP = b"PK\x03\x04"
_AGAIN = "Fetch the file again."
_DELIMITERS = ",;\t|"
_RATE = re.compile(r"(?:[0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")  # \d is any script's
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDED = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})")


@dataclass(frozen=True, slots=True)
class RatesFile:
    """A file of rates: what messages call it, the SHA-256 of its bytes, and its cells; the header is row 1."""

    name: str
    sha256: str
    header: tuple[str, ...]
    rows: tuple[Sequence[str], ...]

    def numbered(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows in which anything stands, each with its number."""
        for number, row in enumerate(self.rows, FIRST_ROW):
            if any(cell.strip() for cell in row):
                yield number, row

    def problem(self, row: int, column: str | None, value: str | None, what: str, fix: str) -> Problem:
        """Something wrong with a row or one of its cells."""
        return Problem(self.name, row, column, value, what, fix)


def written_in(path: Path) -> RatesFile:
    """What stands in a file, a CSV or a zip of one. Raises DataError."""
    with unchanged(path), readable(path):
        if not path.exists() and not path.is_symlink():
            fix = "Put it there, or correct the name under rates in csmetrics.yaml."
            raise whole(path.name, f"there is no such file in {path.parent}", fix)
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise whole(path.name, "the file is larger than 64 MB, so it is none of rates", "Name another under rates.")
    digest = hashlib.sha256(content, usedforsecurity=False).hexdigest()
    if content.startswith(_ZIP):
        content = _unpacked(content, path.name)
    header, *rows = _rows(_text(content, path.name), path.name)
    return RatesFile(path.name, digest, tuple(cell.strip() for cell in header), tuple(rows))


def _unpacked(content: bytes, name: str) -> bytes:
    """The one CSV that a zip holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [each for each in packed.infolist() if each.filename.lower().endswith(".csv")]
            if len(inside) != 1:
                raise whole(name, f"the zip holds {len(inside)} CSV files, not one", "Unpack it, and name the file.")
            with packed.open(inside[0]) as file:
                found = file.read(_LARGEST + 1)
    except (*DAMAGED, RuntimeError, OSError):  # RuntimeError: it is encrypted
        raise whole(name, "the zip cannot be unpacked", _AGAIN) from None
    if len(found) > _LARGEST:
        raise whole(name, "the file in it is larger than 64 MB, so it is none of rates", "Name another under rates.")
    return found


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise whole(name, "the text is not UTF-8", "Save the file as UTF-8.", row=row) from None
    if "\0" in text:
        raise whole(name, "the file holds a NUL byte, so it is damaged or no text", _AGAIN)
    if not text.strip():
        raise whole(name, "the file is empty", "Put the rates into it, or fetch it again.")
    return text


def _rows(text: str, name: str) -> list[list[str]]:
    """The cells, parted at the sign that parts the first line into most."""
    first = text.partition("\n")[0]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count)))
    except csv.Error as error:
        raise whole(name, f"the file cannot be read as CSV ({error})", _AGAIN) from None


def rate_in(cell: str, decimal: str = ".") -> str | None:
    """The rate in a cell, as a text that Fraction reads; None where it is no number above zero.

    >>> rate_in(" 1.0956 "), rate_in("1,0956", ","), rate_in("2.5e-5"), rate_in("0.00"), rate_in("1,0956")
    ('1.0956', '1.0956', '2.5e-5', None, None)
    """
    text = cell.strip()
    if decimal == ",":
        text = text.replace(".", "_").replace(",", ".")
    is_rate = _RATE.fullmatch(text) and text.lower().partition("e")[0].strip("0.")
    return text if is_rate else None


def day_in(cell: str, form: str | None = None) -> int | None:
    """The day in a cell, by `date.toordinal`; None where it is none.

    A day is written as 2026-01-05, as the European Central Bank writes it, or in the form declared.

    >>> [day_in(text) == date(2026, 1, 5).toordinal() for text in ("2026-01-05", "5 January 2026", "05 January 2026")]
    [True, True, True]
    >>> day_in("05/01/2026"), day_in("05/01/2026", "%d/%m/%Y") == day_in("2026-01-05"), day_in("2026-02-30")
    (None, True, None)
    """
    text = cell.strip()
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text).toordinal()
        if worded := _WORDED.fullmatch(text):
            return date(int(worded[3]), MONTH_NAMES.index(worded[2].title()) + 1, int(worded[1])).toordinal()
        if form and "%" in form:
            return datetime.strptime(text, form).toordinal()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        pass
    return None
