"""Folders for what must not outlive the run.

A folder is locked as long as its run lives. One that nobody holds was left by a run that was killed: the next run that
makes one in the same place, or reads data, removes it.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from csmetrics.stopping import forget, remember

try:
    import fcntl
except ImportError:  # Windows: nothing is locked, so nothing is swept
    fcntl = None  # type: ignore[assignment]

_NAME = "csmetrics-"  # with a point before it where people look
_HELD = ".rows"  # ends the name once the folder is locked
_ATTEMPTS = 5  # to remove a folder that a thread is still writing into


class Scratch:
    """A folder of which nothing is left when the run ends, whichever way; in TMPDIR, or beside something.

    Raises OSError where it cannot be made.
    """

    def __init__(self, beside: Path | None = None) -> None:
        parent = Path(beside or tempfile.gettempdir())
        sweep(parent)
        made = parent / f"{'.' if beside else ''}{_NAME}{secrets.token_hex(8)}"
        self.folder = made.with_name(made.name + _HELD)
        self._token = remember(lambda: _remove(made, self.folder))
        self._lock: int | None = None
        try:
            made.mkdir(mode=0o700)
            self._lock = _lock(made)
            made.rename(self.folder)  # held before anybody takes it for one that was left
        except BaseException:
            _remove(made)
            self.remove()
            raise

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        _remove(self.folder)
        forget(self._token)
        if self._lock is not None:
            with suppress(OSError):
                os.close(self._lock)
            self._lock = None


@contextmanager
def scratch_folder(beside: Path | None = None) -> Iterator[Path]:
    """A folder that is gone when the block ends. Raises OSError where it cannot be made."""
    scratch = Scratch(beside)
    try:
        yield scratch.folder
    finally:
        scratch.remove()


def sweep(parent: Path | None = None) -> None:
    """Remove what runs of this user that were killed have left in a folder, that of TMPDIR if none is named."""
    if fcntl is None:
        return
    with suppress(OSError), os.scandir(parent or tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.removeprefix(".").startswith(_NAME) and entry.name.endswith(_HELD):
                _sweep_folder(Path(entry.path))


def _sweep_folder(folder: Path) -> None:
    with suppress(OSError):
        if folder.is_symlink() or folder.lstat().st_uid != os.geteuid():
            return
        lock = _lock(folder)
        if lock is not None:
            _remove(folder)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Hold a folder; None where another run holds it, or nothing can be held."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _remove(*folders: Path) -> None:
    """Remove folders; a thread that still writes into one does not find it any more."""
    for folder in folders:
        gone = folder.with_name(f"{folder.stem}-gone{folder.suffix}")
        with suppress(OSError):
            folder.rename(gone)
        for each in (gone, folder):
            for _ in range(_ATTEMPTS):
                shutil.rmtree(each, ignore_errors=True)
                if not each.exists():
                    break
