"""A report of a million subscriptions from PostgreSQL, SQLite and DuckDB beside the same from CSV, in one run.

tests/services.sh python tests/benchmarks/from_databases.py 500000    # two subscriptions for each of so many customers

Prints the rows of the table in docs/performance.md. Every report must say what that of the CSV files says.
"""

import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import psycopg
from generate import write
from measure import in_turn

TYPES = {
    "amount": "numeric(12, 2)", "score": "integer", "quantity": "integer", "start_date": "date", "end_date": "date",
    "created_at": "date", "date": "date",
}  # fmt: skip
_COPY = "copy {} from stdin (format csv, header)"
REPORT = (sys.executable, "-m", "csmetrics", "report", "--as-of", "2025-09-30", "--format", "json")


def main(customers: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        files = Path(scratch) / "csv"
        write(files, customers)
        places = {"CSV": str(files), "SQLite": _sqlite(files), "DuckDB": _duckdb(files)}
        if url := os.environ.get("CSMETRICS_TEST_POSTGRES", ""):
            places["PostgreSQL"] = _postgres(files, url.replace("+psycopg", ""))
        expected = _said(places["CSV"])
        for name, place in places.items():
            if _said(place) != expected:
                raise SystemExit(f"{name} says otherwise")
        found = in_turn({name: (*REPORT, place) for name, place in places.items()}, 3)
        for name, each in found.items():
            ratio = each.seconds / found["CSV"].seconds
            times = f"{each.seconds:.2f} | {each.fastest:.2f} to {each.slowest:.2f}"
            print(f"| {name} | {times} | {ratio:.2f} | {each.peak:,.0f} |")


def _said(place: str) -> str:
    text = subprocess.run((*REPORT, place), check=True, capture_output=True, text=True).stdout
    for table in ("customers", "subscriptions", "surveys", "purchases", "costs"):
        text = text.replace(f"query for {table}", f"{table}.csv")
    return text


def _columns(path: Path) -> str:
    with path.open(newline="") as file:
        return ", ".join(f"{name} {TYPES.get(name, 'text')}" for name in next(csv.reader(file)))


def _sqlite(folder: Path) -> str:
    made = folder.parent / "crm.db"
    with sqlite3.connect(made) as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.execute(f"create table {path.stem} ({_columns(path)})")
            with path.open(newline="") as file:
                rows = csv.reader(file)
                marks = ", ".join("?" * len(next(rows)))
                blank = ([cell or None for cell in row] for row in rows)
                connection.executemany(f"insert into {path.stem} values ({marks})", blank)
    connection.close()
    return str(made)


def _duckdb(folder: Path) -> str:
    made = folder.parent / "crm.duckdb"
    with duckdb.connect(str(made)) as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.execute(f"create table {path.stem} ({_columns(path)})")
            connection.execute(f"copy {path.stem} from '{path}' (header)")
    return str(made)


def _postgres(folder: Path, url: str) -> str:
    with psycopg.connect(url) as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.execute(f"create table {path.stem} ({_columns(path)})")
            with path.open("rb") as file, connection.cursor().copy(_COPY.format(path.stem)) as into:
                while block := file.read(1 << 20):
                    into.write(block)
    return url


if __name__ == "__main__":
    main(int(sys.argv[1]))
