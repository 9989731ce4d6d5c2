"""Whole processes, in turn: how long each takes and the most memory it holds."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Timer

Command = Sequence[str]
SLOW, SELDOM = 10.0, 3  # what takes so many seconds runs so often, and no more


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of some runs in seconds, the fastest and the slowest, and the peak memory of any in MiB."""

    seconds: float
    fastest: float
    slowest: float
    peak: float


def once(command: Command, limit: float | None = None) -> tuple[float, float] | None:
    """Seconds and peak MiB of one run; None if it took longer than the limit and was stopped."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stop = Timer(limit or 0, child.kill)
    if limit:
        stop.start()
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - began
    stop.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if limit and taken >= limit:
        return None
    if child.returncode:
        raise SystemExit(f"exit status {child.returncode}: {' '.join(command)}")
    return taken, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def in_turn(commands: Mapping[str, Command], runs: int) -> dict[str, Measured]:
    """Each command so many times, all of them in every round, after a round that does not count."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for attempt in range(runs + 1):
        for name, command in commands.items():
            before = taken[name]
            if attempt > SELDOM and before[0][0] > SLOW:
                continue
            if run := once(command):
                before.append(run)
    return {name: _summary(found[1:]) for name, found in taken.items()}


def _summary(found: Sequence[tuple[float, float]]) -> Measured:
    seconds = [taken for taken, _ in found]
    return Measured(statistics.median(seconds), min(seconds), max(seconds), max(peak for _, peak in found))
