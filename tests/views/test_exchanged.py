"""What the views say of figures in several currencies: the rates, who stands behind them, one currency alone."""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

import csmetrics
from conftest import ROOT
from csmetrics import api

SCHEMAS = Path(csmetrics.__file__).parent / "schemas"
SUBSCRIPTIONS = """\
customer_id,start_date,end_date,amount,currency
A,2026-01-01,,100,EUR
B,2026-01-01,2026-03-10,100,EUR
B,2026-03-10,,150,EUR
C,2026-01-01,2026-03-15,100,EUR
D,2026-03-05,,200,EUR
E,2026-01-01,2026-03-10,300,USD
E,2026-03-10,,240,
F,2026-01-01,,80,GBP
"""
RATES = """\
date,currency,rate
2026-02-27,EUR,1.10
2026-02-27,GBP,1.25
2026-03-30,EUR,1.05
2026-03-31,GBP,1.30
"""
SETTINGS = "currency: USD\nrates: {file: rates.csv}\nas_of: 2026-03-31\n"
SHA = hashlib.sha256(RATES.encode()).hexdigest()


@pytest.fixture
def exchanged(folder):
    """The worked example of docs/currencies.md, with more files beside it, or others in their place."""

    def write(**files):
        given = {"subscriptions__csv": SUBSCRIPTIONS, "rates__csv": RATES, "csmetrics__yaml": SETTINGS, **files}
        return folder(**{name: text for name, text in given.items() if text})

    return write


@pytest.fixture
def ask(run_cli):
    """A function that runs a command, which is to end with a status."""

    def asking(*words, status=0):
        found = run_cli([str(word) for word in words], ROOT)
        assert found.exit_code == status, found.output
        return found

    return asking


@pytest.fixture
def said(ask):
    """What a command writes as JSON, which fits its schema."""

    def saying(*words, status=0):
        document = json.loads(ask(*words, "--format", "json", status=status).stdout)
        name = document["schema"].split(".")[1].split("/")[0]
        jsonschema.validate(document, json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))
        return document

    return saying


CARD = {"file": "rates.csv", "newest": "2026-03-31", "sha256": SHA, "valid_for": 7, "date": "close", "on": None}
ASKED = {
    "report": ("report",),
    "trend": ("trend", "--last", "1"),
    "explain": ("explain", "mrr"),
    "customers": ("customers",),
}


@pytest.mark.parametrize("words", ASKED.values(), ids=ASKED)
def test_the_rates_used_are_named(exchanged, ask, said, words):
    data = exchanged()
    asked = (*words[:2], data) if words[0] == "explain" else (words[0], data, *words[1:])
    assert said(*asked)["rates"] == CARD
    page = ask(*asked).stdout
    assert f"Rates of exchange: rates.csv, newest 2026-03-31, sha256 {SHA[:12]}." in page


def test_cohorts_in_money_name_the_rates_too(exchanged, said):
    data = exchanged(rates__csv=f"{RATES}2026-01-30,EUR,1.2\n2026-01-30,GBP,1.2\n")
    assert said("cohorts", data, "--of", "mrr")["rates"]["newest"] == "2026-03-31"
    assert "rates" not in said("cohorts", data)


def test_fixed_rates_are_said_to_be(exchanged, ask, said):
    data = exchanged(csmetrics__yaml=f"{SETTINGS}".replace("csv}", "csv, date: fixed, on: 2026-02-28}"))
    card = said("report", data)["rates"]
    assert (card["date"], card["on"]) == ("fixed", "2026-02-28")
    assert "fixed on 2026-02-28." in " ".join(ask("report", data).stdout.split())


@pytest.fixture
def plain(folder):
    """A business that is paid in one currency."""
    rows = SUBSCRIPTIONS.replace("EUR", "USD").replace("GBP", "USD")
    return folder(subscriptions__csv=rows, csmetrics__yaml="currency: USD\nas_of: 2026-03-31\n")


def test_without_rates_there_is_no_word_of_them(plain, ask, said):
    assert "rates" not in said("report", plain)
    assert api.report(api.read(plain), "2026-03").rates is None
    assert "Rates of exchange" not in ask("report", plain).stdout


def test_what_needs_no_money_needs_no_rates(exchanged, said):
    assert "rates" not in said("explain", "customer_churn_rate", exchanged())


PURCHASES = """\
customer_id,date,amount,currency
A,2026-03-30,100,EUR
A,2026-03-31,50,
B,2026-03-02,20,EUR
B,2026-03-30,20,EUR
"""


def tallies(document):
    return {tally["tally"]: {line["customer_id"]: line for line in tally["lines"]} for tally in document["tallies"]}


def test_what_the_rates_did_is_explained_by_money_and_rates(exchanged, said):
    found = tallies(said("explain", "exchange_mrr", exchanged()))["mrr_exchange"]
    assert list(found) == ["B", "A", "F"]  # the biggest first, whichever way they went
    assert found["B"]["amount"] == -7.5
    (own,) = found["B"]["own"]
    assert own == {
        "currency": "EUR",
        "opening": 100.0,
        "opening_rate": "1.1",
        "opening_worth": 110.0,
        "close": 150.0,
        "close_rate": "1.05",
        "close_worth": 157.5,
    }


def test_the_money_of_each_line_makes_its_amount(exchanged, said):
    found = tallies(said("explain", "net_revenue_retention", exchanged())) | tallies(
        said("explain", "mrr", exchanged())
    )
    for tally, edge in (("mrr_start", "opening"), ("mrr_end", "close"), ("mrr_churned", "opening")):
        assert found[tally]
        for line in found[tally].values():
            assert line["amount"] == sum(own[f"{edge}_worth"] for own in line["own"])
    assert found["mrr_end"]["E"]["own"][0]["currency"] == "USD"  # its cell is blank


def test_a_customer_in_two_currencies_has_both(exchanged, said, ask):
    data = exchanged(subscriptions__csv=SUBSCRIPTIONS + "A,2026-03-10,,10,USD\n")
    owned = tallies(said("explain", "mrr", data))["mrr_end"]["A"]["own"]
    assert [(own["currency"], own["opening"], own["close"]) for own in owned] == [("EUR", 100, 100), ("USD", 0, 10)]
    page = ask("explain", "mrr", data).stdout
    assert "A            115  EUR     100 at 1.1   100 at 1.05  subscriptions.csv  2, 10\n" in page
    assert "                  USD              0         10.00\n" in page


def test_purchases_and_costs_show_the_money_of_their_rows(exchanged, said, ask):
    costs = "date,category,amount,currency\n2026-03-30,sales,100,EUR\n2026-03-31,sales,50,GBP\n"
    settings = f"{SETTINGS}costs: {{acquisition: [sales]}}\n"
    data = exchanged(purchases__csv=PURCHASES, costs__csv=costs, csmetrics__yaml=settings)
    bought = tallies(said("explain", "revenue", data))["purchase_revenue"]
    assert bought["A"]["own"] == [
        {"currency": "EUR", "amount": 100.0, "rate": "1.05", "worth": 105.0},
        {"currency": "USD", "amount": 50.0, "rate": "1", "worth": 50.0},
    ]
    assert bought["B"]["own"] == [{"currency": "EUR", "amount": 40.0, "worth": 43.0}]  # at two rates
    spent = tallies(said("explain", "cac", data))["acquisition_cost"][None]["own"]
    assert [(own["currency"], own["worth"]) for own in spent] == [("EUR", 105.0), ("GBP", 65.0)]
    assert "40.00 at several rates = 43.00" in ask("explain", "revenue", data).stdout


def test_rates_without_end_are_fractions(exchanged, said):
    settings = SETTINGS.replace("csv}", "csv, quoted: per_base, valid_for: 90}")
    data = exchanged(
        csmetrics__yaml=settings, rates__csv="date,currency,rate\n2026-01-31,EUR,0.9\n2026-01-31,GBP,0.8\n"
    )
    own = tallies(said("explain", "mrr", data))["mrr_end"]["A"]["own"][0]
    assert (own["close_rate"], own["close_worth"]) == ("10/9", pytest.approx(111.11111111))


def test_rows_by_themselves_show_their_own_money(exchanged, said):
    plans = SUBSCRIPTIONS.replace("\n", ",Pro\n").replace(",Pro\n", ",plan\n", 1)
    document = said("explain", "mrr_by_row", exchanged(subscriptions__csv=plans), "--by", "plan")
    found = tallies(document)["mrr_end_by_row"]
    assert [own["close_worth"] for own in found["B"]["own"]] == [157.5]


def test_without_rates_lines_have_no_money_of_their_own(plain, said):
    document = said("explain", "mrr", plain, "--limit", "1")
    assert "own" not in document["tallies"][0]["lines"][0]


LATE = "date,currency,rate\n2026-02-28,EUR,1.10\n2026-02-28,GBP,1.25\n2026-03-30,EUR,1.05\n2026-03-31,GBP,1.30\n"
ALONE = (
    "No comparison with 2026-02: rates.csv has no rate of EUR for 2026-01-31 (its first rate, 1.10, is of 2026-02-28);"
    " rates.csv has no rate of GBP for 2026-01-31 (its first rate, 1.25, is of 2026-02-28)."
)


def test_rates_that_do_not_reach_back_are_remarked_on(exchanged, said):
    data = exchanged(rates__csv=LATE)
    document = said("report", data, "--metric", "mrr")
    (mrr,) = document["metrics"]
    assert (mrr["value"], mrr["previous"]) == (816.5, None)
    assert ALONE in [remark["text"] for remark in document["remarks"]]
    assert mrr["remarks"] == [ALONE]
    assert ALONE in said("explain", "mrr", data)["figure"]["remarks"]


def test_rates_that_do_reach_back_are_not(exchanged, said):
    data = exchanged(rates__csv=f"{LATE}2026-01-30,EUR,1.2\n2026-01-30,GBP,1.2\n")
    document = said("report", data, "--metric", "mrr")
    assert document["metrics"][0]["previous"] is not None
    assert not [remark for remark in document["remarks"] if "comparison" in remark["text"]]


def test_the_file_of_rates_is_read_and_no_table(exchanged, ask):
    data = exchanged()
    assert not ask("report", data).stderr
    assert "rates.csv" not in ask("check", data).output


SURVEYS = "customer_id,survey,score,responded_at\nA,nps,9,2026-03-02\nB,nps,10,2026-03-03\n"


def test_without_rates_what_needs_no_money_is_reported(exchanged, ask, said):
    bought = PURCHASES.replace("50,\n", "50,USD\n")
    plain = {"rates__csv": "", "csmetrics__yaml": "", "surveys__csv": SURVEYS, "purchases__csv": bought}
    data = exchanged(**plain, subscriptions__csv=SUBSCRIPTIONS.replace("240,\n", "240,USD\n"))
    found = ask("report", data, "--metric", "nps", "--period", "2026-03")
    assert "subscriptions.csv, currency: more than one, EUR (5 rows of subscriptions.csv)" in found.stderr
    assert "subscriptions.csv cannot be used, and no figure here needs it:" in found.stderr
    assert "Net promoter score    100.0" in found.stdout
    found = ask("report", data, "--partial", "--period", "2026-03", status=1)
    assert "purchases.csv cannot be used, and its figures are missing:" in found.stderr
    document = said("report", data, "--partial", "--period", "2026-03", status=1)
    values = {figure["metric"]: (figure["value"], figure["reason"]) for figure in document["metrics"]}
    assert values["nps"] == (100.0, None)
    assert values["mrr"] == (None, "subscriptions.csv cannot be used")
    assert [problem["file"] for problem in document["problems"]] == ["subscriptions.csv", "purchases.csv"]


def test_what_a_customer_did_stands_beside_what_the_rates_did(exchanged, said, ask):
    data = exchanged()
    document = said("customers", data, "--movement", "new,expansion,contraction,churned")
    found = {line["customer_id"]: line for line in document["customers"]}
    columns = ("mrr_before", "mrr_after", "mrr_change", "mrr_exchange")
    assert {name: tuple(line[column] for column in columns) for name, line in found.items()} == {
        "B": (110.0, 157.5, 55.0, -7.5),
        "C": (110.0, 0.0, -110.0, 0.0),
        "D": (0.0, 210.0, 210.0, 0.0),
        "E": (300.0, 240.0, -60.0, 0.0),
    }
    assert "  B              110    158     +55     -7.50  2026-03-10  3, 4" in ask("customers", data).stdout
    header = ask("customers", data, "--format", "csv").stdout.splitlines()[0]
    assert "mrr_change,mrr_exchange,day" in header


def test_of_who_is_active_the_lines_add_up_to_the_difference(exchanged, said):
    for line in said("customers", exchanged(), "--movement", "active")["customers"]:
        assert line["mrr_before"] + line["mrr_change"] + line["mrr_exchange"] == line["mrr_after"]


def test_without_rates_customers_have_no_exchange(plain, said, ask):
    assert "mrr_exchange" not in said("customers", plain)["customers"][0]
    assert "exchange" not in ask("customers", plain).stdout


def test_rates_that_cannot_be_used_are_found_by_check_and_stop_no_scores(exchanged, ask):
    data = exchanged(rates__csv=f"{RATES}2026-03-31,CHF,x\n", surveys__csv=SURVEYS)
    wrong = 'rates.csv row 6, rate "x": not a number above 0'
    assert wrong in ask("report", data, status=1).stderr
    assert 'rate "x": not a number above 0' in ask("check", data, status=1).stdout
    found = ask("report", data, "--metric", "nps", "--period", "2026-03")
    assert f"rates.csv cannot be used, and no figure here needs it:\n  {wrong}" in found.stderr
    assert "Net promoter score    100.0" in found.stdout
    found = ask("report", data, "--partial", "--period", "2026-03", status=1)
    assert "rates.csv cannot be used, and its figures are missing" in found.stderr


def test_scores_show_the_money_that_they_weigh(exchanged, said):
    tickets = "customer_id,opened_at,closed_at\nA,2026-03-02,2026-03-03\nB,2026-03-02,2026-03-20\n"
    found = tallies(said("explain", "health_score_by_mrr", exchanged(tickets__csv=tickets)))["mrr_scored"]
    assert [(own["currency"], own["close_worth"]) for own in found["B"]["own"]] == [("EUR", 157.5)]
    assert found["B"]["amount"] == 157.5


def test_a_fall_of_a_currency_is_no_trend_of_what_a_customer_pays(exchanged):
    """Whatever the rates were then: none is there. A stays at EUR 100, F goes from GBP 80 to EUR 80, and D is new."""
    model = "health:\n  signals:\n    mrr_trend: {weight: 1, scale: [-0.5, 0], days: 90}\n"
    moved = SUBSCRIPTIONS.replace("2026-01-01", "2025-12-01")
    moved = moved.replace("F,2025-12-01,,80,GBP", "F,2025-12-01,2026-03-10,80,GBP\nF,2026-03-10,,80,EUR")
    data = csmetrics.read(exchanged(subscriptions__csv=moved, csmetrics__yaml=SETTINGS + model))
    trends = {each: api.customer_health(data, each, "2026-03").scorecards[0].lines[0].value for each in "ABDEF"}
    assert trends.pop("D") is None
    assert trends == pytest.approx({"A": 0, "B": 0.5, "E": -0.2, "F": 1.05 / 1.3 - 1})


def test_cohorts_say_that_the_rates_are_in_their_money(exchanged, ask):
    data = exchanged(rates__csv=f"{RATES}2026-01-30,EUR,1.20\n2026-01-30,GBP,1.25\n")
    at_their_rates = "MRR at the close of each month since, at the rates of exchange of that day"
    assert at_their_rates in " ".join(ask("cohorts", data, "--of", "mrr").stdout.split())
    assert "rates of exchange of that day" not in ask("cohorts", data).stdout
    fixed = SETTINGS.replace("rates.csv}", "rates.csv, date: fixed, on: 2026-02-27}")
    found = ask("cohorts", exchanged(csmetrics__yaml=fixed), "--of", "mrr").stdout
    assert "rates of exchange of that day" not in " ".join(found.split())
