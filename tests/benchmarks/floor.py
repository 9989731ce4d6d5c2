"""The floor: pyarrow parsing the same columns of the same files, and nothing more.

python tests/benchmarks/floor.py FOLDER
"""

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
        "amount": NUMBER,
        "interval": NAME,
        "interval_count": NUMBER,
        "quantity": NUMBER,
        "plan": NAME,
    },
    "surveys": {"survey": NAME, "score": NUMBER, "responded_at": DAY},
    "costs": {"date": DAY, "category": NAME, "amount": NUMBER},
    "purchases": {"customer_id": NAME, "date": DAY, "amount": NUMBER},
}

for table, types in COLUMNS.items():
    options = pyarrow.csv.ConvertOptions(
        column_types=types, include_columns=list(types), null_values=[""], strings_can_be_null=True
    )
    print(table, len(pyarrow.csv.read_csv(Path(sys.argv[1]) / f"{table}.csv", convert_options=options)))
