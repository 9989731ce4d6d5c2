"""One CSV file as text: its bytes made UTF-8 if they are not, its header matched with the columns we know.

Whatever is wrong with the file as a whole is found here and named; single cells are looked at later.
"""

import csv
import io
import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from csmetrics.columns import Table
from csmetrics.config import TableConfig
from csmetrics.errors import FileProblemError, Problem, whole
from csmetrics.paths import not_a_file
from csmetrics.tables.content import BOM, HEAD, UTF_16, Content, content_of, plain_content
from csmetrics.tables.headers import Heading, understand

_DATED = re.compile(r"^([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*)?$")  # a date by its looks, or nothing
_MOST_BLANK = 4096  # bytes looked at before the whole file is
_LONGEST_CELL = (1 << 31) - 1  # signs; csv would refuse 131,073


@dataclass(frozen=True, slots=True)
class TextFile:
    """A CSV, and its header as it stands."""

    name: str
    content: Content
    header: tuple[str, ...]
    raw_header: tuple[str, ...]
    delimiter: str
    decimal: str
    decimal_declared: bool
    quoted: bool
    heading: Heading


def load(path: Path, table: Table, settings: TableConfig) -> TextFile:
    """The file as UTF-8 text with a header that has every required column exactly once."""
    content = None if settings.encoding else plain_content(path)
    content = content or _made_plain(path, settings.encoding)
    delimiter = settings.delimiter or ","
    raw = _header(content.head, path.name, delimiter)
    header = tuple(cell.strip() for cell in raw)
    heading = understood(header, path.name, table, settings)
    sign = settings.decimal_sign
    return TextFile(
        path.name, content, header, raw, delimiter, sign if sign and sign != delimiter else ".",
        decimal_declared=bool(sign), quoted=_quoted(content), heading=heading,
    )  # fmt: skip


def _made_plain(path: Path, encoding: str | None) -> Content:
    body = _utf8(_bytes(path), path.name, encoding)
    _refuse_nul(body, path.name)
    if b"\n" not in body:
        body = body.replace(b"\r", b"\n") + b"\n"
    return content_of(body.rstrip(b"\r\n") + b"\n")


def understood(header: tuple[str, ...], name: str, table: Table, settings: TableConfig) -> Heading:
    """The header, if it is one, and our columns in it."""
    if header[0].lower().startswith("sep="):
        raise whole(name, f"the first line is {header[0]}, not the header", "Remove that line.", row=1)
    if len(header) == 1:
        _refuse_other_delimiters(header[0], name)
    return understand(header, name, table, settings)


def may_swallow_lines(file: TextFile, rows: int) -> bool:
    """Whether some cell holds line breaks or some quote is left open, so that lines of the file are no rows."""
    if not file.quoted:
        return False
    return file.content.quotes % 2 > 0 or file.content.lines() != rows + 1


def open_quote(file: TextFile, dates: set[str]) -> Problem | None:
    """The row in which a quote is opened and not closed as it should be, if there is one.

    A quote may be closed by one that was to open another cell, many rows later; the lines in between then look like
    rows themselves, with as many cells as the header and dates where dates should be.
    """
    if not file.quoted:
        return None
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    # csv counts lines; a record may span several, so records are counted here.
    text = io.StringIO(file.content.whole().decode(), newline="")
    row, reader = 1, csv.reader(text, delimiter=file.delimiter, strict=True)
    suspect = None
    try:
        for row, record in enumerate(reader, 1):
            if suspect is None and any("\n" in cell for cell in record) and _swallows(file, record, dates):
                suspect = row
    except csv.Error:
        # The record that failed is the one after the last good one, unless an earlier one had swallowed lines.
        suspect = suspect or (row + 1 if row > 1 or reader.line_num > 1 else 1)
    if suspect is None:
        return None
    fix = 'Close the quote; a quote inside a quoted cell is written twice ("").'
    return Problem(file.name, suspect, None, None, "a quote is opened and not closed", fix)


def rows_at(file: TextFile, rows: np.ndarray) -> list[Hashable]:
    """What stands in some rows of a file whose lines are its rows, cell by cell."""
    body = np.frombuffer(file.content.whole(), np.uint8)
    ends = np.append(np.flatnonzero(body == ord("\n")), len(body))
    starts = np.append(0, ends[:-1] + 1)
    lines = [body[starts[row - 1] : ends[row - 1]].tobytes().decode() for row in rows.tolist()]
    return [tuple(cell.strip() for cell in row) for row in csv.reader(lines, delimiter=file.delimiter)]


def _swallows(file: TextFile, record: list[str], dates: set[str]) -> bool:
    """Whether a record has the wrong width, or a cell of it holds lines that are rows by their looks."""
    if len(record) not in (0, len(file.header)):
        return True
    inner = [line for cell in record if "\n" in cell for line in cell.splitlines()[1:-1]]
    rows = [row for row in csv.reader(inner, delimiter=file.delimiter) if len(row) == len(file.header)]
    where = [at for at, name in enumerate(file.header) if name in dates]
    return any(all(_DATED.match(row[at].strip()) for at in where) for row in rows if where)


def _quoted(content: Content) -> bool:
    """Whether any cell below the header is quoted (a quoted header on one line is no matter)."""
    in_header = content.head.partition(b"\n")[0].count(b'"')
    return content.quotes > in_header or in_header % 2 > 0


def require_readable(path: Path) -> bytes:
    """The bytes of a file; that it is a folder, or may not or cannot be read, is said."""
    refuse_other_kinds(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        gone = "this is a link to a file that is not there" if path.is_symlink() else "the file is no longer there"
        raise whole(path.name, gone, "Put the file in its place.") from None
    except PermissionError:
        raise whole(path.name, "the file may not be read", "Give yourself the right to read it (chmod u+r).") from None
    except OSError as error:
        raise unreadable(path.name, error) from None


def refuse_other_kinds(path: Path) -> None:
    """A folder, a pipe or a device in the place of a file is said, and never opened: it may have no end."""
    if kind := not_a_file(path):
        raise whole(path.name, f"this is {kind}, not a file", "Put the file itself in its place.")


def unreadable(name: str, error: OSError) -> FileProblemError:
    """The error for a file that the disk does not give."""
    return whole(name, f"the file cannot be read ({error.strerror})", "Check the disk or the link.")


def _bytes(path: Path) -> bytes:
    data = require_readable(path)
    if not data[:_MOST_BLANK].strip() and not data.strip():
        raise whole(path.name, "the file is empty", "Export it again, or remove it.")
    return data


def _utf8(data: bytes, name: str, encoding: str | None) -> bytes:
    if encoding:
        return _declared(data, name, encoding)
    if data.startswith(UTF_16):
        fix = "Save it as UTF-8, or declare encoding: utf-16 for this table in csmetrics.yaml."
        raise whole(name, "the file is UTF-16, not UTF-8", fix)
    if data.isascii():
        return data
    try:
        data.decode()  # pyarrow would check as well, but it does not say where
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        fix = "Save it as UTF-8, or declare its encoding: (such as cp1252) for this table in csmetrics.yaml."
        problem = f"byte {error.start + 1:,} (0x{data[error.start]:02x}) is not UTF-8"
        raise whole(name, problem, fix, row=row) from None
    return data.removeprefix(BOM)


def _declared(data: bytes, name: str, encoding: str) -> bytes:
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeError as error:
        at = f"byte {error.start + 1:,}" if isinstance(error, UnicodeDecodeError) else "a byte"
        problem = f"{at} is not {encoding}, the encoding declared"
        raise whole(name, problem, "Declare the encoding the file really has.") from None


def _refuse_nul(body: bytes, name: str) -> None:
    at = body.find(b"\0")
    if at >= 0:
        row = body.count(b"\n", 0, at) + 1
        raise whole(name, "the file holds a NUL byte, so it is damaged or no text", "Export it again as CSV.", row=row)


def _header(head: bytes, name: str, delimiter: str) -> tuple[str, ...]:
    lines = io.StringIO(head.decode(errors="ignore"), newline="")  # a header may be quoted and may span lines
    try:
        header = tuple(next(csv.reader(lines, delimiter=delimiter)))
        ended = bool(lines.read(1)) or len(head) < HEAD - len(BOM)
    except (csv.Error, StopIteration):
        raise whole(name, "the header cannot be read", "Write the column names into row 1.", row=1) from None
    if not ended:
        raise whole(name, "the header is longer than 1 MB", "Keep the columns that are asked for.", row=1)
    if not any(cell.strip() for cell in header):
        raise whole(name, "the row is blank, so there are no column names", "Begin with the header.", row=1)
    return header


def _refuse_other_delimiters(header: str, name: str) -> None:
    for sign, shown in ((";", ";"), ("\t", "\\t"), ("|", "|")):
        if sign in header:
            problem = f'the columns look separated by "{shown}", not by commas'
            raise whole(name, problem, f'Declare delimiter: "{shown}" in csmetrics.yaml, or export with commas.', row=1)
