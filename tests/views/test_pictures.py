"""The pictures of health, backtests, customers, explanations and the history: each number is the JSON's."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.output.charts.model import Waterfall
from csmetrics.output.html import document
from csmetrics.output.readable import show
from csmetrics.views import view
from csmetrics.views.backtest.pictures import pictures as of_backtest
from csmetrics.views.customer_health.pictures import pictures as of_customer
from csmetrics.views.customers.pictures import MOST_BARS
from csmetrics.views.customers.pictures import pictures as of_customers
from csmetrics.views.explain.pictures import pictures as of_explanation
from csmetrics.views.health.pictures import pictures as of_health
from csmetrics.views.history.pictures import pictures as of_history

HOSTILE = '"><img src=x onerror=alert(1)></text></svg><script>alert(2)</script>\u202e'


@pytest.fixture(scope="module")
def data():
    return api.read(ACME)


@pytest.fixture(scope="module")
def health(data):
    return api.health(data, "2026-09", by="country")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Three months, of which the last two are restated after a price has been corrected."""
    folder = tmp_path_factory.mktemp("published")
    for path in ACME.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    kept = folder / "history.db"
    api.snapshot(folder, "2026-09", last=3, store=kept, today=date(2026, 10, 2))
    rows = (folder / "subscriptions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows[260] = rows[260].replace(",19,", ",17,")
    (folder / "subscriptions.csv").write_text("".join(rows), encoding="utf-8")
    api.snapshot(folder, "2026-09", last=3, store=kept, today=date(2026, 10, 9), restate="a price was wrong")
    return kept


def inert(page):
    return "<img" not in page and "<script" not in page and "\u202e" not in page


def numbers_of(picture):
    """The texts of the table beneath, and those that are drawn."""
    cells = {cell.text for row in picture.numbers.sections[0].rows for cell in row}
    return cells, {row.text for row in picture.chart.rows}


def test_bands_are_those_of_the_json(health):
    values = view("health").values(health)
    whole = [each for each in values["totals"] if not each["segment"]]
    bands, segments = of_health(health)
    assert [(row.value, row.note) for row in bands.chart.rows] == [(e["mrr"], str(e["customers"])) for e in whole]
    risk, mrr = whole[0], sum(each["mrr"] for each in whole)
    assert bands.title == (
        f"{risk['customers']} of {values['paying']} customers at risk, with {show(risk['mrr'], 'money')}"
        f" of {show(mrr, 'money')} MRR"
    )
    most = max((e for e in values["totals"] if e["segment"] and e["band"] == "at_risk"), key=lambda each: each["mrr"])
    assert segments.title == f"{most['segment']['country']} has most at risk: {show(most['mrr'], 'money')} MRR"


def test_where_nobody_pays_no_band_is_drawn(health):
    assert of_health(replace(health, paying=0)) == []


def test_what_the_bands_have_meant(data):
    found = api.backtest(data, "2026-09")
    values = view("backtest").values(found)
    health, distress, telling = of_backtest(found)
    for picture, outcomes in ((health, values["health"]), (distress, values["distress"])):
        assert [(row.value, row.note) for row in picture.chart.rows] == [
            (each["rate"], f"{each['churned']} of {each['customers']}") for each in outcomes
        ]
    aucs = sorted((each["auc"] for each in values["signals"]), reverse=True)
    assert [row.value for row in telling.chart.rows] == aucs
    assert show(aucs[0], "ratio") in telling.title


def test_of_too_few_no_signal_is_said_to_tell_anything(data):
    found = replace(api.backtest(data, "2026-09"), enough=False)
    assert not any("told best" in picture.title for picture in of_backtest(found))


def test_what_a_signal_adds_and_lacks_is_its_weight(data):
    found = api.customer_health(data, "C095", "2026-09")
    health, distress = of_customer(found)
    rows = health.chart.rows
    assert sum(row.value for row in rows) == pytest.approx(found.scorecards[0].score, abs=1e-4)
    assert sum(row.value + row.against for row in rows) == pytest.approx(100, abs=1e-4)
    standing = next(each for each in api.health(data, "2026-09").standings if each.customer_id == "C095")
    dearest = max(rows, key=lambda row: row.against)
    assert (dearest.name, dearest.against) == (
        standing.costs[0].signal,
        pytest.approx(standing.costs[0].lost, abs=1e-4),
    )
    assert dearest.name in health.title
    assert sum(row.value for row in distress.chart.rows) == pytest.approx(found.scorecards[1].score, abs=1e-4)


def test_without_a_score_there_is_no_picture(data):
    found = api.customer_health(data, "C095", "2026-09")
    none = tuple(replace(card, score=None) for card in found.scorecards)
    assert of_customer(replace(found, scorecards=none)) == []


def test_the_largest_movements_come_first(data):
    found = api.customers(data, "2026-09")
    lines = [each for each in view("customers").values(found)["customers"] if each["mrr_change"]]
    (picture,) = of_customers(found)
    largest = sorted((abs(each["mrr_change"]) for each in lines), reverse=True)[:MOST_BARS]
    assert [abs(row.value) for row in picture.chart.rows] == pytest.approx(largest)
    assert picture.title.startswith(f"The largest movement is that of {picture.chart.rows[0].name}: ")
    assert all((row.value > 0) == (row.judged == "good") for row in picture.chart.rows)


def test_active_customers_are_drawn_by_what_they_pay(data):
    found = api.customers(data, "2026-09", movements="active")
    (picture,) = of_customers(found)
    assert [row.value for row in picture.chart.rows] == sorted((e.after for e in found.lines), reverse=True)[:MOST_BARS]
    assert "The first 12 of 77 customers" in picture.caption


def test_nobody_moved(data):
    assert of_customers(replace(api.customers(data, "2026-09"), lines=(), totals=(), count=0)) == []


def test_an_explanation_shows_who_contributes_most(data):
    found = api.explain(data, "mrr", "2026-09")
    values = json.loads(view("explain").write(found, "json"))["tallies"][0]
    (picture,) = of_explanation(found)
    amounts = [each["amount"] for each in values["lines"]][:10]
    assert [row.value for row in picture.chart.rows] == pytest.approx(amounts)
    share = round(100 * sum(amounts) / values["value"])
    assert picture.title.endswith(f"of {show(values['value'], 'money')}; the first 10 make {share} %")


def test_net_revenue_retention_shows_what_is_left(data):
    found = api.explain(data, "net_revenue_retention", "2026-09")
    kept = of_explanation(found)[0].chart
    assert isinstance(kept, Waterfall)
    assert kept.steps[-1].value / kept.steps[0].value == pytest.approx(found.figure.value)
    assert kept.steps[0].value + sum(step.value for step in kept.steps[1:-1]) == pytest.approx(kept.steps[-1].value)


def test_nps_shows_its_three_parts(data):
    found = api.explain(data, "nps", "2026-09")
    shares = of_explanation(found)[0].chart
    counted = {share.name: share.value for share in shares.shares}
    assert counted == {"Detractors": 6, "Passives": 7, "Promoters": 18}
    assert (shares.score.low, shares.score.high) == (found.figure.interval.low, found.figure.interval.high)


def test_an_undefined_figure_has_no_picture_of_itself(data):
    found = api.explain(data, "nps", "2024-08")
    assert found.figure.value is None
    assert of_explanation(found) == []


def test_published_values_are_drawn_and_restated_ones_hollow(store):
    found = api.history(store, metrics=["mrr", "nps"])
    versions = view("history").values(found)["snapshots"]
    standing = [each for each in versions if each["current"]]
    for picture, metric in zip(of_history(found), ("nps", "mrr"), strict=True):
        values = [next(m["value"] for m in each["metrics"] if m["metric"] == metric) for each in standing]
        points = picture.chart.series[0].points
        assert [point.value for point in points] == values
        restated = [each["version"] > 1 and metric == "mrr" for each in standing]
        assert [point.hollow for point in points] == restated
    last = of_history(found)[1].chart.series[0].points[-1]
    assert re.search(r"version 2, published before as 12,558: a price was wrong", last.tip)


def test_one_published_period_has_no_course(store):
    found = api.history(store, period="2026-09")
    assert of_history(found) == []


@pytest.mark.parametrize("name", ["customers", "explain", "health"])
def test_hostile_names_are_inert(data, name):
    made = {"customers": {}, "explain": {"metric": "mrr"}, "health": {}}[name]
    found = view(name).compute(data=data, period="2026-09", **made)
    if name == "customers":
        found = replace(found, lines=tuple(replace(line, name=HOSTILE) for line in found.lines))
    elif name == "explain":
        lines = [replace(line, label=HOSTILE) for line in found.tallies[0].lines]
        found = replace(found, tallies=(replace(found.tallies[0], lines=lines, count=len(lines)),))
    else:
        found = replace(found, standings=tuple(replace(each, name=HOSTILE) for each in found.standings))
    assert inert(document(view(name).page(found)))


def test_what_is_drawn_stands_in_the_numbers_beneath(data, health):
    moved, scored = api.customers(data, "2026-09"), api.customer_health(data, "C095", "2026-09")
    drawn = [*of_health(health), *of_customers(moved), *of_customer(scored)]
    for picture in drawn[1:]:  # of bands the bar says their share as well
        cells, texts = numbers_of(picture)
        assert texts <= cells
