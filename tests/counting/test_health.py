"""Health and distress scores: compared with plain Python on random businesses and models, and laws that they obey."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import health_by_hand as by_hand
from business import frames, periods
from conftest import tries
from counted import tally
from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.periods import day_number, parse_period, series
from csmetrics.subjects.health.evidence import Evidence
from csmetrics.subjects.health.models import find_model
from csmetrics.subjects.health.scores import read_points, score_at
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.tables.dataset import Dataset
from health_business import KINDS, declared, models, scored_businesses, signals

few = settings(max_examples=tries(20))  # each example is a business, a model and several counts
SCORED = [name for name, each in TALLIES.items() if each.scored]


def dataset(business, health, distress=None, **switches):
    sections = {"health": {"signals": declared(health)}, "distress": {"signals": declared(distress or health)}}
    present = frames({name: rows for name, rows in business.items() if rows})
    return Dataset(**present, config=Config(unknown_customers="allow", **sections, **switches))


def scores(data, asked):
    """Customer to score in millionths (None for none) and coverage, at the close."""
    close = day_number(parse_period(asked).end)
    evidence = Evidence(data, close)
    (found,) = score_at(evidence, [find_model(data, "health")], close)
    names = evidence.subscriptions.ids["customer_id"].to_pylist()
    lines = zip(found.customer, found.score, found.scored, found.coverage, strict=True)
    return {names[code]: (int(score) if there else None, int(share)) for code, score, there, share in lines}


@pytest.mark.slow
@given(scored_businesses(), models, models, periods)
def test_every_tally_of_scores_is_what_plain_counting_gives(business, health, distress, asked):
    period = parse_period(asked)
    grids = tally(dataset(business, health, distress), [period]).grids
    expected = by_hand.health_tallies(health, distress, business, period.last_day)
    assert {name: int(grids[name][0, 0]) for name in SCORED} == expected


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_signal_is_what_plain_counting_gives(kind):
    @few
    @given(scored_businesses(), signals([kind]), periods)
    def holds(business, signal, asked):
        data, day = dataset(business, [signal]), parse_period(asked).last_day
        evidence = Evidence(data, day_number(day) + 1)
        names = evidence.subscriptions.ids["customer_id"].to_pylist()
        read = read_points(evidence, find_model(data, "health"), np.arange(len(names)), day_number(day) + 1)
        for name, value, points in zip(names, read.value[0], read.points[0], strict=True):
            expected = by_hand.value_of(signal, business, name, day)
            assert np.isnan(value) == (expected is None)
            if expected is not None:
                assert value == pytest.approx(float(expected), abs=1e-12)
                assert points == by_hand.points_of(signal, expected)

    holds()


@pytest.mark.slow
@few
@given(scored_businesses(), models, periods)
def test_coverage_is_the_share_of_the_weight_that_is_known(business, health, asked):
    for customer, (_, coverage) in scores(dataset(business, health), asked).items():
        _, expected = by_hand.score_of(health, business, customer, parse_period(asked).last_day)
        assert coverage == round(expected * by_hand.MILLION)


@pytest.mark.slow
@few
@given(scored_businesses(), models, periods)
def test_scores_lie_within_0_and_100(business, health, asked):
    found = [score for score, _ in scores(dataset(business, health), asked).values() if score is not None]
    assert all(0 <= score <= 100 * by_hand.MILLION for score in found)


@pytest.mark.slow
@few
@given(scored_businesses(), models, periods, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(business, health, asked, chance: random.Random):
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in business.items()}
    assert scores(dataset(shuffled, health), asked) == scores(dataset(business, health), asked)


@pytest.mark.slow
@given(scored_businesses(), models, periods)
def test_nothing_that_happened_after_the_close_is_seen(business, health, asked):
    """A ticket closed later was open then; an end that lies ahead was not known."""
    last = parse_period(asked).last_day
    dated = {"surveys": "responded_at", "tickets": "opened_at", "usage": "date", "answers": "date"}
    dated |= {"subscriptions": "start_date"}
    then = {name: [dict(row) for row in rows if name not in dated or row[dated[name]] <= last]
            for name, rows in business.items()}  # fmt: skip
    assume(then["subscriptions"] and {row["question"] for row in then["answers"]} >= _asked(health))
    for name, end in (("tickets", "closed_at"), ("subscriptions", "end_date")):
        for row in then[name]:
            row[end] = None if row[end] and row[end] > last else row[end]
    assert scores(dataset(then, health), asked) == scores(dataset(business, health), asked)


def _asked(health):
    return {each["question"] for each in health if "question" in each}


@pytest.mark.slow
@few
@given(scored_businesses(), periods, st.sampled_from([2, 5, 24]), models)
def test_many_periods_at_once_are_each_period_by_itself(business, asked, count, health):
    data = dataset(business, health)
    together = tally(data, series(parse_period(asked), count))
    for at, period in enumerate(together.periods):
        alone = tally(data, [period]).grids
        assert [int(together.grids[n][at, 0]) for n in SCORED] == [int(alone[n][0, 0]) for n in SCORED]


@pytest.mark.slow
@few
@given(scored_businesses(), periods, models, st.sampled_from(["country", "plan", "cohort"]))
def test_segments_sum_to_the_whole(business, asked, health, by):
    found = tally(dataset(business, health), series(parse_period(asked), 2), [by])
    for name in SCORED:
        grid = found.grids[name]
        assert np.array_equal(grid[:, 1:].sum(axis=1), grid[:, 0]), name


@pytest.mark.slow
@few
@given(scored_businesses(), periods, models, st.integers(0, 255))
def test_partitions_of_customers_sum_to_the_whole(business, asked, health, split):
    assume(not any(each["kind"] in ("open_tickets", "long_open_tickets") for each in health))  # known from the first on

    def part(side):
        mine = {name: [r for r in rows if (split >> int((r.get("customer_id") or "c0")[1:]) & 1) == side]
                for name, rows in business.items()}  # fmt: skip
        questions = [{"customer_id": "nobody", "date": parse_period(asked).start, "question": q, "score": 1}
                     for q in _asked(health)]  # fmt: skip
        return mine | {"answers": mine["answers"] + questions}

    parts = [tally(dataset(part(s), health), [parse_period(asked)]).grids for s in (0, 1) if part(s)["subscriptions"]]
    whole = tally(dataset(business, health), [parse_period(asked)]).grids
    for name in SCORED:
        assert sum(int(grids[name][0, 0]) for grids in parts) == int(whole[name][0, 0]), name


@pytest.mark.slow
@few
@given(scored_businesses(), st.permutations(["2024-02", "2024-06", "2025-01", "2024-03"]))
def test_closes_may_be_asked_for_in_any_order(business, asked):
    data = dataset(business, [{"kind": "days_since_use", "weight": 1, "scale": (30, 0)}])
    evidence = Evidence(data, day_number(parse_period("2025-12").end))
    for name in asked:
        close = day_number(parse_period(name).end)
        assert evidence.last_use(close).tolist() == Evidence(data, close).last_use(close).tolist()


def one_customer(**columns):
    """A business of one customer who pays, with numbers about it."""
    return {
        "customers": [{"customer_id": "a", **columns}],
        "subscriptions": [{"customer_id": "a", "start_date": "2026-01-01", "amount": 57}],
    }


def columns_model(weights, **scale):
    return [{"kind": "column", "column": name, "weight": weight, **({"scale": (0, 100)} | scale)}
            for name, weight in weights.items()]  # fmt: skip


numbers = st.one_of(st.none(), st.integers(0, 100), st.floats(0, 100))
weights = st.lists(st.sampled_from([0.001, 0.5, 1, 7, 22, 1000]), min_size=1, max_size=6)


def score_of_columns(values, weights, **scale):
    names = [f"n{at}" for at in range(len(weights))]
    business = one_customer(**dict(zip(names, values, strict=True)))
    model = columns_model(dict(zip(names, weights, strict=True)), **scale)
    return scores(dataset(business, model), "2026-01")["a"][0]


@pytest.mark.slow
@few
@given(st.data(), weights)
def test_a_better_signal_never_lowers_the_score(data, weights):
    values = data.draw(st.lists(numbers, min_size=len(weights), max_size=len(weights)))
    at = data.draw(st.integers(0, len(weights) - 1))
    assume(values[at] is not None and values[at] < 100)
    better = [*values]
    better[at] = data.draw(st.floats(values[at], 100))
    before, after = score_of_columns(values, weights), score_of_columns(better, weights)
    assert (before is None) == (after is None)
    assert before is None or before <= after


@pytest.mark.slow
@few
@given(st.data(), weights)
def test_a_missing_signal_is_as_good_as_the_mean_of_the_others(data, weights):
    values = data.draw(st.lists(st.integers(0, 100), min_size=len(weights), max_size=len(weights)))
    assume(len(weights) > 1)
    at = data.draw(st.integers(0, len(weights) - 1))
    without = [None if place == at else value for place, value in enumerate(values)]
    score = score_of_columns(without, weights)
    assume(score is not None)
    there = [place for place in range(len(weights)) if place != at]
    total = sum(Fraction(str(weights[place])) for place in there)
    mean = sum(Fraction(str(weights[place])) * values[place] for place in there) / total
    filled = [float(mean) if place == at else value for place, value in enumerate(values)]
    assert abs(score_of_columns(filled, weights) - score) <= 1  # a millionth of a point


def test_the_published_weighted_mean():
    """Measures 47, 59 and 21 with weights 20, 15 and 22 give 2287/57, which is published as 40.12."""
    score = score_of_columns([47, 59, 21], [20, 15, 22])
    assert score == round(Fraction(2287, 57) * by_hand.MILLION)
    assert round(score / by_hand.MILLION, 2) == 40.12


@pytest.mark.parametrize(("value", "points"), [(19.9, 10), (20, 10), (20.1, 55), (40, 55), (40.1, 90), (-5, 10)])
def test_an_upper_bound_belongs_to_the_lower_tier(value, points):
    business = one_customer(n=value)
    model = [{"kind": "column", "column": "n", "weight": 3, "tiers": {"20": 10, "40": 55, "above": 90}}]
    assert scores(dataset(business, model), "2026-01")["a"][0] == points * by_hand.MILLION


@pytest.mark.parametrize(
    ("bands", "level_at_50"),
    [({"at_risk": 50}, 0), ({"at_risk": {"below": 50}}, 1), ({}, 1), ({"at_risk": 40, "watch": 50}, 1)],
)
def test_an_upper_bound_belongs_to_the_lower_band(bands, level_at_50):
    data = Dataset(
        **frames(one_customer(n=50)),
        config=Config(health={"signals": declared(columns_model({"n": 1})), "bands": bands}),
    )
    close = day_number(parse_period("2026-01").end)
    (found,) = score_at(Evidence(data, close), [find_model(data, "health")], close)
    assert found.level.tolist() == [level_at_50]


def test_a_sum_adds_answers_and_needs_them_all():
    asked = ["more clients", "hiring", "order more", "retention"]
    given_to = [("a", (9, 8, 7, 6)), ("b", (9, 8, 7))]
    pairs = [(who, *pair) for who, given in given_to for pair in zip(asked, given, strict=False)]
    answers = [{"customer_id": who, "date": "2026-01-10", "question": q, "score": score} for who, q, score in pairs]
    subscriptions = [{"customer_id": who, "start_date": "2026-01-01", "amount": 10} for who in "ab"]
    health = {
        "method": "sum",
        "signals": {each: {"question": each} for each in asked},
        "bands": {"at_risk": 20, "watch": 30},
    }
    data = Dataset(**frames({"subscriptions": subscriptions, "answers": answers}), config=Config(health=health))
    assert scores(data, "2026-01") == {"a": (30 * by_hand.MILLION, 1_000_000), "b": (None, 750_000)}
    grids = tally(data, [parse_period("2026-01")]).grids
    assert grids["customers_scored"].tolist() == [[1]]


def test_a_sum_beyond_reason_is_an_error():
    health = {"method": "sum", "signals": {"n": {"column": "n"}}, "bands": {"at_risk": 1, "watch": 2}}
    data = Dataset(**frames(one_customer(n=50_001)), config=Config(health=health))
    with pytest.raises(DataError, match=r"50,000 points"):
        tally(data, [parse_period("2026-01")])


def test_scores_are_not_worked_out_unless_asked_for(monkeypatch):
    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr("csmetrics.subjects.health.entries.score_at", refuse)
    data = dataset(one_customer(n=3), columns_model({"n": 1}))
    assert "customers_scored" not in tally(data, [parse_period("2026-01")], needed=["mrr_end"]).grids
    with pytest.raises(AssertionError):
        tally(data, [parse_period("2026-01")], needed=["health_points"])


def test_without_a_model_or_its_tables_scores_are_unavailable():
    found = tally(Dataset(**frames(one_customer(n=3))), [parse_period("2026-01")])
    assert {found.absent[name] for name in SCORED} == {
        "no health: in csmetrics.yaml, and no tickets.csv, usage.csv or answers.csv"
    }


@pytest.mark.parametrize(("value", "distressed"), [(50, 1), (49.9, 0)])
def test_a_customer_is_distressed_from_the_threshold_on(value, distressed):
    grids = tally(dataset(one_customer(n=value), columns_model({"n": 1})), [parse_period("2026-01")]).grids
    assert grids["customers_distressed_end"].tolist() == [[distressed]]
