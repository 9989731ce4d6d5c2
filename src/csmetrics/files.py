"""What stands at a path in the place of a file."""

import errno
import stat
from pathlib import Path

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
