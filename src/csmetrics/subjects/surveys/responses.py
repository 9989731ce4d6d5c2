"""Survey rows to answers: which survey, which score on the scale as counted, in which period."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.config import Config
from csmetrics.stages import stage
from csmetrics.subjects.sums import rows_within
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.checked import SECOND
from csmetrics.tables.row_checks import scale_of
from csmetrics.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Responses:
    """Survey rows within the periods: slot (1 for the first), survey code, score, whether it counts as an answer.

    The score is turned round where lower is better. `answered` rows have a score; `counted` ones enter the scores
    (fewer where repeat_answers is latest). `place` is the row's place among the rows.
    """

    slot: np.ndarray
    survey: np.ndarray
    score: np.ndarray
    answered: np.ndarray
    counted: np.ndarray
    place: np.ndarray


@stage("entries")
def find_responses(rows: Rows, edges: Sequence[int], config: Config) -> Responses:
    """The rows of surveys.csv that fall into the periods between the edges."""
    place, slot = rows_within(day_of_responses(rows), edges)
    survey = rows["survey"].codes[place]
    score = turned(rows["score"][place], survey, config)
    answered = score != NO_SCORE
    counted = answered
    if config.surveys.repeat_answers == "latest" and "customer_id" in rows:
        counted = answered & _latest(rows, place, slot, survey, answered)
    return Responses(slot, survey, score, answered, counted, place)


def day_of_responses(rows: Rows) -> np.ndarray:
    """The day that each row counts on: that of the answer; without one that of the invitation, where it is known."""
    answered: np.ndarray = rows["responded_at"]
    if "sent_at" not in rows:
        return answered
    unanswered = (rows["score"] == NO_SCORE) & (rows["sent_at"] != NO_DAY)
    return np.where(unanswered, rows["sent_at"], answered)


def turned(score: np.ndarray, survey: np.ndarray, config: Config) -> np.ndarray:
    """The scores with those turned round of a survey in which lower is better, so that higher is always better."""
    for name in ("csat", "ces"):
        if getattr(config.surveys, name).better == "lower":
            score = np.where(survey == SURVEYS.index(name), turned_round(score, name, config), score)
    return score


def turned_round(score: np.ndarray, survey: str, config: Config) -> np.ndarray:
    """The scores of one survey turned round, if lower is better in it."""
    if survey == "nps" or getattr(config.surveys, survey).better == "higher":
        return score
    low, high = scale_of(survey, config)
    return np.where(score == NO_SCORE, score, low + high - score)


def last_answers(customer: np.ndarray, asked: np.ndarray, given: Sequence[np.ndarray], score: np.ndarray) -> np.ndarray:
    """Whether an answer is the last that its customer gave to what was asked; an anonymous one (-1) always is.

    `given` tells when, the day first. Of two answers at the same moment the lower one is kept, so that the order of the
    rows is no matter.
    """
    known = np.flatnonzero(customer >= 0)
    columns = (-score.astype(np.int64), *reversed(given), asked, customer)
    order = known[np.lexsort([column[known] for column in columns])]
    stays = customer < 0
    same = (customer[order][1:] == customer[order][:-1]) & (asked[order][1:] == asked[order][:-1])
    stays[order[np.append(~same, True)] if len(order) else order] = True
    return stays


def _latest(rows: Rows, place: np.ndarray, slot: np.ndarray, survey: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Whether a row is its customer's last answer in the period."""
    at = place[answered]
    second = rows[SECOND] if SECOND in rows else np.zeros(len(rows), dtype=np.int32)
    asked = slot[answered].astype(np.int64) * len(SURVEYS) + survey[answered]
    keep = np.zeros(len(place), dtype=bool)
    moments = (rows["responded_at"][at], second[at])
    keep[answered] = last_answers(rows["customer_id"][at], asked, moments, rows["score"][at])
    return keep
