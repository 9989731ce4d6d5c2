"""A page for a terminal of a given width.

Numbers are never cut or wrapped: where room is scarce a table is said shorter, then its texts wrap, and on a screen
too narrow even for that the lines run over.
"""

import io
import re
from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from csmetrics.output.fit import GAP, INDENT, LEAST_TEXT, Fitted, fitted
from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.page import Block, Cell, Drawing, Fitting, Line, Title, Tone, plain_page
from csmetrics.output.sentences import printable

_STYLES: dict[Tone, str] = {"plain": "", "strong": "bold", "quiet": "dim", "good": "green", "bad": "red"}
_HEAT = tuple(  # from pale to deep, each with letters that can be read on it
    f"color({letters}) on color({ground})"
    for letters, grounds in ((16, (195, 159, 153, 117, 111, 75, 33, 32)), (231, (26, 25)))
    for ground in grounds
)


def write(sheet: Sheet, canvas: Canvas) -> str:
    """Its page, drawn on the canvas."""
    return as_table(plain_page(sheet.page()), width=canvas.width, colour=canvas.colour)


def as_table(page: Iterable[Block], *, width: int = 80, colour: bool = False) -> str:
    """The page drawn at a width, with escape codes only if there is colour; no line ends in a space."""
    console = Console(
        file=io.StringIO(), width=width, color_system="256" if colour else None, force_terminal=colour,
        legacy_windows=False, highlight=False, markup=False, emoji=False, soft_wrap=False, no_color=not colour,
    )  # fmt: skip
    above: Block | None = None
    for block in page:
        if above is not None and not (isinstance(above, Title) and above.level > 1):
            console.print()
        _draw(console, block, width, colour=colour)
        above = block
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    return re.sub(r"[ ]+$", "", drawn, flags=re.MULTILINE)


def _draw(console: Console, block: Block, width: int, *, colour: bool) -> None:
    if isinstance(block, Title):
        console.print(Text(printable(block.text), "bold"))
    elif isinstance(block, Drawing):
        console.file.write(block.draw(width, colour))
    elif isinstance(block, Fitting):
        _draw_table(console, fitted(block, width))
    else:
        for line in block.lines:
            _draw_line(console, line, width, hanging=len(block.lines) > 1)


def _draw_line(console: Console, line: Line, width: int, *, hanging: bool) -> None:
    """A line; where it is one of several its continuations are set in under it."""
    room = max(width - INDENT * (line.indent + hanging), LEAST_TEXT)
    text = Text(printable(line.text), _STYLES[line.tone])
    for position, part in enumerate(text.wrap(console, room)):
        part.pad_left(INDENT * (line.indent + (hanging and position > 0)))
        console.print(part, soft_wrap=True)


def _draw_table(console: Console, table: Fitted) -> None:
    """The sections one after another, all with columns of the same widths; a title has the line to itself."""
    headed = any(column.title for column in table.table.columns)
    if headed:
        console.print(_grid(table, (), headed=True), crop=False)
    for position, section in enumerate(table.table.sections):
        if section.title:
            if position:
                console.print()
            console.print(Text(printable(section.title), "bold"))
        if section.rows:
            console.print(_grid(table, section.rows), crop=False)
    for note in filter(None, table.table.note.split("\n")):
        console.print(Text("\n" + printable(note), "dim"))


def _grid(table: Fitted, rows: tuple[tuple[Cell, ...], ...], *, headed: bool = False) -> Grid:
    grid = Grid(
        box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim", show_header=headed, width=table.width
    )
    for column, width in zip(table.table.columns, table.widths, strict=True):
        grid.add_column(
            Text("\n".join(map(printable, column.title.split("\n"))), justify="right" if column.number else "left"),
            justify="right" if column.number else "left",
            vertical="top",
            min_width=width,
            max_width=width,
            no_wrap=column.number,
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*_renderables(row, table.widths))
    return grid


def _renderables(row: tuple[Cell, ...], widths: tuple[int, ...]) -> Iterator[RenderableType]:
    for cell, width in zip(row, widths, strict=True):
        if cell.heat is not None:
            shade = _HEAT[min(int(max(cell.heat, 0) * len(_HEAT)), len(_HEAT) - 1)]
            yield Text(printable(cell.text).rjust(width), shade)
        else:
            text = Text(printable(cell.text), _STYLES[cell.tone])
            yield Padding(text, (0, 0, 0, INDENT * cell.indent)) if cell.indent else text
