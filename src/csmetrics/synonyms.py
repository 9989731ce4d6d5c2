"""What other systems call our columns, and the columns of theirs that would change a figure if they were read.

Case, blanks, hyphens and underscores are no part of a name: End_Date, "end date" and enddate are end_date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from csmetrics.visible import visible

_NO_PART = re.compile(r"[\s_\-]+")
_ANNUAL = {"arr", "acv", "annual", "annually", "annualized", "annualised", "yearly", "annum", "year"}
_NO_LETTER = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """A header without what is no part of its name.

    >>> folded("End_Date"), folded("customer-ID "), folded("Country/Region")
    ('enddate', 'customerid', 'country/region')
    """
    return _NO_PART.sub("", visible(name)).casefold()


def bare(name: str) -> str:
    """A header without anything but its letters and digits.

    >>> bare("Discount %"), bare("# of seats"), bare("Curr.")
    ('discount', 'ofseats', 'curr')
    """
    return _NO_LETTER.sub("", visible(name)).casefold()


def is_annual(header: str) -> bool:
    """Whether a header says that the amounts beneath it are for a year.

    >>> is_annual("ARR (USD)"), is_annual("Annual Contract Value"), is_annual("Carrier"), is_annual("MRR")
    (True, True, False, False)
    """
    words = set(re.findall(r"[^\W\d_]+", visible(header).casefold()))
    return not words.isdisjoint(_ANNUAL)


@dataclass(frozen=True, slots=True)
class Changing:
    """Columns that would change a figure if they were read, so that somebody has to say what is meant.

    `column` is ours that they may fill, `read` and `ignored` what the amount or the row then is, `neutral` the values
    that change nothing, `unless` a column of ours beside which they say nothing new, `instead` another line that may be
    meant, with {theirs} for the column and {amount} for that of the amount.
    """

    names: tuple[str, ...]
    ignored: str
    column: str | None = None
    read: str = ""
    neutral: tuple[str, ...] = ()
    unless: str | None = None
    instead: str = ""


_CUSTOMER = ("customer", "account_id", "account", "client_id", "client", "company_id", "organization_id", "org_id")
_CURRENCY = ("currency_code", "ccy", "currency_iso", "iso_currency", "curr", "curr.")
_NO = ("", "0", "0.0", "0.00", "false", "no", "n", "f")
_YES = ("", "1", "true", "yes", "y", "t")
_ONE = ("", "1", "1.0", "1.00")

SAME: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "customers": {
        "customer_id": ("id", *_CUSTOMER),
        "created_at": ("created", "created_on", "create_date", "signup_date", "signed_up_at", "signed_up_on"),
        "name": ("customer_name", "company_name", "account_name", "company"),
    },
    "subscriptions": {
        "customer_id": _CUSTOMER,
        "start_date": ("started_at", "started_on", "starts_at", "starts_on", "start", "begin_date"),
        "end_date": ("ended_at", "ended_on", "ends_at", "ends_on", "end", "subscription_end"),
        "amount": ("amt", "price", "unit_price", "unit_amount"),
        "currency": _CURRENCY,
        "plan": ("plan_name",),
        "product": ("product_name",),
        "subscription_id": ("subscription", "sub_id"),
        "trial_end_date": ("trial_end", "trial_ends_at", "trial_ended_at", "trial_ends_on"),
        "renewal_date": ("renews_at", "renews_on", "next_renewal_date"),
        "canceled_at": (
            "cancelled_at", "cancellation_date", "cancelation_date", "cancel_date", "canceled_on", "cancelled_on",
            "canceled_date", "cancelled_date", "date_canceled", "date_cancelled",
        ),
        "status": ("subscription_status", "sub_status"),
        "paused_from": ("paused_at", "paused_on", "pause_date"),
    },
    "surveys": {
        "survey": ("survey_type", "survey_kind"),
        "score": ("nps_score", "csat_score", "ces_score"),
        "responded_at": ("response_date", "responded_on", "answered_at", "answered_on", "submitted_at", "submit_date"),
        "customer_id": _CUSTOMER,
        "comment": ("comments", "verbatim"),
        "response_id": ("answer_id", "responseid"),
    },
    "costs": {"date": ("cost_date", "spent_on"), "amount": ("amt", "cost"), "currency": _CURRENCY},
    "purchases": {
        "customer_id": _CUSTOMER,
        "date": ("purchase_date", "order_date", "purchased_at", "ordered_at", "paid_at"),
        "currency": _CURRENCY,
        "purchase_id": ("order_id", "transaction_id"),
    },
    "reviews": {
        "rating": ("stars", "star_rating"),
        "date": ("review_date", "reviewed_at"),
        "text": ("review", "review_text", "comment"),
        "customer_id": _CUSTOMER,
    },
    "tickets": {
        "customer_id": _CUSTOMER,
        "opened_at": ("created_at", "opened_on", "created_on", "open_date"),
        "closed_at": ("solved_at", "resolved_at", "closed_on", "close_date"),
        "score": ("csat", "csat_score"),
        "ticket_id": ("id", "case_id"),
    },
    "usage": {
        "customer_id": _CUSTOMER,
        "date": ("day", "usage_date"),
        "value": ("count", "events", "quantity"),
        "feature": ("event", "metric"),
    },
    "answers": {"customer_id": _CUSTOMER, "date": ("answered_at", "answered_on")},
}  # fmt: skip
"""Other names of our columns. They only rename: whoever uses one means the very column."""

SAME_IN_SHAPE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "events": {
        "date": ("event_date", "event_time", "event_at", "occurred_at", "effective_date"),
        "event": ("event_type", "event_name"),
    },
    "tenure": {"months": ("tenure", "tenure_months", "months_tenure", "tenure_in_months")},
    "invoices": {
        "service_start": ("service_period_start", "period_start", "service_start_date"),
        "service_end": ("service_period_end", "period_end", "service_end_date"),
        "kind": ("line_type", "charge_type", "line_item_type"),
    },
}
"""The same of the columns that subscriptions have in a shape alone."""

_DELETED = Changing(
    ("deleted", "is_deleted", "deleted_at", "archived", "is_archived", "void", "voided", "voided_at"),
    "all rows count",
    neutral=_NO,
)
_TEST = Changing(("test", "is_test", "test_mode", "testmode", "sandbox"), "all rows count", neutral=_NO)
_LIVE = Changing(("livemode", "live_mode", "is_live"), "all rows count", neutral=_YES)
_EVERYWHERE = (_DELETED, _TEST, _LIVE)
_QUANTITY = ("qty", "seats", "seat_count", "number_of_seats", "units", "unit_count", "licences", "licenses",
             "license_count", "licence_count", "user_count", "plan_quantity", "subscription_quantity", "users",
             "number_of_users", "no_of_users", "of_users", "no_of_seats", "of_seats", "number_of_licenses",
             "number_of_licences", "no_of_licenses", "menge", "anzahl")  # fmt: skip
_TIMES = 'compute: {{amount: "[{amount}] * [{theirs}]"}}  # amount is the price of one; take it out of columns'
_DISCOUNT = Changing(
    ("discount", "discounts", "discount_amount", "discount_percent", "discount_pct", "discount_rate", "discount_share",
     "total_discount_amount", "coupon", "coupon_code", "discount_code", "rebate", "disc", "rabatt"),
    "the discount is taken off the amount already",
    neutral=_NO,
)  # fmt: skip
_TAX = Changing(
    ("tax", "taxes", "tax_amount", "tax_rate", "tax_percent", "sales_tax", "vat", "vat_amount", "vat_rate", "gst"),
    "the amount is without tax",
    neutral=_NO,
)

CHANGING: Mapping[str, tuple[Changing, ...]] = {
    "subscriptions": (
        Changing(
            ("billing_period", "billing_interval", "billing_cycle", "billing_frequency", "frequency", "plan_interval",
             "interval_unit", "billing_period_unit", "billing_term", "recurrence", "period", "billing", "billed",
             "payment_frequency", "payment_interval"),
            "every amount is for a month",
            column="interval",
            read="it says what the amount is for",
            neutral=("", "month", "monthly", "1 month", "p1m", "m"),
        ),
        Changing(
            ("billing_interval_count", "plan_interval_count", "interval_length", "billing_period_count"),
            "every amount is for one interval",
            column="interval_count",
            read="the amount is for so many intervals",
            neutral=_ONE,
        ),
        Changing(
            _QUANTITY, "amount is the whole line", column="quantity", read="amount is the price of one", neutral=_ONE
        ),
        Changing(
            ("churned_at", "churn_date", "terminated_at", "termination_date", "closed_at", "expires_at", "expires_on",
             "expiry_date", "expiration_date", "valid_until", "valid_to", "paid_until", "cancel_at", "end_of_term"),
            "no row ends on it",
            column="end_date",
            read="the row ends on it",
            neutral=("",),
            unless="end_date",
        ),
        Changing(
            ("charge_type", "billing_type", "price_type", "line_type"),
            "every row recurs",
            neutral=("", "recurring", "subscription"),
        ),
        Changing(
            ("event", "event_type", "event_name", "change_type", "movement", "movement_type"),
            "every row is a spell that runs until its end",
            neutral=("",),
            instead="shape: events  # every row is an event that holds until the next one",
        ),
        _DISCOUNT,
        _TAX,
        *_EVERYWHERE,
    ),
    "surveys": (
        Changing(("weight", "count", "responses", "frequency", "n"), "every row is one answer", neutral=_ONE),
        Changing(("scale", "max_score", "scale_max"), "all answers are on the scale declared under surveys"),
        Changing(("finished", "is_finished", "completed", "is_complete"), "every row counts", neutral=_YES),
        Changing(
            ("status", "response_status"),
            "every row counts",
            neutral=("", "complete", "completed", "finished", "responded", "ip address", "closed"),
        ),
        *_EVERYWHERE,
    ),
    "costs": (
        Changing(("quantity", *_QUANTITY, "hours"), "amount is the whole line", neutral=_ONE),
        _TAX,
        *_EVERYWHERE,
    ),
    "purchases": (
        Changing(("quantity", *_QUANTITY), "amount is the whole line", neutral=_ONE, instead=_TIMES),
        Changing(
            ("refund", "refunds", "refunded", "is_refund", "refund_amount", "refunded_amount", "amount_refunded"),
            "refunds are rows with negative amounts",
            neutral=_NO,
        ),
        Changing(
            ("status", "payment_status", "order_status", "financial_status"),
            "every row was paid",
            neutral=("", "paid", "succeeded", "success", "complete", "completed", "settled", "captured", "fulfilled"),
        ),
        Changing(
            ("type", "transaction_type", "payment_type", "kind"),
            "every row is a purchase, or a refund with a negative amount",
            neutral=("", "purchase", "sale", "charge", "payment", "order"),
        ),
        _DISCOUNT,
        _TAX,
        *_EVERYWHERE,
    ),
    "tickets": (
        Changing(
            ("status", "ticket_status"),
            "all tickets are open still",
            neutral=("", "open", "new", "pending"),
            unless="closed_at",
        ),
        *_EVERYWHERE,
    ),
    "usage": (_TEST, _DELETED),
}  # fmt: skip
"""Columns that multiply, scale, end or exclude rows. They are never read by themselves."""

CHANGING_IN_SHAPE: Mapping[str, tuple[Changing, ...]] = {
    "invoices": (
        Changing(
            ("status", "invoice_status", "payment_status"),
            "every line counts; where: takes those of some words alone",
            neutral=("", "paid"),
        ),
    ),
}
"""The same of subscriptions in a shape alone."""

ALONE: Mapping[str, Changing] = {
    "canceled_at": Changing(
        ("canceled_at",),
        "notice was given, and the row runs on",
        column="end_date",
        read="the row ends on it",
        neutral=("",),
        unless="end_date",
    ),
    "paused_from": Changing(("paused_from",), "no row is paused now", neutral=("",), unless="status"),
}
"""Columns of ours that tell only half of it in a file without another one."""

SLIPS: Mapping[str, tuple[Changing, ...]] = {
    table: tuple(
        Changing((name,), "no figure needs it", column=name, read="it is the column meant", neutral=("",))
        for name in names
    )
    for table, names in {
        "subscriptions": (
            "end_date", "interval", "interval_count", "quantity", "currency", "trial_end_date", "status", "canceled_at",
        ),
        "costs": ("currency",),
        "purchases": ("currency", "purchase_id"),
    }.items()
}  # fmt: skip
"""Optional columns of ours that would change a figure: one but for a slip of the pen is asked about."""

LIKELY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "subscriptions": {
        "amount": ("mrr", "monthly_amount", "total", "value", "revenue", "arr", "plan_amount", "line_total"),
        "start_date": ("created_at", "created", "activated_at", "date"),
        "customer_id": ("user_id", "email", "customer_email"),
        "date": ("timestamp", "created_at", "created", "start_date"),
        "month": ("date", "period", "reporting_month", "month_start", "billing_month"),
        "left": ("churn", "churned", "churn_flag", "is_churned", "exited", "attrition_flag", "status"),
        "service_start": ("start_date", "start", "from"),
        "service_end": ("end_date", "end", "to"),
    },
    "surveys": {
        "score": ("rating", "answer", "response", "value"),
        "responded_at": ("created_at", "created", "date", "timestamp", "end_date"),
        "survey": ("type", "kind", "metric"),
    },
    "costs": {"category": ("type", "department", "account"), "amount": ("total", "value", "spend")},
    "purchases": {
        "amount": ("total", "revenue", "price", "value", "net_amount"),
        "date": ("created_at", "created", "timestamp"),
        "customer_id": ("user_id", "email", "customer_email"),
    },
    "reviews": {"rating": ("score", "value"), "date": ("created_at", "created", "timestamp")},
    "tickets": {"customer_id": ("requester_id", "requester", "email"), "opened_at": ("date", "created")},
    "usage": {"value": ("logins", "sessions", "total", "amount"), "date": ("created_at", "timestamp")},
    "answers": {"score": ("value", "rating", "answer"), "question": ("topic", "name")},
}
"""Columns that are offered where a required one is missing: what they mean is for somebody to say."""

ONE_FOR_ALL = ("survey", "category", "question", "feature", "source", "currency")
"""Columns that one value for every row can stand in for."""
