"""A run that is told to stop, by Ctrl-C, by kill or by a terminal that closes: what is half done is taken back.

It is the first module that the console script loads, and Ctrl-C may come while it does: so it loads next to nothing.
"""

import _signal  # type: ignore[import-not-found]  # what signal is made of, without the classes around it
import os

TYPE_CHECKING = False  # typing takes longer to load than all of this
if TYPE_CHECKING:
    from collections.abc import Callable

CTRL_C = 130  # exit status
_SIGNALS = [getattr(_signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(_signal, name)]  # Windows
_UNDO: "dict[int, Callable[[], object]]" = {}


def end_when_told() -> None:
    """From here on a signal to stop ends the process at once with 128 and its number; for the console script alone.

    An exception would do in our own code, but libraries that are being imported, or called back, may swallow it. A
    signal that is ignored, as under nohup, stays ignored.
    """
    for number in _SIGNALS:
        if _signal.getsignal(number) not in (_signal.SIG_IGN, None):
            _signal.signal(number, _end)


def done() -> None:
    """All is done and said: a signal that comes while the interpreter clears up is ignored.

    Else it would take the handlers away first, and the signal would kill a run that has succeeded.
    """
    for number in _SIGNALS:
        if _signal.getsignal(number) is _end:
            _signal.signal(number, _signal.SIG_IGN)


class undone_when_stopped:  # noqa: N801  # used as a function
    """While the block is open, `undo` takes back what is half done if the process is told to stop."""

    def __init__(self, undo: "Callable[[], object]") -> None:
        self._undo = undo

    def __enter__(self) -> None:
        self._token = remember(self._undo)

    def __exit__(self, *_error: object) -> None:
        forget(self._token)


def remember(undo: "Callable[[], object]") -> int:
    """Have `undo` called if the process is told to stop; returns what `forget` wants."""
    token = max(_UNDO, default=0) + 1
    _UNDO[token] = undo
    return token


def forget(token: int) -> None:
    """There is nothing to take back any more."""
    _UNDO.pop(token, None)


def _end(number: int, _frame: object) -> None:
    for other in _SIGNALS:
        _signal.signal(other, _signal.SIG_IGN)
    for token in sorted(_UNDO, reverse=True):
        try:  # noqa: SIM105  # contextlib need not be loaded
            _UNDO[token]()
        except BaseException:  # noqa: BLE001, S110  # what cannot be taken back now a later run sweeps
            pass
    os._exit(128 + number)
