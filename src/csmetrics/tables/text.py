"""One CSV file as text: its bytes made UTF-8 if they are not, its header matched with the columns we know.

Whatever is wrong with the file as a whole is found here and named; single cells are looked at later.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from csmetrics.columns import Table
from csmetrics.config import TableConfig
from csmetrics.errors import DataError, Problem, did_you_mean
from csmetrics.tables.content import BOM, HEAD, UTF_16, Content, content_of, plain_content

_DATED = re.compile(r"^([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*)?$")  # a date by its looks, or nothing
_MOST_NAMES = 40  # of columns that a message lists
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
    quoted: bool


class FileProblemError(DataError):
    """A problem of a file as a whole: nothing of the file can be used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem), [problem])


def whole(file: str, problem: str, fix: str, row: int | None = None, column: str | None = None) -> FileProblemError:
    """The error for a problem of a file as a whole."""
    return FileProblemError(Problem(file, row, column, None, problem, fix))


def load(path: Path, table: Table, settings: TableConfig) -> TextFile:
    """The file as UTF-8 text with a header that has every required column exactly once."""
    content = None if settings.encoding else plain_content(path)
    content = content or _made_plain(path, settings.encoding)
    delimiter = settings.delimiter or ","
    raw = _header(content.head, path.name, delimiter)
    header = tuple(cell.strip() for cell in raw)
    check_header(header, path.name, table, settings)
    return TextFile(path.name, content, header, raw, delimiter, settings.decimal or ".", quoted=_quoted(content))


def _made_plain(path: Path, encoding: str | None) -> Content:
    body = _utf8(_bytes(path), path.name, encoding)
    _refuse_nul(body, path.name)
    if b"\n" not in body:
        body = body.replace(b"\r", b"\n") + b"\n"
    return content_of(body.rstrip(b"\r\n") + b"\n")


def header_of(settings: TableConfig, column: str) -> str:
    """What our column is called in the file."""
    return settings.columns.get(column, column)


def check_header(header: tuple[str, ...], name: str, table: Table, settings: TableConfig) -> None:
    """Every required column is there and no column stands twice; else the closest header found is named."""
    twice = [column for column, count in Counter(header).items() if count > 1 and column]
    if twice:
        raise whole(name, f"the column {twice[0]} stands twice in the header", "Rename or remove one of them.", row=1)
    for ours, theirs in settings.columns.items():
        if theirs not in header:
            fix = f"The header has {_listed(header)}.{did_you_mean(theirs, header)}"
            raise whole(name, f"no column {theirs}, which the configuration names for {ours}", fix, row=1)
    if header[0].lower().startswith("sep="):
        raise whole(name, f"the first line is {header[0]}, not the header", "Remove that line.", row=1)
    overridden = [c for c in settings.constants if header_of(settings, c) in header]
    if overridden:
        problem = f"the file has a column {overridden[0]}, and the configuration gives it a constant"
        raise whole(name, problem, "Remove the constant, or rename the column.", row=1)
    missing = [c for c in table.required() if c not in settings.constants and header_of(settings, c) not in header]
    if missing and len(header) == 1:
        _refuse_other_delimiters(header[0], name)
    if missing:
        raise DataError(name, [_missing(name, header, table, settings, column) for column in missing])


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
    if path.is_dir():
        raise whole(path.name, "this is a folder, not a file", "Put the file itself in its place.")
    if path.exists() and not path.is_file():
        raise whole(path.name, "this is a device or a pipe, not a file", "Put the file itself in its place.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        gone = "this is a link to a file that is not there" if path.is_symlink() else "the file is no longer there"
        raise whole(path.name, gone, "Put the file in its place.") from None
    except PermissionError:
        raise whole(path.name, "the file may not be read", "Give yourself the right to read it (chmod u+r).") from None
    except OSError as error:
        raise unreadable(path.name, error) from None


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


def _listed(header: tuple[str, ...]) -> str:
    more = f" and {len(header) - _MOST_NAMES:,} more" if len(header) > _MOST_NAMES else ""
    return f"{', '.join(header[:_MOST_NAMES])}{more}"


def _missing(name: str, header: tuple[str, ...], table: Table, settings: TableConfig, column: str) -> Problem:
    theirs = header_of(settings, column)
    close = did_you_mean(theirs, header).removeprefix(" Did you mean ").removesuffix("?")
    hint = f"tables: {table.name}: columns: {{{column}: {close or '...'}}}"
    closest = f" Closest: {close}." if close else ""
    fix = f"The header has {_listed(header)}.{closest} Rename it, or map it in csmetrics.yaml: {hint}."
    return Problem(name, 1, column, None, "the required column is missing", fix)
