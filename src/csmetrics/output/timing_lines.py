"""Where the time of a run went, as lines for people."""

from collections.abc import Iterator, Mapping

from csmetrics.output.readable import show_seconds, show_whole_percent
from csmetrics.stages import STAGES, Stage

MIB = 1 << 20


def render_timings(seconds: Mapping[Stage, float], peak: int | None) -> Iterator[str]:
    """A line for each stage with its share of the whole, the whole, and the peak memory (bytes) where it is known.

    >>> for line in render_timings({"start": 0.304, "read": 1.2}, 300 << 20):
    ...     print(line)
      start     0.30 s   20 %  the interpreter, imports, and what is in no other stage
      read      1.20 s   80 %  files to checked tables
      whole     1.50 s  100 %
      memory   300 MiB         at most
    """
    whole = sum(seconds.values())
    for name, taken in seconds.items():
        yield _line(name, show_seconds(taken), f"{show_whole_percent(taken / whole)} %", STAGES[name])
    yield _line("whole", show_seconds(whole), "100 %")
    if peak is not None:
        yield _line("memory", f"{peak // MIB:,} MiB", "", "at most")


def _line(name: str, value: str, share: str, meaning: str = "") -> str:
    return f"  {name:7}{value:>9}{share:>7}  {meaning}".rstrip()
