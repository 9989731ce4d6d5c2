"""Answers summed: one histogram of scores a survey, and every tally a sum over it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.sums import count_up
from csmetrics.subjects.surveys.responses import Responses
from csmetrics.subjects.surveys.score_ranges import ScoreRange, counted_scores
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.tables.row_checks import scale_of
from csmetrics.tables.rows import Rows


def sums_of_answers(grid: Grid, found: Responses, rows: Rows) -> Grids:
    """Every tally of surveys.csv, or those of CSAT that the scores of tickets.csv make, by period and segment."""
    config, key = grid.data.config, grid.keys(rows, found.place)
    answers = _histograms(grid, found, key, [scale_of(survey, config) for survey in SURVEYS])
    csat = grid.table in config.surveys.csat.tables
    counted = {
        name: answers[survey].sum(it)
        for name, it in counted_scores(config).items()
        if (csat if (survey := TALLIES[name].survey or "") == "csat" else grid.table == "surveys")
    }
    if grid.table != "surveys":
        return counted
    invited = {
        "survey_invitations": grid.count(found.slot, key),
        "survey_responses": grid.count(found.slot[found.answered], key[found.answered]),
    }
    return invited | counted


def _histograms(
    grid: Grid, found: Responses, key: np.ndarray, scales: Sequence[tuple[int, int]]
) -> dict[str, "_Histogram"]:
    """How often each score of each survey was given, counted in one go; every tally of a survey is a sum over it."""
    lowest, highest = np.array(scales, dtype=np.int32).T
    width = int((highest - lowest).max()) + 1
    chosen = np.flatnonzero(found.counted)
    survey = found.survey[chosen]
    index = grid.index(found.slot[chosen], key[chosen])
    index *= len(scales)
    index += survey
    index *= width
    index += found.score[chosen] - lowest.take(survey)
    cells = count_up(index, grid.shape[0] * grid.shape[1] * len(scales) * width)
    cells = cells.reshape(*grid.shape, len(scales), width)
    scores = [np.arange(low, low + width) for low in lowest]
    return {name: _Histogram(cells[:, :, code], scores[code]) for code, name in enumerate(SURVEYS)}


@dataclass(frozen=True, slots=True)
class _Histogram:
    cells: np.ndarray
    scores: np.ndarray

    def sum(self, it: ScoreRange) -> np.ndarray:
        """The answers that a tally counts, or the sum of a power of their scores."""
        inside = (self.scores >= it.low) & (self.scores <= it.high)
        return (self.cells[:, :, inside] * self.scores[inside] ** it.power).sum(axis=2)
