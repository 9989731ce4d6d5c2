"""Attributes to segments: for each row or customer of a table, the segment it belongs to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.errors import UnknownNameError, did_you_mean
from csmetrics.periods import Period, edges
from csmetrics.subjects.subscriptions.holdings import first_payment_month, largest_held
from csmetrics.subjects.subscriptions.spells import paying_spells, whole_spells
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.synonyms import folded
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Coded
from csmetrics.tables.strangers import refuse_strangers

NONE = "(none)"
HELD = ("plan", "product")  # attributes of what a customer subscribes to, which may change
COHORT = "cohort"  # the month of the first payment


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of one or more attributes.

    `labels[i]` are the values of segment i, one for each attribute in `by`. `of[table]` gives the segment of each
    customer code of a table that is keyed by customer, of each row of a table that carries the attributes itself, which
    is one of `by_row`.
    A table in neither way has its reason in `reasons`.
    """

    by: tuple[str, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()
    of: Mapping[str, np.ndarray] = field(default_factory=dict)
    by_row: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.labels)


def find_segments(data: Dataset, by: Sequence[str], periods: Sequence[Period]) -> tuple[Segments, ...]:
    """For each period the segments that the attributes divide the tables into; all have the same labels.

    Customers without the attribute are "(none)". The period matters to attributes of subscriptions.csv alone: a
    customer's plan is that of its largest row; for all others every period has the very same segments.
    """
    if not by:
        return (Segments(),) * len(periods)
    _check_names(data, by)
    found = [_divided(data, by, period) for period in (periods if moves(data, by) else periods[:1])]
    labels = in_order({label for keys, _ in found for key in keys.values() for label in key.labels})
    numbered = tuple(
        Segments(tuple(by), labels, _numbers(keys, labels), _by_row(keys), reasons) for keys, reasons in found
    )
    return numbered if len(numbered) == len(periods) else numbered * len(periods)


def moves(data: Dataset, by: Sequence[str]) -> bool:
    """Whether a customer can be in one segment in one period and in another in the next."""
    customers = data.table("customers")
    fixed = customers.header if customers else ()
    held = [name for name in HELD if (table := data.table("subscriptions")) and table.has(name)]
    return any(attribute in held and attribute not in fixed for attribute in by)


def attributes(data: Dataset) -> list[str]:
    """Every attribute that the data can be divided by."""
    tables = {name: table for name, declared in TABLES.items() if declared.open and (table := data.table(name))}
    found = dict.fromkeys(c for name, table in tables.items() for c in table.header if c not in TABLES[name].columns)
    if subscriptions := data.table("subscriptions"):
        found |= dict.fromkeys([*(name for name in HELD if name in subscriptions.rows), COHORT])
    return list(found | dict.fromkeys(name for name, _ in _of_rows(data)))


def _of_rows(data: Dataset) -> Iterator[tuple[str, CheckedTable]]:
    """The attributes of rows, and the table whose rows have them; each may be asked for as surveys.channel too."""
    for name, declared in TABLES.items():
        table = data.table(name) if declared.divides else None
        for column in table.header if table else ():
            if table and column not in declared.columns:
                yield column, table
                yield f"{name}.{column}", table


def as_in_data(data: Dataset, by: Sequence[str]) -> tuple[str, ...]:
    """Attributes by their names in the data, asked for in whatever case; a name that is not there stays as it is."""
    known = attributes(data)
    names = {folded(name): name for name in reversed(known)}
    return tuple(name if name in known else names.get(folded(name), name) for name in by)


def segments_of_customers(segments: Segments) -> np.ndarray | None:
    """The segment of each customer code of subscriptions.csv; None where there are no segments.

    Raises UnknownNameError where the attributes divide other tables alone.
    """
    reason = segments.reasons.get("subscriptions")
    if reason:
        raise UnknownNameError(f"Customers cannot be divided by {', '.join(segments.by)}: {reason}.")
    return segments.of.get("subscriptions")


class _NotDividedError(Exception):
    """The table has no way to tell the attribute's value; the message is the reason."""


@dataclass(frozen=True, slots=True)
class _Key:
    """An attribute of customers: the ids known, and the value of each."""

    names: pa.Array
    values: Coded


@dataclass(frozen=True, slots=True)
class _Labelled:
    """The number of each customer's or row's label among the labels that occur."""

    numbers: np.ndarray
    labels: Sequence[tuple[str, ...]]
    by_row: bool = False


def _check_names(data: Dataset, by: Sequence[str]) -> None:
    known = attributes(data)
    unknown = [name for name in by if name not in known]
    if unknown:
        short = [name for name in known if "." not in name]
        there = f"There are {', '.join(short)}." if short else "The data have none."
        raise UnknownNameError(
            "\n".join(f"No attribute is called {name}.{did_you_mean(name, known)} {there}" for name in unknown)
        )


def _divided(data: Dataset, by: Sequence[str], period: Period) -> tuple[dict[str, _Labelled], dict[str, str]]:
    """The label of each customer code or row of each table, and why some tables cannot be divided."""
    values = {attribute: _key(data, attribute, period) for attribute in by}
    customers = data.table("customers")
    fixed = customers.rows.columns if customers else ()
    keys: dict[str, _Labelled] = {}
    reasons: dict[str, str] = {}
    counted = {"customers", *(tally.table for tally in TALLIES.values()), *data.config.surveys.csat.tables}
    for name in TABLES:
        table = data.table(name) if name in counted else None
        if table is None or (name == "customers" and not all(_has(table, attribute) for attribute in by)):
            continue
        if any(attribute in fixed for attribute in by):
            refuse_strangers(data, name)
        try:
            keys[name] = _labels_of(table, values)
        except _NotDividedError as error:
            reasons[name] = str(error)
    return keys, reasons


def _labels_of(table: CheckedTable, values: Mapping[str, "_Key | None"]) -> _Labelled:
    """The labels of a table's customer codes; of its rows, where an attribute is theirs."""
    own = {attribute: own for attribute, key in values.items() if (own := _own(table, attribute, key)) is not None}
    if not own:
        by_row = TABLES[table.source.table].open
        return _labelled([_labels(table, attribute, key) for attribute, key in values.items()], by_row=by_row)
    columns = [
        _named(table.rows[own[attribute]]) if attribute in own else _of_each_row(table, _labels(table, attribute, key))
        for attribute, key in values.items()
    ]
    return _labelled(columns, by_row=True)


def _own(table: CheckedTable, attribute: str, key: "_Key | None") -> str | None:
    """The column of the table's own that an attribute is; what customers have too is theirs, save surveys.channel."""
    name = table.source.table
    if not TABLES[name].divides:
        return None
    named = attribute.startswith(f"{name}.") and key is None
    column = attribute.removeprefix(f"{name}.") if named else attribute
    if (key is not None and not named) or column not in table.header or column in TABLES[name].columns:
        return None
    if column not in table.rows:
        advice = f'read(folder, attributes=["{attribute}"]) does'
        raise UnknownNameError(f"The column {column} of {table.source.file} was not read: {advice}.")
    return column


def _of_each_row(table: CheckedTable, labels: Coded) -> Coded:
    return Coded(labels.codes[table.rows["customer_id"]], labels.categories)


def _by_row(keys: Mapping[str, _Labelled]) -> frozenset[str]:
    return frozenset(name for name, key in keys.items() if key.by_row)


def _labelled(columns: Sequence[Coded], *, by_row: bool) -> _Labelled:
    """The columns side by side, one attribute each, as labels."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        number = number * len(column.categories) + column.codes
    used, numbers = np.unique(number, return_inverse=True)
    parts = np.unravel_index(used, [len(column.categories) for column in columns])
    named = [[column.categories[code] for code in part] for column, part in zip(columns, parts, strict=True)]
    return _Labelled(numbers, list(zip(*named, strict=True)), by_row)


def _numbers(keys: Mapping[str, _Labelled], labels: Sequence[tuple[str, ...]]) -> dict[str, np.ndarray]:
    number = {label: at for at, label in enumerate(labels)}
    return {
        name: np.array([number[label] for label in key.labels], dtype=np.int32)[key.numbers]
        for name, key in keys.items()
        if labels
    }


def _key(data: Dataset, attribute: str, period: Period) -> _Key | None:
    """Where customers get the attribute from: customers.csv if it stands there, else what they subscribe to."""
    customers, subscriptions = data.table("customers"), data.table("subscriptions")
    if customers and _has(customers, attribute):
        names, column = customers.ids["customer_id"], customers.rows[attribute]
        codes = np.full(len(names), -1, dtype=np.int64)
        codes[customers.rows["customer_id"]] = column.codes
        return _Key(names, Coded(codes, column.categories))
    if (
        subscriptions is None
        or attribute not in (*HELD, COHORT)
        or not (attribute == COHORT or subscriptions.has(attribute))
    ):
        return None
    names, rows = subscriptions.ids["customer_id"], subscriptions.rows
    if attribute == COHORT:
        return _Key(names, first_payment_month(whole_spells(rows, NO_DAY, data.config), len(names)))
    opening, close = edges([period])
    spells = paying_spells(rows, close, data.config)
    return _Key(names, largest_held(rows[attribute], spells, opening, close, len(names)))


def _labels(table: CheckedTable, attribute: str, key: _Key | None) -> Coded:
    """The attribute's value for each row (a column of the table's own) or for each customer code."""
    if TABLES[table.source.table].open:
        if not _has(table, attribute):
            raise _NotDividedError(f"{table.source.file} has no column {attribute}")
        return _named(table.rows[attribute])
    if "customer_id" not in table.ids:
        raise _NotDividedError(f"{table.source.file} has no customer_id")
    if key is None:
        reason = f"{attribute} is no attribute of customers"
        raise _NotDividedError(f"{table.source.file} has no column {attribute}" if _divides(table) else reason)
    return _by_customer(key, table)


def _divides(table: CheckedTable) -> bool:
    return TABLES[table.source.table].divides


def _has(table: CheckedTable, attribute: str) -> bool:
    """Whether an open table has the attribute; a column of ours may bear its name and mean something else."""
    return attribute in table.rows and attribute not in TABLES[table.source.table].columns


def _by_customer(key: _Key, table: CheckedTable) -> Coded:
    """The value of each customer code of a table; "(none)" for those without one.

    Where rows are anonymous (code -1) there is one more at the end, for them.
    """
    values = _named(key.values)
    found = pc.index_in(table.ids["customer_id"], key.names).fill_null(-1).to_numpy(zero_copy_only=False)
    codes = np.append(values.codes, values.categories.index(NONE))
    if (table.rows["customer_id"] < 0).any():
        found = np.append(found, -1)
    return Coded(codes[found], values.categories)


def _named(values: Coded) -> Coded:
    """The same values with "(none)" in place of blanks."""
    categories = [*values.categories, *([] if NONE in values.categories else [NONE])]
    return Coded(np.where(values.codes < 0, categories.index(NONE), values.codes), categories)


def in_order(labels: Collection[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Labels by their values, "(none)" last."""
    return tuple(sorted(labels, key=_order))


def _order(label: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((value == NONE, value) for value in label)
