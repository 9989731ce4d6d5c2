"""One CSV file as text: its bytes made UTF-8 if they are not, its header as it stands.

Whatever is wrong with the file as a whole is found here and named; single cells are looked at later.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from csmetrics.config import TableConfig
from csmetrics.config.scalars import WHITESPACE
from csmetrics.errors import whole
from csmetrics.sources.csv_files.content import BOM, HEAD, UTF_16, Content, content_of, plain_content
from csmetrics.sources.csv_files.heading import tabbed, table_alone
from csmetrics.sources.file_source import readable
from csmetrics.sources.header_rows import first_row, header_row
from csmetrics.sources.source import FIRST_ROW

_MOST_BLANK = 4096  # bytes looked at before the whole file is


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
    header_row: int = FIRST_ROW - 1  # in the file as it is
    shift: int = 0  # by how much rows stand lower in the file than they do in this text


def load(path: Path, settings: TableConfig) -> TextFile:
    """The file as UTF-8 text with a header. Raises FileProblemError where it is none."""
    content = None if settings.encoding else plain_content(path)
    content = content or _made_plain(path, settings.encoding)
    delimiter = settings.delimiter or ","
    if delimiter == WHITESPACE:
        content, delimiter = tabbed(content), "\t"
    content, at = table_alone(content, path.name, delimiter, settings), max(header_row(settings), 1)
    raw = _header(content.head, path.name, delimiter, at)
    header = tuple(cell.strip() for cell in raw)
    sign = settings.for_column().decimal_sign
    return TextFile(
        path.name, content, header, raw, delimiter, sign if sign and sign != delimiter else ".", _quoted(content),
        at, first_row(settings) - FIRST_ROW,
    )  # fmt: skip


def header_in(head: bytes, name: str, settings: TableConfig) -> tuple[str, ...]:
    """The header of a file of which the beginning alone is here. Raises FileProblemError."""
    encoding = settings.encoding or ("utf-16" if head.startswith(UTF_16) else "utf-8-sig")
    text = head.decode(encoding, errors="ignore").replace("\r\n", "\n")
    plain = (text if "\n" in text else text.replace("\r", "\n")).encode()
    return tuple(cell.strip() for cell in _header(plain[: HEAD - len(BOM) - 1], name, settings.delimiter or ",", 1))


def _made_plain(path: Path, encoding: str | None) -> Content:
    body = _utf8(_bytes(path), path.name, encoding)
    _refuse_nul(body, path.name)
    if b"\n" not in body:
        body = body.replace(b"\r", b"\n") + b"\n"
    return content_of(body.rstrip(b"\r\n") + b"\n")


def _quoted(content: Content) -> bool:
    """Whether any cell below the header is quoted (a quoted header on one line is no matter)."""
    in_header = content.head.partition(b"\n")[0].count(b'"')
    return content.quotes > in_header or in_header % 2 > 0


def _bytes(path: Path) -> bytes:
    with readable(path):
        data = path.read_bytes()
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


def _header(head: bytes, name: str, delimiter: str, row: int) -> tuple[str, ...]:
    lines = io.StringIO(head.decode(errors="ignore"), newline="")  # a header may be quoted and may span lines
    try:
        header = tuple(next(csv.reader(lines, delimiter=delimiter)))
        ended = bool(lines.read(1)) or len(head) < HEAD - len(BOM)
    except (csv.Error, StopIteration):
        raise whole(name, "the header cannot be read", f"Write the column names into row {row}.", row=row) from None
    if not ended:
        raise whole(name, "the header is longer than 1 MB", "Keep the columns that are asked for.", row=row)
    if not any(cell.strip() for cell in header):
        raise whole(name, "the row is blank, so there are no column names", "Begin with the header.", row=row)
    return header
