"""Where one published period closes with other figures than the next one opens with: one of them is out of date."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csmetrics.figures.model import Figure
from csmetrics.periods import Period
from csmetrics.published.differences import another_currency
from csmetrics.published.model import Seam, Snapshot

_EDGES = {"mrr": ("mrr_end", "mrr_start"), "customers": ("customers_end", "customers_start")}
METRICS = ("mrr", "revenue_churn_rate", "customers", "customer_churn_rate")
"""Those that have the edges among their inputs."""

_LEAST = 0.005  # of money or customers; below it is rounding


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of a period as they stand."""

    period: Period
    published_on: date
    version: int
    currency: str | None
    figures: Sequence[Figure]

    @property
    def age(self) -> tuple[date, int]:
        """What orders versions by when they were published, as far as that is kept."""
        return self.published_on, self.version


def of_snapshot(snapshot: Snapshot) -> Published:
    """The figures of a version."""
    return Published(snapshot.period, snapshot.published_on, snapshot.version, snapshot.currency, snapshot.figures)


def seams(standing: Iterable[Published]) -> tuple[Seam, ...]:
    """Each place where the close of a period is not the opening of the next one of its grain, oldest first."""
    ordered = sorted(standing, key=lambda each: (each.period.start, each.period.end))
    by_start = {(each.period.grain, each.period.start): each for each in ordered}
    pairs = ((each, by_start.get((each.period.grain, each.period.end))) for each in ordered)
    return tuple(seam for before, after in pairs if after for seam in _between(before, after))


def _between(before: Published, after: Published) -> Iterator[Seam]:
    if another_currency(before.currency, after.currency):
        return
    stale = before.period if before.age <= after.age else after.period
    for figure, (close, opening) in _EDGES.items():
        closed, opened = _edge(before.figures, close), _edge(after.figures, opening)
        if closed is not None and opened is not None and abs(closed - opened) >= _LEAST:
            yield Seam(before.period, after.period, figure, closed, opened, stale)


def _edge(figures: Iterable[Figure], tally: str) -> float | None:
    """A tally of the whole, from the figures that are made of it."""
    found = (figure.inputs[tally] for figure in figures if not figure.segment and tally in figure.inputs)
    return next((value for value in found if value is not None), None)
