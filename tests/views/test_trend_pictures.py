"""The pictures of a trend: every point is the figure of its period, and no title contradicts one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ACME
from csmetrics import api
from csmetrics.config.sections import Threshold
from csmetrics.output.charts.model import ColumnChart, LineChart
from csmetrics.output.html import document
from csmetrics.output.readable import show
from csmetrics.views import view
from csmetrics.views.trend.pictures import MOST_BESIDE, MOST_SEGMENTS, pictures
from figures_made import a_line, a_trend


@pytest.fixture(scope="module")
def acme_trend():
    return api.trend(api.read(ACME), "2026-09", by="country", metrics=["nps", "mrr", "customer_churn_rate"])


def test_every_point_is_the_figure_of_its_period(acme_trend):
    values = view("trend").values(acme_trend)["metrics"]
    known = {
        (line["metric"], tuple(line["segment"].values())): [
            (p["value"], (p["interval"] or {}).get("low")) for p in line["points"]
        ]
        for line in values
    }
    metrics = iter(line["metric"] for line in values if not line["segment"])
    drawn = pictures(acme_trend)
    titles = {line["title"]: line["metric"] for line in values}
    assert len(list(metrics)) == 3
    for picture in drawn:
        metric = next(name for title, name in titles.items() if picture.title.startswith(title))
        for number, each in enumerate(picture.chart.series):
            name = () if each.name == "all" else (each.name,)
            assert [point.value for point in each.points] == [value for value, _ in known[metric, name]]
            assert [point.low for point in each.points] == [
                low if number == 0 else None for _, low in known[metric, name]
            ]


def test_each_segment_of_a_few_metrics_has_a_picture_of_its_own(acme_trend):
    titles = [picture.title for picture in pictures(acme_trend)]
    assert sum(title.startswith("Net promoter score in ") for title in titles) == 6
    assert titles[0].startswith("Net promoter score rose")


def test_a_crowd_of_segments_is_counted_not_drawn():
    segments = [a_line("mrr", (1.0, 2.0), segment={"plan": f"p{n:02}"}, n=n + 1) for n in range(20)]
    drawn = pictures(a_trend(a_line("mrr", (20.0, 40.0)), *segments, by=("plan",)))
    assert len(drawn) == 1 + MOST_SEGMENTS
    assert len(drawn[0].chart.series) == 1 + MOST_BESIDE
    assert "8 more segments in the table" in drawn[0].caption


@given(st.lists(st.none() | st.floats(-100, 100), min_size=2, max_size=24))
def test_no_title_contradicts_the_numbers(values):
    drawn = pictures(a_trend(a_line("nps", values)))
    known = [value for value in values if value is not None]
    if not known:
        assert drawn == []
        return
    title = drawn[0].title
    if values[-1] is None:
        assert "none in the newest period (nobody answered)" in title
        return
    assert title.endswith(show(values[-1], "points"))
    assert ("rose" in title) <= (values[-1] > known[0])
    assert ("fell" in title) <= (values[-1] < known[0])
    assert ("stayed" in title) <= (len({show(value, "points") for value in known}) == 1)


@given(st.lists(st.none() | st.floats(0, 1), min_size=2, max_size=24), st.floats(0.01, 0.99))
def test_months_beyond_a_threshold_are_counted(values, most):
    thresholds = {"customer_churn_rate": Threshold(max=most)}
    drawn = pictures(a_trend(a_line("customer_churn_rate", values), thresholds=thresholds))
    beyond = sum(value > most for value in values if value is not None)
    said = re.findall(r"above \S+ % in (\d+) of (\d+) months?", drawn[0].title if drawn else "")
    known = sum(value is not None for value in values)
    assert said == ([(str(beyond), str(known))] if beyond else [])


def test_what_has_no_value_is_a_gap():
    (picture,) = pictures(a_trend(a_line("nps", (None, 10.0, None, 30.0))))
    assert [point.value for point in picture.chart.series[0].points] == [None, 10.0, None, 30.0]
    assert picture.chart.missing == "nobody answered"
    assert [row[1].text for row in picture.numbers.sections[0].rows] == ["30.0", "—", "10.0", "—"]


@pytest.mark.parametrize("trend", [a_trend(a_line("nps", (10.0,))), a_trend(a_line("nps", (None, None)))])
def test_one_period_or_no_value_makes_no_picture(trend):
    assert pictures(trend) == []
    assert "<svg" not in document(view("trend").page(trend))


def test_things_are_counted_in_columns_and_losses_hatched():
    counted, churn = pictures(
        a_trend(
            a_line("customers", (1.0, 2.0)),
            a_line("customer_churn_rate", (0.1, 0.02)),
            thresholds={"customer_churn_rate": Threshold(max=0.05)},
        )
    )
    assert isinstance(counted.chart, ColumnChart)
    assert churn.chart.limit.value == 0.05


def test_money_below_zero_is_a_line_without_an_area():
    (picture,) = pictures(a_trend(a_line("net_new_mrr", (-5.0, 3.0))))
    assert isinstance(picture.chart, LineChart)
    assert not picture.chart.filled


def test_a_hostile_segment_is_inert():
    name = '"><img src=x onerror=alert(1)>\u202e'
    lines = (a_line("mrr", (1.0, 2.0)), a_line("mrr", (1.0, 3.0), segment={"plan": name}))
    page = document(view("trend").page(a_trend(*lines, by=("plan",))))
    assert "<img" not in page
    assert "\u202e" not in page


def test_of_quarters_no_threshold_is_drawn():
    trend = api.trend(api.read(ACME), "2026-Q3", metrics=["nps"], last=4)
    assert all(not picture.chart.limits for picture in pictures(trend))
