"""Trend, cohorts and customers as a person types them, on a small folder and on the example business."""

import csv
import io
import json
import sys

import pytest

from conftest import ROOT
from csmetrics.views.customers.model import MOVEMENTS

pytestmark = pytest.mark.slow


@pytest.fixture
def run(run_cli, monkeypatch):
    """A function that runs a command line on examples/acme at a width, and expects an exit status."""

    def running(line, status=0, width=80):
        monkeypatch.setattr("shutil.get_terminal_size", lambda _=None: type("Size", (), {"columns": width})())
        monkeypatch.setenv("COLUMNS", str(width))
        result = run_cli(line.split(), cwd=ROOT)
        assert result.exit_code == status, result.output
        return result

    return running


def test_a_trend_is_twelve_months_of_every_metric(run):
    values = json.loads(run("trend examples/acme --format json").stdout)
    assert [values["periods"][at]["name"] for at in (0, -1)] == ["2025-10", "2026-09"]
    assert len(values["metrics"]) > 30
    chosen = json.loads(run("trend examples/acme nps,mrr nps --last 3 --grain quarter --format json").stdout)
    assert [each["metric"] for each in chosen["metrics"]] == ["nps", "mrr"]
    assert [period["name"] for period in chosen["periods"]] == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_a_trend_by_segment_in_csv_is_a_report_for_each_period(run):
    line = "examples/acme --by country --format csv"
    trend = list(csv.reader(io.StringIO(run(f"trend {line} --last 2").stdout)))
    report = list(csv.reader(io.StringIO(run(f"report {line}").stdout)))
    had = [row for row in report[1:] if row[5] != "unavailable"]
    assert trend[0] == report[0]
    assert [row for row in trend if row[0] == "2026-09" and row[5] != "unavailable"] == had


def test_a_chart_is_drawn(run):
    drawn = run("trend examples/acme nps --chart").stdout
    assert "Net promoter score\n" in drawn
    assert "┤" in drawn
    assert "\x1b" not in drawn


def test_without_the_library_a_chart_says_how_to_get_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "plotext", None)
    result = run("trend examples/acme nps --chart", 1)
    assert result.stderr == (
        "csmetrics: Charts are drawn with plotext, which is not installed: pip install 'csmetrics[chart]'\n"
    )
    assert "Net promoter score" in run("trend examples/acme nps").stdout


def test_cohorts_follow_customers_or_mrr(run):
    assert run("cohorts examples/acme --grain quarter").stdout.startswith("Customers by the quarter")
    assert run("cohorts examples/acme --of mrr --as value").stdout.startswith("MRR by the month")
    values = json.loads(run("cohorts examples/acme --period 2025-Q4 --format json").stdout)
    assert [each["cohort"] for each in values["cohorts"]][-1] == "2025-Q4"


def test_customers_are_cut_for_people_and_not_for_programs(run):
    line = "customers examples/acme --movement active"
    assert "20 of 77, biggest first; --limit 77 or --format json shows all" in run(line).stdout
    assert len(json.loads(run(f"{line} --format json").stdout)["customers"]) == 77
    assert run(f"{line} --format csv --limit 3").stdout.count("\n") == 4


def test_movements_may_be_repeated_or_parted_by_commas(run):
    apart = run("customers examples/acme --movement churned --movement joined-and-left --format json").stdout
    together = run("customers examples/acme --movement churned,joined_and_left --format json").stdout
    assert apart == together
    assert json.loads(apart)["movements"] == ["churned", "joined_and_left"]
    default = json.loads(run("customers examples/acme --format json").stdout)["movements"]
    assert default == list(MOVEMENTS[:-1])


def test_a_wide_report_has_the_last_twelve_periods(run):
    assert "last 12" in run("report examples/acme", width=110).stdout
    assert "last 12" not in run("report examples/acme", width=109).stdout
    assert "last 12" not in run("report examples/acme --by country", width=200).stdout
    narrow, wide = (run("report examples/acme --format json", width=width).stdout for width in (80, 200))
    assert narrow == wide


def test_an_explanation_by_plan_names_who_changed_it(run):
    values = json.loads(run("explain customer_churn_rate examples/acme --by plan --format json").stdout)
    assert values["by"] == ["plan"]
    assert [each["segment"]["plan"] for each in values["segments"]] == ["basic", "business", "team", "(none)"]
    moved = next(each for each in values["tallies"] if each["tally"] == "customers_moved_in")
    assert (moved["value"], [line["segment"]["plan"] for line in moved["lines"]]) == (
        3, ["business", "business", "basic"],
    )  # fmt: skip
    churned = next(each for each in values["tallies"] if each["tally"] == "customers_churned")
    assert [(line["segment"], line["mrr"]) for line in churned["lines"]] == [
        ({"plan": "team"}, pytest.approx(126 * 1.0958)), ({"plan": "team"}, 38.0),  # EUR 126 at the opening
    ]  # fmt: skip
