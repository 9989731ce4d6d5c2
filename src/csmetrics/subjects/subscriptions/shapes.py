"""The columns of subscriptions where its rows come in another shape than spells: what docs/shapes.md explains."""

from collections.abc import Mapping

from csmetrics.columns import CURRENCY, CUSTOMER, INTERVALS, LINE, Column, Table, columns

_EVENT_WORDS = {
    "start": ("started", "new", "created", "activated", "reactivated", "resumed"),
    "change": ("changed", "upgrade", "upgraded", "downgrade", "downgraded", "updated"),
    "cancel": ("churn", "churned", "ended", "expired"),
}
_YES_OR_NO = {"yes": ("y", "true", "t", "1", "1.0", "churned", "left"), "no": ("n", "false", "f", "0", "0.0", "active")}
_KINDS = {
    "recurring": ("subscription", "recurring charge"),
    "one_time": ("one-time", "one time", "onetime", "one_off", "one-off", "setup"),
}


def _choice(name: str, meaning: str, words: Mapping[str, tuple[str, ...]], *, required: bool = False) -> Column:
    """A column with few words, and what others call them."""
    ours = {word: choice for choice, others in words.items() for word in others}
    return Column(name, "category", meaning, required=required, choices=tuple(words), words=ours)


_PLAN = (Column("plan", "category", "Plan of the spell."), Column("product", "category", "Product of the spell."))
_SUBSCRIPTION = Column("subscription_id", "id", "The subscription, where a customer may have several.")
_QUANTITY = Column("quantity", "number", "Units, such as seats.", default="1")
_INTERVAL = (
    Column("interval", "category", "What the amount is for.", default="month", choices=INTERVALS),
    Column("interval_count", "count", "Intervals that the amount is for.", default="1"),
)


def _shape(name: str, meaning: str, *each: Column) -> Table:
    """The table of subscriptions with the columns of a shape."""
    return Table("subscriptions", meaning, columns(CUSTOMER, *each, LINE), identity=("line_id",), shape=name)


_ALL = (
    _shape(
        "events",
        "One row is an event: what it says holds until the next event of the customer.",
        Column("date", "date", "Day of the event; a time tells the order.", required=True, recorded=True, timed=True),
        Column(
            "amount",
            "money",
            "Price of one unit for one billing interval from then on; 0 ends. Blank where a cancel needs none.",
            required=True,
            blank=True,
        ),
        _choice("event", "What happened. Without the column the amount tells it.", _EVENT_WORDS),
        _SUBSCRIPTION,
        *_PLAN,
        _QUANTITY,
        *_INTERVAL,
        CURRENCY,
    ),
    _shape(
        "periodic",
        "One row is a month (a quarter, a year) of a customer: who has no row for it does not pay in it.",
        Column(
            "month",
            "date",
            "The month: 2026-09, Sep 2026 or any day in it. The first month of a quarter or year.",
            required=True,
            recorded=True,
            month=True,
        ),
        Column(
            "amount",
            "money",
            "What is paid for the month, or the price of one unit; 0 or blank is nothing.",
            required=True,
            blank=True,
        ),
        _QUANTITY,
        *_INTERVAL,
        _SUBSCRIPTION,
        *_PLAN,
        CURRENCY,
    ),
    _shape(
        "tenure",
        "One row is a customer as of a day: since how many months, and whether they have left.",
        Column("months", "number", "Months as a customer; what is over a whole month is dropped.", required=True),
        _choice("left", "Whether the customer has left.", _YES_OR_NO, required=True),
        Column("amount", "money", "Price of one unit for one billing interval.", required=True),
        Column("end_date", "date", "First day without service of those who have left; without the column: as_of."),
        _QUANTITY,
        *_INTERVAL,
        *_PLAN,
        CURRENCY,
    ),
    _shape(
        "invoices",
        "One row is a line of an invoice or of a credit note: its amount is spread over its service period.",
        Column("service_start", "date", "First day of the service.", required=True, blank=True, recorded=True),
        Column("service_end", "date", "First day after the service.", required=True, blank=True),
        Column("amount", "money", "For the whole service period; below zero in credits.", required=True, negative=True),
        _choice("kind", "Whether the line recurs; one that does not is left out.", _KINDS),
        _SUBSCRIPTION,
        *_PLAN,
        _QUANTITY,
        CURRENCY,
    ),
)
SHAPES: Mapping[str, Table] = {table.shape: table for table in _ALL}
"""The table of subscriptions in each shape but that of spells, which is its own."""
