"""Acme, an invented business, and the CSVs of its first 27 months.

Acme sells appointment scheduling to small firms: hair salons, dentists, driving schools. There are three plans, priced
per seat and billed by the month, the quarter or the year, and an add-on, "reports", which the business plan contains
already. Acme opens in July 2024 with 25 firms. Its prices rise every July, for each customer on its own anniversary.
In November 2025 a hasty release annoys everybody for three months: scores fall, and more firms leave than usual.
From April 2026 on new firms in Germany pay in euro and those in Britain in pounds, by the same price list.
From July 2026 on the team calls those who left, and every month one of them comes back.

    python examples/acme/make.py

writes the nine tables and the rates of exchange beside this file, the same bytes every time.
"""

import csv
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import words
from service import answer_rows, ticket_rows, usage_rows
from story import BAD_RELEASE, DAY, LOCAL_PRICES, MONTHS, Customer, Spell, Subscriptions, sign_up, times

HERE = Path(__file__).parent
SEED = 268
LAST_DAY = date(2026, 9, 30)

COSTS = [  # category, channel, USD in the first month
    ("advertising", "ads", 600),
    ("marketing", "organic", 260),
    ("marketing", "partner", 190),
    ("marketing", "event", 220),
    ("sales", "ads", 340),
    ("sales", "partner", 260),
    ("sales", "organic", 260),
    ("sales", "event", 190),
    ("success", "", 600),
    ("support", "", 650),
    ("onboarding", "", 350),
]
SURVEYS = {  # first month; invitations a month and customer; the ladder of scores that a mood from 0 to 1 climbs
    "nps": (MONTHS[3], 0.50, (0, 2, 3, 5, 6, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10)),
    "csat": (MONTHS[9], 0.46, (1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5)),
    "ces": (MONTHS[15], 0.34, (1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7)),
}
STARS = (1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5)  # of a review, by mood
RATES = {  # USD for one at the end of each month, from March 2026 on
    "EUR": ("1.0835", "1.0902", "1.0871", "1.0964", "1.1027", "1.0958", "1.0889"),
    "GBP": ("1.2710", "1.2684", "1.2755", "1.2838", "1.2796", "1.2862", "1.2925"),
}
SITES = ["Google", "Google", "Google", "Trustpilot", "Trustpilot", "App Store"]
SERVICES = ["19.90", "19.90", "49.90", "49.90", "95.00", "120.00", "120.00", "180.00", "240.00", "350.00"]


def main() -> None:
    """Tell the story and write it down."""
    rng = Random(SEED)
    everyone = sign_up(rng)
    business = Subscriptions(rng, everyone)
    write("customers.csv", "customer_id,name,created_at,country,channel,account_manager", map(customer_row, everyone))
    spells = sorted(map(spell_row, business.spells), key=lambda row: (row[1], row[4], row[0]))
    write(
        "subscriptions.csv",
        "subscription_id,customer_id,product,plan,start_date,end_date,trial_end_date,amount,interval,quantity,currency",
        spells,
    )
    write("surveys.csv", "response_id,customer_id,survey,score,responded_at,comment", survey_rows(rng, business))
    write("costs.csv", "date,category,channel,amount,currency", cost_rows(rng))
    write("purchases.csv", "purchase_id,customer_id,date,amount,currency", purchase_rows(rng, business))
    tickets = ticket_rows(Random(SEED + 1), business, LAST_DAY)  # chance of their own: what stands above stays as it is
    write("tickets.csv", "ticket_id,customer_id,opened_at,closed_at,priority,score", tickets)
    write("usage.csv", "customer_id,date,feature,value", usage_rows(Random(SEED + 2), business, LAST_DAY))
    write("answers.csv", "customer_id,date,question,score", answer_rows(Random(SEED + 3), business))
    write("rates.csv", "date,currency,rate", rate_rows())
    write("reviews.csv", "date,source,rating,customer_id,text", review_rows(Random(SEED + 4), business))


def write(file: str, header: str, rows: Iterable[Iterable[Any]]) -> None:
    with (HERE / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def customer_row(one: Customer) -> list[Any]:
    return [one.customer_id, one.name, one.created_at, one.country, one.channel, one.account_manager]


def spell_row(spell: Spell) -> list[Any]:
    who = [spell.subscription_id, spell.customer.customer_id, spell.product, spell.plan]
    when = [spell.start_date, spell.end_date, spell.trial_end_date]
    return [*who, *when, spell.amount, spell.interval, spell.quantity, spell.customer.currency]


def survey_rows(rng: Random, business: Subscriptions) -> Iterator[list[Any]]:
    """Invitations and answers by day: who, survey, score, day, comment."""
    rows = []
    for survey, (introduced, rate, ladder) in SURVEYS.items():
        for month in (month for month in MONTHS if month >= introduced):
            for _ in times(rng, rate * len(business.paying(last_day(month)))):
                day = rng.choice(days(month))
                rows.append(answer(rng, rng.choice(business.paying(day)), survey, day, ladder))
    rows.sort(key=lambda row: row[3])
    return numbered("R", rows)


def answer(rng: Random, one: Customer, survey: str, day: date, ladder: tuple[int, ...]) -> list[Any]:
    """One invitation: one in four stays without an answer, one answer in eight is anonymous, one in four explains."""
    if rng.random() < 1 / 4:
        return [one.customer_id, survey, "", day, ""]
    annoyed = day.replace(day=1) in BAD_RELEASE
    mood = max(0.0, 0.65 * one.mood + 0.35 * rng.random() - 0.18 * annoyed)
    who = one.customer_id if rng.random() < 7 / 8 else ""
    comment = remark(rng, one.country, mood, annoyed=annoyed) if rng.random() < 1 / 4 else ""
    return [who, survey, ladder[int(mood * len(ladder))], day, comment]


def remark(rng: Random, country: str, mood: float, *, annoyed: bool) -> str:
    """One sentence or two that fit the mood; Germans write German as often as not."""
    english, german = (words.BUGS, words.BUGS_DE) if annoyed else (words.BLAME, words.BLAME_DE)
    if mood > 1 / 2:
        english, german = words.PRAISE, words.PRAISE_DE
    sentences = german if country == "DE" and rng.random() < 1 / 2 else english
    return " ".join(rng.sample(sentences, rng.choice([1, 1, 2])))


def review_rows(rng: Random, business: Subscriptions) -> Iterator[list[Any]]:
    """One customer in thirty a month tells the world; half of them without a name, two in three in words."""
    for month in MONTHS[2:]:
        for day in sorted(rng.choice(days(month)) for _ in times(rng, len(business.paying(last_day(month))) / 30)):
            one, annoyed = rng.choice(business.paying(day)), month in BAD_RELEASE
            mood = max(0.0, 0.65 * one.mood + 0.35 * rng.random() - 0.18 * annoyed)
            who = one.customer_id if rng.random() < 1 / 2 else ""
            text = remark(rng, one.country, mood, annoyed=annoyed) if rng.random() < 2 / 3 else ""
            yield [day, rng.choice(SITES), STARS[int(mood * len(STARS))], who, text]


def rate_rows() -> Iterator[list[Any]]:
    """The rates of each month, a currency after the other."""
    for at, month in enumerate([LOCAL_PRICES.replace(month=3), *(m for m in MONTHS if m >= LOCAL_PRICES)]):
        yield from ([last_day(month), currency, rates[at]] for currency, rates in RATES.items())


def cost_rows(rng: Random) -> Iterator[list[Any]]:
    """Every month a fortieth more than at first, give or take a tenth."""
    for age, month in enumerate(MONTHS):
        for category, channel, at_first in COSTS:
            amount = at_first * (1 + age / 40) * rng.uniform(0.9, 1.1)
            yield [last_day(month), category, channel, f"{amount:.2f}", "USD"]


def purchase_rows(rng: Random, business: Subscriptions) -> Iterator[list[Any]]:
    """Trainings, imports, text messages; every fortieth is given back, and who came back last gets one for nothing."""
    rows: list[list[Any]] = [[business.returned[-1].customer_id, business.returned[-1].first_bill + DAY, "0.00"]]
    for month in MONTHS:
        for _ in times(rng, 12 + len(business.paying(last_day(month))) / 5):
            day = rng.choice(days(month))
            if paying := business.paying(day):
                rows.append([rng.choice(paying).customer_id, day, rng.choice(SERVICES)])
    for who, day, amount in rows[40::40]:
        rows.append([who, min(day + 9 * DAY, LAST_DAY), f"-{amount}"])
    rows.sort(key=lambda row: row[1])
    return numbered("P", [[*row, "USD"] for row in rows])


def numbered(letter: str, rows: list[list[Any]]) -> Iterator[list[Any]]:
    return ([f"{letter}{number:04}", *row] for number, row in enumerate(rows, start=1))


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def days(month: date) -> list[date]:
    return [month.replace(day=day) for day in range(1, last_day(month).day + 1)]


if __name__ == "__main__":
    main()
