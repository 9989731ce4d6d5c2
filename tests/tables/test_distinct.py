"""Texts told apart by sorting: the codes and names of a plain dictionary, also where texts look alike by chance."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.tables import distinct as module
from csmetrics.tables.distinct import distinct, marks_of, mixed
from csmetrics.tables.match import CustomerIndex

SIGNS = "aA1@-_. é\0"
TEXTS = st.lists(st.none() | st.text(SIGNS, max_size=20) | st.sampled_from(["cus_1", "cus_2", "x" * 200]), max_size=40)


def by_hand(texts):
    """The same with a dictionary."""
    known = {}
    codes = [-1 if text is None else known.setdefault(text, len(known)) for text in texts]
    return codes, list(known)


@given(texts=TEXTS)
def test_texts_are_told_apart_as_a_dictionary_tells_them(texts):
    codes, names = distinct(pa.array(texts, pa.string()))
    assert (codes.tolist(), names.to_pylist()) == by_hand(texts)


@given(texts=TEXTS)
def test_texts_whose_numbers_are_equal_by_chance_are_compared(texts):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "mixed", lambda texts: mixed(texts) % np.uint64(3) << np.uint64(62))
        codes, names = distinct(pa.array(texts, pa.string()))
    assert (codes.tolist(), names.to_pylist()) == by_hand(texts)


@given(texts=st.lists(st.sampled_from([f"cus_{number:x}" for number in range(40)]), max_size=60))
def test_a_second_worker_changes_nothing(texts):
    for workers in (2, 3):
        codes, names = distinct(pa.array(texts, pa.string()), workers)
        assert (codes.tolist(), names.to_pylist()) == by_hand(texts)


def test_numbers_depend_on_every_sign():
    texts = [f"{'a' * at}b{'a' * (29 - at)}" for at in range(30)] + ["a" * 30, "a" * 29]
    assert len(set(mixed(pa.array(texts)).tolist())) == len(texts)


def test_customers_are_found_in_other_tables():
    index = CustomerIndex(
        {"customers": pa.array(["a", "b"]), "surveys": pa.array(["b", "x"]), "costs": pa.array([], pa.string())}
    )
    assert index.codes_in("surveys", "customers").tolist() == [1, -1, -1]
    assert index.codes_in("customers", "costs").tolist() == [-1, -1, -1]
    assert index.names.to_pylist() == ["a", "b", "x"]


@given(texts=TEXTS, others=TEXTS)
def test_equal_texts_have_equal_marks_whatever_stands_beside_them(texts, others):
    marks = {}
    for each in (texts, [*others, *texts], [*texts, "é" * 150]):
        for text, mark in zip(each, marks_of(pa.array(each, pa.string())).tolist(), strict=True):
            assert marks.setdefault(text, mark) == mark
            assert (mark < 0) == (not text)


def test_marks_tell_long_texts_with_the_same_ends_apart():
    texts = [f"ada.ahlberg.{number}@mail.example" for number in range(20_000)]
    assert len(set(marks_of(pa.array(texts)).tolist())) == len(texts)
