"""Scores that lie on the declared scale and do not fit it all the same, and scores that nobody counts."""

from collections.abc import Iterator, Mapping

from csmetrics.config import Config
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.row_checks import scale_of
from csmetrics.tables.scored import Scored

ENOUGH = 30  # answers of which one at least ought to be in the best class
_SAID = {"nps": "NPS answers", "csat": "CSAT answers", "ces": "CES answers", "reviews": "ratings"}


def remarks_on_scores(tables: Mapping[str, CheckedTable], config: Config) -> Iterator[FileRemark]:
    """What the scores of all tables let one doubt."""
    for name in ("surveys", "reviews", "tickets"):
        table = tables.get(name)
        for survey, scored in table.scores.items() if table else ():
            if table and _counts(name, survey, config):
                yield from _without_best(name, table.source.file, survey, scored, config)
    yield from _not_counted(tables, config)
    tickets = tables.get("tickets")
    if tickets and "tickets" in config.surveys.csat.tables and any(each.undated for each in tickets.scores.values()):
        text = "scores of tickets that are open and have no rated_at count in no period"
        yield FileRemark("surveys", tickets.source.file, text, "csat")


def tickets_are_open(tables: Mapping[str, CheckedTable], config: Config) -> bool:
    """Whether nothing is said about the scores of tickets, which are there."""
    tickets = tables.get("tickets")
    return config.surveys.csat.from_ is None and tickets is not None and bool(tickets.scores)


def line_for_tickets(tables: Mapping[str, CheckedTable]) -> str:
    """What to write so that the scores of tickets are counted."""
    surveys = tables.get("surveys")
    both = surveys is not None and "csat" in surveys.scores
    return f"surveys: csat: {{from: [{'surveys, ' if both else ''}tickets]}}"


def _counts(table: str, survey: str, config: Config) -> bool:
    return table == "reviews" or survey != "csat" or table in config.surveys.csat.tables


def _without_best(table: str, file: str, survey: str, scored: Scored, config: Config) -> Iterator[FileRemark]:
    """That many answered, and nobody as the scale's best class would."""
    best, lower = _best_class(survey, config)
    if scored.count < ENOUGH or (scored.lowest <= best if lower else scored.highest >= best):
        return
    seen = f"below {scored.lowest}" if lower else f"above {scored.highest}"
    where = "reviews: scale" if survey == "reviews" else f"surveys: {survey}: scale"
    text = f"{scored.count:,} {_SAID[survey]} and none {seen}: is the scale another? {where}"
    yield FileRemark("surveys" if table == "tickets" else table, file, text, "" if survey == "reviews" else survey)


def _best_class(survey: str, config: Config) -> tuple[int, bool]:
    """The score from which an answer is in the best class, on the scale as it stands, and whether lower is better."""
    low, high = scale_of(survey, config)
    if survey == "reviews":
        return high - (high - low) // 3, False
    if survey == "nps":
        return config.surveys.nps.promoters, False
    if survey == "csat":
        return config.surveys.csat.satisfied, config.surveys.csat.better == "lower"
    return config.surveys.ces.easy_in_effect, config.surveys.ces.better == "lower"


def _not_counted(tables: Mapping[str, CheckedTable], config: Config) -> Iterator[FileRemark]:
    """That tickets have scores which are no part of CSAT, as long as nobody has said whether they are."""
    surveys, tickets = tables.get("surveys"), tables.get("tickets")
    if tickets and surveys and "csat" in surveys.scores and tickets_are_open(tables, config):
        count = tickets.scores["csat"].count
        text = f"its {count:,} scores are not counted in CSAT; {line_for_tickets(tables)} counts them"
        yield FileRemark("surveys", tickets.source.file, f"{text}, {{from: [surveys]}} says that they are none", "csat")
