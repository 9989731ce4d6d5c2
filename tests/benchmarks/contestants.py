"""Who runs in the race, as command lines."""

import sys
from collections.abc import Mapping
from pathlib import Path

from measure import Command

HERE = Path(__file__).resolve().parent
ACME = HERE.parent.parent / "examples" / "acme"
LAST_OF_ACME = "2026-09"
LAST = "2025-06"  # of a business that is made; it lies well within the data
MONTHS = 60
LIMIT = 60.0  # seconds that saas-metrics may take

REPORT, TREND = "csmetrics report, one month", "csmetrics trend, sixty months"
PEER, PEER_TREND = "DuckDB SQL, one month", "DuckDB SQL, sixty months"
PARSING, IMPORTS, BOTH = "parsing alone (pyarrow)", "imports of a report", "imports and parsing, in one process"
BILLING = "saas-metrics 0.1.0, revenue of all months"
HELP, CLICK, PANDAS = "csmetrics --help", "import click", "import pandas"

_PYTHON = sys.executable
_CSMETRICS = str(Path(_PYTHON).parent / "csmetrics")


def report(folder: Path, last: str) -> Command:
    """The report of one month."""
    return [_CSMETRICS, "report", str(folder), "--period", last, "--format", "json"]


def over_files(folder: Path, last: str, modules: Path) -> Mapping[str, Command]:
    """Those that work on the files of a folder, up to a month; `modules` lists what a report imports."""
    trend = [_CSMETRICS, "trend", str(folder), "--period", last, "--last", str(MONTHS), "--format", "json"]
    return {
        REPORT: report(folder, last),
        PEER: script("peer", folder, last, 1),
        TREND: trend,
        PEER_TREND: script("peer", folder, last, MONTHS),
        PARSING: script("floor", folder),
        IMPORTS: script("imports", modules),
        BOTH: script("imports", modules, folder),
    }


def without_files() -> Mapping[str, Command]:
    """What a process costs that computes nothing."""
    return {
        PANDAS: [_PYTHON, "-c", "import pandas"],
        CLICK: [_PYTHON, "-c", "import click"],
        HELP: [_CSMETRICS, "--help"],
    }


def billing(lines: Path, tables: Path | None = None) -> Command:
    """saas-metrics on billing lines; it writes its tables into a folder if one is given."""
    command = [str(Path(_PYTHON).parent / "saas-metrics"), "report", str(lines)]
    return [*command, "--out", str(tables)] if tables else command


def script(name: str, *arguments: object) -> Command:
    """One of the scripts beside this one."""
    return [_PYTHON, str(HERE / f"{name}.py"), *map(str, arguments)]
