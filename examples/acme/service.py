"""What Acme's customers did: tickets, use and what account managers answered about them. make.py writes it down."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from story import BAD_RELEASE, DAY, MONTHS, Customer, Subscriptions, times

TICKETS_SINCE = MONTHS[9]  # April 2025
USE_SINCE = MONTHS[15]  # October 2025
ASKED = [MONTHS[n] for n in (17, 20, 23, 26)]  # account managers fill in the questionnaire once a quarter
SOON, AT_THE_END_OF_THEIR_PATIENCE = date(2026, 10, 20), 0.15
FORTNIGHT = timedelta(days=14)
FEATURES = {"calendar": 1.0, "reminders": 0.7, "reports": 0.4, "app": 0.5}  # who uses it when all is well
QUESTIONS = ["Do they have more clients?", "Are they hiring?", "Do they order more?", "Do their own clients stay?"]
PRIORITIES = ["low", "normal", "normal", "normal", "high"]


def leaving_day(business: Subscriptions, one: Customer) -> date | None:
    """The day on which a customer left for good; some of the unhappiest will leave soon after the story ends."""
    ends = [spell.end_date for spell in business.spells if spell.customer is one]
    if None not in ends:
        return max(end for end in ends if end)
    return SOON if one.mood < AT_THE_END_OF_THEIR_PATIENCE else None


def content(business: Subscriptions, one: Customer, day: date) -> float:
    """How well things go, from 0 to 1: the mood, worse after the bad release and in the months before leaving."""
    leaves = leaving_day(business, one)
    fading = 1.0 if leaves is None or leaves - day > 120 * DAY else 0.15 + 0.65 * (leaves - day).days / 120
    annoyed = 0.2 if day.replace(day=1) in BAD_RELEASE else 0.0
    return max(0.0, (0.35 + 0.65 * one.mood) * fading - annoyed)


def ticket_rows(rng: Random, business: Subscriptions, last: date) -> Iterator[list[Any]]:
    """Who is not content asks for help more often and waits longer; on the last day some still wait."""
    rows = []
    for month in (month for month in MONTHS if month >= TICKETS_SINCE):
        for one in business.paying(month):
            ease = content(business, one, month)
            for _ in times(rng, 0.34 * (1.15 - ease)):
                opened = month.replace(day=rng.randint(1, 28))
                closed = opened + timedelta(days=int(rng.expovariate(1 / (1.5 + 16 * (1 - ease) ** 2))))
                score = "" if rng.random() < 1 / 2 else min(5, max(1, round(1 + 4 * ease + rng.uniform(-1, 1))))
                done = closed <= last
                rows.append(
                    [one.customer_id, opened, closed if done else "", rng.choice(PRIORITIES), score if done else ""]
                )
    rows.sort(key=lambda row: (row[1], row[0]))
    return ([f"T{number:04}", *row] for number, row in enumerate(rows, start=1))


def usage_rows(rng: Random, business: Subscriptions, last: date) -> Iterator[list[Any]]:
    """Appointments and texts by fortnight and feature; they fade before a customer leaves."""
    day = USE_SINCE + FORTNIGHT - DAY
    while day <= last:
        for one in business.paying(day):
            ease = content(business, one, day)
            for feature, share in FEATURES.items():
                amount = round(40 * share * ease * rng.uniform(0.75, 1.25))
                if habit(one, feature) < share and amount:
                    yield [one.customer_id, day, feature, amount]
        day += FORTNIGHT


def habit(one: Customer, feature: str) -> float:
    """A number from 0 to 1 that stays the same: whether this customer ever cared for the feature."""
    return Random(f"{one.customer_id} {feature}").random()


def answer_rows(rng: Random, business: Subscriptions) -> Iterator[list[Any]]:
    """Four questions about each customer that its account manager knows well enough."""
    for month in ASKED:
        for one in business.paying(month):
            day, ease = month.replace(day=rng.randint(3, 24)), content(business, one, month)
            known = rng.random() < 3 / 4
            for question in QUESTIONS if known else ():
                yield [one.customer_id, day, question, min(10, max(1, round(1 + 9 * ease + rng.gauss(0, 1.5))))]
