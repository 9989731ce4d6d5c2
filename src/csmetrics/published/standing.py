"""What stands published of a period, and how it would read now; nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql

from csmetrics.figures.reports import compute_reports
from csmetrics.figures.resolve import plan_published
from csmetrics.periods import Period
from csmetrics.published.model import Restatement, Snapshot
from csmetrics.published.publish import then_of
from csmetrics.published.rounding import MonthlyRounding
from csmetrics.published.store import Store
from csmetrics.published.store_rows import latest, read_snapshots
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset

if TYPE_CHECKING:
    from csmetrics.published.reread import ReadRates, Reread


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The files that data were read from: their SHA-256, found when it is asked for, and reading them once more."""

    sha256: Callable[[], Mapping[str, str]] = dict
    reread: "Reread | None" = None
    read_rates: "ReadRates | None" = None


@dataclass(frozen=True, slots=True)
class StandingVersion:
    """The version of a period that stands, and what would change in it now, where something would."""

    snapshot: Snapshot
    restatement: Restatement | None


@stage("store")
def standing(store: Store, data: Dataset, period: Period, program: str, files: FilesRead) -> StandingVersion | None:
    """What stands of a period; None where it has not been published. Raises StoreError."""
    with store.reading() as connection:
        if connection is None:
            return None
        snapshot = latest(read_snapshots(connection, [period.name])).get(period.name)
        if snapshot is None or snapshot.period != period:  # in another fiscal year a quarter of its name is another
            return None
        return StandingVersion(snapshot, _changes(connection, snapshot, data, program, files))


def _changes(
    connection: sql.Connection, snapshot: Snapshot, data: Dataset, program: str, files: FilesRead
) -> Restatement | None:
    period = snapshot.period
    plan = plan_published(data, (period.previous(), period), snapshot.by)
    pairs = MonthlyRounding(data, plan).left_of(snapshot, compute_reports(data, plan)[-1])
    if not pairs:
        return None
    from csmetrics.published.restate import Now, restatement  # noqa: PLC0415  # pandas, and only here

    now = Now(data, files.sha256(), program, plan.catalogue, files.reread, files.read_rates)
    return restatement(snapshot, pairs, then_of(connection, snapshot), now)
