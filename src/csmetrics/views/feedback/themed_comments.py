"""The comments of all tables side by side, each with its themes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from csmetrics.subjects.comments.collected import KINDS, find_comments
from csmetrics.subjects.comments.entries import CommentEntries
from csmetrics.subjects.comments.themes import tag
from csmetrics.subjects.surveys.score_ranges import counted_scores
from csmetrics.tables.cells import NO_SCORE
from csmetrics.tables.dataset import Dataset

__all__ = ["KINDS", "ThemedComments", "gather"]


@dataclass(frozen=True, slots=True)
class ThemedComments:
    """Comments: slot of the period, table (a position in `tables`), kind, score, customer code, day, file row, text.

    `nps_class` is 0 for promoters, 1 for passives, 2 for detractors and -1 for all that is no answer to NPS. `tags`
    holds for each theme which comments are about it.
    """

    tables: tuple[str, ...]
    slot: np.ndarray
    table: np.ndarray
    kind: np.ndarray
    score: np.ndarray
    nps_class: np.ndarray
    customer: np.ndarray
    day: np.ndarray
    row: np.ndarray
    text: pa.ChunkedArray
    tags: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.slot)

    def within(self, slot: int) -> "ThemedComments":
        """The comments of one period."""
        return self.take(self.slot == slot)

    def about(self, theme: str | None) -> np.ndarray:
        """Which comments are about a theme; about None are those without any."""
        if theme is not None:
            return self.tags[theme]
        return ~np.logical_or.reduce([np.zeros(len(self), dtype=bool), *self.tags.values()])

    def themes_of(self, place: int) -> tuple[str, ...]:
        """The themes of one comment."""
        return tuple(theme for theme, tagged in self.tags.items() if tagged[place])

    def take(self, chosen: np.ndarray) -> "ThemedComments":
        """The comments where the mask is true."""
        names = ("slot", "table", "kind", "score", "nps_class", "customer", "day", "row")
        arrays = {name: getattr(self, name)[chosen] for name in names}
        tags = {theme: tagged[chosen] for theme, tagged in self.tags.items()}
        return replace(self, **arrays, text=self.text.filter(pa.array(chosen)), tags=tags)


def gather(data: Dataset, edges: Sequence[int], themes: Mapping[str, Sequence[str]]) -> ThemedComments:
    """Every comment in the periods between the edges."""
    tables = tuple(CommentEntries.tables(data))
    found = [find_comments(data.rows(name), name, edges, data.config) for name in tables]
    text = pa.chunked_array([chunk for each in found for chunk in each.text.chunks], pa.string())
    columns = {
        name: np.concatenate([getattr(each, name) for each in found])
        for name in ("slot", "kind", "score", "customer", "day")
    }
    rows = [data.rows(name).numbers_of(each.place) for name, each in zip(tables, found, strict=True)]
    return ThemedComments(
        tables,
        table=np.repeat(np.arange(len(tables)), [len(each) for each in found]),
        nps_class=_nps_class(data, columns["kind"], columns["score"]),
        row=np.concatenate(rows),
        text=text,
        tags=tag(text, themes, data.config.feedback.languages),
        **columns,
    )


def _nps_class(data: Dataset, kind: np.ndarray, score: np.ndarray) -> np.ndarray:
    answered = (kind == KINDS.index("nps")) & (score != NO_SCORE)
    found = np.full(len(kind), -1)
    for code, name in enumerate(("promoters", "passives", "detractors")):
        it = counted_scores(data.config)[name]
        found[answered & (score >= it.low) & (score <= it.high)] = code
    return found
