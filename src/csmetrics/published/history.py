"""What has been published, read back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sql

from csmetrics.errors import StoreError, UnknownNameError
from csmetrics.figures.model import Figure, Segment
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.metrics.catalogue import METRICS
from csmetrics.metrics.spoken import meant
from csmetrics.periods import Grain, parse_period
from csmetrics.published.model import Seam, Snapshot
from csmetrics.published.rates_input import RATES, unpack_rates
from csmetrics.published.seams import METRICS as METRICS_OF_SEAMS
from csmetrics.published.seams import of_snapshot, seams
from csmetrics.published.store import Store
from csmetrics.published.store_rows import latest, read_content, read_snapshots
from csmetrics.rates.used_rates import Kept
from csmetrics.stages import stage


@dataclass(frozen=True, slots=True)
class HistoryLine(Frozen):
    """One metric in one segment over the published periods, oldest first; None where it was not published."""

    metric: str
    title: str
    unit: str
    better: str
    segment: Segment
    figures: tuple[Figure | None, ...]

    @property
    def values(self) -> tuple[float | None, ...]:
        """The value that stands of each period."""
        return tuple(figure.value if figure else None for figure in self.figures)


@dataclass(frozen=True, slots=True)
class History(Frozen, Framed, view="history"):
    """Every version of every published period, oldest first, and the lines of those that stand, by grain.

    A grain is month, quarter, year or months; periods of different grains make no common line. `seams` are the places
    where a period closes with other figures than the next one opens with. `rates` are those that were kept, by the name
    of their packed bytes.
    """

    store: str
    metrics: tuple[str, ...]
    snapshots: tuple[Snapshot, ...]
    current: tuple[Snapshot, ...]
    lines: Mapping[Grain, tuple[HistoryLine, ...]]
    seams: tuple[Seam, ...] = ()
    rates: Mapping[str, Kept] = field(default_factory=dict)

    def rates_of(self, snapshot: Snapshot) -> Kept | None:
        """The rates of exchange that a version needed; None where none were declared."""
        return next((self.rates[each.rows_kept] for each in snapshot.inputs if each.source.table == RATES), None)

    @property
    def restatements(self) -> tuple[Snapshot, ...]:
        """The versions after the first."""
        return tuple(snapshot for snapshot in self.snapshots if snapshot.version > 1)


@stage("store")
def read_history(store: Store, metrics: Sequence[str] = (), period: str | None = None) -> History:
    """Everything published, or what was published of some metrics or of one period.

    Raises StoreError when nothing has been published, UnknownNameError when a metric never was.
    """
    asked = [parse_period(period).name] if period else None
    with store.reading() as connection:
        found = read_snapshots(connection, asked, metrics) if connection is not None else []
        edges = read_snapshots(connection, asked, METRICS_OF_SEAMS) if connection is not None and metrics else found
        rates = _rates(connection, found) if connection is not None else {}
        known = set(METRICS) if not metrics else {f.metric for s in found for f in s.figures} | set(METRICS)
    if not found:
        what = f"{asked[0]} has not been published in" if asked else "Nothing has been published in"
        raise StoreError(f"{what} {store.name}. csmetrics snapshot DATA publishes a period.")
    unknown = [name for name in metrics if name not in known]
    if unknown:
        raise UnknownNameError("\n".join(f"No metric is called {n}.{meant(n, known)}" for n in unknown))
    current = tuple(latest(found).values())
    grains = dict.fromkeys(snapshot.period.grain for snapshot in current)
    lines = {grain: tuple(_lines([s for s in current if s.period.grain == grain])) for grain in grains}
    torn = seams(map(of_snapshot, latest(edges).values()))
    return History(store.name, tuple(metrics), tuple(found), current, lines, torn, rates)


def _rates(connection: sql.Connection, snapshots: Iterable[Snapshot]) -> dict[str, Kept]:
    """The rates that versions needed, by the name of their packed bytes."""
    inputs = (each for snapshot in snapshots for each in snapshot.inputs)
    names = dict.fromkeys(each.rows_kept for each in inputs if each.source.table == RATES)
    return {name: unpack_rates(read_content(connection, name)) for name in names}


def _lines(current: Sequence[Snapshot]) -> list[HistoryLine]:
    by_place = [{(f.metric, tuple(f.segment.items())): f for f in snapshot.figures} for snapshot in current]
    newest = {key: figure for figures in by_place for key, figure in figures.items()}
    order = {name: place for place, name in enumerate(METRICS)}
    keys = sorted(newest, key=lambda key: order.get(key[0], len(order)))
    return [
        HistoryLine(
            newest[key].metric,
            newest[key].title,
            newest[key].unit,
            newest[key].better,
            newest[key].segment,
            tuple(figures.get(key) for figures in by_place),
        )
        for key in keys
    ]
