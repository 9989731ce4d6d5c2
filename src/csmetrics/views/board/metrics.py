"""Which figures stand where on the page."""

from csmetrics.groups import TILES

BRIDGE = ("new_mrr", "returned_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "exchange_mrr")
MOVED = ("new_customers", "returned_customers", "churned_customers", "joined_and_left_customers")
RETENTION = ("net_revenue_retention", "gross_revenue_retention", "customer_churn_rate")
SATISFACTION = ("nps", "csat", "ces", "review_rating", "survey_response_rate")
RISK = ("customers_at_risk", "mrr_at_risk", "health_score", "customers_distressed")
ECONOMICS = ("clv", "cac", "clv_to_cac", "cac_payback_months", "crc", "arpu", "revenue")
SHOWN = tuple(dict.fromkeys((*TILES, "net_new_mrr", *BRIDGE, *MOVED, *RETENTION, *SATISFACTION, *RISK, *ECONOMICS)))
EXPLAINED = tuple(name for name in SHOWN if name not in (*BRIDGE, *MOVED, "survey_response_rate"))
"""The figures with a card at the foot: those of the bridge and of movements stand in that of what they make."""
