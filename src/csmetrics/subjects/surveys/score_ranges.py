"""Which scores each tally counts, and why there may be none."""

from collections.abc import Mapping
from dataclasses import dataclass

from csmetrics.columns import SURVEYS
from csmetrics.config import Config
from csmetrics.subjects.tally import Tally
from csmetrics.tables.cells import NO_SCORE
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.row_checks import scale_of
from csmetrics.tables.scales import line_for_tickets, tickets_are_open


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """What a tally counts of the answers to a survey: those with a score from low to high, each as score**power."""

    low: int
    high: int
    power: int = 0


def counted_scores(config: Config) -> Mapping[str, ScoreRange]:
    """What each tally of the answers to one survey counts."""
    classes, csat, ces = config.surveys.nps, config.surveys.csat, config.surveys.ces
    nps, satisfaction, effort = (scale_of(survey, config) for survey in ("nps", "csat", "ces"))
    return {
        "satisfied": ScoreRange(csat.satisfied_from, satisfaction[1]),
        "csat_responses": ScoreRange(*satisfaction),
        "csat_score_sum": ScoreRange(*satisfaction, power=1),
        "promoters": ScoreRange(classes.promoters, nps[1]),
        "passives": ScoreRange(classes.detractors + 1, classes.promoters - 1),
        "detractors": ScoreRange(nps[0], classes.detractors),
        "nps_responses": ScoreRange(*nps),
        "effort_score_sum": ScoreRange(*effort, power=1),
        "effort_score_square_sum": ScoreRange(*effort, power=2),
        "easy": ScoreRange(ces.easy_from, effort[1]),
        "hard": ScoreRange(effort[0], sum(effort) - ces.easy_from),
        "ces_responses": ScoreRange(*effort),
    }


def tables_of(tally: Tally, config: Config) -> tuple[str, ...]:
    """The tables that a tally is summed from."""
    if tally.survey == "csat":
        return config.surveys.csat.tables
    return (tally.table,) if tally.table else ()


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
