"""What `import csmetrics` offers: read, report, trend, customers, explain, health, check, snapshot and the like."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from csmetrics import __version__
from csmetrics.config import Config, load_config
from csmetrics.errors import DataError
from csmetrics.ledger.models import Model, propose_models
from csmetrics.periods import Grain, Period
from csmetrics.reports.backtest import Backtest, compute_backtest
from csmetrics.reports.cohorts import Cohorts, Of, compute_cohorts
from csmetrics.reports.compute import compute_report
from csmetrics.reports.model import Report
from csmetrics.reports.trend import Trend, chosen_periods, compute_trend
from csmetrics.tables.dataset import Dataset, read_dataset
from csmetrics.tables.fingerprint import fingerprints

if TYPE_CHECKING:
    from csmetrics.explanations.customers import CustomerList
    from csmetrics.explanations.model import Explanation, Movement
    from csmetrics.explanations.scorecard import CustomerScores
    from csmetrics.explanations.standings import Band, Standings
    from csmetrics.snapshots.history import History
    from csmetrics.snapshots.model import Outcome
    from csmetrics.snapshots.store import Store
    from csmetrics.tables.check import Check

CONFIG_FILE = "csmetrics.yaml"
Name = TypeVar("Name", bound=str)
Names = str | Sequence[str]  # one name, or several


def configuration(folder: Path, config: Config | Path | str | None = None) -> Config:
    """The configuration given, else csmetrics.yaml in the folder, else the defaults."""
    if isinstance(config, Config):
        return config
    if config is not None:
        return load_config(Path(config))
    beside = folder / CONFIG_FILE
    try:
        return load_config(beside) if beside.exists() else Config()
    except PermissionError:
        raise DataError(f"The folder {folder} may not be read. Give yourself the right to read it.") from None


def read(
    folder: str | Path,
    config: Config | Path | str | None = None,
    *,
    strict: bool = False,
    detail: bool = True,
    attributes: Names = (),
) -> Dataset:
    """Every known table in a folder, checked.

    With `strict` any row that cannot be used is an error. `detail=False` reads only the columns that figures need,
    and the `attributes` named, which is faster. Raises DataError with every problem found, ConfigError.

    >>> data = read("examples/acme")
    >>> [source.table for source in data.sources]
    ['customers', 'subscriptions', 'surveys', 'costs', 'purchases', 'tickets', 'usage', 'answers']
    """
    where = Path(folder)
    return read_dataset(
        where, configuration(where, config), strict=strict, detail=detail, attributes=_listed(attributes)
    )


def report(
    data: Dataset,
    period: str | Period | None = None,
    *,
    metrics: Names = (),
    by: Names = (),
    grain: Grain | None = None,
    today: date | None = None,
    history: int = 0,
) -> Report:
    """The figures of a period beside the period before, for the whole and each segment of the attributes in `by`.

    Without a period: the last month (or `grain`) that ended before `today` and not after the newest date in the data.
    Without `by`, `history` adds the values of so many periods. Raises PeriodError, UnknownNameError.

    >>> figures = report(read("examples/acme"), period="2026-09", metrics=["nps"])
    >>> figures.figure("nps").unit
    'points'
    """
    return compute_report(
        data, period, metrics=_listed(metrics), by=_listed(by), today=today, grain=grain, history=history
    )


def trend(
    data: Dataset,
    period: str | Period | None = None,
    *,
    metrics: Names = (),
    by: Names = (),
    last: int = 12,
    grain: Grain | None = None,
    today: date | None = None,
) -> Trend:
    """The figures of the `last` consecutive periods that end with a period, each counted afresh, oldest first.

    Without a period: up to the last complete one, as in `report`. Periods before the data begin are left out.
    Raises PeriodError, UnknownNameError.

    >>> customers = trend(read("examples/acme"), "2026-09", metrics=["customers"], last=3).lines[0]
    >>> customers.values, customers.change
    ((74.0, 76.0, 77.0), 3.0)
    """
    return compute_trend(data, period, metrics=_listed(metrics), by=_listed(by), last=last, grain=grain, today=today)


def cohorts(
    data: Dataset,
    period: str | Period | None = None,
    *,
    of: Of = "customers",
    grain: Grain | None = None,
    today: date | None = None,
) -> Cohorts:
    """Those who first paid in each month (or `grain`), at the close of that and of every period since.

    `of` tells whether customers or MRR are counted. Raises PeriodError, DataError.

    >>> first = cohorts(read("examples/acme"), "2026-09").cohorts[0]
    >>> first.period.name, first.values[:4]
    ('2024-07', (25.0, 24.0, 23.0, 23.0))
    """
    return compute_cohorts(data, period, of=of, grain=grain, today=today)


def customers(
    data: Dataset,
    period: str | Period | None = None,
    *,
    movements: "Movement | Sequence[Movement]" = (),
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
) -> "CustomerList":
    """The customers behind movements (by default all but active) in a period, biggest first, with totals.

    `limit` keeps the biggest; totals are always of all. Raises PeriodError, UnknownNameError, DataError.

    >>> left = customers(read("examples/acme"), "2026-09", movements=["churned"])
    >>> [(line.customer_id, line.before, line.rows) for line in left.lines]
    [('C107', 126.0, (309,)), ('C094', 38.0, (293,))]
    """
    from csmetrics.explanations.customers import list_customers  # noqa: PLC0415  # pandas is slow to import

    return list_customers(
        data, period, movements=_listed(movements), by=_listed(by), limit=_not_negative(limit), grain=grain, today=today
    )


def explain(
    data: Dataset,
    metric: str,
    period: str | Period | None = None,
    *,
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
) -> "Explanation":
    """One figure with its definition, its numbers, and behind each tally the customers and file rows.

    `by` adds the figure of each segment and, for plan and product, who changed it since the period before. `limit`
    keeps the biggest lines of each tally. Raises PeriodError, UnknownNameError.

    >>> why = explain(read("examples/acme"), "customer_churn_rate", "2026-09")
    >>> [tally.tally for tally in why.tallies]
    ['customers_start', 'customers_churned', 'customers_joined_and_left']
    """
    from csmetrics.explanations.compute import explain_figure  # noqa: PLC0415  # pandas is slow to import

    return explain_figure(data, metric, period, by=_listed(by), limit=_not_negative(limit), grain=grain, today=today)


def health(
    data: Dataset,
    period: str | Period | None = None,
    *,
    bands: "Band | Sequence[Band]" = (),
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
) -> "Standings":
    """The customers who pay at the close of a period by need of attention: score, band, change, what costs them most.

    `bands` leaves out the others; `limit` keeps the neediest, totals are always of all. Raises PeriodError,
    UnknownNameError, and DataError where there is no model.

    >>> neediest = health(read("examples/acme"), "2026-08", limit=1).standings[0]
    >>> neediest.customer_id, neediest.band
    ('C095', 'at_risk')
    """
    from csmetrics.explanations.standings import compute_standings  # noqa: PLC0415  # pandas is slow to import

    return compute_standings(
        data, period, bands=_listed(bands), by=_listed(by), limit=_not_negative(limit), grain=grain, today=today
    )


def customer_health(
    data: Dataset,
    customer: str,
    period: str | Period | None = None,
    *,
    grain: Grain | None = None,
    today: date | None = None,
) -> "CustomerScores":
    """The health and the distress score of one customer, signal by signal with the rows behind it.

    Raises PeriodError, UnknownNameError for a customer who does not pay at the close, DataError without a model.

    >>> card = customer_health(read("examples/acme"), "C095", "2026-08").scorecards[0]
    >>> card.band, card.lines[1].signal, card.lines[1].value, card.lines[1].rows
    ('at_risk', 'last_nps', 3.0, (1368,))
    """
    from csmetrics.explanations.scorecard import explain_customer  # noqa: PLC0415  # pandas is slow to import

    return explain_customer(data, customer, period, grain=grain, today=today)


def backtest(
    data: Dataset,
    period: str | Period | None = None,
    *,
    months: int = 3,
    grain: Grain | None = None,
    today: date | None = None,
) -> Backtest:
    """Of customers in each band, how many left within so many months; and how well the scores told who would.

    The windows do not overlap and end with the period. Raises PeriodError, DataError without a model.

    >>> found = backtest(read("examples/acme"), "2026-09", months=1)
    >>> [(band.band, band.churned) for band in found.health]
    [('at_risk', 15), ('watch', 4), ('healthy', 2)]
    """
    return compute_backtest(data, period, months=months, grain=grain, today=today)


def health_models(data: Dataset) -> tuple[Model, Model]:
    """The health and the distress model, as declared or as the tables allow. Raises DataError, UnknownNameError."""
    return propose_models(data)


def check(folder: str | Path, config: Config | Path | str | None = None, *, today: date | None = None) -> "Check":
    """What is in the files, and every problem in them; dates after `today` are problems too.

    >>> check("examples/acme").problems
    ()
    """
    from csmetrics.tables.check import check_folder  # noqa: PLC0415  # pandas is slow to import

    where = Path(folder)
    return check_folder(where, configuration(where, config), today=today)


def snapshot(
    folder: str | Path,
    period: str | Period | None = None,
    *,
    today: date,
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
    from csmetrics.snapshots.publish import ROW_IDS, Request, publish  # noqa: PLC0415  # pandas, SQLAlchemy

    where, attributes = Path(folder), _listed(by)
    settings = configuration(where, config)
    with ThreadPoolExecutor(max_workers=1) as pool:  # hashing works outside the interpreter's lock
        hashing = pool.submit(fingerprints, where, settings)
        data = read(where, settings, strict=strict, detail=False, attributes=(*attributes, *ROW_IDS))
        sha256 = hashing.result()
    periods = chosen_periods(data, period, last, grain, today)
    return publish(_store(store, settings), Request(data, sha256, periods, attributes, today, __version__, restate))


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

    return read_history(_store(store, configuration(Path(), config)), _listed(metrics), period)


def _store(store: str | Path | None, config: Config) -> "Store":
    from csmetrics.snapshots.store import DEFAULT, Store  # noqa: PLC0415  # SQLAlchemy

    return Store(str(store or config.store or DEFAULT))


def _listed(names: Name | Sequence[Name]) -> tuple[Name, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _not_negative(limit: int | None) -> int | None:
    if limit is not None and limit < 0:
        raise ValueError(f"limit is {limit}: give the number of lines to keep, or None for all")
    return limit
