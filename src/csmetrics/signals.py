"""The signals that a health or distress score can be made of, declared as data.

The configuration checks names and parameters against this, the ledger works the values out, and a model that nobody
declared is made of its defaults.
"""

from dataclasses import dataclass
from typing import Literal

SignalUnit = Literal["score", "days", "count", "change", "number"]
ValueRange = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: where it comes from, what it says, and what it is worth unless somebody says otherwise.

    `scale` holds the values that mean 0 and 100 points. `days` and `past` are the lengths of its windows, if it has
    any. With a `weight` of 0 it is in no model that nobody declared; `distress` is the scale and the weight that it
    has in the distress score.
    """

    name: str
    table: str
    unit: SignalUnit
    meaning: str
    scale: ValueRange | None = None
    weight: int = 0
    days: int | None = None
    past: int | None = None
    distress: tuple[ValueRange, int] | None = None


SIGNALS: dict[str, Signal] = {
    signal.name: signal
    for signal in (
        Signal("last_nps", "surveys", "score", "Last NPS answer of the last `days` days.", None, 15, days=365),
        Signal("last_csat", "surveys", "score", "Last CSAT answer of the last `days` days.", None, 10, days=365),
        Signal(
            "usage_trend", "usage", "change",
            "Use a day in the last `days` days against that in the `past` days before; -0.5 is half.",
            (-0.5, 0), 20, days=28, past=84, distress=((0, -0.5), 30),
        ),
        Signal("features_used", "usage", "count", "Features used in the last `days` days.", (0, 3), 5, days=28),
        Signal("days_since_use", "usage", "days", "Days since the last use.", (30, 0), 10),
        Signal("open_tickets", "tickets", "count", "Tickets open at the close.", (5, 0), 5),
        Signal(
            "long_open_tickets", "tickets", "count", "Tickets open at the close for more than `days` days.",
            (2, 0), 10, days=14, distress=((0, 2), 30),
        ),
        Signal(
            "days_to_close", "tickets", "days", "Mean days to close a ticket, of those closed in the last `days` days.",
            (14, 1), 5, days=180,
        ),
        Signal(
            "ticket_score", "tickets", "score", "Mean score of the tickets closed in the last `days` days.",
            days=180,
        ),
        Signal(
            "mrr_trend", "subscriptions", "change",
            "MRR at the close against that `days` days before; -0.5 is half.",
            (-0.5, 0), 15, days=90, distress=((0, -0.5), 25),
        ),
        Signal("tenure", "subscriptions", "days", "Days since the first payment.", (0, 365), 5),
        Signal(
            "days_past_renewal", "subscriptions", "days",
            "Days by which a renewal_date of a running subscription has passed.", (30, 0), distress=((0, 30), 15),
        ),
        Signal("question", "answers", "score", "Last answer of the last `days` days.", (1, 10), 20, days=365),
        Signal("column", "customers", "number", "A column of customers.csv, as it stands in the file."),
    )
}  # fmt: skip

NAMED = tuple(name for name in SIGNALS if name not in ("question", "column"))
"""The signals that go by their own name; the other two need to be told which question or column."""
TABLES_OF_SIGNALS = ("tickets", "usage", "answers")
"""Tables that are there for scores alone: one of them is enough to have a model."""
