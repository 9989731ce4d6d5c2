"""Attributes to segments: for each row or customer of a table, the segment it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from csmetrics.counting.labels import NONE, Labelled, in_order, labelled, named, numbered
from csmetrics.declared import TABLES
from csmetrics.errors import UnknownNameError, did_you_mean
from csmetrics.periods import Period, edges
from csmetrics.subjects.subscriptions.holdings import HeldValues, first_payment_month, held_by
from csmetrics.subjects.subscriptions.spells import paying_spells, whole_spells
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.subjects.tally import Tally
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.synonyms import folded
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.match import CustomerIndex
from csmetrics.tables.rows import Coded
from csmetrics.tables.strangers import refuse_strangers

CURRENCY = "currency"  # where there are several
HELD = ("plan", "product", CURRENCY)  # attributes of what a customer subscribes to, which may change
COHORT = "cohort"  # the month of the first payment
EDGES = ("opening", "close", "first", "row")  # at which a customer may be in a segment of its own


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of one or more attributes.

    `labels[i]` are the values of segment i, one for each attribute in `by`. `of[table]` gives the segment of each
    customer code of a table that is keyed by customer, of each row of a table that carries the attributes itself, which
    is one of `by_row`.
    A table in neither way has its reason in `reasons`.

    Where customers can change their segment within the period, `of` is that at the close, else at the opening, else on
    the first paying day, and `at[edge]` gives for each customer code of subscriptions.csv the segment at that edge; for
    "row" it gives that of each row.
    """

    by: tuple[str, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()
    of: Mapping[str, np.ndarray] = field(default_factory=dict)
    by_row: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)
    at: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.labels)


def find_segments(data: Dataset, by: Sequence[str], periods: Sequence[Period]) -> tuple[Segments, ...]:
    """For each period the segments that the attributes divide the tables into; all have the same labels.

    Customers without the attribute are "(none)". The period matters to attributes of subscriptions.csv alone: a
    customer's plan at an edge is that of its largest row; for all others every period has the very same segments.
    """
    if not by:
        return (Segments(),) * len(periods)
    _check_names(data, by)
    found = [_divided(data, by, period) for period in (periods if moves(data, by) else periods[:1])]
    labels = in_order({label for each in found for key in each.keyed() for label in key.labels})
    made = tuple(
        Segments(
            tuple(by), labels, numbered(each.of, labels), _by_row(each.of), each.reasons, numbered(each.at, labels)
        )
        for each in found
    )
    return made if len(made) == len(periods) else made * len(periods)


def moves(data: Dataset, by: Sequence[str]) -> bool:
    """Whether a customer can be in one segment today and in another tomorrow."""
    return bool(changing(data, by))


def changing(data: Dataset, by: Sequence[str]) -> list[str]:
    """The attributes of what customers hold; what customers.csv says of them is fixed."""
    customers = data.table("customers")
    fixed = customers.header if customers else ()
    held = [name for name in _held_in(data) if name not in fixed]
    return [attribute for attribute in by if attribute in held]


def _held_in(data: Dataset) -> list[str]:
    """The attributes of what customers hold that the data have."""
    subscriptions = data.table("subscriptions")
    names = [name for name in HELD if name != CURRENCY or data.exchanges]
    return [name for name in names if subscriptions and subscriptions.has(name)]


def attributes(data: Dataset) -> list[str]:
    """Every attribute that the data can be divided by."""
    tables = {name: table for name, declared in TABLES.items() if declared.open and (table := data.table(name))}
    found = dict.fromkeys(c for name, table in tables.items() for c in table.header if c not in TABLES[name].columns)
    if data.table("subscriptions"):
        found |= dict.fromkeys([*_held_in(data), COHORT])
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


def segments_of_customers(segments: Segments, tally: Tally) -> np.ndarray | None:
    """The segment in which a tally counts each customer code of subscriptions.csv; None where there are no segments.

    Raises UnknownNameError where the attributes divide other tables alone.
    """
    reason = segments.reasons.get("subscriptions")
    if reason:
        raise UnknownNameError(f"Customers cannot be divided by {', '.join(segments.by)}: {reason}.")
    return segments.at.get(tally.edge, segments.of.get("subscriptions"))


class _NotDividedError(Exception):
    """The table has no way to tell the attribute's value; the message is the reason."""


@dataclass(frozen=True, slots=True)
class _Key:
    """An attribute of customers: the table that says it, and the value of each of its customer codes."""

    customers: CustomerIndex
    table: str
    values: Coded


def _check_names(data: Dataset, by: Sequence[str]) -> None:
    known = attributes(data)
    unknown = [name for name in by if name not in known]
    if unknown:
        short = [name for name in known if "." not in name]
        there = f"There are {', '.join(short)}." if short else "The data have none."
        raise UnknownNameError(
            "\n".join(f"No attribute is called {name}.{did_you_mean(name, known)} {there}" for name in unknown)
        )


@dataclass(frozen=True, slots=True)
class _Divided:
    """The labels of each table's customer codes or rows, and by edge; why some tables cannot be divided."""

    of: Mapping[str, Labelled]
    at: Mapping[str, Labelled]
    reasons: Mapping[str, str]

    def keyed(self) -> Iterator[Labelled]:
        yield from self.of.values()
        yield from self.at.values()


def _divided(data: Dataset, by: Sequence[str], period: Period) -> _Divided:
    """The label of each customer code or row of each table, and why some tables cannot be divided."""
    held = _held(data, by, period)
    values = {name: _held_key(data, held[name]) if name in held else _key(data, name) for name in by}
    customers = data.table("customers")
    fixed = customers.rows.columns if customers else ()
    keys: dict[str, Labelled] = {}
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
    subscriptions = data.table("subscriptions")
    at: dict[str, Labelled] = {}
    if subscriptions and held and "subscriptions" in keys:
        at = {"": keys["subscriptions"]} | _at_edges(subscriptions, values, held)
    return _Divided(keys, at, reasons)


def _held(data: Dataset, by: Sequence[str], period: Period) -> dict[str, HeldValues]:
    """What customers hold in the period of the attributes that they can change."""
    subscriptions = data.table("subscriptions")
    names = changing(data, by)
    if subscriptions is None or not names:
        return {}
    rows, (opening, close) = subscriptions.rows, edges([period])
    spells, count = paying_spells(rows, close, data.config), len(subscriptions.ids["customer_id"])
    worth = Worth.of(data, (opening, close))
    return {
        name: held_by(
            _values(data, rows[name], name), rows["customer_id"], spells, (opening, close), count, worth=worth
        )
        for name in names
    }


def _values(data: Dataset, column: Coded, name: str) -> Coded:
    """A column of subscriptions.csv; a blank currency is that of the figures."""
    return column if name != CURRENCY or data.currency is None else column.filled(data.currency)


def _held_key(data: Dataset, held: HeldValues) -> _Key | None:
    subscriptions = data.table("subscriptions")
    return _Key(data.customers, "subscriptions", held.anyhow) if subscriptions else None


def _at_edges(
    table: CheckedTable, values: Mapping[str, "_Key | None"], held: Mapping[str, HeldValues]
) -> dict[str, Labelled]:
    """The labels of the customer codes of subscriptions.csv at each edge, and of its rows."""
    fixed = {name: _labels(table, name, key) for name, key in values.items() if name not in held}
    found = {}
    for edge in EDGES:
        of_rows = {name: _of_each_row(table, labels) for name, labels in fixed.items()} if edge == "row" else fixed
        columns = [named(getattr(held[name], edge)) if name in held else of_rows[name] for name in values]
        found[edge] = labelled(columns, by_row=edge == "row")
    return found


def _labels_of(table: CheckedTable, values: Mapping[str, "_Key | None"]) -> Labelled:
    """The labels of a table's customer codes; of its rows, where an attribute is theirs."""
    own = {attribute: own for attribute, key in values.items() if (own := _own(table, attribute, key)) is not None}
    if not own:
        by_row = TABLES[table.source.table].open
        return labelled([_labels(table, attribute, key) for attribute, key in values.items()], by_row=by_row)
    columns = [
        named(table.rows[own[attribute]]) if attribute in own else _of_each_row(table, _labels(table, attribute, key))
        for attribute, key in values.items()
    ]
    return labelled(columns, by_row=True)


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


def _by_row(keys: Mapping[str, Labelled]) -> frozenset[str]:
    return frozenset(name for name, key in keys.items() if key.by_row)


def _key(data: Dataset, attribute: str) -> _Key | None:
    """Where customers get an attribute that they keep from: customers.csv, or their first payment."""
    customers, subscriptions = data.table("customers"), data.table("subscriptions")
    if customers and _has(customers, attribute):
        column = customers.rows[attribute]
        codes = np.full(len(customers.ids["customer_id"]), -1, dtype=np.int64)
        codes[customers.rows["customer_id"]] = column.codes
        return _Key(data.customers, "customers", Coded(codes, column.categories))
    if subscriptions is None or attribute != COHORT:
        return None
    spells, count = whole_spells(subscriptions.rows, NO_DAY, data.config), len(subscriptions.ids["customer_id"])
    return _Key(data.customers, "subscriptions", first_payment_month(spells, count))


def _labels(table: CheckedTable, attribute: str, key: _Key | None) -> Coded:
    """The attribute's value for each row (a column of the table's own) or for each customer code."""
    if TABLES[table.source.table].open:
        if not _has(table, attribute):
            raise _NotDividedError(f"{table.source.file} has no column {attribute}")
        return named(table.rows[attribute])
    if "customer_id" not in table.ids:
        raise _NotDividedError(f"{table.source.file} has no customer_id")
    if key is None:
        reason = f"customers have no attribute {attribute}"
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
    values, name, anonymous = named(key.values), table.source.table, (table.rows["customer_id"] < 0).any()
    if name == key.table and not anonymous:
        return values
    found = key.customers.codes_in(name, key.table)
    codes = np.append(values.codes, values.categories.index(NONE))
    return Coded(codes[found if anonymous else found[:-1]], values.categories)
