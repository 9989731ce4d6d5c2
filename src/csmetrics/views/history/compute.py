"""What has been published, and moving all of it."""

from pathlib import Path

from csmetrics.config import Config
from csmetrics.published.history import History, read_history
from csmetrics.published.store import DEFAULT, Store
from csmetrics.published.transport import export_store, import_store
from csmetrics.views.reading import Names, configuration, listed


def history(
    store: str | Path | None = None,
    *,
    metrics: Names = (),
    period: str | None = None,
    config: Config | Path | str | None = None,
) -> History:
    """Everything that was published into a store: every version of every period, oldest first.

    The store is the one in the configuration, else csmetrics-history.db. Raises StoreError, UnknownNameError,
    PeriodError.
    """
    return read_history(store_of(store, configuration(Path(), config)), listed(metrics), period)


def store_files(store: str | Path | None = None, config: Config | Path | str | None = None) -> tuple[Path, ...]:
    """The files of a store: the SQLite file and those that stand beside it while it is written; none of a database.

    Raises StoreError.
    """
    return store_of(store, configuration(Path(), config)).files


def store_of(store: str | Path | None, config: Config) -> Store:
    """The store named, else that of the configuration, else csmetrics-history.db."""
    return Store(str(store or config.store or DEFAULT))


def export_history(
    folder: str | Path, store: str | Path | None = None, *, config: Config | Path | str | None = None
) -> int:
    """Write a store into a new folder, as CSV and Parquet; returns how many versions it holds. Raises StoreError."""
    return export_store(store_of(store, configuration(Path(), config)), Path(folder))


def import_history(
    folder: str | Path, store: str | Path | None = None, *, config: Config | Path | str | None = None
) -> tuple[int, int]:
    """Add what `export_history` wrote to a store; returns how many versions were new, and how many it had already.

    Raises StoreError, and nothing is imported, when the store has a version with other figures.
    """
    return import_store(store_of(store, configuration(Path(), config)), Path(folder))
