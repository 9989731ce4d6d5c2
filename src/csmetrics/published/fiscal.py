"""A store keeps the quarters and years of one fiscal year: those of two have the same names and make no series."""

from collections.abc import Mapping

from csmetrics.errors import StoreError
from csmetrics.periods import Period


def keep_the_year(store: str, asked: Period, published: Mapping[int, Period]) -> None:
    """Raise StoreError where a quarter or year would stand beside those of another fiscal year.

    `published` has the month with which fiscal years in the store begin, each with a period of it.
    """
    other = next((each for starts, each in published.items() if starts != asked.year_starts), None)
    if other is None or asked.grain not in ("quarter", "year"):
        return
    raise StoreError(
        f"{store} was published with {_said(other)}. Now csmetrics.yaml has {_said(asked)}. Periods of two fiscal years"
        f" make no series: nothing was written. Write fiscal_year_starts: {other.year_starts} again, or name another"
        " store with --store."
    )


def _said(period: Period) -> str:
    days = f"{period.start} to {period.last_day}"
    return f"fiscal_year_starts: {period.year_starts} ({period.name} is {days})"
