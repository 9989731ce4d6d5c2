"""Health and distress scores once more, in plain Python from the definitions: customer by customer, with fractions.

Slow and obvious on purpose. The program is compared with this.
"""

from datetime import timedelta
from fractions import Fraction

from by_hand import level, live

MILLION = 1_000_000


def value_of(signal, business, customer, day):
    """The value of a signal on a day, or None; `signal` is a dict as csmetrics.yaml would have it, plus its kind."""
    days, past = signal.get("days"), signal.get("past")
    rows = {
        name: [row for row in listed if row.get("customer_id") == customer]
        for name, listed in business.items()
    }  # fmt: skip
    return _KINDS[signal["kind"]](rows, business, day, days, past, signal)


def within(day, when, days):
    """Whether a day is one of the last so many."""
    return day - timedelta(days=days) < when <= day


def last_answer(rows, when, day, days):
    inside = [row for row in rows if row["score"] is not None and within(day, row[when], days)]
    if not inside:
        return None
    newest = max(row[when] for row in inside)
    return Fraction(min(row["score"] for row in inside if row[when] == newest))


def last_nps(rows, _all, day, days, _past, _signal):
    return last_answer([row for row in rows["surveys"] if row["survey"] == "nps"], "responded_at", day, days)


def last_csat(rows, _all, day, days, _past, _signal):
    return last_answer([row for row in rows["surveys"] if row["survey"] == "csat"], "responded_at", day, days)


def question(rows, _all, day, days, _past, signal):
    return last_answer([row for row in rows["answers"] if row["question"] == signal["question"]], "date", day, days)


def used(rows, day):
    """Rows of use up to a day."""
    return [row for row in rows["usage"] if row["value"] > 0 and row["date"] <= day]


def usage_trend(rows, _all, day, days, past, _signal):
    use, turn = used(rows, day), day - timedelta(days=days)
    now = sum(Fraction(str(row["value"])) for row in use if row["date"] > turn)
    earlier = [row for row in use if within(turn, row["date"], past)]
    if not earlier:
        return None
    first = min(row["date"] for row in use)
    known_days = min(past, (turn - first).days + 1)
    before = sum(Fraction(str(row["value"])) for row in earlier)
    return (now / days) / (before / known_days) - 1


def features_used(rows, _all, day, days, _past, _signal):
    use = used(rows, day)
    if not use:
        return None
    return Fraction(len({row["feature"] for row in use if row["feature"] and within(day, row["date"], days)}))


def days_since_use(rows, _all, day, _days, _past, _signal):
    use = used(rows, day)
    return Fraction((day - max(row["date"] for row in use)).days) if use else None


def still_open(rows, day):
    tickets = [row for row in rows["tickets"] if row["opened_at"] <= day]
    return [row for row in tickets if row["closed_at"] is None or row["closed_at"] > day]


def open_tickets(rows, business, day, days, _past, signal):
    if not any(row["opened_at"] <= day for row in business["tickets"]):
        return None
    waiting = still_open(rows, day)
    if signal["kind"] == "long_open_tickets":
        waiting = [row for row in waiting if (day - row["opened_at"]).days > days]
    return Fraction(len(waiting))


def closed(rows, day, days):
    return [row for row in rows["tickets"] if row["closed_at"] is not None and within(day, row["closed_at"], days)]


def mean(numbers):
    return Fraction(sum(numbers), len(numbers)) if numbers else None


def days_to_close(rows, _all, day, days, _past, _signal):
    return mean([(row["closed_at"] - row["opened_at"]).days for row in closed(rows, day, days)])


def ticket_score(rows, _all, day, days, _past, _signal):
    return mean([row["score"] for row in closed(rows, day, days) if row["score"] is not None])


def mrr_trend(rows, _all, day, days, _past, _signal):
    now, before = level(rows["subscriptions"], day), level(rows["subscriptions"], day - timedelta(days=days))
    return Fraction(now, before) - 1 if before else None


def tenure(rows, _all, day, _days, _past, _signal):
    first = min(row["start_date"] for row in rows["subscriptions"])
    paid = (first + timedelta(days=n) for n in range((day - first).days + 1))
    since = next((each for each in paid if level(rows["subscriptions"], each)), None)
    return Fraction((day - since).days) if since else None


def days_past_renewal(rows, _all, day, _days, _past, _signal):
    running = [row for row in rows["subscriptions"] if live(row, day) and row["amount"] * row["quantity"] > 0]
    due = [row["renewal_date"] for row in running if row["renewal_date"]]
    return Fraction((day - min(due)).days) if due else None


def column(rows, _all, _day, _days, _past, signal):
    values = [row[signal["column"]] for row in rows["customers"]]
    return Fraction(str(values[0])) if values and values[0] is not None else None


_KINDS = {
    "last_nps": last_nps, "last_csat": last_csat, "question": question, "usage_trend": usage_trend,
    "features_used": features_used, "days_since_use": days_since_use, "open_tickets": open_tickets,
    "long_open_tickets": open_tickets, "days_to_close": days_to_close, "ticket_score": ticket_score,
    "mrr_trend": mrr_trend, "tenure": tenure, "days_past_renewal": days_past_renewal, "column": column,
}  # fmt: skip


def points_of(signal, value):
    """Whole millionths of a point."""
    if "tiers" in signal:
        bounds = [(Fraction(str(bound)), score) for bound, score in signal["tiers"].items() if bound != "above"]
        inside = [score for bound, score in sorted(bounds) if value <= bound]
        return round(Fraction(str(inside[0] if inside else signal["tiers"]["above"])) * MILLION)
    if "scale" in signal:
        nothing, everything = (Fraction(str(bound)) for bound in signal["scale"])
        share = (value - nothing) / (everything - nothing)
        return round(100 * min(max(share, Fraction(0)), Fraction(1)) * MILLION)
    return round(value * MILLION)


def score_of(signals, business, customer, day, *, min_coverage=Fraction(1, 2)):
    """The weighted mean in whole millionths, or None, and the share of the weight that is known."""
    known = [(signal, value_of(signal, business, customer, day)) for signal in signals]
    known = [(signal, value) for signal, value in known if value is not None]
    weight = sum(Fraction(str(signal["weight"])) for signal, _ in known)
    coverage = weight / sum(Fraction(str(signal["weight"])) for signal in signals)
    if not known or coverage < min_coverage:
        return None, coverage
    total = sum(Fraction(str(signal["weight"])) * points_of(signal, value) for signal, value in known)
    return round(total / weight), coverage


def health_tallies(health, distress, business, day, threshold=50):
    """Every tally of scores, for bands that begin at 50 and 75."""
    found = dict.fromkeys(
        ("customers_scored", "customers_at_risk_end", "customers_distressed_end", "customers_distress_scored",
         "health_points", "mrr_scored", "mrr_at_risk_end", "health_mrr"), 0,
    )  # fmt: skip
    for customer in {row["customer_id"] for row in business["subscriptions"]}:
        mrr = level([row for row in business["subscriptions"] if row["customer_id"] == customer], day)
        if not mrr:
            continue
        score, _ = score_of(health, business, customer, day)
        if score is not None:
            at_risk = score < 50 * MILLION
            found["customers_scored"] += 1
            found["health_points"] += score
            found["mrr_scored"] += mrr
            found["health_mrr"] += round(Fraction(score * mrr, 100 * MILLION))
            found["customers_at_risk_end"] += at_risk
            found["mrr_at_risk_end"] += mrr * at_risk
        worry, _ = score_of(distress, business, customer, day)
        if worry is not None:
            found["customers_distress_scored"] += 1
            found["customers_distressed_end"] += worry >= threshold * MILLION
    return found
