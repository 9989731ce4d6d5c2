"""A metric to its explanation: the definition card, its parts, and the lines behind each tally."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from csmetrics.explanations.behind import Behind, behind
from csmetrics.explanations.model import Explanation, Line, TallyLines
from csmetrics.explanations.who import ids_of, names_of, rank_of_names, rows_by_key
from csmetrics.metrics.catalogue import VARIANTS, closure, find, in_force, tallies_of
from csmetrics.periods import Grain, Period, edges, series
from csmetrics.reports.choose import choose_period, how_chosen
from csmetrics.reports.compute import figures_of, first_reached, remarked, rules_of, transfers_between
from csmetrics.reports.evaluate import SCALES, Values, scale_of_tally, tally_and_evaluate
from csmetrics.reports.model import Segment
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.segments import Segments
from csmetrics.tallies.surveys import tables_of
from csmetrics.tallies.vocabulary import Tally, find_tally, theme_of

_MONEY = ("currency", "amount_unit", "decimals.", "timezone")
_RULES_OF_TABLE = {
    "subscriptions": (*_MONEY, "tables.subscriptions.", "rules.recognise", "rules.interval_factors"),
    "surveys": ("timezone", "surveys.repeat_answers"),
    "costs": (*_MONEY, "tables.costs."),
    "purchases": (*_MONEY, "tables.purchases."),
    "reviews": ("timezone",),
}


@stage("explain")
def explain_figure(
    data: Dataset,
    metric: str,
    period: str | Period | None = None,
    *,
    by: Sequence[str] = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
) -> Explanation:
    """The metric's figure in a period, whole and by segment, and all it rests on; `limit` keeps the biggest lines."""
    rules = rules_of(data)
    (name,) = find([metric], in_force(rules))
    periods = series(choose_period(data, period, today, grain), 2)
    values = tally_and_evaluate(data, periods, by, [name], rules)
    begun = first_reached(data, periods)
    (figure, *segments), _ = remarked(data, values, figures_of(values, name, 1, begun), 1, (periods[0], periods[1]))
    declared = values.catalogue[name]
    members = closure([name], values.catalogue)
    needed = [found for each in _shown(name, members, values) if (found := find_tally(each))]
    return Explanation(
        figure=figure,
        meaning=declared.meaning,
        notes=declared.notes,
        source=declared.source,
        period=periods[1],
        currency=data.currency,
        rules=_rules_behind(members, values, rules),
        parts=tuple(figures_of(values, part, 1, begun)[0] for part in reversed(members) if part != name),
        tallies=tuple(
            _lines_of(data, values, each, periods[1], limit)
            for each in needed
            if any(table in data for table in tables_of(each, data.config)) and each.name not in values.tallies.absent
        ),
        by=tuple(by),
        segments=tuple(segments),
        transfers=transfers_between(data, by, periods[1]) if any(t.table == "subscriptions" for t in needed) else (),
        chosen=how_chosen(data, period, today, grain),
    )


def _shown(name: str, members: Sequence[str], values: Values) -> dict[str, None]:
    """The tallies that a metric rests on, and those that it or what it is made of wants beside them."""
    beside = (tally for member in members for tally in values.catalogue[member].beside)
    return dict.fromkeys((*tallies_of(name, values.catalogue), *beside))


def _rules_behind(members: Sequence[str], values: Values, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The switches that shape these metrics: their parameters, their variants, how their tables are counted."""
    prefixes = {switch for name in members for switch in values.catalogue[name].parameters.values()}
    exact: set[str] = set()
    prefixes |= {variant.rule[0] for variant in VARIANTS if variant.rule and variant.name in members}
    for name in tallies_of(members[-1], values.catalogue):
        declared = find_tally(name)
        if declared is None:
            continue
        if declared.written:
            theme = theme_of(name)
            exact |= {"timezone"} if theme is None else {"timezone", "feedback.languages", f"feedback.themes.{theme}"}
            continue
        prefixes.update(_RULES_OF_TABLE.get(declared.table or "", ()))
        if declared.scored:
            prefixes.add("distress." if "distress" in name else "health.")
        if declared.survey:
            prefixes.add(f"surveys.{declared.survey}.")
        if declared.table == "costs":
            prefixes.add(f"costs.{name.removesuffix('_cost')}")
    return {
        key: value
        for key, value in rules.items()
        if value is not None and (key in exact or key.startswith(tuple(prefixes)))
    }


def _lines_of(data: Dataset, values: Values, declared: Tally, period: Period, limit: int | None) -> TallyLines:
    lines, count = [], 0
    tables = [table for table in tables_of(declared, data.config) if table in data]
    for table in tables:
        found = behind(data, table, declared.name, edges([period]))
        order = np.lexsort((_rank(data, table, found), -found.weight, -found.amount))
        shown = order if limit is None else order[:limit]
        lines += _lines(data, values.tallies.segments, (declared, table), found, shown)
        count += len(order)
    if len(tables) > 1:
        lines = sorted(lines, key=_place)[:limit]
    value = float(values.grids[declared.name][1, 0])
    return TallyLines(declared.name, declared.meaning, declared.unit, value, count, tuple(lines))


def _place(line: Line) -> tuple[float, bool, str]:
    """Where a line stands among those of several files: biggest first, by id, the anonymous ones last."""
    return -line.amount, line.customer_id is None, line.customer_id or ""


def _lines(data: Dataset, segments: Segments, what: tuple[Tally, str], found: Behind, shown: np.ndarray) -> list[Line]:
    """The lines of some contributors to a tally in one of its tables."""
    declared, table = what
    name = declared.name
    keys, amounts = found.key[shown], found.amount[shown] / scale_of_tally(declared)
    chosen = np.isin(found.row_key, keys)
    rows = rows_by_key(found.row_key[chosen], found.row[chosen])
    ids, labels = _who(data, table, found, keys)
    file = next(source.file for source in data.sources if source.table == table)
    where, paid = _segments_of(data, segments, table, found, keys), _paid(name, found, shown)
    return [
        Line(customer, label, float(amount), file, rows.get(int(key), ()), segment, mrr)
        for customer, label, amount, key, segment, mrr in zip(ids, labels, amounts, keys, where, paid, strict=True)
    ]


def _rank(data: Dataset, table: str, found: Behind) -> np.ndarray:
    """The order of contributors by name, so that equal amounts do not stand in the order of the file."""
    if found.categories is not None:
        return np.argsort(np.argsort(found.categories))[found.key]
    checked = data.table(table)
    if checked is None or "customer_id" not in checked.ids:
        return -found.key
    rank = rank_of_names(checked)
    anonymous = found.key < 0
    return np.where(anonymous, len(rank) - found.key, np.append(rank, 0)[np.where(anonymous, -1, found.key)])


def _segments_of(data: Dataset, segments: Segments, table: str, found: Behind, keys: np.ndarray) -> list[Segment]:
    """The segment of each customer; categories of costs and tables that are not divided have none.

    Where rows are divided, it is that of the customer's rows if all of them are in one.
    """
    if table not in segments.of or found.categories is not None:
        return [{}] * len(keys)
    labels = [dict(zip(segments.by, label, strict=True)) for label in segments.labels]
    if table not in segments.by_row:
        return [
            labels[number] for number in segments.of[table][np.maximum(keys, -1)]
        ]  # the last is the anonymous ones'
    rows = data.rows(table)
    place = np.searchsorted(rows.numbers_of(np.arange(len(rows))), found.row)
    where: dict[int, set[int]] = {}
    for key, number in zip(found.row_key.tolist(), segments.of[table][place].tolist(), strict=True):
        where.setdefault(key, set()).add(number)
    one = {key: labels[numbers.pop()] for key, numbers in where.items() if len(numbers) == 1}
    return [one.get(key, {}) for key in keys.tolist()]


def _paid(name: str, found: Behind, shown: np.ndarray) -> list[float | None]:
    """What each customer that is counted pays a month, before or after."""
    if not name.startswith("customers_") or name == "customers_ever":
        return [None] * len(shown)
    return (found.weight[shown] / SCALES["money"]).tolist()


def _who(data: Dataset, table: str, found: Behind, keys: np.ndarray) -> tuple[Sequence[str | None], Sequence[str]]:
    """Customer ids and what to call them; a cost is called by its category."""
    if found.categories is not None:
        return [None] * len(keys), [found.categories[key] for key in keys]
    checked = data.table(table)
    ids: list[str | None] = [None] * len(keys)
    known = np.flatnonzero(keys >= 0)
    if checked and len(known):
        for at, identity in zip(known, ids_of(checked, keys[known]), strict=True):
            ids[at] = identity
    names = names_of(data, [identity for identity in ids if identity is not None])
    return ids, ["(anonymous)" if identity is None else names.get(identity, "") for identity in ids]
