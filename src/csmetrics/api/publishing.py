"""What has been published, and publishing it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csmetrics import __version__
from csmetrics.api.reading import Names, configuration, listed, read
from csmetrics.config import Config
from csmetrics.counting.segments import as_in_data
from csmetrics.periods import Grain, Period, as_day
from csmetrics.reports.trend import chosen_periods
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.fingerprint import fingerprints, unchanged_tables

if TYPE_CHECKING:
    from csmetrics.snapshots.history import History
    from csmetrics.snapshots.model import Outcome
    from csmetrics.snapshots.store import Store


def snapshot(
    folder: str | Path,
    period: str | Period | None = None,
    *,
    today: date,
    as_of: date | str | None = None,
    store: str | Path | None = None,
    by: Names = (),
    last: int = 1,
    grain: Grain | None = None,
    restate: str = "",
    config: Config | Path | str | None = None,
    strict: bool = False,
) -> "Outcome":
    """Publish the figures of a period, or of the `last` ones that end with it, into a store, dated `today`.

    What is published already stays as it is: if it would read otherwise now, nothing is written and the result says
    why, unless `restate` gives a reason to publish a new version. The store is that of the configuration, else
    csmetrics-history.db. Raises what `read` and `report` raise, StoreError.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = f"{folder}/history.db"
    ...     runs = [snapshot("examples/acme", "2026-09", store=store, today=date(2026, 10, 2)) for _ in range(2)]
    >>> [run.results[0].status for run in runs]
    ['published', 'unchanged']
    """
    from csmetrics.snapshots.publish import Request, attributes_needed, publish  # noqa: PLC0415  # pandas, SQLAlchemy
    from csmetrics.snapshots.settings import with_files_of  # noqa: PLC0415

    where, attributes = Path(folder), listed(by)
    settings = configuration(where, config)
    place = _store(store, settings)
    needed = attributes_needed(place, attributes)
    # Rows and hashes are those of the same files; hashing works outside the interpreter's lock.
    with stage("read"), unchanged_tables(where, settings), ThreadPoolExecutor(max_workers=1) as pool:
        hashing = pool.submit(fingerprints, where, settings)
        data = read(where, settings, strict=strict, detail=False, attributes=needed)
        sha256 = hashing.result()
    today, data = as_day(today, "today"), data.until(as_of)
    periods = chosen_periods(data, period, last, grain, today)

    def reread(other: Config) -> tuple[Dataset, dict[str, str]]:
        found = with_files_of(other, settings, where)
        return read(where, found, detail=False, attributes=needed), fingerprints(where, found)

    divided = as_in_data(data, attributes)
    return publish(place, Request(data, sha256, periods, divided, today, __version__, restate, reread))


def history(
    store: str | Path | None = None,
    *,
    metrics: Names = (),
    period: str | None = None,
    config: Config | Path | str | None = None,
) -> "History":
    """Everything that has been published into a store, every version of every period, oldest first.

    The store is that of the configuration, else csmetrics-history.db. Raises StoreError, UnknownNameError, PeriodError.
    """
    from csmetrics.snapshots.history import read_history  # noqa: PLC0415  # SQLAlchemy

    return read_history(_store(store, configuration(Path(), config)), listed(metrics), period)


def store_files(store: str | Path | None = None, config: Config | Path | str | None = None) -> "tuple[Path, ...]":
    """The files of a store: the SQLite file and those that stand beside it while it is written; none of a database.

    Raises StoreError.
    """
    return _store(store, configuration(Path(), config)).files


def _store(store: str | Path | None, config: Config) -> "Store":
    from csmetrics.snapshots.store import DEFAULT, Store  # noqa: PLC0415  # SQLAlchemy

    return Store(str(store or config.store or DEFAULT))


def export_history(
    folder: str | Path, store: str | Path | None = None, *, config: Config | Path | str | None = None
) -> int:
    """Write a store into a new folder, as CSV and Parquet; returns how many versions it holds. Raises StoreError."""
    from csmetrics.snapshots.transport import export_store  # noqa: PLC0415  # SQLAlchemy

    return export_store(_store(store, configuration(Path(), config)), Path(folder))


def import_history(
    folder: str | Path, store: str | Path | None = None, *, config: Config | Path | str | None = None
) -> tuple[int, int]:
    """Add what `export_history` wrote to a store; returns how many versions were new, and how many it had already.

    Raises StoreError, and nothing is imported, when the store has a version with other figures.
    """
    from csmetrics.snapshots.transport import import_store  # noqa: PLC0415  # SQLAlchemy

    return import_store(_store(store, configuration(Path(), config)), Path(folder))
