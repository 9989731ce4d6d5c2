"""The curve of cohorts: each point is the average of the table, each year's what its cohorts have left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ACME
from csmetrics import api
from csmetrics.figures.cohorts import Cohort, Cohorts, average_of
from csmetrics.output.html import document
from csmetrics.output.readable import show
from csmetrics.periods import parse_period, series
from csmetrics.views import view
from csmetrics.views.cohorts.pictures import LEAST_AGES, pictures


def some_cohorts(sizes, of="customers"):
    periods = series(parse_period("2026-09"), len(sizes))
    made = []
    for number, (period, size) in enumerate(zip(periods, sizes, strict=True)):
        values = tuple(float(max(size - age, 0)) for age in range(len(sizes) - number))
        made.append(Cohort(period, values, tuple(each / size for each in values)))
    average = average_of(made)
    return Cohorts(of, periods[-1], None, tuple(made), tuple(average))


@pytest.mark.parametrize("of", ["customers", "mrr"])
@pytest.mark.parametrize("grain", ["month", "quarter"])
def test_the_curve_is_the_average_of_the_json(of, grain):
    found = api.cohorts(api.read(ACME), of=of, grain=grain)
    values = view("cohorts").values(found)
    average, compared = pictures(found)
    (whole,) = average.chart.series
    assert [point.value for point in whole.points] == [each["share"] for each in values["average"]]
    assert [year.name for year in compared.chart.series] == ["2025", "2024"]
    for year in compared.chart.series:
        cells = [each["cells"] for each in values["cohorts"] if each["cohort"].startswith(year.name)]
        for age, point in enumerate(year.points):
            left, first = (sum(each[at]["value"] for each in cells) for at in (age, 0))
            assert point.value == pytest.approx(left / first)
    youngest = [each["cells"] for each in values["cohorts"] if each["cohort"].startswith("2025")][-1]
    assert len(compared.chart.series[0].points) == len(youngest)
    assert all(year.points[-1].text in compared.title for year in compared.chart.series)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30))
def test_the_title_tells_what_the_table_has(sizes):
    found = some_cohorts(sizes)
    drawn = pictures(found)
    assert bool(drawn) == (len(sizes) >= LEAST_AGES)
    for picture in drawn[:1]:
        told = [age for age in (12, 24) if age < len(sizes)] or [len(sizes) - 1]
        for age in told:
            months = "1 month" if age == 1 else f"{age} months"
            assert f"fter {months} {show(found.average[age], 'fraction')}" in picture.title


def test_a_point_that_few_customers_have_reached_is_hollow():
    (picture,) = pictures(some_cohorts([3, 20, 20, 20]))
    assert [point.hollow for point in picture.chart.series[0].points] == [False, False, False, True]
    assert "Hollow: fewer than 10 customers." in picture.caption


def test_without_shares_there_is_no_curve():
    found = some_cohorts([20] * 5)
    unknown = Cohorts(found.of, found.period, None, found.cohorts, (None,) * 5)
    assert pictures(unknown) == []
    assert "<svg" not in document(view("cohorts").page(unknown))


def test_the_page_has_the_curve_and_the_heat_of_the_table(acme):
    page = document(view("cohorts").page(api.cohorts(acme, "2026-09")))
    assert page.count("<svg") == 2
    assert ' h5"' in page
