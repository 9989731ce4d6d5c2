"""The closed vocabulary of tallies: every count and amount that a metric may ask for, by what it is counted of."""

from csmetrics.subjects.comments import tallies as comments
from csmetrics.subjects.costs import tallies as costs
from csmetrics.subjects.health import tallies as health
from csmetrics.subjects.purchases import tallies as purchases
from csmetrics.subjects.reviews import tallies as reviews
from csmetrics.subjects.subscriptions import tallies as subscriptions
from csmetrics.subjects.surveys import tallies as surveys
from csmetrics.subjects.tally import Tally

MONTHS = Tally("months", "months", None, "Length of the period in months.")
SUBJECTS = {
    "subscriptions": subscriptions.TALLIES,
    "surveys": surveys.TALLIES,
    "costs": costs.TALLIES,
    "purchases": purchases.TALLIES,
    "reviews": reviews.TALLIES,
    "comments": comments.TALLIES,
    "health": health.TALLIES,
}
"""What is counted, and its tallies: a new subject is one line here."""

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
    return TALLIES.get(name) or comments.theme_tally_of(name)


def subject_of(tally: Tally) -> str:
    """What a tally is counted of.

    >>> subject_of(TALLIES["promoters"]), subject_of(TALLIES["mrr_at_risk_end"])
    ('surveys', 'health')
    """
    if tally.written:
        return "comments"
    return "health" if tally.scored else str(tally.table)
