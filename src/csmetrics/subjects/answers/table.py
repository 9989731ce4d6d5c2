"""The table of answers."""

from csmetrics.columns import CUSTOMER, Column, Table, columns

TABLE = Table(
    "answers",
    "One row is one answer of an account manager's questionnaire about a customer.",
    columns(
        CUSTOMER,
        Column("date", "date", "Day of the answer.", required=True, recorded=True),
        Column("question", "category", "What was asked, such as: are they hiring?", required=True),
        Column("score", "score", "The answer, from 1 (worst) to 10.", required=True),
    ),
    counted=False,
)
