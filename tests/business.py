"""Random businesses for the property tests: small, crooked, and full of edges (month ends, gaps, overlaps)."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pandas as pd

from csmetrics.config import Config
from csmetrics.tables.dataset import Dataset

FIRST, LAST = date(2024, 1, 1), date(2025, 6, 30)
IDS = [f"c{n}" for n in range(8)]
COUNTRIES = ["DE", "US", "NA", None]

days = st.one_of(
    st.dates(FIRST, LAST),
    st.sampled_from([date(2024, m, 1) for m in range(1, 13)]),
    st.sampled_from([date(2024, 1, 31), date(2024, 2, 29), date(2024, 12, 31)]),
)
amounts = st.integers(0, 400_000).map(lambda cents: cents / 100)


@st.composite
def subscription_rows(draw):
    start = draw(days)
    length = draw(st.one_of(st.none(), st.integers(0, 400), st.sampled_from([1, 28, 31, 365])))
    trial = draw(st.one_of(st.none(), st.none(), st.integers(0, 40)))
    return {
        "customer_id": draw(st.sampled_from(IDS)),
        "start_date": start,
        "end_date": None if length is None else start + timedelta(days=length),
        "amount": draw(amounts),
        "interval": draw(st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"])),
        "interval_count": draw(st.integers(1, 3)),
        "quantity": draw(st.integers(0, 3)),
        "plan": draw(st.sampled_from(["basic", "pro", None])),
        "product": draw(st.sampled_from(["core", "core", "addon", None])),
        "trial_end_date": None if trial is None else start + timedelta(days=trial),
    }


@st.composite
def survey_rows(draw):
    survey, top = draw(st.sampled_from([("nps", 10), ("csat", 5), ("ces", 7)]))
    low = 0 if survey == "nps" else 1
    return {
        "survey": survey,
        "score": draw(st.one_of(st.none(), st.integers(low, top))),
        "responded_at": draw(days),
        "customer_id": draw(st.one_of(st.none(), st.sampled_from(IDS))),
        "comment": draw(remarks),
    }


PIECES = [
    "price", "PRICES,", "Pricing", "prix", "Preiserhöhung", "teuer!", "app", "apps", "l'application", "too", "much",
    "money.", "bug", "BUGS", "buggy", "crashes", "crash/bug", "great", "Straße", "don't", "...", "-", "=1+1", "\x1b[2J",
]  # fmt: skip
remarks = st.one_of(
    st.none(),
    st.sampled_from(["", "  ", "\n"]),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join),
)


@st.composite
def review_rows(draw):
    return {
        "rating": draw(st.integers(1, 5)),
        "date": draw(days),
        "text": draw(remarks),
        "customer_id": draw(st.one_of(st.none(), st.sampled_from(IDS))),
    }


@st.composite
def purchase_rows(draw):
    return {
        "customer_id": draw(st.sampled_from(IDS)),
        "date": draw(days),
        "amount": draw(st.integers(-9_999, 99_999)) / 100,
    }


@st.composite
def cost_rows(draw):
    return {
        "date": draw(days),
        "category": draw(st.sampled_from(["sales", "marketing", "success", "onboarding"])),
        "amount": draw(amounts),
        "country": draw(st.sampled_from(COUNTRIES)),
    }


@st.composite
def businesses(draw):
    """Six lists of rows; every table has a row at least, so that no metric is unavailable."""
    known = draw(st.sets(st.sampled_from(IDS), min_size=1))
    return {
        "customers": [{"customer_id": i, "country": draw(st.sampled_from(COUNTRIES))} for i in sorted(known)],
        "subscriptions": draw(st.lists(subscription_rows(), min_size=1, max_size=20)),
        "surveys": draw(st.lists(survey_rows(), min_size=1, max_size=25)),
        "costs": draw(st.lists(cost_rows(), min_size=1, max_size=10)),
        "purchases": draw(st.lists(purchase_rows(), min_size=1, max_size=20)),
        "reviews": draw(st.lists(review_rows(), min_size=1, max_size=10)),
    }


periods = st.sampled_from(
    ["2024-01", "2024-02", "2024-06", "2024-Q1", "2024-Q4", "2024", "2024-03..2024-07", "2025-01"]
)


def dataset(business, **settings):
    """The business as a Dataset; its customers.csv, which knows some of them only, may divide all the same."""
    return Dataset(**frames(business), config=Config(unknown_customers="allow", **settings))


def frames(business):
    """The lists of rows as the DataFrames that a Dataset takes."""
    return {name: _frame(rows) for name, rows in business.items()}


def _frame(rows):
    frame = pd.DataFrame(rows)
    for column in frame:
        if column.endswith(("date", "_at")):
            frame[column] = pd.to_datetime(frame[column])
    return frame
