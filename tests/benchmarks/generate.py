"""A seeded business of any size, written as the CSVs that csmetrics reads.

python tests/benchmarks/generate.py 100000 FOLDER
python tests/benchmarks/generate.py 100000 FOLDER scored    # with tickets, ten rows of use a customer, and answers
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

FIRST = np.datetime64("2020-01-01")
DAYS = 2_100  # to September 2025
INTERVALS = ["day", "week", "month", "quarter", "half_year", "year"]
COUNTRIES = ["DE", "FR", "GB", "NA", "US"]


def tables(customers: int, seed: int = 1) -> dict[str, pa.Table]:
    """The five tables: two subscription spells and two survey answers a customer, one purchase, some costs."""
    chance = np.random.default_rng(seed)
    ids = pa.array([f"c{number:08d}" for number in range(customers)])
    return {
        "customers": pa.table(
            {
                "customer_id": ids,
                "created_at": _days(chance, customers),
                "country": _pick(chance, COUNTRIES, customers),
            }
        ),
        "subscriptions": _subscriptions(chance, ids, 2 * customers),
        "surveys": _surveys(chance, ids, 2 * customers),
        "costs": _costs(chance),
        "purchases": pa.table(
            {
                "customer_id": ids.take(pa.array(chance.integers(0, customers, customers))),
                "date": _days(chance, customers),
                "amount": np.round(chance.gamma(2, 40, customers) - 5, 2),
            }
        ),
    }


def _subscriptions(chance: np.random.Generator, ids: pa.Array, rows: int) -> pa.Table:
    start = chance.integers(0, DAYS, rows)
    end = FIRST + (start + chance.integers(15, 900, rows)).astype("timedelta64[D]")
    return pa.table(
        {
            "subscription_id": np.arange(rows),
            "customer_id": ids.take(pa.array(chance.integers(0, len(ids), rows))),
            "start_date": FIRST + start.astype("timedelta64[D]"),
            "end_date": pa.array(end, mask=chance.random(rows) < 0.35),
            "amount": np.round(chance.gamma(2, 30, rows) + 5, 2),
            "interval": _pick(chance, INTERVALS, rows, [0.01, 0.02, 0.57, 0.15, 0.05, 0.2]),
            "interval_count": chance.choice([1, 1, 1, 2], rows),
            "quantity": chance.integers(1, 9, rows),
            "plan": _pick(chance, ["basic", "team", "business"], rows),
        }
    )


def _surveys(chance: np.random.Generator, ids: pa.Array, rows: int) -> pa.Table:
    kind = chance.integers(0, 3, rows)
    lowest, highest = np.array([0, 1, 1])[kind], np.array([10, 5, 7])[kind]
    score = chance.integers(lowest, highest + 1)
    return pa.table(
        {
            "customer_id": ids.take(pa.array(chance.integers(0, len(ids), rows))),
            "survey": pa.array(["nps", "csat", "ces"]).take(pa.array(kind)),
            "score": pa.array(score, mask=chance.random(rows) < 0.3),
            "responded_at": _days(chance, rows),
        }
    )


def _costs(chance: np.random.Generator) -> pa.Table:
    days = FIRST + np.arange(0, DAYS, 30).astype("timedelta64[D]")
    categories = ["sales", "marketing", "success", "support"]
    return pa.table(
        {
            "date": np.repeat(days, len(categories)),
            "category": categories * len(days),
            "amount": np.round(chance.gamma(2, 5_000, len(days) * len(categories)), 2),
        }
    )


def scored_tables(customers: int, seed: int = 2) -> dict[str, pa.Table]:
    """What scores are made of: a ticket, ten rows of use and an answer a customer, in no order."""
    chance = np.random.default_rng(seed)
    ids = pa.array([f"c{number:08d}" for number in range(customers)])
    opened = chance.integers(0, DAYS, customers)
    closed = FIRST + (opened + chance.integers(0, 30, customers)).astype("timedelta64[D]")
    rows = 10 * customers
    return {
        "tickets": pa.table(
            {
                "customer_id": ids.take(pa.array(chance.integers(0, customers, customers))),
                "opened_at": FIRST + opened.astype("timedelta64[D]"),
                "closed_at": pa.array(closed, mask=chance.random(customers) < 0.05),
                "score": pa.array(chance.integers(1, 6, customers), mask=chance.random(customers) < 0.5),
            }
        ),
        "usage": pa.table(
            {
                "customer_id": ids.take(pa.array(chance.integers(0, customers, rows))),
                "date": _days(chance, rows),
                "value": np.round(chance.gamma(2, 20, rows), 1),
                "feature": _pick(chance, ["calendar", "reminders", "reports", "app"], rows),
            }
        ),
        "answers": pa.table(
            {
                "customer_id": ids.take(pa.array(chance.integers(0, customers, customers))),
                "date": _days(chance, customers),
                "question": _pick(chance, ["growing", "hiring"], customers),
                "score": chance.integers(1, 11, customers),
            }
        ),
    }


def _days(chance: np.random.Generator, rows: int) -> np.ndarray:
    return FIRST + chance.integers(0, DAYS, rows).astype("timedelta64[D]")


def _pick(chance: np.random.Generator, values: list[str], rows: int, weights: list[float] | None = None) -> pa.Array:
    return pa.array(values).take(pa.array(chance.choice(len(values), rows, p=weights)))


def write(folder: Path, customers: int, *, scored: bool = False) -> None:
    """The tables as CSVs in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in (tables(customers) | (scored_tables(customers) if scored else {})).items():
        options = pyarrow.csv.WriteOptions(quoting_style="none")
        pyarrow.csv.write_csv(table, folder / f"{name}.csv", options)


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), scored="scored" in sys.argv[3:])
