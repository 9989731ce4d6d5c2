"""Random businesses with tickets, use and questionnaires, and random models to score their customers by."""

from datetime import timedelta

import hypothesis.strategies as st

from business import COUNTRIES, IDS, days, subscription_rows, survey_rows

QUESTIONS = ["Do they grow?", "Are they hiring?"]

# kind -> scales to draw from (what means 0 and 100); windows
KINDS = {
    "last_nps": ([(0, 10), (10, 0)], ["days"]),
    "last_csat": ([(1, 5)], ["days"]),
    "usage_trend": ([(-0.5, 0), (0, -0.5), (-1, 1)], ["days", "past"]),
    "features_used": ([(0, 3)], ["days"]),
    "days_since_use": ([(30, 0), (0, 90)], []),
    "open_tickets": ([(3, 0)], []),
    "long_open_tickets": ([(2, 0), (0, 1)], ["days"]),
    "days_to_close": ([(14, 1)], ["days"]),
    "ticket_score": ([(1, 5)], ["days"]),
    "mrr_trend": ([(-0.5, 0), (0, -0.3)], ["days"]),
    "tenure": ([(0, 365)], []),
    "days_past_renewal": ([(30, -10)], []),
    "question": ([(1, 10)], ["days"]),
    "column": ([(0, 50), (-3, 7.5)], []),
}


@st.composite
def ticket_rows(draw):
    opened = draw(days)
    later = st.one_of(st.integers(0, 90).map(lambda length: opened + timedelta(days=length)), days)
    closed = draw(st.one_of(st.none(), later.map(lambda day: max(day, opened))))
    return {
        "customer_id": draw(st.sampled_from(IDS)),
        "opened_at": opened,
        "closed_at": closed,
        "score": draw(st.one_of(st.none(), st.integers(1, 5))),
    }


@st.composite
def usage_rows(draw):
    return {
        "customer_id": draw(st.sampled_from(IDS)),
        "date": draw(days),
        "value": draw(st.one_of(st.integers(0, 40), st.sampled_from([0.1, 0.25, 3.7]))),
        "feature": draw(st.sampled_from(["calendar", "app", "reports", None])),
    }


@st.composite
def answer_rows(draw):
    return {
        "customer_id": draw(st.sampled_from(IDS)),
        "date": draw(days),
        "question": draw(st.sampled_from(QUESTIONS)),
        "score": draw(st.integers(1, 10)),
    }


@st.composite
def scored_businesses(draw):
    """Six lists of rows; every table has a row at least."""
    subscriptions = draw(st.lists(subscription_rows(), min_size=1, max_size=12))
    for row in subscriptions:
        row["renewal_date"] = draw(st.one_of(st.none(), days))
    known = draw(st.sets(st.sampled_from(IDS), min_size=1))
    number = st.one_of(st.none(), st.integers(-9, 60), st.sampled_from([0.5, 12.25]))
    countries = st.sampled_from(COUNTRIES)
    return {
        "customers": [
            {"customer_id": i, "country": draw(countries), "seats": draw(number)} for i in sorted(known)
        ],
        "subscriptions": subscriptions,
        "surveys": draw(st.lists(survey_rows(), min_size=1, max_size=20)),
        "tickets": draw(st.lists(ticket_rows(), min_size=1, max_size=20)),
        "usage": draw(st.lists(usage_rows(), min_size=1, max_size=40)),
        "answers": [*({"customer_id": "c0", "date": draw(days), "question": q, "score": 5} for q in QUESTIONS),
                    *draw(st.lists(answer_rows(), max_size=15))],
    }  # fmt: skip


@st.composite
def signals(draw, kinds=tuple(KINDS)):
    """One signal as csmetrics.yaml would have it, with its kind beside it."""
    kind = draw(st.sampled_from(kinds))
    scales, windows = KINDS[kind]
    signal = {"kind": kind, "weight": draw(st.sampled_from([0.5, 1, 2.25, 10, 22]))}
    if draw(st.integers(0, 3)) == 0:
        bounds = sorted(draw(st.sets(st.sampled_from([-0.5, 0, 1, 2, 5, 7, 30]), min_size=1, max_size=3)))
        points = st.integers(0, 100)
        signal["tiers"] = {str(bound): draw(points) for bound in bounds} | {"above": draw(points)}
    else:
        signal["scale"] = draw(st.sampled_from(scales))
    for window in windows:
        signal[window] = draw(st.sampled_from([1, 7, 30, 90, 365]))
    if kind == "question":
        signal["question"] = draw(st.sampled_from(QUESTIONS))
    if kind == "column":
        signal["column"] = "seats"
    return signal


models = st.lists(signals(), min_size=1, max_size=8)


def declared(listed):
    """The signals as a section of the configuration."""
    return {
        f"{number} {each['kind']}": {key: value for key, value in each.items() if key != "kind"}
        | ({} if each["kind"] in ("question", "column") else {"signal": each["kind"]})
        for number, each in enumerate(listed)
    }
