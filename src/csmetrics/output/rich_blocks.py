"""What a page in a browser has beside text and tables: pictures, tiles, quotes, parts that open.

    Instead(lambda: pictures(trend), plain=(trend_table(trend),))

A terminal and Markdown draw what each of them says `plainly`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from csmetrics.output.charts.model import Chart, Sparkline
from csmetrics.output.page import (
    AnyBlock,
    Block,
    Cell,
    Fitting,
    Line,
    PageColumn,
    PageTable,
    Paragraph,
    Rich,
    TableSection,
    Title,
    Tone,
    lines,
    one_table,
    plain_page,
)


@dataclass(frozen=True, slots=True)
class Instead(Rich):
    """What a page in a browser shows, made when it is drawn; anywhere else `plain` stands in its place."""

    rich: Callable[[], Iterable[AnyBlock]]
    plain: tuple[Block, ...] = ()

    def plainly(self) -> Iterator[Block]:
        """What stands in its place."""
        yield from self.plain


@dataclass(frozen=True, slots=True)
class Picture(Rich):
    """A chart under a title that states the finding; `caption` says what, unit, period; its numbers open beneath."""

    chart: Chart
    title: str = ""
    caption: str = ""
    numbers: PageTable | None = None

    def plainly(self) -> Iterator[Block]:
        """The finding and the numbers."""
        yield Paragraph((*lines(self.title, tone="strong").lines, *lines(self.caption, tone="quiet").lines))
        if self.numbers:
            yield Fitting((self.numbers,), self.numbers)


@dataclass(frozen=True, slots=True)
class Beside(Rich):
    """Blocks that stand side by side where there is room, two in a row."""

    blocks: tuple[AnyBlock, ...]

    def plainly(self) -> Iterator[Block]:
        """One after another."""
        yield from plain_page(self.blocks)


@dataclass(frozen=True, slots=True)
class Fold(Rich):
    """Blocks that open under a line; a link leads to `anchor`, and opens it."""

    summary: tuple[Cell, ...]
    blocks: tuple[AnyBlock, ...]
    anchor: str = ""

    def plainly(self) -> Iterator[Block]:
        """The line, then what it opens."""
        yield lines("  ".join(cell.text for cell in self.summary if cell.text), tone="strong")
        yield from plain_page(self.blocks)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a threshold, as icon and words: "Holds", "Breached", "Holds, not for certain"."""

    holds: bool
    certain: bool
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure: its name leads to its definition, then value, change, what it rests on, its threshold."""

    name: str
    anchor: str
    value: str
    unit: str
    change: str
    tone: Tone
    since: str
    basis: str
    verdict: Verdict | None
    line: Sparkline | None = None


@dataclass(frozen=True, slots=True)
class Tiles(Rich):
    """Headline figures, three, two or one in a row."""

    tiles: tuple[Tile, ...]

    def plainly(self) -> Iterator[Block]:
        """A table."""
        columns = (
            PageColumn(""),
            PageColumn("value", number=True),
            PageColumn("change", number=True),
            PageColumn("threshold"),
        )
        yield one_table(columns, (TableSection("", tuple(map(_row, self.tiles))),))


@dataclass(frozen=True, slots=True)
class SpokenQuote(Rich):
    """What a customer said, as it was said, and who."""

    text: str
    by: str
    tone: Tone = "plain"

    def plainly(self) -> Iterator[Block]:
        """In quotation marks."""
        yield lines(f"\N{LEFT DOUBLE QUOTATION MARK}{self.text}\N{RIGHT DOUBLE QUOTATION MARK} {self.by}")


@dataclass(frozen=True, slots=True)
class BulletPoints(Rich):
    """Sentences, each with its beginning in bold."""

    points: tuple[tuple[str, str], ...]

    def plainly(self) -> Iterator[Block]:
        """A list."""
        yield Paragraph(tuple(Line(f"{lead} {rest}".strip(), indent=1) for lead, rest in self.points))


@dataclass(frozen=True, slots=True)
class PagePart(Rich):
    """A part of a long page, its title beside it and an entry in the contents; `standfirst` sums it up."""

    title: str
    anchor: str
    blocks: tuple[AnyBlock, ...]
    standfirst: tuple[Line, ...] = ()
    short: str = ""  # what the contents call it

    def plainly(self) -> Iterator[Block]:
        """A heading, then what is in it."""
        yield Title(self.title, 2)
        yield Paragraph(self.standfirst)
        yield from plain_page(self.blocks)


def _row(tile: Tile) -> tuple[Cell, ...]:
    """A tile as a row."""
    value = Cell(f"{tile.value} {tile.unit}".strip(), "strong")
    threshold = f"{tile.verdict.word}: {tile.verdict.text}" if tile.verdict else ""
    return Cell(tile.name), value, Cell(tile.change, tile.tone), Cell(threshold)
