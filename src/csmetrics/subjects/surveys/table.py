"""The table of surveys."""

from csmetrics.columns import SURVEYS, Column, Table, columns

TABLE = Table(
    "surveys",
    "One row is one invitation or answer. A further column divides them with --by.",
    columns(
        Column("survey", "category", "Which survey.", required=True, choices=SURVEYS),
        Column("score", "score", "The answer. Blank: asked, but did not answer.", required=True, blank=True),
        Column(
            "responded_at",
            "date",
            "Day of the answer. May be blank without an answer, if sent_at has the day of the invitation.",
            required=True,
            blank=True,
            recorded=True,
        ),
        Column("sent_at", "date", "Day of the invitation. It counts if there is no answer.", recorded=True),
        Column("customer_id", "id", "Id of the customer who answered. Blank: anonymous.", blank=True, detail=True),
        Column("comment", "text", "What the customer wrote.", detail=True),
        Column("response_id", "id", "Id of the answer.", blank=True, detail=True),
    ),
    identity=("response_id", "survey"),
    divides=True,
)
