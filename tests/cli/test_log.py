"""How much is said on stderr, and in which form; stdout carries the report alone whatever is asked of stderr."""

import json
import shutil

import pytest

from conftest import ACME

ROWS = "customer_id,start_date,end_date,amount\n" + "".join(f"c{n},2026-01-01,,50\n" for n in range(200))


@pytest.fixture
def place(tmp_path):
    """A folder with a row that cannot be used, and a threshold that is breached."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "subscriptions.csv").write_text(ROWS + "c200,2026-01-01,,fifty\n", encoding="utf-8")
    (folder / "csmetrics.yaml").write_text("thresholds: {customers: {max: 5}}\ngross_margin: 0.8\n", encoding="utf-8")
    return tmp_path


REPORT = ["report", "data", "--period", "2026-01"]


def lines_of(done):
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize("options", [["--quiet"], ["--verbose"], ["--log-format", "json"]])
def test_it_may_stand_before_and_after_the_command_and_changes_nothing_on_stdout(place, run_cli, options):
    plain = run_cli(REPORT, place)
    before, after = run_cli([*options, *REPORT], place), run_cli([*REPORT, *options], place)
    assert before.stdout == after.stdout == plain.stdout
    assert {each.exit_code for each in (plain, before, after)} == {0}
    said = [[line for line in each.stderr.splitlines() if "Done in" not in line] for each in (before, after)]
    assert said[0] == said[1]
    assert before.stderr != plain.stderr


def test_quiet_leaves_what_the_exit_status_tells_of(place, run_cli):
    assert "1 row left out" in run_cli(REPORT, place).stderr
    assert run_cli([*REPORT, "--quiet"], place).stderr == ""
    breached = run_cli([*REPORT, "--quiet", "--check"], place)
    assert breached.exit_code == 3
    assert breached.stderr.startswith("csmetrics: customers: ")
    assert "left out" not in breached.stderr
    gone = run_cli(["report", "gone", "--quiet"], place)
    assert (gone.exit_code, gone.stderr) == (1, "csmetrics: There is no folder gone.\n")
    assert run_cli(["report", "data", "--metric", "npz", "--quiet"], place).stderr.endswith("lists them all.\n")


def test_verbose_says_what_was_read_from_where_under_which_rules_and_how_long_it_took(place, run_cli):
    said = run_cli([*REPORT, "--verbose"], place).stderr
    assert "csmetrics: Configuration: data/csmetrics.yaml.\n" in said
    assert "Read subscriptions from subscriptions.csv of data: 201 rows, 200 used, 2026-01-01 to 2026-01-01.\n" in said
    assert "csmetrics: Rule: gross_margin: 0.8.\n" in said
    assert "Done in " in said.splitlines()[-1]


def test_quiet_and_verbose_exclude_one_another(place, run_cli):
    for line in (["--quiet", *REPORT, "--verbose"], [*REPORT, "--verbose", "--quiet"]):
        done = run_cli(line, place)
        assert done.exit_code == 2
        assert "exclude one another" in done.stderr


def test_each_message_is_a_line_of_json(place, run_cli):
    left_out, breach = lines_of(run_cli([*REPORT, "--log-format", "json", "--check"], place))
    assert left_out == {
        "level": "warning",
        "code": "left_out",
        "message": left_out["message"],
        "file": "subscriptions.csv",
        "row": 202,
        "column": "amount",
        "value": "fifty",
        "fix": left_out["fix"],
    }
    assert (breach["level"], breach["code"], breach["metric"]) == ("error", "threshold", "customers")


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        ("report data --metric npz", 2, "usage"),
        ("report data --period 2026-01 --by contry", 2, "unknown_name"),
        ("report data --period 2019-01", 1, "period"),
        ("report gone", 1, "data"),
        ("report data --config gone.yaml", 1, "configuration"),
        ("history --store gone.db", 1, "store"),
        ("report data --period 2026-01 --output gone/a.json", 1, "output"),
    ],
)
def test_every_error_has_a_code(place, run_cli, line, status, code):
    done = run_cli([*line.split(), "--log-format", "json"], place)
    assert done.exit_code == status
    assert {(each["level"], each["code"]) for each in lines_of(done)} == {("error", code)}


def test_every_line_is_json_with_all_that_can_be_asked(place, run_cli):
    shutil.copytree(ACME, place / "acme")
    done = run_cli(["--log-format", "json", "--verbose", "--timings", "report", "acme"], place)
    assert done.exit_code == 0
    assert {each["code"] for each in lines_of(done)} == {"configuration", "read", "rule", "time", "timing"}
