"""Plans and products by hand: who holds what at which edge, who moved, and where each tally belongs.

Written from the definition alone, customer by customer, in plain Python. The program is compared with this.
"""

from collections import Counter, defaultdict
from datetime import timedelta

import by_hand

OPENING = {
    "customers_start", "customers_churned", "customers_churned_free", "mrr_start", "mrr_churned", "mrr_contraction",
    "mrr_kept",
}  # fmt: skip
CLOSE = {
    "customers_end", "customers_new", "customers_returned", "customers_returned_free", "mrr_end", "mrr_new",
    "mrr_returned", "mrr_expansion", "mrr_upsell", "mrr_cross_sell", "mrr_renewal", "mrr_offset",
}  # fmt: skip
FIRST = {"customers_joined_and_left", "customers_won"}
NONE = "(none)"


def largest(rows, day, attribute):
    """The attribute of the largest row live on a day; of equal ones the first by name. None where none is live."""
    live = [row for row in rows if by_hand.live(row, day) and by_hand.yearly_value(row) > 0]
    ordered = sorted(live, key=lambda row: (-by_hand.yearly_value(row), row.get(attribute) or ""))
    return (ordered[0].get(attribute) or NONE) if ordered else None


class Customer:
    """One customer in one period: its label at each edge, each a tuple of the attributes' values, or None."""

    def __init__(self, rows, period, by, fixed):
        self.rows, self.by, self.fixed = rows, by, fixed
        self.opening = self.at(period.start - timedelta(days=1))
        self.close = self.at(period.last_day)
        days = [d for d in by_hand.days_between(period.start, period.end) if by_hand.level(rows, d) > 0]
        self.first = self.at(days[0]) if days else None
        self.anyhow = self.close or self.opening or self.first or self.labelled(lambda _: NONE)

    def labelled(self, value):
        return tuple(self.fixed[name] if name in self.fixed else value(name) for name in self.by)

    def at(self, day):
        if not by_hand.level(self.rows, day):
            return None
        return self.labelled(lambda name: largest(self.rows, day, name))

    def of_row(self, row):
        return self.labelled(lambda name: row.get(name) or NONE)


def customers_of(business, period, by):
    """Every customer of subscriptions.csv, with the attributes that stay in customers.csv."""
    known = {row["customer_id"]: row for row in business["customers"]}
    found = {}
    for identity in {row["customer_id"] for row in business["subscriptions"]}:
        theirs = [row for row in business["subscriptions"] if row["customer_id"] == identity]
        fixed = {name: known.get(identity, {}).get(name) or NONE for name in by if name not in ("plan", "product")}
        found[identity] = Customer(theirs, period, by, fixed)
    return found


def tallies(business, period, beginning, by):
    """Label to tally to number, for subscriptions.csv."""
    found = defaultdict(Counter)
    for customer in customers_of(business, period, by).values():
        alone = by_hand.subscription_tallies(customer.rows, period, beginning)
        for name, number in alone.items():
            where = (
                customer.opening if name in OPENING else customer.close if name in CLOSE
                else customer.first if name in FIRST else customer.anyhow
            )  # fmt: skip
            if number and name != "mrr_end_by_row":
                found[where][name] += number
        if customer.opening and customer.close and customer.opening != customer.close:
            found[customer.close]["customers_moved_in"] += 1
            found[customer.opening]["customers_moved_out"] += 1
            along = min(alone["mrr_start"], alone["mrr_end"])
            found[customer.close]["mrr_moved_in"] += along
            found[customer.opening]["mrr_moved_out"] += along
        for row in customer.rows:
            if by_hand.live(row, period.last_day) and (value := by_hand.yearly_value(row)):
                found[customer.of_row(row)]["mrr_end_by_row"] += value
                if customer.of_row(row) != customer.close:
                    found[customer.close]["mrr_end_elsewhere"] += value
    return found


def tallies_elsewhere(business, period, by):
    """The same of purchases.csv and surveys.csv: each row belongs to where its customer is found first."""
    customers = customers_of(business, period, by)
    known = {row["customer_id"]: row for row in business["customers"]}

    def label(row):
        if row["customer_id"] in customers:
            return customers[row["customer_id"]].anyhow
        fixed = known.get(row["customer_id"], {})
        return tuple(fixed.get(name) or NONE for name in by)

    found = defaultdict(Counter)
    for table, count in (("purchases", by_hand.purchase_tallies), ("surveys", by_hand.survey_tallies)):
        for where in {label(row) for row in business[table]}:
            mine = [row for row in business[table] if label(row) == where]
            found[where].update({name: number for name, number in count(mine, period).items() if number})
    return found


def balances(found):
    """Whether the books of a label balance, in customers and in money."""
    for what in ("customers", "mrr"):
        came = sum(found[f"{what}_{name}"] for name in ("moved_in", "new", "returned", "expansion"))
        went = sum(found[f"{what}_{name}"] for name in ("contraction", "churned", "moved_out"))
        if found[f"{what}_start"] + came - went != found[f"{what}_end"]:
            return False
    return True
