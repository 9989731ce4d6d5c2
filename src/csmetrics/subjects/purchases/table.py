"""The table of purchases."""

from csmetrics.columns import CURRENCY, CUSTOMER, LINE, Column, Table, columns

TABLE = Table(
    "purchases",
    "One row is one purchase or refund. A further column divides them with --by.",
    columns(
        CUSTOMER,
        Column("date", "date", "Day of the purchase.", required=True, recorded=True),
        Column("amount", "money", "What was paid. A refund is negative.", required=True, negative=True),
        CURRENCY,
        Column("purchase_id", "id", "Id of the purchase. All its lines share it.", blank=True, detail=True),
        LINE,
    ),
    identity=("line_id",),
    divides=True,
)
