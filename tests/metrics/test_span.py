"""From where to where each metric runs: as declared, as documented, as it comes out."""

import re

import numpy as np
import pytest

from csmetrics import Config
from csmetrics.errors import ConfigError
from csmetrics.figures.thresholds import check_thresholds
from csmetrics.metrics.catalogue import METRICS, VARIANTS, closure, in_force
from csmetrics.metrics.span import Span
from csmetrics.subjects.vocabulary import TALLIES

RULES = {"surveys.ces.scale": [1, 7], "reviews.scale": [1, 5], "surveys.csat.scale": [1, 5], "gross_margin": 0.8}
DECLARED = [*METRICS.values(), *VARIANTS]
# What a share is taken of holds what is counted, and a mean lies within its scale.
WHOLES = {
    "csat_responses": ["satisfied"], "ces_responses": ["easy", "hard"], "survey_invitations": ["survey_responses"],
    "nps_responses": ["promoters", "passives", "detractors"],
    "customers_start": ["customers_churned"], "mrr_start": ["mrr_contraction", "mrr_churned"],
}  # fmt: skip


def checked(rules=RULES, **thresholds):
    rules = RULES | rules
    check_thresholds(Config(thresholds=thresholds), in_force(rules), rules)


def business():
    """Tallies as they can be, 500 times."""
    rng = np.random.default_rng(20260131)
    tallies = {name: rng.integers(0, 50, 500).astype(float) for name in TALLIES}
    for whole, parts in WHOLES.items():
        shares = [tallies[part] for part in parts]
        tallies[whole] = sum(shares) + rng.integers(0, 3, 500)
    flows = {"start": 1, "new": 1, "returned": 1, "churned": -1}
    tallies["customers_end"] = sum(sign * tallies[f"customers_{flow}"] for flow, sign in flows.items())
    tallies["customers_ever"] = tallies["customers_end"] + tallies["customers_churned"]
    tallies["csat_score_sum"] = tallies["csat_responses"] * rng.uniform(1, 5, 500)
    tallies["effort_score_sum"] = tallies["ces_responses"] * rng.uniform(1, 7, 500)
    tallies["review_rating_sum"] = tallies["review_ratings"] * rng.uniform(1, 5, 500)
    tallies["health_points"] = tallies["customers_scored"] * rng.uniform(0, 100, 500)
    tallies["health_mrr"] = tallies["mrr_scored"] * rng.uniform(0, 1, 500)
    tallies["months"] = np.ones(500)
    return tallies


@pytest.mark.parametrize("variant", [None, *VARIANTS], ids=lambda each: each and f"{each.name}-{each.rule[1]}")
def test_no_figure_leaves_the_span_of_its_metric(variant):
    catalogue = in_force(RULES if variant is None else RULES | dict([variant.rule]))
    known = business()
    settings = {"csat_scale": (1, 5), "gross_margin": 0.8, "assumed_lifespan": 36}
    for name in closure(catalogue, catalogue):
        metric = catalogue[name]
        given = {each: known[each] for each in metric.inputs}
        known[name] = np.asarray(metric.function(**given, **{each: settings[each] for each in metric.parameters}))
        span = metric.runs.under(RULES)
        values = known[name][np.isfinite(known[name])]
        assert span.low is None or values.min(initial=span.low) >= span.low - 1e-9, name
        assert span.high is None or values.max(initial=span.high) <= span.high + 1e-9, name


@pytest.mark.parametrize("metric", DECLARED, ids=lambda each: f"{each.name}{each.rule or ''}")
def test_the_documentation_says_what_is_declared(metric):
    said = re.search(r"Runs from (-?\d+) to (-?\d+)", metric.notes)
    if said:
        assert (metric.runs.low, metric.runs.high) == tuple(map(float, said.groups()))


@pytest.mark.parametrize(
    ("thresholds", "message"),
    [
        ({"customer_churn_rate": {"max": 4}}, "max 4 can never be reached: it runs from 0 to 1. Write 4 % as 0.04."),
        ({"csat": {"min": 80}}, "Write 80 % as 0.8."),
        ({"nps": {"min": 1000}}, "it runs from -100 to 100. Write a value within it"),
        ({"nps": {"max": -101}}, "max -101"),
        ({"ces": {"min": 9}}, "it runs from 1 to 7"),
        ({"review_rating": {"min": 0}}, "min 0 can never be reached: it runs from 1 to 5"),
        ({"customers": {"min": -1}}, "it runs from 0 up"),
        ({"net_revenue_retention": {"min": -0.1}}, "it runs from 0 up"),
        ({"csat": {"min_change": -2}}, "min_change -2 can never be reached"),
        ({"nps": {"max_change": 201}}, "max_change 201"),
        ({"health_score": {"min": 101}}, "it runs from 0 to 100"),
        ({"csat": {"segments": {"country": {"DE": {"max": 1.5}}}}}, "csat: segments: country: DE: max 1.5"),
    ],
)
def test_a_bound_that_is_never_reached_is_refused(thresholds, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        checked(**thresholds)


def test_bounds_that_can_be_reached_are_taken():
    checked(
        customer_churn_rate={"max": 1, "min": 0}, nps={"min": -100, "max_change": 200}, csat={"min_change": -1},
        net_revenue_retention={"max": 12}, mrr={"min": 10**9}, net_new_mrr={"min": -5}, ces={"min": 1},
        customers={"min_change": -10},
    )  # fmt: skip


def test_the_rules_decide_what_can_be_reached():
    checked({"surveys.ces.scale": [1, 10]}, ces={"min": 9})
    checked({"health.method": "sum"}, health_score={"min": -300})
    checked({"surveys.ces.method": "share"}, ces={"min": 0.8})
    with pytest.raises(ConfigError, match="it runs from -1 to 1"):
        checked({"surveys.ces.method": "net"}, ces={"min": 2})


def test_a_span_without_ends_misses_nothing():
    assert not Span().misses(1e12)
    assert not Span().misses(-1e12, change=True)
