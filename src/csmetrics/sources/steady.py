"""A file must stay as it is while it is read: half of it may be from before, half from after."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csmetrics.errors import DataError, whole

_State = tuple[object, ...]


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Read a file inside; if it is another one afterwards, that is the error, whatever else was found in it."""
    before = state(path)
    try:
        yield
    except DataError:
        _require_same(path, before)
        raise
    _require_same(path, before)


def state(path: Path) -> _State | None:
    """What tells a file from one that has been cut, written on or replaced; None where there is none to be reached.

    A folder has changed where any file in it has.
    """
    try:
        inside = tuple((each.name, _of_one(each)) for each in sorted(path.iterdir())) if path.is_dir() else ()
        return *_of_one(path), inside
    except OSError:
        return None


def _of_one(path: Path) -> _State:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _require_same(path: Path, before: _State | None) -> None:
    if state(path) != before:
        fix = "Wait until whatever writes it has ended, and run this again."
        raise whole(path.name, "the file was changed while it was read", fix) from None
