"""What is to be known of a table as a whole when its rows are not all here: facts of its blocks, put together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from csmetrics.arrays import nulls
from csmetrics.declared import TABLES
from csmetrics.errors import Problem
from csmetrics.tables.amounts import absolute_sums
from csmetrics.tables.attributes import counted_attributes, dividing
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.cross_columns import Blanks, joined_blanks, remarks_on_blanks
from csmetrics.tables.file_record import Source
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.leftout import LeftOut, joined
from csmetrics.tables.plausible import OddDays
from csmetrics.tables.plausible import joined as joined_days
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.scored import Scored

_BLANK = {"date": NO_DAY, "score": NO_SCORE}
_EVERY_VALUE = ("survey", "currency")  # columns of which every value matters by itself


@dataclass(frozen=True, slots=True)
class Facts:
    """What one block says of the whole: its record, its problems, the days and amounts that it spans, its segments."""

    source: Source
    problems: tuple[Problem, ...]
    days: Mapping[str, tuple[int, int]]
    sums: Mapping[str, float]
    values: Mapping[str, frozenset[str]]
    remarks: tuple[FileRemark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)
    signs: frozenset[str] = frozenset()
    blanks: Blanks = field(default_factory=dict)
    scores: Mapping[str, Scored] = field(default_factory=dict)
    odd_days: tuple[OddDays, ...] = ()
    currencies: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, block: CheckedTable) -> "Facts":
        """The facts of a block."""
        table = TABLES[block.source.table]
        values = {name: frozenset(column.values_used()) for name, column in dividing(table, block.rows)}
        return cls(
            block.source, block.problems, block.days, absolute_sums(block), values, block.remarks, block.left_out,
            block.amounts, block.signs, block.blanks, block.scores, block.odd_days, block.currencies,
        )  # fmt: skip


def outline_of(facts: Sequence[Facts], samples: CheckedTable) -> CheckedTable:
    """The whole table by the facts of its blocks; its rows are the witnesses alone."""
    names = dict.fromkeys(name for each in facts for name in each.days)
    spans = {name: _joined(each.days[name] for each in facts if name in each.days) for name in names}
    problems = tuple(problem for each in facts for problem in each.problems)
    said = [remark for each in facts for remark in each.remarks]
    said += remarks_on_blanks(joined_blanks(each.blanks for each in facts), samples.source.file, samples.source.table)
    return replace(
        samples,
        source=_joined_source(facts),
        problems=problems,
        spans=spans,
        remarks=tuple(dict.fromkeys(said)),
        left_out=joined(left for each in facts for left in each.left_out),
        amounts={name: sum(each.amounts.get(name, 0.0) for each in facts) for each in facts for name in each.amounts},
        signs=frozenset().union(*(each.signs for each in facts)),
        scored=_joined_scores(facts),
        currencies=sum((Counter(each.currencies) for each in facts), Counter()),
        odd_days=joined_days(each for fact in facts for each in fact.odd_days),
    )


def total_sums(facts: Iterable[Facts]) -> dict[str, float]:
    """What the amounts of each column come to, regardless of their sign."""
    total: dict[str, float] = {}
    for each in facts:
        for name, amount in each.sums.items():
            total[name] = total.get(name, 0.0) + amount
    return total


def samples_of(rows: Rows, table: str, seen: set[int]) -> np.ndarray:
    """Positions of rows that show what no row before did: some cells filled together, a survey, a currency.

    Whether anybody has an end date, or answered a survey, is true of the whole if it is true of one of these.
    """
    pattern = np.zeros(len(rows), dtype=np.int64)
    for name, column in TABLES[table].columns.items():
        if name in rows:
            values, size = _shown(rows[name], column.type, all_values=name in _EVERY_VALUE)
            pattern *= size
            pattern += values
    found, first = np.unique(pattern, return_index=True)
    new = [at for shown, at in zip(found.tolist(), first.tolist(), strict=True) if shown not in seen]
    seen.update(found.tolist())
    return np.sort(np.array(new, dtype=np.int64))


def _shown(values: Any, kind: str, *, all_values: bool) -> tuple[np.ndarray, int]:
    """What a column shows of each row as a small number, and how many numbers there are."""
    if isinstance(values, Coded):
        shown = values.codes.astype(np.int64) + 1
        return (shown, 1 << 8) if all_values else (np.minimum(shown, 1), 2)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return 1 - nulls(values).astype(np.int64), 2
    there = values >= 0 if kind == "id" else values != _BLANK.get(kind, np.nan)
    return there.astype(np.int64), 2


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    first, last = zip(*spans, strict=True)
    return min(first), max(last)


def _joined_scores(facts: Sequence[Facts]) -> dict[str, Scored]:
    found: dict[str, Scored] = {}
    for name, here in (item for each in facts for item in each.scores.items()):
        so_far = found.get(name, here)
        count = here.count + (so_far.count if name in found else 0)
        low, high = min(so_far.lowest, here.lowest), max(so_far.highest, here.highest)
        found[name] = Scored(count, low, high, so_far.undated or here.undated)
    return found


def _joined_source(facts: Sequence[Facts]) -> Source:
    sources = [each.source for each in facts]
    return replace(
        sources[0],
        rows=sum(source.rows for source in sources),
        used=sum(source.used for source in sources),
        first_day=min((source.first_day for source in sources if source.first_day), default=None),
        last_day=max((source.last_day for source in sources if source.last_day), default=None),
        attributes=counted_attributes(
            {name: len(frozenset().union(*(each.values[name] for each in facts))) for name in facts[0].values}
        ),
        not_taken=dict(sum((Counter(source.not_taken) for source in sources), Counter())),
    )
