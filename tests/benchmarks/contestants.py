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
CUSTOMERS, COHORTS, SNAPSHOT, EXPLAIN = (
    f"csmetrics {command}, one month" for command in ("customers", "cohorts", "snapshot", "explain")
)
PEER, PEER_TREND = "DuckDB SQL, one month", "DuckDB SQL, sixty months"
POLARS, POLARS_TREND = "polars, one month", "polars, sixty months"
PEERS = {"DuckDB": "peer", "polars": "peer_polars"}  # who counts the same, and the script
PARSING, IMPORTS, BOTH = "parsing alone (pyarrow)", "imports of a report", "imports and parsing, in one process"
HELP, CLICK, PANDAS = "csmetrics --help", "import click", "import pandas"

_PYTHON = sys.executable
_PROGRAMS = Path(_PYTHON).parent
_CSMETRICS = str(_PROGRAMS / "csmetrics")

NEWER = HERE.parent.parent / ".venv-saas" / "bin"  # its releases since 0.2 ask for Python 3.12
BILLING = {
    "saas-metrics 0.1.0, revenue of all months": _PROGRAMS / "saas-metrics",
    "saas-metrics 0.2.1, revenue of all months": NEWER / "saas-metrics",
}


def report(folder: Path, last: str) -> Command:
    """The report of one month."""
    return _asked(folder, last, "report")


def over_files(folder: Path, last: str, modules: Path) -> Mapping[str, Command]:
    """Those that work on the files of a folder, up to a month; `modules` lists what a report imports.

    Beside it a snapshot publishes into a new store each time.
    """
    store = str(modules.with_name("history.db"))
    return {
        REPORT: report(folder, last),
        PEER: script("peer", folder, last, 1),
        POLARS: script("peer_polars", folder, last, 1),
        TREND: _asked(folder, last, "trend", "--last", str(MONTHS)),
        PEER_TREND: script("peer", folder, last, MONTHS),
        POLARS_TREND: script("peer_polars", folder, last, MONTHS),
        CUSTOMERS: _asked(folder, last, "customers"),
        COHORTS: _asked(folder, last, "cohorts"),
        SNAPSHOT: ["sh", "-c", 'rm -f "$0" && exec "$@"', store, *_asked(folder, last, "snapshot", "--store", store)],
        EXPLAIN: _asked(folder, last, "explain", "customer_churn_rate"),
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


def billing(name: str, lines: Path, tables: Path | None = None) -> Command:
    """A release of saas-metrics on billing lines; it writes its tables into a folder if one is given."""
    command = [str(BILLING[name]), "report", str(lines)]
    return [*command, "--out", str(tables)] if tables else command


def script(name: str, *arguments: object) -> Command:
    """One of the scripts beside this one."""
    return [_PYTHON, str(HERE / f"{name}.py"), *map(str, arguments)]


def _asked(folder: Path, last: str, *command: str) -> list[str]:
    return [_CSMETRICS, *command, str(folder), "--period", last, "--format", "json"]
