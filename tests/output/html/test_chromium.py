"""Printing to PDF, with programs that stand in for a Chromium that fails, hangs or is not there."""

import os
import time

import pytest

from csmetrics.errors import OutputError
from csmetrics.output.formats import FORMATS, Sheet
from csmetrics.output.html import chromium
from csmetrics.output.html.chromium import NAMES, printed
from csmetrics.output.page import Title

SHEET = Sheet(page=lambda: (Title("Figures"),), values=dict, rows=list)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A function that puts a program in the place of Chromium; TMPDIR is a folder that has nothing else."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))

    def made(script):
        program = tmp_path / "chromium"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("CSMETRICS_CHROMIUM", str(program))
        return program

    yield made
    assert list((tmp_path / "scratch").iterdir()) == []


FIND = 'for each in "$@"; do case $each in --print-to-pdf=*) pdf=${each#*=};; file:*) page=${each#file://};; esac; done'


def test_the_page_is_handed_over_and_the_pdf_taken_back(stand_in):
    stand_in(f'{FIND}; (echo "%PDF $*"; cat "$page"; echo "/CreationDate (D:20261130184108+00") > "$pdf"')
    made = FORMATS["pdf"].write(SHEET)
    assert made.startswith(b"%PDF --headless")
    assert b"<h1>Figures</h1>" in made
    assert b"size:A4" in made
    assert b"CreationDate (D:20000101000000+00" in made
    assert (b"--no-sandbox" in made) == (os.geteuid() == 0)
    for option in (b"--export-tagged-pdf", b"--no-pdf-header-footer", b"--user-data-dir="):
        assert option in made


def test_one_that_fails_says_what_it_said(stand_in):
    program = stand_in("echo '[1:1:1130/1841.1:FATAL:zygote.cc(2)] No usable sandbox!' >&2; exit 1")
    with pytest.raises(OutputError, match=r"made no PDF. It said: No usable sandbox! Write a page instead") as caught:
        printed("x")
    assert str(program) in str(caught.value)


def test_one_that_hangs_is_ended_with_all_it_has_started(stand_in, monkeypatch, tmp_path):
    monkeypatch.setattr(chromium, "SECONDS", 0.5)
    stand_in(f"(sleep 3; touch {tmp_path}/later) & sleep 30")
    with pytest.raises(OutputError, match=r"printed no PDF in 0.5 seconds"):
        printed("x")
    time.sleep(3.2)
    assert not (tmp_path / "later").exists()


def test_one_that_does_not_start_is_no_traceback(stand_in):
    program = stand_in("")
    program.write_bytes(b"\x00\x01")
    with pytest.raises(OutputError, match="No PDF can be printed"):
        printed("x")


def test_without_one_it_says_how(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CSMETRICS_CHROMIUM", raising=False)
    with pytest.raises(OutputError, match=r"There is no Chromium or Chrome here.*CSMETRICS_CHROMIUM.*any browser"):
        printed("x")
    monkeypatch.setenv("CSMETRICS_CHROMIUM", "nowhere/chrome")
    with pytest.raises(OutputError, match="CSMETRICS_CHROMIUM is nowhere/chrome, which is no program"):
        printed("x")


@pytest.mark.parametrize("name", NAMES)
def test_the_usual_names_are_found(monkeypatch, tmp_path, name):
    monkeypatch.delenv("CSMETRICS_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / name).write_text("#!/bin/sh\n")
    (tmp_path / name).chmod(0o755)
    assert chromium.found() == str(tmp_path / name)


def test_the_command_says_how_too(run_cli, monkeypatch, tmp_path):
    monkeypatch.setenv("CSMETRICS_CHROMIUM", "nowhere/chrome")
    done = run_cli(["metrics", "nps", "--output", "nps.pdf"], cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "which is no program" in done.stderr
    assert list(tmp_path.glob("*.pdf")) == []
