"""What a table and its columns are declared with, and the columns that several tables have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["id", "text", "category", "date", "money", "number", "count", "score"]

INTERVALS = ("day", "week", "month", "quarter", "half_year", "year")
SURVEYS = ("nps", "csat", "ces")
STATUSES = ("paying", "trial", "paused", "past_due", "ended", "never")
COMMENTS = {"surveys": "comment", "reviews": "text"}  # where people write; read only when comments are asked for


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether it must be there, what a missing one means."""

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    blank: bool = False  # may a cell of a required column be blank?
    default: str | None = None
    choices: tuple[str, ...] = ()  # the only values there are, read regardless of case
    code: bool = False  # an upper-case code, read regardless of case
    negative: bool = False  # may an amount be below zero?
    recorded: bool = False  # a date on which something was recorded: it dates the data
    detail: bool = False  # no figure needs it; a check, an explanation or --by may
    words: Mapping[str, str] = field(default_factory=dict)  # what the field calls the choices, in small letters
    month: bool = False  # a date of which the month alone matters, so that 2026-09 is one
    timed: bool = False  # a date whose time of the day is kept too, in a column of its own


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the file it stands in and the columns it may have."""

    name: str
    meaning: str
    columns: dict[str, Column]
    open: bool = False  # further columns are attributes for --by
    divides: bool = False  # further columns divide its own rows, and are read when --by asks
    identity: tuple[str, ...] = ()  # the columns that name a row: the same row counts once
    counted: bool = True  # has it tallies of its own?
    shape: str = ""  # the shape of its rows, where they are turned into those of the table of that name

    @property
    def file(self) -> str:
        """The file's standard name."""
        return f"{self.name}.csv"

    def required(self) -> Iterator[str]:
        """The columns without which the table cannot be used."""
        return (column.name for column in self.columns.values() if column.required)

    def dates(self, *, recorded: bool = False) -> list[str]:
        """The date columns; with `recorded` only those that say when something happened."""
        columns = (c for c in self.columns.values() if c.type == "date")
        return [column.name for column in columns if column.recorded or not recorded]


def attribute(name: str) -> Column:
    """A column that only --by looks at."""
    return Column(name, "category", "An attribute.", detail=True)


def columns(*each: Column) -> dict[str, Column]:
    """Columns by their names."""
    return {column.name: column for column in each}


CUSTOMER = Column("customer_id", "id", "Id of the customer, the same in every table.", required=True)
LINE = Column("line_id", "id", "Id of the row. A row exported twice counts once.", blank=True, detail=True)
CURRENCY = Column("currency", "category", "ISO 4217 code. Blank: the currency in csmetrics.yaml.", code=True)
