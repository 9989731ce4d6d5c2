"""The table of usage."""

from csmetrics.columns import CUSTOMER, Column, Table, columns

TABLE = Table(
    "usage",
    "One row says how much a customer used a feature on a day; several rows of a day add up.",
    columns(
        CUSTOMER,
        Column("date", "date", "Day of use.", required=True, recorded=True),
        Column("value", "number", "How much: logins, bookings, minutes. Zero is no use.", required=True),
        Column("feature", "category", "What was used."),
    ),
    counted=False,
)
