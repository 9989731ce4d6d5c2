"""Publishing a period's figures."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from csmetrics import __version__
from csmetrics.config import Config
from csmetrics.counting.segments import as_in_data
from csmetrics.figures.choose import When
from csmetrics.figures.trend import chosen_periods
from csmetrics.periods import Grain, Period, as_day
from csmetrics.published.model import Outcome
from csmetrics.published.publish import Request, attributes_needed, publish
from csmetrics.published.settings import with_files_of
from csmetrics.rates.model import Rates
from csmetrics.rates.read_rates import read_rates
from csmetrics.stages import stage
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.fingerprint import fingerprints, unchanged_tables
from csmetrics.views.history.compute import store_of
from csmetrics.views.reading import Names, at_hand, listed, read


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
) -> Outcome:
    """Publish the figures of a period, or of the `last` periods that end with it, into a store, dated `today`.

    If a published figure would change, nothing is written and the result says why. `restate` gives a reason and
    publishes a new version. The store is the one in the configuration, else csmetrics-history.db. Raises StoreError,
    and what `read` and `report` raise.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = f"{folder}/history.db"
    ...     runs = [snapshot("examples/acme", "2026-09", store=store, today=date(2026, 10, 2)) for _ in range(2)]
    >>> [run.results[0].status for run in runs]
    ['published', 'unchanged']
    """
    with at_hand(folder, config) as (where, settings, gathered):
        attributes = listed(by)
        place = store_of(store, settings)
        needed = attributes_needed(place, attributes)
        # Rows and hashes are those of the same files; hashing works outside the interpreter's lock.
        with stage("read"), unchanged_tables(where, settings), ThreadPoolExecutor(max_workers=1) as pool:
            hashing = pool.submit(fingerprints, where, settings)
            data = read(where, settings, strict=strict, detail=False, attributes=needed)
            sha256 = hashing.result()
        today, data = as_day(today, "today"), data.until(as_of)
        periods = chosen_periods(data, When(period, grain, today), last)

        def reread(other: Config) -> tuple[Dataset, dict[str, str]]:
            found = gathered(with_files_of(other, settings, where))
            return read(where, found, detail=False, attributes=needed), fingerprints(where, found)

        def reread_rates(other: Config) -> Rates | None:
            return read_rates(with_files_of(other, settings, where), where)

        divided = as_in_data(data, attributes)
        return publish(
            place, Request(data, sha256, periods, divided, today, __version__, restate, reread, reread_rates)
        )
