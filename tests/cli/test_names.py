"""An unknown name is status 2 in every command, whatever it is a name of; either order of DATA and METRIC will do."""

import shutil

import pytest

from conftest import ACME
from csmetrics.views import COMMANDS, view

WRONG = "nosuchname"
OF_OPTIONS = {  # what an option or argument names, by its kind; a text only where it is a name
    "metric": "metric",
    "metrics": "metric",
    "attributes": "attribute",
    "period": "period",
    "names": "name",
    "currency": "currency",
    "choice": "choice",
}
NAMED_BY_TEXT = {("feedback", "theme"), ("explain", "customer")}
REST = {"explain": ["health_score"], "snapshot": ["--store", "new.db"]}


def places():
    """Each command with each of its options that takes a name."""
    for command in COMMANDS:
        for option in view(command).options:
            if option.kind in OF_OPTIONS or (command, option.name) in NAMED_BY_TEXT:
                yield pytest.param(command, option, id=f"{command} {option.flag or option.name}")
        yield pytest.param(command, None, id=f"{command} --format")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    where = tmp_path_factory.mktemp("names")
    shutil.copytree(ACME, where / "data")
    return where


def typed(command, option):
    """A line in which nothing but the name is wrong."""
    options = {each.name for each in view(command).options}
    data = ["data"] if "data" in options else []
    if option is None:
        return [command, *REST.get(command, []), *data, "--format", WRONG]
    if option.flag:
        return [command, *REST.get(command, []), *data, option.flag, WRONG]
    return [command, *data, WRONG] if option.kind == "metrics" else [command, WRONG, *data]


@pytest.mark.parametrize(("command", "option"), list(places()))
def test_an_unknown_name_is_status_2(place, run_cli, command, option):
    done = run_cli(typed(command, option), place)
    assert done.exit_code == 2
    assert WRONG in done.stderr
    assert done.stdout == ""
    assert not (place / "new.db").exists()


def test_an_unknown_command_is_status_2(place, run_cli):
    assert run_cli([WRONG, "data"], place).exit_code == 2


def test_a_name_in_the_configuration_is_one_of_the_configuration(place, run_cli):
    (place / "wrong.yaml").write_text(
        "currency: USD\nrates: {file: rates.csv, valid_for: 31}\nthresholds: {churn: {max: 0.1}}\n", encoding="utf-8"
    )
    done = run_cli(["report", "data", "--config", "wrong.yaml"], place)
    assert done.exit_code == 1
    assert "Did you mean customer_churn_rate or revenue_churn_rate?" in done.stderr


@pytest.mark.parametrize("line", [["explain", "churn", "data"], ["explain", "data", "churn"]])
def test_churn_offers_both_churn_rates_with_the_line_to_type(place, run_cli, line):
    done = run_cli([*line, "--period", "2026-09"], place)
    assert done.exit_code == 2
    for name in ("customer_churn_rate", "revenue_churn_rate"):
        offered = " ".join(name if word == "churn" else word for word in line)
        assert f"  csmetrics {offered} --period 2026-09\n" in done.stderr


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("explain nps data", "explain data nps"),
        ("trend data nps --last 2", "trend nps data --last 2"),
        ("trend data mrr nps --last 2", "trend mrr data nps --last 2"),
        ("trend data mrr nps --last 2", "trend mrr nps data --last 2"),
    ],
)
def test_folder_and_metric_may_change_places(place, run_cli, one, other):
    said = [run_cli(line.split(), place) for line in (one, other)]
    assert [each.exit_code for each in said] == [0, 0]
    assert said[0].stdout == said[1].stdout


def test_a_folder_that_has_the_name_of_a_metric_is_a_folder_where_that_alone_makes_sense(place, run_cli):
    shutil.copytree(place / "data", place / "nps")
    said = [run_cli(line.split(), place) for line in ("explain mrr nps", "explain nps mrr")]
    assert [each.exit_code for each in said] == [0, 0]
    assert said[0].stdout == said[1].stdout


def test_a_folder_that_is_not_there_is_named_where_the_metric_is_known(place, run_cli):
    done = run_cli(["explain", "gone", "csat"], place)
    assert done.exit_code == 1
    assert "gone" in done.stderr
