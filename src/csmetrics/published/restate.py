"""Why a published figure would read otherwise today: counted anew after each kind of change, one after another.

The published rows are in the store. They are counted again under the configuration of then and under that of now, then
with the vanished rows left out, with the new start dates, and so on to the rows of today. What a figure moves by in one
step is that cause's part, so the parts add up to the whole difference, whatever the figure.

Where the configuration of now reads the files otherwise, the files come first, as the configuration of then reads them,
and then the configuration: what is due to how a file is read is never told as a change of the file.

Rates of exchange come before all of that: the published rows at the rates that today's file has for their days. So
every later stage is at the rates of now, which alone know the days that only the rows of now need.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from csmetrics.config import Config
from csmetrics.counting.segments import attributes
from csmetrics.errors import CsmetricsError, DataError
from csmetrics.figures.model import Figure
from csmetrics.figures.reports import compute_reports
from csmetrics.figures.resolve import plan_published
from csmetrics.metrics.catalogue import Catalogue
from csmetrics.periods import Period, edges
from csmetrics.published.cell_forms import Form
from csmetrics.published.differences import (
    FigureKey,
    another_currency,
    by_key,
    difference,
    key_of,
    missing,
    of_money,
    same,
)
from csmetrics.published.model import Cause, Change, Restatement, Snapshot
from csmetrics.published.open_ends import Tables, as_of
from csmetrics.published.reread import (
    Reading,
    ReadRates,
    Reread,
    Route,
    in_units_of,
    read_under,
    route,
    units_of,
)
from csmetrics.published.revalued import RatesOfStages
from csmetrics.published.settings import SettingChanges, differing, of_currency, of_scale, read_alike
from csmetrics.published.steps import ChangeStep, steps_between
from csmetrics.rates.model import Rates
from csmetrics.rates.used_rates import Kept
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.findings import Findings

Figures = Mapping[FigureKey, Figure]


@dataclass(frozen=True, slots=True)
class Then:
    """What a period was published from: tables, rates, and the configuration where this program still reads it."""

    tables: Tables
    config: Config | None
    sha256: Mapping[str, str]
    rates: Kept | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """What it would be published from today: the data, the SHA-256 of each table's file, the program, the metrics.

    `reread` reads the same files under another configuration, where there are files, `read_rates` that of the rates.
    """

    data: Dataset
    sha256: Mapping[str, str]
    program: str
    catalogue: Catalogue
    reread: Reread | None = None
    read_rates: ReadRates | None = None

    @property
    def reading(self) -> Reading:
        """The files as they are read today."""
        return Reading(self.data.config, self.data.tables, self.sha256)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A cause and the figures after it, with the currency of their money.

    `counted` is False where the tables cannot be counted together, so that the figures are those of before; the cause
    matters with a later one if it is `of_currency`.
    """

    cause: Cause
    figures: Figures
    currency: str | None
    counted: bool = True
    of_currency: bool = False


def restatement(published: Snapshot, pairs: Sequence[tuple[Figure, Figure]], then: Then, now: Now) -> Restatement:
    """Each differing figure (as published, as it is now) with the part that each cause has in it."""
    was = by_key(figure for figure, _ in pairs)
    current = by_key(figure for _, figure in pairs)
    last = _Stage(Cause("unexplained", "", "", 0, 0), current, now.data.currency)
    stages = [*_stages(published, then, now), last]
    parts = {key: _parts(figure, published.currency, stages) for key, figure in was.items()}
    mattering = _mattering(stages, [any(each[at].moved for each in parts.values()) for at in range(len(stages))])
    another = another_currency(published.currency, now.data.currency)
    return Restatement(
        period=published.period,
        version=published.version,
        published_on=published.published_on,
        was_currency=published.currency,
        currency=now.data.currency or published.currency,
        causes=tuple(stages[at].cause for at in mattering),
        changes=tuple(
            Change(
                figure,
                current[key],
                None if another and of_money(figure, current[key]) else difference(figure, current[key]),
                tuple(parts[key][at].part for at in mattering),
            )
            for key, figure in was.items()
        ),
    )


def _mattering(stages: Sequence[_Stage], moved: Sequence[bool]) -> list[int]:
    """The stages that moved a figure, and those whose change of currency could only be counted with such a one."""
    found = []
    for at, stage in enumerate(stages):
        counted = next(later for later in range(at, len(stages)) if stages[later].counted)
        if moved[at] or stage.cause.note or (stage.of_currency and moved[counted]):
            found.append(at)
    return found


@dataclass(frozen=True, slots=True)
class _StageEffect:
    """What one stage did to a figure: None where it had no value before or after."""

    moved: bool
    part: float | None


def _parts(was: Figure, currency: str | None, stages: Sequence[_Stage]) -> list[_StageEffect]:
    found: list[_StageEffect] = []
    before = was
    for stage in stages:
        after = stage.figures.get(key_of(was)) or missing(was)
        another = another_currency(currency, stage.currency) and of_money(before, after)
        moved = another or not same(before, after)
        part = (None if another else difference(before, after)) if moved else 0.0
        found.append(_StageEffect(moved, part))
        before, currency = after, stage.currency or currency
    return found


class _Counting:
    """The tables on their way from then to now, and their figures at each stage."""

    def __init__(self, published: Snapshot, then: Then, now: Now) -> None:
        self.period, self.by = published.period, published.by
        self.tables = self.opened(then.tables)
        self.files = dict(then.tables)
        self._figures: Figures = by_key(published.figures)
        self._currency = published.currency
        self.rates = RatesOfStages(then.rates, now.data, now.read_rates)
        self._known = [now.catalogue]  # the metrics in force at some stage

    def opened(self, tables: Tables) -> Tables:
        """The tables as of the period."""
        return as_of(tables, self.period, self.by)

    def take(self, tables: Tables) -> None:
        """Put tables in the place of those that are there."""
        self.files |= {name: table for name, table in tables.items() if name in self.files}
        self.tables |= {name: table for name, table in self.opened(tables).items() if name in self.tables}

    def stage(
        self, cause: Cause, config: Config, *, of_currency: bool = False, at_rates_of_then: bool = False
    ) -> _Stage:
        """The stage that has led to the tables as they are; where they cannot be counted together, as it was."""
        rates = self.rates.then(config) if at_rates_of_then else self.rates.now(config)
        try:
            data = Dataset.of(self.tables, config, Findings(rates=rates))
            divided = set(self.by) <= set(attributes(data))
            periods, by = (self.period.previous(), self.period), self.by if divided else ()
            plan = plan_published(data, periods, by=by, known=self._known)
            (report,) = compute_reports(data, plan)
        except DataError:
            return _Stage(cause, self._figures, self._currency, counted=False, of_currency=of_currency)
        self._figures, self._currency = by_key(report.figures), report.currency or self._currency
        self._known.append(plan.catalogue)
        return _Stage(cause, self._figures, self._currency, of_currency=of_currency)


def _stages(published: Snapshot, then: Then, now: Now) -> Iterator[_Stage]:
    """The figures after each kind of change, in order: program, rates, configuration, then table by table.

    Where files are read otherwise: program, rates, the unit of amounts, table by table, then the configuration.
    """
    counting = _Counting(published, then, now)
    if then.config is not None:
        counting.take(_reread(published, then.config, then, now))
        settings = {"csmetrics": (published.program, now.program)}
        yield counting.stage(Cause("program", "", "", 0, 0, settings=settings), then.config, at_rates_of_then=True)
        if cause := counting.rates.cause(then.config):
            yield counting.stage(cause, then.config)
    changed = then.sha256 != now.sha256
    way = route(then.tables, then.config, now.reading, now.reread) if changed else Route(now.reading)
    settings = differing(then.config or published.config, now.data.config)
    counting.take(_in_units(counting.files, then.config, way))
    counting.take(way.today.unchanged(then.sha256))
    first = (way.apart and of_scale(settings)) or settings
    note = way.note or counting.rates.note
    yield counting.stage(_configuration(first, note), way.today.config, of_currency=of_currency(first))
    yield from _files(counting, way.today, then.config)
    if way.apart:
        counting.tables = counting.opened(now.data.tables)
        rest = {path: pair for path, pair in settings.items() if path not in of_scale(settings)} or settings
        yield counting.stage(_configuration(rest), now.data.config, of_currency=of_currency(rest))


def _reread(published: Snapshot, config: Config, then: Then, now: Now) -> Tables:
    """The files that are the same as then, as this program reads them under the configuration of then."""
    if published.program == now.program or not now.reading.unchanged(then.sha256):
        return {}
    if read_alike(config, now.data.config) and not of_scale(differing(config, now.data.config)):
        return now.reading.unchanged(then.sha256)
    try:
        found = read_under(config, now.reread)
    except CsmetricsError:
        return {}
    return found.unchanged(then.sha256) if found else {}


def _in_units(tables: Tables, then: Config | None, way: Route) -> Tables:
    return {name: in_units_of(table, then, way.today.config) for name, table in tables.items()} if then else {}


def _configuration(settings: SettingChanges, note: str = "") -> Cause:
    return Cause("configuration", "", "", 0, 0, settings=settings, note=note)


def _files(counting: _Counting, today: Reading, then: Config | None) -> Iterator[_Stage]:
    """A stage for each kind of change in the files, as they are read under one configuration."""
    config, period = today.config, counting.period
    files = (dict(counting.files), today.tables)
    same = {name: counting.tables[name] for name, table in files[0].items() if table is today.tables.get(name)}
    target = counting.opened(today.tables) | same
    for step in steps_between(dict(counting.tables), target, edges([period])[1], files):
        counting.tables.pop(step.name, None)
        if step.after is not None:
            counting.tables[step.name] = step.after
        if len(step.at):
            minor = units_of(step.before, config) | (units_of(step.after, config) if step.after else {})
            was, file = step.files
            forms = Form.of(step.name, then or config, minor, was), Form.of(step.name, config, minor, file)
            cause = _cause(step, config, period, forms, counting.rates.now(config))
            yield counting.stage(cause, config, of_currency=step.of_currency)


def _cause(step: ChangeStep, config: Config, period: Period, forms: tuple[Form, Form], rates: Rates | None) -> Cause:
    codes = step.customers()
    effect = None
    if step.name == "subscriptions" and (rates or not step.of_currency):
        effect = _effect(step, edges([period])[1], partial(_dataset, config, rates))
    file = (step.after or step.before).source.file
    rows = step.rows(forms, effect)
    return Cause(step.kind, step.name, file, len(step.at), len(np.unique(codes[codes >= 0])), rows)


def _dataset(config: Config, rates: Rates | None, subscriptions: CheckedTable) -> Dataset:
    return Dataset.of({"subscriptions": subscriptions}, config, Findings(rates=rates))


def _effect(step: ChangeStep, close: int, dataset: Callable[[CheckedTable], Dataset]) -> np.ndarray | None:
    """What a step did to the MRR of each customer code at the close; None where it cannot be counted."""
    try:
        before, after = (
            Evidence(dataset(table), close).mrr(close) for table in (step.before, step.after or step.before)
        )
    except DataError:
        return None
    return after - before if step.after else -before
