"""Answers to CSAT, which may stand in surveys.csv, in tickets.csv or in both."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.stages import stage
from csmetrics.subjects.sums import rows_within
from csmetrics.subjects.surveys.responses import Responses, find_responses, last_answers, turned_round
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.checked import SECOND
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Rows

CSAT = SURVEYS.index("csat")


@stage("entries")
def find_csat(data: Dataset, edges: Sequence[int]) -> dict[str, Responses]:
    """The answers in the periods between the edges, by table, of the tables that are counted.

    Of surveys.csv all rows are there, and `counted` is right for those of CSAT. Where repeat_answers is latest, it is a
    customer's last answer in either table that counts.
    """
    counted = data.config.surveys.csat.tables
    found: dict[str, Responses] = {}
    if "surveys" in counted and "surveys" in data:
        found["surveys"] = find_responses(data.rows("surveys"), edges, data.config)
    if "tickets" in counted and "tickets" in data:
        found["tickets"] = _scores_of_tickets(data, edges)
    return _latest(data, found) if data.config.surveys.repeat_answers == "latest" and "tickets" in found else found


def day_of_score(rows: Rows) -> np.ndarray:
    """The day on which the score of each ticket counts: rated_at, else closed_at; NO_DAY for none."""
    nothing = np.full(len(rows), NO_DAY, dtype=np.int32)
    rated, closed = (rows.get(name, nothing) for name in ("rated_at", "closed_at"))
    return np.where(rated != NO_DAY, rated, closed)


def _scores_of_tickets(data: Dataset, edges: Sequence[int]) -> Responses:
    rows = data.rows("tickets")
    score = rows.get("score", np.full(len(rows), NO_SCORE))
    place, slot = rows_within(day_of_score(rows), edges)
    given = score[place] != NO_SCORE
    place, slot = place[given], slot[given]
    answered = np.ones(len(place), dtype=bool)
    score = turned_round(score[place], "csat", data.config)
    return Responses(slot, np.full(len(place), CSAT), score, answered, answered, place)


def _latest(data: Dataset, found: dict[str, Responses]) -> dict[str, Responses]:
    """The same with only the last answers of each customer in a period counted; the ids tell who is who."""
    at = {table: np.flatnonzero(each.answered & (each.survey == CSAT)) for table, each in found.items()}
    parts = [_told(data, table, found[table], at[table]) for table in found]
    customer, slot, day, second, score = (np.concatenate(column) for column in zip(*parts, strict=True))
    last = last_answers(customer, slot, (day, second), score)
    kept = {}
    for table, stays in zip(found, np.split(last, np.cumsum([len(each) for each in at.values()])[:-1]), strict=True):
        counted = found[table].counted.copy()
        counted[at[table]] = stays
        kept[table] = replace(found[table], counted=counted)
    return kept


def _told(data: Dataset, table: str, found: Responses, at: np.ndarray) -> tuple[np.ndarray, ...]:
    """Of some answers of a table: customer in the codes of tickets.csv, slot, day, second and score."""
    rows, place = data.rows(table), found.place[at]
    day = rows["responded_at"] if table == "surveys" else day_of_score(rows)
    second = rows.get(SECOND, np.zeros(len(rows), dtype=np.int32))
    return _customers(data, table)[place], found.slot[at].astype(np.int64), day[place], second[place], found.score[at]


def _customers(data: Dataset, table: str) -> np.ndarray:
    """The customer of each row in the codes of tickets.csv, and in further ones; nobody is -1."""
    rows = data.rows(table)
    if table == "tickets":
        return np.asarray(rows["customer_id"])
    if "customer_id" not in rows:
        return np.full(len(rows), -1)
    known = len(data.tables["tickets"].ids["customer_id"])
    theirs = data.customers.codes_in(table, "tickets")[:-1].astype(np.int64)
    theirs = np.where(theirs < 0, known + np.arange(len(theirs)), theirs)
    return np.append(theirs, -1)[rows["customer_id"]]
