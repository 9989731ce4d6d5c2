"""Some hundred cases of the net (make fuzz runs thousands), and that it catches what it is there for."""

from pathlib import Path

import click
import pytest

from fuzz import net
from fuzz.cases import Case, business, case
from fuzz.net import Net

SEED, BLOCK = "suite", 25
BLOCKS = 12


@pytest.fixture(scope="session")
def cast(tmp_path_factory):
    return Net(tmp_path_factory.mktemp("net"))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_mistake_shows_a_traceback(block, cast):
    tried = [case(SEED, number) for number in range(block * BLOCK, (block + 1) * BLOCK)]
    assert {each.name: found for each in tried if (found := cast.complaints(each))} == {}


def test_a_case_is_the_same_each_time():
    assert [case("x", number) for number in range(50)] == [case("x", number) for number in range(50)]
    assert case("x", 1) != case("y", 1)


def test_every_command_and_every_file_is_tried():
    tried = [case(SEED, number) for number in range(400)]
    commands = {
        "report",
        "trend",
        "cohorts",
        "customers",
        "health",
        "feedback",
        "explain",
        "snapshot",
        "history",
        "check",
    }
    commands |= {"init", "layouts", "metrics", "schema", "board", "workbook"}
    assert commands <= {word for each in tried for word in each.arguments}
    changed = " ".join(change for each in tried for change in each.changes)
    assert all(name in changed for name in business() if name.endswith(".csv"))


def run_with(cast, monkeypatch, act, line):
    """What the net says of a command that does something else."""
    form = click.Option(["--format"], expose_value=False)
    monkeypatch.setattr(
        "csmetrics.cli.command.command_of", lambda view: click.Command(view.name, params=[form], callback=act)
    )
    return cast.complaints(Case("made up", line.split(), business()))


def test_an_exception_is_caught(cast, monkeypatch):
    def fail():
        raise KeyError("amount")

    (said,) = run_with(cast, monkeypatch, fail, "report")
    assert said.endswith("KeyError: 'amount'")


def test_what_hangs_is_caught(cast, monkeypatch):
    def hang():
        while True:
            pass

    monkeypatch.setattr(net, "SECONDS", 1)
    (said,) = run_with(cast, monkeypatch, hang, "report")
    assert said.endswith("TooSlowError: took more than 1 seconds")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: click.get_current_context().exit(1), "exit status 1 without a word"),
        (lambda: click.get_current_context().exit(7), "exit status 7"),
        (lambda: click.echo("Traceback (most recent call last)", err=True), "a traceback on stderr"),
        (lambda: Path("DATA/costs.csv").write_text("x", encoding="utf-8"), "costs.csv written over"),
    ],
)
def test_silence_and_harm_are_caught(cast, monkeypatch, act, said):
    assert said in run_with(cast, monkeypatch, act, "check")


@pytest.mark.parametrize(
    "text", ['{"schema": "csmetrics.check/1"}', "{", '{"schema": NaN}'], ids=["incomplete", "cut", "no number"]
)
def test_json_that_does_not_fit_is_caught(cast, monkeypatch, text):
    (said,) = run_with(cast, monkeypatch, lambda: click.echo(text), "check --format json")
    assert said.startswith("JSON that does not fit: ")
