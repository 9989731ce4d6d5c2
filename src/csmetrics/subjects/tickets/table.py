"""The table of tickets."""

from csmetrics.columns import CUSTOMER, Column, Table, columns

TABLE = Table(
    "tickets",
    "One row is one request for help. A further column divides its scores with --by.",
    columns(
        CUSTOMER,
        Column("opened_at", "date", "Day on which it was opened.", required=True, recorded=True),
        Column("closed_at", "date", "Day on which it was closed. Blank: still open.", recorded=True),
        Column("score", "score", "How satisfied the customer was, on the scale of CSAT. Blank: no answer.", blank=True),
        Column("rated_at", "date", "Day of the score. Blank: closed_at.", recorded=True),
        Column("priority", "category", "How urgent it was. No figure uses it.", detail=True),
        Column("ticket_id", "id", "Id of the ticket.", blank=True, detail=True),
    ),
    identity=("ticket_id",),
    divides=True,
    counted=False,
)
