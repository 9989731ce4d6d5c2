"""The pages with Python: what they show is what Python shows."""

import doctest

import pytest

from conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(("page", "examples"), [("python.md", 15), ("reconcile.md", 5)])
def test_python_shows_what_the_page_shows(page, examples, monkeypatch, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs" / page), module_relative=False, encoding="utf-8")
    assert (failed, tried > examples) == (0, True)
    if page == "python.md":
        assert (tmp_path / "nps.svg").read_text(encoding="utf-8").startswith("<svg ")
