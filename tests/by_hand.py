"""The tallies once more, in plain Python from the definitions: day by day, customer by customer, no library.

Slow and obvious on purpose. The program is compared with this.
"""

from datetime import timedelta
from fractions import Fraction

BETWEEN = ("customers_moved_in", "customers_moved_out", "mrr_moved_in", "mrr_moved_out", "mrr_end_elsewhere")
A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}


def yearly_value(row):
    """Whole millionths a year, halves to the even neighbour."""
    units = 1 if row.get("amount_is") == "line" else row.get("quantity", 1)
    amount = Fraction(str(row["amount"])) * Fraction(str(units))
    times = Fraction(A_YEAR[row.get("interval", "month")], row.get("interval_count", 1))
    return round(amount * times * 1_000_000)


def live(row, day):
    """Whether the row brings in money on a day."""
    begins = max(filter(None, [row["start_date"], row.get("trial_end_date")]))
    end = row.get("end_date")
    return begins <= day and (end is None or day < end)


def level(rows, day):
    return sum(yearly_value(row) for row in rows if live(row, day))


def days_between(start, end):
    return (start + timedelta(days=n) for n in range((end - start).days))


def subscription_tallies(rows, period, beginning):
    """Every tally of subscriptions.csv; `beginning` is a day before anything happened."""
    names = ["start", "new", "returned", "expansion", "contraction", "churned", "end", "joined_and_left"]
    found = {f"customers_{name}": 0 for name in names} | {f"mrr_{name}": 0 for name in names}
    found |= {
        "customers_churned_free": 0,
        "customers_returned_free": 0,
        "customers_ever": 0,
        "customers_won": 0,
        "customer_years": 0,
    }
    found |= dict.fromkeys(("mrr_upsell", "mrr_cross_sell", "mrr_renewal", "mrr_offset"), 0)
    found |= dict.fromkeys(("mrr_exchange", "mrr_kept", "mrr_end_by_row", *BETWEEN), 0)
    for customer in {row["customer_id"] for row in rows}:
        theirs = [row for row in rows if row["customer_id"] == customer]
        paid_days = [day for day in days_between(beginning, period.end) if level(theirs, day) > 0]
        opening, closing = level(theirs, period.start - timedelta(days=1)), level(theirs, period.last_day)
        paid_before = any(day < period.start for day in paid_days)
        paid_within = any(day >= period.start for day in paid_days)
        found["customers_ever"] += bool(paid_days)
        found["customers_won"] += bool(paid_days) and period.start <= paid_days[0] < period.end
        found["customer_years"] += len(paid_days)
        found["customers_start"] += opening > 0
        found["customers_end"] += closing > 0
        found["mrr_start"] += opening
        found["mrr_end"] += closing
        found["mrr_end_by_row"] += closing
        found["mrr_kept"] += closing if opening else 0
        name = movement(opening, closing, paid_before=paid_before, paid_within=paid_within)
        if name:
            found[f"customers_{name}"] += 1
            found[f"mrr_{name}"] += abs(closing - opening)
        edge = {"churned": period.last_day, "returned": period.start - timedelta(days=1)}.get(name)
        if edge:
            found[f"customers_{name}_free"] += any(live(row, edge) and not yearly_value(row) for row in theirs)
        if name == "expansion":
            for part, amount in expansion_parts(theirs, period.start - timedelta(days=1), period.last_day).items():
                found[f"mrr_{part}"] += amount
    for name in ("customers_expansion", "customers_contraction", "mrr_joined_and_left"):
        del found[name]
    return found


def expansion_parts(rows, opening_day, closing_day):
    """Why one customer pays more: product by product, and within a product plan and quantity by plan and quantity."""
    before = [row for row in rows if live(row, opening_day) and yearly_value(row)]
    after = [row for row in rows if live(row, closing_day) and yearly_value(row)]
    parts = dict.fromkeys(("upsell", "cross_sell", "renewal", "offset"), 0)
    for product in {row.get("product") for row in before + after}:
        held = [row for row in before if row.get("product") == product]
        holds = [row for row in after if row.get("product") == product]
        if not held:
            parts["cross_sell"] += sum(map(yearly_value, holds))
            continue
        rest = 0
        for same in {(row.get("plan"), row["quantity"]) for row in held + holds}:
            was = [yearly_value(row) for row in held if (row.get("plan"), row["quantity"]) == same]
            now = [yearly_value(row) for row in holds if (row.get("plan"), row["quantity"]) == same]
            if len(was) != len(now):
                rest += sum(now) - sum(was)
            elif sum(now) > sum(was):
                parts["renewal"] += sum(now) - sum(was)
            else:
                parts["offset"] += sum(was) - sum(now)
        parts["upsell" if rest > 0 else "offset"] += abs(rest)
    return parts


def movement(opening, closing, *, paid_before, paid_within):
    if opening == closing == 0:
        return "joined_and_left" if paid_within else None
    if opening == 0:
        return "returned" if paid_before else "new"
    if closing == 0:
        return "churned"
    if closing == opening:
        return None
    return "expansion" if closing > opening else "contraction"


def survey_tallies(rows, period):
    """Every tally of surveys.csv under the default rules."""
    inside = [row for row in rows if period.start <= row["responded_at"] < period.end]
    scores = {
        survey: [row["score"] for row in inside if row["survey"] == survey and row["score"] is not None]
        for survey in ("nps", "csat", "ces")
    }
    nps, csat, ces = scores["nps"], scores["csat"], scores["ces"]
    return {
        "promoters": sum(s >= 9 for s in nps),
        "passives": sum(7 <= s <= 8 for s in nps),
        "detractors": sum(s <= 6 for s in nps),
        "nps_responses": len(nps),
        "satisfied": sum(s >= 4 for s in csat),
        "csat_responses": len(csat),
        "csat_score_sum": sum(csat),
        "effort_score_sum": sum(ces),
        "effort_score_square_sum": sum(s * s for s in ces),
        "easy": sum(s >= 5 for s in ces),
        "hard": sum(s <= 3 for s in ces),
        "ces_responses": len(ces),
        "survey_invitations": len(inside),
        "survey_responses": sum(row["score"] is not None for row in inside),
    }


def cost_tallies(rows, period):
    inside = [row for row in rows if period.start <= row["date"] < period.end]

    def spent(*categories):
        return sum(round(Fraction(str(r["amount"])) * 1_000_000) for r in inside if r["category"] in categories)

    return {
        "acquisition_cost": spent("sales", "marketing", "advertising"),
        "retention_cost": spent("success", "support", "onboarding"),
    }


def purchase_tallies(rows, period):
    so_far = [row for row in rows if row["date"] < period.end]
    inside = [row for row in so_far if row["date"] >= period.start]

    def revenue(some):
        return sum(round(Fraction(str(row["amount"])) * 1_000_000) for row in some)

    def buyers(some):
        return {row["customer_id"] for row in some if row["amount"] >= 0}

    return {
        "purchase_revenue": revenue(inside),
        "revenue_ever": revenue(so_far),
        "purchases": sum(row["amount"] >= 0 for row in inside),
        "purchasing_customers": len(buyers(inside)),
        "purchasers_ever": len(buyers(so_far)),
    }


def review_tallies(rows, period):
    ratings = [row["rating"] for row in rows if period.start <= row["date"] < period.end]
    return {
        "review_ratings": len(ratings),
        "review_rating_sum": sum(ratings),
        "review_rating_square_sum": sum(rating * rating for rating in ratings),
    }


THEMES = {
    "price": ["price", "preis*", "teuer", "Too Much Money"],
    "mobile": ["app", "application"],
    "bugs": ["crash", "bug"],
}
FORMS = {  # the words of the random comments that tell a theme, said by a person and not by a stemmer
    "price": {"price", "prices", "pricing", "preiserhöhung", "teuer"},
    "mobile": {"app", "apps", "application"},
    "bugs": {"bug", "bugs", "crash", "crashes"},
}


def themes_of(comment):
    words = comment.lower().replace("l'", "l ").replace("/", " ").split()
    words = [word for word in (each.strip(".,!-=+") for each in words) if word]
    found = {theme for theme, forms in FORMS.items() if forms & set(words)}
    if any(words[at : at + 3] == ["too", "much", "money"] for at in range(len(words))):
        found.add("price")
    return found


def comments_within(rows, period, column, day):
    inside = (row for row in rows if period.start <= row[day] < period.end)
    return [row for row in inside if (row.get(column) or "").strip()]


def comment_tallies(business, period):
    found = {}
    for what, table, column, day in (
        ("survey", "surveys", "comment", "responded_at"), ("review", "reviews", "text", "date"),
    ):  # fmt: skip
        comments = [row[column] for row in comments_within(business[table], period, column, day)]
        found[f"{what}_comments"] = len(comments)
        for theme in THEMES:
            found[f"{what}_comments_on_{theme}"] = sum(theme in themes_of(comment) for comment in comments)
    return found


def all_tallies(business, period, beginning):
    return {
        **subscription_tallies(business["subscriptions"], period, beginning),
        **survey_tallies(business["surveys"], period),
        **cost_tallies(business["costs"], period),
        **purchase_tallies(business["purchases"], period),
        **review_tallies(business["reviews"], period),
        **comment_tallies(business, period),
        "months": period.months,
    }
