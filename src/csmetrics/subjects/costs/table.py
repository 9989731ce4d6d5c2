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
            "What it was spent on; see costs: in the configuration.",
            required=True,
        ),
        Column("amount", "money", "What it cost; a credit is negative.", required=True, negative=True),
        CURRENCY,
        LINE,
    ),
    open=True,
    identity=("line_id",),
)
