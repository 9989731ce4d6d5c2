"""The table of customers."""

from csmetrics.columns import CUSTOMER, Column, Table, columns

TABLE = Table(
    "customers",
    "Who the customers are. Every further column is an attribute for --by.",
    columns(
        CUSTOMER,
        Column("created_at", "date", "When the customer signed up.", recorded=True),
        Column("name", "text", "What people call the customer.", detail=True),
    ),
    open=True,
    identity=("customer_id",),
    counted=False,
)
