"""The tallies of customers' scores: how healthy, and how distressed, they are at the close."""

from csmetrics.subjects.tally import OF_RECURRING_MONEY, declared

_HEALTH, _DISTRESS = (*OF_RECURRING_MONEY, "health."), (*OF_RECURRING_MONEY, "distress.")

TALLIES = (
    *declared(
        "count",
        "subscriptions",
        level=True,
        scored=True,
        paying=True,
        rules=_HEALTH,
        names=[
            ("customers_scored", "Customers paying at the close who have a health score."),
            ("customers_at_risk_end", "Customers paying at the close whose health score is in the lowest band."),
        ],
    ),
    *declared(
        "count",
        "subscriptions",
        level=True,
        scored=True,
        paying=True,
        rules=_DISTRESS,
        names=[
            (
                "customers_distressed_end",
                "Customers paying at the close whose distress score has reached its threshold.",
            ),
            ("customers_distress_scored", "Customers paying at the close who have a distress score."),
        ],
    ),
    *declared(
        "points",
        "subscriptions",
        level=True,
        scored=True,
        rules=_HEALTH,
        names=[("health_points", "Sum of the health scores at the close.")],
    ),
    *declared(
        "money",
        "subscriptions",
        level=True,
        scored=True,
        rules=_HEALTH,
        names=[
            ("mrr_scored", "MRR at the close of the customers who have a health score."),
            ("mrr_at_risk_end", "MRR at the close of the customers at risk."),
            ("health_mrr", "MRR at the close of each customer times its health score, over 100."),
        ],
    ),
)
