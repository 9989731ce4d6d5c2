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
}


@pytest.mark.parametrize("words", ASKED.values(), ids=ASKED)
def test_the_rates_used_are_named(exchanged, ask, said, words):
    data = exchanged()
    asked = (*words[:2], data) if words[0] == "explain" else (words[0], data, *words[1:])
    assert said(*asked)["rates"] == CARD
    page = ask(*asked).stdout
    assert f"Rates of exchange: rates.csv, newest 2026-03-31, sha256 {SHA[:12]}." in page


def test_fixed_rates_are_said_to_be(exchanged, ask, said):
    data = exchanged(csmetrics__yaml=f"{SETTINGS}".replace("csv}", "csv, date: fixed, on: 2026-02-28}"))
    card = said("report", data)["rates"]
    assert (card["date"], card["on"]) == ("fixed", "2026-02-28")
    assert "fixed on 2026-02-28." in " ".join(ask("report", data).stdout.split())


def test_without_rates_there_is_no_word_of_them(acme, ask, said):
    plain = said("report", "examples/acme", "--period", "2026-09")
    assert "rates" not in plain
    assert api.report(acme, "2026-09").rates is None
    assert "Rates of exchange" not in ask("report", "examples/acme", "--period", "2026-09").stdout


def test_what_needs_no_money_needs_no_rates(exchanged, said):
    assert "rates" not in said("explain", "customer_churn_rate", exchanged())
