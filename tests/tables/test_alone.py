"""The rows of one currency alone: which they are, what is said of the others, whole and divided."""

import json

import pytest

from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import DataError, UnknownNameError
from csmetrics.tables.partitions import read_partitioned
from csmetrics.views import view

HEADER = "customer_id,start_date,end_date,amount,currency\n"
EURO = """\
a,2026-01-01,,100,EUR
b,2026-01-01,2026-03-10,100,EUR
b,2026-03-10,,150,EUR
"""
OTHER = """\
c,2026-01-01,2026-03-10,300,USD
c,2026-03-10,,240,
d,2026-01-01,,80,GBP
"""
BOUGHT = "customer_id,date,amount,currency\na,2026-03-02,20,EUR\na,2026-03-05,7,GBP\nc,2026-03-30,20,\n"
SPENT = "date,category,amount,currency\n2026-03-30,sales,100,EUR\n2026-03-31,sales,50,GBP\n"
SETTINGS = "currency: USD\ncosts: {acquisition: [sales]}\nas_of: 2026-03-31\n"
WITH_RATES = f"{SETTINGS}rates: {{file: rates.csv}}\n"


@pytest.fixture
def business(folder):
    def write(settings=SETTINGS, **files):
        plain = {"subscriptions__csv": HEADER + EURO + OTHER, "purchases__csv": BOUGHT, "costs__csv": SPENT}
        return folder(csmetrics__yaml=settings, **{**plain, **files})

    return write


def values(data):
    return {figure.metric: figure.value for figure in api.report(data, "2026-03").figures}


def test_only_the_rows_of_the_currency_count(business, folder):
    found = api.read(business(), currency="EUR")
    assert found.currency == "EUR"
    assert found.rates is None
    assert [source.used for source in found.sources] == [3, 1, 1]
    alone = folder(
        csmetrics__yaml=SETTINGS.replace("USD", "EUR"),
        subscriptions__csv=HEADER + EURO,
        purchases__csv=BOUGHT.replace("a,2026-03-05,7,GBP\nc,2026-03-30,20,\n", ""),
        costs__csv=SPENT.replace("2026-03-31,sales,50,GBP\n", ""),
    )
    assert values(found) == values(api.read(alone))
    assert not found.problems


def test_blank_cells_are_of_the_currency_of_the_configuration(business):
    found = values(api.read(business(), currency="usd"))
    assert (found["mrr"], found["contraction_mrr"], found["revenue"]) == (240.0, 60.0, 20.0)


def test_what_is_left_out_is_said_and_no_problem(business):
    said = api.report(api.read(business(), currency="EUR"), "2026-03")
    texts = [remark.text for remark in said.remarks]
    assert "subscriptions.csv: 1 row in GBP and 2 rows in USD are left out: EUR alone is counted." in texts
    assert "costs.csv: 1 row in GBP is left out: EUR alone is counted." in texts
    assert said.rules["only_currency"] == "EUR"
    assert said.rates is None


def test_without_the_option_nothing_is_said_of_it(folder):
    data = folder(subscriptions__csv=HEADER + EURO)
    assert "only_currency" not in api.report(api.read(data), "2026-03").rules


def test_no_rates_are_read(business):
    found = api.read(business(WITH_RATES), currency="GBP")
    assert values(found)["mrr"] == 80.0
    assert "only_currency" in api.explain(found, "mrr", "2026-03").rules


def test_the_files_reach_as_far_as_with_all_rows(folder):
    rows = HEADER + EURO + "e,2026-05-05,,10,GBP\n"
    assert (
        api.read(folder(subscriptions__csv=rows), currency="EUR").newest_recorded()
        == api.read(folder(subscriptions__csv=rows.replace("GBP", "EUR"))).newest_recorded()
    )


def test_a_currency_that_no_row_has_is_an_error_that_names_those_there_are(business):
    with pytest.raises(DataError) as error:
        api.read(business(), currency="CHF")
    (problem,) = error.value.problems
    assert "EUR (1 of costs.csv), EUR (1 of purchases.csv), EUR (3 of subscriptions.csv), GBP" in str(problem)


def test_there_is_no_such_currency(business):
    with pytest.raises(UnknownNameError, match=r"No currency is called EUT\. Did you mean EUR\?"):
        api.read(business(), currency="EUT")


def test_amounts_of_an_unknown_currency_are_not_guessed_at(business):
    with pytest.raises(DataError) as error:
        api.read(business(SETTINGS.replace("currency: USD\n", "")), currency="EUR")
    assert "so there is no saying whether they are in EUR" in str(error.value.problems[0])


def test_amounts_that_say_no_currency(folder):
    rows = "customer_id,start_date,end_date,amount\na,2026-01-01,,5\n"
    with pytest.raises(DataError) as error:
        api.read(folder(subscriptions__csv=rows), currency="EUR")
    assert "declare currency: in csmetrics.yaml" in str(error.value.problems[0])
    assert (
        api.read(folder(subscriptions__csv=rows, csmetrics__yaml="currency: EUR\n"), currency="EUR").currency == "EUR"
    )


@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_divided_it_is_the_same(business, currency):
    data = business()
    divided = read_partitioned(data, parse_config(SETTINGS), 3, only=currency)
    whole = api.read(data, detail=False, currency=currency)
    report = view("report")
    found = [json.loads(report.write(api.report(each, "2026-03"), "json")) for each in (whole, divided)]
    assert found[0] == found[1]
    cohorts = [api.cohorts(each, "2026-03", of="mrr").cohorts for each in (whole, divided)]
    assert cohorts[0] == cohorts[1]


ASKED = [
    ("report", "DATA"),
    ("trend", "DATA", "mrr"),
    ("explain", "mrr", "DATA"),
    ("cohorts", "DATA", "--of", "mrr"),
    ("customers", "DATA", "--movement", "active"),
]


@pytest.mark.parametrize("words", ASKED, ids=[words[0] for words in ASKED])
def test_every_view_of_money_takes_it(business, run_cli, words):
    data = business(WITH_RATES)
    asked = [str(data) if word == "DATA" else word for word in words]
    found = run_cli([*asked, "--period", "2026-03", "--currency", "eur"], data)
    assert found.exit_code == 0, found.output
    assert "EUR" in found.stdout
    assert "alone is counted" in " ".join(found.stdout.split())
    assert run_cli([*asked, "--currency", "EUT"], data).exit_code == 2
    assert run_cli([*asked, "--currency", "CHF"], data).exit_code == 1


def test_a_currency_that_no_row_has_is_not_proposed_to_be_counted_alone(folder):
    data = folder(subscriptions__csv=HEADER + EURO, csmetrics__yaml=SETTINGS)
    with pytest.raises(DataError) as caught:
        api.report(api.read(data), "2026-03")
    assert "add --currency EUR" in str(caught.value.problems[0])
