"""--timings: where the time of the whole process went, on stderr, once the work is done."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from csmetrics.cli.messages import say_timings
from csmetrics.stages import clocked


@contextmanager
def timed() -> Iterator[None]:
    """Say where the time has gone when the command within has ended; not if it was never understood or has a bug."""
    with clocked(time.perf_counter() - _age()) as clock:
        try:
            yield
        except click.exceptions.Exit:
            say_timings(clock.seconds(), _peak_memory())
            raise
        say_timings(clock.seconds(), _peak_memory())


def _age() -> float:
    """How many seconds ago this process began; where the system does not tell, how long it has computed."""
    try:
        began = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, AttributeError):  # no Linux
        return time.process_time()


def _peak_memory() -> int | None:
    """The most memory that this process ever held, in bytes; None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
