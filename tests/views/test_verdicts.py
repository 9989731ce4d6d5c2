"""Thresholds: a verdict says what the report's own check says, and how surely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.config import parse_config
from csmetrics.config.sections import Bounds
from csmetrics.figures.remarks import remarks_on
from csmetrics.periods import parse_period
from csmetrics.views.board.short import _lead
from csmetrics.views.verdicts import BREACHED, HOLDS, UNCHECKED, limits_of, verdict_of
from views.test_movement import a_figure

NUMBERS = st.integers(-100, 100).map(float)
BOUNDS = st.builds(dict, min=st.none() | NUMBERS, max=st.none() | NUMBERS, min_change=st.none() | NUMBERS).filter(
    lambda given: (
        any(each is not None for each in given.values())
        and not (given["min"] is not None and given["max"] is not None and given["min"] > given["max"])
    )
)


@pytest.mark.parametrize(
    ("figure", "bounds", "word", "text"),
    [
        (a_figure("net_revenue_retention", 1.0), {"min": 0.95}, "Holds", "at least 95 %"),
        (a_figure("net_revenue_retention", 0.95), {"min": 0.95}, "Holds", "at least 95 %"),
        (a_figure("net_revenue_retention", 0.9), {"min": 0.95}, "Breached", "at least 95 %"),
        (a_figure("customer_churn_rate", 0.026), {"max": 0.04}, "Holds", "at most 4 %"),
        (a_figure("customer_churn_rate", 0.05), {"max": 0.04}, "Breached", "at most 4 %"),
        (a_figure("mrr", 9000), {"min": 10000}, "Breached", "at least 10,000"),
        (
            a_figure("nps", 38.7, interval=(8.7, 61.9)), {"min": 20}, "Holds, not for certain",
            "at least 20; the interval 8.7\N{EN DASH}61.9 lies on both sides",
        ),
        (a_figure("nps", 38.7, interval=(20.0, 61.9)), {"min": 20}, "Holds", "at least 20"),
        (
            a_figure("nps", 10, interval=(-5, 25)), {"min": 20}, "Breached, not for certain",
            "at least 20; the interval -5.0 to 25.0 lies on both sides",
        ),
        (a_figure("nps", 10, interval=(-5, 15)), {"min": 20}, "Breached", "at least 20"),
        (a_figure("csat", 0.8), {"min": 0.7, "max": 0.9}, "Holds", "at least 70 % and at most 90 %"),
        (a_figure("csat", 0.95), {"min": 0.7, "max": 0.9}, "Breached", "at most 90 %"),
        (a_figure("csat", 0.8, 0.9), {"min_change": -0.02}, "Breached", "a change of at least -2 pp"),
        (
            a_figure("csat", 0.8), {"min_change": -0.02}, "Not checked",
            "a change of at least -2 pp: there is no figure of the period before",
        ),
        (a_figure("csat", 0.6), {"min": 0.7, "min_change": -0.02}, "Breached", "at least 70 %"),
        (a_figure("nps", None), {"min": 20}, "Not checked", "at least 20: nobody answered"),
    ],
)  # fmt: skip
def test_what_became_of_a_threshold(figure, bounds, word, text):
    found = verdict_of(figure, Bounds(**bounds))
    assert (found.word, found.text) == (word, text)
    assert found.holds == word.startswith(HOLDS)
    assert found.certain == ("not" not in word.lower())


@given(st.none() | NUMBERS, st.none() | NUMBERS, BOUNDS)
def test_it_is_breached_exactly_where_the_report_says_so(value, previous, bounds):
    figure = a_figure("nps", value, previous)
    given = {key: bound for key, bound in bounds.items() if bound is not None}
    config = parse_config(f"thresholds: {{nps: {given}}}".replace("'", ""))
    remarks = remarks_on([figure], config, parse_period("2026-09"), ())
    verdict = verdict_of(figure, Bounds(**given))
    assert verdict.word.startswith(BREACHED) == any(remark.breach for remark in remarks)
    unchecked = any("not checked" in remark.text for remark in remarks) and not any(each.breach for each in remarks)
    assert (verdict.word == UNCHECKED) == unchecked


@given(NUMBERS, st.integers(0, 50), st.integers(0, 50), NUMBERS)
def test_it_is_certain_where_the_whole_interval_is_on_its_side(value, below, above, least):
    low, high = value - below, value + above
    verdict = verdict_of(a_figure("nps", value, interval=(low, high)), Bounds(min=least))
    assert verdict.certain == (low >= least or high < least)


def test_a_chart_shows_the_bounds_of_the_value_alone():
    (limit,) = limits_of(Bounds(max=0.04, max_change=0.01), "fraction")
    assert (limit.value, limit.text, limit.breached) == (0.04, "at most 4 %", "above")
    assert limits_of(None, "fraction") == ()


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))
def test_the_lead_counts_what_holds(of, breached, unchecked):
    if breached + unchecked > of:
        return
    lead = _lead(of, breached, unchecked)
    assert lead.endswith((" hold.", " holds.")) == (not breached and unchecked < of)
    assert ("breached" in lead) == bool(breached)
    assert lead.endswith("not checked.") == (unchecked == of)
    assert lead.startswith("All") == (of > 1 and not breached and not unchecked)
