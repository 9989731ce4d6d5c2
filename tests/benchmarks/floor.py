"""The floor: pyarrow parsing the same columns of the same files, and nothing more.

python tests/benchmarks/floor.py FOLDER
"""

import csv
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

NAME, DAY, NUMBER = pa.dictionary(pa.int32(), pa.string()), pa.date32(), pa.float64()
COLUMNS = {
    "customers": {"customer_id": NAME, "created_at": DAY},
    "subscriptions": {
        "customer_id": NAME,
        "start_date": DAY,
        "end_date": DAY,
        "trial_end_date": DAY,
        "amount": NUMBER,
        "interval": NAME,
        "interval_count": NUMBER,
        "quantity": NUMBER,
        "product": NAME,
        "plan": NAME,
    },
    "surveys": {"survey": NAME, "score": NUMBER, "responded_at": DAY},
    "costs": {"date": DAY, "category": NAME, "amount": NUMBER},
    "purchases": {"customer_id": NAME, "date": DAY, "amount": NUMBER},
}


def parse(folder: Path) -> dict[str, int]:
    """Parse the columns that are there; returns the rows of each table."""
    rows = {}
    for table, types in COLUMNS.items():
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        options = pyarrow.csv.ConvertOptions(
            column_types=types,
            include_columns=[name for name in types if name in header],
            null_values=[""],
            strings_can_be_null=True,
        )
        rows[table] = len(pyarrow.csv.read_csv(path, convert_options=options))
    return rows


if __name__ == "__main__":
    for name, count in parse(Path(sys.argv[1])).items():
        print(name, count)
