"""A published period as frozen data, and what can become of publishing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from csmetrics.errors import Problem
from csmetrics.figures.model import Figure, Remark, Segment
from csmetrics.framed import Framed
from csmetrics.frozen import Frozen
from csmetrics.periods import Period
from csmetrics.rates.model import Quoted
from csmetrics.tables.file_record import Source

if TYPE_CHECKING:
    from csmetrics.config.sections import Threshold

PublishStatus = Literal["published", "unchanged", "restated", "refused"]
STATUSES: tuple[PublishStatus, ...] = ("published", "unchanged", "restated", "refused")


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the figures were made from: what was read of it, and the SHA-256 of its bytes.

    `rows_kept` names the packed copy of its rows in the store.
    """

    source: Source
    sha256: str
    rows_kept: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot(Frozen):
    """The figures of one period as they were published, with all that they rest on.

    A period's first version is 1; a restatement publishes the next one, with its reason, and the older ones stay.
    `config` is the whole configuration as JSON, `customers` names the packed list of customers in the store.
    """

    period: Period
    version: int
    published_on: date
    reason: str
    program: str
    currency: str | None
    by: tuple[str, ...]
    rules: Mapping[str, Any]
    config: str
    figures: tuple[Figure, ...]
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...]
    customers: str = ""
    restatement: Mapping[str, Any] | None = None

    def figure(self, metric: str, segment: Segment) -> Figure | None:
        """The figure of a metric in a segment, {} being the whole, or None where there was none."""
        return next((f for f in self.figures if f.metric == metric and f.segment == segment), None)


@dataclass(frozen=True, slots=True)
class RowChange(Frozen):
    """One row of a file that is not as it was when the period was published.

    `was_row` and `row` are its places in the file then and now, None where it was not there. `columns` holds what
    changed, as (then, now). `mrr` is what the step did to the customer's closing MRR, where it is about subscriptions;
    it stands at the customer's first row. `problem` is why a row could not be used then, or cannot now. `was_file` and
    `file` are those of the row, where the table was, or is, several files.
    """

    customer_id: str | None
    was_row: int | None
    row: int | None
    columns: Mapping[str, tuple[str, str]]
    mrr: float | None = None
    problem: str = ""
    was_file: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class RateChange(Frozen):
    """A rate of exchange that counts on a day, as it was when the period was published and as it is now.

    It is what one unit is worth in `base` (`quoted` per_unit), or how many units make one of it (per_base). `was_of`
    and `now_of` are the days of the rates. A rate of a file that is quoted in another way has no counterpart: None.
    """

    currency: str
    day: date
    base: str
    quoted: Quoted
    was: str | None
    was_of: date | None
    now: str | None
    now_of: date | None


@dataclass(frozen=True, slots=True)
class Cause(Frozen):
    """One kind of change between then and now, such as end dates of subscriptions.csv, with the rows behind it.

    `rows` may be the first few of `count`, biggest first; `customers` is how many they belong to. `settings` are
    the keys of the configuration that differ, `note` what else is to be known of it. Of changed `rates` there are no
    rows; `count` is how many they are.
    """

    name: str
    table: str
    file: str
    count: int
    customers: int
    rows: tuple[RowChange, ...] = ()
    settings: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""
    rates: tuple[RateChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A figure as it was published and as the data give it now.

    `parts` is what each cause, in the order of the restatement, did to it; None where it had no value before or
    after, or where money has changed its currency. Where every part is a number they add up to the difference.
    """

    was: Figure
    now: Figure
    difference: float | None
    parts: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Restatement:
    """What would change in a published period, and why. `was_currency` is that of the money as it was published."""

    period: Period
    version: int
    published_on: date
    was_currency: str | None
    currency: str | None
    causes: tuple[Cause, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Seam:
    """Two published periods, one after the other, the first of which closes with another figure than the next opens.

    `figure` is mrr or customers; `stale` is the period to restate: the one that was published earlier.
    """

    before: Period
    after: Period
    figure: str
    close: float
    opening: float
    stale: Period


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer and what its recurring revenue did in the period.

    `change` is after less before, but for what rates of exchange did to it.
    """

    customer_id: str
    name: str
    movement: str
    before: float
    after: float
    change: float


@dataclass(frozen=True, slots=True)
class Digest:
    """What a team reads in its channel: headline figures, breaches, largest movements, what is new in the problems.

    `remarks` are all others of the report; those on no metric are about the period as a whole.
    """

    headline: tuple[Figure, ...]
    breaches: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    movers: tuple[Mover, ...]
    moved: int
    new_problems: tuple[Problem, ...]
    solved_problems: int
    thresholds: "Mapping[str, Threshold]" = field(default_factory=dict)  # those that are watched


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one period: its status, the version that stands, and what is not published of it."""

    period: Period
    status: PublishStatus
    version: int
    published_on: date
    reason: str = ""
    additions: tuple[str, ...] = ()
    restatement: Restatement | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Framed, view="snapshot"):
    """What became of a run: each period oldest first, and the digest of the last."""

    store: str
    currency: str | None
    by: tuple[str, ...]
    results: tuple[Result, ...]
    digest: Digest
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    seams: tuple[Seam, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a published period would have changed, so that nothing was written."""
        return any(result.status == "refused" for result in self.results)
