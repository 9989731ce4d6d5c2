"""Ids to codes: the same customers are the same number, however their ids are spelt, and the names come back whole."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.tables.cells import encode

KINDS = {
    "numbered": ["c0042", "c0007", "c0042", "c1000"],
    "of several lengths": ["7", "42", "007", "7", "1000000"],
    "of any signs": ["a-1", "B_2", "~!", "a-1"],
    "far apart": ["0f8e7a", "~~~~~~~~", "!", "0f8e7a"],
    "random": ["cus_9s6XKzkNRiz8i3", "cus_NffrFeUfNV2Hib", "cus_9s6XKzkNRiz8i3"],
    "with blanks around": [" a", "a", "b "],
    "in other scripts": ["Ä1", "ß", "Ä1", "客户"],
    "with a NUL": ["\0a", "a", "\0a"],
    "some blank": ["a", None, "b", "a"],
    "empty beside others": ["", "a", "  "],
    "all the same": ["x", "x"],
    "none": [],
}


def named(found):
    return [*map([*found.names.to_pylist(), None].__getitem__, found.codes.tolist())]


def trimmed(text):
    return (text or "").strip() or None


@pytest.mark.parametrize("ids", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("pieces", [1, 2])
def test_every_id_comes_back(ids, pieces):
    cut = len(ids) // pieces
    array = pa.chunked_array([pa.array(part, pa.string()) for part in (ids[:cut], ids[cut:])])
    found = encode(array, of_many=True)
    assert named(found) == [trimmed(each) for each in ids]
    assert found.names.to_pylist() == list(dict.fromkeys(found.names.to_pylist()))
    assert named(found) == named(encode(array))


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=4)), st.integers(0, 5))
def test_any_short_ids_come_back(ids, skipped):
    array = pa.chunked_array([pa.array(ids, pa.string()).slice(skipped)])
    assert named(encode(array, of_many=True)) == [trimmed(each) for each in ids[skipped:]]
