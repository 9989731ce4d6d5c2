"""Figures published when recurring money was rounded to millionths row by row and month by month.

They are counted once more in that way. What then comes out as published differs by the rounding alone, and so not at
all.
"""

from csmetrics.counting.plan import Plan
from csmetrics.figures.model import Figure, Report
from csmetrics.figures.reports import compute_reports
from csmetrics.figures.resolve import plan_published
from csmetrics.published.differences import FigureKey, by_key, differences, key_of, same
from csmetrics.published.model import Snapshot
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.findings import Findings


class MonthlyRounding:
    """The figures of some periods as they were once rounded, counted when they are first asked for."""

    def __init__(self, data: Dataset, plan: Plan) -> None:
        self._data = data
        self._plan = plan
        self._figures: dict[tuple[str, ...], dict[str, dict[FigureKey, Figure]]] = {}

    def left_of(self, published: Snapshot, report: Report) -> list[tuple[Figure, Figure]]:
        """The figures of a published period that read otherwise now, each as it was and is, but for the rounding.

        Those whose value is the same differ in what stands behind it.
        """
        pairs = differences(published, report)
        return [(was, now) for was, now in pairs if same(was, now) or not self._explains(was, published)]

    def _explains(self, was: Figure, published: Snapshot) -> bool:
        now = self._of(published.by)[published.period.name].get(key_of(was))
        return now is not None and same(was, now)

    def _of(self, by: tuple[str, ...]) -> dict[str, dict[FigureKey, Figure]]:
        if by not in self._figures:
            found = Findings(rates=self._data.rates)
            data = Dataset.of(self._data.tables, self._data.config.with_monthly_rounding(), found)
            plan = plan_published(data, self._plan.periods, by=by, known=[self._plan.catalogue])
            reports = compute_reports(data, plan)
            self._figures[by] = {report.period.name: by_key(report.figures) for report in reports}
        return self._figures[by]
