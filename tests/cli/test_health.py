"""csmetrics health and explain --customer: each form, what does not go together, JSON against its schema."""

import csv
import io
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

import csmetrics
from conftest import ACME, ROOT

SCHEMAS = Path(csmetrics.__file__).parent / "schemas"


def run(run_cli, *arguments):
    result = run_cli([str(ACME) if each == "DATA" else each for each in arguments], cwd=ROOT)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ("health", "health DATA"),
        ("health", "health DATA --by country,account_manager --band watch --limit 3"),
        ("health", "health DATA --period 2024-08"),
        ("customer_health", "explain health_score DATA --customer C095"),
        ("customer_health", "explain customers_distressed DATA --customer C116"),
        ("backtest", "health DATA --backtest"),
        ("backtest", "health DATA --backtest --months 24"),
    ],
)
def test_json_fits_its_schema(schema, line, run_cli):
    values = json.loads(run(run_cli, *line.split(), "--format", "json"))
    shipped = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(shipped, format_checker=jsonschema.FormatChecker()).validate(values)
    assert values["schema"] == f"csmetrics.{schema}/1"


@pytest.mark.slow
def test_json_carries_the_model_in_force(run_cli):
    models = json.loads(run(run_cli, "health", "DATA", "--format", "json"))["models"]
    for model in models.values():
        model["signals"] = {name: {key: value for key, value in signal.items() if value is not None}
                            for name, signal in model["signals"].items()}  # fmt: skip
    printed = yaml.safe_load(run(run_cli, "health", "DATA", "--model"))
    assert json.loads(json.dumps(printed, default=str)) == models
    assert run(run_cli, "health", "DATA", "--model", "--format", "markdown").startswith("```yaml\nhealth:\n")


@pytest.mark.slow
def test_csv_has_a_customer_a_line(run_cli):
    rows = list(csv.DictReader(io.StringIO(run(run_cli, "health", "DATA", "--format", "csv"))))
    assert len(rows) == 77
    assert (rows[0]["customer_id"], rows[0]["band"], rows[0]["distressed"], rows[0]["cost_1"]) == (
        "C095", "at_risk", "true", "usage_trend",
    )  # fmt: skip
    unknown = next(row for row in rows if row["band"] == "unknown")
    assert unknown["score"] == unknown["change"] == ""
    assert float(unknown["coverage"]) < 0.5


@pytest.mark.slow
def test_csv_of_a_customer_has_a_signal_a_line(run_cli):
    text = run(run_cli, "explain", "health_score", "DATA", "--customer", "C095", "--format", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["score"] == "health"]
    known = [row for row in rows if row["value"]]
    assert len(rows) == 10
    assert {row["signal"] for row in rows} - {row["signal"] for row in known} == {"days_to_close"}
    assert sum(float(row["contribution"]) for row in known) == pytest.approx(27.7, abs=0.05)


@pytest.mark.slow
def test_csv_of_a_backtest(run_cli):
    rows = list(csv.DictReader(io.StringIO(run(run_cli, "health", "DATA", "--backtest", "--format", "csv"))))
    assert [(row["kind"], row["name"]) for row in rows[:6]] == [
        ("health", "at_risk"), ("health", "watch"), ("health", "healthy"),
        ("distress", "calm"), ("distress", "distressed"), ("score", "health_score"),
    ]  # fmt: skip
    assert float(rows[0]["interval_low"]) < float(rows[0]["rate"]) < float(rows[0]["interval_high"])


@pytest.mark.slow
def test_too_few_data_are_said_to_people(run_cli):
    said = run(run_cli, "health", "DATA", "--backtest", "--months", "24")
    assert "Too few data. No customer was scored 24 months before the end" in said


@pytest.mark.slow
def test_who_is_in_distress_without_a_score_is_said_so_and_no_more(run_cli):
    (line,) = [line for line in run(run_cli, "health", "DATA", "--band", "unknown").splitlines() if "C112" in line]
    assert line.split()[-2:] == ["in", "distress"]


@pytest.mark.slow
def test_the_models_are_shown_where_they_are_asked_for(run_cli, tmp_path):
    short, whole = (run(run_cli, "health", "DATA", "--limit", "1", *more) for more in ((), ("--signals",)))
    assert short.endswith("\nWhat the scores are made of: --signals\n")
    assert "model in force" not in short
    assert whole.startswith(short.removesuffix("What the scores are made of: --signals\n"))
    assert whole.count("model in force") == 2
    assert "74 of 77" in whole
    for name in ("customers.csv", "subscriptions.csv", "tickets.csv", "rates.csv"):
        shutil.copy(ACME / name, tmp_path)
    (tmp_path / "csmetrics.yaml").write_text(
        "currency: USD\nrates: {file: rates.csv, valid_for: 31}\n", encoding="utf-8"
    )
    undeclared = run_cli(["health", "."], cwd=tmp_path).stdout
    assert undeclared.endswith(
        "Nobody declared a health and distress model: --signals shows what the scores are\nmade of\n"
    )


@pytest.mark.slow
def test_nobody_in_a_band_is_said(run_cli):
    assert "Nobody." in run(run_cli, "health", "DATA", "--band", "at_risk", "--period", "2024-07")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("health DATA --model --backtest", "exclude one another"),
        ("health DATA --months 3", "--months is for --backtest"),
        ("health DATA --backtest --band watch", "for the list of customers"),
        ("health DATA --model --format csv", "--model prints YAML"),
        ("health DATA --model --signals", "for the list of customers"),
        ("health DATA --signals --format json", "the JSON of health has the models"),
        ("explain nps DATA --customer C095", "nps is none"),
        ("explain health_score DATA --customer C095 --by country", "say nothing of one customer"),
        ("health DATA --band", "requires an argument"),
    ],
)
def test_what_does_not_go_together(line, said, run_cli):
    result = run_cli([str(ACME) if each == "DATA" else each for each in line.split()], cwd=ROOT)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_output_replaces_no_input(run_cli, tmp_path):
    for name in ("subscriptions.csv", "tickets.csv"):
        (tmp_path / name).write_bytes((ACME / name).read_bytes())
    result = run_cli(["health", str(tmp_path), "--output", str(tmp_path / "tickets.csv")], cwd=ROOT)
    assert result.exit_code == 1
    assert "is one of the files that were read" in result.stderr
