"""Publishing periods: what is new is written, what is the same is left alone, what would change is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlalchemy as sql

from csmetrics.columns import TABLES
from csmetrics.config import Config
from csmetrics.errors import PeriodError, Problem, StoreError
from csmetrics.ledger.workers import side_by_side
from csmetrics.periods import Period
from csmetrics.reports.choose import refuse_unpublishable
from csmetrics.reports.compute import compute_reports
from csmetrics.reports.model import Report
from csmetrics.snapshots.compare import additions, differences
from csmetrics.snapshots.customers import customers_of
from csmetrics.snapshots.digest import digest
from csmetrics.snapshots.model import Input, Outcome, Restatement, Result, Snapshot
from csmetrics.snapshots.packing import pack, pack_rows, unpack_rows
from csmetrics.snapshots.plain import restatement_values
from csmetrics.snapshots.records import (
    attributes_published,
    latest,
    problems_before,
    read_content,
    read_snapshots,
    versions,
    write_content,
    write_snapshot,
)
from csmetrics.snapshots.store import Store
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset

if TYPE_CHECKING:
    from csmetrics.snapshots.restate import Then

_ATTEMPTS = 5  # to publish beside other runs
MOST_PROBLEMS = 1000  # of a snapshot
_IDS = (column.name for table in TABLES.values() for column in table.columns.values() if column.type == "id")
_ROW_IDS = ("name", *dict.fromkeys(_IDS))
"""The columns that no figure needs but by which a row, or who it is about, is known again."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be published from which data, on which day; with a reason, restatements too."""

    data: Dataset
    sha256: Mapping[str, str]
    periods: tuple[Period, ...]
    by: tuple[str, ...]
    today: date
    program: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of one period."""

    report: Report
    result: Result
    restated: Restatement | None = None

    @property
    def writes(self) -> bool:
        return self.result.status in ("published", "restated")


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
    reports = {asked.by: compute_reports(asked.data, asked.periods, asked.by)}
    customers = list(customers_of(asked.data, asked.periods))
    for _ in range(_ATTEMPTS):
        plans, before, seen = _plan(store, asked, reports)
        refused = any(plan.result.status == "refused" for plan in plans)
        if refused or not any(plan.writes for plan in plans) or _write(store, asked, plans, customers, seen):
            return _outcome(store, asked, plans, customers[-1], before)
    raise StoreError(f"Other runs keep publishing to {store.name}. Nothing was published. Run it again.")


def _plan(
    store: Store, asked: Request, reports: dict[tuple[str, ...], tuple[Report, ...]]
) -> tuple[list[_Plan], Sequence[Problem] | None, dict[str, int]]:
    """What is to become of each period, the problems last published, and the versions that this rests on."""
    with store.reading() as connection:
        if connection is None:
            return [_new(asked, report) for report in reports[asked.by]], None, {}
        seen = versions(connection)
        names = [period.name for period in asked.periods]
        published = latest(read_snapshots(connection, names))
        plans = []
        for at, name in enumerate(names):
            if name not in published:
                plans.append(_new(asked, reports[asked.by][at]))
                continue
            by = published[name].by
            if by not in reports:
                reports[by] = compute_reports(asked.data, asked.periods, by)
            plans.append(_again(connection, asked, published[name], (reports[by][at], reports[asked.by][at])))
        return plans, problems_before(connection, asked.periods[-1]), seen


def _new(asked: Request, report: Report) -> _Plan:
    return _Plan(report, Result(report.period, "published", 1, asked.today))


def _again(connection: sql.Connection, asked: Request, published: Snapshot, reports: tuple[Report, Report]) -> _Plan:
    """What is to become of a period that is published; the reports are divided as it was then and as asked now."""
    pairs = differences(published, reports[0])
    more = additions(published, reports[1])
    why = None
    if pairs:
        from csmetrics.snapshots.restate import Now, restatement  # noqa: PLC0415  # pandas, and only here

        then = _then(connection, published)
        why = restatement(published, pairs, then, Now(asked.data, asked.sha256, asked.program))
    result = Result(
        published.period, "unchanged", published.version, published.published_on, published.reason, more, why
    )
    if asked.reason and (pairs or more):
        version = published.version + 1
        result = Result(published.period, "restated", version, asked.today, asked.reason, (), why)
    elif pairs:
        result = replace(result, status="refused")
    return _Plan(reports[1], result, why)


def _then(connection: sql.Connection, published: Snapshot) -> "Then":
    """What the period was published from."""
    from csmetrics.snapshots.restate import Then  # noqa: PLC0415  # pandas, and only here

    kept = {
        each.source.table: unpack_rows(read_content(connection, each.rows_kept), each.source)
        for each in published.inputs
        if each.rows_kept
    }
    try:
        config = Config.model_validate_json(published.config)
    except ValueError:  # written by a version with other settings
        config = None
    return Then(kept, config, {each.source.table: each.sha256 for each in published.inputs})


def _write(
    store: Store, asked: Request, plans: Sequence[_Plan], customers: Sequence[pa.Table | None], seen: dict[str, int]
) -> bool:
    """Write all that is new in one transaction; False where another run was faster and the plans are out of date."""
    tables = asked.data.tables
    packed = dict(zip(tables, side_by_side(pack_rows, tables.values()), strict=True))
    listed = [pack(table) if plan.writes and table else b"" for plan, table in zip(plans, customers, strict=True)]
    with store.writing() as connection:
        if versions(connection) != seen:
            return False
        kept = {name: write_content(connection, content) for name, content in packed.items()}
        inputs = tuple(Input(source, asked.sha256[source.table], kept[source.table]) for source in asked.data.sources)
        for plan, content in zip(plans, listed, strict=True):
            if plan.writes:
                name = write_content(connection, content) if content else ""
                write_snapshot(connection, _snapshot(asked, plan, inputs, name))
    return True


def _snapshot(asked: Request, plan: _Plan, inputs: tuple[Input, ...], customers: str) -> Snapshot:
    report, result = plan.report, plan.result
    return Snapshot(
        period=report.period,
        version=result.version,
        published_on=result.published_on,
        reason=result.reason,
        program=asked.program,
        currency=report.currency,
        by=report.by,
        rules=report.rules,
        config=asked.data.config.model_dump_json(exclude={"store", "as_of"}),
        figures=report.figures,
        inputs=inputs,
        problems=report.problems[:MOST_PROBLEMS],
        customers=customers,
        restatement=restatement_values(plan.restated) if plan.restated else None,
    )


def _outcome(
    store: Store, asked: Request, plans: Sequence[_Plan], customers: pa.Table | None, before: Sequence[Problem] | None
) -> Outcome:
    data = asked.data
    return Outcome(
        store=store.name,
        currency=data.currency,
        by=asked.by,
        results=tuple(plan.result for plan in plans),
        digest=digest(data, plans[-1].report, customers, before),
        sources=data.sources,
        problems=data.problems,
        notes=data.notes,
    )
