"""What a race has found, and how it stands to what was to be reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compare import Revenue
from contestants import (
    BOTH,
    CLICK,
    COHORTS,
    CUSTOMERS,
    EXPLAIN,
    HELP,
    IMPORTS,
    PANDAS,
    PEER,
    PEER_TREND,
    REPORT,
    SNAPSHOT,
    TREND,
)
from measure import Measured

EXAMPLE = "examples/acme"
INSTANT = 1e-3  # seconds that cannot be told from none
BESIDE_REPORT = {CUSTOMERS: 1.5, COHORTS: 1.3, SNAPSHOT: 1.6, EXPLAIN: 1.3}  # times the report, at most


@dataclass(frozen=True, slots=True)
class Size:
    """One folder of files: what is in it, how many figures agree with the peers', and the times of each process.

    `billing` is what came of each saas-metrics, or why it did not run; `ids` shows what the ids of customers look like.
    """

    customers: int
    name: str
    megabytes: float
    rows: Mapping[str, int]
    runs: int
    compared: int
    measured: Mapping[str, Measured]
    billing: Mapping[str, Revenue | str] = field(default_factory=dict)
    ids: str = ""


@dataclass(frozen=True, slots=True)
class Larger:
    """One run over files that are larger than memory is to be: seconds, peak MiB."""

    customers: int
    megabytes: float
    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Race:
    """Everything that was measured: without files, by size (the example first), and perhaps far beyond.

    `shapes` are the largest size again, with ids of other shapes.
    """

    bare: Mapping[str, Measured]
    sizes: tuple[Size, ...]
    larger: Larger | None = None
    shapes: tuple[Size, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What was to be reached, at most how much, and how much it is; one without a most is there to be read."""

    what: str
    most: float | None
    reached: float
    unit: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it has been reached."""
        return None if self.most is None else self.reached <= self.most


def targets(race: Race) -> Iterator[Target]:
    """Each target that this race can tell of, with the ratio reached."""
    largest = race.sizes[-1]
    if largest.name != EXAMPLE:
        yield from _beside_others(largest)
        yield from _growth(race.sizes)
    for shape in race.shapes:
        yield from _beside_others(shape)
    example = next(size for size in race.sizes if size.name == EXAMPLE)
    yield Target(
        f"{EXAMPLE}, whole process, to `python -c 'import pandas'`",
        1.0,
        example.measured[REPORT].seconds / race.bare[PANDAS].seconds,
    )
    help_to_click = race.bare[HELP].seconds / race.bare[CLICK].seconds
    yield Target("`csmetrics --help` to `python -c 'import click'`", 3, help_to_click)
    if race.larger:
        what = f"{race.larger.customers:,} customers ({race.larger.megabytes:,.0f} MB of CSV), one month, peak memory"
        yield Target(what, 4, race.larger.peak / 1024, " GiB")


def _beside_others(size: Size) -> Iterator[Target]:
    found = size.measured
    for ours, theirs, months, most in ((REPORT, PEER, "one month", 0.7), (TREND, PEER_TREND, "sixty months", 0.8)):
        who = f"{size.name}, {months}"
        yield Target(f"{who}, time to DuckDB's", most, found[ours].seconds / found[theirs].seconds)
        yield Target(f"{who}, the floor of the day to DuckDB's", None, found[BOTH].seconds / found[theirs].seconds)
        parsing = max(found[BOTH].seconds - found[IMPORTS].seconds, INSTANT)
        beyond = (found[ours].seconds - found[IMPORTS].seconds) / parsing
        yield Target(f"{who}, time less that of the imports to that of parsing", 2.5, beyond)
        yield Target(f"{who}, peak memory to DuckDB's", 1.0, found[ours].peak / found[theirs].peak)
    yield Target(f"{size.name}, sixty months to one", 1.3, found[TREND].seconds / found[REPORT].seconds)
    for name, most in BESIDE_REPORT.items():
        what = f"{size.name}, {name}, time to the report's"
        yield Target(what, most, found[name].seconds / found[REPORT].seconds)


def _growth(sizes: tuple[Size, ...]) -> Iterator[Target]:
    """Ten times the rows, from each size to that ten times as large."""
    by_customers = {size.customers: size for size in sizes if size.name != EXAMPLE}
    for customers, size in by_customers.items():
        if 10 * customers in by_customers:
            larger = by_customers[10 * customers]
            for name, months in ((REPORT, "one month"), (TREND, "sixty months")):
                grown = larger.measured[name].seconds / size.measured[name].seconds
                yield Target(f"ten times the rows, {size.name} to {larger.name}, {months}", 11, grown)
