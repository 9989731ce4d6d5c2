"""csmetrics beside its peers: on the same files, in turn, as whole processes; the result is docs/performance.md.

    python tests/benchmarks/race.py [--sizes 10000,100000,1000000] [--runs 5] [--larger 10000000] [--date 2026-11-24]
        [--shapes letters,email,uuid]

Before any time counts, the figures of all are compared. The largest size runs so often as --runs says, smaller ones
more often. The largest is raced again with ids of other shapes, without saas-metrics. TMPDIR tells where the files go.
Nothing large is imported here, for a child's peak memory counts what its parent held when it was started.
"""

import argparse
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import compare
import contestants
from compare import Figures, Revenue
from contestants import ACME, BILLING, LAST, LAST_OF_ACME, LIMIT, MONTHS, PEERS, script
from machine import described
from measure import in_turn, once
from page import render, write_page
from results import EXAMPLE, Larger, Race, Size
from shapes import COUNTER, EXAMPLES, NAMES

PAGE = contestants.HERE.parent.parent / "docs" / "performance.md"
SIZES = "10000,100000,1000000"
SHAPES = ",".join(name for name in NAMES if name != COUNTER)
MORE_OFTEN = (1, 2, 3, 4)  # the largest size, the next smaller one, ...
LINES = "lines.csv"
Billed = Mapping[str, Revenue | str]  # what came of each saas-metrics, or why it did not run
MISSING = "not raced, for it is not installed."
STOPPED = f"stopped after {LIMIT:.0f} seconds."
SLOWER = f"not raced, for it took over {LIMIT:.0f} seconds for fewer customers."


@dataclass(frozen=True, slots=True)
class Track:
    """Files: the folder, how many customers, what it is called, its last month, how often all run, an id of it."""

    folder: Path
    customers: int
    name: str
    last: str
    runs: int
    ids: str = ""


def run(asked: argparse.Namespace, scratch: Path) -> Race:
    """Everything; the one that may fail for want of memory or disk comes first, then the smallest."""
    larger = _larger(asked.larger, scratch) if asked.larger else None
    modules = scratch / "modules.txt"
    learnt = subprocess.run(script("imports", "--learn", ACME), capture_output=True, text=True, check=True)
    modules.write_text(learnt.stdout, encoding="utf-8")
    sizes = list(_sizes(asked, scratch, modules))
    shapes = list(_shapes(asked, scratch, modules))
    bare = in_turn(contestants.without_files(), asked.runs * MORE_OFTEN[-1])
    return Race(bare, tuple(sizes), larger, tuple(shapes))


def _sizes(asked: argparse.Namespace, scratch: Path, modules: Path) -> Iterator[Size]:
    customers = _customers(asked)
    often = [asked.runs * MORE_OFTEN[min(place, len(MORE_OFTEN) - 1)] for place in range(len(customers), -1, -1)]
    yield _race(Track(ACME, 0, EXAMPLE, LAST_OF_ACME, often[0]), modules)
    found: Billed = {}
    for count, runs in zip(customers, often[1:], strict=True):
        with tempfile.TemporaryDirectory(dir=scratch) as inner:
            track = Track(_generated(Path(inner), count), count, f"{count:,} customers", LAST, runs, EXAMPLES[COUNTER])
            found = _billing(track, Path(inner), found)
            yield _race(track, modules, found, Path(inner))


def _shapes(asked: argparse.Namespace, scratch: Path, modules: Path) -> Iterator[Size]:
    """The largest size again, with ids of each other shape."""
    for shape in filter(None, asked.shapes.split(",")):
        for count in _customers(asked)[-1:]:
            with tempfile.TemporaryDirectory(dir=scratch) as inner:
                name = f"{count:,} customers, {NAMES[shape]}"
                folder = _generated(Path(inner), count, shape)
                yield _race(Track(folder, count, name, LAST, asked.runs, EXAMPLES[shape]), modules)


def _customers(asked: argparse.Namespace) -> list[int]:
    return sorted(int(size) for size in asked.sizes.split(",") if size)


def _billing(track: Track, scratch: Path, before: Billed) -> Billed:
    """The comparison with each saas-metrics; `before` is what came of fewer customers."""
    subprocess.run(script("billing", track.folder, track.last, scratch / LINES), check=True)
    ours = compare.lines_of(script("ours", track.folder, track.last, MONTHS))
    return {name: billed(name, ours, scratch, before.get(name)) for name in BILLING}


def billed(name: str, ours: Figures, scratch: Path, before: Revenue | str | None) -> Revenue | str:
    """The comparison with one, if it can stand so many lines."""
    if not BILLING[name].exists():
        return MISSING
    if isinstance(before, str):
        return SLOWER
    if once(contestants.billing(name, scratch / LINES), LIMIT) is None:
        return STOPPED
    return compare.with_billing(name, ours, scratch / LINES, scratch / name)


def _race(track: Track, modules: Path, revenue: Billed | None = None, scratch: Path = Path()) -> Size:
    """Compare, then race; each saas-metrics runs as well if it has been compared."""
    folder = track.folder
    compared = sum(compare.with_peer(folder, track.last, months, peer) for peer in PEERS for months in (1, MONTHS))
    commands = dict(contestants.over_files(folder, track.last, modules))
    for name, found in (revenue or {}).items():
        if isinstance(found, Revenue):
            commands[name] = contestants.billing(name, scratch / LINES)
    print(f"{track.name}: {compared:,} figures equal; {track.runs} runs", flush=True)
    measured = in_turn(commands, track.runs)
    megabytes, rows = _megabytes(folder), _rows(folder)
    return Size(track.customers, track.name, megabytes, rows, track.runs, compared, measured, revenue or {}, track.ids)


def _generated(scratch: Path, customers: int, shape: str = COUNTER) -> Path:
    folder = scratch / "data"
    subprocess.run(script("generate", customers, folder, shape), check=True)
    return folder


def _rows(folder: Path) -> dict[str, int]:
    found = subprocess.run(script("floor", folder), capture_output=True, text=True, check=True)
    return {name: int(count) for name, count in map(str.split, found.stdout.splitlines())}


def _larger(customers: int, scratch: Path) -> Larger:
    with tempfile.TemporaryDirectory(dir=scratch) as inner:
        folder = _generated(Path(inner), customers)
        taken, peak = once(contestants.report(folder, LAST)) or (0.0, 0.0)
        return Larger(customers, _megabytes(folder), taken, peak)


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.glob("*.csv")) / 1e6


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--sizes", default=SIZES, help=f"customers, parted by commas [{SIZES}]; none: the example alone"
    )
    parser.add_argument("--runs", type=int, default=5, help="of the largest size; smaller ones run more often [5]")
    parser.add_argument("--larger", type=int, help="customers of one more run, to see the peak memory")
    parser.add_argument(
        "--shapes", type=_known, default=SHAPES, help=f"of ids, at the largest size [{SHAPES}]; or none"
    )
    parser.add_argument("--date", default="", help="the day to be written on the page")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to be written [docs/performance.md]")
    return parser.parse_args(arguments)


def _known(shapes: str) -> str:
    if unknown := [name for name in shapes.split(",") if name and name not in NAMES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(NAMES)}")
    return shapes


def command_of(asked: argparse.Namespace) -> str:
    """The command that repeats it."""
    given = [("--sizes", asked.sizes, SIZES), ("--runs", asked.runs, 5), ("--larger", asked.larger, None)]
    given.append(("--shapes", asked.shapes, SHAPES))
    words = " ".join(f"{name} {shlex.quote(str(value))}" for name, value, default in given if value != default)
    return f'make bench RACE="{words}"' if words else "make bench"


def main() -> None:
    """Race, print the page, write it."""
    asked = options()
    with tempfile.TemporaryDirectory() as scratch:
        race = run(asked, Path(scratch))
    machine = list(described())
    write_page(asked.page, race, machine, command_of(asked), asked.date)
    print(render(race, machine, command_of(asked), asked.date))


if __name__ == "__main__":
    main()
