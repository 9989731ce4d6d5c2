"""A metric to its explanation: the definition card, its parts, and the lines behind each tally."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from csmetrics.explanations.behind import Behind, behind
from csmetrics.explanations.model import Explanation, Line, TallyLines
from csmetrics.explanations.who import ids_of, names_of, rows_by_key
from csmetrics.metrics.catalogue import VARIANTS, closure, find, tallies_of
from csmetrics.periods import Grain, Period, edges, series
from csmetrics.reports.choose import choose_period
from csmetrics.reports.compute import figures_of, rules_of
from csmetrics.reports.evaluate import SCALES, Values, evaluate
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.compute import tally
from csmetrics.tallies.vocabulary import TALLIES

_RULES_OF_TABLE = {
    "subscriptions": ("currency", "amount_unit", "timezone", "rules.recognise", "rules.interval_factors"),
    "surveys": ("timezone", "surveys.repeat_answers"),
    "costs": ("currency", "amount_unit", "timezone"),
    "purchases": ("currency", "amount_unit", "timezone"),
}


def explain_figure(
    data: Dataset,
    metric: str,
    period: str | Period | None = None,
    *,
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
) -> Explanation:
    """The metric's figure in the period and everything that it rests on; `limit` keeps the biggest lines."""
    (name,) = find([metric])
    rules = rules_of(data)
    periods = series(choose_period(data, period, today, grain), 2)
    values = evaluate(tally(data, periods), [name], rules)
    (figure,) = figures_of(values, name, 1)
    declared = values.catalogue[name]
    members = closure([name], values.catalogue)
    return Explanation(
        figure=figure,
        meaning=declared.meaning,
        notes=declared.notes,
        source=declared.source,
        period=periods[1],
        currency=data.currency,
        rules=_rules_behind(members, values, rules),
        parts=tuple(figures_of(values, part, 1)[0] for part in reversed(members) if part != name),
        tallies=tuple(
            _lines_of(data, values, needed, periods[1], limit)
            for needed in tallies_of(name, values.catalogue)
            if TALLIES[needed].table and needed not in values.tallies.absent
        ),
    )


def _rules_behind(members: Sequence[str], values: Values, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The switches that shape these metrics: their parameters, their variants, how their tables are counted."""
    prefixes = {switch for name in members for switch in values.catalogue[name].parameters.values()}
    prefixes |= {variant.rule[0] for variant in VARIANTS if variant.rule and variant.name in members}
    for name in tallies_of(members[-1], values.catalogue):
        declared = TALLIES[name]
        prefixes.update(_RULES_OF_TABLE.get(declared.table or "", ()))
        if declared.survey:
            prefixes.add(f"surveys.{declared.survey}.")
        if declared.table == "costs":
            prefixes.add(f"costs.{name.removesuffix('_cost')}")
    return {key: value for key, value in rules.items() if value is not None and key.startswith(tuple(prefixes))}


def _lines_of(data: Dataset, values: Values, name: str, period: Period, limit: int | None) -> TallyLines:
    declared = TALLIES[name]
    table = declared.table or ""
    found = behind(data, table, name, edges([period]))
    order = np.lexsort((found.key, -found.weight, -found.amount))
    shown = order if limit is None else order[:limit]
    lines = _lines(data, table, found, shown, SCALES.get(declared.unit, 1.0))
    value = float(values.grids[name][1, 0])
    return TallyLines(name, declared.meaning, declared.unit, value, len(order), tuple(lines))


def _lines(data: Dataset, table: str, found: Behind, shown: np.ndarray, scale: float) -> list[Line]:
    keys, amounts = found.key[shown], found.amount[shown] / scale
    chosen = np.isin(found.row_key, keys)
    rows = rows_by_key(found.row_key[chosen], found.row[chosen])
    ids, labels = _who(data, table, found, keys)
    file = next(source.file for source in data.sources if source.table == table)
    return [
        Line(customer, label, float(amount), file, rows.get(int(key), ()))
        for customer, label, amount, key in zip(ids, labels, amounts, keys, strict=True)
    ]


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
