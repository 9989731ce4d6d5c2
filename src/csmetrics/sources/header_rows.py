"""Where the header and the data of a file begin, as its settings say."""

from csmetrics.config import TableConfig
from csmetrics.errors import FileProblemError, whole
from csmetrics.sources.source import FIRST_ROW


def header_row(settings: TableConfig) -> int:
    """The row in which the header stands; 0 where there is none."""
    return FIRST_ROW - 1 if settings.header_row is None else settings.header_row


def first_row(settings: TableConfig) -> int:
    """The first row of data.

    >>> [first_row(TableConfig(**said)) for said in ({}, {"header_row": 3, "skip_rows": 1}, {"header_row": 0})]
    [2, 5, 1]
    """
    return header_row(settings) + (settings.skip_rows or 0) + 1


def numbers_as_names(width: int) -> tuple[str, ...]:
    """What the columns of a file without a header are called.

    >>> numbers_as_names(3)
    ('1', '2', '3')
    """
    return tuple(str(number + 1) for number in range(width))


def no_such_row(name: str, rows: int, declared: int) -> FileProblemError:
    """The error for a header that is declared to stand below the end of the file."""
    many = "1 row" if rows == 1 else f"{rows:,} rows"
    said = f"the file has {many}, and header_row: {declared} in csmetrics.yaml says that the header stands below"
    return whole(name, said, "Correct header_row, or take it out.")
