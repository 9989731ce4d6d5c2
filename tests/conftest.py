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

EXAMPLES = int(os.environ.get("CSMETRICS_TEST_EXAMPLES", "60"))  # businesses that a property is tried on
NEW = "CSMETRICS_TEST_NEW" in os.environ  # other businesses at each run: `make hunt`; else the same ones at each

settings.register_profile("csmetrics", deadline=None, max_examples=EXAMPLES, print_blob=True, derandomize=not NEW)
settings.load_profile("csmetrics")

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
