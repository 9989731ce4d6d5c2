"""The true figures of examples/exports, in plain Python from the rules of docs/definitions.md: nothing of the program.

    python tests/by_hand_exports.py examples/exports

prints them as JSON, once for each reading of Stripe's column Amount: the price of one unit, or of the whole line.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

OPENING, CLOSE = date(2026, 9, 30), date(2026, 10, 31)  # October 2026, seen from its two edges
COUNTED = ("active", "past_due", "canceled")  # not: trialing, incomplete, incomplete_expired, unpaid, paused
A_YEAR = {"month": 12, "year": 1}
READINGS = ("unit", "line")


def rows_of(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(cell):
    return datetime.strptime(cell, "%Y-%m-%d %H:%M").date() if cell else None  # noqa: DTZ007


def end_day(cell):
    """The first day without service; an end in the last minute of a day is the end of that day."""
    if not cell:
        return None
    moment = datetime.strptime(cell, "%Y-%m-%d %H:%M")  # noqa: DTZ007
    return moment.date() + timedelta(days=moment.time() >= time(23, 59))


def record_ids(folder):
    """HubSpot's record of each Stripe customer."""
    (file,) = folder.glob("hubspot-crm-exports-all-companies-*.csv")
    companies = rows_of(folder, file.name)
    return {row["Stripe ID"].strip(): row["Record ID"] for row in companies if row["Stripe ID"].strip()}


def spells(folder, reading):
    """Who pays what a year, in which currency, in millionths, from which day on and up to which."""
    known = record_ids(folder)
    for row in rows_of(folder, "subscriptions.csv"):
        if row["Status"] in COUNTED:
            amount = Fraction(row["Amount"].replace(",", "")) * A_YEAR[row["Interval"]]
            yearly = amount * (int(row["Quantity"]) if reading == "unit" else 1)
            begins = max(filter(None, [day(row["Start Date (UTC)"]), end_day(row["Trial End (UTC)"])]))
            yield {
                "who": known.get(row["Customer ID"], row["Customer ID"]),
                "currency": row["Currency"].upper(),
                "yearly": round(yearly * 1_000_000),
                "begins": begins,
                "ends": end_day(row["Ended At (UTC)"]),
            }


def live(row, when):
    return row["begins"] <= when and (row["ends"] is None or when < row["ends"])


def rates_of(folder):
    found = {("USD", OPENING): Fraction(1), ("USD", CLOSE): Fraction(1)}
    for row in rows_of(folder, "rates.csv"):
        found[row["currency"], date.fromisoformat(row["date"])] = Fraction(row["rate"])
    return found


def level(rows, when, rates, rates_of_day):
    """What somebody pays on a day, in millionths of a dollar a year; each currency is rounded by itself."""
    own = Counter()
    for row in rows:
        if live(row, when):
            own[row["currency"]] += row["yearly"]
    return sum(round(yearly * rates[currency, rates_of_day]) for currency, yearly in own.items())


def paid_days(rows):
    first, last = min(row["begins"] for row in rows), CLOSE
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [when for when in every if sum(row["yearly"] for row in rows if live(row, when)) > 0]


def movement(rows, opening, closing):
    """What became of somebody between the edges of October."""
    paid = paid_days(rows)
    if opening and closing:
        return "stayed"
    if opening:
        return "churned"
    if closing:
        return "returned" if paid[0] <= OPENING else "new"
    return "joined_and_left" if any(when > OPENING for when in paid) else None


def tallies(folder, reading):
    """Customers and yearly dollars in millionths, by what became of them."""
    rates, theirs = rates_of(folder), defaultdict(list)
    for row in spells(folder, reading):
        theirs[row["who"]].append(row)
    customers, yearly = Counter(), Counter()
    for rows in theirs.values():
        opening, closing = level(rows, OPENING, rates, OPENING), level(rows, CLOSE, rates, CLOSE)
        at_opening_rates = level(rows, CLOSE, rates, OPENING)
        name = movement(rows, opening, closing)
        customers[name] += 1
        customers["start"] += opening > 0
        customers["end"] += closing > 0
        yearly["start"] += opening
        yearly["end"] += closing
        yearly[name] += opening if name == "churned" else closing
        if name == "stayed":
            yearly["expansion"] += max(0, at_opening_rates - opening)
            yearly["contraction"] += max(0, opening - at_opening_rates)
            yearly["exchange"] += closing - at_opening_rates
    return customers, yearly


def money(yearly):
    return float(Fraction(yearly, 12_000_000))


def recurring(folder, reading):
    """The figures of October under one reading of Amount, by the names that a report has for them."""
    customers, yearly = tallies(folder, reading)
    lost, could = customers["churned"] + customers["joined_and_left"], customers["start"] + customers["joined_and_left"]
    dollars = sum(r["yearly"] for r in spells(folder, reading) if r["currency"] == "USD" and live(r, CLOSE))
    return {
        "customers": customers["end"],
        "new_customers": customers["new"],
        "returned_customers": customers["returned"],
        "churned_customers": customers["churned"],
        "joined_and_left_customers": customers["joined_and_left"],
        "customers_at_the_opening": customers["start"],
        "customer_churn_rate": lost / could,
        "mrr": money(yearly["end"]),
        "mrr_at_the_opening": money(yearly["start"]),
        "new_mrr": money(yearly["new"]),
        "returned_mrr": money(yearly["returned"]),
        "expansion_mrr": money(yearly["expansion"]),
        "contraction_mrr": money(yearly["contraction"]),
        "churned_mrr": money(yearly["churned"]),
        "exchange_mrr": money(yearly["exchange"]),
        "mrr_of_usd_rows": money(dollars),
    }


def nps(folder):
    """Promoters less detractors of the answers of October. Two rows are headers; who said nothing is not counted."""
    with (folder / "NPS survey 2026.csv").open(encoding="utf-8", newline="") as file:
        header, _, *rows = csv.reader(file)
    (asked,) = (at for at, text in enumerate(header) if text.startswith("How likely"))
    ended = header.index("End Date")
    scores = []
    for row in rows:
        when = datetime.strptime(row[ended], "%m/%d/%Y %I:%M:%S %p").date()  # noqa: DTZ007
        if OPENING < when <= CLOSE and row[asked]:
            scores.append(int(row[asked].split(" - ")[0]))
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return {
        "nps": 100 * (promoters - detractors) / len(scores),
        "responses": len(scores),
        "promoters": promoters,
        "passives": len(scores) - promoters - detractors,
        "detractors": detractors,
    }


def statuses(folder):
    return dict(sorted(Counter(row["Status"] for row in rows_of(folder, "subscriptions.csv")).items()))


def figures(folder):
    """All that is true of the folder."""
    by_reading = {reading: recurring(folder, reading) for reading in READINGS}
    return {"period": "2026-10", "amount_is": by_reading, "nps": nps(folder), "statuses": statuses(folder)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(Path(sys.argv[1])), indent=2) + "\n")
