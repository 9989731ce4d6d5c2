"""Who stands behind a movement: customers with their MRR before and after, the day, and the file rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from csmetrics.counting.plan import Plan, absent_in
from csmetrics.counting.segments import Segments, find_segments, segments_of_customers
from csmetrics.errors import DataError, Problem
from csmetrics.figures.evaluate import SCALES
from csmetrics.figures.people import attributes_of, ids_of, names_of, rank_of_names, rows_by_key
from csmetrics.figures.remarks import remarks_about
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period, edges, from_day_number
from csmetrics.rates.model import Card
from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.entries import SubscriptionEntries
from csmetrics.subjects.subscriptions.movements import Movements
from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_record import Source
from csmetrics.views.customers.movement_names import MOVEMENTS, Movement

_TALLIES = {
    movement: TALLIES["mrr_end" if movement == "active" else f"mrr_{movement}"]
    for movement in MOVEMENTS
    if movement != "joined_and_left"
} | {"joined_and_left": TALLIES["customers_joined_and_left"]}
"""What a list of customers is behind."""


@dataclass(frozen=True, slots=True)
class CustomerLine(Frozen):
    """One customer: MRR at the opening and the close, the day of the movement, and the rows it shows in.

    `change` is what it did. Where amounts are exchanged, `exchange` is what the rates did beside that; else it is None.
    The day is that of the last change in the period; of a new, returned or fleeting customer the first paying day in
    it; of an active one the first paying day ever.
    """

    customer_id: str
    name: str
    movement: Movement
    attributes: Mapping[str, str]
    segment: Mapping[str, str]
    before: float
    after: float
    change: float
    day: date
    file: str
    rows: tuple[int, ...]
    exchange: float | None = None
    files: tuple[str, ...] = ()  # of each row, where the table is several files


@dataclass(frozen=True, slots=True)
class CustomerTotal(Frozen):
    """What the lines of a movement (in a segment) add up to: the report's figures."""

    movement: Movement
    segment: Mapping[str, str]
    customers: int
    mrr: float


@dataclass(frozen=True, slots=True)
class CustomerList(Frozen, Framed, view="customers"):
    """The customers behind one or more movements, biggest first, with totals for the whole and each segment.

    `lines` may be the first few of `count`.
    """

    period: Period
    movements: tuple[Movement, ...]
    by: tuple[str, ...]
    currency: str | None
    totals: tuple[CustomerTotal, ...]
    count: int
    lines: tuple[CustomerLine, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    chosen: str = ""  # why it is this period, where nobody named one
    rates: Card | None = None  # of exchange, where any were used
    unavailable: Mapping[str, tuple[Movement, ...]] = field(default_factory=dict)  # reason -> movements not listed


def refuse_without_subscriptions(data: Dataset) -> None:
    """Raise DataError where nobody can have moved."""
    if "subscriptions" not in data:
        raise DataError("This list needs subscriptions.csv. Add the file to the folder.")


@stage("explain")
def list_customers(
    data: Dataset, plan: Plan, movements: Sequence[Movement] = (), limit: int | None = None
) -> CustomerList:
    """The customers behind the movements (by default all but active) of the period of a plan."""
    asked, chosen = tuple(dict.fromkeys(movements)) or MOVEMENTS[:-1], plan.period
    (segments,) = find_segments(data, plan.by, [chosen])
    counted = SubscriptionEntries(data, "subscriptions", edges([chosen]))
    found = pd.concat([_lines_of(data, counted, segments, edges([chosen]), each) for each in asked], ignore_index=True)
    untold = _untold(data, asked)
    listed = tuple(each for each in asked if not any(each in gone for gone in untold.values()))
    found["name"] = rank_of_names(data.tables["subscriptions"])[found["customer"]]
    found = found[found["movement"].isin(listed)]
    found = found.sort_values(["amount", "name"], ascending=[False, True], kind="stable", ignore_index=True)
    labels = [dict(zip(segments.by, label, strict=True)) for label in segments.labels]
    return CustomerList(
        period=chosen,
        movements=asked,
        by=plan.by,
        currency=data.currency,
        totals=tuple(_totals(found, listed, labels)),
        count=len(found),
        lines=tuple(_named(data, found if limit is None else found[:limit], counted.spells, edges([chosen]), labels)),
        problems=data.problems,
        sources=data.sources,
        notes=remarks_about(data, plan, ["mrr"]),
        chosen=plan.chosen,
        rates=data.card,
        unavailable=untold,
    )


def _untold(data: Dataset, asked: Sequence[Movement]) -> dict[str, tuple[Movement, ...]]:
    """The movements that the files cannot tell, by the reason."""
    absent, found = absent_in(data), dict[str, tuple[Movement, ...]]()
    for movement in asked:
        if reason := absent.get(_TALLIES[movement].name):
            found[reason] = (*found.get(reason, ()), movement)
    return found


def _lines_of(
    data: Dataset, counted: SubscriptionEntries, segments: Segments, bounds: Sequence[int], movement: Movement
) -> pd.DataFrame:
    """Customer code, segment, MRR before and after, what changed, amount and day of one movement."""
    spells, found = counted.spells, counted.movements
    who = counted.moved("close" if movement == "active" else movement)
    difference = who.after - who.before
    columns = {"customer": who.customer, "before": who.before, "after": who.after, "amount": who.amount}
    columns["change"] = who.change if data.exchanges else difference
    columns["exchange"] = difference - columns["change"]
    number = segments_of_customers(segments, _TALLIES[movement])
    columns["segment"] = np.zeros_like(who.customer) if number is None else number[who.customer]
    return pd.DataFrame(columns | {"day": _days(spells, found, bounds, movement)[who.customer], "movement": movement})


def _days(spells: Spells, found: Movements, bounds: Sequence[int], movement: str) -> np.ndarray:
    """The day of the movement, by customer code."""
    size = int(spells.customer.max(initial=-1)) + 1
    opening, close = bounds
    if movement == "active":
        day = np.zeros(size, dtype=np.int64)
        day[found.payer] = found.first_day
        return day
    inside = (spells.start >= opening) & (spells.start < close)
    if movement in ("new", "returned", "joined_and_left"):
        day = np.full(size, close, dtype=np.int64)
        np.minimum.at(day, spells.customer[inside], spells.start[inside])
        return day
    day = np.zeros(size, dtype=np.int64)
    np.maximum.at(day, spells.customer[inside], spells.start[inside])
    ended = (spells.end >= opening) & (spells.end < close)
    np.maximum.at(day, spells.customer[ended], spells.end[ended])
    return day


def _totals(found: pd.DataFrame, asked: Sequence[Movement], labels: Sequence[Mapping[str, str]]) -> list[CustomerTotal]:
    whole: list[tuple[int | None, Mapping[str, str]]] = [(None, {}), *enumerate(labels)]
    totals = []
    for movement in asked:
        for number, segment in whole:
            lines = found[(found["movement"] == movement) & (number is None or found["segment"] == number)]
            totals.append(CustomerTotal(movement, segment, len(lines), int(lines["amount"].sum()) / SCALES["money"]))
    return totals


def _named(
    data: Dataset, found: pd.DataFrame, spells: Spells, bounds: Sequence[int], labels: Sequence[Mapping[str, str]]
) -> list[CustomerLine]:
    table = data.table("subscriptions")
    if table is None or found.empty:
        return []
    ids = ids_of(table, found["customer"].to_numpy())
    names, attributes = names_of(data, ids), attributes_of(data, ids)
    touching = spells.take((spells.end >= bounds[0]) & np.isin(spells.customer, found["customer"]))
    rows = rows_by_key(touching.customer, table.rows.numbers_of(touching.place))
    money = SCALES["money"]
    return [
        CustomerLine(
            identity, names.get(identity, ""), line.movement, attributes.get(identity, {}),
            labels[line.segment] if labels else {},
            line.before / money, line.after / money, line.change / money,
            from_day_number(line.day), table.source.file, told.rows,
            line.exchange / money if data.exchanges else None, told.files,
        )
        for identity, line in zip(ids, found.itertuples(), strict=True)
        for told in [table.places.told(rows.get(line.customer, ()))]
    ]  # fmt: skip
