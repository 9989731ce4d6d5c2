"""Credit notes: lines below zero, taken off what runs in their service period."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from csmetrics.sources.source import Places
from csmetrics.tables.shapes.spells_table import Refused

ExactAmount = int | Fraction
_CENT = 10_000  # millionths: what is left below it is rounding


@dataclass(frozen=True, slots=True)
class ServiceLines:
    """Lines with a service period: rows, what lines and credits have in common, days, amounts of so many units."""

    at: np.ndarray
    key: np.ndarray
    start: np.ndarray
    end: np.ndarray
    amount: np.ndarray
    units: np.ndarray


@dataclass(frozen=True, slots=True)
class Net:
    """The spells without credits: the line of each, its days and amount, and the line by whose interval it is paid."""

    line: np.ndarray
    start: np.ndarray
    end: np.ndarray
    amount: np.ndarray
    like: np.ndarray
    refused: tuple[Refused, ...] = ()


@dataclass(slots=True)
class _Run:
    """What is left of a line: from when to when, at how much for its whole service period, and as which row."""

    line: int
    start: int
    end: int
    total: ExactAmount
    like: int


@dataclass(slots=True)
class _Taken:
    """Credits being taken off the lines of one key."""

    lines: ServiceLines
    row: Callable[[int], str]
    runs: list[_Run]
    refused: dict[int, str] = field(default_factory=dict)

    def take(self, by_days: Mapping[tuple[int, int], list[int]]) -> None:
        """All credits, those of whole lines first; those of one service period together."""
        exact = {(run.start, run.end) for run in self.runs}
        for days in sorted(by_days, key=lambda days: (days not in exact, days)):
            off = -sum(total_of(self.lines, at) for at in by_days[days])
            problem = self._whole(days, off) if days in exact else self._part(days, off, min(by_days[days]))
            if problem:
                self.refused |= dict.fromkeys(by_days[days], problem)

    def _whole(self, days: tuple[int, int], off: ExactAmount) -> str:
        """Take credits off the lines of the very same service period, the largest first."""
        same = [run for run in self.runs if (run.start, run.end) == days and run.like == run.line]
        if off - sum(run.total for run in same) > _CENT:
            return f"a credit of more than the lines of its service period ({self._rows(same)})"
        for run in sorted(same, key=lambda run: (-run.total, run.line)):
            taken = min(off, run.total)
            run.total, off = run.total - taken, off - taken
        self.runs = [run for run in self.runs if run not in same or run.total > _CENT]
        return ""

    def _part(self, days: tuple[int, int], off: ExactAmount, line: int) -> str:
        """Take a credit off the end, or the beginning, of the one line that runs in its service period."""
        start, end = days
        around = [run for run in self.runs if run.start <= start and end <= run.end]
        found = [run for run in around if run.start == start or run.end == end]
        if not around:
            return "a credit, and nothing of the customer runs in its service period"
        if not found:
            return f"a credit that neither begins nor ends with a line that runs then ({self._rows(around)})"
        if len(found) > 1:
            return f"a credit that could be of several lines ({self._rows(found)})"
        (run,) = found
        share = Fraction(end - start, int(self.lines.end[run.like] - self.lines.start[run.like]))
        left = run.total - off / share
        if left * share < -_CENT:
            return f"a credit of more than what runs in its service period ({self._rows(found)})"
        if left * share > _CENT:
            self.runs.append(_Run(line, start, end, left, run.like))
        if run.end == end:
            run.end = start
        else:
            run.start = end
        self.runs = [run for run in self.runs if run.start < run.end]
        return ""

    def _rows(self, runs: Iterable[_Run]) -> str:
        return ", ".join(self.row(line) for line in sorted({run.line for run in runs})[:3])


def total_of(lines: ServiceLines, at: int) -> ExactAmount:
    """What a line comes to, in millionths."""
    return int(lines.amount[at]) * _units(lines, at)


def _units(lines: ServiceLines, at: int) -> ExactAmount:
    """The units of a line, as the decimal that was written."""
    units = float(lines.units[at])
    return int(units) if units.is_integer() else Fraction(str(units))


def without_credits(lines: ServiceLines, places: Places, numbers: np.ndarray) -> Net:
    """The lines without what credit notes take off; a credit that nothing can be taken off is refused."""
    credit = lines.amount < 0
    touched = np.isin(lines.key, lines.key[credit])
    plain = np.flatnonzero(~touched)
    runs, refused = _settled(lines, np.flatnonzero(touched), credit, lambda line: places.row(int(numbers[line])))
    line = np.concatenate([plain, np.array([run.line for run in runs], dtype=np.int64)])
    start = np.concatenate([lines.start[plain], np.array([run.start for run in runs], dtype=np.int64)])
    end = np.concatenate([lines.end[plain], np.array([run.end for run in runs], dtype=np.int64)])
    amount = np.concatenate([lines.amount[plain], np.array([_price(lines, run) for run in runs], dtype=np.int64)])
    like = np.concatenate([plain, np.array([run.like for run in runs], dtype=np.int64)])
    order = np.argsort(line)
    at = np.array(sorted(refused), dtype=np.int64)
    problems = [refused[each] for each in at.tolist()]
    fix = "Give the credit the service period that it is for, or remove the row."
    wrong = (Refused(lines.at[at], "amount", problems, fix),) if len(at) else ()
    return Net(line[order], start[order], end[order], amount[order], like[order], wrong)


def _price(lines: ServiceLines, run: _Run) -> int:
    """What is left of the price of one unit, in whole millionths."""
    if run.like == run.line and run.total == total_of(lines, run.line):
        return int(lines.amount[run.line])
    units = _units(lines, run.like)
    return round(run.total if units == 1 else Fraction(run.total) / units)


def _settled(
    lines: ServiceLines, at: np.ndarray, credit: np.ndarray, row: Callable[[int], str]
) -> tuple[list[_Run], dict[int, str]]:
    """What is left of some lines, key by key, and which credits are refused."""
    runs: dict[int, list[_Run]] = defaultdict(list)
    off: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for line in at.tolist():
        key, start, end = int(lines.key[line]), int(lines.start[line]), int(lines.end[line])
        if credit[line]:
            off[key][start, end].append(line)
        else:
            runs[key].append(_Run(line, start, end, total_of(lines, line), line))
    left: list[_Run] = []
    refused: dict[int, str] = {}
    for key, theirs in off.items():
        taken = _Taken(lines, row, runs[key])
        taken.take(theirs)
        left += taken.runs
        refused |= taken.refused
    return left, refused
