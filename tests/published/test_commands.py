"""csmetrics snapshot and csmetrics history as a person and a program meet them."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

import csmetrics
from conftest import ACME
from published.conftest import SUBSCRIPTIONS

SCHEMAS = Path(csmetrics.__file__).parent / "schemas"
CHEAPER = SUBSCRIPTIONS.replace("2026-01-10,,50,2", "2026-01-10,,45,2")


@pytest.fixture
def run(run_cli, tmp_path):
    def running(line):
        return run_cli(line.split(), cwd=tmp_path)

    return running


def valid(text, name):
    values = json.loads(text)
    jsonschema.validate(values, json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))
    return values


@pytest.mark.slow
def test_the_month_in_a_dozen_lines(run, business):
    business()
    result = run("snapshot data --period 2026-06")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("2026-06 (1 to 30 June 2026)\n\nPublished as version 1.\n")
    assert "cleo      Cleo  churned        80.00      0  -80.00" in result.stdout
    again = run("snapshot data --period 2026-06")
    assert again.exit_code == 0
    assert "Unchanged since it was published on 2026-11-22 (version 1)." in again.stdout


@pytest.mark.slow
def test_a_refusal_says_why_and_is_status_3(run, business):
    business()
    run("snapshot data --period 2026-06")
    business(subscriptions__csv=CHEAPER)
    result = run("snapshot data --period 2026-06")
    assert result.exit_code == 3
    assert result.stderr == "csmetrics: 2026-06 is published and would change. Nothing was written.\n"
    assert "Monthly recurring revenue     270     260      -10" in result.stdout
    assert "(1) Changed prices in subscriptions.csv: 1 row of 1 customer" in result.stdout
    assert "bert      3    amount 50 is now 45            -10.00" in result.stdout
    restated = run("snapshot data --period 2026-06 --restate typo")
    assert restated.exit_code == 0
    assert "Restated as version 2: typo" in restated.stdout
    assert "typo" in run("history").stdout


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv"])
def test_every_form_shows_a_refusal(run, business, form):
    business()
    run("snapshot data --period 2026-06 --by country")
    business(subscriptions__csv=CHEAPER)
    result = run(f"snapshot data --period 2026-06 --by country --format {form}")
    assert result.exit_code == 3
    assert "2026-06" in result.stdout
    if form == "json":
        values = valid(result.stdout, "snapshot")
        assert values["results"][0]["status"] == "refused"
        parts = {f["metric"]: f["parts"] for f in values["results"][0]["restatement"]["figures"] if not f["segment"]}
        assert parts["mrr"] == [{"cause": "price", "file": "subscriptions.csv", "difference": -10.0}]
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert {row["status"] for row in rows} == {"refused"}
        assert {row["segment"] for row in rows} == {"", "country=US"}


@pytest.mark.slow
def test_the_digest_is_the_same_in_every_form(run, business):
    business()
    values = valid(run("snapshot data --period 2026-06 --format json").stdout, "snapshot")
    assert [m["customer_id"] for m in values["digest"]["movements"]] == ["cleo", "dora"]
    markdown = run("snapshot data --period 2026-06 --format markdown").stdout
    assert "| cleo | Cleo | churned | 80.00 | 0 | -80.00 |" in markdown
    assert "### Problems in the files\n\nNo new ones." in markdown


@pytest.mark.slow
def test_nothing_moved_is_said(run, business):
    business()
    result = run("snapshot data --period 2026-07 --format markdown")
    assert "Nothing moved: nobody joined, left or changed what they pay." in result.stdout


@pytest.mark.slow
def test_a_breach_is_status_3_with_check_alone(run, business):
    business(csmetrics__yaml="thresholds: {mrr: {segments: {country: {US: {min: 999}}}}}\n")
    result = run("snapshot data --period 2026-06 --by country")
    assert result.exit_code == 0
    assert result.stderr == "csmetrics: mrr (country US): Below its threshold (min 999).\n"
    assert "Monthly recurring revenue (US): Below its threshold (min 999)." in result.stdout
    assert run("snapshot data --period 2026-06 --by country --check").exit_code == 3


@pytest.mark.slow
def test_a_history_of_every_version(run, business):
    business()
    run("snapshot data --period 2026-06 --last 3")
    business(subscriptions__csv=CHEAPER)
    run("snapshot data --period 2026-06 --restate typo")
    rows = list(csv.DictReader(io.StringIO(run("history mrr --format csv").stdout)))
    told = [(row["period"], row["version"], row["current"], row["value"], row["reason"]) for row in rows]
    assert told == [
        ("2026-04", "1", "true", "320.0", ""),
        ("2026-05", "1", "true", "320.0", ""),
        ("2026-06", "1", "false", "270.0", ""),
        ("2026-06", "2", "true", "260.0", "typo"),
    ]
    values = valid(run("history --format json").stdout, "history")
    assert [snapshot["current"] for snapshot in values["snapshots"]] == [True, True, False, True]
    assert "2026-06        2  260  2026-11-22    typo" in run("history mrr").stdout
    assert "| 2026-06 | 2 | 260 | 2026-11-22 | typo |" in run("history mrr --format markdown").stdout


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 100, 120])
def test_lines_fit(run_cli, tmp_path, monkeypatch, width, business):
    monkeypatch.setattr("shutil.get_terminal_size", lambda _: type("Size", (), {"columns": width}))
    business()
    lines = [["snapshot", str(ACME), "--last", "3"], ["history"], ["history", "mrr", "nps", "csat", "ces", "arr"]]
    lines += [["snapshot", str(ACME), "--config", "other.yaml"]]
    rates = "currency: USD\nrates: {file: rates.csv, valid_for: 31}\n"
    (tmp_path / "other.yaml").write_text(f"{rates}gross_margin: 0.4\nrules: {{joined_and_left: separate}}\n")
    for line in lines:
        result = run_cli(line, cwd=tmp_path)
        assert result.exit_code == (3 if "--config" in line else 0)
        assert max(map(len, result.stdout.splitlines())) <= width


def test_a_restatement_without_a_reason_is_a_usage_error(run_cli, business, tmp_path):
    business()
    result = run_cli(["snapshot", "data", "--restate", " "], cwd=tmp_path)
    assert result.exit_code == 2
    assert "A restatement needs a reason." in result.stderr


@pytest.mark.slow
def test_what_is_to_be_said_of_the_period_is_in_the_digest(run, business):
    business(csmetrics__yaml="thresholds: {mrr: {min: 1}}\n")
    result = run("snapshot data --period 2026-Q3")
    assert "The data end on 2026-08-09, before 2026-Q3 does." in result.stdout
    assert "Thresholds are for months: not checked for 2026-Q3." in result.stdout
