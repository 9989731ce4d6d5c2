"""Which figures stand where on the page."""

HEADLINE = (
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
"""The headline figures, first to be shown first; as many as there are TILES for, and any other with a threshold."""
TILES = 6
MOST_TILES = 9
BRIDGE = ("new_mrr", "returned_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "exchange_mrr")
LOSSES = ("contraction_mrr", "churned_mrr")
MOVEMENTS = ("new_customers", "returned_customers", "churned_customers", "joined_and_left_customers")
RETENTION = ("net_revenue_retention", "gross_revenue_retention", "customer_churn_rate")
SATISFACTION = ("nps", "csat", "ces", "review_rating", "survey_response_rate")
RISK = ("customers_at_risk", "mrr_at_risk", "health_score", "customers_distressed")
ECONOMICS = ("clv", "cac", "clv_to_cac", "cac_payback_months", "crc", "arpu", "revenue")
SHOWN = tuple(
    dict.fromkeys((*HEADLINE, "net_new_mrr", *BRIDGE, *MOVEMENTS, *RETENTION, *SATISFACTION, *RISK, *ECONOMICS))
)
EXPLAINED = tuple(name for name in SHOWN if name not in (*BRIDGE, *MOVEMENTS, "survey_response_rate"))
"""The figures with a card at the foot: those of the bridge and of movements stand in that of what they make."""
