"""A file as a source: what the disk says of it, whatever form it has."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csmetrics.config import TableConfig
from csmetrics.errors import DataError, FileProblemError, whole
from csmetrics.paths import not_a_file
from csmetrics.sources.source import Places


class FileSource:
    """What all files have in common; a kind of file adds its header and its batches."""

    typed = False

    def __init__(self, path: Path, settings: TableConfig) -> None:
        self.path, self.settings = path, settings
        self.places = Places(path.name, settings.header_row or 1)

    def size(self) -> int:
        """The bytes of the file; none where there is no file, which whoever reads it will say."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def fingerprint(self) -> str:
        """The SHA-256 of the file. Raises DataError."""
        refuse_other_kinds(self.path)
        try:
            if not self.path.is_file():  # opening a pipe would wait for somebody who writes
                raise DataError(f"{self.path} cannot be read: it is no file.")
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, lambda: hashlib.sha256(usedforsecurity=False)).hexdigest()
        except OSError as error:
            raise DataError(f"{self.path} cannot be read: {error.strerror}.") from None


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Open a file inside; that it is a folder, or may not or cannot be read, is said."""
    refuse_other_kinds(path)
    try:
        yield
    except FileNotFoundError:
        gone = "this is a link to a file that is not there" if path.is_symlink() else "the file is no longer there"
        raise whole(path.name, gone, "Put the file in its place.") from None
    except PermissionError:
        raise whole(path.name, "the file may not be read", "Give yourself the right to read it (chmod u+r).") from None
    except OSError as error:
        raise unreadable(path.name, error) from None


def refuse_other_kinds(path: Path) -> None:
    """A folder, a pipe or a device in the place of a file is said, and never opened: it may have no end."""
    if kind := not_a_file(path):
        raise whole(path.name, f"this is {kind}, not a file", "Put the file itself in its place.")


def unreadable(name: str, error: OSError) -> FileProblemError:
    """The error for a file that the disk does not give."""
    return whole(name, f"the file cannot be read ({error.strerror})", "Check the disk or the link.")
