"""A store as a folder of CSV and Parquet files, and back: how it moves from one engine to another.

snapshots.csv, figures.csv and inputs.csv are the tables of the store, each row told by its period and version;
contents/ holds the packed tables under their SHA-256. A blank cell is none where the column may hold none. What every
file was stands in csmetrics-store.json; an import believes nothing that is not as it was written.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sql

from csmetrics.errors import StoreError
from csmetrics.formula_guard import guarded_to_read_back, unguarded
from csmetrics.paths import not_a_file
from csmetrics.published import store_tables
from csmetrics.published.packing import name_of
from csmetrics.published.seal import CONTENTS, MANIFEST, Seal, damaged, seal_folder, sealed_bytes, sealed_files
from csmetrics.published.store import Store
from csmetrics.published.store_rows import read_content
from csmetrics.published.verify import BadRowError, verify_content, verify_version
from csmetrics.scratch import scratch_folder
from csmetrics.stages import stage

_PARTS = {"snapshots": store_tables.snapshots, "figures": store_tables.figures, "inputs": store_tables.inputs}

_NAMES = {f"{name}.csv": name for name in _PARTS}

PartKey: TypeAlias = tuple[str, int]  # period and version
CopiedRow: TypeAlias = dict[str, Any]
CopiedTables: TypeAlias = dict[str, dict[PartKey, list[CopiedRow]]]


@stage("store")
def export_store(store: Store, folder: Path) -> int:
    """Write everything that has been published into a new folder, whole or not at all; returns how many versions.

    Raises StoreError when nothing has been published, or the folder cannot be written or is not empty.
    """
    try:
        _refuse_what_is_there(folder)
        with scratch_folder(beside=folder.absolute().parent) as beside:
            made = beside / "store"
            (made / CONTENTS).mkdir(parents=True)
            with store.reading() as connection:
                if connection is None:
                    raise StoreError(f"Nothing has been published in {store.name}.")
                tables = _read_tables(connection)
                _write_contents(connection, made / CONTENTS)
            for name, rows in tables.items():
                (made / f"{name}.csv").write_bytes(_csv(name, rows))
            seal_folder(made)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except (OSError, ValueError) as error:  # a name may be too long, or hold a NUL
        said = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"{folder} cannot be written: {said}.") from None
    return len(tables["snapshots"])


@stage("store")
def import_store(store: Store, folder: Path) -> tuple[int, int]:
    """Add what a folder holds to a store, in one transaction; returns how many versions were new, and how many known.

    Raises StoreError when the folder is no export or damaged, or when the store has a version with other figures.
    """
    seals = sealed_files(folder)
    tables = _read_folder(folder, seals)
    contents = [Path(name).stem for name in seals if name.startswith(CONTENTS)]
    with store.writing() as connection:
        there = _read_tables(connection)
        known = [key for key in tables["snapshots"] if key in there["snapshots"]]
        differing = [key for key in known if any(there[name].get(key) != tables[name].get(key) for name in _PARTS)]
        if differing:
            named = ", ".join(f"{period} version {version}" for period, version in differing[:5])
            raise StoreError(f"{store.name} has {named} with other figures. Nothing was imported.")
        kept = set(connection.execute(sql.select(store_tables.contents.c.sha256)).scalars())
        for name in contents:
            if name not in kept:
                content = sealed_bytes(folder, f"{CONTENTS}/{name}.parquet", seals)
                connection.execute(sql.insert(store_tables.contents), {"sha256": name, "content": content})
        for key in tables["snapshots"]:
            if key not in there["snapshots"]:
                _insert(connection, tables, key)
    return len(tables["snapshots"]) - len(known), len(known)


def _read_tables(connection: sql.Connection) -> CopiedTables:
    """Every row of every table by period and version, in an order that does not depend on the engine."""
    head = store_tables.snapshots.c
    order = (head.last_day, head.first_day, head.period, head.version)
    found: CopiedTables = {name: {} for name in _PARTS}
    for name, table in _PARTS.items():
        query = sql.select(table, head.period, head.version) if name != "snapshots" else sql.select(table)
        if name != "snapshots":
            query = query.join_from(table, store_tables.snapshots, table.c.snapshot == head.id)
        position = (table.c.position,) if "position" in table.c else ()
        for row in connection.execute(query.order_by(*order, *position)).mappings():
            key = (row["period"], row["version"])
            found[name].setdefault(key, []).append({column: row[column] for column in _columns(name)[2:]})
    return found


def _columns(name: str) -> list[str]:
    """The columns in a file: the period and the version in the place of the numbers that the engine gave."""
    own = [column.name for column in _PARTS[name].c if column.name not in ("id", "snapshot", "period", "version")]
    return ["period", "version", *own]


def _insert(connection: sql.Connection, tables: CopiedTables, key: PartKey) -> None:
    (head,) = tables["snapshots"][key]
    written = connection.execute(sql.insert(store_tables.snapshots).values(period=key[0], version=key[1], **head))
    number = written.inserted_primary_key[0] if written.inserted_primary_key else None
    for name in ("figures", "inputs"):
        rows = [{"snapshot": number} | row for row in tables[name].get(key, [])]
        if rows:
            connection.execute(sql.insert(_PARTS[name]), rows)


def _write_contents(connection: sql.Connection, folder: Path) -> None:
    for name in connection.execute(sql.select(store_tables.contents.c.sha256)).scalars().all():
        (folder / f"{name}.parquet").write_bytes(read_content(connection, name))


def _refuse_what_is_there(folder: Path) -> None:
    if not_a_file(folder) not in ("", "a folder") or (folder.exists() and (folder.is_file() or any(folder.iterdir()))):
        raise StoreError(f"{folder} is there and not empty. Name a new folder.")
    for above in Path(os.path.realpath(folder)).parents[:2]:
        if (above / MANIFEST).exists():
            raise StoreError(f"{folder} is in an export of a store. Name a new folder elsewhere.")


def _csv(name: str, rows: Mapping[PartKey, Iterable[CopiedRow]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_columns(name))
    for key, listed in rows.items():
        writer.writerows([*key, *map(_written, row.values())] for row in listed)
    return text.getvalue().encode()


def _written(value: Any) -> Any:
    return "" if value is None else guarded_to_read_back(value) if isinstance(value, str) else value


def _read_folder(folder: Path, seals: Mapping[str, Seal]) -> CopiedTables:
    """The tables of an export, every file and every row of it looked at."""
    unknown = [name for name in seals if name not in _NAMES and not name.startswith(f"{CONTENTS}/")]
    if unknown or not set(_NAMES) <= set(seals):
        raise damaged(folder, f"{MANIFEST} does not name the files of a store")
    tables = {name: _read_csv(folder, name, seals) for name in _PARTS}
    heads = {key: _head(folder, key, rows) for key, rows in tables["snapshots"].items()}
    for name in ("figures", "inputs"):
        for key in tables[name].keys() - heads.keys():
            raise damaged(folder, f"{name}.csv has {_called(key)}, and snapshots.csv has not")
    for period in {period for period, _ in heads}:
        versions = sorted(version for named, version in heads if named == period)
        if versions != list(range(1, len(versions) + 1)):
            raise damaged(folder, f"snapshots.csv does not have every version of {period}")
    for key, head in heads.items():
        try:
            verify_version(key, head, tables["figures"].get(key, []), tables["inputs"].get(key, []))
        except BadRowError as error:
            row = _row_in_file(tables[error.table], key) + error.row
            raise damaged(folder, f"{error.table}.csv row {row} ({_called(key)}): {error}") from None
    _verify_contents(folder, tables, seals)
    return tables


def _head(folder: Path, key: PartKey, rows: list[CopiedRow]) -> CopiedRow:
    if len(rows) > 1:
        raise damaged(folder, f"snapshots.csv has {_called(key)} twice")
    return rows[0]


def _row_in_file(rows: Mapping[PartKey, list[CopiedRow]], key: PartKey) -> int:
    """Where the rows of a version begin in their file, the header being row 1."""
    keys = list(rows)
    return 2 + sum(len(rows[each]) for each in keys[: keys.index(key)])


def _called(key: PartKey) -> str:
    return f"{key[0]} version {key[1]}"


def _verify_contents(folder: Path, tables: CopiedTables, seals: Mapping[str, Seal]) -> None:
    """Every packed table that is needed is there, under its own name, and can be unpacked."""
    customers = {row["customers"] for rows in tables["snapshots"].values() for row in rows}
    kept: dict[str, set[str]] = {}
    for row in (row for rows in tables["inputs"].values() for row in rows):
        kept.setdefault(row["rows_kept"], set()).add(row["table_name"])
    for name in sorted((customers | kept.keys()) - {None}):
        if f"{CONTENTS}/{name}.parquet" not in seals:
            raise damaged(folder, f"{CONTENTS}/{name}.parquet is missing")
    for file in seals:
        if file in _NAMES:
            continue
        content, name = sealed_bytes(folder, file, seals), Path(file).stem
        if name_of(content) != name or file != f"{CONTENTS}/{name}.parquet":
            raise damaged(folder, f"{file} is not what its name says")
        try:
            verify_content(content, sorted(kept.get(name, ())), customers=name in customers)
        except ValueError as error:
            raise damaged(folder, f"{file} cannot be unpacked ({error})") from None


def _read_csv(folder: Path, name: str, seals: Mapping[str, Seal]) -> dict[PartKey, list[CopiedRow]]:
    """The rows of one table by period and version; written again they must be the very same bytes."""
    content = sealed_bytes(folder, f"{name}.csv", seals)
    lines = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    columns, found = _columns(name), dict[PartKey, list[CopiedRow]]()
    if lines[:1] != [columns]:
        raise damaged(folder, f"{name}.csv has other columns than {', '.join(columns)}")
    for number, line in enumerate(lines[1:], 2):
        try:
            period, version, *cells = line
            row = {column: _cell(_PARTS[name].c[column], cell) for column, cell in zip(columns[2:], cells, strict=True)}
            found.setdefault((period, int(version)), []).append(row)
        except ValueError as error:
            raise damaged(folder, f"{name}.csv row {number}: {error}") from None
    if _csv(name, found) != content:
        raise damaged(folder, f"{name}.csv is not written as csmetrics writes it")
    return found


def _cell(column: sql.Column[Any], text: str) -> Any:
    if text == "" and column.nullable:
        return None
    kind = column.type.python_type
    return kind(unguarded(text))
