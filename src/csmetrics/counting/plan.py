"""What a question comes to: resolved once, handed down, and asked for nowhere below."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from csmetrics.errors import UnknownSettingError, did_you_mean
from csmetrics.frozen import Frozen
from csmetrics.metrics.catalogue import Catalogue, closure, in_force
from csmetrics.periods import Period
from csmetrics.subjects.entries import subject_class
from csmetrics.subjects.health.models import Model
from csmetrics.subjects.vocabulary import SUBJECTS, TALLIES, find_tally, subject_of
from csmetrics.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Plan(Frozen):
    """Consecutive periods, the attributes to divide by, the metrics asked for, and the rules and metrics in force.

    `subjects` are counted, and `absent` says why tallies cannot be had: both hold for all customers together, so that
    some of them can be counted anywhere. `models` are those of the scores, where scores are asked for. `chosen` says
    why it is this period, where nobody named one, and `today` which day it was. `lacking` says why there is nothing to
    compare it with, where rates of exchange do not reach back so far.
    """

    periods: tuple[Period, ...]
    by: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    metrics: tuple[str, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=lambda: in_force({}))
    models: tuple[Model, ...] = ()
    chosen: str = ""
    today: date | None = None
    lacking: str = ""

    @property
    def period(self) -> Period:
        """The newest of the periods: the one that is asked about."""
        return self.periods[-1]


def plan_tallies(
    data: Dataset, periods: Sequence[Period], by: Sequence[str] = (), *, needed: Collection[str] = TALLIES
) -> Plan:
    """To count tallies and nothing else; those of subjects of which none is needed are left out."""
    return Plan(tuple(periods), tuple(by), subjects_of(data, needed), absent_in(data))


def tallies_of_figures(metrics: Sequence[str], catalogue: Catalogue) -> frozenset[str]:
    """Every tally that the figures of some metrics are made of, rest on or show."""
    members = [catalogue[name] for name in closure(metrics, catalogue)]
    intervals = (name for each in members if each.interval for name in each.interval.inputs)
    shown = (name for each in members for name in (*each.inputs, each.based_on, *each.beside))
    return frozenset(name for name in (*shown, *intervals) if name not in catalogue)


def subjects_of(data: Dataset, needed: Collection[str]) -> tuple[str, ...]:
    """The subjects to be counted: those of which a tally is needed and can be had."""
    wanted = {subject_of(declared) for name in needed if (declared := find_tally(name)) and declared.table}
    return tuple(name for name in SUBJECTS if name in wanted and subject_class(name).tables(data))


def absent_in(data: Dataset) -> dict[str, str]:
    """Why a tally cannot be had: its table, or its survey in the table, is not there, or the file cannot tell."""
    lacking = {
        tally.name: lack
        for subject in map(subject_class, SUBJECTS)
        for tally in subject.tallies(data.config)
        if (lack := subject.lack(data, tally))
    }
    return {**dict(_untold(data)), **lacking}


def _untold(data: Dataset) -> Iterator[tuple[str, str]]:
    """Tallies that a file cannot tell, as is declared of it. Raises UnknownSettingError."""
    for table in data.tables:
        own = data.config.tables.get(table)
        for name, reason in own.cannot_tell.items() if own else ():
            if find_tally(name) is None:
                hint = did_you_mean(name, TALLIES)
                raise UnknownSettingError(
                    f"csmetrics.yaml, tables: {table}: cannot_tell: no tally is called {name}.{hint}"
                )
            yield name, reason
