"""The single values of csmetrics.yaml: each check returns the value as it is kept, or says what is allowed."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from csmetrics.columns import INTERVALS
from csmetrics.currencies import CURRENCIES
from csmetrics.errors import PeriodError, did_you_mean
from csmetrics.periods import as_complete_day, as_day
from csmetrics.visible import visible

_WIDEST = 1_000
_LARGEST_SCORE = 1_000_000
_DATE_CODES = set("YymbBdjHIMSfpz%aA")
COUNTED_DATES = ("seconds", "milliseconds", "excel")
"""Numbers that are dates: counted since 1970, or as spreadsheets number days."""
WHITESPACE = "whitespace"
"""A delimiter: any run of spaces and tabs."""
_DATE_PATTERN = f"%|^({'|'.join(COUNTED_DATES)})$"
_SPREADSHEET_DATES = (("y{4}", "%Y"), ("y{2}", "%y"), ("m{3}", "%b"), ("m{1,2}", "%m"), ("d{1,2}", "%d"))


def suggestion(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or all of them.

    >>> suggestion("customer", ["customers", "costs"]), suggestion("x", ["customers", "costs"])
    (' Did you mean customers?', ' Allowed here: customers, costs.')
    """
    names = list(known)
    return did_you_mean(name, names) or f" Allowed here: {', '.join(names)}."


def _currency(text: str) -> str:
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise ValueError(f'"{text}" is not a currency code in force. Write three letters, such as USD or EUR.')
    return code


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        hint = did_you_mean(name, sorted(available_timezones()))
        raise ValueError(f'"{name}" is not a time zone.{hint or " Write it as UTC or Europe/Berlin."}') from None
    return name


def _encoding(name: str) -> str:
    try:
        " ".encode(name)
    except (LookupError, ValueError):
        common = "Common ones are utf-8, cp1252 (Excel on Windows), mac-roman and utf-16."
        raise ValueError(f'"{name}" is not a text encoding. {common}') from None
    return name


def _delimiter(sign: str) -> str:
    if sign == "\\t":
        raise ValueError('\\t without double quotes is two characters. Write a tab as "\\t".')
    if sign == WHITESPACE:
        return sign
    if len(sign) != 1 or not sign.isascii() or sign.isalnum() or sign in '"\r\n':
        usual = 'Write one sign in quotes: "," ";" "|" or "\\t" for a tab.'
        raise ValueError(f'"{sign}" cannot separate columns. {usual}')
    return sign


def _date_format(form: str) -> str:
    if form in COUNTED_DATES:
        return form
    codes = set(re.findall("%(.?)", form))
    if unknown := sorted(codes - _DATE_CODES):
        usual = "Use %d (day), %m (month), %b (Jan), %Y (2026), %y (26), %H, %M, %S."
        raise ValueError(f'"{form}": %{unknown[0]} is not understood. {usual}')
    if not _names_a_day(codes):
        better = _from_spreadsheet(form)
        raise ValueError(f'"{form}" does not give day, month and year. Write it as "{better or "%d/%m/%Y"}".')
    if twice := next((code for code in codes - {"%"} if re.findall("%(.)", form).count(code) > 1), ""):
        raise ValueError(f'"{form}": %{twice} appears twice. Write each part of a date once.')
    return form


def _complete_day(given: Any) -> Any:
    try:
        return as_complete_day(given)
    except PeriodError as error:
        raise ValueError(str(error).removeprefix("as_of: ")) from None


def _calendar_day(given: Any) -> Any:
    try:
        return as_day(given, "on")
    except PeriodError as error:
        raise ValueError(str(error).removeprefix("on: ")) from None


def _names_a_day(codes: set[str]) -> bool:
    return bool(codes & set("Yy")) and ("j" in codes or bool("d" in codes and codes & set("mbB")))


def _from_spreadsheet(form: str) -> str | None:
    """DD/MM/YYYY in our codes, where that is what was written."""
    if "%" in form or ":" in form:
        return None
    for letters, code in _SPREADSHEET_DATES:
        form = re.sub(f"(?<!%){letters}", code, form, count=1, flags=re.IGNORECASE)
    return form if _names_a_day(set(re.findall("%(.?)", form))) else None


def _share(share: float) -> float:
    if not 0 < share <= 1:
        hint = f" Write {share:g} % as {share / 100:g}." if 1 < share <= 100 else ""  # noqa: PLR2004  # per cent
        raise ValueError(f"{share:g} is not above 0 and at most 1.{hint}")
    return share


def _two(scale: Any) -> Any:
    if not isinstance(scale, list | tuple) or len(scale) != 2:  # noqa: PLR2004  # lowest and highest
        raise ValueError("a scale is its lowest and its highest score, as in [1, 5].")
    return scale


def _usable(scale: tuple[int, int]) -> tuple[int, int]:
    low, high = scale
    if low >= high:
        raise ValueError(f"{low} is not below {high}. Write the lowest score first, as in [1, 5].")
    if high - low > _WIDEST:
        raise ValueError(f"{low} to {high} is too wide: a scale spans {_WIDEST:,} at most. Write the scale in use.")
    if max(-low, high) > _LARGEST_SCORE:
        raise ValueError(f"{low} to {high} is out of reach: scores lie within {_LARGEST_SCORE:,} either side of 0.")
    return scale


def on_scale(score: int | None, info: ValidationInfo) -> int | None:
    """The score, if it lies on the scale declared beside it."""
    low, high = info.data.get("scale", (None, None))
    if score is None or low is None or low <= score <= high:
        return score
    raise ValueError(f"{score} is outside the scale {low} to {high}. Write the score from which an answer counts.")


def _as_text(value: Any) -> Any:
    """Numbers, dates and switches as their text; what is no single value stays, to be refused."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, list | dict | tuple) else str(value)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("no name given. Write one, or take the line out.")
    return text


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(visible(name).casefold() for name in names))


def _or_empty(given: Any) -> Any:
    """A heading with nothing under it says nothing."""
    return {} if given is None else given


def _via(text: str) -> str:
    table, _, column = text.partition(".")
    if table != "customers" or not column.strip():
        raise ValueError(f'"{text}" is not a column of customers.csv. Write it as customers.stripe_id.')
    return text


def _interval(name: str) -> str:
    if name not in INTERVALS:
        raise ValueError(f"unknown key.{suggestion(name, INTERVALS)}")
    return name


_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"]})

Currency = Annotated[
    str,
    AfterValidator(_currency),
    Field(json_schema_extra={"pattern": r"^\s*[A-Za-z]{3}\s*$", "examples": ["USD", "EUR"]}),
]
Timezone = Annotated[str, AfterValidator(_timezone), Field(json_schema_extra={"examples": ["UTC", "Europe/Berlin"]})]
Encoding = Annotated[str, AfterValidator(_encoding), Field(json_schema_extra={"examples": ["utf-8", "cp1252"]})]
Delimiter = Annotated[
    str,
    AfterValidator(_delimiter),
    Field(json_schema_extra={"pattern": f"^(.|{WHITESPACE})$", "examples": [",", ";", WHITESPACE]}),
]
LastDay = Annotated[
    date,
    BeforeValidator(_complete_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-10-31"]}),
]
CalendarDay = Annotated[
    date,
    BeforeValidator(_calendar_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-01-01"]}),
]
DateFormat = Annotated[
    str,
    AfterValidator(_date_format),
    Field(json_schema_extra={"pattern": _DATE_PATTERN, "examples": ["%d/%m/%Y", "seconds"]}),
]
Share = Annotated[
    float, Field(allow_inf_nan=False, json_schema_extra={"exclusiveMinimum": 0, "maximum": 1}), AfterValidator(_share)
]
Tolerated = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
RowCount = Annotated[int, Field(ge=0, le=1_000_000)]
Scale = Annotated[tuple[int, int], BeforeValidator(_two), AfterValidator(_usable)]
Name = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"minLength": 1})]
Header = Annotated[str, BeforeValidator(_as_text), AfterValidator(_not_blank), _SCALAR]
Constant = Annotated[str, BeforeValidator(_as_text), _SCALAR]
IntervalName = Annotated[str, AfterValidator(_interval), WithJsonSchema({"type": "string", "enum": list(INTERVALS)})]
AmountUnit = Literal["units", "minor", "cents"]
Decimals = dict[Currency, Annotated[int, Field(ge=0, le=6)]]
Thousands = Literal[".", ",", " ", "'"]
IdFold = tuple[Literal["case", "zeros"], ...]
Via = Annotated[str, AfterValidator(_via), Field(json_schema_extra={"examples": ["customers.stripe_id"]})]
Categories = Annotated[tuple[Name, ...], AfterValidator(_folded)]
OrEmpty = BeforeValidator(_or_empty)
