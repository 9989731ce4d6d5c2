"""Comments of surveys.csv and reviews.csv as entries: how many there are, and how many on each theme."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from csmetrics.columns import COMMENTS
from csmetrics.config import Config
from csmetrics.subjects.comments.tallies import TALLIES, theme_tally
from csmetrics.subjects.entries import Entries, Subject, one_a_row
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset


class CommentEntries(Subject):
    """What was written in consecutive periods."""

    name = "comments"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        from csmetrics.subjects.comments.collected import find_comments  # noqa: PLC0415  # few figures need it

        self._settings = data.config.feedback
        self._table, self._rows = table, data.rows(table)
        self._found = find_comments(self._rows, table, edges, data.config)

    @classmethod
    def tables(cls, data: Dataset) -> Sequence[str]:
        """The tables whose comments have been read."""
        return [name for name, column in COMMENTS.items() if (table := data.table(name)) and column in table.rows]

    @classmethod
    def tallies(cls, config: Config) -> Sequence[Tally]:
        """All comments of each table, and those on each theme declared."""
        return [*TALLIES, *(theme_tally(table, theme) for table in COMMENTS for theme in config.feedback.themes)]

    @classmethod
    def lack(cls, data: Dataset, tally: Tally) -> str:  # noqa: ARG003  # all tallies lack the same
        """Why there are no comments."""
        if cls.tables(data):
            return ""
        reasons = []
        for name, column in COMMENTS.items():
            table = data.table(name)
            if table and column in table.header:
                return "the comments were not read (detail=False)"
            reasons.append(f"{table.source.file} has no column {column}" if table else data.lack_of(name))
        return " and ".join(reasons)

    @cached_property
    def _about(self) -> dict[str, np.ndarray]:
        from csmetrics.subjects.comments.themes import tag  # noqa: PLC0415  # few figures need it

        return tag(self._found.text, self._settings.themes, self._settings.languages)

    def entries(self, tally: Tally) -> Entries:
        """Every comment, or those about the theme of the tally."""
        found = self._found
        chosen = self._about[tally.theme] if tally.theme else np.ones(len(found), dtype=bool)
        return one_a_row(found.customer[chosen], found.slot[chosen], found.place[chosen])

    def sums(self, grid: Grid) -> Grids:
        """How many comments the table holds, and how many on each theme declared, by period and segment."""
        counted = (tally for tally in self.tallies(grid.data.config) if tally.table == self._table)
        return {tally.name: self._total(grid, tally) for tally in counted}

    def _total(self, grid: Grid, tally: Tally) -> np.ndarray:
        found = self.entries(tally)
        return grid.count(found.period, found.row if grid.by_row else np.maximum(found.key, -1))


SUBJECT = CommentEntries
