"""What a configuration says when it says nothing, when it says everything, and how it is asked."""

import json
import math
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from csmetrics.columns import INTERVALS
from csmetrics.config import Config, TableConfig, load_config, parse_config
from csmetrics.config.sections import INTERVAL_FACTORS, Ces
from csmetrics.currencies import CURRENCIES
from csmetrics.declared import TABLES

EXAMPLE = Path(__file__).with_name("example.yaml").read_text("utf-8")


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n", "---\n", "surveys:\ncosts:\nrules:\ntables:\nthresholds:\n"])
def test_nothing_said_is_the_default(text):
    assert parse_config(text) == Config()


def test_defaults():
    config = Config()
    assert (config.currency, config.amount_unit, config.timezone, config.gross_margin) == (None, "units", "UTC", 1.0)
    assert (config.date_format, config.encoding, config.delimiter, config.decimal) == (None, None, ",", None)
    assert (config.tables, config.thresholds) == ({}, {})
    assert (config.surveys.csat.scale, config.surveys.csat.satisfied, config.surveys.csat.method) == (
        (1, 5),
        4,
        "share",
    )
    ces = config.surveys.ces
    assert (ces.scale, ces.easy, ces.better, ces.method) == ((1, 7), None, "higher", "mean")
    assert config.surveys.repeat_answers == "all"
    assert config.costs.acquisition == ("sales", "marketing", "advertising")
    assert config.costs.retention == ("success", "support", "onboarding")
    assert config.costs.other == ()
    rules = config.rules
    assert (rules.joined_and_left, rules.recognise, rules.crc_customers) == ("count", "spread", "end")
    assert rules.lifespan_months is None
    assert rules.interval_factors == INTERVAL_FACTORS


def test_the_whole_example():
    config = parse_config(EXAMPLE)
    assert (config.currency, config.gross_margin) == ("USD", 0.8)
    table = config.tables["subscriptions"]
    assert (table.file, table.date_format) == ("subscription_periods.csv", "%d/%m/%y")
    assert (table.columns, table.constants) == ({"amount": "monthly_amount"}, {"interval": "month"})
    assert config.surveys.ces.easy == 5
    assert config.rules.interval_factors == INTERVAL_FACTORS | {"week": 4.333333}
    assert config.thresholds["nps"].min == 30
    assert config.thresholds["customer_churn_rate"].max == 0.03


def test_the_widest_scale():
    assert parse_config("surveys: {ces: {scale: [0, 1000]}}").surveys.ces.scale == (0, 1000)


def test_thresholds_know_where_they_stand(tmp_path):
    (tmp_path / "y.yaml").write_text("currency: USD\nthresholds:\n  nps: {min: 30}\n  mrr:\n    min: 5\n")
    config = load_config(tmp_path / "y.yaml")
    assert config.place_of_threshold("nps") == "y.yaml line 3, thresholds"
    assert config.place_of_threshold("mrr") == "y.yaml line 4, thresholds"
    assert config.place_of_threshold("arr") == "thresholds"


def test_where_keys_stand_is_no_part_of_what_they_say():
    config = parse_config("thresholds: {nps: {min: 30}}")
    assert config == parse_config("\n\nthresholds: {nps: {min: 30}}") == Config(thresholds={"nps": {"min": 30}})
    assert "places" not in repr(config) + str(config.model_dump()) + str(Config.model_json_schema())


def test_constants_and_headers_stay_as_they_were_written():
    text = """\
    tables:
      surveys:
        columns: {comment: 2024, customer_id: "no"}
        constants: {score: 1.50, responded_at: 2026-01-31, survey: on}
    """
    table = parse_config(text).tables["surveys"]
    assert table.columns == {"comment": "2024", "customer_id": "no"}
    assert table.constants == {"score": "1.50", "responded_at": "2026-01-31", "survey": "on"}


def test_constants_from_python_become_text():
    made = TableConfig(constants={"amount": 2, "date": date(2026, 1, 31), "paid": True})
    assert made.constants == {"amount": "2", "date": "2026-01-31", "paid": "true"}


def test_a_table_takes_from_the_top_what_it_leaves_open():
    config = parse_config("""\
    date_format: "%d.%m.%Y"
    encoding: cp1252
    delimiter: ;
    decimal: ","
    tables:
      costs: {file: spend.csv, delimiter: "\\t", date_format: "%Y%m%d", encoding: utf-8, decimal: .}
      surveys: {columns: {score: NPS}}
    """)
    costs, surveys, customers = (config.table(name) for name in ("costs", "surveys", "customers"))
    assert (costs.file, costs.delimiter, costs.decimal) == ("spend.csv", "\t", ".")
    assert (costs.date_format, costs.encoding) == ("%Y%m%d", "utf-8")
    assert (surveys.date_format, surveys.encoding, surveys.delimiter, surveys.decimal) == (
        "%d.%m.%Y",
        "cp1252",
        ";",
        ",",
    )
    assert surveys.columns == {"score": "NPS"}
    assert (customers.file, customers.delimiter) == (None, ";")


def test_open_tables_take_attributes_under_any_name():
    config = parse_config("tables: {customers: {columns: {country: Land}}, costs: {constants: {team: EU}}}")
    assert config.tables["customers"].columns == {"country": "Land"}
    assert config.tables["costs"].constants == {"team": "EU"}


def test_categories_are_compared_without_case_and_spaces():
    costs = parse_config('costs: {acquisition: [" Paid Search", ADS, ads], other: [Straße]}').costs
    assert (costs.acquisition, costs.other) == (("paid search", "ads"), ("strasse",))


@pytest.mark.parametrize(
    ("ces", "turned_round", "own_terms"),
    [
        (Ces(), 5, 5),
        (Ces(easy=6), 6, 6),
        (Ces(scale=(1, 5)), 4, 4),
        (Ces(scale=(0, 10)), 7, 7),
        (Ces(scale=(1, 2)), 2, 2),
        (Ces(better="lower"), 5, 3),
        (Ces(scale=(1, 5), better="lower"), 4, 2),
        (Ces(scale=(1, 5), better="lower", easy=1), 5, 1),
        (Ces(scale=(0, 10), better="lower", easy=2), 8, 2),
    ],
)
def test_what_counts_as_easy(ces, turned_round, own_terms):
    assert (ces.easy_from, ces.easy_in_effect) == (turned_round, own_terms)


@given(st.integers(-10, 10), st.integers(1, 100), st.sampled_from(["higher", "lower"]))
def test_the_best_third_is_easy_unless_declared(low, length, better):
    ces = Ces(scale=(low, low + length), better=better)
    assert ces.easy_from == low + math.ceil(length * 2 / 3)
    assert Ces(scale=ces.scale, better=better, easy=ces.easy_in_effect).easy_from == ces.easy_from


def test_the_rules_in_force_by_default():
    assert Config().rules_in_force() == {
        "currency": None,
        "amount_unit": "units",
        "timezone": "UTC",
        "gross_margin": 1.0,
        "surveys.nps.scale": [0, 10],
        "surveys.nps.promoters": 9,
        "surveys.nps.detractors": 6,
        "surveys.csat.scale": [1, 5],
        "surveys.csat.satisfied": 4,
        "surveys.csat.better": "higher",
        "surveys.csat.from": None,
        "surveys.csat.method": "share",
        "surveys.ces.scale": [1, 7],
        "surveys.ces.easy": 5,
        "surveys.ces.better": "higher",
        "surveys.ces.method": "mean",
        "surveys.repeat_answers": "all",
        "reviews.scale": [1, 5],
        "feedback.languages": ["english", "german", "spanish", "french"],
        "costs.acquisition": ["sales", "marketing", "advertising"],
        "costs.retention": ["success", "support", "onboarding"],
        "costs.other": [],
        "rules.joined_and_left": "count",
        "rules.recognise": "spread",
        "rules.crc_customers": "end",
        "rules.lifespan_months": None,
        "rules.interval_factors.day": 365 / 12,
        "rules.interval_factors.week": 52 / 12,
        "rules.interval_factors.month": 1.0,
        "rules.interval_factors.quarter": 1 / 3,
        "rules.interval_factors.half_year": 1 / 6,
        "rules.interval_factors.year": 1 / 12,
    }


def test_rates_are_in_force_where_they_are_declared():
    rules = parse_config("{currency: USD, rates: {file: rates.csv, date: fixed, on: 2026-01-01}}").rules_in_force()
    assert {name: value for name, value in rules.items() if name.startswith("rates")} == {
        "rates.valid_for": 7,
        "rates.date": "fixed",
        "rates.on": "2026-01-01",
        "rates.quoted": None,
    }
    assert parse_config("rates:").rates is None


def test_the_rules_in_force_have_one_order_whatever_the_order_of_the_file():
    one = parse_config("gross_margin: 0.8\nrules: {interval_factors: {year: 1, day: 30}}\ncurrency: usd")
    other = parse_config("currency: USD\nrules: {interval_factors: {day: 30, year: 1}}\ngross_margin: 0.8")
    assert json.dumps(one.rules_in_force()) == json.dumps(other.rules_in_force())
    assert list(one.rules_in_force()) == list(Config().rules_in_force())


def test_the_rules_in_force_state_easy_as_it_would_be_declared():
    rules = parse_config("surveys: {ces: {scale: [1, 5], better: lower}}").rules_in_force()
    assert rules["surveys.ces.easy"] == 2


def test_intervals_have_a_factor_each():
    assert tuple(INTERVAL_FACTORS) == INTERVALS


def test_a_configuration_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Config().currency = "EUR"


def test_tables_made_in_python_are_checked_as_well():
    with pytest.raises(ValidationError, match="Did you mean score"):
        Config(tables={"surveys": TableConfig(columns={"scor": "NPS"})})
    assert Config(tables={"surveys": TableConfig(columns={"score": "NPS"})}).table("surveys").columns == {
        "score": "NPS"
    }


def test_currencies_are_those_in_force_and_those_lately_withdrawn():
    assert all(re.fullmatch("[A-Z]{3}", code) for code in CURRENCIES)
    assert len(CURRENCIES) == 178 + 14
    assert {"USD", "EUR", "GBP", "JPY", "CHF", "ZWG", "XCG", "SLE", "VED", "HRK", "BGN"} <= CURRENCIES
    assert not {"DEM", "FRF", "USB"} & CURRENCIES


def test_every_table_can_be_configured():
    assert Config(tables={name: {"file": f"{name}.txt"} for name in TABLES}).table("costs").file == "costs.txt"


@pytest.mark.slow
def test_reading_a_configuration_needs_no_pandas():
    code = "import sys, csmetrics.config; print(sorted({'pandas', 'pyarrow', 'numpy', 'click'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_models_of_scores_are_read_back_as_they_are_written():
    text = "health: {bands: {at_risk: 40, watch: {below: 70}}, signals: {n: {column: n, tiers: {2: 0, above: 100}}}}"
    config = parse_config(text)
    assert type(config).model_validate(config.model_dump(mode="json")) == config
