"""Rows of surveys.csv as entries, and those of tickets.csv whose scores are answers to CSAT."""

from collections.abc import Sequence

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.subjects.entries import Entries, Subject, customers_of, one_a_row
from csmetrics.subjects.grids import Grid, Grids
from csmetrics.subjects.surveys.csat import find_csat
from csmetrics.subjects.surveys.responses import Responses, find_responses
from csmetrics.subjects.surveys.score_ranges import counted_scores, lacking_csat, lacking_surveys
from csmetrics.subjects.surveys.sums import sums_of_answers
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset


class SurveyEntries(Subject):
    """What was asked and answered in consecutive periods."""

    name = "surveys"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._table, self._config = table, data.config
        self._rows, self._found = data.rows(table), _responses(data, table, edges)

    @classmethod
    def tables(cls, data: Dataset) -> Sequence[str]:
        """surveys.csv, and tickets.csv where its scores count in CSAT."""
        counted = ("surveys", *(name for name in data.config.surveys.csat.tables if name == "tickets"))
        return tuple(name for name in counted if name in data)

    @classmethod
    def lack(cls, data: Dataset, tally: Tally) -> str:
        """Why a survey has no answers: nobody asked, or nobody answered."""
        if tally.survey == "csat":
            return lacking_csat(data)
        surveys = data.table("surveys")
        return lacking_surveys(surveys).get(tally.survey or "", "") if surveys else data.lack_of("surveys")

    def entries(self, tally: Tally) -> Entries:
        """The answers with the scores that a tally counts, or every row, or every answer."""
        found, score = self._found, self._found.score.astype(np.int64)
        it = counted_scores(self._config).get(tally.name)
        if it is None:
            chosen = found.answered if tally.name == "survey_responses" else np.ones(len(score), dtype=bool)
            amount = np.ones_like(score)
        else:
            asked = found.survey == SURVEYS.index(tally.survey or "")
            chosen, amount = found.counted & asked & (score >= it.low) & (score <= it.high), score**it.power
        row = found.place[chosen]
        return one_a_row(customers_of(self._rows, row), found.slot[chosen], row, amount[chosen])

    def sums(self, grid: Grid) -> Grids:
        """Every tally of the table, by period and segment: one histogram of scores, and each tally a sum over it."""
        return sums_of_answers(grid, self._found, self._rows)


def _responses(data: Dataset, table: str, edges: Sequence[int]) -> Responses:
    """The rows in the periods; where both tables have CSAT, the last answer in either counts."""
    if table == "tickets" or {"surveys", "tickets"} <= set(data.config.surveys.csat.tables):
        return find_csat(data, edges)[table]
    return find_responses(data.rows(table), edges, data.config)


SUBJECT = SurveyEntries
