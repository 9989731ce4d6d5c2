"""A seeded business of any size, written as the CSVs that csmetrics reads.

python tests/benchmarks/generate.py 100000 FOLDER
python tests/benchmarks/generate.py 100000 FOLDER scored    # with tickets, ten rows of use a customer, and answers
python tests/benchmarks/generate.py 100000 FOLDER uuid      # with ids of another shape: letters, email or uuid
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from ids import SHAPES, Ids, counters

FIRST = np.datetime64("2020-01-01")
DAYS = 2_100  # to September 2025
INTERVALS = ["day", "week", "month", "quarter", "half_year", "year"]
COUNTRIES = ["DE", "FR", "GB", "NA", "US"]
PART = 250_000  # customers whose tables are in memory at a time


def tables(customers: int, part: range, seed: int, ids: Ids = counters) -> dict[str, pa.Table]:
    """A part of the tables: two subscription spells, two survey answers and a purchase for each of so many customers.

    They are those of any of all the customers, so that some have many and some none, and no file is sorted.
    """
    chance = np.random.default_rng((seed, part.start))
    count = len(part)
    return {
        "customers": pa.table(
            {
                "customer_id": ids(np.arange(part.start, part.stop)),
                "created_at": _days(chance, count),
                "country": _pick(chance, COUNTRIES, count),
            }
        ),
        "subscriptions": _subscriptions(chance, customers, 2 * part.start, 2 * count, ids),
        "surveys": _surveys(chance, customers, 2 * count, ids),
        "purchases": pa.table(
            {
                "customer_id": ids(chance.integers(0, customers, count)),
                "date": _days(chance, count),
                "amount": np.round(chance.gamma(2, 40, count) - 5, 2),
            }
        ),
    }


def _subscriptions(chance: np.random.Generator, customers: int, first: int, rows: int, ids: Ids) -> pa.Table:
    start = chance.integers(0, DAYS, rows)
    end = FIRST + (start + chance.integers(15, 900, rows)).astype("timedelta64[D]")
    return pa.table(
        {
            "subscription_id": np.arange(first, first + rows),
            "customer_id": ids(chance.integers(0, customers, rows)),
            "start_date": FIRST + start.astype("timedelta64[D]"),
            "end_date": pa.array(end, mask=chance.random(rows) < 0.35),
            "amount": np.round(chance.gamma(2, 30, rows) + 5, 2),
            "interval": _pick(chance, INTERVALS, rows, [0.01, 0.02, 0.57, 0.15, 0.05, 0.2]),
            "interval_count": chance.choice([1, 1, 1, 2], rows),
            "quantity": chance.integers(1, 9, rows),
            "plan": _pick(chance, ["basic", "team", "business"], rows),
        }
    )


def _surveys(chance: np.random.Generator, customers: int, rows: int, ids: Ids) -> pa.Table:
    kind = chance.integers(0, 3, rows)
    lowest, highest = np.array([0, 1, 1])[kind], np.array([10, 5, 7])[kind]
    score = chance.integers(lowest, highest + 1)
    return pa.table(
        {
            "customer_id": ids(chance.integers(0, customers, rows)),
            "survey": pa.array(["nps", "csat", "ces"]).take(pa.array(kind)),
            "score": pa.array(score, mask=chance.random(rows) < 0.3),
            "responded_at": _days(chance, rows),
        }
    )


def costs(seed: int) -> pa.Table:
    """What was spent each thirty days on each of four things."""
    chance = np.random.default_rng((seed, 0, 1))
    days = FIRST + np.arange(0, DAYS, 30).astype("timedelta64[D]")
    categories = ["sales", "marketing", "success", "support"]
    return pa.table(
        {
            "date": np.repeat(days, len(categories)),
            "category": categories * len(days),
            "amount": np.round(chance.gamma(2, 5_000, len(days) * len(categories)), 2),
        }
    )


def scored_tables(customers: int, part: range, seed: int, ids: Ids = counters) -> dict[str, pa.Table]:
    """What scores are made of: a ticket, ten rows of use and an answer a customer, in no order."""
    chance = np.random.default_rng((seed, part.start, 2))
    count = len(part)
    opened = chance.integers(0, DAYS, count)
    closed = FIRST + (opened + chance.integers(0, 30, count)).astype("timedelta64[D]")
    return {
        "tickets": pa.table(
            {
                "customer_id": ids(chance.integers(0, customers, count)),
                "opened_at": FIRST + opened.astype("timedelta64[D]"),
                "closed_at": pa.array(closed, mask=chance.random(count) < 0.05),
                "score": pa.array(chance.integers(1, 6, count), mask=chance.random(count) < 0.5),
            }
        ),
        "usage": pa.table(
            {
                "customer_id": ids(chance.integers(0, customers, 10 * count)),
                "date": _days(chance, 10 * count),
                "value": np.round(chance.gamma(2, 20, 10 * count), 1),
                "feature": _pick(chance, ["calendar", "reminders", "reports", "app"], 10 * count),
            }
        ),
        "answers": pa.table(
            {
                "customer_id": ids(chance.integers(0, customers, count)),
                "date": _days(chance, count),
                "question": _pick(chance, ["growing", "hiring"], count),
                "score": chance.integers(1, 11, count),
            }
        ),
    }


def _days(chance: np.random.Generator, rows: int) -> np.ndarray:
    return FIRST + chance.integers(0, DAYS, rows).astype("timedelta64[D]")


def _pick(chance: np.random.Generator, values: list[str], rows: int, weights: list[float] | None = None) -> pa.Array:
    return pa.array(values).take(pa.array(chance.choice(len(values), rows, p=weights)))


def _parts(customers: int, seed: int, ids: Ids, *, scored: bool) -> Iterator[dict[str, pa.Table]]:
    for start in range(0, customers, PART):
        part = range(start, min(start + PART, customers))
        yield tables(customers, part, seed, ids) | (scored_tables(customers, part, seed, ids) if scored else {})


def write(folder: Path, customers: int, *, scored: bool = False, seed: int = 1, shape: str = "counter") -> None:
    """The tables as CSVs in a folder, a part of the customers at a time; only ids differ from shape to shape."""
    folder.mkdir(parents=True, exist_ok=True)
    options = pyarrow.csv.WriteOptions(quoting_style="none")
    pyarrow.csv.write_csv(costs(seed), folder / "costs.csv", options)
    writers: dict[str, pyarrow.csv.CSVWriter] = {}
    for part in _parts(customers, seed, SHAPES[shape], scored=scored):
        for name, table in part.items():
            if name not in writers:
                writers[name] = pyarrow.csv.CSVWriter(folder / f"{name}.csv", table.schema, write_options=options)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()


if __name__ == "__main__":
    shapes = [word for word in sys.argv[3:] if word in SHAPES]
    write(Path(sys.argv[2]), int(sys.argv[1]), scored="scored" in sys.argv[3:], shape=(shapes or ["counter"])[0])
