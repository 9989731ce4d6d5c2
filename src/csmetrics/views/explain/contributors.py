"""A metric to its explanation: the definition card, its parts, and the lines behind each tally."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from csmetrics.counting.plan import Plan
from csmetrics.counting.segments import Segments
from csmetrics.figures.compute import figures_of, first_reached, remarked
from csmetrics.figures.evaluate import SCALES, Values, reached_by_rates, scale_of_tally
from csmetrics.figures.model import Segment
from csmetrics.figures.people import ids_of, names_of, rank_among, rank_of_names, rows_by_key
from csmetrics.metrics.catalogue import VARIANTS, closure, tallies_of
from csmetrics.periods import Period, edges
from csmetrics.stages import stage
from csmetrics.subjects.entries import Entries, Subject, subject_class
from csmetrics.subjects.grids import changed
from csmetrics.subjects.surveys.scores import tables_of
from csmetrics.subjects.tally import Tally
from csmetrics.subjects.vocabulary import find_tally, subject_of
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.views.explain.model import Explanation, Line, TallyLines
from csmetrics.views.explain.own import Lines as OwnLines
from csmetrics.views.explain.own import own_money


@stage("explain")
def explain_figure(data: Dataset, plan: Plan, limit: int | None = None) -> Explanation:
    """The one metric of a plan in its newest period, whole and by segment, and all it rests on.

    `limit` keeps the biggest lines.
    """
    plan, values = reached_by_rates(data, plan)
    (name,), period, at = plan.metrics, plan.period, len(plan.periods) - 1
    begun = first_reached(data, plan.periods)
    around = period.previous(), period
    every = figures_of(values, name, at, begun)
    (figure, *segments), _ = remarked(data, values, every, at, around, lacking=plan.lacking)
    declared = values.catalogue[name]
    members = closure([name], values.catalogue)
    needed = [found for each in _shown(name, members, values) if (found := find_tally(each))]
    behind = _Behind(data, values, period, limit)
    return Explanation(
        figure=figure,
        meaning=declared.meaning,
        notes=declared.notes,
        source=declared.source,
        period=period,
        currency=data.currency,
        rules=_rules_behind(members, values, plan.rules),
        parts=tuple(figures_of(values, part, at, begun)[0] for part in reversed(members) if part != name),
        tallies=tuple(
            behind.lines_of(each)
            for each in needed
            if any(table in data for table in tables_of(each, data.config)) and each.name not in values.tallies.absent
        ),
        by=plan.by,
        segments=tuple(segments),
        chosen=plan.chosen,
        rates=data.card if any(each.unit == "money" for each in needed) else None,
    )


def _shown(name: str, members: Sequence[str], values: Values) -> dict[str, None]:
    """The tallies that a metric rests on, and those that it or what it is made of wants beside them."""
    beside = (tally for member in members for tally in values.catalogue[member].beside)
    own = dict.fromkeys((*tallies_of(name, values.catalogue), *beside))
    return own | dict.fromkeys(_moved(own)) if values.tallies.segments.at else own


def _moved(names: Iterable[str]) -> Iterator[str]:
    """Of what is counted at an edge, who came in or went out between the edges, and with how much."""
    for name in names:
        what = name.partition("_")[0]
        if (declared := find_tally(name)) and declared.edge not in ("", "row"):
            yield from (f"{what}_moved_in", f"{what}_moved_out")


def _rules_behind(members: Sequence[str], values: Values, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The switches that shape these metrics: their parameters, their variants, how their tallies are counted."""
    listed = {switch for name in members for switch in values.catalogue[name].parameters.values()}
    listed.add("only_currency")
    listed |= {variant.rule[0] for variant in VARIANTS if variant.rule and variant.name in members}
    for name in tallies_of(members[-1], values.catalogue):
        declared = find_tally(name)
        listed |= set(declared.rules) if declared else set()
    under = tuple(each for each in listed if each.endswith("."))
    return {
        key: value for key, value in rules.items() if value is not None and (key in listed or key.startswith(under))
    }


class _Behind:
    """What stands behind the tallies of one period: each subject is counted once for all its tallies."""

    def __init__(self, data: Dataset, values: Values, period: Period, limit: int | None) -> None:
        self._data, self._values, self._edges, self._limit = data, values, edges([period]), limit
        self._segments = values.tallies.segments
        self._subjects: dict[tuple[str, str], Subject] = {}
        self._ranks: dict[str, np.ndarray] = {}

    def lines_of(self, declared: Tally) -> TallyLines:
        """The biggest lines of a tally."""
        lines, count, total = [], 0, 0
        tables = self.tables(declared)
        parts = [(table, found) for table in tables for found in self._entries(declared, table)]
        for table, found in parts:
            shown = self._biggest(table, found)
            own = self._own(declared, table, found, found.key[shown])
            lines += _lines(self._data, self._segments, (declared, table), found, shown, own=own)
            count += len(found.key)
            total += int(found.amount.sum())
        self._refuse_difference(declared, total)
        if len(parts) > 1:
            lines = sorted(lines, key=_place)[: self._limit]
        value = float(self._of_all(declared, self._values.grids))
        return TallyLines(declared.name, declared.meaning, declared.unit, value, count, tuple(lines))

    def _biggest(self, table: str, found: Entries) -> np.ndarray:
        """The contributors of the most, then with the most at stake, then the first by name."""
        if found.amount.min(initial=0) < 0 and table == "subscriptions" and self._data.exchanges:
            found = replace(found, amount=np.abs(found.amount))  # what the rates took is as big as what they brought
        among = _contenders(found, self._limit)
        rank = self._rank(table, found, found.key[among])
        return among[np.lexsort((rank, -found.weight[among], -found.amount[among]))][: self._limit]

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

    def _own(self, declared: Tally, table: str, found: Entries, keys: np.ndarray) -> OwnLines:
        """What contributors pay in their own money; nothing where all of it is of the figures."""
        own = self._subjects[subject_of(declared), table].own(declared, found, keys) if len(keys) else None
        return own_money(own, scale_of_tally(declared)) if own else {}

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


def _place(line: Line) -> tuple[float, bool, str]:
    """Where a line stands among those of several files: biggest first, by id, the anonymous ones last."""
    return -line.amount, line.customer_id is None, line.customer_id or ""


def _lines(
    data: Dataset, segments: Segments, what: tuple[Tally, str], found: Entries, shown: np.ndarray, *, own: OwnLines
) -> list[Line]:
    """The lines of some contributors to a tally in one of its tables."""
    declared, table = what
    keys, amounts = found.key[shown], found.amount[shown] / scale_of_tally(declared)
    chosen = np.isin(found.row_key, keys)
    rows = rows_by_key(found.row_key[chosen], data.rows(table).numbers_of(found.row[chosen]))
    ids, labels = _who(data, table, found, keys)
    file = next(source.file for source in data.sources if source.table == table)
    where, paid, listed = _segments_of(segments, what, found, keys), _paid(declared, found, shown), keys.tolist()
    return [
        Line(customer, label, amount, file, rows.get(key, ()), segment, mrr, own.get(key, ()))
        for customer, label, amount, key, segment, mrr in zip(
            ids, labels, amounts.tolist(), listed, where, paid, strict=True
        )
    ]


def _contenders(found: Entries, limit: int | None) -> np.ndarray:
    """Those who can be among the biggest few: nobody else need be put in order."""
    if limit is None or limit >= len(found.key):
        return np.arange(len(found.key))
    among, left = [], limit
    rest = np.arange(len(found.key))
    for size in (found.amount, found.weight):
        if left:
            least = np.partition(size[rest], len(rest) - left)[len(rest) - left]
            among.append(rest[size[rest] > least])
            rest, left = rest[size[rest] == least], left - len(among[-1])
    return np.concatenate([*among, rest[: len(rest) if left else 0]])


def _segments_of(segments: Segments, what: tuple[Tally, str], found: Entries, keys: np.ndarray) -> list[Segment]:
    """The segment of each customer; categories of costs and tables that are not divided have none.

    Where rows are divided, it is that of the customer's rows if all of them are in one.
    """
    declared, table = what
    if table not in segments.of or found.names is not None:
        return [{}] * len(keys)
    labels = [dict(zip(segments.by, label, strict=True)) for label in segments.labels]
    moving = segments.at if table == declared.table == "subscriptions" else {}
    of = moving.get(declared.edge, segments.of[table])
    if table not in segments.by_row and not (moving and declared.edge == "row"):
        return [labels[number] for number in of[np.maximum(keys, -1)]]  # the last is the anonymous ones'
    where: dict[int, set[int]] = {}
    for key, number in zip(found.row_key.tolist(), of[found.row].tolist(), strict=True):
        where.setdefault(key, set()).add(number)
    one = {key: labels[numbers.pop()] for key, numbers in where.items() if len(numbers) == 1}
    return [one.get(key, {}) for key in keys.tolist()]


def _paid(declared: Tally, found: Entries, shown: np.ndarray) -> list[float | None]:
    """What each customer that is counted by what it pays pays a month, before or after."""
    if not declared.paying:
        return [None] * len(shown)
    return (found.weight[shown] / SCALES["money"]).tolist()


def _who(data: Dataset, table: str, found: Entries, keys: np.ndarray) -> tuple[Sequence[str | None], Sequence[str]]:
    """Customer ids and what to call them; a cost is called by its category."""
    if found.names is not None:
        return [None] * len(keys), [found.names[key] for key in keys]
    checked = data.table(table)
    ids: list[str | None] = [None] * len(keys)
    known = np.flatnonzero(keys >= 0)
    if checked and len(known):
        for at, identity in zip(known, ids_of(checked, keys[known]), strict=True):
            ids[at] = identity
    names = names_of(data, [identity for identity in ids if identity is not None])
    return ids, ["(anonymous)" if identity is None else names.get(identity, "") for identity in ids]
