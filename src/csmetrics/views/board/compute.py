"""The monthly page for a board, counted once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from csmetrics import __version__
from csmetrics.counting.plan import Plan
from csmetrics.counting.segments import as_in_data
from csmetrics.errors import DataError, PeriodError, UnknownNameError, did_you_mean
from csmetrics.figures.backtest import compute_backtest
from csmetrics.figures.choose import When, choose_period
from csmetrics.figures.cohorts import Cohorts, compute_cohorts, plan_cohorts
from csmetrics.figures.model import Report
from csmetrics.figures.reports import bounds_checked, compute_report
from csmetrics.figures.resolve import plan_figures, plan_list
from csmetrics.figures.trend import compute_report_and_trend
from csmetrics.groups import TILES
from csmetrics.periods import Grain, Period, months_up_to, period_of, series
from csmetrics.published.standing import FilesRead, StandingVersion, standing
from csmetrics.subjects.health.models import has_model, require_models
from csmetrics.tables.dataset import Dataset
from csmetrics.views.board.metrics import EXPLAINED, SHOWN
from csmetrics.views.board.model import Board
from csmetrics.views.board.page_sections import SECTIONS
from csmetrics.views.explain.explanations import explain_figures
from csmetrics.views.explain.model import Explanation
from csmetrics.views.feedback.model import Feedback, find_feedback, refuse_unsaid
from csmetrics.views.health.model import compute_standings
from csmetrics.views.history.compute import store_of
from csmetrics.views.reading import Names, listed
from csmetrics.views.wording import in_words

PERIODS = {"month": 24, "quarter": 12, "year": 6, "months": 6}  # of a line over time, by grain
MONTHS_OF_COMMENTS = 12
MONTHS_AHEAD = 3  # of what the bands of health have meant
MOST_CUSTOMERS = 14  # at risk, by name
MOST_COMMENTS = 200  # among which quotes are looked for
MOST_COHORTS = 16
FEWEST_COHORTS = 3
MOST_LINES = 3  # of a tally in a card
_Answered = TypeVar("_Answered")


def board(
    data: Dataset,
    period: str | Period | None = None,
    *,
    by: Names = (),
    sections: Names = (),
    quotes: bool = True,
    title: str | None = None,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
    store: str | Path | None = None,
    files: FilesRead | None = None,
) -> Board:
    """The monthly page for a board: headline figures, why they moved, who is at risk, and the rows behind.

    `by` adds the headline figures of each segment. `sections` chooses sections (all by default). `quotes=False` leaves
    out what customers wrote. If the period is published in the store (by default the one in the configuration, else
    csmetrics-history.db), the page shows what has changed since. `files` are the files that the data came from. Raises
    PeriodError, UnknownNameError, StoreError.

    >>> from csmetrics import read
    >>> page = board(read("examples/acme"), "2026-09", sections=["figures"])
    >>> page.title, page.figure("nps").n
    ('Customer success, September 2026', 31.0)
    """
    data, when, wanted = data.until(as_of), When(period, grain, today), _wanted(listed(sections))
    asked = choose_period(data, when)
    plan = plan_figures(data, series(asked, PERIODS[asked.grain]), _metrics(data), when=when)
    report, trend = compute_report_and_trend(data, plan)
    parts = _Parts(wanted)
    published = parts.of(lambda: _published(data, asked, store, files or FilesRead()), "changed")
    return Board(
        title=title or f"Customer success, {in_words(asked)}",
        sections=wanted,
        quoted=quotes,
        report=report,
        trend=trend,
        thresholds=bounds_checked(data.config, report.figures, report.period),
        explanations=_explained(data, plan, report, wanted),
        segments=_segments(data, plan, as_in_data(data, listed(by)), when),
        cohorts=parts.of(lambda: _cohorts(data, asked), "retention"),
        feedback=parts.of(lambda: _feedback(data, asked, quotes=quotes), "satisfaction"),
        health=parts.of(lambda: compute_standings(data, _scored(data, report, 2), ["at_risk"], MOST_CUSTOMERS), "risk"),
        backtest=parts.of(lambda: compute_backtest(data, _scored(data, report, 1), MONTHS_AHEAD), "risk", "short"),
        published=published.snapshot if published else None,
        restatement=published.restatement if published else None,
        lacking=parts.lacking,
    )


class _Parts:
    """The parts of the sections that are wanted; where there are no data for one, why not is kept."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted, self.lacking = wanted, dict[str, str]()

    def of(self, compute: Callable[[], _Answered], *sections: str) -> _Answered | None:
        """A part that some sections show, if one of them is wanted."""
        if not {*sections} & {*self._wanted}:
            return None
        try:
            return compute()
        except DataError as error:
            self.lacking.setdefault(sections[0], _why(error))
            return None


def _why(error: DataError) -> str:
    """What is wrong, and where first, in a line."""
    said, first = str(error), str(error.problems[0]) if error.problems else ""
    return said if first in said else f"{said} {first}"


def _metrics(data: Dataset) -> tuple[str, ...]:
    """The figures of the page; what rates of exchange did is one where there are any."""
    return tuple(name for name in SHOWN if data.exchanges or name != "exchange_mrr")


def _wanted(named: Sequence[str]) -> tuple[str, ...]:
    """The sections, in the order of the page. Raises UnknownNameError."""
    for name in named:
        if name not in SECTIONS:
            known = did_you_mean(name, SECTIONS) or f" There are {', '.join(SECTIONS)}."
            raise UnknownNameError(f"No section is called {name}.{known}")
    return tuple(name for name in SECTIONS if not named or name in named)


def _explained(data: Dataset, plan: Plan, report: Report, wanted: Sequence[str]) -> dict[str, Explanation]:
    """What stands behind the figures: behind all of them if they are defined at the foot, else behind the bridge."""
    known = {each.metric for each in report.figures if each.status != "unavailable"}
    names = EXPLAINED if "definitions" in wanted else ("net_new_mrr",) if "revenue" in wanted else ()
    there = [name for name in plan.metrics if name in known and (name in names or name not in SHOWN)]
    if not there or not names:
        return {}
    periods = plan.periods[-2:]
    return dict(explain_figures(data, plan_figures(data, periods, there, watched=False), MOST_LINES))


def _segments(data: Dataset, plan: Plan, by: Sequence[str], when: When) -> Report | None:
    """The headline figures of each segment."""
    if not by:
        return None
    return compute_report(data, plan_figures(data, plan.periods[-2:], TILES, by, when=when))


def _cohorts(data: Dataset, asked: Period) -> Cohorts:
    """Cohorts by quarter; by month where there are too few quarters, by year where there are too many."""
    return compute_cohorts(data, min(_plans_of_cohorts(data, asked), key=_misfit), "customers")


def _misfit(plan: Plan) -> int:
    """By how many periods a plan has too few or too many."""
    return max(FEWEST_COHORTS - len(plan.periods), len(plan.periods) - MOST_COHORTS, 0)


def _plans_of_cohorts(data: Dataset, asked: Period) -> Iterator[Plan]:
    """The plans by grain, the best one first; of grains that the data do not reach there are none."""
    grains: tuple[Grain, ...] = ("quarter", "year", "month")
    for grain in grains:
        with suppress(PeriodError):
            yield plan_cohorts(data, When(_last_within(asked, grain, data.config.fiscal_year_starts)))


def _last_within(asked: Period, grain: Grain, year_starts: int) -> Period:
    """The last period of a grain that has ended by the end of another."""
    found = period_of(asked.last_day, grain, year_starts)
    return found if found.end <= asked.end else found.previous()


def _feedback(data: Dataset, asked: Period, *, quotes: bool) -> Feedback:
    """What customers wrote in the year up to the close."""
    refuse_unsaid(data, None)
    year = months_up_to(asked, max(MONTHS_OF_COMMENTS, asked.months))
    return find_feedback(data, plan_list(data, When(year), count=2), None, MOST_COMMENTS, quotes=quotes)


def _scored(data: Dataset, report: Report, count: int) -> Plan:
    """The plan of scores. Raises DataError where there is no model, or a file of its signals cannot be used."""
    if not has_model(data):
        raise DataError("There is no health model.")
    gone = next((reason for reason, names in report.unavailable.items() if "customers_at_risk" in names), None)
    if gone:
        raise DataError(f"Nobody is scored: {gone}.")
    return plan_list(data, When(report.period), count=count, models=require_models(data))


def _published(data: Dataset, asked: Period, store: str | Path | None, files: FilesRead) -> StandingVersion | None:
    """What is published of the period.

    Snapshots count all currencies and all files, so a page of one currency, or without a file that cannot be used, is
    not held against them.
    """
    if data.alone or data.unusable:
        return None
    return standing(store_of(store, data.config), data, asked, __version__, files)
