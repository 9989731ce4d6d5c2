"""What is frozen is frozen to the ground, and can be copied, pickled and written as JSON all the same."""

import copy
import json
import pickle
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csmetrics
from csmetrics.frozen import FrozenDict, FrozenList, frozen
from csmetrics.metrics.catalogue import METRICS
from csmetrics.tables.partitions import read_partitioned

PLAIN = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
PERIOD = "2026-09"


def parts_of(thing):
    """Every mapping and list that can be reached in a result."""
    if is_dataclass(thing):
        for each in fields(thing):
            yield from parts_of(getattr(thing, each.name))
    elif isinstance(thing, Mapping):
        yield thing
        for value in thing.values():
            yield from parts_of(value)
    elif isinstance(thing, list | tuple):
        if isinstance(thing, list):
            yield thing
        for value in thing:
            yield from parts_of(value)


RESULTS = {
    "report": lambda data, _: csmetrics.report(data, PERIOD, by="country"),
    "history of a report": lambda data, _: csmetrics.report(data, PERIOD, history=3),
    "trend": lambda data, _: csmetrics.trend(data, PERIOD, by="plan", last=3),
    "explanation": lambda data, _: csmetrics.explain(data, "csat", PERIOD, by="country"),
    "customers": lambda data, _: csmetrics.customers(data, PERIOD, by="plan"),
    "health": lambda data, _: csmetrics.health(data, PERIOD, by="country"),
    "feedback": lambda data, _: csmetrics.feedback(data, PERIOD),
    "snapshot": lambda _, store: csmetrics.snapshot("examples/acme", PERIOD, store=store, today=date(2026, 10, 1)),
    "history": lambda _, store: csmetrics.history(store),
    "metric": lambda *_: METRICS["clv"],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    place = tmp_path_factory.mktemp("store") / "history.db"
    csmetrics.snapshot("examples/acme", PERIOD, store=place, today=date(2026, 10, 1))
    return place


@pytest.mark.parametrize("name", RESULTS)
def test_nothing_in_a_result_can_be_changed(acme, store, name):
    found = RESULTS[name](acme, store)
    parts = list(parts_of(found))
    assert parts
    for part in parts:
        with pytest.raises(TypeError, match="frozen: make a copy"):
            part.update(x=1) if isinstance(part, Mapping) else part.append(1)
        with pytest.raises(TypeError, match="frozen: make a copy"):
            part.clear()
        if isinstance(part, Mapping):
            with pytest.raises(TypeError, match="frozen: make a copy"):
                part["x"] = 1
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own
    assert copy.deepcopy(found) == copy.copy(found) == found


def test_what_was_handed_in_may_change_afterwards(acme):
    figure = csmetrics.report(acme, PERIOD, metrics="nps").figure("nps")
    segment = {"country": "DE"}
    made = type(figure)(**{each.name: getattr(figure, each.name) for each in fields(figure)} | {"segment": segment})
    segment["country"] = "US"
    assert made.segment == {"country": "DE"}


def test_a_configuration_is_frozen_too():
    config = csmetrics.Config(thresholds={"nps": {"min": 3}}, tables={"surveys": {"values": {"score": {"good": "4"}}}})
    tables = config.tables["surveys"].values
    for part in (config.thresholds, config.tables, tables, tables["score"], config.rules.interval_factors):
        with pytest.raises(TypeError, match="frozen"):
            part["x"] = 1
    assert csmetrics.Config.model_validate(config.model_dump()) == config
    assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301


def test_a_dataset_is_pickled_and_copied_with_all_that_it_says(acme):
    expected = csmetrics.report(acme, PERIOD, by="country")
    for other in (pickle.loads(pickle.dumps(acme)), copy.copy(acme), copy.deepcopy(acme)):  # noqa: S301
        assert csmetrics.report(other, PERIOD, by="country") == expected
        assert csmetrics.customers(other, PERIOD) == csmetrics.customers(acme, PERIOD)


def test_a_dataset_that_lies_on_disk_says_that_it_cannot_be_pickled():
    settings = csmetrics.Config(currency="USD", rates={"file": "rates.csv", "valid_for": 31})
    data = read_partitioned(Path("examples/acme"), settings, 2)
    with pytest.raises(TypeError, match="read the folder again"):
        pickle.dumps(data)


@given(PLAIN)
def test_frozen_values_are_what_they_were(plain):
    found = frozen(plain)
    assert found == plain
    assert json.dumps(found) == json.dumps(plain)
    assert pickle.loads(pickle.dumps(found)) == plain  # noqa: S301
    assert type(copy.deepcopy(found)) is type(found)


@pytest.mark.parametrize("change", [
    lambda it: it.__setitem__("a", 2), lambda it: it.__delitem__("a"), lambda it: it.pop("a"), lambda it: it.popitem(),
    lambda it: it.setdefault("b", 1), lambda it: it.update(b=1), lambda it: it.__ior__({"b": 1}), lambda it: it.clear(),
])  # fmt: skip
def test_no_way_to_change_a_mapping_is_left_open(change):
    mapping = FrozenDict(a=1)
    with pytest.raises(TypeError, match="frozen"):
        change(mapping)
    assert mapping == {"a": 1}


@pytest.mark.parametrize("change", [
    lambda it: it.__setitem__(0, 2), lambda it: it.__delitem__(0), lambda it: it.pop(), lambda it: it.append(2),
    lambda it: it.extend([2]), lambda it: it.insert(0, 2), lambda it: it.remove(1), lambda it: it.reverse(),
    lambda it: it.sort(), lambda it: it.clear(), lambda it: it.__iadd__([2]), lambda it: it.__imul__(2),
])  # fmt: skip
def test_no_way_to_change_a_list_is_left_open(change):
    listed = FrozenList([1])
    with pytest.raises(TypeError, match="frozen"):
        change(listed)
    assert listed == [1]
