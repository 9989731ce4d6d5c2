"""Snapshots to rows of a store, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sql
from sqlalchemy import RowMapping

from csmetrics.errors import PeriodError, Problem, StoreError
from csmetrics.figures.model import Figure, IntervalBounds
from csmetrics.metrics.catalogue import METRICS
from csmetrics.periods import Period, published_period
from csmetrics.published import store_tables
from csmetrics.published.model import Input, Snapshot
from csmetrics.published.packing import name_of
from csmetrics.tables.file_record import Source

StoredRow = Mapping[str, Any] | RowMapping  # of a table of the store
_FEW = 500  # snapshots, above which all are read: databases limit how many values a question may name


def versions(connection: sql.Connection) -> dict[str, int]:
    """The latest version of each published period."""
    table = store_tables.snapshots.c
    query = sql.select(table.period, sql.func.max(table.version).label("latest")).group_by(table.period)
    return {row.period: row.latest for row in connection.execute(query)}


def attributes_published(connection: sql.Connection) -> tuple[str, ...]:
    """Every attribute that some version has been divided by: it takes them to see whether it is still the same."""
    texts = connection.execute(sql.select(store_tables.snapshots.c.attributes).distinct()).scalars()
    try:
        return tuple(sorted({name for text in texts for name in json.loads(text)}))
    except (ValueError, TypeError) as error:
        raise _damaged("attributes", error) from None


def write_snapshot(connection: sql.Connection, snapshot: Snapshot) -> None:
    """One more version of a period; what it names of packed tables must have been written."""
    written = connection.execute(sql.insert(store_tables.snapshots).values(_head(snapshot)))
    key = written.inserted_primary_key
    number = key[0] if key else None
    figures = [_figure_row(figure) for figure in snapshot.figures]
    inputs = [_input_row(each) for each in snapshot.inputs]
    for table, rows in ((store_tables.figures, figures), (store_tables.inputs, inputs)):
        if rows:
            numbered = [{"snapshot": number, "position": place} | row for place, row in enumerate(rows)]
            connection.execute(sql.insert(table), numbered)


def write_content(connection: sql.Connection, content: bytes) -> str:
    """Packed bytes, kept once; returns the name they are kept under."""
    name = name_of(content)
    table = store_tables.contents
    if connection.execute(sql.select(table.c.sha256).where(table.c.sha256 == name)).scalar() is None:
        connection.execute(sql.insert(table).values(sha256=name, content=content))
    return name


def read_content(connection: sql.Connection, name: str) -> bytes:
    """Packed bytes by name. Raises StoreError when they are not what was written."""
    table = store_tables.contents
    content = connection.execute(sql.select(table.c.content).where(table.c.sha256 == name)).scalar()
    if content is None or name_of(content) != name:
        raise StoreError(f"The store is damaged: the rows kept as {name[:12]} are not what was written.")
    return bytes(content)


def read_snapshots(
    connection: sql.Connection, periods: Iterable[str] | None = None, metrics: Sequence[str] = ()
) -> list[Snapshot]:
    """Every version of every period (or of those named), oldest period first, with its figures (or those named)."""
    table = store_tables.snapshots
    query = sql.select(table).order_by(table.c.last_day, table.c.first_day, table.c.period, table.c.version)
    if periods is not None:
        query = query.where(table.c.period.in_(list(periods)))
    heads = connection.execute(query).mappings().all()
    numbers = [head["id"] for head in heads]
    figures = _rows_of(connection, store_tables.figures, numbers, metrics)
    inputs = _rows_of(connection, store_tables.inputs, numbers)
    return [_read(head, figures.get(head["id"], []), inputs.get(head["id"], [])) for head in heads]


def problems_before(connection: sql.Connection, period: Period) -> Sequence[Problem] | None:
    """The problems published with the last period that ended before this one did; None where there is none."""
    table = store_tables.snapshots.c
    earlier = sql.select(table.problems).where(table.last_day < period.last_day.isoformat())
    query = earlier.order_by(table.last_day.desc(), table.version.desc()).limit(1)
    text = connection.execute(query).scalar()
    try:
        return None if text is None else _problems(text)
    except (ValueError, TypeError) as error:
        raise _damaged("problems", error) from None


def fiscal_years(connection: sql.Connection) -> dict[int, Period]:
    """The month with which the fiscal years of published quarters and years begin, with the newest of each."""
    table = store_tables.snapshots.c
    query = sql.select(table.period, table.first_day).where(table.grain.in_(["quarter", "year"]))
    rows = connection.execute(query.order_by(table.last_day)).all()
    known = (published_period(row.period, date.fromisoformat(row.first_day)) for row in rows)
    return {each.year_starts: each for each in known}


def reporting_currency(connection: sql.Connection) -> str | None:
    """The currency of the newest period whose currency is known, as it stands; None where there is none."""
    table = store_tables.snapshots.c
    query = sql.select(table.currency).where(table.currency.is_not(None))
    return connection.execute(query.order_by(table.last_day.desc(), table.version.desc()).limit(1)).scalar()


def read_beside(connection: sql.Connection, first: Period, last: Period) -> list[Snapshot]:
    """What stands of the period just before the first and of that just after the last, of the same grain."""
    table = store_tables.snapshots.c
    before, after = (first.start - timedelta(days=1)).isoformat(), last.end.isoformat()
    query = sql.select(table.period).where(table.grain == first.grain)
    names = connection.execute(
        query.where((table.last_day == before) | (table.first_day == after)).distinct()
    ).scalars()
    return list(latest(read_snapshots(connection, names.all())).values())


def latest(snapshots: Iterable[Snapshot]) -> dict[str, Snapshot]:
    """The version that stands of each period."""
    return {snapshot.period.name: snapshot for snapshot in snapshots}  # they come in the order of versions


def _rows_of(
    connection: sql.Connection, table: sql.Table, numbers: Sequence[int], metrics: Sequence[str] = ()
) -> dict[int, list[RowMapping]]:
    found: dict[int, list[RowMapping]] = {}
    wanted = set(numbers)
    query = sql.select(table).order_by(table.c.snapshot, table.c.position)
    if len(numbers) <= _FEW:
        query = query.where(table.c.snapshot.in_(numbers))
    if metrics:
        query = query.where(table.c.metric.in_(metrics))
    for row in connection.execute(query).mappings() if numbers else ():
        if row["snapshot"] in wanted:
            found.setdefault(row["snapshot"], []).append(row)
    return found


def _head(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "period": snapshot.period.name,
        "grain": snapshot.period.grain,
        "first_day": snapshot.period.start.isoformat(),
        "last_day": snapshot.period.last_day.isoformat(),
        "version": snapshot.version,
        "published_on": snapshot.published_on.isoformat(),
        "reason": snapshot.reason,
        "program": snapshot.program,
        "currency": snapshot.currency,
        "attributes": json.dumps(snapshot.by),
        "rules": json.dumps(dict(snapshot.rules)),
        "config": snapshot.config,
        "problems": json.dumps([problem.as_dict() for problem in snapshot.problems]),
        "restatement": None if snapshot.restatement is None else json.dumps(snapshot.restatement),
        "customers": snapshot.customers or None,
    }


def _figure_row(figure: Figure) -> dict[str, Any]:
    bounds = figure.interval
    return {
        "metric": figure.metric,
        "segment": json.dumps(dict(figure.segment)),
        "value": figure.value,
        "status": figure.status,
        "reason": figure.reason,
        "unit": figure.unit,
        "formula": figure.formula,
        "interval_low": bounds and bounds.low,
        "interval_high": bounds and bounds.high,
        "interval_level": bounds and bounds.level,
        "interval_method": bounds and bounds.method,
        "based_on": figure.based_on,
        "n": figure.n,
        "inputs": json.dumps(dict(figure.inputs)),
    }


def _input_row(given: Input) -> dict[str, Any]:
    source = given.source
    return {
        "table_name": source.table,
        "file": source.file,
        "sha256": given.sha256,
        "rows": source.rows,
        "used": source.used,
        "first_day": source.first_day and source.first_day.isoformat(),
        "last_day": source.last_day and source.last_day.isoformat(),
        "columns": json.dumps(source.columns),
        "rows_kept": given.rows_kept or None,
    }


def _read(head: StoredRow, figures: Sequence[StoredRow], inputs: Sequence[StoredRow]) -> Snapshot:
    try:
        return snapshot_of(head, figures, inputs)
    except (ValueError, KeyError, TypeError, AttributeError, PeriodError) as error:
        raise _damaged(f"version {head['version']} of {head['period']}", error) from None


def _damaged(what: str, error: Exception) -> StoreError:
    return StoreError(f"The store is damaged: {what} cannot be read ({error}). Put its last backup in its place.")


def snapshot_of(head: StoredRow, figures: Sequence[StoredRow], inputs: Sequence[StoredRow]) -> Snapshot:
    """One version of a period from its rows in the store. Raises ValueError and its like where they stand for none."""
    return Snapshot(
        period=published_period(head["period"], date.fromisoformat(head["first_day"])),
        version=head["version"],
        published_on=date.fromisoformat(head["published_on"]),
        reason=head["reason"],
        program=head["program"],
        currency=head["currency"],
        by=tuple(json.loads(head["attributes"])),
        rules=json.loads(head["rules"]),
        config=head["config"],
        figures=tuple(map(_figure, figures)),
        inputs=tuple(map(_input, inputs)),
        problems=_problems(head["problems"]),
        customers=head["customers"] or "",
        restatement=head["restatement"] and json.loads(head["restatement"]),
    )


def _problems(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in json.loads(text))


def _figure(row: StoredRow) -> Figure:
    """The figure as published; what the catalogue says of the metric today stands beside it."""
    metric = METRICS.get(row["metric"])
    bounds = None
    if row["interval_low"] is not None:
        bounds = IntervalBounds(
            row["interval_low"], row["interval_high"], row["interval_level"], row["interval_method"]
        )
    return Figure(
        row["metric"],
        metric.title if metric else row["metric"],
        metric.group if metric else "",
        row["unit"],
        metric.better if metric else "neither",
        row["formula"],
        json.loads(row["segment"]),
        row["value"],
        row["status"],
        row["reason"],
        None,
        None,
        bounds,
        row["based_on"],
        row["n"],
        json.loads(row["inputs"]),
    )


def _input(row: StoredRow) -> Input:
    source = Source(
        row["table_name"],
        row["file"],
        row["rows"],
        row["used"],
        row["first_day"] and date.fromisoformat(row["first_day"]),
        row["last_day"] and date.fromisoformat(row["last_day"]),
        tuple(json.loads(row["columns"])),
    )
    return Input(source, row["sha256"], row["rows_kept"] or "")
