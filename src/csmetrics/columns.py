"""The tables and columns csmetrics reads, declared as data.

The reader checks files against this, the configuration checks names against it, and docs/data.md is made from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["id", "text", "category", "date", "money", "number", "count", "score"]

INTERVALS = ("day", "week", "month", "quarter", "half_year", "year")
SURVEYS = ("nps", "csat", "ces")
STATUSES = ("paying", "trial", "paused", "past_due", "ended", "never")
COMMENTS = {"surveys": "comment", "reviews": "text"}  # where people write; read only when comments are asked for


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether it must be there, what a missing one means."""

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    blank: bool = False  # may a cell of a required column be blank?
    default: str | None = None
    choices: tuple[str, ...] = ()  # the only values there are, read regardless of case
    code: bool = False  # an upper-case code, read regardless of case
    negative: bool = False  # may an amount be below zero?
    recorded: bool = False  # a date on which something was recorded: it dates the data
    detail: bool = False  # no figure needs it; a check, an explanation or --by may
    words: Mapping[str, str] = field(default_factory=dict)  # what the field calls the choices, in small letters


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the file it stands in and the columns it may have."""

    name: str
    meaning: str
    columns: dict[str, Column]
    open: bool = False  # further columns are attributes for --by
    divides: bool = False  # further columns divide its own rows, and are read when --by asks
    identity: tuple[str, ...] = ()  # the columns that name a row: the same row counts once

    @property
    def file(self) -> str:
        """The file's standard name."""
        return f"{self.name}.csv"

    def required(self) -> Iterator[str]:
        """The columns without which the table cannot be used."""
        return (column.name for column in self.columns.values() if column.required)

    def dates(self, *, recorded: bool = False) -> list[str]:
        """The date columns; with `recorded` only those that say when something happened."""
        columns = (c for c in self.columns.values() if c.type == "date")
        return [column.name for column in columns if column.recorded or not recorded]


def attribute(name: str) -> Column:
    """A column that only --by looks at."""
    return Column(name, "category", "An attribute.", detail=True)


_STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "paying": ("active", "live", "paid", "current", "non_renewing", "non-renewing", "pending-cancel", "pending_cancel"),
    "trial": ("trialing", "trialling", "in_trial", "in trial", "free_trial", "free trial", "on_trial"),
    "paused": ("on_hold", "on-hold", "on hold", "suspended", "frozen"),
    "past_due": ("past due", "past-due", "unpaid", "overdue", "delinquent", "dunning", "in_dunning"),
    "ended": ("canceled", "cancelled", "expired", "churned", "terminated", "inactive", "closed", "stopped"),
    "never": ("incomplete", "incomplete_expired", "future", "pending", "draft", "not_started", "not started"),
}


def _columns(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


_CUSTOMER = Column("customer_id", "id", "Who; the same in every table.", required=True)
_LINE = Column("line_id", "id", "Names the row: one that stands twice counts once.", blank=True, detail=True)
_CURRENCY = Column("currency", "category", "ISO 4217 code; blank means the currency of the configuration.", code=True)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "customers",
            "Who the customers are. Every further column is an attribute for --by.",
            _columns(
                _CUSTOMER,
                Column("created_at", "date", "When the customer signed up.", recorded=True),
                Column("name", "text", "What people call the customer.", detail=True),
            ),
            open=True,
            identity=("customer_id",),
        ),
        Table(
            "subscriptions",
            "One row is one spell at one price: a change of price, plan or quantity ends a row and starts another.",
            _columns(
                _CUSTOMER,
                Column("start_date", "date", "First day of the spell.", required=True, recorded=True),
                Column("end_date", "date", "First day without service; blank: runs on."),
                Column(
                    "amount",
                    "money",
                    "Price of one unit for one billing interval, after recurring discounts, before tax.",
                    required=True,
                ),
                Column(
                    "interval",
                    "category",
                    "Billing interval; Monthly, P3M and the like are read.",
                    default="month",
                    choices=INTERVALS,
                ),
                Column(
                    "interval_count",
                    "count",
                    "Intervals per billing: 3 with month is a quarter.",
                    default="1",
                ),
                Column("quantity", "number", "Units, such as seats.", default="1"),
                _CURRENCY,
                Column("plan", "category", "Plan of the spell."),
                Column("product", "category", "Product of the spell."),
                Column("subscription_id", "id", "The subscription that the spell belongs to.", detail=True),
                _LINE,
                Column("trial_end_date", "date", "First paying day, where a free trial comes first."),
                Column("renewal_date", "date", "Day by which the contract is to be renewed; a signal of distress."),
                Column(
                    "canceled_at",
                    "date",
                    "When notice was given; where an ended row has no end_date, its end.",
                    detail=True,
                ),
                Column("paused_from", "date", "First day of the pause of a row that is paused.", detail=True),
                Column(
                    "status",
                    "category",
                    "What the subscription is on the day of the export. A trial, and what never began, is not counted;"
                    " ended and paused need the day: end_date, canceled_at or paused_from.",
                    choices=STATUSES,
                    words={word: status for status, words in _STATUS_WORDS.items() for word in words},
                ),
            ),
            identity=("line_id",),
        ),
        Table(
            "surveys",
            "One row is one invitation or answer. A further column divides them with --by.",
            _columns(
                Column("survey", "category", "Which survey.", required=True, choices=SURVEYS),
                Column("score", "score", "The answer; blank: asked, did not answer.", required=True, blank=True),
                Column(
                    "responded_at",
                    "date",
                    "Day of the answer; blank without an answer, where sent_at dates the invitation.",
                    required=True,
                    blank=True,
                    recorded=True,
                ),
                Column("sent_at", "date", "Day of the invitation; dates one without an answer.", recorded=True),
                Column("customer_id", "id", "Who answered; blank: anonymous.", blank=True, detail=True),
                Column("comment", "text", "What the customer wrote.", detail=True),
                Column("response_id", "id", "Names the answer.", blank=True, detail=True),
            ),
            identity=("response_id", "survey"),
            divides=True,
        ),
        Table(
            "costs",
            "What winning and keeping customers cost. Further columns are attributes for --by.",
            _columns(
                Column("date", "date", "Day the cost belongs to.", required=True, recorded=True),
                Column(
                    "category",
                    "category",
                    "What it was spent on; see costs: in the configuration.",
                    required=True,
                ),
                Column("amount", "money", "What it cost; a credit is negative.", required=True, negative=True),
                _CURRENCY,
                _LINE,
            ),
            open=True,
            identity=("line_id",),
        ),
        Table(
            "purchases",
            "One row is one purchase or refund. A further column divides them with --by.",
            _columns(
                _CUSTOMER,
                Column("date", "date", "Day of the purchase.", required=True, recorded=True),
                Column("amount", "money", "What was paid; a refund is negative.", required=True, negative=True),
                _CURRENCY,
                Column("purchase_id", "id", "Names the purchase; its lines share it.", blank=True, detail=True),
                _LINE,
            ),
            identity=("line_id",),
            divides=True,
        ),
        Table(
            "reviews",
            "One row is one review on somebody else's page: a shop, a directory, a map.",
            _columns(
                Column("rating", "score", "The stars given, on the scale under reviews: scale.", required=True),
                Column("date", "date", "Day of the review.", required=True, recorded=True),
                Column("source", "category", "Where it was written.", detail=True),
                Column("text", "text", "What was written.", detail=True),
                Column("customer_id", "id", "Who wrote it; blank: anonymous.", blank=True, detail=True),
                Column("review_id", "id", "Names the review.", blank=True, detail=True),
            ),
            identity=("review_id",),
        ),
        Table(
            "tickets",
            "One row is one request for help. A further column divides its scores with --by.",
            _columns(
                _CUSTOMER,
                Column("opened_at", "date", "Day on which it was opened.", required=True, recorded=True),
                Column("closed_at", "date", "Day on which it was closed; blank: still open.", recorded=True),
                Column("score", "score", "How it was handled, on the scale of CSAT; blank: no answer.", blank=True),
                Column("rated_at", "date", "Day of the score; blank: closed_at.", recorded=True),
                Column("priority", "category", "How urgent it was; no figure uses it.", detail=True),
                Column("ticket_id", "id", "Names the ticket.", blank=True, detail=True),
            ),
            identity=("ticket_id",),
            divides=True,
        ),
        Table(
            "usage",
            "One row says how much a customer used a feature on a day; several rows of a day add up.",
            _columns(
                _CUSTOMER,
                Column("date", "date", "Day of use.", required=True, recorded=True),
                Column("value", "number", "How much: logins, bookings, minutes. Zero is no use.", required=True),
                Column("feature", "category", "What was used."),
            ),
        ),
        Table(
            "answers",
            "One row is one answer of an account manager's questionnaire about a customer.",
            _columns(
                _CUSTOMER,
                Column("date", "date", "Day of the answer.", required=True, recorded=True),
                Column("question", "category", "What was asked, such as: are they hiring?", required=True),
                Column("score", "score", "The answer, from 1 (worst) to 10.", required=True),
            ),
        ),
    )
}
