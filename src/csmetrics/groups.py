"""What the figures of a report are grouped by, and which of them one reads first."""

from typing import Literal, get_args

Group = Literal["satisfaction", "customers", "revenue", "value", "health"]
GROUPS: tuple[Group, ...] = get_args(Group)

DIGEST = (
    "mrr",
    "net_new_mrr",
    "customers",
    "customer_churn_rate",
    "net_revenue_retention",
    "nps",
    "csat",
    "ces",
    "revenue",
    "clv_to_cac",
)
"""The figures of the digest, in its order."""

HEADLINE = (*DIGEST, "gross_revenue_retention", "mrr_at_risk")
"""The dozen that a report shows first: those of the digest, what is kept without growth, what may be lost next."""

TILES = (
    "mrr",
    "net_revenue_retention",
    "customer_churn_rate",
    "nps",
    "customers",
    "clv_to_cac",
    "csat",
    "ces",
    "gross_revenue_retention",
    "health_score",
    "revenue",
    "review_rating",
    "survey_response_rate",
)
"""The figures that a page in a browser shows as tiles, first to be shown first; as many as there is room for."""
