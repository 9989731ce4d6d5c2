"""Customers of one table found in another: codes differ from table to table, ids do not."""

import numpy as np
import pyarrow.compute as pc

from csmetrics.arrays import numbers
from csmetrics.tables.checked import CheckedTable


def codes_in(table: CheckedTable, other: CheckedTable) -> np.ndarray:
    """For each customer code of a table its code in another, -1 where the other does not have it.

    There is one more -1 at the end, for rows without a customer, whose code is -1.
    """
    found = pc.index_in(table.ids["customer_id"], other.ids["customer_id"])
    return np.append(numbers(found, np.int32, -1), np.int32(-1))
