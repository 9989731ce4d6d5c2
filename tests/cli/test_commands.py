"""The commands as a person types them; what exactly they print is the business of tests/views."""

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from csmetrics.cli.main import COMMANDS, commands
from csmetrics.cli.messages import say_problems
from csmetrics.errors import Problem
from csmetrics.metrics.catalogue import METRICS

CUSTOMERS = "customer_id,name,country,plan\n" + "".join(
    f"c{n},Name {n},{'DE' if n % 2 else 'FR'},Pro\n" for n in range(1, 13)
)
SUBSCRIPTIONS = "customer_id,start_date,end_date,amount\n" + "".join(
    f"c{n},2026-0{1 + n % 8}-01,{'2026-09-10' if n == 3 else ''},{100 * n}\n" for n in range(1, 13)
)
SURVEYS = "survey,score,responded_at,customer_id\n" + "".join(
    f"nps,{n % 11},2026-09-{1 + n % 30:02},c{1 + n % 12}\n" for n in range(150)
)


@pytest.fixture
def data(folder):
    return folder(customers__csv=CUSTOMERS, subscriptions__csv=SUBSCRIPTIONS, surveys__csv=SURVEYS)


@pytest.fixture
def run(run_cli, data):
    """A function that runs a command line beside the data folder, and expects an exit status."""

    def running(line, status=0):
        result = run_cli(line.split(), cwd=data.parent)
        assert result.exit_code == status, result.output
        return result

    return running


@pytest.mark.slow
def test_report_defaults_to_the_last_complete_month_of_the_data(run):
    result = run("report data")
    assert result.stdout.startswith("2026-09 (1 to 30 September 2026)\n")
    assert "Net promoter score" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("--grain quarter", "2026-Q3"),
        ("--period 2026-08", "2026-08"),
        ("--period 2026-Q3 --grain quarter", "2026-Q3"),
        ("--grain quarter --period 2026-Q3", "2026-Q3"),
        ("--period last-12-months", "2025-10..2026-09"),
        ("--period 2026-08..2026-09", "2026-08..2026-09"),
    ],
)
def test_the_period_is_the_one_asked_for(run, asked, named):
    assert json.loads(run(f"report data --format json {asked}").stdout)["period"]["name"] == named


@pytest.mark.slow
def test_metrics_and_attributes_may_be_repeated_or_parted_by_commas(run):
    apart = run("report data --metric nps --metric mrr,customers --by country --by plan,country --format json").stdout
    together = run("report data --metric customers,nps,mrr --by country,plan --format json").stdout
    assert apart == together
    assert json.loads(apart)["by"] == ["country", "plan"]
    assert list(dict.fromkeys(each["metric"] for each in json.loads(apart)["metrics"])) == ["nps", "customers", "mrr"]


@pytest.mark.slow
def test_survey_answers_know_who_gave_them(run, data):
    whole, *segments = json.loads(run("report data --metric nps --by country --format json").stdout)["metrics"]
    assert whole["n"] == sum(each["n"] for each in segments) == 150
    (data / "csmetrics.yaml").write_text("surveys: {repeat_answers: latest}")
    assert json.loads(run("report data --metric nps --format json").stdout)["metrics"][0]["n"] == 12


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report data --metric npz", "Did you mean nps?"),
        ("report data --by contry", "Did you mean country?"),
        ("report data --period 2026-19", "Write 2026-09, 2026-Q3"),
        ("report data --period 2026-09 --grain quarter", "2026-09 is not a quarter"),
        ("explain npz data", "Did you mean nps?"),
        ("explain data npz", "Did you mean nps?"),
        ("explain nps data --limit 0", "--limit"),
        ("metrics npz", "Did you mean nps?"),
        ("reprot data", "No command is called reprot. Did you mean report?"),
        (
            "sing",
            "health, feedback, explain, workbook, snapshot, history, check, layouts, schema, metrics.",
        ),
        ("trend npz data", "Did you mean nps?"),
        ("trend data npz", "Did you mean nps?"),
        ("trend data --last 0", "--last"),
        ("trend data --chart --format json", "--chart is for people, not for json."),
        ("cohorts data --of people", "customers"),
        ("customers data --movement chruned", "Did you mean churned?"),
        ("customers data --movement sideways", "There are new, returned, expansion,"),
        ("report data --fromat json", "--fromat"),
        ("report", "DATA"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_status_2(run, line, said):
    result = run(line, 2)
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report data --period 2020", "do not reach 2020"),
        ("report nowhere", "nowhere"),
        ("report data --config nowhere.yaml", "nowhere.yaml"),
    ],
)
def test_what_the_data_make_wrong_is_status_1(run, line, said):
    result = run(line, 1)
    assert result.stderr.startswith("csmetrics: ")
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.slow
def test_rows_left_out_are_named_on_stderr_alone(run, data):
    (data / "surveys.csv").write_text(SURVEYS + "nps,11,2026-09-03,c1\n")
    result = run("report data --metric nps --format csv")
    assert result.stderr == (
        "csmetrics: 1 row left out:\n"
        '  surveys.csv row 152, score "11": outside 0 to 10. '
        "Fix the row, or declare the scale under surveys: nps: scale.\n"
    )  # fmt: skip
    assert [row["metric"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["nps"]
    assert "surveys.csv row 152" in run("explain nps data").stderr


@pytest.mark.slow
def test_strict_stops_at_the_first_bad_row(run, data):
    (data / "surveys.csv").write_text(SURVEYS + "nps,11,2026-09-03,c1\n")
    for name in ("report", "trend", "cohorts", "customers", "explain nps"):
        line = f"{name} data --strict"
        result = run(line, 1)
        assert "row 152" in result.stderr
        assert result.stdout == ""


@pytest.mark.slow
def test_many_problems_of_a_kind_are_told_by_their_number(run, data):
    (data / "surveys.csv").write_text(SURVEYS + "nps,8.5,2026-09-03,c1\n" * 332)
    result = run("report data", 1)
    assert result.stderr.count("not a whole number") == 1
    assert "  surveys.csv, 332 rows, score: not a whole number." in result.stderr
    assert '    row 152 "8.5"; row 153 "8.5"; row 154 "8.5"; ...\n' in result.stderr
    assert result.stderr.endswith("  Each row: csmetrics check DATA --all\n")
    assert run("check data --all", 1).stdout.count("not a whole number") == 332


def test_twenty_kinds_are_enough(capsys):
    say_problems([Problem("a.csv", 2, f"column{at}", "x", "not a number", "Mend it.") for at in range(25)])
    said = capsys.readouterr().err
    assert said.count("not a number") == 20
    assert said.endswith("  and 5 more of other kinds: csmetrics check DATA --all\n")


def test_a_problem_cannot_rewrite_the_screen(run, data):
    (data / "surveys.csv").write_text(SURVEYS + "nps,\x1b[2J,2026-09-03,c1\n")
    result = run("report data")
    assert "\x1b" not in result.stderr
    assert "[2J" in result.stderr


@pytest.mark.slow
def test_explain_shows_the_biggest_lines_to_people_and_all_to_programs(run):
    table = run("explain mrr data").stdout
    assert "10 of 11, biggest first; --limit 11 or --format json shows all" in table
    assert len(json.loads(run("explain mrr data --format json").stdout)["tallies"][0]["lines"]) == 11
    assert run("explain mrr data --limit 2 --format csv").stdout.count("\n") == 3
    assert "10 of 11" not in run("explain mrr data --limit 11").stdout


@pytest.mark.slow
def test_check_is_status_1_when_there_is_a_problem(run, data):
    assert run("check data").stdout.startswith("No problems in 3 files\n")
    (data / "surveys.csv").write_text(SURVEYS + "nps,11,2026-09-03,c1\n")
    result = run("check data", 1)
    assert result.stdout.startswith("1 problem in 3 files\n")
    assert result.stderr == ""


def test_check_knows_what_day_it_is(run, data):
    (data / "surveys.csv").write_text(SURVEYS + "nps,10,2026-11-23,c1\n")
    assert "2026-11-22" in run("check data", 1).stdout


@pytest.mark.slow
def test_metrics_lists_the_catalogue_or_shows_cards(run):
    assert run("metrics").stdout.startswith(f"{len(METRICS)} metrics\n")
    cards = run("metrics clv nps").stdout
    assert cards.startswith("Net promoter score (nps)\n")
    assert "Customer lifetime value (clv)\n" in cards
    assert [each["metric"] for each in json.loads(run("metrics nps --format json").stdout)["metrics"]] == ["nps"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    ["report data", "trend data", "cohorts data", "customers data", "explain mrr data", "check data", "metrics"],
)
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_a_file_gets_what_stdout_would(run, data, command, form):
    printed = run(f"{command} --format {form}")
    assert printed.stdout
    written = run(f"{command} --format {form} --output out.txt")
    assert written.stdout == ""
    assert (data.parent / "out.txt").read_bytes() == printed.stdout_bytes


def test_an_input_is_never_overwritten(run, data):
    for line in ("report data", "trend data", "cohorts data", "customers data", "explain nps data", "check data"):
        assert "one of the files that were read" in run(f"{line} --output data/surveys.csv", 1).stderr
    (data / "other.yaml").write_text("currency: USD")
    assert "other.yaml" in run("report data --config data/other.yaml --output data/other.yaml", 1).stderr
    assert (data / "surveys.csv").read_text() == SURVEYS


@pytest.mark.slow
def test_help_shows_every_command_and_an_example_of_each(run):
    text = run("--help").stdout
    for name, says in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(says)}$", text, re.MULTILINE)
        each = CliRunner().invoke(commands, [name, "-h"], prog_name="csmetrics").stdout
        assert f"Example: csmetrics {name}" in each
        assert says.rstrip(".") in " ".join(each.split())


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("csmetrics exp", "plain,explain\n"),
        ("csmetrics explain customer_ch", "plain,customer_churn_rate\n"),
        ("csmetrics trend data customer_ch", "plain,customer_churn_rate\n"),
        ("csmetrics customers data --movement ch", "plain,churned\n"),
        ("csmetrics sing on", "\n"),
    ],
)
def test_commands_and_metrics_complete_in_the_shell(monkeypatch, words, completed):
    monkeypatch.setenv("_CSMETRICS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    assert CliRunner().invoke(commands, [], prog_name="csmetrics").stdout == completed


@pytest.mark.parametrize("option", ["--by", "--metric"])
def test_an_option_that_names_nothing_is_a_mistake(run, option):
    result = run(f"report data {option} ,", 2)
    assert "It names nothing" in result.stderr
