"""The table of subscriptions."""

from collections.abc import Mapping

from csmetrics.columns import CURRENCY, CUSTOMER, INTERVALS, LINE, STATUSES, Column, Table, columns

_STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "paying": ("active", "live", "paid", "current", "non_renewing", "non-renewing", "pending-cancel", "pending_cancel"),
    "trial": ("trialing", "trialling", "in_trial", "in trial", "free_trial", "free trial", "on_trial"),
    "paused": ("on_hold", "on-hold", "on hold", "suspended", "frozen"),
    "past_due": ("past due", "past-due", "unpaid", "overdue", "delinquent", "dunning", "in_dunning"),
    "ended": ("canceled", "cancelled", "expired", "churned", "terminated", "inactive", "closed", "stopped"),
    "never": ("incomplete", "incomplete_expired", "future", "pending", "draft", "not_started", "not started"),
}

TABLE = Table(
    "subscriptions",
    "One row is one spell at one price: a change of price, plan or quantity ends a row and starts another.",
    columns(
        CUSTOMER,
        Column("start_date", "date", "First day of the spell.", required=True, recorded=True),
        Column("end_date", "date", "First day without service. Blank: it still runs."),
        Column(
            "amount",
            "money",
            "Price of one unit for one billing interval, after recurring discounts, before tax.",
            required=True,
        ),
        Column(
            "interval",
            "category",
            "Billing interval. Monthly, P3M and the like are understood.",
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
        CURRENCY,
        Column("plan", "category", "Plan of the spell."),
        Column("product", "category", "Product of the spell."),
        Column("subscription_id", "id", "The subscription that the spell belongs to.", detail=True),
        LINE,
        Column("trial_end_date", "date", "First paying day after a free trial."),
        Column("renewal_date", "date", "Day by which the contract should be renewed. A signal of distress."),
        Column(
            "canceled_at",
            "date",
            "Day of the notice. If an ended row has no end_date, its end.",
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
)
