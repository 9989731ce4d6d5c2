"""A CSV that is packed as .gz or .zip: unpacked beside the run, and from there on a CSV as any other."""

import gzip
import weakref
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

from csmetrics.errors import FileProblemError, whole
from csmetrics.scratch import Scratch
from csmetrics.sources.archives import DAMAGED
from csmetrics.sources.csv_files.content import HEAD
from csmetrics.sources.csv_files.source import CsvSource
from csmetrics.sources.csv_files.text import TextFile, header_in, load
from csmetrics.sources.file_source import readable
from csmetrics.sources.tabs import parted_as_named

LARGEST = 4 << 30  # bytes that a packed file may hold
BLOCK = 1 << 20
_NO_SUSPICION = 64 << 20  # bytes that may be made of any file
_SWELLS = 200  # times: rows that are no joke pack to a tenth, those that are all alike to a hundredth
_USUAL = 4  # times, as far as the file does not say
_LENGTH = 4  # bytes at the end of a gzip, which say how long its last member is
_ENCRYPTED = 0x1  # a flag of a member of a zip
_OWN = ("__macosx/", ".", "_")  # how the names begin of what archivers put in for themselves


class PackedSource(CsvSource, ABC):
    """A CSV within another file. It is called by the name of that file, for this is what lies in the folder."""

    what: ClassVar[str]

    @abstractmethod
    def member(self, disk: BinaryIO) -> AbstractContextManager[tuple[str, BinaryIO]]:
        """The one table inside, opened, and its name. Raises DataError."""

    def peeked(self) -> tuple[str, ...]:
        """The header, of the beginning of what is packed alone. Raises DataError."""
        with readable(self.path), self._sound(), self.path.open("rb") as disk, self.member(disk) as (name, packed):
            return header_in(packed.read(HEAD), self.path.name, parted_as_named(name, self.settings))

    @cached_property
    def _as_it_stands(self) -> TextFile:
        scratch = self._scratch()
        weakref.finalize(self, scratch.remove)
        target = scratch.folder / self.path.name  # so that whatever is said of it names the file in the folder
        with readable(self.path), self._sound(), self.path.open("rb") as disk, self.member(disk) as (name, packed):
            self._unpack(packed, target)
        self.settings = parted_as_named(name, self.settings)
        return load(target, self.settings)

    def _scratch(self) -> Scratch:
        try:
            return Scratch()
        except OSError as error:
            raise self.no_room(error) from None

    def _unpack(self, packed: BinaryIO, target: Path) -> None:
        most = min(LARGEST, max(_NO_SUSPICION, _SWELLS * self.path.stat().st_size))
        written = 0
        with target.open("wb") as made:
            while block := packed.read(BLOCK):
                written += len(block)
                if written > most:
                    raise self.too_large()
                try:
                    made.write(block)
                except OSError as error:
                    raise self.no_room(error) from None

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """Unpack inside; what the file is not is said."""
        try:
            yield
        except DAMAGED:
            raise whole(self.path.name, f"not a {self.what}, or a damaged one", "Fetch or pack it again.") from None

    def too_large(self) -> FileProblemError:
        """The error for a file that holds more than anybody packs in good faith."""
        said = f"unpacked it is larger than {LARGEST >> 30} GB, or than {_SWELLS} times the file"
        return whole(self.path.name, said, "If that is right, unpack it yourself.")

    def no_room(self, error: OSError) -> FileProblemError:
        """The error for a disk that has no room for what is inside."""
        fix = "Make room, or name a folder on another disk in TMPDIR."
        return whole(self.path.name, f"it cannot be unpacked ({error.strerror})", fix)


class GzipSource(PackedSource):
    """A CSV that gzip has packed."""

    what = "gzip file"

    def size(self) -> int:
        """Bytes, as the file says of its last member; those of several are a guess."""
        if not (packed := super().size()):
            return 0
        with readable(self.path), self.path.open("rb") as file:
            file.seek(max(packed - _LENGTH, 0))
            return max(int.from_bytes(file.read(), "little") if packed > _LENGTH else 0, _USUAL * packed)

    @contextmanager
    def member(self, disk: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
        """What is packed; a name without .gz is that of what is inside."""
        with gzip.open(disk) as packed:
            yield self.path.stem, cast("BinaryIO", packed)


class ZipSource(PackedSource):
    """A zip that holds one table as CSV, whatever else lies beside it."""

    what = "zip file"

    def size(self) -> int:
        """Bytes, as the zip says."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                return sum(each.file_size for each in _tables(archive))
        except (OSError, *DAMAGED):
            return super().size()

    @contextmanager
    def member(self, disk: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
        """The one CSV."""
        with zipfile.ZipFile(disk) as archive:
            found = self._one(archive)
            with archive.open(found) as packed:
                yield found.filename, cast("BinaryIO", packed)

    def _one(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        tables = _tables(archive)
        if len(tables) != 1:
            names = ", ".join(each.filename for each in tables or _files(archive)) or "nothing"
            said = f"the zip holds {len(tables) or 'no'} CSV file{'s' if len(tables) > 1 else ''} ({_short(names)})"
            raise whole(self.path.name, said, "Pack one .csv or .tsv alone, or unpack it.")
        if tables[0].flag_bits & _ENCRYPTED:
            raise whole(self.path.name, "the zip is encrypted", "Unpack it with its password.")
        if tables[0].file_size > LARGEST:
            raise self.too_large()
        return tables[0]


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        each
        for each in archive.infolist()
        if not each.is_dir() and not each.filename.lower().startswith(_OWN[0])
        if not each.filename.rpartition("/")[2].startswith(_OWN[1:])
    ]


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [each for each in _files(archive) if each.filename.lower().endswith((".csv", ".tsv"))]


def _short(names: str, most: int = 80) -> str:
    return names if len(names) <= most else f"{names[:most]}..."
