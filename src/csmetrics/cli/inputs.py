"""The files a command reads, which its output must not replace."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from csmetrics.tables.source import Source


def files_read(folder: Path, config: Path | None, sources: Iterable[Source]) -> Iterator[Path]:
    """The configuration and the tables."""
    yield config or folder / "csmetrics.yaml"
    yield from (folder / source.file for source in sources)
