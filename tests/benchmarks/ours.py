"""The tallies of csmetrics in the form in which peer.py prints its own, to be compared with them.

python tests/benchmarks/ours.py FOLDER 2025-06 60
"""

import json
import sys
from pathlib import Path

from csmetrics import api
from csmetrics.counting.plan import plan_tallies
from csmetrics.counting.tallying import tally
from csmetrics.periods import parse_period, series


def figures(folder: str, last: str, months: int) -> dict[str, dict[str, int]]:
    """Every tally of so many months, by month and name; where there are several currencies, of dollars alone."""
    only = "USD" if (Path(folder) / "rates.csv").exists() else None
    data = api.read(folder, detail=False, currency=only)
    found = tally(data, plan_tallies(data, series(parse_period(last), months)))
    return {
        period.name: {name: int(grid[at, 0]) for name, grid in found.grids.items()}
        for at, period in enumerate(found.periods)
    }


if __name__ == "__main__":
    for month, values in figures(sys.argv[1], sys.argv[2], int(sys.argv[3])).items():
        print(json.dumps({"month": month} | values))
