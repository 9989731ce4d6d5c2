"""How much memory there is, and whether the files of a folder fit into the share of it that they may take."""

import os
from pathlib import Path

from csmetrics.config import Config
from csmetrics.stages import stage
from csmetrics.tables.files import table_files

MOST = 256  # partitions
_UNKNOWN = 8 << 30  # bytes of memory, where the system does not say
_LIMIT = Path("/sys/fs/cgroup/memory.max")


@stage("read")
def partitions_needed(folder: Path, config: Config) -> int:
    """How many partitions hold so little each that it takes half the share of memory declared; 1 where all fits."""
    files = table_files(folder, config).values()
    size = sum(path.stat().st_size for path in files if path.is_file())  # what else is there is said when it is read
    share = config.memory_share * memory()
    return 1 if size <= share else min(int(2 * size / share) + 1, MOST)


def _size(path: Path) -> int:
    """The bytes of a file; none where it cannot be reached, which whoever reads it will say."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def memory() -> int:
    """Bytes of memory that this process may hope for: the machine's, or less where a limit is set.

    >>> memory() > 0
    True
    """
    try:
        found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on Windows
        found = _UNKNOWN
    try:
        return min(found, int(_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no such file, or "max"
        return found
