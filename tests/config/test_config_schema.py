"""The JSON Schema of csmetrics.yaml: current, complete, and of one mind with the program."""

import json
from importlib import resources
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from csmetrics.config import parse_config
from csmetrics.config.schema import config_schema, schema_text
from csmetrics.declared import TABLES
from csmetrics.errors import ConfigError

EXAMPLE = Path(__file__).with_name("example.yaml").read_text("utf-8")

GOOD = [
    "{}",
    EXAMPLE,
    "currency: eur",
    "tables: {customers: {columns: {country: Land}}, surveys: {columns: {comment: 2024}, constants: {score: 9}}}",
    "delimiter: ;\ndecimal: ','",
    "currency: USD\nrates: {file: rates.csv}",
    "currency: EUR\nrates: {file: package, valid_for: 31, date: fixed, 'on': '2026-01-01', quoted: per_base}",
    "costs: {acquisition: [], other: [rent]}",
    "rules: {lifespan_months: 36, interval_factors: {week: 4, day: 30}}",
    "thresholds: {nps: {min_change: -5}}",
    "health: {signals: {last_nps: {weight: 20, days: 90}, seats: {column: seats, tiers: {20: 0, above: 100}}}}",
    "health: {min_coverage: 0.6, bands: {at_risk: 40, watch: {below: 70}}}",
    "health: {method: sum, signals: {hiring: {question: x}}, bands: {at_risk: 4, watch: 7}}",
    "distress: {threshold: 40, signals: {usage_trend: {scale: [0, -0.4], past: 56}}}",
]

BAD = [
    "currncy: USD",
    "currency: Euro",
    "amount_unit: cent",
    "date_format: DD/MM/YYYY",
    "delimiter: tab",
    "decimal: point",
    "gross_margin: 80",
    "gross_margin: 0",
    "tables: {survey: {}}",
    "tables: {costs: {filename: x}}",
    "tables: {surveys: {columns: {scor: x}}}",
    "tables: {surveys: {constants: {scor: x}}}",
    "tables: {costs: {constants: {date: [1]}}}",
    "surveys: {nps: {scale: 5}}",
    "surveys: {csat: {from: [reviews]}}",
    "surveys: {csat: {better: low}}",
    "surveys: {csat: {scale: [1]}}",
    "surveys: {csat: {scale: [1, 2, 3]}}",
    "surveys: {ces: {better: up}}",
    "currency: USD\nrates: {}",
    "currency: USD\nrates: {file: ''}",
    "currency: USD\nrates: {file: x, valid_for: -1}",
    "currency: USD\nrates: {file: x, date: billing}",
    "currency: USD\nrates: {file: x, quoted: euro}",
    "currency: USD\nrates: {file: x, days: 3}",
    "costs: {acquisition: sales}",
    "costs: {other: ['']}",
    "rules: {recognise: x}",
    "rules: {lifespan_months: 0}",
    "rules: {interval_factors: {fortnight: 2}}",
    "rules: {interval_factors: {week: 0}}",
    "thresholds: {nps: {minimum: 1}}",
    "thresholds: {nps: {}}",
    "health: {methd: sum}",
    "health: {signals: {last_nps: {weigth: 3}}}",
    "health: {signals: {last_nps: {scale: [1]}}}",
    "health: {signals: {last_nps: {tiers: {20: 0}}}}",
    "health: {signals: {last_nps: {weight: 0}}}",
    "health: {bands: {at_risk: {up_to: 3}}}",
    "distress: {bands: {}}",
]

VALIDATOR = Draft202012Validator(config_schema())


def test_the_shipped_schema_is_current():
    shipped = resources.files("csmetrics").joinpath("schemas", "config.schema.json").read_text("utf-8")
    assert shipped == schema_text(), "make docs writes it again."


@pytest.mark.slow
def test_the_schema_is_one():
    Draft202012Validator.check_schema(config_schema())
    assert config_schema()["title"] == "csmetrics.yaml"


@pytest.mark.parametrize("text", GOOD)
def test_program_and_schema_accept(text):
    parse_config(text)
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(text)))


@pytest.mark.parametrize("text", BAD)
def test_program_and_schema_refuse(text):
    with pytest.raises(ConfigError):
        parse_config(text)
    assert list(VALIDATOR.iter_errors(yaml.safe_load(text)))


def test_every_key_is_described():
    schema = config_schema()
    keys = {**schema["properties"], **schema["properties"]["tables"]["properties"]}
    for section in schema["$defs"].values():
        keys |= section["properties"]
    for name, key in keys.items():
        told = key.get("description") or schema["$defs"][key["$ref"].rpartition("/")[2]]["description"]
        assert told.endswith("."), name


def test_tables_and_their_columns_are_listed():
    tables = config_schema()["properties"]["tables"]["properties"]
    assert list(tables) == list(TABLES)
    for name, table in TABLES.items():
        listed = tables[name].get("properties", {}).get("columns", {}).get("propertyNames", {}).get("enum")
        assert listed == (None if table.open else list(table.columns))


@pytest.mark.slow
def test_the_schema_is_plain_json():
    assert json.loads(schema_text()) == config_schema()
