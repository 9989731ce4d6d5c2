"""How the cells of a column are written: its dates, its decimal sign, the sign between its thousands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from csmetrics.config.scalars import DateFormat, Thousands

FORMS = ("date_format", "decimal", "thousands")
"""What is said of all columns of a file at once, or of each by its name."""
KINDS = {"date_format": ("date",), "decimal": ("money", "number"), "thousands": ("money", "number")}
NOUNS = {"date_format": "days", "decimal": "decimals", "thousands": "decimals"}
"""Which columns have such a form, and what they hold."""
TAGS = ("[one]", "[columns]")
"""Parts of a path that pydantic puts in for the two; no key is called so."""


def _which(given: Any) -> str:
    return TAGS[isinstance(given, Mapping)]


DateFormats = Annotated[
    Annotated[DateFormat, Tag("[one]")] | Annotated[dict[str, DateFormat], Tag("[columns]")], Discriminator(_which)
]
DecimalSigns = Annotated[
    Annotated[Literal[".", ","], Tag("[one]")] | Annotated[dict[str, Literal[".", ","]], Tag("[columns]")],
    Discriminator(_which),
]
ThousandSigns = Annotated[
    Annotated[Thousands, Tag("[one]")] | Annotated[dict[str, Thousands], Tag("[columns]")], Discriminator(_which)
]


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """How the cells of one column are written, as far as it is declared."""

    date_format: str | None = None
    decimal: str | None = None
    thousands: str | None = None

    @property
    def decimal_sign(self) -> str | None:
        """The decimal sign that is declared, in itself or by the sign between thousands.

        >>> ColumnForm(decimal=",").decimal_sign, ColumnForm(thousands=".").decimal_sign, ColumnForm().decimal_sign
        (',', ',', None)
        """
        return self.decimal or {".": ",", ",": "."}.get(self.thousands or "")


def said_of(given: Any, column: str) -> str | None:
    """What is said of a column: by its name, or of all at once.

    >>> said_of({"amount": ","}, "amount"), said_of({"amount": ","}, "plan"), said_of(",", "plan")
    (',', None, ',')
    """
    said: str | None = given.get(column) if isinstance(given, Mapping) else given
    return said
