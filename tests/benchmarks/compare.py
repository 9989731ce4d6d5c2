"""The figures of the contestants beside ours, before any time counts."""

import csv
import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from contestants import PEERS, billing, script
from measure import Command

Figures = Mapping[str, Mapping[str, int]]  # by month and name

# Theirs, ours. They tell new customers from returned ones by what was billed at closes, we by any day ever paid.
CUSTOMERS = {
    "new_logos+reactivated_logos": "customers_new+customers_returned",
    "churned_logos": "customers_churned",
    "active_logos": "customers_end",
}
REVENUE = {
    "beginning": "mrr_start",
    "new_logo+reactivation": "mrr_new+mrr_returned",
    "expansion": "mrr_expansion",
    "contraction": "mrr_contraction",
    "churn": "mrr_churned",
    "ending": "mrr_end",
}
MILLION = 12_000_000  # recurring money is tallied by the year, in millionths
ROUNDING = 12 * (5_000 + 1)  # of a line in cents, in millionths a year; they add them up in floating point


class DifferentError(Exception):
    """A figure that differs: there is no race."""


@dataclass(frozen=True, slots=True)
class Revenue:
    """What a comparison with saas-metrics found.

    How many figures agree, how many lines there were, and how many customers are new to them who had paid between two
    closes before, so that they returned to us.
    """

    figures: int
    lines: int
    told_apart: int


def with_peer(folder: Path, last: str, months: int, peer: str = "DuckDB") -> int:
    """Every figure that a peer gives is ours too, to the millionth; returns how many were compared."""
    ours, theirs = (lines_of(script(name, folder, last, months)) for name in ("ours", PEERS[peer]))
    return same(ours, theirs, peer)


def same(ours: Figures, theirs: Figures, peer: str = "DuckDB") -> int:
    """How many figures are theirs, when all of them are ours too. Raises DifferentError."""
    for month, figures in theirs.items():
        for name, value in figures.items():
            if ours[month][name] != value:
                raise DifferentError(f"{month} {name}: csmetrics {ours[month][name]}, {peer} {value}")
    return sum(map(len, theirs.values()))


def with_billing(name: str, ours: Figures, lines: Path, tables: Path) -> Revenue:
    """Customers are the same as those of saas-metrics, revenue to what the cents of the lines allow."""
    subprocess.run(billing(name, lines, tables), capture_output=True, check=True)
    with (tables / "waterfall.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["period_end"][:7]: row for row in csv.DictReader(file)}
    with lines.open(encoding="utf-8", newline="") as file:
        count = Counter(row["period"][:7] for row in csv.DictReader(file))
    return same_revenue(ours, theirs, count)


def same_revenue(ours: Figures, theirs: Mapping[str, Mapping[str, str]], lines: Mapping[str, int]) -> Revenue:
    """The same of figures in hand, and of the lines of each month; those at both its edges may be rounded."""
    months = list(ours)[1:]
    for before, month in pairwise(ours):
        rounding = ROUNDING * (lines[before] + lines[month])
        for of, scale, tolerance in ((CUSTOMERS, 1, 0), (REVENUE, MILLION, rounding)):
            for names, our_names in of.items():
                their = sum(float(theirs[month][name]) for name in names.split("+")) * scale
                our = sum(ours[month][name] for name in our_names.split("+"))
                if abs(their - our) > tolerance:
                    raise DifferentError(f"{month} {our_names}: csmetrics {our}, saas-metrics {their:.0f}")
    new = sum(int(float(theirs[month]["new_logos"])) - ours[month]["customers_new"] for month in months)
    return Revenue(len(months) * (len(CUSTOMERS) + len(REVENUE)), sum(lines.values()), new)


def lines_of(command: Command) -> dict[str, dict[str, int]]:
    """What a script prints, a month a line."""
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.pop("month"): line for line in map(json.loads, run.stdout.splitlines())}
