"""Rows of surveys.csv and reviews.csv to comments: what somebody wrote, when, who, beside which score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import truths
from csmetrics.columns import COMMENTS, SURVEYS
from csmetrics.config import Config
from csmetrics.config.letters import UNSEEN, is_blank
from csmetrics.stages import stage
from csmetrics.subjects.entries import customers_of
from csmetrics.subjects.sums import rows_within
from csmetrics.subjects.surveys.responses import day_of_responses, turned
from csmetrics.tables.rows import Rows

REVIEW = len(SURVEYS)  # the kind of a review; the others are the positions of the surveys
KINDS = (*SURVEYS, "review")
_VISIBLE = rf"[^\pZ\p{{Cc}}\p{{Cf}}{UNSEEN}]"
_ENTITIES = rf"^([\pZ\p{{Cc}}\p{{Cf}}{UNSEEN}]|&[#0-9a-zA-Z]+;)+$"  # and nothing else


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of one table within the periods, in the order of its rows.

    slot (1 for the first period), kind (a position in KINDS), score (NO_SCORE for none; turned round where lower is
    better), customer code (-1 for anonymous), day number, `place` in the frame, and the text.
    """

    slot: np.ndarray
    kind: np.ndarray
    score: np.ndarray
    customer: np.ndarray
    day: np.ndarray
    place: np.ndarray
    text: pa.ChunkedArray

    def __len__(self) -> int:
        return len(self.place)


@stage("entries")
def find_comments(rows: Rows, table: str, edges: Sequence[int], config: Config) -> Comments:
    """The rows in the periods between the edges in which something can be seen.

    Every such row counts, with a score or without one, and whatever `surveys: repeat_answers` says.
    """
    day = day_of_responses(rows) if table == "surveys" else rows["date"]
    inside, slot = rows_within(day, edges)
    text = _chunked(rows[COMMENTS[table]]).take(pa.array(inside))
    written = _written(text)
    place = inside[written]
    kind, score = _scores(rows, table, place, config)
    customer = customers_of(rows, place)
    return Comments(slot[written], kind, score, customer, day[place], place, text.filter(pa.array(written)))


def _written(text: pa.ChunkedArray) -> np.ndarray:
    """Which texts show anything: blanks, invisible signs and HTML entities of such are nothing."""
    written = truths(pc.match_substring_regex(text, _VISIBLE))
    doubtful = np.flatnonzero(truths(pc.match_substring_regex(text, _ENTITIES)) & written)
    written[[at for at in doubtful.tolist() if is_blank(text[at].as_py())]] = False
    return written


def _scores(rows: Rows, table: str, place: np.ndarray, config: Config) -> tuple[np.ndarray, np.ndarray]:
    if table == "reviews":
        return np.full(len(place), REVIEW), rows["rating"][place]
    kind = rows["survey"].codes[place]
    return kind, turned(rows["score"][place], kind, config)


def _chunked(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column]), pa.string())
