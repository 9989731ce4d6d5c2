"""`recognise: when_billed` books the full price in the month of each billing, compared with plain counting."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pandas as pd
from hypothesis import given

import by_hand
from business import days
from counted import tally
from csmetrics.config import Config
from csmetrics.periods import parse_period, series
from csmetrics.tables.dataset import Dataset

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAYS = {"day": 1, "week": 7}


def billing_days(row, until):
    """The days on which a row is billed: its start and every interval after (the month's last day if need be)."""
    end = min(row["end_date"] or until, until)
    for nth in range(10_000):
        if row["interval"] in DAYS:
            day = row["start_date"] + timedelta(days=nth * DAYS[row["interval"]] * row["interval_count"])
        else:
            months = nth * MONTHS[row["interval"]] * row["interval_count"]
            day = (pd.Timestamp(row["start_date"]) + pd.DateOffset(months=months)).date()
        if day >= end:
            return
        yield day


@st.composite
def rows(draw):
    start, length = draw(days), draw(st.one_of(st.none(), st.integers(0, 500)))
    return {
        "customer_id": draw(st.sampled_from("abc")),
        "start_date": start,
        "end_date": None if length is None else start + timedelta(days=length),
        "amount": draw(st.integers(1, 900)),
        "interval": draw(st.sampled_from([*MONTHS, *DAYS])),
        "interval_count": draw(st.integers(1, 4)),
    }


@given(st.lists(rows(), min_size=1, max_size=6), st.sampled_from(["2024-02", "2024-12", "2025-03"]))
def test_each_month_holds_what_is_billed_in_it(spells, asked):
    months = series(parse_period(asked), 4)
    frame = pd.DataFrame(spells)
    frame[["start_date", "end_date"]] = frame[["start_date", "end_date"]].apply(pd.to_datetime)
    data = Dataset(subscriptions=frame, config=Config(rules={"recognise": "when_billed"}))
    grids = tally(data, months).grids
    for at, month in enumerate(months):
        billed = [
            (row["customer_id"], row["amount"])
            for row in spells
            for day in billing_days(row, month.end)
            if day >= month.start
        ]
        assert grids["mrr_end"][at, 0] == sum(amount for _, amount in billed) * 12_000_000
        assert grids["customers_end"][at, 0] == len({customer for customer, _ in billed})


def test_a_yearly_price_is_booked_once_a_year():
    frame = pd.DataFrame(
        {"customer_id": ["a"], "start_date": [date(2025, 3, 31)], "amount": [1200], "interval": ["year"]}
    )
    data = Dataset(subscriptions=frame, config=Config(rules={"recognise": "when_billed"}))
    grids = tally(data, series(parse_period("2026-04"), 14)).grids
    assert (grids["mrr_end"][:, 0] / 12e6).tolist() == [1200, *[0] * 11, 1200, 0]
    assert grids["customers_returned"][12, 0] == 1


def test_the_cohort_of_an_endless_spell_is_the_month_of_its_first_billing():
    frame = pd.DataFrame(
        {"customer_id": [*"ab"], "start_date": [date(2025, 3, 31), date(2025, 5, 1)], "amount": [9, 7]}
    )
    data = Dataset(subscriptions=frame, config=Config(rules={"recognise": "when_billed"}))
    found = tally(data, series(parse_period("2025-06"), 1), ("cohort",))
    assert (found.grids["mrr_end"][0] / 12e6).tolist() == [16, 9, 7]


def test_spread_is_the_default_and_divides_the_year():
    row = {"amount": 1200, "interval": "year"}
    assert by_hand.yearly_value(row) == 1_200_000_000
