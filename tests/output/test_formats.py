"""A format is a file and a line: text or bytes, told by its name or by the name of the file."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conftest import ACME
from csmetrics.output.formats import DEFAULT, FORMATS, Format, Sheet, format_of

SHEET = Sheet(page=lambda: (), values=lambda: {"a": 1}, rows=lambda: [["a"], [1]])


@pytest.fixture
def packed(monkeypatch):
    """The file and the line of a format of bytes, which is no UTF-8."""
    made = ModuleType("csmetrics.output.formats.packed")
    made.write = lambda sheet, _canvas: b"PK\xff" + "|".join(str(row) for row in sheet.rows()).encode()
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setitem(FORMATS, "packed", Format("packed", (".packed",), binary=True))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_its_file_and_its_suffixes(form):
    assert hasattr(importlib.import_module(f"csmetrics.output.formats.{form}"), "write")
    if form != "pdf":
        assert isinstance(FORMATS[form].write(SHEET), bytes if FORMATS[form].binary else str)
    for suffix in FORMATS[form].suffixes:
        assert format_of(Path(f"a{suffix.upper()}")) is FORMATS[form]


def test_no_suffix_tells_two_formats():
    suffixes = [suffix for each in FORMATS.values() for suffix in each.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert format_of(Path("a.unknown")) is None
    assert DEFAULT.for_people


def test_bytes_are_written_as_they_are(packed, run_cli, tmp_path):
    done = run_cli(["metrics", "nps", "--output", "nps.packed"], cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "nps.packed").read_bytes().startswith(b"PK\xff['metric', 'title'")
    assert "packed" in run_cli(["metrics", "--help"], cwd=tmp_path).stdout


def test_bytes_are_no_text(packed, run_cli, tmp_path):
    done = run_cli(["report", str(ACME), "--format", "packed", "--output", "report.txt"], cwd=tmp_path)
    assert done.exit_code == 2
    assert "--format packed does not fit report.txt" in done.stderr
