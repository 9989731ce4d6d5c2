"""The files a command reads, which its output must not replace."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from csmetrics.errors import OutputError
from csmetrics.sources.databases.names import database_files, is_database
from csmetrics.tables.file_record import Source

_EXPORTED = "csmetrics-store.json"  # stands in the folder that history --export writes
_SQLITE = b"SQLite format 3\0"


def files_read(data: str | Path, config: Path | None, sources: Iterable[Source]) -> Iterator[Path]:
    """The configuration and the tables, or the file of a database."""
    if config or not is_database(data):
        yield config or Path(data) / "csmetrics.yaml"
    files = (file for source in sources for file in source.files or (source.file,))
    yield from [Path(data)] if is_database(data) else (Path(data) / file for file in files)


def refuse_to_replace(output: Path, asked: Mapping[str, Any]) -> None:
    """Before anything is done: the output must be none of the files that a command with these options reads or keeps.

    Raises OutputError, and what the configuration and the folder raise where they cannot be read.
    """
    try:
        for what, path in _named(asked):
            if _same(output, path):
                raise OutputError(f"{output} is {what}. Name another file after --output.")
        _refuse_kept(output)
    except (OSError, ValueError) as error:  # a folder that may not be entered, for one
        said = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"{output} cannot be written: {said}.") from None


def _refuse_kept(output: Path) -> None:
    """What no output replaces, whichever command it is of: a database, and the parts of an exported store."""
    target = Path(os.path.realpath(output))
    for folder in target.parents[:2]:
        if (folder / _EXPORTED).is_file():
            raise OutputError(f"{output} is in an export of a store. Name a file in another folder after --output.")
    if target.is_file():
        with target.open("rb") as file:
            if file.read(len(_SQLITE)) == _SQLITE:
                raise OutputError(f"{output} is a database. Name another file after --output.")


def _every_file(folder: Path | None) -> Iterator[tuple[str, Path]]:
    """The files of a folder, all of which are looked at."""
    for path in folder.iterdir() if folder and folder.is_dir() else ():
        yield "one of the files that were read", path


def _named(asked: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Each file that the options name, or stand for, and what it is."""
    if "config" not in asked:
        yield from _every_file(asked.get("data"))
        return
    from csmetrics import api  # noqa: PLC0415  # slow to import, and most output goes to stdout
    from csmetrics.layouts import own_layouts  # noqa: PLC0415  # as above
    from csmetrics.layouts.folder import with_layouts  # noqa: PLC0415  # as above
    from csmetrics.sources.opening import paths_of  # noqa: PLC0415  # as above
    from csmetrics.tables.table_files import table_files  # noqa: PLC0415  # as above

    data = asked.get("data")
    folder = None if data is None or is_database(data) else data
    config = asked["config"] or (folder or Path()) / "csmetrics.yaml"
    if config.exists():
        yield "one of the files that were read", config
    settings = api.configuration(folder or Path(), asked["config"])
    yield from (("the database that is read", path) for path in database_files(data or Path(), settings))
    if folder:
        yield from (("one of the files that were read", path) for path in own_layouts(folder))
        tables = table_files(folder, with_layouts(folder, settings)).values()
        yield from (("one of the files that were read", path) for found in tables for path in paths_of(found))
    if "store" in asked:
        for at, path in enumerate(api.store_files(asked["store"], settings)):
            yield "a part of the store" if at else "the store", path


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would if it were there."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    return one.exists() and other.exists() and one.samefile(other)
