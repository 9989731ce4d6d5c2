"""Answers summed: one histogram of scores a survey, and every tally a sum over it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.config import Config
from csmetrics.ledger.responses import Responses, find_responses
from csmetrics.ledger.slots import count_up
from csmetrics.tables.cells import NO_SCORE
from csmetrics.tables.read import CheckedTable
from csmetrics.tables.rules import scale_of
from csmetrics.tallies.board import Board, Grids


def tally_surveys(board: Board) -> Grids:
    """Every tally of surveys.csv, by period and segment."""
    frame, config = board.data.frame("surveys"), board.data.config
    found = find_responses(frame, board.edges, config)
    key = frame["customer_id"].to_numpy()[found.place] if "customer_id" in frame else found.place
    grids = {
        "survey_invitations": board.count(found.slot, key),
        "survey_responses": board.count(found.slot[found.answered], key[found.answered]),
    }
    for code, survey in enumerate(SURVEYS):
        chosen = found.counted & (found.survey == code)
        grids |= _SCORES[survey](_histogram(board, found, key, chosen, scale_of(survey, config)), config)
    return grids


def _histogram(
    board: Board, found: Responses, key: np.ndarray, chosen: np.ndarray, scale: tuple[int, int]
) -> "_Histogram":
    """How often each score was given; every tally of a survey is a sum over it."""
    low, high = scale
    width = high - low + 1
    index = board.index(found.slot[chosen], key[chosen]) * width + (found.score[chosen] - low)
    cells = count_up(index, board.shape[0] * board.shape[1] * width)
    return _Histogram(cells.reshape(*board.shape, width), np.arange(low, high + 1))


@dataclass(frozen=True, slots=True)
class _Histogram:
    cells: np.ndarray
    scores: np.ndarray

    def between(self, low: int, high: int) -> np.ndarray:
        """Answers with a score from low to high."""
        return self.cells[:, :, (self.scores >= low) & (self.scores <= high)].sum(axis=2)

    def sum(self, power: int = 1) -> np.ndarray:
        """The sum of the scores, or of a power of them."""
        return (self.cells * self.scores**power).sum(axis=2)

    @property
    def count(self) -> np.ndarray:
        return self.cells.sum(axis=2)


def _csat(answers: _Histogram, config: Config) -> Grids:
    csat = config.surveys.csat
    return {
        "satisfied": answers.between(csat.satisfied, csat.scale[1]),
        "csat_responses": answers.count,
        "csat_score_sum": answers.sum(),
    }


def _nps(answers: _Histogram, _config: Config) -> Grids:
    return {
        "promoters": answers.between(9, 10),
        "passives": answers.between(7, 8),
        "detractors": answers.between(0, 6),
        "nps_responses": answers.count,
    }


def _ces(answers: _Histogram, config: Config) -> Grids:
    (low, high), easy = config.surveys.ces.scale, config.surveys.ces.easy_from
    return {
        "effort_score_sum": answers.sum(),
        "effort_score_square_sum": answers.sum(2),
        "easy": answers.between(easy, high),
        "hard": answers.between(low, low + high - easy),
        "ces_responses": answers.count,
    }


_SCORES: dict[str, Callable[[_Histogram, Config], Grids]] = {"nps": _nps, "csat": _csat, "ces": _ces}


def lacking_surveys(table: CheckedTable) -> dict[str, str]:
    """Why the tallies of a survey cannot be had: nobody ever answered it, or nobody is listed as not answering."""
    frame, file = table.frame, table.source.file
    answered = frame["score"].to_numpy() != NO_SCORE
    there = count_up(frame["survey"].array.codes[answered], len(SURVEYS))
    lacking = {name: f"no {name} answers in {file}" for name, count in zip(SURVEYS, there, strict=True) if not count}
    if answered.all():
        lacking["invitations"] = f"no unanswered invitations (blank scores) in {file}"
    return lacking
