"""Numbers as people read them."""

# ruff: noqa: RUF001  # an interval has the dash of print

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.output.readable import show, show_change, show_interval, show_precisely, substitute

UNITS = ("points", "fraction", "money", "count", "score", "ratio", "months", "years")
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
NOTICEABLE = NUMBERS.filter(lambda value: abs(value) > 1e-12)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (12340.49, "money", "12,340"),
        (99.99, "money", "99.99"),
        (99.996, "money", "100"),
        (-99.996, "money", "-100"),
        (0.004, "money", "0.004"),
        (0.0, "money", "0"),
        (0.053, "fraction", "5.3 %"),
        (0.0004, "fraction", "0.04 %"),
        (1.0, "fraction", "100.0 %"),
        (0.99996, "fraction", "99.996 %"),
        (1.00004, "fraction", "100.004 %"),
        (1 - 1e-16, "fraction", "100.0 %"),
        (42.0, "points", "42.0"),
        (-0.0, "points", "0.0"),
        (-0.04, "points", "-0.04"),
        (4.0789, "score", "4.08"),
        (2.309, "ratio", "2.31"),
        (10.0, "months", "10.0"),
        (1.4321, "years", "1.4"),
        (12340.0, "count", "12,340"),
        (30.5, "count", "30.50"),
        (None, "money", "—"),
    ],
)
def test_a_value_in_its_unit(value, unit, shown):
    assert show(value, unit) == shown


@pytest.mark.parametrize(
    ("change", "unit", "value", "shown"),
    [
        (0.012, "fraction", 0.053, "+1.2 pp"),
        (-0.00004, "fraction", 0.053, "-0.004 pp"),
        (1.0, "fraction", 1.0, "+100.0 pp"),
        (-0.0, "fraction", 0.1, "0.0 pp"),
        (2.8e-17, "fraction", 0.1, "0.0 pp"),
        (15.94, "money", 416.0, "+16"),
        (-0.4, "money", 416.0, "-0.4"),
        (15.94, "money", 41.6, "+15.94"),
        (0.0, "money", 41.6, "0"),
        (6.0, "count", 115.0, "+6"),
        (-25.81, "points", -19.6, "-25.8"),
    ],
)
def test_a_change_has_its_sign(change, unit, value, shown):
    assert show_change(change, unit, value) == shown


@given(NOTICEABLE, st.sampled_from(UNITS))
def test_what_is_not_zero_never_reads_as_zero(value, unit):
    assert set(show(value, unit)) & set("123456789")
    assert set(show_change(value, unit, 1000.0)) & set("123456789")
    assert set(show_precisely(value)) & set("123456789")


@given(NUMBERS, st.sampled_from(UNITS))
def test_the_sign_shown_is_the_sign(value, unit):
    value = 0.0 if abs(value) <= 1e-12 else value
    assert show(value, unit).startswith("-") == (value < 0)
    assert show_change(value, unit, value)[0] == ("-" if value < 0 else "+" if value > 0 else "0")


@given(st.floats(min_value=0, max_value=2), st.floats(min_value=0, max_value=2))
def test_a_larger_fraction_never_reads_smaller(one, other):
    low, high = sorted((one, other))
    assert float(show(low, "fraction").removesuffix(" %")) <= float(show(high, "fraction").removesuffix(" %"))


@given(NOTICEABLE)
def test_a_value_in_a_formula_is_right_to_six_digits_or_cents(value):
    assert float(show_precisely(value).replace(",", "")) == pytest.approx(value, rel=1e-5, abs=0)


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [
        (35.1, 48.6, "points", "35.1–48.6"),
        (-41.3, 4.6, "points", "-41.3 to 4.6"),
        (0.0, 0.021, "fraction", "0.0–2.1 %"),
    ],
)
def test_an_interval_says_its_unit_once(low, high, unit, shown):
    assert show_interval(low, high, unit) == shown


def test_a_formula_in_numbers():
    numbers = {"arpu": 202.295, "arpu_end": 1234567.891, "churn": None, "net": -5.0}
    formula = "12 * arpu * arpu_end / churn - net + other"
    assert substitute(formula, numbers) == "12 * 202.295 * 1,234,567.89 / — - (-5) + other"
