"""csmetrics feedback as a person types it, and what the other commands do with comments and themes."""

import csv
import io
import json
import sqlite3
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from conftest import ACME, ROOT
from csmetrics import api
from csmetrics.columns import COMMENTS
from csmetrics.tables.dataset import read_dataset

pytestmark = pytest.mark.slow


@pytest.fixture
def run(run_cli):
    def running(line, status=0, cwd=ROOT):
        result = run_cli(line.split(), cwd=cwd)
        assert result.exit_code == status, result.output
        return result

    return running


@pytest.fixture
def reads(monkeypatch):
    """The columns of comments that are read while a command runs."""
    seen = []

    def watched(*arguments, **how):
        data = read_dataset(*arguments, **how)
        seen.extend(f"{t}.{c}" for t, c in COMMENTS.items() if t in data and c in data.frame(t))
        return data

    monkeypatch.setattr("csmetrics.views.reading.read_dataset", watched)
    return seen


@pytest.mark.parametrize(
    "line",
    ["report examples/acme", "trend examples/acme", "cohorts examples/acme", "report examples/acme --by country",
     "report examples/acme --metric nps,review_rating"],
)  # fmt: skip
def test_comments_are_not_read_where_nobody_asks_for_them(run, reads, line):
    run(line)
    assert reads == []


@pytest.mark.parametrize(
    "line",
    ["feedback examples/acme", "report examples/acme --metric comments", "trend examples/acme theme_bugs_share",
     "explain theme_bugs_share examples/acme"],
)  # fmt: skip
def test_comments_are_read_where_they_are_needed(run, reads, line):
    run(line)
    assert reads == ["surveys.comment", "reviews.text"]


def test_the_report_leaves_themes_out_until_they_are_named_or_watched(run, folder):
    values = json.loads(run("report examples/acme --format json").stdout)
    names = [figure["metric"] for figure in values["metrics"]]
    assert "reviews" in names
    assert [name for name in names if name == "comments" or name.startswith("theme_")] == []
    config = "feedback: {themes: {bugs: [bug]}}\nthresholds: {theme_bugs_share: {max: 0.1}}\n"
    where = folder(csmetrics__yaml=config, surveys__csv="survey,score,responded_at,comment\nnps,1,2026-01-31,A bug!\n")
    result = run(f"report {where} --period 2026-01 --check", 3)
    assert "csmetrics: theme_bugs_share: Above its threshold (max 0.1).\n" in result.stderr


def test_metrics_of_themes_in_every_view(run):
    report = json.loads(
        run("report examples/acme --period 2026-01 --by country --metric theme_bugs_share --format json").stdout
    )
    whole, *segments = report["metrics"]
    assert (whole["unit"], whole["based_on"], whole["interval"]["method"]) == ("fraction", "comments", "Wilson")
    assert whole["n"] == sum(segment["n"] for segment in segments)
    trend = json.loads(run("trend examples/acme theme_bugs_share --period 2026-01 --format json").stdout)
    assert trend["metrics"][0]["points"][-1]["value"] == whole["value"]
    why = json.loads(run("explain theme_bugs_share examples/acme --period 2026-01 --format json").stdout)
    assert why["figure"]["value"] == whole["value"]
    assert [t["value"] for t in why["tallies"]] == [sum(line["amount"] for line in t["lines"]) for t in why["tallies"]]
    assert list(why["rules"]) == ["timezone", "feedback.themes.bugs", "feedback.languages"]


@pytest.mark.parametrize("metric", ["reviews", "review_rating", "comments", "theme_price_comments"])
def test_explanations_add_up(run, metric):
    why = json.loads(run(f"explain {metric} examples/acme --period 2026 --by country --format json").stdout)
    for tally in why["tallies"]:
        assert tally["value"] == sum(line["amount"] for line in tally["lines"]) > 0


def test_a_theme_nobody_declared(run):
    said = "No metric is called theme_weather_share: csmetrics.yaml declares no such theme."
    assert said in run("report examples/acme --metric theme_weather_share", 2).stderr
    assert said in run("trend examples/acme theme_weather_share", 2).stderr
    assert said in run("explain theme_weather_share examples/acme", 2).stderr
    assert "No metric is called theme_bugs_share" in run("metrics theme_bugs_share", 2).stderr


def test_one_theme_and_the_first_few(run):
    bugs = run("feedback examples/acme --period 2026 --theme bugs --limit 2").stdout
    assert "Comments, bugs: 29\n" in bugs
    assert "2 of 29, newest first; --limit 29 or --format json shows all" in bugs
    lines = list(
        csv.DictReader(io.StringIO(run("feedback examples/acme --period 2026 --theme bugs --format csv").stdout))
    )
    assert len(lines) == 29
    assert all("bugs" in line["themes"].split() for line in lines)
    rows = (ACME / "surveys.csv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line["file"] == "surveys.csv":
            assert line["comment"].split('"')[0].removeprefix("'") in rows[int(line["row"]) - 1].replace('""', '"')


def test_without_quotes_the_lines_stay_and_the_texts_go(run):
    lines = list(csv.reader(io.StringIO(run("feedback examples/acme --no-quotes --format csv").stdout)))
    assert "comment" not in lines[0]
    assert len(lines) > 1
    values = json.loads(run("feedback examples/acme --no-quotes --format json").stdout)
    assert values["quotes"] is False
    assert {each["text"] for each in values["comments"]} == {None}


def test_a_table_may_lack_the_column_that_the_other_has(run, folder):
    surveys = "survey,score,responded_at,customer_id\nnps,9,2026-01-31,a\n"
    where = folder(
        csmetrics__yaml="feedback: {themes: {bugs: [bug]}}", surveys__csv=surveys,
        reviews__csv="rating,date,text\n2,2026-01-31,bugs\n", customers__csv="customer_id,country\na,DE\n",
    )  # fmt: skip
    line = "--period 2026-01 --metric theme_bugs_share --format json --by country"
    figures = json.loads(run(f"report {where} {line}").stdout)["metrics"]
    assert (figures[0]["value"], figures[0]["inputs"]) == (1.0, {"theme_bugs_comments": 1, "comments": 1})
    assert figures[1]["reason"] == "reviews.csv has no customer_id"
    why = json.loads(run(f"explain comments {where} --period 2026-01 --format json").stdout)
    assert [tally["value"] for tally in why["tallies"]] == [0, 1]


def test_python_says_why_comments_are_missing():
    data = api.read(ACME, detail=False)
    figure = api.report(data, "2026-09", metrics=["comments"]).figure("comments")
    assert (figure.status, figure.reason) == ("unavailable", "the comments were not read (detail=False)")
    assert api.report(api.read(ACME, detail=False, metrics="comments"), "2026-09", metrics="comments").figures[0].value


def test_the_plain_report_does_not_load_the_stemmer():
    code = (
        "import sys; from csmetrics import api; data = api.read('examples/acme', detail=False); api.report(data)\n"
        "print('Stemmer' in sys.modules)\n"
        "api.feedback(api.read('examples/acme')); print('Stemmer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False", "True"]


def test_a_row_that_cannot_be_split_takes_nothing_into_the_store(run, folder, tmp_path):
    fine = "nps,1,2026-01-31,fine\n" * 200
    where = folder(surveys__csv=f"survey,score,responded_at,comment\n{fine}nps,1,2026-01-31,A zebra, a bug\n")
    store = tmp_path / "history.db"
    result = run(f"snapshot {where} --period 2026-01 --store {store}")
    assert "surveys.csv row 202: the row has 5 cells, the header 4." in " ".join(result.stdout.split())
    assert b"zebra" not in store.read_bytes()


def test_nothing_that_people_wrote_goes_into_the_store(run, folder, tmp_path):
    config = "feedback: {themes: {bugs: [bug]}}\nthresholds: {theme_bugs_share: {max: 0.1}}\n"
    where = folder(
        csmetrics__yaml=config,
        surveys__csv="survey,score,responded_at,comment\nnps,1,2026-01-31,A zebra bug\n",
        reviews__csv="rating,date,text\n2,2026-01-31,zebra bugs\n",
    )
    store = tmp_path / "history.db"
    run(f"snapshot {where} --period 2026-01 --store {store}")
    names = {f.metric for s in api.history(str(store)).snapshots for f in s.figures}
    assert "review_rating" in names
    assert [name for name in names if name == "comments" or name.startswith("theme_")] == []
    with sqlite3.connect(store) as connection:
        packed = [row[0] for row in connection.execute("SELECT content FROM csmetrics_contents")]
    kept = [pq.read_table(io.BytesIO(content)) for content in packed]
    assert any("rating" in table.column_names for table in kept)
    assert not any("zebra" in str(table.to_pydict()) for table in kept)
