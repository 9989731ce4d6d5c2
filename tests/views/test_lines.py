"""Lines kept as columns: read like a tuple of lines, in blocks like the same lines."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.views.explain import lines as module
from csmetrics.views.explain.lines import TallyLine, joined
from listed import listed

AMOUNTS = st.floats(allow_nan=False, allow_infinity=False).map(lambda amount: amount + 0.0)  # no negative zero
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
LINE = st.builds(
    TallyLine,
    customer_id=st.none() | TEXTS,
    label=TEXTS,
    amount=AMOUNTS,
    file=st.sampled_from(["surveys.csv", "tickets.csv"]),
    rows=st.lists(st.integers(2, 99), max_size=3).map(tuple),
    segment=st.sampled_from([{}, {"plan": "pro"}]),
    mrr=st.none() | AMOUNTS,
)
LINES = st.lists(LINE, max_size=7).map(tuple)


@pytest.fixture(autouse=True, scope="module")
def _small_blocks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", 3)
        yield


@given(LINES, st.slices(9))
def test_lines_are_read_like_a_tuple(lines, some):
    columns = listed(*lines)
    assert (len(columns), list(columns), repr(columns)) == (len(lines), list(lines), repr(lines))
    assert [columns[at] for at in range(-len(lines), len(lines))] == [*lines, *lines]
    assert columns[some] == lines[some]
    assert columns == lines
    assert lines == columns
    assert columns != (*lines, TallyLine("c", "", 1, "", ()))
    assert columns != "lines"
    with pytest.raises(IndexError):
        columns[len(lines)]


@given(LINES)
def test_lines_can_be_copied_and_pickled_and_stay_as_they_are(lines):
    columns = listed(*lines)
    assert pickle.loads(pickle.dumps(columns)) == copy.deepcopy(columns) == columns  # noqa: S301  # ours
    with pytest.raises(ValueError, match="read-only"):
        columns.amount[:] = 0


@given(st.lists(LINES, max_size=3))
def test_lines_of_several_files_are_put_in_order_together(parts):
    found = joined([listed(*part) for part in parts])
    lines = [line for part in parts for line in part]
    assert found == tuple(lines)
    by_hand = sorted(lines, key=lambda line: (-line.amount, line.customer_id is None, line.customer_id or ""))
    assert found.biggest_first() == by_hand
