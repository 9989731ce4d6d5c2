"""The table of renewals."""

from csmetrics.columns import CUSTOMER, Column, Table, columns

TABLE = Table(
    "renewals",
    "One row is one contract that came up for renewal.",
    columns(
        CUSTOMER,
        Column("date", "date", "Day on which it came up.", required=True, recorded=True),
        Column("outcome", "category", "Whether it was renewed.", required=True, choices=("renewed", "lost")),
    ),
)
