"""Sentences of a figure: whatever its numbers are, they never say otherwise."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csmetrics.figures.model import Figure, IntervalBounds
from csmetrics.metrics.catalogue import METRICS
from csmetrics.output.readable import show, show_change
from csmetrics.output.sentences import tone_of, within_chance
from csmetrics.periods import parse_period
from csmetrics.views.movement import (
    TOO_LITTLE,
    after,
    arrow,
    judgement,
    moved,
    rests_on,
    since,
    since_then,
    way_of,
)

SEPTEMBER, JANUARY = parse_period("2026-09"), parse_period("2026-01")
UP, DOWN = "\N{BLACK UP-POINTING TRIANGLE}", "\N{BLACK DOWN-POINTING TRIANGLE}"
VALUES = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6))


def a_figure(metric, value, previous=None, interval=None, *, n=31.0):
    """A figure as a report has it."""
    declared = METRICS[metric]
    change = None if value is None or previous is None else value - previous
    bounds = None if interval is None else IntervalBounds(*interval, 0.95, "Wilson")
    return Figure(
        metric, declared.title, declared.group, declared.unit, declared.better, declared.formula, {}, value,
        "undefined" if value is None else "ok", "nobody answered" if value is None else None, previous, change, bounds,
        declared.based_on, n, {},
    )  # fmt: skip


FIGURES = st.builds(
    a_figure, st.sampled_from(sorted(METRICS)), st.none() | VALUES, st.none() | VALUES,
    st.none() | st.tuples(VALUES, VALUES).map(sorted),
)  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (a_figure("mrr", 12558.1, 11915.3), "MRR rose by 643 to 12,558 USD"),
        (a_figure("mrr", 11915.3, 12558.1), "MRR fell by 643 to 11,915 USD"),
        (a_figure("mrr", 100, 100), "MRR is unchanged at 100 USD"),
        (a_figure("mrr", 100), "MRR is 100 USD"),
        (a_figure("mrr", 0, 100), "MRR fell by 100 to 0 USD"),
        (a_figure("mrr", 100.001, 100), "MRR rose by 0.001 to 100 USD"),
        (a_figure("mrr", None, 100), "MRR: none"),
        (a_figure("customers", 77, 76), "Customers rose by 1 to 77"),
        (a_figure("customers", 77, 77), "Customers are unchanged at 77"),
        (a_figure("customers", 1), "Customers are 1"),
        (a_figure("net_revenue_retention", 1.002, 0.982), "NRR rose by 2.0 pp to 100.2 %"),
        (a_figure("nps", -7.1, -3), "NPS fell by 4.1 to -7.1"),
    ],
)
def test_what_a_figure_did(figure, said):
    assert moved(figure, "USD") == said


@given(FIGURES)
def test_it_rose_exactly_where_its_change_is_printed_with_a_plus(figure):
    printed = "" if figure.change is None else show_change(figure.change, figure.unit, figure.value)
    assert (" rose by " in moved(figure)) == printed.startswith("+")
    assert (" fell by " in moved(figure)) == printed.startswith("-")
    assert arrow(figure).startswith(UP) == printed.startswith("+")
    assert arrow(figure).startswith(DOWN) == printed.startswith("-")
    assert (arrow(figure) == "unchanged") == (way_of(figure) == "unchanged")
    if way_of(figure) in ("rose", "fell"):
        assert printed.lstrip("+-") in moved(figure)
        assert any(digit in printed for digit in "123456789")


@given(FIGURES)
def test_every_number_said_is_the_one_that_is_printed(figure):
    if figure.value is None:
        assert since(figure, SEPTEMBER) == "nobody answered"
        return
    assert moved(figure).endswith(show(figure.value, figure.unit))
    assert show(figure.value, figure.unit) in after(figure, SEPTEMBER)
    if figure.previous is None:
        assert "after" not in after(figure, SEPTEMBER)
        assert since(figure, SEPTEMBER) == "nothing to compare with in August"
    else:
        assert after(figure, SEPTEMBER).endswith(f", after {show(figure.previous, figure.unit)} in August")
        assert "August" in since(figure, SEPTEMBER)


@given(FIGURES)
def test_it_is_better_only_where_it_moved_the_good_way_and_not_by_chance(figure):
    said = judgement(figure)
    assert (said == TOO_LITTLE) == (way_of(figure) in ("rose", "fell") and within_chance(figure))
    if said == "better":
        assert figure.better == {True: "higher", False: "lower"}[figure.change > 0]
        assert tone_of(figure) == "good"
    if said == "worse":
        assert figure.better == {True: "lower", False: "higher"}[figure.change > 0]
        assert tone_of(figure) == "bad"
    if figure.better == "neither":
        assert said in ("", TOO_LITTLE)


@given(VALUES, VALUES, st.floats(0, 1e6), st.floats(0, 1e6))
def test_it_is_too_little_to_tell_where_the_interval_covers_the_month_before(value, previous, below, above):
    assume(not math.isclose(value, previous, rel_tol=1e-9, abs_tol=1e-9))
    low, high = value - below, value + above
    figure = a_figure("nps", value, previous, (low, high))
    assert (judgement(figure) == TOO_LITTLE) == (low <= previous <= high)
    assert (tone_of(figure) == "quiet") == (low <= previous <= high)


@pytest.mark.parametrize(
    ("figure", "period", "said"),
    [
        (a_figure("nps", 38.7, 40.6, (8.7, 61.9)), SEPTEMBER, "from 40.6 in August, too little to tell"),
        (a_figure("nps", 38.7, 5, (8.7, 61.9)), SEPTEMBER, "from 5.0 in August, better"),
        (a_figure("customer_churn_rate", 0.026, 0.04), SEPTEMBER, "from 4.0 % in August, better"),
        (a_figure("customer_churn_rate", 0.04, 0.026), JANUARY, "from 2.6 % in December 2025, worse"),
        (a_figure("customers", 77, 77), SEPTEMBER, "since August"),
        (a_figure("customers", 77), SEPTEMBER, "nothing to compare with in August"),
        (a_figure("nps", None), SEPTEMBER, "nobody answered"),
    ],
)
def test_what_a_change_is_measured_from(figure, period, said):
    assert since(figure, period) == said


def test_a_change_in_one_phrase():
    assert since_then(a_figure("mrr_at_risk", 1196, 916), SEPTEMBER) == "+280 from 916 in August, worse"
    assert since_then(a_figure("mrr_at_risk", 916, 916), SEPTEMBER) == "unchanged since August"
    assert since_then(a_figure("mrr_at_risk", 916), SEPTEMBER) == "nothing to compare with in August"


def test_what_a_figure_rests_on():
    assert rests_on(a_figure("nps", 38.7, interval=(8.7, 61.9))) == "95 % interval 8.7\N{EN DASH}61.9, 31 answers"
    assert rests_on(a_figure("customer_churn_rate", 0.02, n=1.0)) == "1 customer"
    assert rests_on(replace(a_figure("customers", 77), n=77.0)) == ""
