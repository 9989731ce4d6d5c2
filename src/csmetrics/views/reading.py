"""A folder to a Dataset: where every view of files begins."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from csmetrics.config import Config, load_config
from csmetrics.currencies import known_currency
from csmetrics.errors import DataError
from csmetrics.layouts.folder import with_layouts
from csmetrics.metrics.catalogue import in_force, rests_on_comments, tables_of
from csmetrics.metrics.model import Metric
from csmetrics.scratch import sweep
from csmetrics.sources.databases.names import is_database
from csmetrics.tables.dataset import Dataset, read_dataset
from csmetrics.tables.memory import partitions_needed

CONFIG_FILE = "csmetrics.yaml"
_Listed = TypeVar("_Listed", bound=str)
Names = str | Sequence[str]  # one name, or several


def configuration(folder: str | Path, config: Config | Path | str | None = None) -> Config:
    """The configuration given, else csmetrics.yaml in the folder, else the defaults."""
    if isinstance(config, Config):
        return config
    if config is not None:
        return load_config(Path(config))
    if is_database(folder):
        return Config()
    beside = Path(folder) / CONFIG_FILE
    try:
        return load_config(beside) if beside.exists() or beside.is_symlink() else Config()
    except PermissionError:
        raise DataError(f"The folder {folder} may not be read. Give yourself the right to read it.") from None
    except OSError as error:  # a name that is too long, a disk that fails
        raise DataError(f"The folder {folder} cannot be read: {error.strerror}.") from None


@contextmanager
def at_hand(
    data: str | Path, config: Config | Path | str | None = None
) -> Iterator[tuple[Path, Config, Callable[[Config], Config]]]:
    """Inside: a folder, the configuration with the rows of its queries at hand, and what brings those of another.

    The queries of all tables see the databases as they are at one moment.
    """
    settings = configuration(data, config)
    if not settings.asks and not is_database(data):
        yield Path(data), with_layouts(Path(data), settings), lambda other: other
        return
    from csmetrics.sources.databases.session import Databases  # noqa: PLC0415  # few ask a database

    with Databases(data) as databases:
        if is_database(data) and isinstance(config, Path | str):
            keep_rates(Path(config), settings, databases.folder)
        yield databases.folder, with_layouts(databases.folder, databases.gathered(settings)), databases.gathered


def keep_rates(path: Path, config: Config, folder: Path) -> None:
    """Put the rates that a configuration names beside itself where they are looked for."""
    if config.rates and (rates := path.parent / config.rates.file).is_file():
        shutil.copy(rates, folder)


def read(
    folder: str | Path,
    config: Config | Path | str | None = None,
    *,
    strict: bool = False,
    detail: bool = True,
    attributes: Names = (),
    metrics: Names = (),
    partition: bool = False,
    partial: bool = False,
    currency: str | None = None,
) -> Dataset:
    """Read and check every known table of a folder, or of the database behind a URL.

    - `strict`: any row that cannot be used is an error.
    - `detail=False`: read only the columns that figures need, and the `attributes` you name. This is faster. Comments
      are read only if one of `metrics` counts them or has a threshold.
    - `partition`: divide files larger than the `memory_share` of csmetrics.yaml by customer, on disk. They give
      reports, trends and cohorts, but no lists.
    - `partial`: go on without a file that cannot be used (see `Dataset.unusable`). A file that none of `metrics` needs
      is passed over in any case.
    - `currency`: count only the rows of this currency, without conversion.

    Raises DataError with every problem found, ConfigError, UnknownNameError.

    >>> data = read("examples/acme")
    >>> [source.table for source in data.sources]
    ['customers', 'subscriptions', 'surveys', 'costs', 'purchases', 'reviews', 'tickets', 'usage', 'answers']
    """
    only = None if currency is None else known_currency(currency)
    sweep()
    with at_hand(folder, config) as (where, settings, _):
        counted = (*listed(metrics), *settings.thresholds)
        catalogue = in_force(settings.rules_in_force())
        named, comments = listed(attributes), rests_on_comments(counted, catalogue)
        needed = _needed(() if partial else listed(metrics), catalogue, attributes=bool(attributes), partial=partial)
        if partition and not (strict or detail) and (count := partitions_needed(where, settings)) > 1:
            from csmetrics.tables.partitions import read_partitioned  # noqa: PLC0415  # few folders are that large

            return read_partitioned(
                where, settings, count, attributes=named, comments=comments, needed=needed, only=only
            )
        return read_dataset(
            where, settings, strict=strict, detail=detail, attributes=named, comments=comments, needed=needed, only=only
        )


def _needed(
    metrics: Sequence[str], catalogue: Mapping[str, Metric], *, attributes: bool, partial: bool
) -> frozenset[str] | None:
    """The tables without which the figures asked for cannot be had; None for all."""
    tables = tables_of(metrics, catalogue) if metrics or partial else None
    return None if tables is None else tables | ({"customers"} if attributes else frozenset())


def listed(names: _Listed | Sequence[_Listed]) -> tuple[_Listed, ...]:
    """One name or several as several."""
    return (names,) if isinstance(names, str) else tuple(names)


def not_negative(limit: int | None) -> int | None:
    """The limit, if it can be one; else ValueError."""
    if limit is not None and limit < 0:
        raise ValueError(f"limit is {limit}: give the number of lines to keep, or None for all")
    return limit
