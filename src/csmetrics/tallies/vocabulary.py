"""The closed vocabulary of tallies: every count and amount that a metric may ask for, declared as data."""

import re
from dataclasses import dataclass
from typing import Literal

TallyUnit = Literal["count", "money", "score", "points", "years", "months"]


@dataclass(frozen=True, slots=True)
class Tally:
    """One count or amount: its unit, the table it is summed from, what it means.

    `level` tallies are a state at an edge of the period or all history up to it; the others are flows within it.
    `survey` names the kind of survey whose absence makes the tally unavailable. `scored` tallies are of customers'
    scores: they need a model. `written` ones are counted in what people wrote. Both are counted only where a metric
    asks for them.
    """

    name: str
    unit: TallyUnit
    table: str | None
    meaning: str
    level: bool = False
    survey: str | None = None
    scored: bool = False
    written: bool = False


def _tallies(
    table: str | None, unit: TallyUnit, survey: str | None = None, *, scored: bool = False, **meanings: str
) -> list[Tally]:
    return [
        Tally(
            name,
            unit,
            table,
            meaning,
            level=scored or name.endswith(("_start", "_end", "_ever", "_years")),
            survey=survey,
            scored=scored,
        )
        for name, meaning in meanings.items()
    ]


TALLIES: dict[str, Tally] = {
    tally.name: tally
    for tally in [
        *_tallies(
            "subscriptions",
            "count",
            customers_start="Customers paying at the opening.",
            customers_new="Customers who pay at the close, not at the opening, and never paid before the period.",
            customers_returned="Customers who pay at the close, not at the opening, and had paid before.",
            customers_churned="Customers who paid at the opening and not at the close.",
            customers_end="Customers paying at the close.",
            customers_joined_and_left="Customers who paid within the period, neither at its opening nor at its close.",
            customers_churned_free="Churned customers with a row of amount zero that runs at the close.",
            customers_returned_free="Returned customers with a row of amount zero that ran at the opening.",
            customers_won="Customers whose first paying day ever lies in the period, whether they stayed or not.",
            customers_ever="Customers who paid at any time up to the close.",
        ),
        *_tallies(
            "subscriptions",
            "money",
            mrr_start="Monthly recurring revenue at the opening.",
            mrr_new="MRR at the close of the new customers.",
            mrr_returned="MRR at the close of the returned customers.",
            mrr_expansion="Increases of customers who paid at both edges.",
            mrr_upsell="Increases by more units or a higher plan, among the expansions.",
            mrr_cross_sell="MRR of products not held at the opening, among the expansions.",
            mrr_renewal="Increases of the price at the same plan and quantity, among the expansions.",
            mrr_offset="Decreases of customers whose MRR grew all the same.",
            mrr_contraction="Decreases of customers who paid at both edges.",
            mrr_churned="MRR at the opening of the churned customers.",
            mrr_end="Monthly recurring revenue at the close.",
        ),
        *_tallies(
            "subscriptions",
            "years",
            customer_years="Years paid by all customers up to the close, gaps left out (365.25 days a year).",
        ),
        *_tallies(
            "surveys",
            "count",
            "csat",
            satisfied="CSAT answers of the satisfied score or better.",
            csat_responses="CSAT answers.",
        ),
        *_tallies(
            "surveys", "score", "csat", csat_score_sum="Sum of the CSAT scores, turned round if lower is better."
        ),
        *_tallies(
            "surveys",
            "count",
            "nps",
            promoters="NPS answers of the promoters score or above: 9 and 10 unless declared otherwise.",
            passives="NPS answers between the two: 7 and 8 unless declared otherwise.",
            detractors="NPS answers of the detractors score or below: 0 to 6 unless declared otherwise.",
            nps_responses="NPS answers.",
        ),
        *_tallies(
            "surveys",
            "score",
            "ces",
            effort_score_sum="Sum of the effort scores, turned round if lower is better.",
            effort_score_square_sum="Sum of the squares of the effort scores, for the interval.",
        ),
        *_tallies(
            "surveys",
            "count",
            "ces",
            easy="Effort answers in the easy part of the scale.",
            hard="Effort answers in the hard part of the scale.",
            ces_responses="Effort answers.",
        ),
        *_tallies(
            "surveys",
            "count",
            "invitations",
            survey_invitations="Rows of surveys.csv: people asked, whether or not they answered.",
            survey_responses="Rows of surveys.csv with a score.",
        ),
        *_tallies(
            "costs",
            "money",
            acquisition_cost="Costs in the categories under costs: acquisition.",
            retention_cost="Costs in the categories under costs: retention.",
        ),
        *_tallies(
            "purchases",
            "money",
            purchase_revenue="Purchases less refunds.",
            revenue_ever="Purchases less refunds up to the close.",
        ),
        *_tallies(
            "purchases",
            "count",
            purchases="Purchases; a refund is none, an amount of zero is one.",
            purchasing_customers="Customers with a purchase in the period.",
            purchasers_ever="Customers with a purchase at any time up to the close.",
        ),
        *_tallies("reviews", "count", review_ratings="Rows of reviews.csv."),
        *_tallies(
            "reviews",
            "score",
            review_rating_sum="Sum of the ratings.",
            review_rating_square_sum="Sum of the squares of the ratings, for the interval.",
        ),
        Tally("survey_comments", "count", "surveys", "Rows of surveys.csv with a comment.", written=True),
        Tally("review_comments", "count", "reviews", "Rows of reviews.csv with a text.", written=True),
        *_tallies(
            "subscriptions",
            "count",
            scored=True,
            customers_scored="Customers paying at the close who have a health score.",
            customers_at_risk_end="Customers paying at the close whose health score is in the lowest band.",
            customers_distressed_end="Customers paying at the close whose distress score has reached its threshold.",
            customers_distress_scored="Customers paying at the close who have a distress score.",
        ),
        *_tallies("subscriptions", "points", scored=True, health_points="Sum of the health scores at the close."),
        *_tallies(
            "subscriptions",
            "money",
            scored=True,
            mrr_scored="MRR at the close of the customers who have a health score.",
            mrr_at_risk_end="MRR at the close of the customers at risk.",
            health_mrr="MRR at the close of each customer times its health score, over 100.",
        ),
        *_tallies(None, "months", months="Length of the period in months."),
    ]
}


_THEME_TALLY = re.compile(r"(survey|review)_comments_on_(\w+)")


def theme_tallies(theme: str) -> tuple[str, str]:
    """The names of a theme's tallies: its comments in surveys.csv, and in reviews.csv.

    >>> theme_tallies("price")
    ('survey_comments_on_price', 'review_comments_on_price')
    """
    return f"survey_comments_on_{theme}", f"review_comments_on_{theme}"


def theme_of(tally: str) -> str | None:
    """The theme that a tally is of, if it is of one.

    >>> theme_of("survey_comments_on_price"), theme_of("survey_comments")
    ('price', None)
    """
    found = _THEME_TALLY.fullmatch(tally)
    return found[2] if found else None


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
    if found := _THEME_TALLY.fullmatch(name):
        meaning = f"Those of {found[1]}s.csv with a comment on the theme {found[2]}."
        return Tally(name, "count", f"{found[1]}s", meaning, written=True)
    return TALLIES.get(name)
