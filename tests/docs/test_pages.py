"""docs/pages.md: what it shows of Python is what Python shows."""

import doctest

import pytest

from conftest import ROOT

PAGE = ROOT / "docs" / "pages.md"


@pytest.mark.slow
def test_python_shows_what_the_page_shows(monkeypatch, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (failed, tried > 6) == (0, True)
    assert (tmp_path / "nps.svg").read_text(encoding="utf-8").startswith("<svg ")
