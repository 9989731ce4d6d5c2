"""The table of reviews."""

from csmetrics.columns import Column, Table, columns

TABLE = Table(
    "reviews",
    "One row is one review on somebody else's page: a shop, a directory, a map.",
    columns(
        Column("rating", "score", "The stars given, on the scale under reviews: scale.", required=True),
        Column("date", "date", "Day of the review.", required=True, recorded=True),
        Column("source", "category", "Where it was written.", detail=True),
        Column("text", "text", "What was written.", detail=True),
        Column("customer_id", "id", "Id of the customer who wrote it. Blank: anonymous.", blank=True, detail=True),
        Column("review_id", "id", "Id of the review.", blank=True, detail=True),
    ),
    identity=("review_id",),
)
