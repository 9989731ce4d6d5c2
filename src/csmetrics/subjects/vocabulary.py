"""The closed vocabulary of tallies: every count and amount that a metric may ask for, by what it is counted of."""

from importlib import import_module

from csmetrics.declared import TABLES
from csmetrics.subjects.comments.tallies import theme_tally_of
from csmetrics.subjects.tally import Tally

MONTHS = Tally("months", "months", None, "Length of the period in months.")
SUBJECTS: dict[str, tuple[Tally, ...]] = {
    name: import_module(f"csmetrics.subjects.{name}.tallies").TALLIES
    for name in (*(table.name for table in TABLES.values() if table.counted), "comments", "health")
}
"""What is counted, and its tallies: each table that is counted, what people wrote in some, and health of many."""

TALLIES: dict[str, Tally] = {tally.name: tally for tallies in (*SUBJECTS.values(), (MONTHS,)) for tally in tallies}


def is_recurring(tally: Tally) -> bool:
    """Whether a tally is of recurring money, which is counted by the year: MRR is its twelfth.

    >>> is_recurring(TALLIES["mrr_end"]), is_recurring(TALLIES["acquisition_cost"])
    (True, False)
    """
    return tally.unit == "money" and tally.table == "subscriptions"


def find_tally(name: str) -> Tally | None:
    """The tally of a name, those of themes included, which only the configuration knows; None if there is none.

    >>> find_tally("review_comments_on_price").table, find_tally("churn")
    ('reviews', None)
    """
    return TALLIES.get(name) or theme_tally_of(name)


def subject_of(tally: Tally) -> str:
    """What a tally is counted of.

    >>> subject_of(TALLIES["promoters"]), subject_of(TALLIES["mrr_at_risk_end"])
    ('surveys', 'health')
    """
    if tally.written:
        return "comments"
    return "health" if tally.scored else str(tally.table)
