"""Every metric and every variant, walked: complete, true to its formula, undefined only where it says so."""

import ast
import math
import subprocess
import sys
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from csmetrics import metrics
from csmetrics.groups import GROUPS, HEADLINE
from csmetrics.metrics.catalogue import METRICS, VARIANTS, closure, in_force
from csmetrics.metrics.model import Better, Metric, Unit
from csmetrics.subjects.vocabulary import TALLIES

COUNTS = {
    "customers", "new_customers", "returned_customers", "churned_customers", "joined_and_left_customers",
    "moved_in_customers", "moved_out_customers", "customers_at_risk", "customers_distressed", "reviews", "comments",
}  # fmt: skip
TOTALS_OF_MONEY = {
    "mrr", "arr", "new_mrr", "returned_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "net_new_mrr",
    "expansion_upsell_mrr", "expansion_cross_sell_mrr", "expansion_renewal_mrr", "expansion_offset_mrr",
    "moved_in_mrr", "moved_out_mrr", "exchange_mrr", "mrr_by_row", "revenue", "mrr_at_risk",
}  # fmt: skip
MONEY_PER_CUSTOMER = {
    "arpu", "revenue_per_customer", "clv", "average_purchase_value", "clv_purchases", "clv_historical", "cac", "crc",
}  # fmt: skip
RATES = {
    "csat", "nps", "survey_response_rate", "customer_churn_rate", "customer_retention_rate", "active_customer_rate",
    "revenue_churn_rate", "gross_revenue_retention", "net_revenue_retention",
}  # fmt: skip
OTHER_AVERAGES = {
    "ces", "review_rating", "average_customer_years", "quick_ratio", "purchases_per_customer_month", "lifespan_months",
    "clv_to_cac", "cac_payback_months", "crc_to_cac", "health_score", "health_score_by_mrr",
}  # fmt: skip
TRAITS = (COUNTS, TOTALS_OF_MONEY, MONEY_PER_CUSTOMER, RATES, OTHER_AVERAGES)

# None of them the default, so that a formula that leaves its parameter out is caught.
PARAMETERS = {"csat_scale": (0, 10), "gross_margin": 0.7, "assumed_lifespan": 36}


def title(declared: Metric) -> str:
    return declared.name if declared.rule is None else f"{declared.name}[{declared.rule[1]}]"


DECLARED = [*METRICS.values(), *VARIANTS]
with_inputs = pytest.mark.parametrize("declared", [m for m in DECLARED if m.inputs], ids=title)
with_interval = pytest.mark.parametrize("declared", [m for m in DECLARED if m.interval], ids=title)
everything = pytest.mark.parametrize("declared", DECLARED, ids=title)
every_catalogue = pytest.mark.parametrize(
    "catalogue",
    [in_force({}), *(in_force(dict([v.rule])) for v in VARIANTS)],
    ids=["default", *map(title, VARIANTS)],
)


def drawn(names: tuple[str, ...], low: int, high: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(20260901)
    return {name: rng.integers(low, high, 300) for name in names}


def settings(declared: Metric) -> dict[str, object]:
    return {name: PARAMETERS[name] for name in declared.parameters}


def value(declared: Metric, inputs: dict[str, object]) -> object:
    return declared.function(**inputs, **settings(declared))


def by_formula(formula: str, names: dict[str, object]) -> object:
    return eval(formula, {"max": max}, names)  # noqa: S307  # our own formulas, as the documentation prints them


def denominators(formula: str) -> list[str]:
    """Every divisor in the formula that is not a mere number."""
    divisors = [n.right for n in ast.walk(ast.parse(formula)) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)]
    return [ast.unparse(d) for d in divisors if not isinstance(d, ast.Constant)]


def computed(catalogue: dict[str, Metric], tallies: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """All metrics of a catalogue from tallies alone, those that others need first."""
    known: dict[str, object] = dict(tallies)
    for name in closure(catalogue, catalogue):
        known[name] = value(catalogue[name], {i: known[i] for i in catalogue[name].inputs})
    return {name: np.asarray(known[name], float) for name in catalogue}


def scaled(tallies: dict[str, np.ndarray], factor: int, *units: str) -> dict[str, np.ndarray]:
    return {name: v * factor if TALLIES[name].unit in units else v for name, v in tallies.items()}


@everything
def test_declaration_is_complete(declared: Metric) -> None:
    assert declared.title
    assert declared.unit in get_args(Unit)
    assert declared.better in get_args(Better)
    assert declared.group in GROUPS
    assert declared.source
    assert declared.based_on in TALLIES or (declared.based_on == declared.name and declared.unit == "count")
    assert declared.meaning.endswith(".")
    assert "ndefined" in declared.notes or "Always defined" in declared.notes
    assert ">>> " in declared.function.__doc__


@everything
def test_undefined_is_explained_exactly_when_the_formula_divides(declared: Metric) -> None:
    assert bool(declared.undefined) == bool(denominators(declared.formula))


def test_titles_are_unique() -> None:
    titles = [m.title for m in METRICS.values()]
    assert len(set(titles)) == len(titles)


def test_no_name_is_both_tally_and_metric() -> None:
    assert not set(METRICS) & set(TALLIES)


def test_catalogue_is_in_the_order_of_its_groups() -> None:
    places = [GROUPS.index(m.group) for m in METRICS.values()]
    assert places == sorted(places)


def test_package_exports_every_metric_and_nothing_else() -> None:
    assert sorted(metrics.__all__) == sorted(METRICS)
    assert all(getattr(metrics, name) is METRICS[name].function for name in METRICS)


def test_importing_the_metrics_is_light() -> None:
    heavy = "import csmetrics.metrics, sys; print({'pandas', 'pyarrow', 'click', 'rich'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


@everything
def test_formula_names_all_that_the_function_takes(declared: Metric) -> None:
    names = {n.id for n in ast.walk(ast.parse(declared.formula)) if isinstance(n, ast.Name)} - {"max"}
    assert names == {*declared.inputs, *declared.parameters}


@everything
def test_formula_gives_the_value_of_the_function(declared: Metric) -> None:
    inputs = drawn(declared.inputs, 1, 1000)
    expected = by_formula(declared.formula, inputs | settings(declared))
    np.testing.assert_allclose(value(declared, inputs), expected, rtol=1e-12)


@pytest.mark.parametrize("declared", [m for m in DECLARED if denominators(m.formula)], ids=title)
def test_undefined_exactly_where_a_denominator_or_what_it_declares_is_zero(declared: Metric) -> None:
    inputs = drawn(declared.inputs, 0, 3)
    names = inputs | settings(declared)
    zero = np.any([by_formula(d, names) == 0 for d in denominators(declared.formula)], axis=0)
    if declared.undefined_when:
        zero |= np.all([inputs[name] == 0 for name in declared.undefined_when], axis=0)
    assert 0 < zero.sum() < len(zero)
    result = value(declared, inputs)
    np.testing.assert_array_equal(np.isnan(result), zero)
    assert not np.isinf(result).any()


@with_inputs
def test_undefined_inputs_stay_undefined(declared: Metric) -> None:
    for blank in declared.inputs:
        inputs = {name: math.nan if name == blank else 5.0 for name in declared.inputs}
        assert math.isnan(value(declared, inputs))


@with_inputs
def test_plain_numbers_give_what_arrays_give(declared: Metric) -> None:
    inputs = drawn(declared.inputs, 0, 5)
    one_by_one = [value(declared, {n: int(v[i]) for n, v in inputs.items()}) for i in range(300)]
    assert np.ndim(one_by_one[0]) == 0
    np.testing.assert_array_equal(one_by_one, value(declared, inputs))


@with_inputs
def test_series_keep_their_index_and_stay_as_they_were(declared: Metric) -> None:
    index = pd.Index([f"segment {i}" for i in range(300)], name="segment")
    inputs = {name: pd.Series(v, index=index) for name, v in drawn(declared.inputs, 0, 5).items()}
    before = {name: s.copy(deep=True) for name, s in inputs.items()}
    result = value(declared, inputs)
    pd.testing.assert_index_equal(result.index, index)
    plain = value(declared, {n: s.to_numpy() for n, s in before.items()})
    np.testing.assert_array_equal(result.to_numpy(), plain)
    for name, series in inputs.items():
        pd.testing.assert_series_equal(series, before[name])


@with_interval
def test_intervals_keep_index_and_inputs_and_are_undefined_with_the_value(declared: Metric) -> None:
    index = pd.Index(["none", "some", "many"], name="segment")
    answers = pd.Series([0, 9, 90], index=index)
    inputs = [answers // (i + 2) for i in range(len(declared.interval.inputs) - 1)] + [answers]
    before = [s.copy(deep=True) for s in inputs]
    low, high = declared.interval.bounds(*inputs)
    for bound in (low, high):
        pd.testing.assert_index_equal(bound.index, index)
        assert bound.isna().tolist() == [True, False, False]
    assert (low <= high).tolist() == [False, True, True]
    for series, untouched in zip(inputs, before, strict=True):
        pd.testing.assert_series_equal(series, untouched)


@with_interval
def test_intervals_end_with_the_answers_that_the_value_rests_on(declared: Metric) -> None:
    assert declared.interval.inputs[-1] == declared.based_on
    assert set(declared.inputs) <= set(declared.interval.inputs)


def test_traits_exhaust_the_catalogue() -> None:
    assert set.union(*TRAITS) == set(METRICS)
    assert sum(map(len, TRAITS)) == len(METRICS)


def test_the_money_traits_are_the_metrics_in_money() -> None:
    assert {m.name for m in METRICS.values() if m.unit == "money"} == TOTALS_OF_MONEY | MONEY_PER_CUSTOMER
    assert {m.name for m in METRICS.values() if m.unit == "count"} == COUNTS


@every_catalogue
@pytest.mark.parametrize("unit", ["money", "years"])
def test_another_unit_changes_the_metrics_in_that_unit_and_no_other(catalogue: dict[str, Metric], unit: str) -> None:
    tallies = drawn(tuple(TALLIES), 1, 1000)
    before, after = computed(catalogue, tallies), computed(catalogue, scaled(tallies, 7, unit))
    for name, declared in catalogue.items():
        factor = 7 if declared.unit == unit else 1
        np.testing.assert_allclose(after[name], factor * before[name], rtol=1e-12, err_msg=name)


@every_catalogue
def test_twice_the_customers_and_answers_leave_the_rates_alone(catalogue: dict[str, Metric]) -> None:
    tallies = drawn(tuple(TALLIES), 1, 1000)
    before, after = (
        computed(catalogue, tallies),
        computed(catalogue, scaled(tallies, 2, "count", "score", "points", "years")),
    )
    for name in RATES:
        np.testing.assert_allclose(after[name], before[name], rtol=1e-12, err_msg=name)
    for name in COUNTS:
        np.testing.assert_array_equal(after[name], 2 * before[name], err_msg=name)


@every_catalogue
def test_twice_the_business_doubles_the_totals_and_no_other(catalogue: dict[str, Metric]) -> None:
    tallies = drawn(tuple(TALLIES), 1, 1000)
    twice = scaled(tallies, 2, "count", "score", "points", "years", "money")
    before, after = computed(catalogue, tallies), computed(catalogue, twice)
    for name in METRICS:
        factor = 2 if name in COUNTS | TOTALS_OF_MONEY else 1
        np.testing.assert_allclose(after[name], factor * before[name], rtol=1e-12, err_msg=name)


def test_the_headline_figures_are_a_dozen_of_the_catalogue_from_every_group():
    assert len(set(HEADLINE)) == len(HEADLINE) == 12
    assert {METRICS[name].group for name in HEADLINE} == set(GROUPS)
    assert {METRICS[name].shown for name in HEADLINE} == {"always"}
