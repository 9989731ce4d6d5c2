"""The table of costs."""

from csmetrics.columns import CURRENCY, LINE, Column, Table, columns

TABLE = Table(
    "costs",
    "What winning and keeping customers cost. Further columns are attributes for --by.",
    columns(
        Column("date", "date", "Day the cost belongs to.", required=True, recorded=True),
        Column(
            "category",
            "category",
            "What it was spent on. See costs: in csmetrics.yaml.",
            required=True,
        ),
        Column("amount", "money", "What it cost. A credit is negative.", required=True, negative=True),
        CURRENCY,
        LINE,
    ),
    open=True,
    identity=("line_id",),
)
