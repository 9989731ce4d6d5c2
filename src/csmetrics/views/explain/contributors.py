"""Who contributes to a tally, and with how much: the lines behind it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from csmetrics.figures.evaluate import Values
from csmetrics.figures.people import first_by_name, rank_among, rank_of_names
from csmetrics.periods import Period, edges
from csmetrics.subjects.entries import Entries, Subject, subject_class
from csmetrics.subjects.grids import changed
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.surveys.score_ranges import tables_of
from csmetrics.subjects.tally import Tally
from csmetrics.subjects.vocabulary import subject_of
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.views.explain.entry_lines import lines_of
from csmetrics.views.explain.lines import LineColumns, joined
from csmetrics.views.explain.model import TallyLines


class Contributors:
    """What stands behind the tallies of one period: each subject is counted once for all its tallies."""

    def __init__(self, data: Dataset, values: Values, period: Period, limit: int | None) -> None:
        self._data, self._values, self._edges, self._limit = data, values, edges([period]), limit
        self._segments = values.tallies.segments
        self._subjects: dict[tuple[str, str], Subject] = {}
        self._ranks: dict[str, np.ndarray] = {}

    def lines_of(self, declared: Tally) -> TallyLines:
        """The biggest lines of a tally."""
        parts = [(table, found) for table in self.tables(declared) for found in self._entries(declared, table)]
        self._refuse_difference(declared, sum(int(found.amount.sum()) for _, found in parts))
        listed = [self._listed(declared, table, found) for table, found in parts]
        lines = listed[0] if len(listed) == 1 else joined(listed).biggest_first()[: self._limit]
        value = float(self._of_all(declared, self._values.grids))
        count = sum(len(found.key) for _, found in parts)
        return TallyLines(declared.name, declared.meaning, declared.unit, value, count, lines)

    def unlisted(self, declared: Tally) -> TallyLines:
        """A tally without its lines."""
        value = float(self._of_all(declared, self._values.grids))
        return TallyLines(declared.name, declared.meaning, declared.unit, value, 0, joined([]))

    def _biggest(self, table: str, found: Entries) -> np.ndarray:
        """The contributors of the most, then with the most at stake, then the first by name."""
        if found.amount.min(initial=0) < 0 and table == "subscriptions" and self._data.exchanges:
            found = replace(found, amount=np.abs(found.amount))  # what the rates took is as big as what they brought
        among = _contenders(found, self._limit, partial(self._first_by_name, table, found))
        rank = self._rank(table, found, found.key[among])
        return among[np.lexsort((rank, -found.weight[among], -found.amount[among]))][: self._limit]

    def _first_by_name(self, table: str, found: Entries, among: np.ndarray, count: int) -> np.ndarray:
        """The first few by name of contributors who are alike otherwise; all where names are no matter of order."""
        checked, keys = self._data.table(table), found.key[among]
        if found.names is not None or checked is None or "customer_id" not in checked.ids or (keys < 0).any():
            return among
        return among[first_by_name(checked, keys, count)]

    def _rank(self, table: str, found: Entries, keys: np.ndarray) -> np.ndarray:
        """The order of contributors by name, so that equal amounts do not stand in the order of the file."""
        if found.names is not None:
            return np.argsort(np.argsort(found.names))[keys]
        checked = self._data.table(table)
        if checked is None or "customer_id" not in checked.ids:
            return -keys
        rank = len(checked.ids["customer_id"]) - keys  # the anonymous come last
        known = keys >= 0
        rank[known] = self._rank_of_known(checked, keys[known])
        return rank

    def _rank_of_known(self, checked: CheckedTable, keys: np.ndarray) -> np.ndarray:
        if self._limit is not None:
            return rank_among(checked, keys)
        name = checked.source.table
        if name not in self._ranks:
            self._ranks[name] = rank_of_names(checked)
        return self._ranks[name][keys]

    def _listed(self, declared: Tally, table: str, found: Entries) -> LineColumns:
        """The biggest of those of one table."""
        shown = self._biggest(table, found)
        own = self._own(declared, table, found, shown)
        return lines_of(self._data, self._segments, (declared, table), found, shown, own=own)

    def _own(self, declared: Tally, table: str, found: Entries, shown: np.ndarray) -> Own | None:
        """What contributors pay in their own money; None where all of it is of the figures."""
        subject = self._subjects[subject_of(declared), table]
        return subject.own(declared, found, found.key[shown]) if len(shown) else None

    def tables(self, declared: Tally) -> list[str]:
        """The tables that a tally is counted in, of those that are there."""
        counted = subject_class(subject_of(declared)).tables(self._data)
        return [table for table in tables_of(declared, self._data.config) if table in counted]

    def _entries(self, declared: Tally, table: str) -> list[Entries]:
        """What a tally adds up in a table; where a customer's rows may be in several segments, segment by segment."""
        name = subject_of(declared)
        if (name, table) not in self._subjects:
            self._subjects[name, table] = subject_class(name)(self._data, table, self._edges)
        found = self._subjects[name, table].entries(declared)
        if declared.between:
            found = found.of(changed(self._segments.at, declared.between, found.key, found.row))
        if self._segments.at and declared.edge == "row":
            segment = self._segments.at["row"][found.row]
            return [found.of(segment == each).in_one_period(declared) for each in np.unique(segment)]
        return [found.in_one_period(declared)]

    def _of_all(self, declared: Tally, grids: Mapping[str, np.ndarray]) -> np.number:
        """A tally of the whole; what is between segments, and so not of the whole, is that of all segments."""
        of_period = grids[declared.name][-1]
        found: np.number = of_period[1:].sum() if declared.between else of_period[0]
        return found

    def _refuse_difference(self, declared: Tally, total: int) -> None:
        """What is listed is what is counted; else there is a bug, and no explanation."""
        counted = int(self._of_all(declared, self._values.tallies.grids))
        if total != counted:
            difference = f"its entries come to {total}, its sum is {counted}"
            raise RuntimeError(f"{declared.name}: {difference}: this is a bug in csmetrics, please report it")


def _contenders(found: Entries, limit: int | None, first: Callable[[np.ndarray, int], np.ndarray]) -> np.ndarray:
    """Those who can be among the biggest few: nobody else need be put in order; of those alike the `first`."""
    if limit is None or limit >= len(found.key):
        return np.arange(len(found.key))
    among, left = [], limit
    rest = np.arange(len(found.key))
    for size in (found.amount, found.weight):
        if left:
            least = np.partition(size[rest], len(rest) - left)[len(rest) - left]
            among.append(rest[size[rest] > least])
            rest, left = rest[size[rest] == least], left - len(among[-1])
    return np.concatenate([*among, first(rest, left) if left else rest[:0]])
