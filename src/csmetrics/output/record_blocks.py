"""Records of which there may be millions: found block by block, and in each block column by column."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

BlockColumn = list[Any]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A list of records as plain values, of which one block at a time is held.

    A block is a column for each name, all of one length; None where the block has nothing of that name.
    """

    names: tuple[str, ...]
    readers: tuple[Callable[[Any], BlockColumn | None], ...]
    each: Iterable[Any]

    def __iter__(self) -> Iterator[list[BlockColumn | None]]:
        """The columns of one block after another; blocks that hold nothing are passed over."""
        for block in self.each:
            columns = [read(block) for read in self.readers]
            if columns and columns[0]:
                yield columns
