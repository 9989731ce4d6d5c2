"""A page for a terminal of a given width.

Numbers are never cut or wrapped: where room is scarce a table is said shorter, then its texts wrap, and on a screen
too narrow even for that the lines run over.
"""

import io
import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from csmetrics.render.page import Block, Cell, Column, Fitting, Line, Page, Table, Title, Tone
from csmetrics.render.words import printable

_STYLES: dict[Tone, str] = {"plain": "", "strong": "bold", "quiet": "dim", "good": "green", "bad": "red"}
_INDENT = 2
_GAP = 2
_EASY_TEXT = 30  # a column of text reads well at this width, wrapped if need be
_LEAST_TEXT = 12  # the narrowest that a column of text gets


def as_table(page: Page, *, width: int = 80, colour: bool = False) -> str:
    """The page drawn at a width, with escape codes only if there is colour; no line ends in a space."""
    console = Console(
        file=io.StringIO(), width=width, color_system="standard" if colour else None, force_terminal=colour,
        legacy_windows=False, highlight=False, markup=False, emoji=False, soft_wrap=False, no_color=not colour,
    )  # fmt: skip
    above: Block | None = None
    for block in page:
        if above is not None and not (isinstance(above, Title) and above.level > 1):
            console.print()
        _draw(console, block, width)
        above = block
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    return re.sub(r"[ ]+$", "", drawn, flags=re.MULTILINE)


def _draw(console: Console, block: Block, width: int) -> None:
    if isinstance(block, Title):
        console.print(Text(printable(block.text), "bold"))
    elif isinstance(block, Fitting):
        table = next((table for table in block.tables if _width(table, _EASY_TEXT) <= width), block.tables[-1])
        needed = _width(table, _LEAST_TEXT)
        console.print(_grid(table, min(max(width, needed), _width(table))), width=max(width, needed), crop=False)
        if table.note:
            console.print(Text("\n" + printable(table.note), "dim"))
    else:
        for line in block.lines:
            _draw_line(console, line, width, hanging=len(block.lines) > 1)


def _draw_line(console: Console, line: Line, width: int, *, hanging: bool) -> None:
    """A line; where it is one of several its continuations are set in under it."""
    room = max(width - _INDENT * (line.indent + hanging), _LEAST_TEXT)
    text = Text(printable(line.text), _STYLES[line.tone])
    for position, part in enumerate(text.wrap(console, room)):
        part.pad_left(_INDENT * (line.indent + (hanging and position > 0)))
        console.print(part, soft_wrap=True)


def _grid(table: Table, width: int) -> Grid:
    grid = Grid(
        box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim", width=width, show_header=_headed(table)
    )
    widths = _natural(table)
    for column, natural in zip(table.columns, widths, strict=True):
        grid.add_column(
            Text(column.title, justify="right" if column.number else "left"),
            justify="right" if column.number else "left",
            vertical="top",
            min_width=natural if column.number else min(natural, _LEAST_TEXT),
            max_width=natural,
            no_wrap=column.number,
            overflow="fold",
        )
    for cells in _rows(table):
        grid.add_row(*cells)
    return grid


def _rows(table: Table) -> Iterator[list[RenderableType]]:
    for position, section in enumerate(table.sections):
        if section.title:
            if position:
                yield []
            yield [Text(section.title, "bold")]
        for row in section.rows:
            yield [_padded(cell) for cell in row]


def _headed(table: Table) -> bool:
    return any(column.title for column in table.columns)


def _padded(cell: Cell) -> RenderableType:
    text = Text(printable(cell.text), _STYLES[cell.tone])
    return Padding(text, (0, 0, 0, _INDENT * cell.indent)) if cell.indent else text


def _width(table: Table, text: int | None = None) -> int:
    """The width a table takes, its columns of text no wider than `text`."""
    widths = [
        natural if column.number else min(natural, text or natural)
        for column, natural in zip(table.columns, _natural(table), strict=True)
    ]
    return sum(widths) + _GAP * (len(widths) - 1)


def _natural(table: Table) -> list[int]:
    """The width at which nothing of a column wraps."""
    return [_natural_width(column, position, table) for position, column in enumerate(table.columns)]


def _natural_width(column: Column, position: int, table: Table) -> int:
    cells = [row[position] for section in table.sections for row in section.rows]
    texts = [_INDENT * cell.indent + cell_len(printable(cell.text)) for cell in cells]
    titles = [cell_len(line) for line in column.title.split("\n")]
    sections = [cell_len(section.title) for section in table.sections] if position == 0 else []
    return max([*texts, *titles, *sections], default=0)
