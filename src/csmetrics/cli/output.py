"""Where a report goes: stdout, or a file that is written whole or not at all."""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csmetrics.cli.terminal import is_watched, page_width, shows_colour, shows_text, terminal_width
from csmetrics.errors import OutputError
from csmetrics.output.formats import Canvas, Format, Sheet
from csmetrics.output.sparkline import BLOCKS
from csmetrics.paths import not_a_file
from csmetrics.stages import stage

_PLAINER = str.maketrans(
    {"\N{EM DASH}": "-", "\N{EN DASH}": "-", "…": "..."} | dict(zip(BLOCKS, "12345678", strict=True))
)
_NEVER_WRITTEN = ("a socket", "a disk", "a link that leads back to itself")


@dataclass(frozen=True, slots=True)
class Output:
    """The format asked for, the file if any, and whether a pager may stand between stdout and the terminal."""

    format: Format
    path: Path | None = None
    paged: bool = False

    @property
    def for_people(self) -> bool:
        """Whether it is read by people and not by programs."""
        return self.format.for_people

    @property
    def width(self) -> int:
        """The width of what is written: the terminal's, or that of a page in a file."""
        return terminal_width() if self.path is None else page_width()

    @property
    def to_terminal(self) -> bool:
        """Whether it goes to a screen, not to a file or a pipe."""
        return self.path is None and shows_text()

    @stage("render")
    def show(self, sheet: Sheet, inputs: Iterable[Path] = ()) -> None:
        """Write the sheet; `inputs` are the files it was made from, which it must not replace.

        Raises OutputError.
        """
        if self.path is None:
            self._to_stdout(self.format.pieces(sheet, Canvas(self.width, shows_colour())))
            return
        if self._is_one_of(inputs):
            raise OutputError(f"{self.path} is one of the files that were read. Name another file after --output.")
        pieces = self.format.pieces(sheet, Canvas(self.width))
        write_whole(self.path, (each if isinstance(each, bytes) else each.encode(errors="replace") for each in pieces))

    def _is_one_of(self, inputs: Iterable[Path]) -> bool:
        if self.path is None:
            return False
        try:
            return self.path.exists() and any(each.exists() and self.path.samefile(each) for each in inputs)
        except OSError as error:  # a folder that may not be entered, for one
            raise OutputError(f"{self.path} cannot be written: {error.strerror}.") from None

    def _to_stdout(self, pieces: Iterable[str | bytes]) -> None:
        """Bytes as they are; what programs read and pages in UTF-8, other text in the encoding of the terminal."""
        if sys.stdout is None:
            return
        as_terminal = self.for_people and not self.format.says_utf8
        encoding = sys.stdout.encoding if as_terminal and sys.stdout.encoding else "utf-8"
        if self.paged and self.for_people and not self.format.in_browser and is_watched():
            text = "".join(map(str, pieces))
            if _is_paged(text, encoding):
                return
            pieces = (text,)
        try:
            for each in pieces:
                sys.stdout.buffer.write(each if isinstance(each, bytes) else encoded(each, encoding))
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read it has had enough
            _silence_stdout()
        except OSError as error:
            _silence_stdout()
            raise OutputError(f"The output cannot be written: {error.strerror}.") from None


def _is_paged(text: str, encoding: str) -> bool:
    """Show the text in a pager, if there is to be one; False where it is still to be written."""
    from csmetrics.cli.pager import page, pager  # noqa: PLC0415  # most output goes past it

    command = pager(text)
    return bool(command) and page(command, encoded(text, encoding), encoding)


def encoded(text: str, encoding: str) -> bytes:
    """The text in an encoding; where that has no dashes, dots and blocks of print, plain signs stand in."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAINER).encode(encoding, errors="replace")


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file so that at no moment half of it is there; a device or pipe is simply written to.

    Raises OutputError; the file is then as it was before.
    """
    try:
        target, kind = _target(path)
        if kind:
            _write_through(path, pieces)
        else:
            _replace(target, pieces)
    except OSError as error:  # a name may be too long, a disk full
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from None


def _target(path: Path) -> tuple[Path, str]:
    """Where it is written, and what stands there that is no file. Raises OutputError, OSError."""
    try:
        target = Path(os.path.realpath(path))
        kind = not_a_file(target)
    except ValueError as error:  # a name may hold a NUL
        raise OutputError(f"{path} cannot be written: {error}.") from None
    if kind == "a folder":
        raise OutputError(f"{path} is a folder. Name a file in it.")
    if kind in _NEVER_WRITTEN:
        raise OutputError(f"{path} is {kind}. Name a file after --output.")
    if not target.parent.is_dir():
        missing = target.parent if path.is_symlink() else path.parent
        raise OutputError(f"{path} cannot be written: there is no folder {missing}.")
    return target, kind


def _write_through(path: Path, pieces: Iterable[bytes]) -> None:
    """Write to a device or a pipe; a pipe that nobody reads would keep us waiting for ever."""
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO and not_a_file(path) == "a pipe":
            raise OutputError(f"{path} is a pipe, and nobody reads it. Start its reader first.") from None
        raise
    with os.fdopen(handle, "wb") as file:
        os.set_blocking(handle, True)
        file.writelines(pieces)


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    from csmetrics.scratch import scratch_folder  # noqa: PLC0415  # most output goes to stdout

    with scratch_folder(beside=target.parent) as folder:
        made = folder / "output"
        with made.open("xb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(_mode(target))
        made.replace(target)


def _mode(target: Path) -> int:
    """The permissions of the file replaced, or those that a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _silence_stdout() -> None:
    """Keep the interpreter from trying again when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
