"""The tallies of purchases.csv."""

from csmetrics.subjects.tally import OF_MONEY, Tally

_RULES = (*OF_MONEY, "tables.purchases.")

TALLIES = (
    Tally("purchase_revenue", "money", "purchases", "Purchases less refunds.", rules=_RULES),
    Tally("revenue_ever", "money", "purchases", "Purchases less refunds up to the close.", level=True, rules=_RULES),
    Tally("purchases", "count", "purchases", "Purchases; a refund is none, an amount of zero is one.", rules=_RULES),
    Tally(
        "purchasing_customers",
        "count",
        "purchases",
        "Customers with a purchase in the period.",
        distinct=True,
        rules=_RULES,
    ),
    Tally(
        "purchasers_ever",
        "count",
        "purchases",
        "Customers with a purchase at any time up to the close.",
        level=True,
        distinct=True,
        rules=_RULES,
    ),
)
