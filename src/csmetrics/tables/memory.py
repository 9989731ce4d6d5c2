"""How much memory there is, and whether the files of a folder fit into the share of it that they may take."""

import os
from pathlib import Path

from csmetrics.config import Config
from csmetrics.sources.opening import source_of
from csmetrics.stages import stage
from csmetrics.tables.table_files import table_files

MOST = 256  # partitions
_UNKNOWN = 8 << 30  # bytes of memory, where the system does not say
_LIMIT = Path("/sys/fs/cgroup/memory.max")


@stage("read")
def partitions_needed(folder: Path, config: Config) -> int:
    """How many partitions hold so little each that it takes half the share of memory declared; 1 where all fits."""
    size = sum(source_of(path, config.table(name)).size() for name, path in table_files(folder, config).items())
    share = config.memory_share * memory()
    return 1 if size <= share else min(int(2 * size / share) + 1, MOST)


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
