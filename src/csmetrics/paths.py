"""What stands at a path in the place of a file or a folder."""

import errno
import stat
from pathlib import Path

from csmetrics.errors import DataError

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a disk"),
)


def not_a_file(path: Path) -> str:
    """What stands at a path in the place of a file, in words; blank where a file is, or nothing at all.

    >>> not_a_file(Path("examples")), not_a_file(Path("README.md")), not_a_file(Path("nowhere"))
    ('a folder', '', '')
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "a link that leads back to itself"
        return "a link that leads nowhere" if error.errno == errno.ENOENT and path.is_symlink() else ""
    except ValueError:  # a NUL in the name
        return ""
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "")


def names_in(folder: Path) -> list[str]:
    """The names of what a folder holds, sorted. Raises DataError where it cannot be looked into."""
    kind = not_a_file(folder)
    if kind not in ("", "a folder"):
        raise DataError(f"{folder} is {kind}. Give the folder that holds your files.")
    try:
        if not folder.exists():
            raise DataError(f"There is no folder {folder}.")
        if not kind:
            raise DataError(f"{folder} is a file. Give its folder instead: {folder.parent}")
        return sorted(path.name for path in folder.iterdir())
    except PermissionError:
        raise DataError(f"The folder {folder} may not be read. Give yourself the right to read it.") from None
    except OSError as error:  # a name that is too long, a disk that fails
        raise DataError(f"The folder {folder} cannot be read: {error.strerror}.") from None
