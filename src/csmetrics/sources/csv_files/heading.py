"""Where a text begins to be a table: below titles, without rows of labels, its columns parted by white space."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from csmetrics.config import TableConfig
from csmetrics.errors import whole
from csmetrics.sources.csv_files.content import Content, content_of
from csmetrics.sources.header_rows import first_row, header_row, no_such_row, numbers_as_names
from csmetrics.sources.source import FIRST_ROW

_WORD = re.compile(rb'"(?:[^"]|"")*"|[^ \t\r\n]+')


def tabbed(content: Content) -> Content:
    r"""A text whose columns are parted by any run of white space, with a tab between them.

    >>> tabbed(content_of(b'  id   name\n 1\t"A B"\n')).whole()
    b'id\tname\n1\t"A B"\n'
    """
    return content_of(b"\n".join(b"\t".join(_WORD.findall(line)) for line in content.whole().split(b"\n")))


def table_alone(content: Content, name: str, delimiter: str, settings: TableConfig) -> Content:
    """The text with its header in the first line and its data below it. Raises FileProblemError where it has none."""
    if first_row(settings) == FIRST_ROW and header_row(settings) == FIRST_ROW - 1:
        return content
    body, at = content.whole(), header_row(settings)
    ends = [0, *islice(_ends(body, name, delimiter), first_row(settings))]
    if len(ends) <= max(at, 1):
        raise no_such_row(name, len(ends) - 1, at)
    rest = body[ends[min(first_row(settings) - 1, len(ends) - 1)] :]
    header = body[ends[at - 1] : ends[at]] if at else _numbered(rest, delimiter)
    return content_of(header.rstrip(b"\r\n") + b"\n" + rest)


def _numbered(rest: bytes, delimiter: str) -> bytes:
    """A header of numbers for the rows below it."""
    row = next(csv.reader(io.StringIO(rest.decode(), newline=""), delimiter=delimiter), [""])
    return delimiter.join(numbers_as_names(len(row))).encode()


def _ends(body: bytes, name: str, delimiter: str) -> Iterator[int]:
    """Where each row ends; a quoted cell may go over several lines."""
    at, rows = 0, 0

    def lines() -> Iterator[str]:
        nonlocal at
        for line in io.BytesIO(body):
            at += len(line)
            yield line.decode()

    try:
        for _ in csv.reader(lines(), delimiter=delimiter):
            rows += 1
            yield at
    except csv.Error:
        raise whole(name, "the row cannot be read", "Export the file again.", row=rows + 1) from None
