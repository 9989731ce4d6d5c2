"""A sign of life on stderr when the work takes long, and none when nobody watches."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from csmetrics.stopping import undone_when_stopped

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0  # seconds before anything is shown


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show what is being done if it takes over a second; gone without a trace when it is done."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield
        return
    shown: list[Progress] = []
    timer = threading.Timer(PATIENCE, lambda: shown.append(_started(what)))
    timer.daemon = True
    timer.start()
    try:
        with undone_when_stopped(_show_cursor):
            yield
    finally:
        timer.cancel()
        timer.join()
        for progress in shown:
            progress.stop()


def _show_cursor() -> None:
    """What is shown while working hides it."""
    sys.stderr.write("\r\x1b[2K\x1b[?25h")
    sys.stderr.flush()


def _started(what: str) -> "Progress":
    from rich.console import Console  # noqa: PLC0415  # slow to import, seldom needed
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn()
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task(what.encode(errors="replace").decode(), total=None)  # a folder's name may be no text
    progress.start()
    return progress
