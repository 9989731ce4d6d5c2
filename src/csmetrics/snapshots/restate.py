"""Why a published figure would read otherwise today: counted anew after each kind of change, one after another.

The published rows are in the store. They are counted again under the configuration of then and under that of now, then
with the vanished rows left out, with the new start dates, and so on to the rows of today. What a figure moves by in one
step is that cause's part, so the parts add up to the whole difference, whatever the figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.ledger.movements import behind_movement, find_movements
from csmetrics.ledger.spells import paying_spells
from csmetrics.periods import Period, edges
from csmetrics.reports.compute import compute_reports
from csmetrics.reports.model import Figure
from csmetrics.snapshots.asof import Tables, as_of
from csmetrics.snapshots.compare import Key, by_key, difference, key_of, missing, same
from csmetrics.snapshots.model import Cause, Change, Restatement, Snapshot
from csmetrics.snapshots.steps import Step, steps_between
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tallies.segments import attributes

Figures = Mapping[Key, Figure]


@dataclass(frozen=True, slots=True)
class Then:
    """What a period was published from: the tables, and the configuration where this program still reads it."""

    tables: Tables
    config: Config | None
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Now:
    """What it would be published from today: the data, the SHA-256 of each table's file, the program's version."""

    data: Dataset
    sha256: Mapping[str, str]
    program: str


@dataclass(frozen=True, slots=True)
class _Stage:
    """A cause and the figures after it."""

    cause: Cause
    figures: Figures


def restatement(published: Snapshot, pairs: Sequence[tuple[Figure, Figure]], then: Then, now: Now) -> Restatement:
    """Each differing figure (as published, as it is now) with the part that each cause has in it."""
    was = by_key(figure for figure, _ in pairs)
    current = by_key(figure for _, figure in pairs)
    stages = [*_stages(published, then, now), _Stage(Cause("unexplained", "", "", 0, 0), current)]
    parts = {key: _parts(figure, stages) for key, figure in was.items()}
    mattering = [at for at in range(len(stages)) if any(each[at].moved for each in parts.values())]
    return Restatement(
        period=published.period,
        version=published.version,
        published_on=published.published_on,
        currency=now.data.currency or published.currency,
        causes=tuple(stages[at].cause for at in mattering),
        changes=tuple(
            Change(
                figure, current[key], difference(figure, current[key]), tuple(parts[key][at].part for at in mattering)
            )
            for key, figure in was.items()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What one stage did to a figure: None where it had no value before or after."""

    moved: bool
    part: float | None


def _parts(was: Figure, stages: Sequence[_Stage]) -> list[_Part]:
    found: list[_Part] = []
    before = was
    for stage in stages:
        after = stage.figures.get(key_of(was)) or missing(was)
        moved = not same(before, after)
        found.append(_Part(moved, difference(before, after) if moved else 0.0))
        before = after
    return found


def _stages(published: Snapshot, then: Then, now: Now) -> Iterator[_Stage]:
    """The figures after each kind of change, in order: program, configuration, then table by table."""
    period, by, config = published.period, published.by, now.data.config
    tables, today = as_of(then.tables, period, by), as_of(now.data.tables, period, by)
    figures: Figures = by_key(published.figures)
    if then.config is not None:
        figures = _figures(tables, then.config, period, by) or figures
        settings = {"csmetrics": (published.program, now.program)}
        yield _Stage(Cause("program", "", "", 0, 0, settings=settings), figures)
    tables |= {name: today[name] for name in tables if name in today and then.sha256.get(name) == now.sha256.get(name)}
    figures = _figures(tables, config, period, by) or figures
    yield _Stage(Cause("configuration", "", "", 0, 0, settings=_settings(published, then.config, config)), figures)
    for step in steps_between(dict(tables), today, edges([period])[1]):
        tables.pop(step.name, None)
        if step.after is not None:
            tables[step.name] = step.after
        if len(step.at):
            figures = _figures(tables, config, period, by) or figures
            yield _Stage(_cause(step, config, period), figures)


def _cause(step: Step, config: Config, period: Period) -> Cause:
    codes = step.customers()
    effect = None
    if step.name == "subscriptions":
        before, after = (_closing_mrr(table, config, period) for table in (step.before, step.after or step.before))
        effect = after - before if step.after else -before
    file = (step.after or step.before).source.file
    return Cause(step.kind, step.name, file, len(step.at), len(np.unique(codes[codes >= 0])), step.rows(effect))


def _closing_mrr(table: CheckedTable, config: Config, period: Period) -> np.ndarray:
    """What each customer code pays by the year at the close, in millionths."""
    found = find_movements(paying_spells(table.rows, edges([period])[1], config), edges([period]))
    paying = behind_movement(found, "end")
    level = np.zeros(len(table.ids["customer_id"]), dtype=np.int64)
    level[paying.customer] = paying.after
    return level


def _figures(tables: Tables, config: Config, period: Period, by: Sequence[str]) -> Figures:
    """The figures of some tables; none where they cannot be counted together, as halfway to another currency.

    Where the tables cannot be divided any more, the figures of the whole.
    """
    try:
        data = Dataset.of(tables, config)
        divided = set(by) <= set(attributes(data))
        (report,) = compute_reports(data, (period,), by if divided else ())
    except DataError:
        return {}
    return by_key(report.figures)


def _settings(published: Snapshot, then: Config | None, now: Config) -> dict[str, tuple[Any, Any]]:
    """What the configurations say differently, by its path in the file."""
    was, current = then.rules_in_force() if then else published.rules, now.rules_in_force()
    paths = [path for path in {**was, **current} if was.get(path) != current.get(path)]
    return {path: (was.get(path), current.get(path)) for path in paths}
