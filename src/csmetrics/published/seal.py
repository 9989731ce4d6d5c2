"""What an exported store is known by: the SHA-256 and the number of rows of every file, so that nothing else passes."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from csmetrics.errors import StoreError
from csmetrics.paths import not_a_file

MANIFEST = "csmetrics-store.json"
CONTENTS = "contents"
FORM = 2  # of an export; the first had no sums, so that nobody could tell whether it was whole
_NOTHING = "Nothing was imported."


@dataclass(frozen=True, slots=True)
class Seal:
    """What one file was when it was exported."""

    sha256: str
    rows: int

    @classmethod
    def of(cls, name: str, content: bytes) -> "Seal":
        """The seal of a file by its name and its bytes. Raises ValueError where it cannot be read."""
        return cls(hashlib.sha256(content).hexdigest(), _rows_in(name, content))


def seal_folder(folder: Path) -> None:
    """Write down what every file of a finished export is."""
    seals = {name: asdict(Seal.of(name, (folder / name).read_bytes())) for name in _names_in(folder)}
    (folder / MANIFEST).write_text(_manifest(seals), encoding="utf-8", newline="\n")


def sealed_files(folder: Path) -> dict[str, Seal]:
    """What each file of an export was; the files that are there must be those, but are not opened yet.

    Raises StoreError where the folder is no export, where files are missing or have been added, and for old exports.
    """
    seals = _read_manifest(folder)
    there = {name for name in _names_in(folder) if name != MANIFEST}
    missing, added = sorted(set(seals) - there), sorted(there - set(seals))
    if missing:
        more = f", and {added[0]} was not exported" if added else ""
        raise damaged(folder, f"{missing[0]} is missing{more}")
    if added:
        raise damaged(folder, f"{added[0]} was not exported. Take it out")
    return seals


def sealed_bytes(folder: Path, name: str, seals: Mapping[str, Seal]) -> bytes:
    """The bytes of a file of an export. Raises StoreError where they are not those that were exported."""
    if kind := not_a_file(folder / name):
        raise damaged(folder, f"{name} is {kind}, not a file")
    try:
        content = (folder / name).read_bytes()
        whole = Seal.of(name, content) == seals[name]
    except OSError as error:
        raise damaged(folder, f"{name} cannot be read ({error.strerror})") from None
    except (ValueError, csv.Error, pa.ArrowException):
        whole = False
    if not whole:
        raise damaged(folder, f"{name} is not what was exported: it has been altered or cut")
    return content


def damaged(folder: Path, what: str) -> StoreError:
    """The error for an export that is not as it was written."""
    return StoreError(f"{folder} is damaged: {what}. {_NOTHING}")


def _names_in(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path != folder / CONTENTS or path.is_symlink() or not path.is_dir()
    )


def _read_manifest(folder: Path) -> dict[str, Seal]:
    try:
        if kind := not_a_file(folder / MANIFEST):
            raise damaged(folder, f"{MANIFEST} is {kind}, not a file")
        text = (folder / MANIFEST).read_bytes().decode()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(
            f"{folder} is not an export of a store: it has no {MANIFEST}. Name a folder that history --export wrote."
        ) from None
    except OSError as error:
        raise StoreError(f"{folder} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise _altered(folder) from None
    return _seals_in(folder, text)


def _seals_in(folder: Path, text: str) -> dict[str, Seal]:
    try:
        said = json.loads(text)
        form = said["form"]
        if form == 1:
            raise StoreError(
                f"{folder} was exported by an older csmetrics, so nothing shows whether it is complete. {_NOTHING}"
                " Export it again with this version: csmetrics history --store STORE --export FOLDER."
            )
        if form > FORM:
            raise StoreError(f"{folder} was exported by a newer csmetrics. {_NOTHING} Upgrade csmetrics.")
        files = said["files"]
        if text != _manifest(files):
            raise _altered(folder)
        return {name: Seal(**seal) for name, seal in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _altered(folder) from None


def _altered(folder: Path) -> StoreError:
    return damaged(folder, f"{MANIFEST} is not what was exported: it has been altered or cut")


def _manifest(files: Mapping[str, Any]) -> str:
    """The manifest as text, with the SHA-256 of what it says, so that it cannot be altered unseen itself."""
    said = json.dumps(files, sort_keys=True)
    sha256 = hashlib.sha256(said.encode()).hexdigest()
    return json.dumps({"form": FORM, "files": dict(sorted(files.items())), "sha256": sha256}, indent=1) + "\n"


def _rows_in(name: str, content: bytes) -> int:
    if name.endswith(".csv"):
        csv.field_size_limit(2**31 - 1)  # a restatement is one cell
        return sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""), strict=True)) - 1
    return pq.ParquetFile(pa.BufferReader(content)).metadata.num_rows if name.endswith(".parquet") else 0
