"""Shared by all tests: folders written from a dict, and the example business read once."""

import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from csmetrics import api
from csmetrics.cli.main import commands
from csmetrics.config import parse_config
from csmetrics.tables import memory

ALL = "CSMETRICS_TEST_ALL" in os.environ  # `make test-all`: every service is there, and there is time
WHOLE, FEW = 60, 6  # businesses that a property is tried on where there is time, and while one works
EXAMPLES = int(os.environ.get("CSMETRICS_TEST_EXAMPLES", WHOLE if ALL else FEW))
NEW = "CSMETRICS_TEST_NEW" in os.environ  # other businesses at each run: `make hunt`; else the same ones at each

settings.register_profile("csmetrics", deadline=None, max_examples=EXAMPLES, print_blob=True, derandomize=not NEW)
settings.load_profile("csmetrics")


def tries(whole):
    """How many times something random is tried in this run, of so many where there is time."""
    return max(whole * EXAMPLES // WHOLE, 2)


def some(ways, *, at):
    """All ways to the same thing where there is time, else one of them: case by case another one."""
    return list(ways) if ALL else [list(ways)[at % len(ways)]]


def lacking(service):
    """Skip a test whose server, browser or office is not there; where all must be there, it fails."""
    (pytest.fail if ALL else pytest.skip)(service)


def uncovered():
    """The environment without what has a program that tests start counted among the code that they cover."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


@pytest.fixture(autouse=True, scope="session")
def few_partitions():
    """Where files are divided on disk, into five partitions at most: each costs as much as a small business."""
    if ALL:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "MOST", 5)
        yield


ROOT = Path(__file__).resolve().parent.parent
ACME = ROOT / "examples" / "acme"


@pytest.fixture
def folder(tmp_path):
    """A function that writes files (name -> text or bytes) into a new data folder and returns it."""

    def write(**files):
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        for name, content in files.items():
            path = data / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return data

    return write


@pytest.fixture
def read(folder):
    """A function that writes files and reads them, optionally under a configuration given as YAML."""

    def reading(config="", **files):
        return api.read(folder(**files), parse_config(config))

    return reading


@pytest.fixture(scope="session")
def acme():
    return api.read(ACME)


@pytest.fixture(scope="session")
def forked():
    """Starts the program as a process of its own, without the second that imports take."""
    from forked import Server  # noqa: PLC0415  # it asks for this file

    server = Server()
    yield server
    server.stop()


class Fixed(date):
    """A clock that stands still on 22 November 2026."""

    @classmethod
    def today(cls):
        return date(2026, 11, 22)


@pytest.fixture
def run_cli(monkeypatch):
    """A function that runs the command line in this process, 80 columns wide, on 22 November 2026."""

    def run(arguments, cwd):
        monkeypatch.chdir(cwd)
        monkeypatch.setattr("csmetrics.cli.terminal.date", Fixed)
        monkeypatch.setenv("COLUMNS", "80")
        return CliRunner().invoke(commands, arguments, prog_name="csmetrics")

    return run
