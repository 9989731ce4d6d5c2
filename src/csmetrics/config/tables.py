"""The section `tables`: which files hold the tables, and what their columns are called there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, ValidationError
from pydantic_core import InitErrorDetails

from csmetrics.columns import Table
from csmetrics.config.mapping import Compute, Files, Shape, Where
from csmetrics.config.sections import Section
from csmetrics.config.values import (
    AmountUnit,
    Constant,
    DateFormat,
    Decimals,
    Delimiter,
    Encoding,
    Fold,
    Header,
    Name,
    OrEmpty,
    Thousands,
    Tolerated,
    Via,
    suggestion,
)
from csmetrics.declared import TABLES
from csmetrics.visible import visible

INHERITED = (
    "date_format", "encoding", "delimiter", "decimal", "thousands", "amount_unit", "decimals", "ids", "tolerate",
    "database",
)  # fmt: skip
"""What a table takes from the top of the file unless it says otherwise."""
_OF_FILES = ("file", "sheet", "header_row", "skip_rows", "encoding", "delimiter")


class TableIds(Section):
    """How the customer ids of one table are read."""

    fold: Fold | None = Field(default=None, description="Which ids are the same; as ids: fold at the top.")
    via: Via | None = Field(
        default=None,
        description="The column of customers.csv in which this table's ids stand, such as customers.stripe_id.",
    )


class TableConfig(Section):
    """One table: its file, the form of that file, and where our columns are in it."""

    layout: Name | None = Field(
        default=None, description="Which system's export this is, such as stripe_subscriptions; see csmetrics layouts."
    )
    file: Files | None = Field(
        default=None,
        description="The file's name, where it is not the table's. With * and ?, or as a list, several are one table.",
    )
    sheet: Name | None = Field(
        default=None, description="The sheet of the workbook, where several could hold the table."
    )
    database: Name | None = Field(
        default=None,
        description="The URL of a database that has the rows, or $NAME for one in the environment.",
        exclude=True,  # a password may stand in it
    )
    sql: Name | None = Field(default=None, description="The query that gives the rows; it may only read.")
    header_row: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="The row in which the headers stand, where titles stand above them. Default: 1."
    )
    skip_rows: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="How many rows below the header are no data, such as a second row of headers."
    )
    shape: Shape | None = Field(
        default=None,
        description="How the rows of subscriptions come: spells (the default), events, periodic, tenure or invoices.",
    )
    where: Where = Field(
        default_factory=dict, description="Which rows are taken: the file's header, and what stands in its cells."
    )
    compute: Compute = Field(
        default_factory=dict,
        description='Our column name: what it is worked out of, such as "[Quantity] * [Unit price]".',
    )
    roll_up: Name | None = Field(
        default=None, description="The column of customers with the id of a parent: all with one parent count as one."
    )
    amount_is: Literal["unit", "line"] | None = Field(
        default=None,
        description="What amount is where there is a quantity: the price of one unit, or of the whole line.",
    )
    date_format: DateFormat | None = Field(
        default=None,
        description="How this file writes dates, where they are not ISO; seconds, milliseconds or excel for numbers.",
    )
    encoding: Encoding | None = Field(default=None, description="This file's text encoding.")
    delimiter: Delimiter | None = Field(default=None, description="The sign between this file's columns.")
    decimal: Literal[".", ","] | None = Field(default=None, description="This file's decimal sign.")
    thousands: Thousands | None = Field(default=None, description="The sign between thousands in this file.")
    amount_unit: AmountUnit | None = Field(default=None, description="What amounts in this file count.")
    decimals: Decimals | None = Field(default=None, description="Decimals of minor units in this file, by currency.")
    ids: TableIds | None = Field(default=None, description="How the customer ids of this file are read.")
    columns: Annotated[dict[str, Header], OrEmpty] = Field(
        default_factory=dict, description="Our column name: the file's header."
    )
    constants: Annotated[dict[str, Constant], OrEmpty] = Field(
        default_factory=dict, description="Our column name: one value for every row, for a column the file lacks."
    )
    tolerate: Tolerated | None = Field(
        default=None, description="The share of this file's rows, or of its money, that may be unusable."
    )
    duplicates: Literal["keep", "drop"] | None = Field(
        default=None,
        description="Equal rows without an id: keep, they are several; drop, one was exported twice. Default: they all"
        " count, and reports say so.",
    )
    end_date_means: Literal["first_day_without", "last_day"] | None = Field(
        default=None,
        description="What end_date is: the first day without service (the default), or the last day of it.",
    )
    ignore: tuple[Header, ...] = Field(
        default=(), description="Headers of the file that are passed over on purpose, such as [Coupon]."
    )
    values: Annotated[dict[str, Annotated[dict[Header, Constant], OrEmpty]], OrEmpty] = Field(
        default_factory=dict,
        description="Our column name: what stands in its cells, and what that means to us. Case does not matter.",
    )

    _inherited: frozenset[str] = PrivateAttr(default=frozenset())
    _kept: Path | None = PrivateAttr(default=None)

    def inheriting(self, names: Iterable[str]) -> "TableConfig":
        """The same settings, of which those named are what the top of the file says of all files."""
        self._inherited = frozenset(names)
        return self

    def keeping(self, rows: Path) -> "TableConfig":
        """The same settings for a run that keeps the rows of the query in a folder."""
        made = self.model_copy()
        made._kept = rows  # noqa: SLF001  # a copy of its own
        return made

    @property
    def kept(self) -> Path | None:
        """Where the rows of the query are kept, once they are here."""
        return self._kept if self._kept and self._kept.exists() else None

    def place_of(self, key: str, table: str) -> str:
        """Where in csmetrics.yaml a key of this table stands: under the table, or at the top of the file."""
        return key if key in self._inherited else f"tables: {table}: {key}"

    @property
    def own_delimiter(self) -> str | None:
        """The sign between the columns, where it is declared for this very file."""
        return None if "delimiter" in self._inherited else self.delimiter

    @property
    def decimal_sign(self) -> str | None:
        """The decimal sign that is declared, in itself or by the sign between thousands.

        >>> TableConfig(decimal=",").decimal_sign, TableConfig(thousands=".").decimal_sign, TableConfig().decimal_sign
        (',', ',', None)
        """
        return self.decimal or {".": ",", ",": "."}.get(self.thousands or "")

    def meanings(self, column: str) -> dict[str, str]:
        """What the words in a column mean to us, by the word in small letters.

        >>> TableConfig(values={"interval": {"Monthly": "month"}}).meanings("interval")
        {'monthly': 'month'}
        """
        return {visible(word).casefold(): ours for word, ours in self.values.get(column, {}).items()}


def checked_tables(
    given: object, validate: Callable[[object], dict[str, TableConfig]], top: Mapping[str, Any]
) -> dict[str, TableConfig]:
    """The tables, or everything that is wrong with them at once: shapes, names and how they go together."""
    faults = list(_name_faults(given))
    try:
        tables = validate(given)
    except ValidationError as error:
        faults += [again(detail) for detail in error.errors(include_url=False)]
        tables = {}
    faults += _clashes(tables, top)
    faults += _via_faults(tables)
    faults += _query_faults(tables)
    if faults:
        raise ValidationError.from_exception_data("tables", faults)
    return tables


def _name_faults(given: object) -> Iterator[InitErrorDetails]:
    for name, settings in entries(given):
        if name in TABLES:
            yield from _column_faults(name, settings)
        else:
            yield fault((name,), name, f"unknown table.{suggestion(name, TABLES)}")


def _column_faults(name: str, settings: object) -> Iterator[InitErrorDetails]:
    columns, constants = dict(entries(settings, "columns")), dict(entries(settings, "constants"))
    for part, ours in (("columns", columns), ("constants", constants), ("values", dict(entries(settings, "values")))):
        for column, theirs in ours.items():
            if not TABLES[name].open and column not in TABLES[name].columns:
                yield fault((name, part, column), column, _unknown_column(TABLES[name], column, theirs))
    for column in constants:
        if column in columns:
            text = "the column is read from the file too, under columns. Keep one of the two."
            yield fault((name, "constants", column), column, text)


def _query_faults(tables: Mapping[str, TableConfig]) -> Iterator[InitErrorDetails]:
    """A database without a query, and a query beside what tells of files."""
    for name, table in tables.items():
        if table.database and not table.sql:
            text = "the query is missing. Write sql: select ... beside it, or database at the top for all queries."
            yield fault((name, "database"), "", text)
        for key in _OF_FILES if table.sql else ():
            if (given := getattr(table, key)) is not None:
                yield fault(
                    (name, key), given, "the rows come from a query (sql), not from a file. Keep one of the two."
                )


def _via_faults(tables: Mapping[str, TableConfig]) -> Iterator[InitErrorDetails]:
    """customers.csv itself names customers by customer_id."""
    if "customers" in tables and (ids := tables["customers"].ids) and ids.via:
        text = "customers.csv says itself who the customers are. Write via under the table that names them otherwise."
        yield fault(("customers", "ids", "via"), ids.via, text)


def _unknown_column(table: Table, column: str, theirs: object) -> str:
    if isinstance(theirs, str) and theirs in table.columns:
        return f"unknown column. Our name comes first: {theirs}: {column}."
    return f"unknown column.{suggestion(column, table.columns)}"


def _clashes(tables: Mapping[str, TableConfig], top: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Tables whose delimiter and decimal sign are the same once the top of the file is taken into account."""
    for name, table in tables.items():
        delimiter, decimal = table.delimiter or top.get("delimiter"), table.decimal or top.get("decimal")
        if decimal and delimiter == decimal and (table.delimiter or table.decimal):
            yield fault((name, "decimal" if table.decimal else "delimiter"), decimal, same_sign(decimal))
        if table.thousands and table.thousands == table.decimal:
            yield fault((name, "thousands"), table.thousands, both_marks(table.thousands))


def same_sign(sign: str | None) -> str:
    """What to say when columns and decimals are separated by one sign."""
    return f'"{sign}" is both the delimiter and the decimal sign. Files with decimal commas mostly have delimiter: ";".'


def both_marks(sign: str) -> str:
    """What to say when thousands and decimals are set off by one sign."""
    return f'"{sign}" is both the decimal sign and the sign between thousands. Keep one of the two lines.'


def entries(given: object, part: str | None = None) -> list[tuple[str, object]]:
    """The names and values of a mapping, or of a part of it, however it was handed in."""
    if isinstance(given, Section):
        given = given.model_dump(by_alias=True)
    if part and isinstance(given, dict):
        given = given.get(part)
    return list(given.items()) if isinstance(given, dict) else []


def fault(place: tuple[str, ...], given: object, text: str) -> InitErrorDetails:
    """Something wrong at a place within a section, in words."""
    return InitErrorDetails(type="value_error", loc=place, input=given, ctx={"error": ValueError(text)})


def again(detail: Any) -> InitErrorDetails:
    """A finding of pydantic, to be raised once more beside others."""
    return InitErrorDetails(type=detail["type"], loc=detail["loc"], input=detail["input"], ctx=detail.get("ctx", {}))
