"""The MRR bridge leads from the opening to the close, in every segment, and says so in words that hold."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ACME
from csmetrics import api
from csmetrics.output.readable import show
from csmetrics.views import view
from csmetrics.views.mrr_bridge import MOVES, bridge_finding, bridge_numbers, bridge_picture, mrr_bridge, tallies_in

CORE = [each for each in MOVES if each.always]
AMOUNTS = st.integers(0, 10_000_000).map(lambda cents: cents / 100)
PARTS = st.fixed_dictionaries({each.tally: AMOUNTS for each in MOVES})


@pytest.fixture(scope="module")
def report():
    return api.report(api.read(ACME), "2026-09", by="plan")


def balanced(start, parts):
    moved = sum(each.sign * parts[each.tally] for each in MOVES)
    return {"mrr_start": start, **parts, "mrr_end": start + moved}


@pytest.mark.parametrize("plan", [None, "basic", "team", "business", "(none)"])
def test_the_steps_of_every_segment_lead_from_the_opening_to_the_close(report, plan):
    segment = {} if plan is None else {"plan": plan}
    bridge = mrr_bridge(tallies_in(report.figures, segment))
    values = view("report").values(report)["metrics"]
    mrr = next(each for each in values if each["metric"] == "mrr" and each["segment"] == segment)
    first, *steps, last = bridge.steps
    assert (first.value, last.value) == (pytest.approx(mrr["previous"]), pytest.approx(mrr["value"]))
    assert first.value + sum(step.value for step in steps) == pytest.approx(last.value, abs=1e-6)
    assert first.end
    assert last.end
    assert not any(step.end for step in steps)


def test_each_step_is_the_figure_of_that_movement(report):
    values = {each["metric"]: each["value"] for each in view("report").values(report)["metrics"] if not each["segment"]}
    steps = {step.name: step.value for step in mrr_bridge(tallies_in(report.figures)).steps}
    assert steps["New"] == values["new_mrr"]
    assert steps["Returned"] == values["returned_mrr"]
    assert steps["Churned"] == -values["churned_mrr"]
    assert steps["Contraction"] == -values["contraction_mrr"]
    assert steps["Exchange"] == values["exchange_mrr"]


def test_the_customers_beneath_a_step_are_those_of_the_report(report):
    values = {each["metric"]: each["value"] for each in view("report").values(report)["metrics"] if not each["segment"]}
    under = {step.name: step.under for step in mrr_bridge(tallies_in(report.figures)).steps}
    assert under["New"] == f"{values['new_customers']} customers"
    assert under["Close"] == f"{values['customers']} customers"


def test_moving_is_shown_where_customers_moved(report):
    names = [step.name for step in mrr_bridge(tallies_in(report.figures, {"plan": "team"})).steps]
    assert "Moved out" in names
    assert "Moved in" not in names


@given(AMOUNTS, PARTS)
def test_a_bridge_adds_up_and_its_label_says_both_ends(start, parts):
    tallies = balanced(start, parts)
    bridge = mrr_bridge(tallies)
    assert sum(step.value for step in bridge.steps[:-1]) == pytest.approx(bridge.steps[-1].value, abs=1e-6)
    assert show(tallies["mrr_start"], "money") in bridge.label
    assert show(tallies["mrr_end"], "money") in bridge.label


@given(AMOUNTS, PARTS, st.sampled_from(["mrr_start", "mrr_end", "mrr_new", "mrr_churned"]), st.floats(1, 1000))
def test_what_does_not_add_up_is_no_bridge(start, parts, wrong, by):
    tallies = balanced(start, parts)
    assert mrr_bridge(tallies | {wrong: tallies[wrong] + by}) is None


@pytest.mark.parametrize("missing", ["mrr_start", "mrr_end", *(each.tally for each in CORE)])
def test_without_one_of_its_parts_there_is_no_bridge(missing):
    tallies = balanced(100.0, dict.fromkeys((each.tally for each in MOVES), 0.0))
    assert mrr_bridge({name: value for name, value in tallies.items() if name != missing}) is None


@given(AMOUNTS, PARTS)
def test_the_finding_says_which_way_mrr_went(start, parts):
    tallies = balanced(start, parts)
    change, said = tallies["mrr_end"] - start, bridge_finding(tallies)
    if abs(change) > 1e-6:
        assert ("rose" in said, "fell" in said) == (change > 0, change < 0)
    else:
        assert "stayed as it was" in said or re.search(r"by 0\.0", said)


def test_the_finding_of_the_example(report):
    picture = bridge_picture(report.figures, "MRR bridge, September 2026, USD")
    assert picture.title == "855 came and 211 went, rates of exchange took 1: MRR rose by 643"
    assert json.dumps([[cell.text for cell in row] for row in bridge_numbers(picture.chart).sections[0].rows[:2]]) == (
        '[["Opening", "11,915", "76 customers"], ["New", "+262", "2 customers"]]'
    )


def test_a_report_of_one_metric_has_no_bridge():
    assert bridge_picture(api.report(api.read(ACME), "2026-09", metrics="nps").figures, "") is None
