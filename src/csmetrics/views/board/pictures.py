"""The charts of the page, in its order."""

from collections.abc import Iterable, Iterator

from csmetrics.output.page import AnyBlock
from csmetrics.output.rich_blocks import Beside, PagePart, Picture
from csmetrics.views.board.model import Board
from csmetrics.views.board.page import page


def pictures(board: Board) -> list[Picture]:
    """Those of all sections that were asked for."""
    return list(_within(page(board)))


def _within(blocks: Iterable[AnyBlock]) -> Iterator[Picture]:
    for block in blocks:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, (PagePart, Beside)):
            yield from _within(block.blocks)
