"""Months in several currencies: the rates that a snapshot keeps, and a rate that is another one now."""

import csv
import io
import json
import random
import sqlite3
from datetime import date, timedelta
from fractions import Fraction

import hypothesis.strategies as st
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from conftest import tries
from csmetrics import api
from csmetrics.counting.tallying import tally
from csmetrics.errors import DataError, NoRateError, StoreError
from csmetrics.figures.reports import compute_reports
from csmetrics.figures.resolve import plan_published
from csmetrics.periods import parse_period
from csmetrics.published import store_tables
from csmetrics.published.differences import by_key, same
from csmetrics.published.packing import unpack
from csmetrics.published.rates_input import RATES, at_rates, unpack_rates
from csmetrics.published.store import Store
from csmetrics.published.store_rows import read_content, read_snapshots
from csmetrics.rates.used_rates import Kept
from csmetrics.views.history import VIEW as HISTORY
from csmetrics.views.snapshot import VIEW as SNAPSHOT
from published.conftest import JUNE
from published.test_commands import SCHEMAS
from published.test_reading import adds_up, edited, part, written_to
from published.test_transport import postgres, seal_again  # noqa: F401  # a fixture

ROWS = """\
subscription_id,customer_id,start_date,end_date,amount,quantity,plan,currency
s1,anna,2026-01-05,,100,1,pro,EUR
s2,bert,2026-01-10,,50,2,basic,USD
s3,cleo,2026-03-01,2026-06-20,80,1,pro,GBP
s4,dora,2026-06-03,,30,1,basic,EUR
"""
QUOTES = """\
date,currency,rate
2026-04-30,EUR,1.12
2026-05-29,EUR,1.11
2026-06-30,EUR,1.10
2026-04-30,GBP,1.26
2026-05-31,GBP,1.25
2026-06-30,GBP,1.30
2026-04-30,CHF,1.2
"""
CONFIG = "currency: USD\nrates: {file: rates.csv}\n"
MIXED = {"subscriptions__csv": ROWS, "rates__csv": QUOTES, "csmetrics__yaml": CONFIG}
CHEAPER = QUOTES.replace("06-30,EUR,1.10", "06-30,EUR,1.09")
DAY = date(2026, 6, 30)


def causes(result):
    return [cause.name for cause in result.restatement.causes]


def rates_of(result):
    """The rates that are told to have changed."""
    return [
        (each.currency, each.day.isoformat(), each.was, each.now)
        for cause in result.restatement.causes
        for each in cause.rates
    ]


def kept(store):
    """The rates of each version in a store: those of its input, and the name of its bytes."""
    with Store(str(store)).reading() as connection:
        inputs = [each for found in read_snapshots(connection) for each in found.inputs if each.source.table == RATES]
        return [(each, unpack_rates(read_content(connection, each.rows_kept))) for each in inputs]


def told(found):
    return [(each.currency, each.day.isoformat(), each.of.isoformat(), each.text) for each in found.quotes]


def test_a_snapshot_keeps_the_rates_that_it_needed_and_no_others(publish, store):
    publish(**MIXED)
    ((given, found),) = kept(store)
    assert told(found) == [
        ("EUR", "2026-05-31", "2026-05-29", "1.11"),
        ("EUR", "2026-06-30", "2026-06-30", "1.10"),
        ("GBP", "2026-05-31", "2026-05-31", "1.25"),
    ]
    assert (found.base, found.quoted, found.origin, found.valid_for, found.on) == ("USD", "per_unit", "file", 7, None)
    source = given.source
    assert (source.file, source.rows, source.used, source.last_day) == ("rates.csv", 6, 3, date(2026, 6, 30))
    assert len(given.sha256) == 64
    shown = json.loads(HISTORY.write(api.history(store), "json"))["snapshots"][0]["inputs"][-1]
    assert (shown["table"], shown["file"], shown["sha256"]) == ("rates", "rates.csv", given.sha256)
    shown = json.loads(HISTORY.write(api.history(store, metrics=["mrr"]), "json"))["snapshots"][0]["rates"]
    said = {"base": "USD", "quoted": "per_unit", "origin": "file", "valid_for": 7, "on": None}
    quotes = [dict(zip(("currency", "day", "of", "rate"), each, strict=True)) for each in told(found)]
    assert shown == said | {"quotes": quotes}


def test_the_same_rates_are_kept_once_whatever_a_month_is_published_with(publish, store, tmp_path):
    publish(last=2, **MIXED)
    more = QUOTES.replace("date,currency,rate\n", "date,currency,rate\n2026-07-31,EUR,1.3\n2026-06-12,GBP,1.27\n")
    publish(**MIXED | {"rates__csv": more}, by="plan", restate="by plan")
    (_, _), (before, _), (after, _) = kept(store)
    assert before.rows_kept == after.rows_kept
    assert before.sha256 != after.sha256
    api.snapshot(tmp_path / "data", JUNE, today=date(2026, 8, 2), store=tmp_path / "alone.db")
    assert kept(tmp_path / "alone.db")[0][0].rows_kept == after.rows_kept


def test_a_month_published_without_rates_keeps_none(publish, store):
    publish()
    assert kept(store) == []
    assert "rates" not in HISTORY.values(api.history(store))["snapshots"][0]


def test_a_changed_rate_is_a_cause_of_its_own(publish):
    publish(**MIXED)
    outcome = publish(**MIXED | {"rates__csv": CHEAPER})
    (result,) = outcome.results
    assert (result.status, causes(result)) == ("refused", ["rates"])
    assert rates_of(result) == [("EUR", "2026-06-30", "1.10", "1.09")]
    assert part(result, "mrr") == (pytest.approx(-1.30),)
    assert part(result, "exchange_mrr") == (-1.0,)
    assert part(result, "new_mrr") == (pytest.approx(-0.30),)
    adds_up(result.restatement)
    text = SNAPSHOT.write(outcome, "table", width=100)
    assert "(1) Changed rates of exchange in rates.csv: 1 rate" in text
    assert "2026-06-30  USD for 1 EUR  1.10    1.09" in text


def test_a_restated_rate_stands_in_the_history(publish, store):
    publish(**MIXED)
    outcome = publish(**MIXED | {"rates__csv": CHEAPER}, restate="the bank corrected June")
    values = SNAPSHOT.values(outcome)
    (cause,) = values["results"][0]["restatement"]["causes"]
    assert (cause["cause"], cause["file"], cause["count"], cause["rows"]) == ("rates", "rates.csv", 1, [])
    assert cause["rates"] == [
        {
            "currency": "EUR",
            "day": "2026-06-30",
            "base": "USD",
            "quoted": "per_unit",
            "was": "1.10",
            "was_of": "2026-06-30",
            "now": "1.09",
            "now_of": "2026-06-30",
        }
    ]
    history = HISTORY.values(api.history(store))
    assert history["snapshots"][1]["restatement"]["causes"] == [cause]
    for name, document in (("snapshot", values), ("history", history)):
        store_tables = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(json.loads(json.dumps(document)), store_tables)
    lines = csv.DictReader(io.StringIO(SNAPSHOT.write(outcome, "csv")))
    assert {(line["cause"], line["file"]) for line in lines} == {("rates", "rates.csv")}
    assert publish(**MIXED | {"rates__csv": CHEAPER}).results[0].status == "unchanged"


def test_a_file_with_more_days_changes_nothing(publish):
    publish(last=2, **MIXED)
    more = QUOTES.replace("1.10\n", "1.1000\n") + "2026-07-31,EUR,1.3\n2026-07-31,GBP,1.3\n2026-06-12,EUR,9\n"
    assert [result.status for result in publish(last=2, **MIXED | {"rates__csv": more}).results] == ["unchanged"] * 2
    added = ROWS + "s5,emil,2026-06-04,,10,1,pro,EUR\n"
    (result,) = publish(**MIXED | {"rates__csv": more, "subscriptions__csv": added}).results
    assert causes(result) == ["row_appeared"]


def test_a_day_that_comes_nearer_is_another_rate(publish):
    publish(**MIXED)
    outcome = publish(**MIXED | {"rates__csv": QUOTES + "2026-05-31,EUR,1.20\n"})
    assert rates_of(outcome.results[0]) == [("EUR", "2026-05-31", "1.11", "1.20")]
    assert "2026-05-31  USD for 1 EUR  1.11 of 2026-05-29    1.20" in SNAPSHOT.write(outcome, "table", width=100)


def test_a_price_and_a_rate_are_two_causes(publish):
    publish(**MIXED)
    dearer = ROWS.replace("2026-01-05,,100", "2026-01-05,,200")
    (result,) = publish(**MIXED | {"rates__csv": CHEAPER, "subscriptions__csv": dearer}).results
    assert causes(result) == ["rates", "price"]
    assert part(result, "mrr") == (pytest.approx(-1.30), pytest.approx(109.0))
    assert [row.mrr for cause in result.restatement.causes for row in cause.rows] == [109.0]
    adds_up(result.restatement)


def test_a_row_that_changes_its_currency_is_told_with_what_that_did(publish):
    publish(**MIXED)
    (result,) = publish(**MIXED | {"subscriptions__csv": ROWS.replace("100,1,pro,EUR", "100,1,pro,USD")}).results
    assert causes(result) == ["price"]
    (row,) = result.restatement.causes[0].rows
    assert (row.columns, row.mrr) == ({"currency": ("EUR", "USD")}, -10.0)


def test_a_currency_that_appears_is_the_cause_of_its_row(publish):
    publish(**MIXED)
    more = {
        "subscriptions__csv": ROWS + "s5,emil,2026-06-04,,10,1,pro,CHF\n",
        "rates__csv": QUOTES + "2026-06-30,CHF,1.2\n",
    }
    (result,) = publish(**MIXED | more).results
    assert causes(result) == ["row_appeared"]
    assert part(result, "mrr") == (12.0,)


def test_rates_that_are_gone_matter_only_where_they_are_needed(publish):
    publish(**MIXED)
    without = "\n".join(line for line in QUOTES.splitlines() if "GBP" not in line) + "\n"
    with pytest.raises(NoRateError):
        publish(**MIXED | {"rates__csv": without})
    rows = "\n".join(line for line in ROWS.splitlines() if "cleo" not in line) + "\n"
    (result,) = publish(**MIXED | {"rates__csv": without, "subscriptions__csv": rows}).results
    assert causes(result) == ["row_vanished"]
    assert part(result, "churned_mrr") == (-100.0,)
    adds_up(result.restatement)


def test_an_error_in_the_file_of_rates_stops_before_anything_is_written(publish, store):
    publish(**MIXED)
    before = store.read_bytes()
    with pytest.raises(DataError, match="cannot be used"):
        publish(**MIXED | {"rates__csv": QUOTES.replace("1.10", "one")}, restate="why not")
    assert store.read_bytes() == before


def test_settings_are_the_configuration(publish):
    publish(**MIXED)
    said = "currency: USD\nrates: {file: rates.csv, date: fixed, on: 2026-04-30}\n"
    (result,) = publish(**MIXED | {"csmetrics__yaml": said}).results
    assert causes(result) == ["configuration"]
    assert result.restatement.causes[0].settings == {
        "rates.date": ("close", "fixed"),
        "rates.on": (None, "2026-04-30"),
    }
    assert part(result, "exchange_mrr") == (1.0,)


def test_a_rate_and_the_settings_are_told_apart(publish):
    publish(**MIXED)
    said = "currency: USD\nrates: {file: rates.csv, date: fixed, on: 2026-04-30}\n"
    (result,) = publish(**MIXED | {"csmetrics__yaml": said, "rates__csv": CHEAPER}).results
    assert causes(result) == ["rates", "configuration"]
    adds_up(result.restatement)


def test_fixed_rates_are_kept_as_of_their_day(publish, store):
    said = "currency: USD\nrates: {file: rates.csv, date: fixed, on: 2026-05-02}\n"
    publish(**MIXED | {"csmetrics__yaml": said})
    ((_, found),) = kept(store)
    assert told(found) == [
        ("EUR", "2026-05-02", "2026-04-30", "1.12"),
        ("GBP", "2026-05-02", "2026-04-30", "1.26"),
    ]
    assert found.on == date(2026, 5, 2)
    assert publish(**MIXED | {"csmetrics__yaml": said, "rates__csv": CHEAPER}).results[0].status == "unchanged"
    fewer = QUOTES.replace("04-30,EUR,1.12", "04-30,EUR,1.13")
    (result,) = publish(**MIXED | {"csmetrics__yaml": said, "rates__csv": fewer}).results
    assert rates_of(result) == [("EUR", "2026-05-02", "1.12", "1.13")]
    assert part(result, "mrr") == (pytest.approx(1.30),)


BANK = "Date,USD,GBP,\n2026-06-30,1.10,0.85,\n2026-05-29,1.11,0.88,\n2026-04-30,1.12,0.89,\n"


def test_the_rates_of_the_bank_are_units_for_a_euro(publish, store):
    bank = {"rates__csv": BANK, "csmetrics__yaml": CONFIG}
    publish(**MIXED | bank)
    ((_, found),) = kept(store)
    assert [each[0] for each in told(found)] == ["GBP", "USD", "USD"]
    outcome = publish(**MIXED | {"rates__csv": BANK.replace("1.11,", "1.12,")})
    assert rates_of(outcome.results[0]) == [("USD", "2026-05-31", "1.11", "1.12")]
    assert "USD for 1 EUR" in SNAPSHOT.write(outcome, "table", width=100)


def test_a_file_quoted_in_another_way_is_told_rate_by_rate(publish):
    publish(**MIXED)
    (result,) = publish(**MIXED | {"rates__csv": BANK}).results
    assert causes(result) == ["rates"]
    assert rates_of(result) == [("GBP", "2026-05-31", "1.25", None)] + [
        (code, "2026-05-31", None, text) for code, text in (("GBP", "0.88"), ("USD", "1.11"))
    ]
    adds_up(result.restatement)


def test_a_file_of_another_name_has_not_changed(publish, folder):
    publish(**MIXED)
    where = folder(fx__csv=CHEAPER)
    (where / "rates.csv").unlink()
    now = {key: value for key, value in MIXED.items() if key != "rates__csv"}
    (result,) = publish(**now | {"csmetrics__yaml": "currency: USD\nrates: {file: fx.csv}\n"}).results
    assert causes(result) == ["rates"]


def test_another_file_beside_that_of_then_is_the_configuration(publish):
    publish(**MIXED)
    said = {"fx__csv": CHEAPER, "csmetrics__yaml": "currency: USD\nrates: {file: fx.csv}\n"}
    (result,) = publish(**MIXED | said).results
    (cause,) = result.restatement.causes
    assert (cause.name, cause.settings) == ("configuration", {"rates.file": ("rates.csv", "fx.csv")})


def test_rates_that_do_not_read_under_the_configuration_of_then_come_with_it(publish):
    publish(**MIXED)
    in_euro = "date,currency,rate\n" + "".join(
        f"2026-{day},{code},0.9\n" for day in ("05-31", "06-30") for code in "AB"
    )
    in_euro = in_euro.replace("A", "USD").replace("B", "GBP")
    now = {"csmetrics__yaml": CONFIG.replace("USD", "EUR"), "rates__csv": in_euro}
    (result,) = publish(**MIXED | now).results
    (cause,) = result.restatement.causes
    assert cause.name == "configuration"
    assert cause.note.startswith("Today's rates cannot be read under the published configuration: rates.csv row 2")


def test_rates_declared_later_are_the_configuration(publish):
    plain = ROWS.replace(",currency", "").replace(",EUR", "").replace(",USD", "").replace(",GBP", "")
    publish(subscriptions__csv=plain, csmetrics__yaml="currency: USD\n")
    (result,) = publish(**MIXED).results
    assert result.status == "refused"
    adds_up(result.restatement)
    assert "rates" not in causes(result)


YEN = """\
customer_id,start_date,amount,currency
anna,2026-01-05,500,JPY
bert,2026-01-10,5000,USD
"""
IN_YEN = {"rates__csv": "date,currency,rate\n2026-05-31,JPY,0.0064\n2026-06-30,JPY,0.0065\n"}


def test_cells_count_in_the_minor_units_of_their_currency(publish):
    now = {"csmetrics__yaml": CONFIG + "amount_unit: minor\n"} | IN_YEN
    publish(subscriptions__csv=YEN, **now)
    (result,) = publish(subscriptions__csv=YEN.replace("05,500", "05,600"), **now).results
    assert [row.columns for cause in result.restatement.causes for row in cause.rows] == [{"amount": ("500", "600")}]


def test_a_unit_declared_late_is_the_configuration_whatever_the_currencies_count_in(publish):
    publish(subscriptions__csv=YEN, csmetrics__yaml=CONFIG, **IN_YEN)
    minor = CONFIG + "tables: {subscriptions: {amount_unit: minor}}\n"
    (result,) = publish(subscriptions__csv=YEN.replace("05,500", "05,600"), csmetrics__yaml=minor, **IN_YEN).results
    assert causes(result) == ["price", "configuration"]
    assert [row.columns for cause in result.restatement.causes for row in cause.rows] == [{"amount": ("500", "600")}]
    assert part(result, "mrr") == (pytest.approx(0.65), pytest.approx(-4950.0))


def test_rates_declared_no_more_are_the_configuration(publish):
    publish(**MIXED)
    dollars = ROWS.replace("EUR", "USD").replace("GBP", "USD")
    (result,) = publish(subscriptions__csv=dollars, csmetrics__yaml="currency: USD\n").results
    assert causes(result) == ["configuration", "price"]
    assert result.restatement.causes[0].settings["rates.file"] == ("rates.csv", None)
    adds_up(result.restatement)


def test_another_version_counts_at_the_rates_of_then(publish, store):
    publish(**MIXED)
    with sqlite3.connect(store) as connection:
        connection.execute("update csmetrics_snapshots set program = '0.0.1'")
        connection.execute("update csmetrics_figures set value = 500 where metric = 'mrr'")
    (result,) = publish(**MIXED | {"rates__csv": CHEAPER}).results
    assert causes(result) == ["program", "rates"]
    assert part(result, "mrr") == (pytest.approx(-257.0), pytest.approx(-1.30))


def test_a_store_of_an_older_form_is_read_and_written(publish, store):
    publish("2026-05")
    with sqlite3.connect(store) as connection:
        connection.execute("update csmetrics_store set value = '1'")
    before = store.read_bytes()
    assert len(api.history(store).current) == 1
    assert publish("2026-05").results[0].status == "unchanged"
    assert store.read_bytes() == before
    publish(**MIXED)
    with sqlite3.connect(store) as connection:
        assert connection.execute("select value from csmetrics_store").fetchall() == [(str(store_tables.VERSION),)]
    assert len(kept(store)) == 1


def test_months_in_several_currencies_meet(publish, store):
    assert publish(last=2, **MIXED).seams == ()
    assert publish("2026-07", **MIXED | {"rates__csv": QUOTES + "2026-07-31,EUR,1.3\n2026-07-31,GBP,1\n"}).seams == ()
    assert api.history(store).seams == ()


def test_a_month_restated_alone_at_another_rate_does_not_meet_the_one_before(publish):
    publish(last=2, **MIXED)
    now = MIXED | {"rates__csv": QUOTES.replace("1.11", "1.21")}
    outcome = publish(**now, restate="May was wrong")
    assert [(seam.figure, seam.stale.name) for seam in outcome.seams] == [("mrr", "2026-05")]
    assert publish("2026-05", **now, restate="May was wrong").seams == ()


def test_the_list_of_customers_has_what_each_did_beside_what_the_rates_did(publish, store):
    outcome = publish(last=2, **MIXED)
    assert [(mover.customer_id, mover.movement, mover.change) for mover in outcome.digest.movers] == [
        ("cleo", "churned", -100.0),
        ("dora", "new", 33.0),
    ]
    with Store(str(store)).reading() as connection:
        june = read_snapshots(connection)[-1]
        rows = unpack(read_content(connection, june.customers)).to_pylist()
    money = [
        (r["customer_id"], r["movement"], *(r[f"arr_{n}"] / 12e6 for n in ("start", "end", "change"))) for r in rows
    ]
    assert money == [
        ("anna", "unchanged", 111.0, 110.0, 0.0),
        ("bert", "unchanged", 100.0, 100.0, 0.0),
        ("cleo", "churned", 100.0, 0.0, -100.0),
        ("dora", "new", 0.0, 33.0, 33.0),
    ]


@pytest.mark.services
def test_rates_move_with_the_store(publish, store, tmp_path, postgres):  # noqa: F811
    publish(last=2, **MIXED)
    publish(**MIXED | {"rates__csv": CHEAPER}, restate="the bank corrected June")
    api.export_history(tmp_path / "one", store)
    assert api.import_history(tmp_path / "one", postgres) == (3, 0)
    assert kept(postgres) == kept(store)
    where = tmp_path / "data"
    assert api.snapshot(where, JUNE, today=date(2026, 8, 2), store=postgres).results[0].status == "unchanged"


def test_rates_that_are_none_are_not_imported(publish, store, tmp_path):
    publish(**MIXED)
    ((given, _),) = kept(store)
    api.export_history(tmp_path / "one", store)
    assert api.import_history(tmp_path / "one", tmp_path / "other.db") == (1, 0)
    assert kept(tmp_path / "other.db") == kept(store)
    inputs = tmp_path / "one" / "inputs.csv"
    other = next(line.split(",")[-1] for line in inputs.read_text(encoding="utf-8").splitlines() if ",costs," in line)
    inputs.write_text(inputs.read_text(encoding="utf-8").replace(given.rows_kept, other), encoding="utf-8")
    seal_again(tmp_path / "one")
    with pytest.raises(StoreError, match=r"cannot be unpacked \(no rates of exchange\)"):
        api.import_history(tmp_path / "one", tmp_path / "third.db")


CODES = ("EUR", "GBP", "HRK", "BGN")  # the kuna has become the euro, the lev has not yet
LAST = date(2025, 6, 30)
SETTINGS = ("", ", valid_for: 45", ", date: fixed, on: 2024-05-31", ", quoted: per_base")


def month_ends():
    day = date(2023, 11, 1)
    while day <= LAST:
        after = (day + timedelta(days=31)).replace(day=1)
        yield after - timedelta(days=1)
        day = after


def random_rates(seed):
    chance = random.Random(seed)  # noqa: S311  # no secret
    return {(day, code): f"{chance.randint(80, 125) / 100}" for day in month_ends() for code in CODES if code != "HRK"}


@st.composite
def rates_edited(draw):
    """Rates of then and of now; some of them are other ones now, some have come."""
    then = random_rates(draw(st.integers(0, 9)))
    now = dict(then)
    for at in draw(st.sets(st.integers(0, len(now) - 1), max_size=3)):
        now[list(then)[at]] = draw(st.sampled_from(["0.5", "1.5", "2"]))
    if draw(st.booleans()):
        now[date(2024, 6, 16), "EUR"] = "1.3"
    return then, now


def write_rates(folder, rates):
    lines = (f"{day},{code},{text}\n" for (day, code), text in rates.items())
    (folder / "rates.csv").write_text("date,currency,rate\n" + "".join(lines), encoding="utf-8")


def with_currencies(tables, shift):
    """Each row in a currency that its customer, or its category, pays in."""
    codes = ("USD", *CODES)
    found = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for name in ("subscriptions", "purchases", "costs"):
        for row in found[name]:
            number = sum(map(ord, str(row.get("customer_id") or row.get("category")) + str(row.get("product"))))
            row["currency"] = codes[(number + shift) % len(codes)]
    return found


def last_before(rates, code, day):
    return max((of, text) for (of, each), text in rates.items() if each == code and of <= day)


@settings(
    max_examples=tries(20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    stories=st.tuples(edited(), rates_edited()),
    said=st.tuples(st.sampled_from(SETTINGS), st.sampled_from(SETTINGS))
    | st.sampled_from(SETTINGS).map(lambda s: (s, s)),
    shifts=st.sampled_from([(0, 0), (0, 0), (0, 0), (0, 1)]),
    asked=st.tuples(
        st.sampled_from(["2024-02", "2024-06", "2024-Q4", "2025-01"]), st.sampled_from(["", "plan", "currency"])
    ),
)
def test_whatever_changes_is_told_as_what_it_is(stories, said, shifts, asked, tmp_path_factory):
    (business, rates), (month, divided) = stories, asked
    by = (divided,) if divided else ()
    root = tmp_path_factory.mktemp("rates")
    (root / "data").mkdir()
    for tables, quotes, words, shift in zip(business, rates, said, shifts, strict=True):
        for name, rows in with_currencies(tables, shift).items():
            written_to(root / "data", name, rows)
        write_rates(root / "data", quotes)
        form = f"currency: USD\nrates: {{file: rates.csv{words or ', valid_for: 31'}}}\n"
        form = form.replace("fixed,", "fixed, valid_for: 31,").replace("per_base", "per_base, valid_for: 31")
        (root / "data" / "csmetrics.yaml").write_text(form, encoding="utf-8")
        (result,) = api.snapshot(root / "data", month, today=date(2025, 7, 1), store=root / "history.db", by=by).results
        if result.status == "published":
            counts_again_at_kept_rates(root, month, by)
    if not result.restatement:
        return
    adds_up(result.restatement)
    assert "unexplained" not in causes(result)
    assert ("rates" not in causes(result)) or rates[0] != rates[1]
    assert ("configuration" not in causes(result)) or said[0] != said[1]
    if business[0] == business[1] and shifts == (0, 0):
        assert set(causes(result)) <= {"rates", "configuration"}
    for each in (each for cause in result.restatement.causes for each in cause.rates):
        assert (each.was_of, each.was) == last_before(rates[0], each.currency, each.day)
        assert (each.now_of, each.now) == last_before(rates[1], each.currency, each.day)
        assert Fraction(each.was) != Fraction(each.now)


def counts_again_at_kept_rates(root, month, by):
    """The rates that are kept are enough for the very same figures, and none of them is too many."""
    with Store(str(root / "history.db")).reading() as connection:
        (published,) = read_snapshots(connection)
        (name,) = (each.rows_kept for each in published.inputs if each.source.table == RATES)
        found = unpack_rates(read_content(connection, name))
    data, period = api.read(root / "data", detail=False, attributes=by), parse_period(month)
    plan = plan_published(data, [period.previous(), period], by=by)
    (report,) = compute_reports(at_rates(data, found.rates), plan)
    now = by_key(report.figures)
    for key, figure in by_key(published.figures).items():  # a segment of the month before alone may be there no more
        assert same(figure, now[key]) if key in now else not figure.value
    for quote in found.quotes[:3]:
        fewer = Kept(found.base, found.quoted, found.origin, 7, found.on, tuple(q for q in found.quotes if q != quote))
        with pytest.raises(NoRateError):
            tally(at_rates(data, fewer.rates), plan_published(data, [period]))
