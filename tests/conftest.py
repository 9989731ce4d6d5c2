"""Shared by all tests: folders written from a dict, and the example business read once."""

from pathlib import Path

import pytest

from csmetrics import api
from csmetrics.config import parse_config

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
