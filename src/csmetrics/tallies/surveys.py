"""Answers summed: one histogram of scores a survey, and every tally a sum over it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.config import Config
from csmetrics.ledger.csat import find_csat
from csmetrics.ledger.responses import Responses, find_responses
from csmetrics.ledger.slots import count_up
from csmetrics.tables.cells import NO_SCORE
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rules import scale_of
from csmetrics.tables.scales import line_for_tickets, tickets_are_open
from csmetrics.tallies.board import Board, Grids
from csmetrics.tallies.vocabulary import TALLIES, Tally


@dataclass(frozen=True, slots=True)
class Counted:
    """What a tally counts of the answers to a survey: those with a score from low to high, each as score**power."""

    low: int
    high: int
    power: int = 0


def counted_scores(config: Config) -> dict[str, Counted]:
    """What each tally of the answers to one survey counts."""
    classes, csat, ces = config.surveys.nps, config.surveys.csat, config.surveys.ces
    nps, satisfaction, effort = (scale_of(survey, config) for survey in ("nps", "csat", "ces"))
    return {
        "satisfied": Counted(csat.satisfied_from, satisfaction[1]),
        "csat_responses": Counted(*satisfaction),
        "csat_score_sum": Counted(*satisfaction, power=1),
        "promoters": Counted(classes.promoters, nps[1]),
        "passives": Counted(classes.detractors + 1, classes.promoters - 1),
        "detractors": Counted(nps[0], classes.detractors),
        "nps_responses": Counted(*nps),
        "effort_score_sum": Counted(*effort, power=1),
        "effort_score_square_sum": Counted(*effort, power=2),
        "easy": Counted(ces.easy_from, effort[1]),
        "hard": Counted(effort[0], sum(effort) - ces.easy_from),
        "ces_responses": Counted(*effort),
    }


def tally_surveys(board: Board) -> Grids:
    """Every tally of surveys.csv, by period and segment."""
    rows, config = board.data.rows("surveys"), board.data.config
    csat = config.surveys.csat.tables
    both = {"surveys", "tickets"} <= set(csat)
    found = find_csat(board.data, board.edges)["surveys"] if both else find_responses(rows, board.edges, config)
    key = board.keys(rows, found.place)
    grids = {
        "survey_invitations": board.count(found.slot, key),
        "survey_responses": board.count(found.slot[found.answered], key[found.answered]),
    }
    answers = _histograms(board, found, key, [scale_of(survey, config) for survey in SURVEYS])
    return grids | {
        name: answers[TALLIES[name].survey or ""].sum(it)
        for name, it in counted_scores(config).items()
        if "surveys" in csat or TALLIES[name].survey != "csat"
    }


def tally_tickets(board: Board) -> Grids:
    """The tallies of CSAT that the scores of tickets.csv make, by period and segment."""
    found, config = find_csat(board.data, board.edges)["tickets"], board.data.config
    key = board.keys(board.data.rows("tickets"), found.place)
    answers = _histograms(board, found, key, [scale_of(survey, config) for survey in SURVEYS])["csat"]
    return {name: answers.sum(it) for name, it in counted_scores(config).items() if TALLIES[name].survey == "csat"}


def tables_of(tally: Tally, config: Config) -> tuple[str, ...]:
    """The tables that a tally is summed from."""
    if tally.survey == "csat":
        return config.surveys.csat.tables
    return (tally.table,) if tally.table else ()


def _histograms(
    board: Board, found: Responses, key: np.ndarray, scales: Sequence[tuple[int, int]]
) -> dict[str, "_Histogram"]:
    """How often each score of each survey was given, counted in one go; every tally of a survey is a sum over it."""
    lowest, highest = np.array(scales, dtype=np.int32).T
    width = int((highest - lowest).max()) + 1
    chosen = np.flatnonzero(found.counted)
    survey = found.survey[chosen]
    index = board.index(found.slot[chosen], key[chosen])
    index *= len(scales)
    index += survey
    index *= width
    index += found.score[chosen] - lowest.take(survey)
    cells = count_up(index, board.shape[0] * board.shape[1] * len(scales) * width)
    cells = cells.reshape(*board.shape, len(scales), width)
    scores = [np.arange(low, low + width) for low in lowest]
    return {name: _Histogram(cells[:, :, code], scores[code]) for code, name in enumerate(SURVEYS)}


@dataclass(frozen=True, slots=True)
class _Histogram:
    cells: np.ndarray
    scores: np.ndarray

    def sum(self, it: Counted) -> np.ndarray:
        """The answers that a tally counts, or the sum of a power of their scores."""
        inside = (self.scores >= it.low) & (self.scores <= it.high)
        return (self.cells[:, :, inside] * self.scores[inside] ** it.power).sum(axis=2)


def lacking_surveys(table: CheckedTable) -> dict[str, str]:
    """Why the tallies of a survey cannot be had: nobody ever answered it, or nobody is listed as not answering."""
    rows, file = table.rows, table.source.file
    answered = rows["score"] != NO_SCORE
    there = {name: ((rows["survey"].codes == code) & answered).any() for code, name in enumerate(SURVEYS)}
    lacking = {name: f"no {name} answers in {file}" for name, found in there.items() if not found and name != "csat"}
    if answered.all():
        lacking["invitations"] = f"no unanswered invitations (blank scores) in {file}"
    return lacking


def lacking_csat(data: Dataset) -> str:
    """Why there is no CSAT, or nothing if there is: no table that is counted has any such score."""
    counted = data.config.surveys.csat.tables
    tables = {name: data.table(name) for name in counted}
    if any(table and "csat" in table.scores for table in tables.values()):
        return ""
    reasons = [
        f"no csat answers in {table.source.file}" if table else data.lack_of(name) for name, table in tables.items()
    ]
    if tickets_are_open(data.tables, data.config):
        file = data.tables["tickets"].source.file
        reasons.append(f"the scores in {file} count once csmetrics.yaml says {line_for_tickets(data.tables)}")
    return ", and ".join(reasons)
