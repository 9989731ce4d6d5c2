"""csmetrics beside DuckDB and beside plain parsing, on the same files, in turn, as whole processes.

    python tests/benchmarks/race.py [--customers 1000000] [--runs 5]

Before any time counts, the tallies of both are compared, to the millionth of a currency unit. Prints medians, ratios to
csmetrics' own time and peak memory.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAST_MONTH = "2025-06"
OURS_ONCE = """
import json, sys
from csmetrics import api
from csmetrics.periods import parse_period, series
from csmetrics.tallies.compute import tally
tallies = tally(api.read(sys.argv[1], detail=False), series(parse_period(sys.argv[2]), int(sys.argv[3])))
for at, period in enumerate(tallies.periods):
    print(json.dumps({"month": period.name} | {name: int(grid[at, 0]) for name, grid in tallies.grids.items()}))
"""


def commands(folder: Path) -> dict[str, list[str]]:
    """What is raced: name to command line."""
    python, csmetrics = sys.executable, str(Path(sys.executable).parent / "csmetrics")
    report = [csmetrics, "report", str(folder), "--period", LAST_MONTH, "--format", "json"]
    trend = [csmetrics, "trend", str(folder), "--period", LAST_MONTH, "--last", "60", "--format", "json"]
    peer = [python, str(HERE / "peer.py"), str(folder), f"{LAST_MONTH}-01"]
    return {
        "csmetrics, one month": report,
        "DuckDB SQL, one month": [*peer, "1"],
        "csmetrics, sixty months": trend,
        "DuckDB SQL, sixty months": [*peer, "60"],
        "parsing alone (pyarrow)": [python, str(HERE / "floor.py"), str(folder)],
        "import pandas": [python, "-c", "import pandas"],
    }


def compare(folder: Path, months: int) -> int:
    """Every figure that DuckDB gives is ours too; returns how many were compared."""
    arguments = [str(folder), LAST_MONTH, str(months)]
    ours = _lines([sys.executable, "-c", OURS_ONCE, *arguments])
    theirs = _lines([sys.executable, str(HERE / "peer.py"), str(folder), f"{LAST_MONTH}-01", str(months)])
    compared = 0
    for month, figures in theirs.items():
        for name, value in figures.items():
            if ours[month][name] != value:
                raise SystemExit(f"{month} {name}: csmetrics {ours[month][name]}, DuckDB {value}")
            compared += 1
    return compared


def _lines(command: list[str]) -> dict[str, dict[str, int]]:
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.pop("month"): line for line in map(json.loads, run.stdout.splitlines())}


def race(folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Median seconds and peak MiB of each command, run in turn after one warm-up."""
    seconds: dict[str, list[float]] = {}
    peak: dict[str, float] = {}
    for attempt in range(runs + 1):
        for name, command in commands(folder).items():
            began = time.perf_counter()
            child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            if status:
                raise SystemExit(f"{name} failed: {' '.join(command)}")
            if attempt:
                seconds.setdefault(name, []).append(time.perf_counter() - began)
                peak[name] = max(peak.get(name, 0), usage.ru_maxrss / 1024)
    return {name: (statistics.median(taken), peak[name]) for name, taken in seconds.items()}


def main() -> None:
    """Generate, compare, race, print a Markdown table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        # In a process of its own: a child's peak memory counts what its parent held when it was started.
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(asked.customers), str(folder)], check=True)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        print(f"{asked.customers:,} customers, {size:,.0f} MB of CSV; {os.cpu_count()} cores, {platform.machine()},")
        print(f"Python {platform.python_version()}; median of {asked.runs} runs in turn.")
        print(f"{compare(folder, 1) + compare(folder, 60):,} tallies compared with DuckDB: all equal.\n")
        results = race(folder, asked.runs)
    print("| whole process | seconds | to DuckDB, same months | peak MiB |\n|---|---|---|---|")
    for name, (taken, peak) in results.items():
        months = "sixty months" if "sixty" in name else "one month"
        print(f"| {name} | {taken:.2f} | {taken / results[f'DuckDB SQL, {months}'][0]:.2f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
