"""What `import csmetrics` offers: read, report, explain, check."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from csmetrics.config import Config, load_config
from csmetrics.explanations.compute import explain_figure
from csmetrics.explanations.model import Explanation
from csmetrics.periods import Grain, Period
from csmetrics.reports.compute import compute_report
from csmetrics.reports.model import Report
from csmetrics.tables.check import Check, check_folder
from csmetrics.tables.dataset import Dataset, read_dataset

CONFIG_FILE = "csmetrics.yaml"


def configuration(folder: Path, config: Config | Path | str | None = None) -> Config:
    """The configuration given, else csmetrics.yaml in the folder, else the defaults."""
    if isinstance(config, Config):
        return config
    if config is not None:
        return load_config(Path(config))
    beside = folder / CONFIG_FILE
    return load_config(beside) if beside.exists() else Config()


def read(
    folder: str | Path,
    config: Config | Path | str | None = None,
    *,
    strict: bool = False,
    detail: bool = True,
    attributes: Sequence[str] = (),
) -> Dataset:
    """Every known table in a folder, checked.

    With `strict` any row that cannot be used is an error. `detail=False` reads only the columns that figures need,
    and the `attributes` named, which is faster. Raises DataError with every problem found, ConfigError.

    >>> data = read("examples/acme")
    >>> [source.table for source in data.sources]
    ['customers', 'subscriptions', 'surveys', 'costs', 'purchases']
    """
    where = Path(folder)
    return read_dataset(where, configuration(where, config), strict=strict, detail=detail, attributes=tuple(attributes))


def report(
    data: Dataset,
    period: str | Period | None = None,
    *,
    metrics: Sequence[str] = (),
    by: Sequence[str] = (),
    grain: Grain | None = None,
    today: date | None = None,
) -> Report:
    """The figures of a period beside the period before, for the whole and each segment of the attributes in `by`.

    Without a period: the last month (or `grain`) that ended before `today` and not after the newest date in the data.
    Raises PeriodError, UnknownNameError.

    >>> figures = report(read("examples/acme"), period="2026-09", metrics=["nps"])
    >>> figures.figure("nps").unit
    'points'
    """
    return compute_report(data, period, metrics=metrics, by=by, today=today, grain=grain)


def explain(
    data: Dataset,
    metric: str,
    period: str | Period | None = None,
    *,
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
) -> Explanation:
    """One figure with its definition, its numbers, and behind each tally the customers and file rows.

    `limit` keeps the biggest lines of each tally. Raises PeriodError, UnknownNameError.

    >>> why = explain(read("examples/acme"), "customer_churn_rate", "2026-09")
    >>> [tally.tally for tally in why.tallies]
    ['customers_start', 'customers_churned', 'customers_joined_and_left']
    """
    return explain_figure(data, metric, period, limit=limit, grain=grain, today=today)


def check(folder: str | Path, config: Config | Path | str | None = None, *, today: date | None = None) -> Check:
    """What is in the files, and every problem in them; dates after `today` are problems too.

    >>> check("examples/acme").problems
    ()
    """
    where = Path(folder)
    return check_folder(where, configuration(where, config), today=today)
