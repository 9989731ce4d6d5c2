"""What is laid out for people, before anything is drawn: blocks of text and tables.

A thing to be shown becomes a `Page` once; the terminal and Markdown each draw any page.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from csmetrics.output.phrases import as_sentence

if TYPE_CHECKING:
    from csmetrics.output.charts.model import Sparkline

Tone = Literal["plain", "strong", "quiet", "good", "bad"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `code` marks what a person types (names, formulas).

    `heat`, from 0 to 1, becomes the cell's background where there is colour. In a browser `link` leads to the part of
    the page with that anchor, and a small `line` is drawn in the place of the text.
    """

    text: str
    tone: Tone = "plain"
    indent: int = 0
    code: bool = False
    heat: float | None = None
    link: str = ""
    line: "Sparkline | None" = None


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column: its header, and whether it holds numbers, which stand right and are never cut or wrapped.

    Where room is scarce columns that give way are left out whole, those that give way most first; at 0 and below a
    column stays.
    """

    title: str
    number: bool = False
    gives_way: int = 0


@dataclass(frozen=True, slots=True)
class TableSection:
    """Rows under a title of their own; the title may be empty."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """Sections that share columns; `note` is a quiet line beneath, as is what `left_out` says of columns left out."""

    columns: tuple[PageColumn, ...]
    sections: tuple[TableSection, ...]
    note: str = ""
    left_out: Callable[[tuple[PageColumn, ...]], str] | None = None


@dataclass(frozen=True, slots=True)
class Fitting:
    """One table said in several widths, the widest first: a terminal draws the first that fits.

    `paper` is the one for Markdown, which has no width.
    """

    tables: tuple[PageTable, ...]
    paper: PageTable


@dataclass(frozen=True, slots=True)
class Title:
    """What the page is about, or a part of it from level 2 on."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `code` marks what a person types, and `link` the part of the page that it leads to."""

    text: str
    tone: Tone = "plain"
    indent: int = 0
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture made of letters, or a text to be pasted: a function of the width and of whether there is colour."""

    draw: Callable[[int, bool], str]
    language: str = "text"


class Rich(ABC):
    """A block that only a browser draws; the other formats draw what it says `plainly`: see output/rich_blocks.py."""

    __slots__ = ()

    @abstractmethod
    def plainly(self) -> "Iterator[Block]":
        """The same in text and tables."""


Block: TypeAlias = Title | Paragraph | Fitting | Drawing
AnyBlock: TypeAlias = Block | Rich
Page: TypeAlias = tuple[AnyBlock, ...]


def page_of(blocks: Iterable[AnyBlock]) -> Page:
    """The blocks that have something to say."""
    return tuple(block for block in blocks if not isinstance(block, Paragraph) or block.lines)


def plain_page(blocks: Iterable[AnyBlock]) -> Iterator[Block]:
    """The page in blocks that a terminal and Markdown can draw."""
    for block in blocks:
        if isinstance(block, Rich):
            yield from (each for each in block.plainly() if not isinstance(each, Paragraph) or each.lines)
        else:
            yield block


def one_table(columns: Iterable[PageColumn], sections: Iterable[TableSection], note: str = "") -> Fitting:
    """A table that is the same at every width."""
    table = PageTable(tuple(columns), tuple(sections), note)
    return Fitting((table,), table)


def chosen(why: str) -> tuple[Paragraph, ...]:
    """The quiet line under a title that says why it is this period, where nobody has named it."""
    return (lines(as_sentence(why), tone="quiet"),) if why else ()


def lines(*texts: str, tone: Tone = "plain") -> Paragraph:
    """Lines of one tone; empty ones are left out."""
    return Paragraph(tuple(Line(text, tone) for text in texts if text))
