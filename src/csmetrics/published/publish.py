"""Publishing periods: what is new is written, what is the same is left alone, what would change is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlalchemy as sql

from csmetrics.counting.plan import Plan
from csmetrics.declared import TABLES
from csmetrics.errors import PeriodError, Problem, StoreError
from csmetrics.figures.choose import refuse_unpublishable
from csmetrics.figures.model import Figure, Report
from csmetrics.figures.reports import compute_reports
from csmetrics.figures.resolve import plan_published
from csmetrics.periods import Period
from csmetrics.published.customer_movements import customers_of
from csmetrics.published.differences import additions, another_currency, of_money
from csmetrics.published.digest import digest
from csmetrics.published.fiscal import keep_the_year
from csmetrics.published.model import Input, Outcome, Restatement, Result, Snapshot
from csmetrics.published.packing import pack, pack_rows, unpack_rows
from csmetrics.published.rates_input import RATES, input_of, pack_rates, rates_used, unpack_rates
from csmetrics.published.restatement_values import restatement_values
from csmetrics.published.rounding import MonthlyRounding
from csmetrics.published.seams import Published, of_snapshot, seams
from csmetrics.published.settings import published_config
from csmetrics.published.store import Store
from csmetrics.published.store_rows import (
    attributes_published,
    fiscal_years,
    latest,
    problems_before,
    read_beside,
    read_content,
    read_snapshots,
    reporting_currency,
    versions,
    write_content,
    write_snapshot,
)
from csmetrics.rates.used_rates import Kept
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.workers import side_by_side

if TYPE_CHECKING:
    from csmetrics.published.reread import ReadRates, Reread
    from csmetrics.published.restate import Then

_ATTEMPTS = 5  # to publish beside other runs
MOST_PROBLEMS = 1000  # of a snapshot
_IDS = (column.name for table in TABLES.values() for column in table.columns.values() if column.type == "id")
_ROW_IDS = ("name", *dict.fromkeys(_IDS))
"""The columns that no figure needs but by which a row, or who it is about, is known again."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be published from which data, on which day; with a reason, restatements too.

    `reread` reads the same files under another configuration, where there are files, `read_rates` that of the rates.
    """

    data: Dataset
    sha256: Mapping[str, str]
    periods: tuple[Period, ...]
    by: tuple[str, ...]
    today: date
    program: str
    reason: str = ""
    reread: "Reread | None" = None
    read_rates: "ReadRates | None" = None


@dataclass(frozen=True, slots=True)
class _Fate:
    """What is to become of one period; `published` is the version that stands, where there is one."""

    report: Report
    result: Result
    restated: Restatement | None = None
    published: Snapshot | None = None

    @property
    def writes(self) -> bool:
        return self.result.status in ("published", "restated")

    @property
    def shown(self) -> Published:
        """The figures that are published of the period or, where that is refused, would be."""
        if self.result.status == "unchanged" and self.published:
            return of_snapshot(self.published)
        report, result = self.report, self.result
        when = date.max if result.status == "refused" else result.published_on  # later than all that is published
        return Published(report.period, when, result.version, report.currency, report.figures)


class _Reports:
    """The reports of the periods of a plan, by whatever attributes they are asked for, each counted once."""

    def __init__(self, data: Dataset, plan: Plan) -> None:
        self._data, self.plan = data, plan
        self._found: dict[tuple[str, ...], tuple[Report, ...]] = {}
        self.by(plan.by)

    def by(self, attributes: tuple[str, ...]) -> tuple[Report, ...]:
        """Those divided by some attributes."""
        if attributes not in self._found:
            self._found[attributes] = compute_reports(self._data, self._plan_by(attributes))
        return self._found[attributes]

    def _plan_by(self, attributes: tuple[str, ...]) -> Plan:
        """The plan of the same periods; which metrics there are, and what they are, can depend on the attributes."""
        if attributes == self.plan.by:
            return self.plan
        return plan_published(self._data, self.plan.periods, attributes, known=[self.plan.catalogue])


@dataclass(frozen=True, slots=True)
class _StoreSeen:
    """What the fates rest on: the versions in the store, and what else of it is compared with."""

    versions: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] | None = None
    currency: str | None = None
    beside: Sequence[Snapshot] = ()


@stage("store")
def attributes_needed(store: Store, by: Sequence[str]) -> tuple[str, ...]:
    """The attributes and ids that must be read to publish by some attributes what may have been published by others."""
    with store.reading() as connection:
        published = attributes_published(connection) if connection is not None else ()
    return tuple(dict.fromkeys((*by, *published, *_ROW_IDS)))


@stage("store")
def publish(store: Store, asked: Request) -> Outcome:
    """Publish consecutive periods, all of them or, where one would change without a reason, none.

    Raises PeriodError where a period is not over yet or the files do not reach it, StoreError, and whatever counting
    the figures raises.
    """
    last = asked.periods[-1]
    if asked.today < last.end:
        raise PeriodError(
            f"{last.name} is not over on {asked.today}: what is published is not to change."
            f" Publish it from {last.end} on."
        )
    refuse_unpublishable(asked.data, last)
    first = plan_published(asked.data, (asked.periods[0].previous(), *asked.periods), by=asked.by)
    reports = _Reports(asked.data, first)
    customers = list(customers_of(asked.data, asked.periods))
    beside = _Beside(asked, first, customers)
    for _ in range(_ATTEMPTS):
        fates, seen = _decide(store, asked, reports)
        refused = any(fate.result.status == "refused" for fate in fates)
        if not refused:
            _keep_the_currency(store, asked, fates, seen)
        if refused or not any(fate.writes for fate in fates) or _write(store, asked, fates, beside, seen):
            return _outcome(store, asked, fates, customers[-1], seen)
    raise StoreError(f"Other runs keep publishing to {store.name}. Nothing was published. Run it again.")


def _decide(store: Store, asked: Request, reports: "_Reports") -> tuple[list[_Fate], _StoreSeen]:
    """What is to become of each period, and what of the store this rests on."""
    with store.reading() as connection:
        if connection is None:
            return [_new(asked, report) for report in reports.by(asked.by)], _StoreSeen()
        last = asked.periods[-1]
        keep_the_year(store.name, last, fiscal_years(connection))
        beside = read_beside(connection, asked.periods[0], last)
        seen = _StoreSeen(
            versions(connection), problems_before(connection, last), reporting_currency(connection), beside
        )
        names = [period.name for period in asked.periods]
        rounded = MonthlyRounding(asked.data, reports.plan)
        published = latest(read_snapshots(connection, names))
        fates = []
        for at, name in enumerate(names):
            if name not in published:
                another = another_currency(seen.currency, asked.data.currency)
                fates.append(_new(asked, reports.by(asked.by)[at], asked.reason if another else ""))
                continue
            pairs = rounded.left_of(published[name], reports.by(published[name].by)[at])
            fates.append(_again(connection, asked, published[name], pairs, reports))
        return fates, seen


def _keep_the_currency(store: Store, asked: Request, fates: Sequence[_Fate], seen: _StoreSeen) -> None:
    """A series in two currencies is none: a new period in another one needs a reason, as a restatement does."""
    now = asked.data.currency
    new = [p.report for p in fates if p.result.status == "published" and any(map(of_money, p.report.figures))]
    if new and not asked.reason and another_currency(seen.currency, now):
        raise StoreError(
            f"{store.name} is kept in {seen.currency}, and {new[0].period.name} would be in {now}: months in two"
            " currencies make no series. Nothing was written. Name another store with --store,"
            f" or say why with --restate REASON: it goes on in {now}, and with --last restates the months before too."
        )


def _new(asked: Request, report: Report, reason: str = "") -> _Fate:
    return _Fate(report, Result(report.period, "published", 1, asked.today, reason))


def _again(
    connection: sql.Connection,
    asked: Request,
    published: Snapshot,
    pairs: Sequence[tuple[Figure, Figure]],
    reports: _Reports,
) -> _Fate:
    """What is to become of a period that is published, given the figures that differ, and the reports as asked now."""
    report = reports.by(asked.by)[asked.periods.index(published.period)]
    more = additions(published, report)
    why = None
    if pairs:
        from csmetrics.published.restate import Now, restatement  # noqa: PLC0415  # pandas, and only here

        then = then_of(connection, published)
        now = Now(asked.data, asked.sha256, asked.program, reports.plan.catalogue, asked.reread, asked.read_rates)
        why = restatement(published, pairs, then, now)
    result = Result(
        published.period, "unchanged", published.version, published.published_on, published.reason, more, why
    )
    if asked.reason and (pairs or more):
        version = published.version + 1
        result = Result(published.period, "restated", version, asked.today, asked.reason, (), why)
    elif pairs:
        result = replace(result, status="refused")
    return _Fate(report, result, why, published)


def then_of(connection: sql.Connection, published: Snapshot) -> "Then":
    """What the period was published from."""
    from csmetrics.published.restate import Then  # noqa: PLC0415  # pandas, and only here

    kept = [(each.source, read_content(connection, each.rows_kept)) for each in published.inputs if each.rows_kept]
    unpacked = [unpack_rows(content, source) for source, content in kept if source.table != RATES]
    tables = {
        table.source.table: replace(table, problems=tuple(filter(table.places.has, published.problems)))
        for table in unpacked
    }
    rates = next((unpack_rates(content) for source, content in kept if source.table == RATES), None)
    sha256 = {each.source.table: each.sha256 for each in published.inputs if each.source.table != RATES}
    return Then(tables, published_config(published.config), sha256, rates)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is written beside the figures: the customers of each period, and the rates that it was counted with."""

    asked: Request
    plan: Plan
    listed: Sequence[pa.Table | None]

    def customers(self, at: int) -> bytes:
        """The packed customers of a period; nothing without subscriptions."""
        listed = self.listed[at]
        return b"" if listed is None else pack(listed)

    def rates(self, at: int) -> Kept | None:
        """The rates of a period, where rates are declared."""
        return rates_used(self.asked.data, self.plan, self.asked.periods[at])


def _write(store: Store, asked: Request, fates: Sequence[_Fate], beside: _Beside, seen: _StoreSeen) -> bool:
    """Write all that is new in one transaction; False where another run was faster and the fates are out of date."""
    tables = asked.data.tables
    packed = dict(zip(tables, side_by_side(pack_rows, tables.values()), strict=True))
    new = {at: (fate, beside.customers(at), beside.rates(at)) for at, fate in enumerate(fates) if fate.writes}
    with store.writing() as connection:
        if versions(connection) != seen.versions:
            return False
        kept = {name: write_content(connection, content) for name, content in packed.items()}
        inputs = tuple(Input(source, asked.sha256[source.table], kept[source.table]) for source in asked.data.sources)
        for fate, customers, rates in new.values():
            name = write_content(connection, customers) if customers else ""
            more = _rates_input(connection, asked.data, rates)
            write_snapshot(connection, _snapshot(asked, fate, (*inputs, *more), name))
    return True


def _rates_input(connection: sql.Connection, data: Dataset, kept: Kept | None) -> tuple[Input, ...]:
    """The file of rates with the rates that were used, written; nothing where none are declared."""
    if kept is None or data.rates is None:
        return ()
    return (input_of(data.rates, kept, write_content(connection, pack_rates(kept))),)


def _snapshot(asked: Request, fate: _Fate, inputs: tuple[Input, ...], customers: str) -> Snapshot:
    report, result = fate.report, fate.result
    return Snapshot(
        period=report.period,
        version=result.version,
        published_on=result.published_on,
        reason=result.reason,
        program=asked.program,
        currency=report.currency,
        by=report.by,
        rules=report.rules,
        config=asked.data.config.model_dump_json(exclude={"store", "as_of"}, by_alias=True),
        figures=report.figures,
        inputs=inputs,
        problems=report.problems[:MOST_PROBLEMS],
        customers=customers,
        restatement=restatement_values(fate.restated) if fate.restated else None,
    )


def _outcome(
    store: Store, asked: Request, fates: Sequence[_Fate], customers: pa.Table | None, seen: _StoreSeen
) -> Outcome:
    data = asked.data
    return Outcome(
        store=store.name,
        currency=data.currency,
        by=asked.by,
        results=tuple(fate.result for fate in fates),
        digest=digest(data, fates[-1].report, customers, seen.problems),
        sources=data.sources,
        problems=data.problems,
        notes=data.notes,
        seams=seams([*map(of_snapshot, seen.beside), *(fate.shown for fate in fates)]),
    )
