"""The monthly page as frozen data: what each part of it says, counted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from csmetrics.config.sections import Bounds
from csmetrics.figures.backtest import Backtest
from csmetrics.figures.cohorts import Cohorts
from csmetrics.figures.model import Figure, Remark, Report
from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.published.model import Restatement, Snapshot
from csmetrics.views.explain.model import Explanation
from csmetrics.views.feedback.model import Feedback
from csmetrics.views.health.model import Standings
from csmetrics.views.of_report import OfReport


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the page says in short of one of its parts: a lead in bold, then the numbers."""

    about: str
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Board(OfReport, Frozen, Framed, view="board"):
    """The figures of a period for a board, with all that the page says of them.

    `sections` are those asked for; `thresholds` the bounds of the whole, by metric. What there is no data for is None,
    and `lacking` says why. `published` is the version of the period that stands, `restatement` what would change in it.
    """

    title: str
    sections: tuple[str, ...]
    quoted: bool
    report: Report
    trend: Trend
    thresholds: Mapping[str, Bounds]
    explanations: Mapping[str, Explanation]
    segments: Report | None = None
    cohorts: Cohorts | None = None
    feedback: Feedback | None = None
    health: Standings | None = None
    backtest: Backtest | None = None
    published: Snapshot | None = None
    restatement: Restatement | None = None
    lacking: Mapping[str, str] = field(default_factory=dict)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a careful reader would point out, the segments included."""
        more = self.segments.remarks if self.segments else ()
        return (*self.report.remarks, *(each for each in more if each.segment))

    def figure(self, metric: str) -> Figure | None:
        """The figure of a metric for the whole, where it can be had."""
        found = (each for each in self.report.figures if each.metric == metric and not each.segment)
        return next((each for each in found if each.status != "unavailable"), None)

    def value(self, metric: str) -> float | None:
        """The value of a metric for the whole."""
        figure = self.figure(metric)
        return figure.value if figure else None

    def line(self, metric: str) -> TrendLine | None:
        """The line of a metric over the periods of the trend."""
        return next((each for each in self.trend.lines if each.metric == metric and not each.segment), None)

    def has(self, section: str) -> bool:
        """Whether a section was asked for."""
        return section in self.sections
