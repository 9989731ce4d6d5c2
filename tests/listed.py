"""Lines of an explanation as columns, from lines that somebody wrote down."""

import numpy as np
import pyarrow as pa

from csmetrics.views.explain.lines import LineColumns, bounds_of


def listed(*lines):
    return LineColumns(
        pa.array([line.customer_id for line in lines], pa.string()),
        pa.array([line.label for line in lines], pa.string()),
        np.array([line.amount for line in lines], dtype=float),
        np.array([line.mrr for line in lines], dtype=float),
        np.arange(len(lines)),
        tuple(line.file for line in lines),
        np.arange(len(lines)),
        tuple(line.segment for line in lines),
        bounds_of(np.array([len(line.rows) for line in lines], dtype=np.int64)),
        np.array([row for line in lines for row in line.rows], dtype=np.int64),
    )
