"""The race as a page: the machine, what was to be reached, and a table for each size."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from compare import Revenue
from contestants import LIMIT, PEER, PEER_TREND, POLARS, POLARS_TREND, REPORT, TREND
from measure import SELDOM, SLOW, Measured
from results import Larger, Race, Size, Target, targets

MARK = "<!-- by hand -->"
FIRST_WORDS = f"""{MARK}

## Reasons

Why a ratio is missed, found by profiling, stands here. This part is written by hand and kept when the page is written
anew.
"""
ABOUT = f"""Whole processes on the same files, in turn, one round after another, after a round that does not count; the
console script as a user starts it. Seconds are medians by the wall, memory is the most that a process ever held. What
takes over {SLOW:.0f} seconds runs {SELDOM} times at most. Before any time counts every figure of DuckDB SQL and of
polars is compared with ours, to the millionth of a currency unit and to the last customer.

- **csmetrics** reads the tables, checks every cell, counts every tally, evaluates every metric with its interval and
  writes JSON. Four other commands answer for the same month, in JSON and without a limit: `customers` lists everybody
  who moved, `cohorts` follows all cohorts, `snapshot` publishes into a new store, and `explain customer_churn_rate`
  lists every row behind the figure.
- **DuckDB SQL** (`tests/benchmarks/peer.py`) counts movements in customers and money, opening and closing state, survey
  answers and purchases of the same months. It checks nothing, and knows no kinds of expansion, paid time, costs,
  metrics or intervals.
- **polars** (`tests/benchmarks/peer_polars.py`) counts the same as DuckDB SQL, lazily, on its streaming engine.
- **Parsing alone** (`tests/benchmarks/floor.py`) is pyarrow reading the same columns and doing nothing with them.
- **Imports** (`tests/benchmarks/imports.py`) are the modules that a report has loaded when it ends; the next row adds
  the parsing to them in the same process.
- **saas-metrics** from PyPI computes the revenue part alone: new, returned, expansion, contraction and churn, retention
  by cohort and over twelve months, concentration and moves between tiers, always of all months. It knows no surveys,
  costs or purchases. It takes billing lines, so it is given those that come to the same: for each spell and each
  month's end at which it is live, its monthly value in cents. Making them is not in its time. Its customers are ours
  to the last one and its revenue is ours as closely as cents allow. It is stopped after {LIMIT:.0f} seconds. 0.1.0 runs
  beside csmetrics; 0.2.1 asks for Python 3.12 or newer, so it has an environment of its own.

Ids of customers are a counter. The largest size is raced again with ids as other systems give them: random letters,
e-mail addresses, UUIDs. The same is to be reached with each."""

FLOOR = """At most 2.5 times the parse floor plus the imports: the imports are counted once and not multiplied. What a
process takes beyond them is held against what parsing adds to them in one process.

The floor of the day is a process that imports what a report imports, parses what it parses, and stops. No report can
take less. Read its time to DuckDB's beside the report's: what lies between the two is ours to save. It has no
target."""


def write_page(path: Path, race: Race, machine: Iterable[tuple[str, str]], command: str, date: str = "") -> None:
    """Write the page; what stands in it after the mark is kept."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    by_hand = MARK + before.partition(MARK)[2] if MARK in before else FIRST_WORDS
    path.write_text(render(race, machine, command, date) + by_hand, encoding="utf-8")


def render(race: Race, machine: Iterable[tuple[str, str]], command: str, date: str = "") -> str:
    """The part of the page that is measured."""
    lines = ["# Performance", "", f"Written by `{command}`{f' on {date}' if date else ''}.", "", ABOUT, ""]
    lines += ["## The machine", "", "| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in machine), ""]
    lines += ["## To reach", "", FLOOR, "", "| | at most | reached | |", "|---|---|---|---|"]
    lines += map(_target, targets(race))
    for size in (*race.sizes, *race.shapes):
        lines += ["", *_size(size)]
    lines += ["", "## Without files", "", "| whole process | seconds | fastest to slowest | peak MiB |", _rule(4)]
    lines += [f"| {name} | {_times(found)} | {found.peak:,.0f} |" for name, found in race.bare.items()]
    if race.larger:
        lines += ["", *_larger(race.larger)]
    return "\n".join(lines) + "\n\n"


def _target(each: Target) -> str:
    most, met = ("", "") if each.most is None else (f"{each.most:g}{each.unit}", "yes" if each.met else "no")
    return f"| {each.what} | {most} | {each.reached:.2f}{each.unit} | {met} |"


def _size(size: Size) -> Iterator[str]:
    rows = ", ".join(f"{count:,} {table}" for table, count in size.rows.items())
    ids = f" Ids such as `{size.ids}`." if size.ids else ""
    yield from (f"## {size.name}", "", f"{size.megabytes:,.1f} MB of CSV: {rows}.{ids}", "")
    yield f"Figures compared with DuckDB and polars, all equal: {size.compared:,}. Runs: {size.runs}."
    yield from ("", "| whole process | seconds | fastest to slowest | to DuckDB, same months | peak MiB |", _rule(5))
    for name, found in size.measured.items():
        yield f"| {name} | {_times(found)} | {_to_peer(name, size.measured)} | {found.peak:,.0f} |"
    for name, billed in size.billing.items():
        yield from ("", f"{name.partition(',')[0]}: {_billing(billed)}")


def _billing(found: Revenue | str) -> str:
    if isinstance(found, str):
        return found
    return (
        f"{found.lines:,} billing lines. Figures of it that agree with ours: {found.figures:,}. "
        f"Customers who are new to it and have returned to us: {found.told_apart:,}; they had paid before, but at no "
        "month's end, so that no line tells of it."
    )


def _larger(larger: Larger) -> Iterator[str]:
    yield from (f"## {larger.customers:,} customers", "", "One run.", "")
    yield from ("| whole process | MB of CSV | seconds | peak MiB |", _rule(4))
    yield f"| {REPORT} | {larger.megabytes:,.0f} | {larger.seconds:.1f} | {larger.peak:,.0f} |"


def _to_peer(name: str, measured: Mapping[str, Measured]) -> str:
    """The ratio of times, for those that do what DuckDB does."""
    peer = {REPORT: PEER, POLARS: PEER, TREND: PEER_TREND, POLARS_TREND: PEER_TREND}.get(name)
    return f"{measured[name].seconds / measured[peer].seconds:.2f}" if peer else ""


def _times(found: Measured) -> str:
    return f"{found.seconds:.3f} | {found.fastest:.3f} to {found.slowest:.3f}"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns
