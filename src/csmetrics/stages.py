"""Where the time of a run goes, stage by stage. While nobody asks, a stage is a name and nothing is measured."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ContextDecorator, contextmanager
from threading import Lock, get_ident
from time import perf_counter
from typing import Literal, TypeVar

Stage = Literal["start", "read", "entries", "tallies", "metrics", "explain", "store", "render"]
STAGES: Mapping[Stage, str] = {
    "start": "the interpreter, imports, and what is in no other stage",
    "read": "files to checked tables",
    "entries": "tables to entries",
    "tallies": "entries to sums",
    "metrics": "sums to figures and remarks",
    "explain": "figures to the customers and rows behind them",
    "store": "published figures, read, compared and written",
    "render": "figures to text",
}
_Work = TypeVar("_Work", bound=Callable[..., object])


class Clock:
    """Wall time by stage since a reading of perf_counter, in the order of `STAGES`.

    A stage within another takes its time away from the outer one. Where threads work side by side, each moment is
    divided equally among the stages that they are in, so the stages always add up to the wall time.
    """

    def __init__(self, began: float) -> None:
        self._lock = Lock()
        self._last = began
        self._seconds: dict[Stage, float] = {"start": 0.0}
        self._inside: dict[int, list[Stage | None]] = {get_ident(): ["start"]}

    def enter(self, name: Stage | None) -> None:
        """The calling thread is in a stage from here on; in none, if it merely waits for others."""
        with self._lock:
            self._divide()
            self._inside.setdefault(get_ident(), []).append(name)

    def leave(self) -> None:
        """The calling thread is again where it was before it entered."""
        with self._lock:
            self._divide()
            within = self._inside[get_ident()]
            within.pop()
            if not within:
                del self._inside[get_ident()]

    def here(self) -> Stage | None:
        """The stage that the calling thread is in."""
        return self._inside.get(get_ident(), [None])[-1]

    def seconds(self) -> dict[Stage, float]:
        """The wall time so far of each stage that occurred."""
        with self._lock:
            self._divide()
            return {name: self._seconds[name] for name in STAGES if name in self._seconds}

    def _divide(self) -> None:
        """Give the time since the last change to the stages that threads have been in since, in equal parts."""
        now = perf_counter()
        busy: list[Stage] = [name for within in self._inside.values() if (name := within[-1])] or ["start"]
        for name in busy:
            self._seconds[name] = self._seconds.get(name, 0.0) + (now - self._last) / len(busy)
        self._last = now


_running: list[Clock] = []


class stage(ContextDecorator):  # noqa: N801  # reads like the functions of contextlib
    """What is done within, or by the function that it decorates, belongs to a stage."""

    def __init__(self, name: Stage | None) -> None:
        self._name = name

    def __enter__(self) -> None:
        """Let the clock know, if there is one."""
        if _running:
            _running[-1].enter(self._name)

    def __exit__(self, *_: object) -> None:
        """Back to the stage around it."""
        if _running:
            _running[-1].leave()


@contextmanager
def handing_over(work: _Work) -> Iterator[_Work]:
    """The work as other threads are to do it: in the stage of this one, which waits for them."""
    if not _running:
        yield work
        return
    inside = stage(_running[-1].here())
    with stage(None):
        yield inside(work)


@contextmanager
def clocked(began: float) -> Iterator[Clock]:
    """A clock that runs while what is within is done.

    >>> with clocked(perf_counter()) as clock, stage("read"), stage("entries"):
    ...     pass
    >>> list(clock.seconds())
    ['start', 'read', 'entries']
    """
    clock = Clock(began)
    _running.append(clock)
    try:
        yield clock
    finally:
        _running.remove(clock)
