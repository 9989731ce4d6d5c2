"""What is left of cohorts as they grow older, as pictures for a browser: of all, and of one year against another."""

from collections.abc import Sequence

from csmetrics.figures.cohorts import Cohort, Cohorts, average_of
from csmetrics.figures.remarks import FEW_CUSTOMERS
from csmetrics.output.charts.model import LineChart, Point, Series
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import count_of, number_columns, period_short, year_name
from csmetrics.views.wording import noun_of

LEAST_AGES = 3  # a curve of fewer says nothing
_TOLD = {"month": (12, 24), "quarter": (4, 8), "year": (1, 3), "months": (1, 3)}  # the ages that a title tells


def pictures(cohorts: Cohorts) -> list[Picture]:
    """The curve of the average, and those of two years; none where shares are not known or nothing is old yet."""
    if sum(share is not None for share in cohorts.average) < LEAST_AGES:
        return []
    return [_of_all(cohorts), *_of_years(cohorts)]


def _of_all(cohorts: Cohorts) -> Picture:
    """The average, weighted by size."""
    points = _points(cohorts, cohorts.cohorts)
    few = f" Hollow: fewer than {FEW_CUSTOMERS} customers." if any(point.hollow for point in points) else ""
    said = f"Share of {_what(cohorts)} left, by {noun_of(cohorts.period)}s since the first payment. "
    caption = f"{said}All cohorts up to {period_short(cohorts.period)}.{few}"
    series = (Series("all", points),)
    return Picture(_chart(cohorts, series), _finding(cohorts), caption, _numbers(cohorts, series))


def _of_years(cohorts: Cohorts) -> list[Picture]:
    """Those who first paid in the newest year that makes a curve against those of the oldest, as far as both reach."""
    old = {year: some for year, some in _by_year(cohorts).items() if _reached(some) >= LEAST_AGES}
    names = list(old)
    if len(names) < 2:  # noqa: PLR2004  # there is nothing to compare
        return []
    years = {name: old[name] for name in (names[-1], names[0])}
    ages = min(map(_reached, years.values()))
    series = tuple(
        Series(name, _points(cohorts, some)[:ages], dashed=name != names[-1]) for name, some in years.items()
    )
    newer, older = series
    finding = (
        f"After {_long(cohorts, ages - 1)} {newer.points[-1].text} is left of those of {newer.name},"
        f" {older.points[-1].text} of those of {older.name}"
    )
    said = f"Share of {_what(cohorts)} left, by {noun_of(cohorts.period)}s since the first payment, "
    caption = f"{said}by the year of that, as far as all cohorts of both years reach."
    return [Picture(_chart(cohorts, series), finding, caption, _numbers(cohorts, series))]


def _by_year(cohorts: Cohorts) -> dict[str, list[Cohort]]:
    found: dict[str, list[Cohort]] = {}
    for each in cohorts.cohorts:
        found.setdefault(year_name(each.period), []).append(each)
    return found


def _reached(some: Sequence[Cohort]) -> int:
    """So many ages have all of them reached: beyond them the curve would be one of ever fewer."""
    return min(len(each.values) for each in some)


def _points(cohorts: Cohorts, some: Sequence[Cohort]) -> tuple[Point, ...]:
    """What is left of some of the cohorts, age by age."""
    return tuple(_point(cohorts, age, share, some) for age, share in enumerate(average_of(some)))


def _point(cohorts: Cohorts, age: int, share: float | None, some: Sequence[Cohort]) -> Point:
    """An age with its share, hollow where few customers have reached it."""
    reached = [each for each in some if len(each.values) > age]
    size, counted = sum(each.size for each in reached), cohorts.of == "customers"
    base = count_of(int(size), "customer") if counted else f"MRR {show(size, 'money')}"
    said = show(share, "fraction")
    tip = f"after {_long(cohorts, age)}: {said} of {base} in {count_of(len(reached), 'cohort')}"
    return Point(str(age), share, said, hollow=counted and 0 < size < FEW_CUSTOMERS, tip=tip)


def _chart(cohorts: Cohorts, series: tuple[Series, ...]) -> LineChart:
    """The curves as steps, for each age holds until the next."""
    what = "Customers" if cohorts.of == "customers" else "MRR"
    said = "; ".join(f"{each.name}: {_ends(cohorts, each)}" for each in series)
    return LineChart(
        f"{what} left by {noun_of(cohorts.period)}s since the first payment; {said}", "fraction", series, stepped=True
    )


def _ends(cohorts: Cohorts, series: Series) -> str:
    known = [point for point in series.points if point.value is not None]
    ends = dict.fromkeys((known[0], known[-1])) if known else {}
    return ", ".join(f"{point.text} after {_long(cohorts, int(point.at))}" for point in ends)


def _finding(cohorts: Cohorts) -> str:
    """How much is left at the telling ages, at the oldest where none is as old as those."""
    known = [(age, share) for age, share in enumerate(cohorts.average) if share is not None]
    (age, share), *more = [each for each in known if each[0] in _TOLD[cohorts.period.grain]] or known[-1:]
    left = "of customers pay" if cohorts.of == "customers" else "of the first MRR is there"
    said = [f"After {_long(cohorts, age)} {show(share, 'fraction')} {left}"]
    said += [f"after {_long(cohorts, age)} {show(share, 'fraction')}" for age, share in more]
    return ", ".join(said)


def _what(cohorts: Cohorts) -> str:
    return "customers" if cohorts.of == "customers" else "MRR"


def _long(cohorts: Cohorts, age: int) -> str:
    return count_of(age, noun_of(cohorts.period))


def _numbers(cohorts: Cohorts, series: Sequence[Series]) -> PageTable:
    """An age a row."""
    points = enumerate(zip(*(each.points for each in series), strict=True))
    rows = tuple((Cell(str(age)), *(Cell(point.text) for point in row)) for age, row in points)
    return PageTable(
        number_columns(f"{noun_of(cohorts.period)}s since", *(each.name for each in series)), (TableSection("", rows),)
    )
