"""The configuration as the program uses it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, PrivateAttr, ValidationInfo, field_validator

from csmetrics.config.feedback import FeedbackConfig, Reviews
from csmetrics.config.forms import ColumnForm
from csmetrics.config.health import Distress, Health
from csmetrics.config.rates import RatesConfig
from csmetrics.config.scalars import (
    AmountUnit,
    Currency,
    DateFormat,
    Decimals,
    Delimiter,
    Encoding,
    LastDay,
    Name,
    OrEmpty,
    Share,
    Thousands,
    Timezone,
    Tolerated,
)
from csmetrics.config.sections import Costs, Ids, Rules, Section, Surveys, Threshold
from csmetrics.config.tables import INHERITED, TableConfig, TableIds, both_marks, checked_tables, same_sign
from csmetrics.framed import in_brief

_SWITCHES = {"amount_unit", "decimals", "amount_is"}
"""Of what is said of a table, that which scales a figure."""

_ELSEWHERE = {
    *("tables", "thresholds", "store", "memory_share", "as_of", "fiscal_year_starts", "unknown_customers"),
    *("health", "distress"),
}
_NO_SWITCHES = (_ELSEWHERE | set(INHERITED)) - _SWITCHES
"""How files are read, what is acceptable and where it is kept, not what a figure is; models depend on the data too."""


@dataclass(frozen=True, slots=True)
class _KeyLines:
    """Where keys stand in the file; no part of what it says, so two files may differ in it and be equal."""

    thresholds: Mapping[str, str] = field(default_factory=dict, compare=False)
    signals: Mapping[tuple[str, str], str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class _Filled:
    """The settings of each table that has been asked for; no part of what is said either."""

    tables: dict[str, TableConfig] = field(default_factory=dict, compare=False)


class Config(Section):
    """Settings of csmetrics, a calculator of customer-success metrics. Everything may be left out."""

    model_config = ConfigDict(title="csmetrics.yaml")

    currency: Currency | None = Field(
        default=None, description="The currency of the figures and of amounts without one: ISO 4217, such as USD."
    )
    amount_unit: AmountUnit = Field(
        default="units",
        description=(
            "What amounts in the files count: currency units, or the smallest unit of each row's currency (minor: the "
            "cent, for JPY the yen, for KWD the fils). cents is the older name of minor."
        ),
    )
    decimals: Annotated[Decimals, OrEmpty] = Field(
        default_factory=dict,
        description="How many decimals minor units of a currency stand for, where your system differs from ISO 4217.",
    )
    rates: RatesConfig | None = Field(
        default=None, description="Rates of exchange, where amounts are in several currencies; see docs/currencies.md."
    )
    database: Name | None = Field(
        default=None,
        description="The database of all tables that have a query (sql): its URL, or $NAME for one in the environment.",
        exclude=True,  # a password may stand in it
    )
    timezone: Timezone = Field(default="UTC", description="Where a moment is read before its day is taken.")
    date_format: DateFormat | None = Field(
        default=None,
        description=(
            'How all files write dates, where they are not ISO: "%d/%m/%Y" is 27/09/2026. Where they are numbers:'
            " seconds or milliseconds (since 1970), or excel (as spreadsheets number days)."
        ),
    )
    as_of: LastDay | None = Field(
        default=None,
        description=(
            "Until when the files are complete, a day such as 2026-10-31. Without --period the last month up to it is"
            " reported."
        ),
    )
    fiscal_year_starts: int = Field(
        default=1,
        ge=1,
        le=12,
        description=(
            "The month, 1 to 12, in which your fiscal year begins. Quarters and years are then those of your fiscal"
            " year, which is called after the calendar year in which it ends."
        ),
    )
    encoding: Encoding | None = Field(default=None, description="Text encoding of all files. Default: UTF-8.")
    delimiter: Delimiter = Field(default=",", description="The sign between the columns of all files.")
    decimal: Literal[".", ","] | None = Field(
        default=None, description="The decimal sign of all files. Default: what the amounts of each file tell."
    )
    thousands: Thousands | None = Field(
        default=None,
        description="The sign between thousands in all files. Default: what the amounts of each file tell.",
    )
    ids: Ids = Field(default_factory=Ids, description="Which customer ids are the same although spelt differently.")
    tolerate: Tolerated = Field(
        default=0.01,
        description="The share of a file's rows, or of its money, that may be unusable before nothing is reported.",
    )
    unknown_customers: Literal["name", "allow"] = Field(
        default="name",
        description="Customers whom customers.csv does not have: name them beside the figures, or allow them.",
    )
    gross_margin: Share = Field(
        default=1.0, description="What is left of revenue after the cost of providing the service, as a fraction."
    )
    tables: Annotated[dict[str, TableConfig], OrEmpty] = Field(
        default_factory=dict, description="Files and headers that differ from the standard names."
    )
    surveys: Surveys = Field(default_factory=Surveys)
    reviews: Reviews = Field(default_factory=Reviews)
    feedback: FeedbackConfig = Field(default_factory=FeedbackConfig)
    costs: Costs = Field(default_factory=Costs)
    rules: Rules = Field(default_factory=Rules)
    health: Health = Field(default_factory=Health)
    distress: Distress = Field(default_factory=Distress)
    thresholds: Annotated[dict[str, Threshold], OrEmpty] = Field(
        default_factory=dict,
        description=(
            "Bounds of a month's figures, by metric: beyond them csmetrics report --check ends with exit status 3. "
            "Other periods are not checked."
        ),
    )

    store: Name | None = Field(
        default=None,
        description=(
            "Where csmetrics snapshot keeps what it publishes: a SQLite file, or postgresql+psycopg://user@host/database."
            " Default: csmetrics-history.db in the folder where it runs."
        ),
    )

    memory_share: Share = Field(
        default=0.05,
        description=(
            "The share of the machine's memory that the files may come to before csmetrics report, trend and cohorts"
            " divide the customers and count them partition by partition. The figures are the same."
        ),
    )

    _places: _KeyLines = PrivateAttr(default_factory=_KeyLines)
    _filled: _Filled = PrivateAttr(default_factory=_Filled)
    _monthly_rounding: bool = PrivateAttr(default=False)
    _of_thresholds: str | None = PrivateAttr(default=None)

    @field_validator("rates")
    @classmethod
    def _lead_to_one_currency(cls, rates: RatesConfig | None, info: ValidationInfo) -> RatesConfig | None:
        if rates is not None and info.data.get("currency", "") is None:
            raise ValueError("they lead to the currency of the figures, which is not declared. Write currency: USD.")
        return rates

    @field_validator("decimal")
    @classmethod
    def _is_not_the_delimiter(cls, decimal: str | None, info: ValidationInfo) -> str | None:
        if decimal is not None and decimal == info.data.get("delimiter"):
            raise ValueError(same_sign(decimal))
        return decimal

    @field_validator("thousands")
    @classmethod
    def _is_not_the_decimal_sign(cls, thousands: str | None, info: ValidationInfo) -> str | None:
        if thousands is not None and thousands == info.data.get("decimal"):
            raise ValueError(both_marks(thousands))
        return thousands

    @field_validator("tables", mode="wrap")
    @classmethod
    def _fit_the_tables(
        cls, given: object, validate: Callable[[object], dict[str, TableConfig]], info: ValidationInfo
    ) -> dict[str, TableConfig]:
        return checked_tables(given, validate, info.data)

    def __repr__(self) -> str:
        """What it sets, on one line; no values, for one may be a password."""
        return in_brief(self, "config")

    def table(self, name: str) -> TableConfig:
        """One table's settings, with what it leaves open filled in from the top of the file.

        >>> config = Config(delimiter=";", tables={"costs": {"file": "spend.csv"}})
        >>> config.table("costs").file, config.table("costs").delimiter, config.table("surveys").delimiter
        ('spend.csv', ';', ';')
        """
        filled = self._filled.tables
        if name not in filled:
            filled[name] = self._inherited_by(self.tables.get(name, TableConfig()))
        return filled[name]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> "Config":
        """A copy, in which a table may inherit other settings."""
        made = super().model_copy(update=update, deep=deep)
        made._filled = _Filled()  # noqa: SLF001  # a copy of its own
        return made

    def _inherited_by(self, own: TableConfig) -> TableConfig:
        """Settings of a table, with those of all files where it has none."""
        taken = {key: getattr(self, key) for key in INHERITED if getattr(own, key) is None}
        if own.decimal or own.thousands:  # one of the two says what the other is
            taken |= {"decimal": own.decimal, "thousands": own.thousands}
        ids = own.ids or TableIds()
        taken["ids"] = ids if ids.fold is not None else ids.model_copy(update={"fold": self.ids.fold})
        of_all = ColumnForm(self.date_format, self.decimal, self.thousands)
        return own.model_copy(update=taken).inheriting(taken, of_all)

    @property
    def asks(self) -> bool:
        """Whether rows are to be asked of a database that are not here yet."""
        return any(table.sql and not table.kept for table in self.tables.values())

    def keeping(self, rows: Mapping[str, Path]) -> "Config":
        """The same configuration for a run that keeps the rows of queries in these folders, by table."""
        kept = {name: self.tables.get(name, TableConfig()).keeping(folder) for name, folder in rows.items()}
        return self.model_copy(update={"tables": {**self.tables, **kept}})

    def with_databases_of(self, other: "Config") -> "Config":
        """The same configuration whose queries ask the databases of another."""
        own = {name: other.tables[name].database for name in self.tables if name in other.tables}
        tables = {name: each.model_copy(update={"database": own.get(name)}) for name, each in self.tables.items()}
        return self.model_copy(update={"database": other.database, "tables": tables})

    def with_places(self, thresholds: Mapping[str, str], signals: Mapping[tuple[str, str], str]) -> "Config":
        """The same configuration that also knows in which line of which file each threshold and signal stands."""
        placed = self.model_copy()
        placed._places = _KeyLines(thresholds, signals)  # noqa: SLF001  # a copy of its own
        return placed

    def alone_in(self, currency: str) -> "Config":
        """The same for the rows of one currency alone; thresholds of money stay in the currency that is declared."""
        made = self.model_copy(update={"currency": currency, "rates": None})
        made._of_thresholds = self.currency or "the currency of all"  # noqa: SLF001  # its own
        return made

    @property
    def currency_of_thresholds(self) -> str | None:
        """The currency in which thresholds of money are declared."""
        return self._of_thresholds or self.currency

    def with_monthly_rounding(self) -> "Config":
        """The same configuration for figures as they were before recurring money was held by the year.

        >>> Config().with_monthly_rounding().monthly_rounding, Config().monthly_rounding
        (True, False)
        """
        rounded = self.model_copy()
        rounded._monthly_rounding = True  # noqa: SLF001  # a copy of its own
        return rounded

    @property
    def monthly_rounding(self) -> bool:
        """Whether each row's monthly value is rounded, as it was once: only what is published is compared with that."""
        return self._monthly_rounding

    @property
    def declares_scores(self) -> bool:
        """Whether anything is said about the health or the distress of customers."""
        return bool(self.health.model_fields_set or self.distress.model_fields_set)

    def signal_columns(self) -> dict[str, str]:
        """The columns of customers.csv that scores read, each with a signal that does.

        >>> Config(health={"signals": {"seats": {"column": "seats_used", "scale": [0, 50]}}}).signal_columns()
        {'seats_used': 'health: signals: seats'}
        """
        return {
            signal.column: f"{section}: signals: {name}"
            for section in ("distress", "health")
            for name, signal in getattr(self, section).signals.items()
            if signal.column
        }

    def place_of_signal(self, section: str, name: str) -> str:
        """Where a signal of the health or distress score stands, in words.

        >>> Config().place_of_signal("health", "seats")
        'health: signals: seats'
        """
        place = self._places.signals.get((section, name))
        return f"{place}, {section}: signals: {name}" if place else f"{section}: signals: {name}"

    def place_of_threshold(self, metric: str) -> str:
        """Where the threshold of a metric stands, in words.

        >>> Config(thresholds={"nps": {"min": 30}}).place_of_threshold("nps")
        'thresholds'
        """
        place = self._places.thresholds.get(metric)
        return f"{place}, thresholds" if place else "thresholds"

    def rules_in_force(self) -> dict[str, object]:
        """Every switch that shapes a figure, by its path in the file, as plain values in a fixed order.

        >>> rules = Config(currency="usd").rules_in_force()
        >>> rules["currency"], rules["gross_margin"], rules["surveys.ces.easy"], rules["rules.interval_factors.month"]
        ('USD', 1.0, 5, 1.0)
        >>> Config(tables={"costs": {"amount_unit": "minor"}}).rules_in_force()["tables.costs.amount_unit"]
        'minor'
        """
        left_out = dict.fromkeys(_NO_SWITCHES, True) | {"rates": {"file"} if self.rates else True}
        plain = self.model_dump(mode="json", exclude=left_out, by_alias=True)
        plain["surveys"]["ces"]["easy"] = self.surveys.ces.easy_in_effect
        own = {name: table.model_dump(include=_SWITCHES, exclude_none=True) for name, table in self.tables.items()}
        fiscal = {} if self.fiscal_year_starts == 1 else {"fiscal_year_starts": self.fiscal_year_starts}
        return dict(_flat(plain | {"tables": own} | fiscal))


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value
