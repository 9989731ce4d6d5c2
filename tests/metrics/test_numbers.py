"""Numbers of any type go into a metric, and the right number comes out: nothing wraps round, nothing is cut."""

import doctest
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import metrics
from csmetrics.metrics import arithmetic
from csmetrics.metrics.catalogue import METRICS, VARIANTS
from csmetrics.metrics.model import Metric
from csmetrics.metrics.widening import as_numbers

DECLARED = [*METRICS.values(), *VARIANTS]
PARAMETERS = {"csat_scale": (0, 10), "gross_margin": 0.7, "assumed_lifespan": 36}
NUMPY = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"]
PANDAS = ["Int8", "Int32", "Int64", "UInt8", "UInt32", "UInt64", "Float32", "Float64", "object"]
ARROW = ["uint8[pyarrow]", "int32[pyarrow]", "uint64[pyarrow]", "double[pyarrow]"]


def title(declared: Metric) -> str:
    return declared.name if declared.rule is None else f"{declared.name}[{declared.rule[1]}]"


everything = pytest.mark.parametrize("declared", DECLARED, ids=title)


def value(declared: Metric, inputs: dict[str, object]) -> object:
    return declared.function(**inputs, **{name: PARAMETERS[name] for name in declared.parameters})


def floats(declared: Metric) -> dict[str, np.ndarray]:
    """Numbers that every type holds, and whose sums, differences and products few of them do."""
    rng = np.random.default_rng(20260114)
    return {name: rng.integers(0, 128, 40).astype(float) for name in declared.inputs}


@everything
@pytest.mark.parametrize("dtype", NUMPY)
def test_arrays_of_any_type_give_what_floats_give(declared: Metric, dtype: str) -> None:
    inputs = floats(declared)
    found = value(declared, {name: each.astype(dtype) for name, each in inputs.items()})
    np.testing.assert_array_equal(found, value(declared, inputs))


@pytest.mark.slow
@everything
@pytest.mark.parametrize("dtype", [*NUMPY, *PANDAS, *ARROW])
def test_series_of_any_type_give_what_floats_give_and_keep_their_index(declared: Metric, dtype: str) -> None:
    inputs, index = floats(declared), [f"c{at}" for at in range(40)]
    series = {name: pd.Series(each.astype(int), index=index).astype(dtype) for name, each in inputs.items()}
    found = value(declared, series)
    if not declared.inputs:
        return
    assert found.index.tolist() == index
    np.testing.assert_array_equal(found.to_numpy(), value(declared, inputs))


@pytest.mark.slow
@everything
@pytest.mark.parametrize("dtype", [*PANDAS, *ARROW])
def test_what_is_missing_is_undefined(declared: Metric, dtype: str) -> None:
    if not declared.inputs:
        return
    full = {name: pd.Series([5, 5, 5], dtype=dtype) for name in declared.inputs}
    for blank in declared.inputs:
        found = value(declared, full | {blank: pd.Series([5, None, 5], dtype=dtype)})
        assert found.isna().tolist()[1]
        assert found.tolist()[::2] == [value(declared, dict.fromkeys(declared.inputs, 5))] * 2


@everything
@pytest.mark.parametrize("kind", [np.uint8, np.uint32, np.int8, np.int64, np.float32, Decimal, Fraction, float])
def test_single_numbers_of_any_type_give_what_those_of_python_give(declared: Metric, kind: type) -> None:
    inputs = {name: int(each[0]) for name, each in floats(declared).items()}
    found = value(declared, {name: kind(each) for name, each in inputs.items()})
    np.testing.assert_array_equal(found, value(declared, inputs))


@pytest.mark.parametrize("declared", [each for each in DECLARED if each.interval], ids=title)
@pytest.mark.parametrize("dtype", [*NUMPY, "UInt8", "Int64", "uint8[pyarrow]"])
def test_intervals_take_any_type_too(declared: Metric, dtype: str) -> None:
    names = declared.interval.inputs
    inputs = [np.arange(10.0, 50.0) * (at + 1) / len(names) // 1 for at in range(len(names))]
    expected = declared.interval.bounds(*inputs)
    found = declared.interval.bounds(*(pd.Series(each.astype(int)).astype(dtype) for each in inputs))
    for bound, right in zip(found, expected, strict=True):
        np.testing.assert_array_equal(bound, right)


def test_counts_of_a_data_frame_library_are_not_promoters_by_the_thousand_million() -> None:
    counts = {"promoters": 10, "detractors": 30, "nps_responses": 50}
    assert metrics.nps(**{name: np.array([each], "uint32") for name, each in counts.items()}).tolist() == [-40.0]
    moved = dict.fromkeys(("mrr_new", "mrr_returned", "mrr_expansion", "mrr_contraction"), np.array([5], "uint32"))
    assert metrics.net_new_mrr(**moved, mrr_churned=np.array([19], "uint32")).tolist() == [-9.0]
    assert metrics.arr(mrr_end=np.array([200_000_000], "int32")).tolist() == [2_400_000_000.0]


@given(st.lists(st.integers(-(2**63), 2**64 - 1), min_size=1))
def test_whole_numbers_are_themselves_as_floats(numbers: list[int]) -> None:
    fits = "uint64" if max(numbers) >= 2**63 else "int64"
    if fits == "uint64" and min(numbers) < 0:
        return
    assert as_numbers(np.array(numbers, fits)).tolist() == [float(each) for each in numbers]


def test_lists_masks_tables_and_nothing() -> None:
    assert as_numbers([1, None, Decimal("2.5")]).tolist()[::2] == [1.0, 2.5]
    assert np.isnan(as_numbers(None))
    assert np.isnan(as_numbers(pd.NA))
    assert np.isnan(as_numbers(np.ma.masked_array([1, 2], [False, True]))).tolist() == [False, True]
    table = as_numbers(pd.DataFrame({"a": pd.array([1, None], "UInt8")}, index=["x", "y"]))
    assert table.loc["x", "a"] == 1.0
    assert np.isnan(table.loc["y", "a"])


@pytest.mark.parametrize(
    "wrong", ["12", ["12"], pd.Series(["12"]), np.array(["2026-01-01"], "datetime64[D]"), {"a": 1}, object()]
)
def test_what_is_no_number_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(TypeError, match=f"promoters: {type(wrong).__name__} is no number"):
        metrics.nps(promoters=wrong, detractors=1, nps_responses=2)


def test_what_came_in_stays_as_it_was() -> None:
    counts = np.array([1, 2], "uint8")
    metrics.nps(promoters=counts, detractors=counts, nps_responses=counts)
    assert (counts.dtype, counts.tolist()) == (np.dtype("uint8"), [1, 2])


@pytest.mark.parametrize(
    "function", [*(each.function for each in DECLARED), arithmetic.ratio, arithmetic.wilson, arithmetic.student_mean],
    ids=lambda function: function.__name__,
)  # fmt: skip
def test_examples_are_right(function: object) -> None:
    """A wrapped function is not looked at where the examples of a module are run."""
    code = function.__wrapped__
    names = dict(vars(sys.modules[code.__module__])) | {code.__name__: function}
    example = doctest.DocTestParser().get_doctest(code.__doc__, names, code.__name__, None, None)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0
