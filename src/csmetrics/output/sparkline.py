"""A series as one word of blocks."""

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None]) -> str:
    """A block for each value, from the lowest to the highest; a blank where there is none, half height if all are even.

    >>> sparkline([1, 2, None, 4, 8]), sparkline([5.0, 5.0]), sparkline([None])
    ('▁▂ ▄█', '▄▄', ' ')
    """
    there = [value for value in values if value is not None]
    low, span = min(there, default=0.0), max(there, default=0.0) - min(there, default=0.0)
    return "".join(" " if value is None else _block(value - low, span) for value in values)


def _block(height: float, span: float) -> str:
    return BLOCKS[round(height / span * (len(BLOCKS) - 1))] if span else BLOCKS[(len(BLOCKS) - 1) // 2]
