"""The configuration as the program uses it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from csmetrics.config.sections import Costs, Rules, Section, Surveys, Threshold
from csmetrics.config.tables import INHERITED, TableConfig, checked_tables, same_sign
from csmetrics.config.values import Currency, DateFormat, Delimiter, Encoding, OrEmpty, Share, Timezone

_NO_SWITCHES = {"tables", "thresholds", *INHERITED}  # how files are read and what is acceptable, not what a figure is


class Config(Section):
    """Settings of csmetrics, a calculator of customer-success metrics. Everything may be left out."""

    model_config = ConfigDict(title="csmetrics.yaml")

    currency: Currency | None = Field(
        default=None, description="The currency of the figures and of amounts without one: ISO 4217, such as USD."
    )
    amount_unit: Literal["units", "cents"] = Field(
        default="units", description="What amounts in the files count: currency units, or hundredths of them."
    )
    timezone: Timezone = Field(default="UTC", description="Where a moment is read before its day is taken.")
    date_format: DateFormat | None = Field(
        default=None, description='How all files write dates, where they are not ISO: "%d/%m/%Y" is 27/09/2026.'
    )
    encoding: Encoding | None = Field(default=None, description="Text encoding of all files. Default: UTF-8.")
    delimiter: Delimiter = Field(default=",", description="The sign between the columns of all files.")
    decimal: Literal[".", ","] = Field(default=".", description="The decimal sign of all files.")
    gross_margin: Share = Field(
        default=1.0, description="What is left of revenue after the cost of providing the service, as a fraction."
    )
    tables: Annotated[dict[str, TableConfig], OrEmpty] = Field(
        default_factory=dict, description="Files and headers that differ from the standard names."
    )
    surveys: Surveys = Field(default_factory=Surveys)
    costs: Costs = Field(default_factory=Costs)
    rules: Rules = Field(default_factory=Rules)
    thresholds: Annotated[dict[str, Threshold], OrEmpty] = Field(
        default_factory=dict,
        description="Bounds of figures, by metric: beyond them csmetrics report ends with exit status 3.",
    )

    @field_validator("decimal")
    @classmethod
    def _is_not_the_delimiter(cls, decimal: str, info: ValidationInfo) -> str:
        if decimal == info.data.get("delimiter"):
            raise ValueError(same_sign(decimal))
        return decimal

    @field_validator("tables", mode="wrap")
    @classmethod
    def _fit_the_tables(
        cls, given: object, validate: Callable[[object], dict[str, TableConfig]], info: ValidationInfo
    ) -> dict[str, TableConfig]:
        return checked_tables(given, validate, info.data)

    def table(self, name: str) -> TableConfig:
        """One table's settings, with what it leaves open filled in from the top of the file.

        >>> config = Config(delimiter=";", tables={"costs": {"file": "spend.csv"}})
        >>> config.table("costs").file, config.table("costs").delimiter, config.table("surveys").delimiter
        ('spend.csv', ';', ';')
        """
        own = self.tables.get(name, TableConfig())
        return own.model_copy(update={key: getattr(self, key) for key in INHERITED if getattr(own, key) is None})

    def rules_in_force(self) -> dict[str, object]:
        """Every switch that shapes a figure, by its path in the file, as plain values in a fixed order.

        >>> rules = Config(currency="usd").rules_in_force()
        >>> rules["currency"], rules["gross_margin"], rules["surveys.ces.easy"], rules["rules.interval_factors.month"]
        ('USD', 1.0, 5, 1.0)
        """
        plain = self.model_dump(mode="json", exclude=_NO_SWITCHES)
        plain["surveys"]["ces"]["easy"] = self.surveys.ces.easy_in_effect
        return dict(_flat(plain))


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value
