"""A period that opens with other figures than the one before is published to have closed with is said to do so."""

from datetime import date

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from business import LAST, businesses, dataset
from conftest import tries
from csmetrics import api
from csmetrics.periods import parse_period, series
from csmetrics.published.history import read_history
from csmetrics.published.publish import Request
from csmetrics.published.publish import publish as publish_periods
from csmetrics.published.store import Store
from csmetrics.views.history import VIEW as HISTORY
from csmetrics.views.snapshot import VIEW as SNAPSHOT
from published.conftest import JUNE, SUBSCRIPTIONS

DEARER = SUBSCRIPTIONS.replace("2026-01-10,,50,2", "2026-01-10,,60,2")
MORE = SUBSCRIPTIONS + "s7,yuri,2026-04-01,,12,1,pro\n"


def told(seams):
    return [(s.before.name, s.after.name, s.figure, s.close, s.opening, s.stale.name) for s in seams]


def test_months_published_together_meet(publish, store):
    assert publish(last=4).seams == ()
    assert publish(last=4, subscriptions__csv=DEARER, restate="price").seams == ()
    assert api.history(store).seams == ()


def test_a_month_restated_alone_opens_otherwise_than_the_one_before_closes(publish, store):
    publish(last=2, today=date(2026, 7, 2))
    outcome = publish(subscriptions__csv=MORE, restate="yuri was forgotten")
    assert told(outcome.seams) == [
        ("2026-05", "2026-06", "mrr", 320.0, 332.0, "2026-05"),
        ("2026-05", "2026-06", "customers", 4.0, 5.0, "2026-05"),
    ]
    said = "2026-05 closes with an MRR of 320, and 2026-06 opens with 332 (+12): restate 2026-05 too."
    assert said in SNAPSHOT.write(outcome, "table", width=200)
    assert said in HISTORY.write(api.history(store), "table", width=200)
    assert said in HISTORY.write(api.history(store, metrics=["nps"]), "table", width=200)
    assert SNAPSHOT.values(outcome)["seams"] == HISTORY.values(api.history(store))["seams"]
    publish("2026-05", subscriptions__csv=MORE, restate="yuri was forgotten")
    assert api.history(store).seams == ()


def test_the_month_after_is_looked_at_too(publish):
    publish(last=2, today=date(2026, 7, 2))
    outcome = publish("2026-05", subscriptions__csv=DEARER, restate="price", today=date(2026, 7, 2))
    assert told(outcome.seams) == [("2026-05", "2026-06", "mrr", 340.0, 320.0, "2026-06")]


def test_it_is_said_before_anything_is_written(publish):
    publish(last=2)
    outcome = publish(subscriptions__csv=DEARER)
    assert outcome.refused
    assert told(outcome.seams) == [("2026-05", "2026-06", "mrr", 320.0, 340.0, "2026-05")]


def test_a_month_that_is_new_is_looked_at(publish):
    publish("2026-05")
    assert told(publish(subscriptions__csv=DEARER).seams) == [("2026-05", "2026-06", "mrr", 320.0, 340.0, "2026-05")]


@settings(max_examples=tries(20), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(business=businesses(), month=st.sampled_from(["2024-06", "2025-01"]), last=st.integers(2, 5))
def test_whatever_is_published_together_meets(business, month, last, tmp_path_factory):
    place = Store(str(tmp_path_factory.mktemp("store") / "history.db"))
    data = dataset(business, as_of=LAST)
    periods = series(parse_period(month), last)
    asked = Request(data, dict.fromkeys(business, ""), periods, (), date(2025, 7, 1), "0.1.0")
    assert publish_periods(place, asked).seams == ()
    assert read_history(place).seams == ()


def test_grains_and_gaps_do_not_meet(publish):
    publish("2026-04")
    publish("2026-Q1")
    assert publish(JUNE, subscriptions__csv=DEARER).seams == ()


def test_two_currencies_do_not_meet(publish):
    publish("2026-05", csmetrics__yaml="currency: EUR\n")
    assert publish(csmetrics__yaml="currency: USD\n", subscriptions__csv=DEARER, restate="books in USD").seams == ()
