"""What a team reads in its channel: the month in a dozen lines."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from csmetrics.arrays import numbers, to_arrow
from csmetrics.errors import Problem
from csmetrics.figures.evaluate import SCALES
from csmetrics.figures.model import Report
from csmetrics.figures.people import names_of
from csmetrics.figures.reports import thresholds_in
from csmetrics.groups import DIGEST
from csmetrics.published.customer_movements import UNCHANGED
from csmetrics.published.model import Digest, Mover
from csmetrics.tables.dataset import Dataset

_LARGEST = 3


def digest(data: Dataset, report: Report, customers: pa.Table | None, before: Sequence[Problem] | None) -> Digest:
    """The headline figures of a report, what breaches, who moved most, and what is new in the problems.

    `before` are the problems of the snapshot before this one; None where there is none, so that nothing is new.
    """
    known = set(map(_kind, before or ()))
    here = {_kind(problem) for problem in report.problems}
    moved, movers = _movers(data, customers)
    return Digest(
        headline=tuple(
            figure
            for name in DIGEST
            for figure in report.figures
            if figure.metric == name and not figure.segment and figure.status != "unavailable"
        ),
        breaches=tuple(remark for remark in report.remarks if remark.breach),
        remarks=tuple(remark for remark in report.remarks if not remark.breach),
        movers=movers,
        moved=moved,
        new_problems=tuple(problem for problem in report.problems if _kind(problem) not in known),
        solved_problems=len(known - here),
        thresholds=thresholds_in(data.config, report.figures)[0].thresholds,
    )


def _kind(problem: Problem) -> tuple[str | None, ...]:
    """What a problem is called from one export to the next; rows move."""
    return problem.file, problem.column, problem.value, problem.problem


def _movers(data: Dataset, customers: pa.Table | None) -> tuple[int, tuple[Mover, ...]]:
    """How many customers moved, and those whose recurring revenue moved most; what rates did to it is no movement."""
    if customers is None:
        return 0, ()
    before, after = (numbers(customers.column(name), np.int64, 0) for name in ("arr_start", "arr_end"))
    told = "arr_change" in customers.column_names
    change = numbers(customers.column("arr_change"), np.int64, 0) if told else after - before
    kinds = customers.column("movement").combine_chunks()
    moved = int((numbers(kinds.indices, np.int8, 0) != kinds.dictionary.to_pylist().index(UNCHANGED)).sum())
    largest = [at for at in np.argsort(-np.abs(change), kind="stable")[:_LARGEST].tolist() if change[at]]
    rows = customers.take(to_arrow(np.array(largest, dtype=np.int64))).to_pylist()
    names = names_of(data, [row["customer_id"] for row in rows])
    money = SCALES["money"]
    movers = (
        Mover(
            row["customer_id"],
            names.get(row["customer_id"], ""),
            row["movement"],
            row["arr_start"] / money,
            row["arr_end"] / money,
            int(change[at]) / money if told else row["arr_end"] / money - row["arr_start"] / money,
        )
        for at, row in zip(largest, rows, strict=True)
    )
    return moved, tuple(movers)
