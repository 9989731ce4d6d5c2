"""A run that is told to stop, by Ctrl-C, by kill or by a terminal that closes: what is half done is taken back."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

CTRL_C = 130  # exit status
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_UNDO: dict[int, Callable[[], object]] = {}


def end_when_told() -> None:
    """From here on a signal to stop ends the process at once with 128 and its number; for the console script alone.

    An exception would do in our own code, but libraries that are being imported, or called back, may swallow it. A
    signal that is ignored, as under nohup, stays ignored.
    """
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            signal.signal(number, _end)


@contextmanager
def undone_when_told(undo: Callable[[], object]) -> Iterator[None]:
    """While this is open, `undo` takes back what is half done if the process is told to stop."""
    token = remember(undo)
    try:
        yield
    finally:
        forget(token)


def remember(undo: Callable[[], object]) -> int:
    """Have `undo` called if the process is told to stop; returns what `forget` wants."""
    token = max(_UNDO, default=0) + 1
    _UNDO[token] = undo
    return token


def forget(token: int) -> None:
    """There is nothing to take back any more."""
    _UNDO.pop(token, None)


def _end(number: int, _frame: Any) -> None:
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    for token in sorted(_UNDO, reverse=True):
        with suppress(BaseException):  # what cannot be taken back now a later run sweeps
            _UNDO[token]()
    os._exit(128 + number)
