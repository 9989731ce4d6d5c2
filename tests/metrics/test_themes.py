"""The metrics that themes call into being are metrics like all others."""

import ast

import numpy as np
import pandas as pd
import pytest

from csmetrics.metrics.catalogue import METRICS, closure, declared_unit, find, in_force, rests_on_comments, tallies_of
from csmetrics.subjects.vocabulary import TALLIES, find_tally

RULES = {"feedback.themes.price": ["price"], "feedback.themes.mobile_app": ["app"], "feedback.languages": ["english"]}
MADE = [metric for name, metric in in_force(RULES).items() if name not in METRICS]


def test_each_theme_makes_two_after_comments():
    names = list(in_force(RULES))
    at = names.index("comments")
    assert names[at + 1 : at + 5] == [
        "theme_price_comments", "theme_price_share", "theme_mobile_app_comments", "theme_mobile_app_share",
    ]  # fmt: skip
    assert list(in_force({})) == list(METRICS)
    assert len({metric.title for metric in in_force(RULES).values()}) == len(METRICS) + 4


@pytest.mark.parametrize("metric", MADE, ids=lambda metric: metric.name)
def test_the_declaration_is_complete(metric):
    assert metric.title
    assert metric.source
    assert metric.meaning.endswith(".")
    assert "ndefined" in metric.notes or "Always defined" in metric.notes
    assert bool(metric.undefined) == ("/" in metric.formula)
    assert metric.unit == declared_unit(metric.name)
    catalogue = in_force(RULES)
    assert all(find_tally(tally).written for tally in tallies_of(metric.name, catalogue))
    assert rests_on_comments([metric.name], catalogue)
    assert closure([metric.name], catalogue)[-1] == metric.name


@pytest.mark.parametrize("metric", MADE, ids=lambda metric: metric.name)
def test_the_formula_is_the_function(metric):
    index = pd.Index(["a", "b", "c"])
    given = {name: pd.Series([4, 0, 9 + at], index=index) for at, name in enumerate(metric.inputs)}
    names = {node.id for node in ast.walk(ast.parse(metric.formula)) if isinstance(node, ast.Name)}
    assert names == set(metric.inputs)
    result = metric.function(**given)
    pd.testing.assert_index_equal(result.index, index)
    expected = eval(metric.formula, {}, given)  # noqa: S307  # our own formula
    np.testing.assert_allclose(result.iloc[[0, 2]], expected.iloc[[0, 2]])
    assert np.isnan(result.iloc[1]) == ("/" in metric.formula)


def test_names_of_themes_pass_until_the_rules_are_known():
    assert find(["theme_x_share", "nps"]) == ["nps", "theme_x_share"]
    assert find(["theme_price_share", "nps"], in_force(RULES)) == ["nps", "theme_price_share"]


def test_no_name_of_a_tally_is_that_of_a_metric():
    assert not {tally for metric in MADE for tally in metric.inputs} & {*TALLIES, *METRICS} - {"comments"}
