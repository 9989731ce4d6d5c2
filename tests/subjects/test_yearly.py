"""Recurring money is the yearly value of each row, exact and rounded once."""

from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given

import by_hand
from counted import tally
from csmetrics.columns import INTERVALS
from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.periods import parse_period, series
from csmetrics.subjects.subscriptions.yearly import yearly_values
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Coded, Rows
from csmetrics.views.report.compute import report as compute_report

decimals = st.decimals(0, 10**6, places=6).map(float) | st.sampled_from([0.5, 0.000001, 1 / 3, 2.0**40, 123456.7891011])
money = st.integers(0, 10**8) | st.integers(0, 4 * 10**15)
rows = st.tuples(money, st.integers(0, 99).map(float) | decimals, st.sampled_from(INTERVALS), st.integers(1, 10_000))


def counted(given_rows, config, *, without=()):
    amount, quantity, interval, count = zip(*given_rows, strict=True)
    columns = {
        "amount": np.array(amount, dtype=np.int64),
        "quantity": np.array(quantity, dtype=np.float64),
        "interval": Coded(np.array([INTERVALS.index(name) for name in interval], dtype=np.int8), INTERVALS),
        "interval_count": np.array(count, dtype=np.int32),
    }
    kept = {name: column for name, column in columns.items() if name not in without}
    return yearly_values(Rows(kept, range(2, 2 + len(given_rows))), config).tolist()


def exactly(row, times):
    amount, quantity, interval, count = row
    return amount * Fraction(str(quantity)) * times[interval] / count


@given(st.lists(rows, min_size=1, max_size=8))
@example([(10**15, 1 / 3, "day", 7), (5, 0.5, "year", 1), (15, 0.1, "year", 1), (10, 1.0, "year", 4)])
def test_a_year_is_exact_arithmetic_rounded_once(given_rows):
    for row, found in zip(given_rows, counted(given_rows, Config()), strict=True):
        expected = exactly(row, by_hand.A_YEAR)
        assert found == (round(expected) if expected < 2**62 else 2**62)


@given(st.lists(rows, min_size=1, max_size=8), st.sampled_from([30.4375, 4.33, 0.0833333333333, 1e-7, 28]))
def test_a_declared_factor_is_the_decimal_that_was_written(given_rows, factor):
    config = Config(rules={"interval_factors": {"week": factor}})
    times = by_hand.A_YEAR | {"week": Fraction(str(factor)) * 12}
    for row, found in zip(given_rows, counted(given_rows, config), strict=True):
        assert found == min(round(exactly(row, times)), 2**62)


@given(st.lists(rows, min_size=1, max_size=8))
def test_columns_that_are_not_there_are_ones(given_rows):
    found = counted(given_rows, Config(), without=("quantity", "interval", "interval_count"))
    assert found == [12 * amount for amount, *_ in given_rows]
    billed = counted(given_rows, Config(rules={"recognise": "when_billed"}), without=("quantity",))
    assert billed == found


spells = st.lists(
    st.tuples(
        st.integers(0, 400_000), st.integers(0, 400).map(lambda tenths: tenths / 10), st.sampled_from(INTERVALS),
        st.integers(1, 36),
    ), min_size=1, max_size=30,
)  # fmt: skip


@given(spells)
def test_arr_is_the_sum_to_half_a_millionth_a_row_and_mrr_its_twelfth(given_rows):
    frame = pd.DataFrame(given_rows, columns=["cents", "quantity", "interval", "interval_count"])
    frame = frame.assign(customer_id=[f"c{at}" for at in range(len(frame))], start_date="2026-01-01")
    frame["amount"] = frame.pop("cents") / 100
    report = compute_report(Dataset(subscriptions=frame), "2026-01", metrics=["arr", "mrr"])
    exact = sum(
        Fraction(cents, 100) * Fraction(str(quantity)) * by_hand.A_YEAR[interval] / count
        for cents, quantity, interval, count in given_rows
    )
    arr, mrr = report.figure("arr").value, report.figure("mrr").value
    assert abs(Fraction(arr) - exact) <= Fraction(len(frame), 2_000_000) + Fraction(arr) / 2**52
    if all(count == 1 for *_, count in given_rows):
        assert arr == float(exact)
        assert mrr == float(exact / 12)


@pytest.mark.parametrize(
    ("interval", "amount", "arr"), [("year", 100, 100.0), ("week", 0.1, 5.2), ("day", 0.07, 25.55)]
)
def test_whole_cents_come_out_whole(read, interval, amount, arr):
    lines = "".join(f"c{at},2026-01-01,{amount},{interval}\n" for at in range(12))
    data = read(subscriptions__csv="customer_id,start_date,amount,interval\n" + lines)
    report = compute_report(data, "2026-01")
    assert (report.figure("arr").value, report.figure("mrr").value) == (round(12 * arr, 2), arr)
    assert report.figure("arpu").value == arr / 12


def test_money_by_the_year_and_other_money_meet_in_one_unit(read):
    data = read(
        subscriptions__csv="customer_id,start_date,end_date,amount,interval\n"
        "a,2025-06-01,,100,year\nb,2025-06-01,2026-01-09,100,year\nc,2026-01-04,,50,quarter\n",
        costs__csv="date,category,amount\n2026-01-31,sales,30\n2026-01-31,support,9\n",
        purchases__csv="customer_id,date,amount\na,2026-01-09,7\n",
    )
    report = compute_report(data, "2026-01")
    names = ("arr", "arpu", "cac", "crc", "revenue", "revenue_per_customer", "crc_to_cac")
    assert [report.figure(name).value for name in names] == [300, 12.5, 30, 4.5, 7, 7, 0.15]
    assert report.figure("clv").value == 12.5 / 0.5
    assert report.figure("clv_to_cac").value == 25 / 30
    assert report.figure("cac_payback_months").value == 30 / 12.5
    assert report.figure("net_new_mrr").value == pytest.approx(50 / 3 - 100 / 12, rel=1e-15)
    assert report.figure("mrr").inputs == {"mrr_end": 25.0}
    assert report.figure("cac").inputs["acquisition_cost"] == 30


def test_years_of_large_amounts_are_no_matter_but_those_of_one_day_are():
    def frame(count, days):
        starts = pd.date_range("2024-01-01", periods=count, freq=f"{days}D")
        return pd.DataFrame(
            {"customer_id": "a", "start_date": starts, "end_date": starts + pd.Timedelta(days=10), "amount": 2e11}
        )

    one_by_one = tally(Dataset(subscriptions=frame(60, 10)), series(parse_period("2025-03"), 12))
    assert one_by_one.grids["mrr_end"][:, 0].tolist() == [24 * 10**17] * 12
    with pytest.raises(DataError, match="too large to be summed exactly"):
        tally(Dataset(subscriptions=frame(60, 5)), series(parse_period("2024-03"), 2))
