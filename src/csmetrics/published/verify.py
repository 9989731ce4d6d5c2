"""Rows of an exported store to what they stand for, each looked at before any is kept: a bad one is named."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

import pyarrow as pa

from csmetrics.declared import TABLES
from csmetrics.errors import PeriodError
from csmetrics.figures.model import Status
from csmetrics.metrics.model import Unit
from csmetrics.periods import parse_period, published_period
from csmetrics.published.packing import unpack, unpack_rows
from csmetrics.published.rates_input import RATES, unpack_rates
from csmetrics.published.store_rows import snapshot_of
from csmetrics.rates.rates_file import rate_in
from csmetrics.tables.file_record import Source

VerifiedRow = Mapping[str, Any]  # of a table of the store, by column
_SHA256 = re.compile("[0-9a-f]{64}")
_PROBLEM: dict[str, Any] = {
    "file": str,
    "row": (int, type(None)),
    "column": (str, type(None)),
    "value": (str, type(None)),
}
_CUSTOMERS = {"customer_id", "movement"}
_LEVELS = ({"arr_start", "arr_end"}, {"mrr_start", "mrr_end"})  # by the year; by the month in older versions
_BAD = (ValueError, KeyError, TypeError, AttributeError, RecursionError, ArithmeticError, PeriodError)


class BadRowError(ValueError):
    """A row that stands for nothing: `table` and `row` (its place in the version) tell where it is."""

    def __init__(self, table: str, row: int, what: str) -> None:
        super().__init__(what)
        self.table, self.row = table, row


def verify_version(
    key: tuple[str, int], head: VerifiedRow, figures: Sequence[VerifiedRow], inputs: Sequence[VerifiedRow]
) -> None:
    """That the rows of one version of a period are a snapshot that can be read. Raises BadRowError."""
    period, version = key
    named = {"period": period, "version": version}
    _each("snapshots", [{**head, **named}], _verify_head)
    _each("figures", figures, _verify_figure)
    _each("inputs", inputs, _verify_input)
    for table, rows in (("figures", figures), ("inputs", inputs)):
        for at, row in enumerate(rows):
            if row["position"] != at:
                raise BadRowError(table, at, f"position is {row['position']}, not {at}")
    try:
        snapshot_of({**head, **named}, figures, inputs)
    except _BAD as error:
        raise BadRowError("snapshots", 0, str(error)) from None


def verify_content(content: bytes, tables: Sequence[str], *, customers: bool) -> None:
    """That packed rows can be unpacked as those of the tables named, as rates, or as customers. Raises ValueError."""
    try:
        for table in tables:
            if table == RATES:
                unpack_rates(content)
            else:
                unpack_rows(content, Source(table, "", 0, 0))
        if customers:
            names = set(unpack(content).column_names)
            known = names >= _CUSTOMERS and any(levels <= names for levels in _LEVELS)
            _require(known, "the list of customers")
    except (*_BAD, OSError, pa.ArrowException, IndexError) as error:
        raise ValueError(str(error)) from None


def _each(table: str, rows: Sequence[VerifiedRow], verify: Callable[[VerifiedRow], None]) -> None:
    for at, row in enumerate(rows):
        try:
            verify(row)
        except _BAD as error:
            raise BadRowError(table, at, str(error)) from None


def _verify_head(row: VerifiedRow) -> None:
    period = published_period(row["period"], date.fromisoformat(row["first_day"]))
    told = (period.name, period.grain, period.start.isoformat(), period.last_day.isoformat())
    _require(
        told == tuple(row[name] for name in ("period", "grain", "first_day", "last_day")), "the days of the period"
    )
    _require(row["version"] >= 1, "version")
    _day("published_on", row["published_on"])
    _texts("attributes", _parsed(row, "attributes"))
    for name in ("rules", "config"):
        _require(isinstance(_parsed(row, name), dict), name)
    problems = _parsed(row, "problems")
    _require(isinstance(problems, list) and all(map(_is_problem, problems)), "problems")
    if row["restatement"] is not None:
        _verify_restatement(_parsed(row, "restatement"))
    _sha256("customers", row["customers"], may_be_blank=True)


def _is_problem(given: Any) -> bool:
    return (
        isinstance(given, dict)
        and all(isinstance(given[name], kinds) for name, kinds in _PROBLEM.items())
        and isinstance(given["problem"], str)
        and isinstance(given["fix"], str)
    )


def _is_rate(given: Any) -> bool:
    days = [given["day"], *(given[name] for name in ("was_of", "now_of") if given[name])]
    texts = [given[name] for name in ("was", "now") if given[name] is not None]
    return all(date.fromisoformat(day) for day in days) and all(rate_in(text) == text for text in texts)


def _verify_restatement(given: Any) -> None:
    _require(isinstance(given, dict), "restatement")
    parse_period(given["period"]["name"])
    for cause in given["causes"]:
        _require(isinstance(cause["cause"], str) and isinstance(cause["rows"], list), "restatement: causes")
        _require(isinstance(cause["settings"], dict), "restatement: settings")
        _require(all(map(_is_rate, cause.get("rates", []))), "restatement: rates")
    for figure in given["figures"]:
        _require(isinstance(figure["metric"], str) and isinstance(figure["segment"], dict), "restatement: figures")
        for name in ("was", "now", "difference"):
            _number(f"restatement: {name}", figure[name])
        for part in figure["parts"]:
            _number("restatement: parts", part["difference"])


def _verify_figure(row: VerifiedRow) -> None:
    segment, inputs = _parsed(row, "segment"), _parsed(row, "inputs")
    _require(isinstance(segment, dict), "segment")
    _texts("segment", list(segment.values()))
    _require(isinstance(inputs, dict), "inputs")
    for name, value in inputs.items():
        _number(f"inputs: {name}", value)
    _require(row["status"] in get_args(Status), f"status {row['status']}")
    _require(row["unit"] in get_args(Unit), f"unit {row['unit']}")
    _require((row["value"] is None) == (row["status"] != "ok"), f"value with status {row['status']}")
    bounds = [row[f"interval_{name}"] for name in ("low", "high", "level", "method")]
    _require(all(each is None for each in bounds) or None not in bounds, "interval")
    for name, value in zip(("value", "n", "interval_low", "interval_high", "interval_level"),
                           (row["value"], row["n"], *bounds[:3]), strict=True):  # fmt: skip
        _number(name, value)
    _require(bool(row["metric"]), "metric")


def _verify_input(row: VerifiedRow) -> None:
    _require(row["table_name"] in (*TABLES, RATES), f"table_name {row['table_name']}")
    _sha256("sha256", row["sha256"], may_be_blank=False)
    _sha256("rows_kept", row["rows_kept"], may_be_blank=True)
    _require(0 <= row["used"] <= row["rows"], "rows and used")
    for name in ("first_day", "last_day"):
        if row[name] is not None:
            _day(name, row[name])
    _texts("columns", _parsed(row, "columns"))


def _parsed(row: VerifiedRow, name: str) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{name} holds {constant}")

    try:
        return json.loads(row[name], parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name} is no JSON ({error})") from None


def _require(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(f"{name} is nothing that csmetrics writes")


def _texts(name: str, given: Any) -> None:
    _require(isinstance(given, list) and all(isinstance(each, str) for each in given), name)


def _number(name: str, given: Any) -> None:
    _require(given is None or (isinstance(given, int | float) and math.isfinite(given)), name)


def _day(name: str, given: str) -> None:
    _require(date.fromisoformat(given).isoformat() == given, name)


def _sha256(name: str, given: str | None, *, may_be_blank: bool) -> None:
    _require((given is None and may_be_blank) or bool(_SHA256.fullmatch(given or "")), name)
