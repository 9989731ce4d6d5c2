"""Where the close of one published period is not the opening of the next, as sentences and plain values."""

from collections.abc import Iterable, Iterator
from typing import Any

from csmetrics.output.figures import number
from csmetrics.output.values import show, show_change
from csmetrics.snapshots.model import Seam

_FIGURES = {"mrr": ("an MRR of {}", "money"), "customers": ("{} customers", "count")}


def seam_sentences(seams: Iterable[Seam]) -> Iterator[str]:
    """What does not meet, by how much, and which period to restate."""
    for seam in seams:
        words, unit = _FIGURES[seam.figure]
        closes, opens = words.format(show(seam.close, unit)), show(seam.opening, unit)
        change = show_change(seam.opening - seam.close, unit, seam.close or seam.opening)
        yield (
            f"{seam.before.name} closes with {closes}, and {seam.after.name} opens with {opens} ({change}):"
            f" restate {seam.stale.name} too."
        )


def seam_values(seams: Iterable[Seam]) -> list[dict[str, Any]]:
    """The same, unrounded."""
    return [
        {
            "before": seam.before.name,
            "after": seam.after.name,
            "figure": seam.figure,
            "close": number(seam.close, _FIGURES[seam.figure][1]),
            "opening": number(seam.opening, _FIGURES[seam.figure][1]),
            "restate": seam.stale.name,
        }
        for seam in seams
    ]
