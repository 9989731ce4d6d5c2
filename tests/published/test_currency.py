"""A store keeps one currency; another one is a change of every amount, and is never without a unit."""

import csv
import io
import json
import re
from datetime import date

import pytest

from csmetrics import api
from csmetrics.errors import StoreError
from csmetrics.views.history import VIEW as HISTORY
from csmetrics.views.snapshot import VIEW as SNAPSHOT
from published.conftest import COSTS, JUNE, PURCHASES, SUBSCRIPTIONS

pytestmark = pytest.mark.slow

EUR, USD = {"csmetrics__yaml": "currency: EUR\n"}, {"csmetrics__yaml": "currency: USD\n"}


def with_column(text, code):
    head, *lines = text.splitlines()
    return "\n".join([f"{head},currency", *(f"{line},{code}" for line in lines), ""])


def every_table(code):
    tables = {"subscriptions": SUBSCRIPTIONS, "costs": COSTS, "purchases": PURCHASES}
    return {f"{name}__csv": with_column(text, code) for name, text in tables.items()}


def test_another_currency_changes_every_amount_and_nothing_else(publish):
    published = publish(**EUR)
    (result,) = publish(**USD).results
    assert (published.currency, result.status) == ("EUR", "refused")
    found = result.restatement
    (cause,) = found.causes
    assert (cause.name, cause.settings) == ("configuration", {"currency": ("EUR", "USD")})
    assert (found.was_currency, found.currency) == ("EUR", "USD")
    assert {change.was.unit for change in found.changes} == {"money"}
    assert {"mrr", "arr", "cac", "revenue", "clv"} <= {change.was.metric for change in found.changes}
    assert {(change.difference, *change.parts) for change in found.changes} == {(None, None)}


def test_the_currency_of_the_files_is_the_cause_of_the_files(publish):
    publish(**every_table("EUR"))
    (result,) = publish(**every_table("USD")).results
    assert [(cause.name, cause.file) for cause in result.restatement.causes] == [
        ("price", "subscriptions.csv"),
        ("row_changed", "costs.csv"),
        ("row_changed", "purchases.csv"),
    ]
    assert {str(row.columns) for cause in result.restatement.causes for row in cause.rows} == {
        "{'currency': ('EUR', 'USD')}"
    }
    assert all(row.mrr is None for cause in result.restatement.causes for row in cause.rows)


def test_amounts_edited_beside_the_currency_have_their_own_cause(publish):
    publish(**EUR)
    cheaper = SUBSCRIPTIONS.replace("2026-01-10,,50,2", "2026-01-10,,45,2")
    (result,) = publish(**USD, subscriptions__csv=cheaper).results
    assert [cause.name for cause in result.restatement.causes] == ["configuration", "price"]
    mrr = next(change for change in result.restatement.changes if change.was.metric == "mrr")
    assert (mrr.was.value, mrr.now.value, mrr.difference, mrr.parts) == (270.0, 260.0, None, (None, -10.0))


def test_a_currency_that_becomes_known_is_an_addition(publish):
    publish()
    outcome = publish(**EUR)
    assert [(result.status, result.additions) for result in outcome.results] == [("unchanged", ("the currency EUR",))]
    (result,) = publish(**EUR, restate="in EUR all along").results
    assert result.status == "restated"


def test_a_month_in_another_currency_is_refused(publish, store):
    publish("2026-05", **EUR)
    before = store.read_bytes()
    with pytest.raises(StoreError, match=r"is kept in EUR, and 2026-06 would be in USD: .*--store.*--restate REASON"):
        publish(**USD)
    assert store.read_bytes() == before
    assert [result.status for result in publish(**EUR).results] == ["published"]


def test_a_reason_lets_the_store_go_on_in_another_currency(publish, store):
    publish("2026-05", **EUR)
    (result,) = publish(**USD, restate="books in USD").results
    assert (result.status, result.version, result.reason) == ("published", 1, "books in USD")
    publish("2026-07", **USD)
    with pytest.raises(StoreError, match="is kept in USD"):
        publish("2026-04", **EUR)
    assert [snapshot.currency for snapshot in api.history(store).current] == ["EUR", "USD", "USD"]


def test_all_published_months_are_restated_with_one_reason(publish, store):
    publish(last=3, **EUR)
    outcome = publish(last=3, **USD, restate="the amounts were dollars")
    assert [result.status for result in outcome.results] == ["restated"] * 3
    assert [snapshot.currency for snapshot in api.history(store).current] == ["USD"] * 3


def test_a_survey_has_no_currency(publish, folder, store):
    publish("2026-05", **EUR)
    where = folder(surveys__csv="survey,score,responded_at\nnps,9,2026-06-03\nnps,3,2026-06-30\n", **USD)
    for name in ("subscriptions", "costs", "purchases"):
        (where / f"{name}.csv").unlink()
    assert [r.status for r in api.snapshot(where, JUNE, today=date(2026, 8, 2), store=store).results] == ["published"]


def test_a_refusal_shows_both_units(publish):
    publish(**EUR)
    text = SNAPSHOT.write(publish(**USD), "table", width=120)
    assert re.search(r"Monthly recurring revenue +270 EUR +270 USD\n", text)
    assert "currency: EUR is now USD" in text


def test_a_history_says_its_unit(publish, store):
    publish(last=2, **EUR)
    assert "2026-05 to 2026-06 (2 months), EUR" in HISTORY.write(api.history(store), "table")
    assert " last 2\n" in HISTORY.write(api.history(store), "table")


def test_one_published_month_has_no_course(publish, store):
    publish(**EUR)
    text = HISTORY.write(api.history(store), "table")
    assert "Monthly recurring revenue" in text
    assert "last 1" not in text


def test_a_history_of_two_currencies_says_which_is_which(publish, store):
    publish("2026-05", last=2, **EUR)
    publish(**USD, restate="books in USD")
    text = HISTORY.write(api.history(store, metrics=["mrr", "customers"]), "table", width=200)
    assert "2026-04 to 2026-06 (3 months)\n" in text
    assert (
        "Money is published of 2026-04 to 2026-05 in EUR, of 2026-06 in USD: the lines of money show USD alone." in text
    )
    assert "2026-05        1          4  320  EUR       2026-08-02\n" in text
    assert "2026-06        1          4  270  USD       2026-08-02    books in USD" in text
    rows = csv.DictReader(io.StringIO(HISTORY.write(api.history(store, metrics=["mrr"]), "csv")))
    assert [(row["period"], row["currency"]) for row in rows] == [
        ("2026-04", "EUR"),
        ("2026-05", "EUR"),
        ("2026-06", "USD"),
    ]
    values = json.loads(HISTORY.write(api.history(store), "json"))
    assert [snapshot["currency"] for snapshot in values["snapshots"]] == ["EUR", "EUR", "USD"]
