"""The formats in which anything can be written. A new one is a file in this folder and a line in FORMATS.

The file is called like the format and has a function `write(sheet, canvas)` that returns text or bytes, or
the pieces of a text that may be long.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from csmetrics.output.page import Page

if TYPE_CHECKING:
    from csmetrics.output.fields import Field

LineRows: TypeAlias = "Iterable[list[Any]]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A thing that can be written: its page for people, its values for JSON, its rows (header first) for CSV.

    A workbook knows beside that what the columns of the rows are, what is said about them, and the files read; or it is
    a `book` of its own.
    """

    page: Callable[[], Page]
    values: Callable[[], Mapping[str, Any]]
    rows: Callable[[], LineRows]
    columns: "Callable[[], Sequence[Field]]" = tuple
    about: Callable[[], Page] = tuple
    sources: Iterable[Any] = ()
    book: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a page is drawn on: how many letters wide, and whether there is colour."""

    width: int = 80
    colour: bool = False


class Write(Protocol):
    """What the file of a format has to offer."""

    def __call__(self, sheet: Sheet, canvas: Canvas) -> str | bytes | Iterator[str]:
        """The sheet in the format, all of it or piece by piece."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ends of file names that tell it, who reads it, whether it says that it is UTF-8.

    What is drawn `in_browser` has pictures, and room for what opens.
    """

    name: str
    suffixes: tuple[str, ...]
    for_people: bool = False
    binary: bool = False
    says_utf8: bool = False
    in_browser: bool = False

    def pieces(self, sheet: Sheet, canvas: Canvas) -> Iterator[str | bytes]:
        """The sheet in this format, piece by piece; the other formats, rich above all, take time to import."""
        write: Write = importlib.import_module(f"csmetrics.output.formats.{self.name}").write
        written = write(sheet, canvas)
        return iter((written,)) if isinstance(written, (str, bytes)) else written

    def write(self, sheet: Sheet, canvas: Canvas | None = None) -> str | bytes:
        """The sheet in this format as a whole."""
        found = list(self.pieces(sheet, canvas or Canvas()))
        texts = [piece for piece in found if isinstance(piece, str)]
        return "".join(texts) if texts or not found else found[0]


FORMATS = {
    each.name: each
    for each in (
        Format("table", (".txt",), for_people=True),
        Format("json", (".json",)),
        Format("csv", (".csv",)),
        Format("markdown", (".md", ".markdown"), for_people=True),
        Format("html", (".html", ".htm"), for_people=True, says_utf8=True, in_browser=True),
        Format("pdf", (".pdf",), for_people=True, binary=True, in_browser=True),
        Format("xlsx", (".xlsx",), binary=True),
    )
}
DEFAULT = FORMATS["table"]


def format_of(path: PurePath) -> Format | None:
    """The format that the name of a file tells."""
    ending = path.suffix.lower()
    return next((each for each in FORMATS.values() if ending in each.suffixes), None)
