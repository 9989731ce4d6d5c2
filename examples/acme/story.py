"""Acme's customers and what becomes of them, month by month. make.py tells the story and writes it down."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import words

MONTHS = [date(2024 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(27)]
OPENING = MONTHS[0]
BAD_RELEASE = MONTHS[16:19]  # November 2025 to January 2026
LOCAL_PRICES = MONTHS[21]  # April 2026, from which on new firms pay in their own money
WIN_BACK = MONTHS[24]  # July 2026
FLEETING = [MONTHS[5], MONTHS[11], MONTHS[17], MONTHS[25]]  # months in which a customer joins and leaves
EXPIRED_CARDS = [MONTHS[8], MONTHS[20], MONTHS[24]]  # months in which one is without service for a few days
DAY, PAUSE, TRIAL = timedelta(days=1), timedelta(days=5), timedelta(days=14)

PLANS = {"basic": 11, "team": 17, "business": 26}  # USD a seat and month, in the first year
SEATS = {"basic": (2, 6), "team": (4, 12), "business": (7, 16)}  # of a new customer
INTERVALS = {"month": (1, 0), "quarter": (3, 1), "year": (12, 2)}  # months; USD off a seat and month
REPORTS = 25  # USD a month
CHANNELS = ["ads", "ads", "ads", "partner", "partner", "organic", "organic", "organic", "event", ""]


@dataclass(eq=False)
class Customer:
    """A firm: what customers.csv says of it, and what only the story knows."""

    name: str
    country: str
    created_at: date
    channel: str
    account_manager: str
    first_bill: date  # sets the billing day and the anniversary
    pays: bool
    trial: bool
    mood: float  # from 0, furious, to 1, delighted
    customer_id: str = ""

    @property
    def currency(self) -> str:
        """In which the firm pays."""
        local = {"DE": "EUR", "GB": "GBP"} if self.created_at >= LOCAL_PRICES else {}
        return local.get(self.country, "USD")


@dataclass(eq=False)
class Spell:
    """One row of subscriptions.csv."""

    subscription_id: str
    customer: Customer
    product: str
    plan: str
    start_date: date
    amount: int
    interval: str
    quantity: int
    end_date: date | None = None
    trial_end_date: date | None = None

    def live(self, day: date) -> bool:
        return (self.trial_end_date or self.start_date) <= day < (self.end_date or date.max)

    def bill_day(self, month: date) -> date:
        return month.replace(day=self.customer.first_bill.day)

    def is_billed(self, month: date) -> bool:
        first = self.customer.first_bill
        months = 12 * (month.year - first.year) + month.month - first.month
        return months % INTERVALS[self.interval][0] == 0


def times(rng: Random, rate: float) -> range:
    """As often as the rate says, on average."""
    return range(int(rate + rng.random()))


def any_day(rng: Random, month: date) -> date:
    return month.replace(day=rng.randint(2, 28))


def price(plan: str, interval: str, day: date) -> int:
    """The list price of a seat for one billing interval; it rises every July."""
    months, discount = INTERVALS[interval]
    julys = day.year - OPENING.year - (day.month < OPENING.month)
    return (PLANS[plan] + julys - discount) * months


def sign_up(rng: Random) -> list[Customer]:
    """Everybody who ever signed up, in that order; six of them never pay."""
    names = firm_names(rng)
    payers = [month for month in MONTHS for _ in range(25 if month == OPENING else rng.randint(2, 5))]
    lookers = [rng.choice(MONTHS[1:]) for _ in range(6)]
    everyone = [customer(rng, *next(names), month, pays=True) for month in payers]
    everyone += [customer(rng, *next(names), month, pays=False) for month in lookers]
    everyone.sort(key=lambda customer: customer.created_at)
    for number, one in enumerate(everyone, start=1):
        one.customer_id = f"C{number:03}"
    return everyone


def customer(rng: Random, name: str, country: str, month: date, *, pays: bool) -> Customer:
    first_bill = any_day(rng, month)
    trial = month != OPENING and rng.random() < 1 / 3
    created_at = max(OPENING, first_bill - (TRIAL if trial else rng.randint(0, 9) * DAY))
    channel, manager = rng.choice(CHANNELS), rng.choice(words.MANAGERS)
    return Customer(name, country, created_at, channel, manager, first_bill, pays, trial, mood=rng.random())


def firm_names(rng: Random) -> Iterator[tuple[str, str]]:
    """Names and countries without end, no name twice."""
    taken = set()
    while True:
        country = rng.choices(list(words.FIRMS), [share for share, _, _ in words.FIRMS.values()])[0]
        _, trades, owners = words.FIRMS[country]
        name = rng.choice(trades.split("|")).format(rng.choice(owners.split()))
        if name not in taken:
            taken.add(name)
            yield name, country


class Subscriptions:
    """Who starts, changes and leaves, month by month."""

    def __init__(self, rng: Random, everyone: list[Customer]) -> None:
        self.rng = rng
        self.spells: list[Spell] = []
        self.returned: list[Customer] = []
        for month in MONTHS:
            self.leave(month)
            self.lapse(month)
            self.renew(month)
            self.join([customer for customer in everyone if customer.first_bill.replace(day=1) == month])
            self.come_back(month)
            self.wish(month)

    def paying(self, day: date) -> list[Customer]:
        return list(dict.fromkeys(spell.customer for spell in self.spells if spell.live(day)))

    def settled(self, month: date) -> list[Spell]:
        """The scheduler's spells that ran when the month began and still do."""
        running = [spell for spell in self.spells if not spell.end_date and spell.live(month - DAY)]
        return [spell for spell in running if spell.product == "scheduler"]

    def reports(self, customer: Customer, day: date) -> Spell | None:
        running = [spell for spell in self.spells if spell.customer is customer and spell.live(day)]
        return next((spell for spell in running if spell.product == "reports"), None)

    def start(self, customer: Customer, day: date, plan: str, interval: str, quantity: int) -> Spell:
        """Open a subscription; without a plan it is the add-on."""
        number = len({spell.subscription_id for spell in self.spells}) + 1
        product, amount = ("scheduler", price(plan, interval, day)) if plan else ("reports", REPORTS)
        spell = Spell(f"S{number:03}", customer, product, plan, day, amount, interval, quantity)
        self.spells.append(spell)
        return spell

    def change(self, spell: Spell, day: date, pause: timedelta = 0 * DAY, **terms: Any) -> None:
        """End a spell; the same subscription goes on, under other terms or after a pause."""
        spell.end_date = day
        fresh = replace(spell, start_date=day + pause, end_date=None, trial_end_date=None)
        self.spells.append(replace(fresh, **terms))

    def end(self, customer: Customer, day: date) -> None:
        for spell in self.spells:
            if spell.customer is customer and not spell.end_date:
                spell.end_date = day

    def leave(self, month: date) -> None:
        """Of two customers with a bill to come the unhappier one leaves."""
        rate = 0.05 if month in BAD_RELEASE else 0.026
        for _ in times(self.rng, rate * len(self.settled(month))):
            due = [spell for spell in self.settled(month) if spell.is_billed(month)]
            spell = min(self.rng.sample(due, 2), key=lambda spell: spell.customer.mood)
            self.end(spell.customer, spell.bill_day(month))

    def lapse(self, month: date) -> None:
        """A card has expired; five days later service goes on."""
        if month in EXPIRED_CARDS:
            monthly = [spell for spell in self.settled(month) if spell.interval == "month"]
            alone = [spell for spell in monthly if not self.reports(spell.customer, month)]
            early = [spell for spell in alone if spell.bill_day(month) + PAUSE < month + 28 * DAY]
            spell = self.rng.choice(early)
            self.change(spell, spell.bill_day(month), pause=PAUSE)

    def renew(self, month: date) -> None:
        """On its anniversary a customer moves to the list price of the day."""
        for spell in self.settled(month):
            amount = price(spell.plan, spell.interval, month)
            if spell.customer.first_bill.month == month.month and amount > spell.amount:
                self.change(spell, spell.bill_day(month), amount=amount)

    def join(self, newcomers: list[Customer]) -> None:
        """New customers start, with a trial or without; some try and never pay."""
        for customer in newcomers:
            plan = self.rng.choices(list(PLANS), [45, 38, 17])[0]
            interval = self.rng.choices(list(INTERVALS), [6, 2, 2])[0]
            if customer.pays or customer.trial:
                spell = self.start(customer, customer.first_bill, plan, interval, self.rng.randint(*SEATS[plan]))
                self.try_first(spell)
        self.regret([spell for spell in self.spells if spell.customer in newcomers and not spell.end_date])

    def try_first(self, spell: Spell) -> None:
        customer, day = spell.customer, spell.start_date
        if customer.trial:
            spell.start_date, spell.trial_end_date = customer.created_at, day
        if not customer.pays:
            spell.end_date = day

    def regret(self, started: list[Spell]) -> None:
        """In a fleeting month the first to start by the month leaves before it is over."""
        monthly = [spell for spell in started if spell.interval == "month"]
        spell = min(monthly, key=lambda spell: spell.customer.first_bill, default=None)
        if spell and spell.customer.first_bill.replace(day=1) in FLEETING:
            first = spell.customer.first_bill
            spell.end_date = first.replace(day=self.rng.randint(first.day + 2, 30))

    def come_back(self, month: date) -> None:
        """Somebody who left three months ago or more starts again, with the old plan at today's price."""
        for _ in times(self.rng, 1.0 if month >= WIN_BACK else 0.2):
            recent = {s.customer for s in self.spells if not s.end_date or s.end_date > month - 90 * DAY}
            old = [spell for spell in self.spells if spell.customer.pays and spell.product == "scheduler"]
            last = {spell.customer: spell for spell in old if spell.customer not in recent}
            if last:
                customer, spell = self.rng.choice(list(last.items()))
                customer.first_bill, customer.mood = any_day(self.rng, month), 0.7
                self.start(customer, customer.first_bill, spell.plan, "month", spell.quantity)
                self.returned.append(customer)

    def wish(self, month: date) -> None:
        """Customers ask for more, or for less."""
        for rate, grant in ((1.3, self.upgrade), (1.6, self.add_seats), (1.2, self.shrink), (1.0, self.add_reports)):
            for _ in times(self.rng, rate):
                if settled := self.settled(month):
                    grant(settled, any_day(self.rng, month))

    def upgrade(self, settled: list[Spell], day: date) -> None:
        """Move to the next plan; business contains the reports, so the add-on ends."""
        spell = self.rng.choice([spell for spell in settled if spell.plan != "business"])
        plan = {"basic": "team", "team": "business"}[spell.plan]
        self.change(spell, day, plan=plan, amount=price(plan, spell.interval, day))
        if plan == "business" and (reports := self.reports(spell.customer, day)):
            reports.end_date = day

    def add_seats(self, settled: list[Spell], day: date) -> None:
        spell = self.rng.choice(settled)
        self.change(spell, day, quantity=spell.quantity + self.rng.randint(1, 4))

    def shrink(self, settled: list[Spell], day: date) -> None:
        """Give up the add-on, the plan or a few seats."""
        spell = self.rng.choice([spell for spell in settled if spell.quantity > min(SEATS["team"])])
        plan = {"basic": None, "team": "basic", "business": "team"}[spell.plan]
        if reports := self.reports(spell.customer, day):
            reports.end_date = day
        elif plan and self.rng.random() < 1 / 2:
            self.change(spell, day, plan=plan, amount=price(plan, spell.interval, day))
        else:
            self.change(spell, day, quantity=spell.quantity - self.rng.randint(1, 2))

    def add_reports(self, settled: list[Spell], day: date) -> None:
        without = [s.customer for s in settled if s.plan != "business" and not self.reports(s.customer, day)]
        self.start(self.rng.choice(without), day, "", "month", 1)
