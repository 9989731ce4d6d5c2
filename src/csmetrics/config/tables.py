"""The section `tables`: which files hold the tables, and what their columns are called there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, ValidationError
from pydantic_core import InitErrorDetails

from csmetrics.columns import Table
from csmetrics.config.details import again, entries, fault
from csmetrics.config.forms import FORMS, KINDS, NOUNS, ColumnForm, DateFormats, DecimalSigns, ThousandSigns, said_of
from csmetrics.config.mapping import Compute, FileNames, Shape, Where
from csmetrics.config.row_rules import row_rule_faults
from csmetrics.config.scalars import (
    AmountUnit,
    Constant,
    Decimals,
    Delimiter,
    Encoding,
    Header,
    IdFold,
    Name,
    OrEmpty,
    RowCount,
    Tolerated,
    Via,
    suggestion,
)
from csmetrics.config.sections import Section
from csmetrics.declared import SHAPES, TABLES, table_in_shape
from csmetrics.synonyms import folded
from csmetrics.visible import visible

INHERITED = (
    "date_format", "encoding", "delimiter", "decimal", "thousands", "amount_unit", "decimals", "ids", "tolerate",
    "database",
)  # fmt: skip
"""What a table takes from the top of the file unless it says otherwise."""
_OF_FILES = ("file", "sheet", "header_row", "skip_rows", "encoding", "delimiter")


class TableIds(Section):
    """How the customer ids of one table are read."""

    fold: IdFold | None = Field(default=None, description="Which ids are the same; as ids: fold at the top.")
    via: Via | None = Field(
        default=None,
        description="The column of customers.csv in which this table's ids stand, such as customers.stripe_id.",
    )


class TableConfig(Section):
    """One table: its file, the form of that file, and where our columns are in it."""

    layout: Name | None = Field(
        default=None, description="Which system's export this is, such as stripe_subscriptions; see csmetrics layouts."
    )
    file: FileNames | None = Field(
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
    header_row: RowCount | None = Field(
        default=None,
        description="The row in which the headers stand, where titles stand above them. Default: 1. 0: there are none,"
        " and the columns are called 1, 2, 3 ...",
    )
    skip_rows: RowCount | None = Field(
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
    date_format: DateFormats | None = Field(
        default=None,
        description="How this file writes dates, where they are not ISO; seconds, milliseconds or excel for numbers."
        " Or our column name: how that column does.",
    )
    encoding: Encoding | None = Field(default=None, description="This file's text encoding.")
    delimiter: Delimiter | None = Field(default=None, description="The sign between this file's columns.")
    decimal: DecimalSigns | None = Field(
        default=None, description="This file's decimal sign, or our column name: that of the column."
    )
    thousands: ThousandSigns | None = Field(
        default=None,
        description="The sign between thousands in this file, or our column name: that of the column.",
    )
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

    cannot_tell: Annotated[dict[str, Name], OrEmpty] = Field(
        default_factory=dict,
        description="Tallies that this file cannot tell, each with the reason; see docs/layouts.md.",
    )

    _title: str = PrivateAttr(default="")
    _kept: Path | None = PrivateAttr(default=None)
    _inherited: frozenset[str] = PrivateAttr(default=frozenset())
    _of_all: ColumnForm = PrivateAttr(default=ColumnForm())

    def inheriting(self, names: Iterable[str], of_all: ColumnForm) -> "TableConfig":
        """The same settings, of which those named are what the top of the file says of all files.

        It also says in which form the columns are that are not named where others are.
        """
        self._inherited, self._of_all = frozenset(names), of_all
        return self

    def read_as(self, title: str) -> "TableConfig":
        """The same settings of a file that is an export which people call by this title."""
        self._title = title
        return self

    @property
    def title(self) -> str:
        """What the export is called that the file is; blank where it is none."""
        return self._title or self.layout or ""

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

    def for_column(self, column: str = "") -> ColumnForm:
        """How the cells of a column of ours are written, or those of every column that is not named.

        >>> table = TableConfig(date_format={"start_date": "%d/%m/%Y"}, decimal=",")
        >>> table.for_column("start_date").date_format, table.for_column().date_format, table.for_column().decimal
        ('%d/%m/%Y', None, ',')
        """
        day, decimal, thousands = (said_of(getattr(self, key), column) for key in FORMS)
        if decimal is None and thousands is None:  # one of the two says what the other is
            decimal, thousands = self._of_all.decimal, self._of_all.thousands
        return ColumnForm(day or self._of_all.date_format, decimal, thousands)

    def for_header(self, header: str, otherwise: str = "") -> ColumnForm:
        """The same for a column by its header; where it is none of ours, that of another column of ours.

        >>> TableConfig(columns={"amount": "Price"}, decimal={"amount": ","}).for_header("PRICE").decimal
        ','
        """
        ours = (name for name, theirs in self.columns.items() if folded(theirs) == folded(header))
        return self.for_column(next(ours, otherwise or header))

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
    faults += row_rule_faults(tables, top)
    faults += _query_faults(tables)
    if faults:
        raise ValidationError.from_exception_data("tables", faults)
    return tables


def _name_faults(given: object) -> Iterator[InitErrorDetails]:
    for name, settings in entries(given):
        if name in TABLES:
            yield from _column_faults(name, settings)
            yield from _shape_faults(name, settings)
        else:
            yield fault((name,), name, f"unknown table.{suggestion(name, TABLES)}")


def _column_faults(name: str, settings: object) -> Iterator[InitErrorDetails]:
    named = ("columns", "constants", "values", "compute", *FORMS)
    parts = {part: dict(entries(settings, part)) for part in named}
    table = table_in_shape(name, _shape_of(settings))
    for part, ours in parts.items():
        for column, theirs in ours.items():
            if text := _misnamed(table, part, column, theirs):
                yield fault((name, part, column), column, text)
    for part, other in (("constants", "columns"), ("compute", "columns"), ("compute", "constants")):
        for column in parts[part]:
            if column in parts[other]:
                what = "read from the file" if other == "columns" else "a constant"
                text = f"the column is {what} too, under {other}. Keep one of the two."
                yield fault((name, part, column), column, text)


def _shape_of(settings: object) -> str:
    return str(dict(entries(settings)).get("shape") or "spells")


def _shape_faults(name: str, settings: object) -> Iterator[InitErrorDetails]:
    """Only subscriptions come in several shapes."""
    if name != "subscriptions" and (shape := dict(entries(settings)).get("shape")):
        yield fault((name, "shape"), shape, "only subscriptions have a shape. Take the line out.")


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


def _misnamed(table: Table, part: str, column: str, theirs: object) -> str:
    """What is wrong with naming a column in a part of its table's settings; nothing if nothing is."""
    known = table.columns.get(column)
    if known is None:
        days = part == "date_format"  # an attribute is no day
        return "" if table.open and not days else _unknown_column(table, column, theirs)
    kinds = KINDS.get(part)
    return "" if kinds is None or known.type in kinds else f"{column} holds no {NOUNS[part]}. Take it out."


def _unknown_column(table: Table, column: str, theirs: object) -> str:
    if isinstance(theirs, str) and theirs in table.columns:
        return f"unknown column. Our name comes first: {theirs}: {column}."
    shapes = [shape for shape, other in SHAPES.items() if table.name == "subscriptions" and column in other.columns]
    if shapes and not table.shape:
        return f"unknown column. It is one of shape: {' or shape: '.join(shapes)}, which is not declared."
    of_shape = f" of the shape {table.shape}" if table.shape else ""
    return f"unknown column{of_shape}.{suggestion(column, table.columns)}"


def _clashes(tables: Mapping[str, TableConfig], top: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Tables whose delimiter and decimal sign are the same once the top of the file is taken into account."""
    for name, table in tables.items():
        delimiter = table.delimiter or top.get("delimiter")
        for column in _named(table):
            own, thousands = said_of(table.decimal, column), said_of(table.thousands, column)
            decimal = own or top.get("decimal")
            if decimal and delimiter == decimal and (table.delimiter or own):
                where = _place(table, "decimal", column) if own else ("delimiter",)
                yield fault((name, *where), decimal, same_sign(decimal))
            if thousands and thousands == own:
                yield fault((name, *_place(table, "thousands", column)), thousands, both_marks(thousands))


def _named(table: TableConfig) -> list[str]:
    """The columns of which a form is declared by name; else "", which stands for all."""
    return list(dict.fromkeys(column for key in FORMS for column, _ in entries(table, key))) or [""]


def _place(table: TableConfig, key: str, column: str) -> tuple[str, ...]:
    return (key, column) if isinstance(getattr(table, key), Mapping) else (key,)


def same_sign(sign: str | None) -> str:
    """What to say when columns and decimals are separated by one sign."""
    return f'"{sign}" is both the delimiter and the decimal sign. Files with decimal commas mostly have delimiter: ";".'


def both_marks(sign: str) -> str:
    """What to say when thousands and decimals are set off by one sign."""
    return f'"{sign}" is both the decimal sign and the sign between thousands. Keep one of the two lines.'
