"""What a period's figures do not rest on can be left out of its tables."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from business import businesses, dataset
from csmetrics.figures.reports import compute_reports
from csmetrics.figures.resolve import plan_figures
from csmetrics.periods import parse_period
from csmetrics.published.differences import by_key, missing, same
from csmetrics.published.open_ends import as_of
from csmetrics.published.packing import pack_rows, unpack_rows
from csmetrics.tables.dataset import Dataset
from health_business import scored_businesses

pytestmark = pytest.mark.slow

months = st.sampled_from(["2024-02", "2024-06", "2024-Q4", "2025-01"])


def reports(data, periods, by=()):
    return compute_reports(data, plan_figures(data, (periods[0].previous(), *periods), by=by))


@pytest.mark.parametrize("by", [(), ("country",), ("plan",), ("cohort",)])
@given(business=businesses(), month=months)
def test_what_is_dated_later_makes_no_figure(business, month, by):
    data, period = dataset(business), parse_period(month)
    cut = Dataset.of(as_of(data.tables, period, by), data.config)
    whole, later_left_out = (by_key(reports(each, (period,), by)[0].figures) for each in (data, cut))
    for key, figure in whole.items():
        other = later_left_out.get(key) or missing(figure)
        assert other.status == "unavailable" or same(figure, other), key


@given(business=businesses(), month=months)
def test_packed_rows_give_the_same_figures(business, month):
    data, period = dataset(business), (parse_period(month),)
    packed = {name: unpack_rows(pack_rows(table), table.source) for name, table in data.tables.items()}
    again = Dataset.of(packed, data.config)
    counted, whole = (reports(each, period, ("plan", "country"))[0] for each in (again, data))
    assert [replace(f, remarks=()) for f in counted.figures] == [replace(f, remarks=()) for f in whole.figures]
    assert {n: pack_rows(t) for n, t in packed.items()} == {n: pack_rows(t) for n, t in data.tables.items()}


@given(business=scored_businesses(), month=months)
def test_no_score_of_a_period_rests_on_what_is_dated_later(business, month):
    data, period = dataset(business), parse_period(month)
    cut = Dataset.of(as_of(data.tables, period), data.config)
    whole, later_left_out = (by_key(reports(each, (period,))[0].figures) for each in (data, cut))
    for key, figure in whole.items():
        other = later_left_out[key]
        assert other.status == "unavailable" or same(figure, other), key
