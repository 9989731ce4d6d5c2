"""The table of purchases."""

from csmetrics.columns import CURRENCY, CUSTOMER, LINE, Column, Table, columns

TABLE = Table(
    "purchases",
    "One row is one purchase or refund. A further column divides them with --by.",
    columns(
        CUSTOMER,
        Column("date", "date", "Day of the purchase.", required=True, recorded=True),
        Column("amount", "money", "What was paid; a refund is negative.", required=True, negative=True),
        CURRENCY,
        Column("purchase_id", "id", "Names the purchase; its lines share it.", blank=True, detail=True),
        LINE,
    ),
    identity=("line_id",),
    divides=True,
)
