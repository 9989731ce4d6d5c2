"""What customers pay on a day by rows in the shapes of docs/shapes.md: in plain Python, from the rules alone.

Each function takes rows as somebody would type them and gives whole millionths a year, by customer. Slow on purpose.
"""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from by_hand import A_YEAR

A_CENT = Fraction(1, 100)  # what a credit leaves of it and less is rounding
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def a_year(amount, interval="month", count=1, quantity=1):
    return round(Fraction(str(amount)) * Fraction(str(quantity)) * A_YEAR[interval] / count * 1_000_000)


def added(pairs):
    paid = defaultdict(int)
    for customer, value in pairs:
        if value:
            paid[customer] += value
    return dict(paid)


def paid_by_events(rows, day):
    """The last event of each subscription up to the end of the day says it."""
    last = {}
    for row in sorted(rows, key=lambda row: row["date"]):
        if row["date"].date() <= day:
            last[row["customer_id"], row["subscription_id"]] = row
    return added(
        (row["customer_id"], a_year(row["amount"] or 0, row["interval"], quantity=row["quantity"]))
        for row in last.values()
        if row["event"] != "cancel"
    )


def paid_by_months(rows, day):
    """A row says it of its month, or of the months that its interval has from its first one on."""
    found = []
    for row in rows:
        since = (day.year - row["month"].year) * 12 + day.month - row["month"].month
        if 0 <= since < MONTHS[row["interval"]]:
            found.append((row["customer_id"], a_year(row["amount"] or 0, row["interval"])))
    return added(found)


def earlier(day, months):
    """The day so many months before; where the month is too short for it its last day."""
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def paid_by_tenure(rows, day, as_of):
    """From so many whole months before as_of, or before the day without service, up to that day."""
    found = []
    for row in rows:
        end = (row["end_date"] or as_of) if row["left"] == "yes" else row["end_date"]
        last = end if row["left"] == "yes" else as_of
        if earlier(last, int(row["months"])) <= day and (end is None or day < end):
            found.append((row["customer_id"], a_year(row["amount"])))
    return added(found)


def length(row):
    """The interval of a service period: so many months if whole ones lie between its ends, else so many days."""
    start, end = row["service_start"], row["service_end"]
    months = (end.year - start.year) * 12 + end.month - start.month
    if months and (earlier(end, months) == start or earlier(start, -months) == end):
        return "month", months
    return "day", (end - start).days


def paid_by_invoices(rows, day):
    """Each line by the length of its service period, less what is credited of it, which is spread over its own days."""
    found = []
    for line in rows:
        if line["amount"] < 0 or not line["service_start"] <= day < line["service_end"]:
            continue
        amount = Fraction(str(line["amount"]))
        for credit in rows:
            if credit["amount"] < 0 and credit["line"] == line["line"]:
                start, end = credit["service_start"], credit["service_end"]
                if start <= day < end:
                    part = Fraction((end - start).days, (line["service_end"] - line["service_start"]).days)
                    amount += Fraction(str(credit["amount"])) / part
                    if amount * part <= A_CENT:
                        amount = 0
        interval, count = length(line)
        millionths = round(amount * 1_000_000)
        found.append((line["customer_id"], round(Fraction(millionths * A_YEAR[interval], count))))
    return added(found)


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
