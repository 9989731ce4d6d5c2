"""A store as a folder of CSV and Parquet files, and back: how it moves from one engine to another.

snapshots.csv, figures.csv and inputs.csv are the tables of the store, each row told by its period and version;
contents/ holds the packed tables under their SHA-256. A blank cell is none where the column may hold none.
"""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sql

from csmetrics.errors import StoreError
from csmetrics.formulas import guarded_to_read_back, unguarded
from csmetrics.snapshots import schema
from csmetrics.snapshots.packing import name_of
from csmetrics.snapshots.store import Store
from csmetrics.stages import stage

MANIFEST = "csmetrics-store.json"
CONTENTS = "contents"
_PARTS = {"snapshots": schema.snapshots, "figures": schema.figures, "inputs": schema.inputs}

Key: TypeAlias = tuple[str, int]  # period and version
Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, dict[Key, list[Row]]]


@stage("store")
def export_store(store: Store, folder: Path) -> int:
    """Write everything that has been published into a new folder, whole or not at all; returns how many versions.

    Raises StoreError when nothing has been published, or the folder cannot be written or is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is there and not empty. Name a new folder.")
    try:
        with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=".csmetrics-") as beside:
            made = Path(beside) / "store"
            (made / CONTENTS).mkdir(parents=True)
            with store.reading() as connection:
                if connection is None:
                    raise StoreError(f"Nothing has been published in {store.name}.")
                tables = _read_tables(connection)
                _write_contents(connection, made / CONTENTS)
            for name, rows in tables.items():
                _write_csv(made / f"{name}.csv", _columns(name), rows)
            (made / MANIFEST).write_text(json.dumps({"form": schema.VERSION}) + "\n", encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            shutil.move(made, folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}.") from None
    return len(tables["snapshots"])


@stage("store")
def import_store(store: Store, folder: Path) -> tuple[int, int]:
    """Add what a folder holds to a store, in one transaction; returns how many versions were new, and how many known.

    Raises StoreError when the folder is no export or damaged, or when the store has a version with other figures.
    """
    tables, contents = _read_folder(folder)
    with store.writing() as connection:
        there = _read_tables(connection)
        known = [key for key in tables["snapshots"] if key in there["snapshots"]]
        differing = [key for key in known if any(there[name].get(key) != tables[name].get(key) for name in _PARTS)]
        if differing:
            named = ", ".join(f"{period} version {version}" for period, version in differing[:5])
            raise StoreError(f"{store.name} has {named} with other figures. Nothing was imported.")
        kept = set(connection.execute(sql.select(schema.contents.c.sha256)).scalars())
        new = [{"sha256": name, "content": content} for name, content in contents.items() if name not in kept]
        for row in new:
            connection.execute(sql.insert(schema.contents), row)
        for key in tables["snapshots"]:
            if key not in there["snapshots"]:
                _insert(connection, tables, key)
    return len(tables["snapshots"]) - len(known), len(known)


def _read_tables(connection: sql.Connection) -> Tables:
    """Every row of every table by period and version, in an order that does not depend on the engine."""
    head = schema.snapshots.c
    order = (head.last_day, head.first_day, head.period, head.version)
    found: Tables = {name: {} for name in _PARTS}
    for name, table in _PARTS.items():
        query = sql.select(table, head.period, head.version) if name != "snapshots" else sql.select(table)
        if name != "snapshots":
            query = query.join_from(table, schema.snapshots, table.c.snapshot == head.id)
        position = (table.c.position,) if "position" in table.c else ()
        for row in connection.execute(query.order_by(*order, *position)).mappings():
            key = (row["period"], row["version"])
            found[name].setdefault(key, []).append({column: row[column] for column in _columns(name)[2:]})
    return found


def _columns(name: str) -> list[str]:
    """The columns in a file: the period and the version in the place of the numbers that the engine gave."""
    own = [column.name for column in _PARTS[name].c if column.name not in ("id", "snapshot", "period", "version")]
    return ["period", "version", *own]


def _insert(connection: sql.Connection, tables: Tables, key: Key) -> None:
    (head,) = tables["snapshots"][key]
    written = connection.execute(sql.insert(schema.snapshots).values(period=key[0], version=key[1], **head))
    number = written.inserted_primary_key[0] if written.inserted_primary_key else None
    for name in ("figures", "inputs"):
        rows = [{"snapshot": number} | row for row in tables[name].get(key, [])]
        if rows:
            connection.execute(sql.insert(_PARTS[name]), rows)


def _write_contents(connection: sql.Connection, folder: Path) -> None:
    for name in connection.execute(sql.select(schema.contents.c.sha256)).scalars().all():
        query = sql.select(schema.contents.c.content).where(schema.contents.c.sha256 == name)
        (folder / f"{name}.parquet").write_bytes(connection.execute(query).scalar_one())


def _write_csv(path: Path, columns: Sequence[str], rows: Mapping[Key, Iterable[Row]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for key, listed in rows.items():
            writer.writerows([*key, *map(_written, row.values())] for row in listed)


def _written(value: Any) -> Any:
    return "" if value is None else guarded_to_read_back(value) if isinstance(value, str) else value


def _read_folder(folder: Path) -> tuple[Tables, dict[str, bytes]]:
    """The tables and the packed contents of an export, each content checked against its name."""
    try:
        form = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["form"]
        if form > schema.VERSION:
            raise StoreError(f"{folder} was exported by a newer csmetrics. Upgrade csmetrics.")
        tables = {name: _read_csv(folder / f"{name}.csv", name) for name in _PARTS}
        contents = {path.stem: path.read_bytes() for path in sorted((folder / CONTENTS).glob("*.parquet"))}
    except FileNotFoundError as error:
        raise StoreError(f"{folder} is no export of a store: there is no {error.filename}.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder} is damaged: {error}. Nothing was imported.") from None
    needed = {row["customers"] for rows in tables["snapshots"].values() for row in rows}
    needed |= {row["rows_kept"] for rows in tables["inputs"].values() for row in rows}
    missing = [name for name in sorted(needed - {None}) if name not in contents]
    damaged = missing or [name for name, content in contents.items() if name_of(content) != name]
    if damaged:
        raise StoreError(f"{folder} is damaged: {CONTENTS}/{damaged[0]}.parquet is not what was exported.")
    return tables, contents


def _read_csv(path: Path, name: str) -> dict[Key, list[Row]]:
    csv.field_size_limit(2**31 - 1)  # a restatement is one cell
    found: dict[Key, list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            key = (row["period"], int(row["version"]))
            cells = {column: _cell(_PARTS[name].c[column], row[column]) for column in _columns(name)[2:]}
            found.setdefault(key, []).append(cells)
    return found


def _cell(column: sql.Column[Any], text: str) -> Any:
    if text == "" and column.nullable:
        return None
    kind = column.type.python_type
    return kind(unguarded(text))
