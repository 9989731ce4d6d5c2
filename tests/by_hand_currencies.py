"""Recurring money in several currencies by hand: fractions, customer by customer, from the definition alone."""

from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction

import by_hand

OPENING = ("start", "contraction", "churned", "kept", "moved_out")
CLOSE = ("new", "returned", "expansion", "exchange", "end", "moved_in")


class Rates:
    """The last rate on or before a day, as fractions; one unit of a currency in that of the figures."""

    def __init__(self, to, quotes):
        self.to, self.quotes = to, quotes

    def of(self, currency, day):
        if currency in (None, self.to):
            return Fraction(1)
        return Fraction(self.quotes[currency][max(each for each in self.quotes[currency] if each <= day)])


def held(rows, day):
    """What is paid on a day, by currency, in millionths a year."""
    found = Counter()
    for row in rows:
        if by_hand.live(row, day):
            found[row["currency"]] += by_hand.yearly_value(row)
    return {currency: value for currency, value in found.items() if value}


def worth(amounts, rates, day):
    """Rounded once a currency, halves to the even neighbour."""
    return sum(round(value * rates.of(currency, day)) for currency, value in amounts.items())


def largest(rows, day, attribute, rates, at):
    """The attribute of the largest row live on a day, at the rates of a day; of equal ones the first by name."""
    live = [row for row in rows if by_hand.live(row, day) and by_hand.yearly_value(row)]

    def size(row):
        return round(by_hand.yearly_value(row) * rates.of(row["currency"], at))

    ordered = sorted(live, key=lambda row: (-size(row), row[attribute] or ""))
    return (ordered[0][attribute] or "(none)") if ordered else None


def books(rows, period, rates):
    """The money of one customer in a period: each line of its books, nothing where there is nothing."""
    first, last = period.start - timedelta(days=1), period.last_day
    before, after = held(rows, first), held(rows, last)
    lines = Counter(start=worth(before, rates, first), end=worth(after, rates, last))
    if not before and after:
        earlier = any(by_hand.live(row, day) for row in rows if by_hand.yearly_value(row) for day in _days(row, first))
        lines["returned" if earlier else "new"] = lines["end"]
    elif before:
        change = Counter(after)
        change.subtract(before)
        changed = worth(change, rates, first)
        lines["kept"] = lines["start"] + changed if after else 0
        lines["churned"] = 0 if after else lines["start"]
        if after:
            lines["expansion" if changed > 0 else "contraction"] = abs(changed)
            lines["exchange"] = lines["end"] - lines["start"] - changed
            lines["stayed"] = lines["start"] + min(changed, 0)
    return lines


def _days(row, until):
    start = max(filter(None, [row["start_date"], row.get("trial_end_date")]))
    return [start] if start <= until else []


def by_segment(rows, period, rates, segment_of):
    """Each line of the books by segment; `segment_of` gives that of a customer at the opening and at the close."""
    found = defaultdict(Counter)
    for customer in {row["customer_id"] for row in rows}:
        theirs = [row for row in rows if row["customer_id"] == customer]
        lines = books(theirs, period, rates)
        opening, close = segment_of(customer, theirs)
        if opening is not None and close is not None and opening != close:
            lines["moved_in"] = lines["moved_out"] = lines["stayed"]
        for names, segment in ((OPENING, opening), (CLOSE, close)):
            for name in names:
                if lines[name]:
                    found[segment][f"mrr_{name}"] += lines[name]
    return {segment: dict(lines) for segment, lines in found.items()}
