"""From the raw exports to the true figures: `init`, one decision each on amount and rates, `report`."""

import json
import shutil

import pytest
import yaml

import by_hand_exports
import exports_made
from conftest import ROOT
from exports_compared import EXPECTED, EXPORTS, UNTOLD, WRITTEN_OUT, same_as_by_hand

pytestmark = pytest.mark.slow

EACH_READING = pytest.mark.parametrize("reading", by_hand_exports.READINGS)


@pytest.fixture
def raw(tmp_path):
    """The folder as it is downloaded; nobody has thought of rates yet."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in exports_made.FILES[:3]:
        shutil.copy(EXPORTS / name, folder)
    return folder


def get_rates(folder):
    shutil.copy(EXPORTS / "rates.csv", folder)


def decide(folder, **about_subscriptions):
    """What a person adds to csmetrics.yaml: what Amount is, and which currency and rates the figures have."""
    path = folder / "csmetrics.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config |= {"currency": "USD", "rates": {"file": "rates.csv"}}
    config["tables"]["subscriptions"] |= about_subscriptions
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


def report(run_cli, folder):
    return run_cli(["report", str(folder), "--format", "json"], cwd=ROOT)


@EACH_READING
def test_init_two_decisions_and_the_true_figures(reading, run_cli, raw):
    assert run_cli(["init", str(raw)], cwd=ROOT).exit_code in (0, 1)
    get_rates(raw)
    decide(raw, amount_is=reading)
    result = report(run_cli, raw)
    assert result.exit_code == 0, result.stderr
    same_as_by_hand(json.loads(result.stdout), reading, UNTOLD)


def test_no_false_figure_on_the_way(run_cli, raw):
    """Until both decisions are made there is no MRR at all, and the lines to choose from are shown."""
    run_cli(["init", str(raw)], cwd=ROOT)
    undecided = report(run_cli, raw)
    assert undecided.exit_code == 1
    assert "amount_is: unit" in undecided.stderr
    assert "amount_is: line" in undecided.stderr
    assert '"mrr"' not in undecided.stdout


@EACH_READING
def test_the_layouts_and_the_decisions_are_enough(reading, run_cli, raw):
    get_rates(raw)
    shutil.copy(EXPECTED, raw / "csmetrics.yaml")
    decide(raw, amount_is=reading)
    result = report(run_cli, raw)
    assert result.exit_code == 0, result.stderr
    same_as_by_hand(json.loads(result.stdout), reading, UNTOLD)
    read_as = {each["file"]: each["layout"] for each in json.loads(result.stdout)["read_as"]}
    assert [read_as[name] for name in exports_made.FILES[:3]] == [
        "stripe_subscriptions", "hubspot_companies", "surveymonkey",
    ]  # fmt: skip


@EACH_READING
def test_the_same_written_out_without_layouts(reading, run_cli, raw):
    get_rates(raw)
    shutil.copy(WRITTEN_OUT, raw / "csmetrics.yaml")
    decide(raw, amount_is=reading)
    result = report(run_cli, raw)
    assert result.exit_code == 0, result.stderr
    same_as_by_hand(json.loads(result.stdout), reading)
