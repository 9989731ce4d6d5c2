"""Harbourline, an invented company, and its raw exports of 2 November 2026, ugly as they come out of the systems.

Harbourline rents out software to those who rent out boats. Stripe takes the money, HubSpot knows the companies,
SurveyMonkey asks them. No company, person or address is real.

    python tests/exports_made.py examples/exports

writes the files, the same bytes every time.
"""

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from string import ascii_letters, digits

from exports_words import (
    COUNTRIES,
    EDGES,
    HUBSPOT,
    INDUSTRIES,
    LADDER,
    MONKEY,
    OWNERS,
    PARTS,
    PEOPLE,
    PLANS,
    RATES,
    REASON,
    RECOMMEND,
    STRIPE,
    TOLD,
    TRADES,
    WHY,
)

EXPORTED = datetime(2026, 11, 2, 9, 14)  # noqa: DTZ001  # the exports write UTC without saying so
FILES = ("subscriptions.csv", "hubspot-crm-exports-all-companies-2026-11-02.csv", "NPS survey 2026.csv", "rates.csv")


@dataclass
class Company:
    """One that rents out boats; without a Stripe ID it only looked, without a Record ID nobody told HubSpot."""

    name: str
    domain: str
    country: str
    created: datetime
    stripe_id: str = ""
    record_id: str = ""
    stripe_name: str = ""


@dataclass
class Subscription:
    """What Stripe knows of one subscription on the day of the export."""

    company: Company
    status: str
    start: datetime
    plan: str
    interval: str
    quantity: int
    trial_end: datetime | None = None
    notice: datetime | None = None
    ended: datetime | None = None
    changed: datetime | None = None
    free: bool = False
    reason: str = field(default="")


def at(text: str) -> datetime:
    """A moment as Stripe and HubSpot write it: 2026-10-31 18:40."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007


def said(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def between(rng: Random, first: datetime, last: datetime) -> datetime:
    return first + timedelta(minutes=rng.randrange(int((last - first).total_seconds()) // 60))


def key(rng: Random, prefix: str, length: int) -> str:
    return prefix + "".join(rng.choices(ascii_letters + digits, k=length))


def companies(rng: Random) -> list[Company]:
    """341 companies, each by a name of its own."""
    found: dict[str, Company] = {}
    while len(found) < 341:
        country = rng.choices(list(COUNTRIES), [weight for _, weight, _ in COUNTRIES.values()])[0]
        name = f"{rng.choice(COUNTRIES[country][2].split())} {rng.choice(TRADES)}"
        domain = "".join(c for c in name.lower() if c in ascii_letters + digits) + ".example"
        created = between(rng, at("2023-02-01 08:00"), EXPORTED)
        found.setdefault(name, Company(name, domain, country, created))
    return list(found.values())


# ------------------------------------------------------------------------------------------------------------- Stripe


def moment(text: str) -> datetime | None:
    return at(text) if text else None


def told(somebody: Iterable[Company]) -> list[Subscription]:
    """Subscriptions on the edge of a rule, day by day."""
    people, whose = iter(somebody), {}
    found = []
    for status, start, trial, notice, ended, plan, interval, quantity, number in TOLD:
        if number is None or number not in whose:
            whose[number] = next(people)
        terms = (whose[number], status, at(start), plan, interval, quantity)
        found.append(Subscription(*terms, moment(trial), moment(notice), moment(ended)))
    return found


def terms(rng: Random) -> tuple[str, str, int]:
    """A plan, its interval and how many."""
    plan = rng.choices(list(PLANS), (30, 40, 18, 12))[0]
    return plan, rng.choices(("month", "year"), (7, 3))[0], rng.randint(*PLANS[plan][2])


def paying(rng: Random, company: Company, status: str, *, lately: bool = False) -> Subscription:
    """One that pays on the day of the export; every sixth began with a trial, every tenth was changed since."""
    first, last = ("2026-09-30 06:00", "2026-10-30 18:00") if lately else ("2023-03-01 07:00", "2026-09-29 18:00")
    one = Subscription(company, status, between(rng, at(first), at(last)), *terms(rng))
    if rng.random() < 1 / 6 and not lately:
        one.trial_end = one.start + timedelta(days=14)
    if rng.random() < 1 / 10 and one.start < at("2026-06-01 00:00"):
        one.changed = between(rng, at("2026-06-01 08:00"), EXPORTED)
    if status == "active" and rng.random() < 1 / 20:
        one.notice = between(rng, at("2026-10-03 08:00"), EXPORTED)  # it runs to the end of what is paid
    return one


def ended(rng: Random, company: Company, *, lately: bool) -> Subscription:
    """One that has paid for a while, and left; lately is in October."""
    first = at("2026-10-02 05:00") if lately else at("2024-03-01 05:00")
    end = between(rng, first, at("2026-10-29 20:00") if lately else at("2026-09-30 20:00"))
    start = end - timedelta(days=rng.randint(40, 360), minutes=rng.randrange(600))
    notice = end - timedelta(days=rng.choice((0, 0, 3, 11, 24)))
    reason = rng.choice(("cancellation_requested", "cancellation_requested", "payment_failed"))
    return Subscription(company, "canceled", start, *terms(rng), None, notice, end, reason=reason)


def begun(rng: Random, company: Company, status: str) -> Subscription:
    """One that is in trial, or that has never paid."""
    start = between(rng, EXPORTED - timedelta(days=13), EXPORTED)
    one = Subscription(company, status, start, *terms(rng))
    if status == "trialing":
        one.trial_end = start + timedelta(days=14)
    elif status == "paused":
        one.start = between(rng, at("2026-08-01 08:00"), at("2026-09-30 08:00"))
        one.trial_end = one.start + timedelta(days=14)
    elif status == "incomplete_expired":
        one.start = between(rng, at("2025-11-01 08:00"), at("2026-10-30 08:00"))
        one.ended = one.start + timedelta(hours=23)
    return one


def subscriptions(rng: Random, everyone: list[Company]) -> list[Subscription]:
    """All that Stripe has, newest first."""
    people = iter(everyone)
    found = told(people)
    found += [paying(rng, next(people), "active", lately=n < 9) for n in range(208)]
    found += [paying(rng, next(people), "past_due") for _ in range(11)]
    found += [paying(rng, next(people), "unpaid") for _ in range(3)]
    found += [ended(rng, next(people), lately=n < 6) for n in range(38)]
    for status, number in (("trialing", 17), ("paused", 2), ("incomplete", 4), ("incomplete_expired", 7)):
        found += [begun(rng, next(people), status) for _ in range(number)]
    held = [one.company for one in found if one.status == "active"][12:]
    found += [paying(rng, company, "active") for company in rng.sample(held, 14)]  # a second one
    for one in found[40:42]:
        one.free = True
    return sorted(found, key=lambda one: one.start, reverse=True)


def term(one: Subscription) -> tuple[datetime, datetime]:
    """The period that is paid or tried on the day of the export, or that was the last."""
    months, start = (12 if one.interval == "year" else 1), one.trial_end or one.start
    if one.status in ("trialing", "paused") and one.trial_end:
        return one.start, one.trial_end
    last = min(one.ended or EXPORTED, EXPORTED)
    passed = [later(start, months * n) for n in range(60) if later(start, months * n) <= last] or [one.start]
    return passed[-1], one.ended or later(passed[-1], months)


def later(moment: datetime, months: int) -> datetime:
    """The same day some months later, or the 28th."""
    years, month = divmod(moment.month - 1 + months, 12)
    return moment.replace(year=moment.year + years, month=month + 1, day=min(moment.day, 28))


def stripe_row(rng: Random, one: Subscription) -> list[object]:
    month, year, _ = PLANS[one.plan]
    amount = 0 if one.free else (year if one.interval == "year" else month)
    company, (first, last) = one.company, term(one)
    created = one.start + timedelta(days=3 if rng.random() < 1 / 25 and one.start < at("2026-09-01 00:00") else 0)
    reason = (one.reason or "cancellation_requested") if one.ended and one.status == "canceled" else ""
    return [
        key(rng, "sub_1", 13), company.stripe_id, "", f"office@{company.domain}", company.stripe_name,
        f"{one.plan} {one.interval}ly", one.plan, one.quantity, COUNTRIES[company.country][0], one.interval,
        f"{amount:,.2f}", one.status, reason, said(created), said(one.changed or one.start), said(one.start),
        said(first), said(last), said(one.start if one.trial_end else None), said(one.trial_end), said(one.notice),
        said(one.ended), "", rng.choice(OWNERS).split()[0].lower() if rng.random() < 1 / 2 else "",
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ HubSpot


def hubspot_row(rng: Random, one: Company) -> list[object]:
    """A company as HubSpot has it; somebody has typed a blank behind one Stripe ID in forty."""
    stage = "Customer" if one.stripe_id else rng.choice(("Lead", "Opportunity", "Subscriber"))
    stripe = one.stripe_id + (" " if one.stripe_id and rng.random() < 1 / 40 else "")
    owner = rng.choice(OWNERS) if rng.random() < 9 / 10 else ""
    industry = rng.choice(INDUSTRIES)
    return [one.record_id, one.name, one.domain, owner, industry, one.country, stage, said(one.created), stripe]


# ------------------------------------------------------------------------------------------------------- SurveyMonkey


def spoken(score: int) -> str:
    """An answer as the survey shows it: words at both ends, a number between.

    >>> spoken(0), spoken(7), spoken(10)
    ('0 - Not at all likely', '7', '10 - Extremely likely')
    """
    return {0: "0 - Not at all likely", 10: "10 - Extremely likely"}.get(score, str(score))


def american(moment: datetime) -> str:
    return f"{moment:%m/%d/%Y %I:%M:%S %p}"


def answers(rng: Random) -> list[tuple[datetime, datetime, str]]:
    """When somebody began and ended, and what was answered; one in nine opened it and said nothing."""
    found = [tuple(datetime.fromisoformat(text) for text in edge[:2]) + edge[2:] for edge in EDGES]
    for _ in range(158):
        start = between(rng, at("2026-08-24 07:00"), at("2026-11-01 20:00")) + timedelta(seconds=rng.randrange(60))
        answer = "" if rng.random() < 1 / 9 else spoken(rng.choice(LADDER))
        found.append((start, start + timedelta(seconds=rng.randint(20, 400)), answer))
    return sorted(found, reverse=True)


def monkey_rows(rng: Random, customers: list[Company]) -> Iterable[list[object]]:
    """The two rows of headers, then the answers, newest first; one in eight came without the company's number."""
    asked = "Which parts of Harbourline do you use, if any? (Tick all that apply.)"
    meta = MONKEY.split(",")
    yield [*meta, RECOMMEND, REASON, asked, *("" for _ in PARTS[1:])]
    yield ["" for _ in meta] + ["Response", "Open-Ended Response", *PARTS]
    for number, (start, end, answer) in enumerate(answers(rng)):
        company, (first, last) = rng.choice(customers), rng.choice(PEOPLE)
        known = rng.random() < 7 / 8
        yield [
            118_734_520_400 - 7 * number, 421_887_301, american(start), american(end),
            f"203.0.113.{rng.randrange(1, 255)}", f"{first.lower()}@{company.domain}" if known else "",
            first if known else "", last if known else "", company.record_id if known else "", answer,
            rng.choice(WHY) if answer else "", *(part if answer and rng.random() < 1 / 2 else "" for part in PARTS),
        ]  # fmt: skip


# -------------------------------------------------------------------------------------------------------------- rates


def rate_rows() -> Iterable[list[object]]:
    """A row each month and currency, at the end of the month."""
    for at_month in range(11):
        first = datetime(2026, at_month + 1, 1)  # noqa: DTZ001
        yield from (
            [f"{first - timedelta(days=1):%Y-%m-%d}", code, told.split()[at_month]] for code, told in RATES.items()
        )


def write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def make(folder: Path) -> None:
    """Tell the story, and write what the systems would say of it."""
    rng = Random(1102)  # noqa: S311
    everyone = companies(rng)
    told_of = subscriptions(rng, everyone)
    payers = list({id(one.company): one.company for one in told_of}.values())
    for one in payers:
        one.stripe_id, one.stripe_name = key(rng, "cus_", 14), one.name
    strangers = payers[40:200:40]
    for number, one in enumerate(everyone):
        one.record_id = "" if one in strangers else str(21_400_318_005 + 13_907 * number)
    known = [one for one in everyone if one.record_id]
    write(folder / FILES[0], chain([STRIPE.split(",")], [stripe_row(rng, one) for one in told_of]))
    write(
        folder / FILES[1], chain([HUBSPOT.split(",")], [hubspot_row(rng, one) for one in rng.sample(known, len(known))])
    )
    write(folder / FILES[2], monkey_rows(rng, [one for one in payers if one.record_id]))
    write(folder / FILES[3], chain([["date", "currency", "rate"]], rate_rows()))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
