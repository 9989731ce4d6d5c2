"""The files of a folder: those read, those named because they are not, those that figures can spare."""

import json
import re

import pytest

from csmetrics import api
from csmetrics.errors import DataError

SUBSCRIPTIONS = "customer_id,start_date,amount\na,2026-01-01,30\nb,2026-01-31,12\n"
SURVEYS = "survey,score,responded_at\nnps,10,2026-01-02\nnps,9,2026-01-31\n"
BROKEN = "customer_id,start_date,amount,qty\na,2026-01-01,30,2\n"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("subscriptions.xlsm", "save it as .xlsx"),
        ("Subscriptions (1).XLS", "tables: subscriptions: file"),
        ("subscriptions.tab", "rename it to .tsv"),
        ("subscriptions.csv.bz2", "unpack it"),
        ("subscriptions-2025.tsv", "tables: subscriptions: file"),
        ("subscriptions-2025.csv.gz", "tables: subscriptions: file"),
        ("subscriptions-2025.csv", "tables: subscriptions: file"),
        ("2025_subscriptions_export.csv", "tables: subscriptions: file"),
        ("subscriptions.json", "export it as CSV"),
    ],
)
def test_a_file_named_after_a_table_is_named_by_report_and_check(folder, name, advice):
    where = folder(subscriptions__csv=SUBSCRIPTIONS)
    (where / name).write_text(SUBSCRIPTIONS)
    report = api.report(api.read(where), "2026-01")
    said = [remark.text for remark in report.remarks if name in remark.text]
    assert len(said) == 1
    assert advice in said[0]
    assert said[0] in report.figure("mrr").remarks
    assert any(name in note for note in api.check(where).notes)
    assert name in api.check(where).unread


@pytest.mark.parametrize(
    "name", ["notes.txt", "customers_success.csv", "my subscriptions plan.xlsx", ".subscriptions.csv"]
)
def test_other_files_are_left_alone(folder, name):
    where = folder(subscriptions__csv=SUBSCRIPTIONS)
    (where / name).write_text("a,b\n")
    assert api.read(where).remarks == ()


@pytest.mark.parametrize("other", ["subscriptions.tsv", "Subscriptions.zip", "subscriptions.csv.gz"])
def test_two_files_for_a_table_are_both_named(folder, other):
    where = folder(subscriptions__csv=SUBSCRIPTIONS)
    (where / other).write_text(SUBSCRIPTIONS)
    with pytest.raises(DataError, match=f"holds both .*{other}"):
        api.read(where)


def test_a_folder_of_other_workbooks_says_how_they_are_read(folder):
    where = folder(surveys__xlsb=b"PK")
    with pytest.raises(DataError, match=r"surveys\.xlsb.*save it as \.xlsx"):
        api.read(where)


def test_a_metric_needs_its_own_tables_alone(folder, run_cli):
    where = folder(subscriptions__csv=BROKEN, surveys__csv=SURVEYS)
    result = run_cli(["report", str(where), "--period", "2026-01", "--metric", "nps", "--format", "json"], cwd=where)
    assert result.exit_code == 0
    assert "subscriptions.csv cannot be used, and no figure here needs it" in result.stderr
    assert json.loads(result.stdout)["metrics"][0]["value"] == 100.0
    assert run_cli(["report", str(where), "--period", "2026-01", "--metric", "mrr"], cwd=where).exit_code == 1


def test_without_partial_a_fault_stops_the_report(folder, run_cli):
    where = folder(subscriptions__csv=BROKEN, surveys__csv=SURVEYS)
    result = run_cli(["report", str(where), "--period", "2026-01"], cwd=where)
    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.parametrize("command", [["report", "--all"], ["trend"]], ids="".join)
def test_partial_reports_what_the_good_tables_allow(folder, run_cli, command):
    where = folder(subscriptions__csv=BROKEN, surveys__csv=SURVEYS)
    result = run_cli([*command, str(where), "--period", "2026-01", "--partial"], cwd=where)
    assert result.exit_code == 1
    assert "Net promoter score" in result.stdout
    assert "subscriptions.csv cannot be used: customers," in result.stdout
    assert "subscriptions.csv cannot be used, and its figures are missing" in result.stderr


def test_a_short_report_says_which_file_its_figures_are_missing_for(folder, run_cli):
    where = folder(subscriptions__csv=BROKEN, surveys__csv=SURVEYS)
    said = " ".join(run_cli(["report", str(where), "--period", "2026-01", "--partial"], cwd=where).stdout.split())
    assert re.search(r"[0-9]+ figures unavailable \(subscriptions.csv cannot be used;", said)


def test_partial_is_no_matter_where_all_is_well(folder, run_cli):
    where = folder(subscriptions__csv=SUBSCRIPTIONS, surveys__csv=SURVEYS)
    whole, part = (
        run_cli(["report", str(where), "--format", "json", *more], cwd=where) for more in ([], ["--partial"])
    )
    assert (part.exit_code, part.stdout) == (0, whole.stdout)


def test_partial_of_nothing_is_an_error(folder, run_cli):
    where = folder(subscriptions__csv=BROKEN)
    assert run_cli(["report", str(where), "--partial"], cwd=where).exit_code == 1


def test_scores_are_not_made_of_what_is_left(folder):
    usage = "customer_id,date,value\na,2026-01-05,x\na,2026-01-06,y\n"
    tickets = "customer_id,opened_at,closed_at\na,2026-01-05,2026-01-06\n"
    where = folder(subscriptions__csv=SUBSCRIPTIONS, usage__csv=usage, tickets__csv=tickets)
    report = api.report(api.read(where, detail=False, partial=True), "2026-01")
    score = report.figure("health_score")
    assert (score.status, score.reason) == ("unavailable", "usage.csv cannot be used")
    assert report.figure("mrr").status == "ok"
