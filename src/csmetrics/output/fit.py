"""How wide a table is, and how it is made to fit: columns that give way go, then texts wrap, numbers never."""

from dataclasses import dataclass, replace
from typing import TypeVar

from rich.cells import cell_len

from csmetrics.output.page import Fitting, PageColumn, PageTable, TableSection
from csmetrics.output.sentences import printable

INDENT = 2
GAP = 2
EASY_TEXT = 30  # a column of text reads well at this width, wrapped if need be
LEAST_TEXT = 12  # the narrowest that a column of text gets while others can still give
_TIGHT = (LEAST_TEXT, 8, 5)  # and how narrow it gets when nothing else is left

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table with the width that each of its columns is drawn at."""

    table: PageTable
    widths: tuple[int, ...]

    @property
    def width(self) -> int:
        """The width of the whole."""
        return _sum(list(self.widths))


def fitted(block: Fitting, width: int) -> Fitted:
    """The first table that fits a width, else the last without the columns that give way, its texts wrapped."""
    for table in block.tables:
        widths = _natural(table)
        if _sum(_eased(table.columns, widths)) <= width:
            return Fitted(table, _narrowed(table.columns, widths, width))
    return _cut(block.tables[-1], width)


def _cut(table: PageTable, width: int) -> Fitted:
    """The table without as many of the columns that give way as it takes."""
    widths = _natural(table)
    kept = list(range(len(widths)))
    giving = sorted((at for at in kept if table.columns[at].gives_way > 0), key=lambda at: table.columns[at].gives_way)
    while giving and _sum(_eased(table.columns, widths, kept)) > width:
        kept.remove(giving.pop())
    gone = tuple(column for at, column in enumerate(table.columns) if at not in kept)
    note = table.left_out(gone) if gone and table.left_out else ""
    shown = replace(
        table,
        columns=_picked(table.columns, kept),
        sections=tuple(
            TableSection(each.title, tuple(_picked(row, kept) for row in each.rows)) for each in table.sections
        ),
        note="\n".join(said for said in (table.note, note) if said),
    )
    return Fitted(shown, _narrowed(shown.columns, [widths[at] for at in kept], width))


def _picked(items: tuple[Item, ...], positions: list[int]) -> tuple[Item, ...]:
    return tuple(items[at] for at in positions)


def _eased(columns: tuple[PageColumn, ...], widths: list[int], kept: list[int] | None = None) -> list[int]:
    """The widths at which the table reads well: its texts no wider than that takes."""
    chosen = range(len(widths)) if kept is None else kept
    return [widths[at] if columns[at].number else min(widths[at], EASY_TEXT) for at in chosen]


def _narrowed(columns: tuple[PageColumn, ...], widths: list[int], width: int) -> tuple[int, ...]:
    """The widths with the widest texts made narrower until the table fits; if it cannot, the lines run over."""
    texts = [at for at, column in enumerate(columns) if not column.number]
    eased, *tight = (_down_to(least, texts, widths, width) for least in _TIGHT)
    return next((tuple(each) for each in (eased, *tight) if _sum(each) <= width), tuple(eased))


def _down_to(least: int, texts: list[int], widths: list[int], width: int) -> list[int]:
    """The widths with no text narrower than the least, and no narrower than need be."""
    narrowed = list(widths)
    while texts and _sum(narrowed) > width:
        widest = max(texts, key=lambda at: narrowed[at])
        if narrowed[widest] <= least:
            break
        narrowed[widest] -= 1
    return narrowed


def _sum(widths: list[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _natural(table: PageTable) -> list[int]:
    """The widths at which nothing wraps."""
    return [_natural_width(column, position, table) for position, column in enumerate(table.columns)]


def _natural_width(column: PageColumn, position: int, table: PageTable) -> int:
    cells = [row[position] for section in table.sections for row in section.rows]
    texts = [INDENT * cell.indent + cell_len(printable(cell.text)) for cell in cells]
    titles = [cell_len(printable(line)) for line in column.title.split("\n")]
    return max([*texts, *titles], default=0)
