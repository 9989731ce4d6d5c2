"""A sign of life on stderr, late and only for those who watch."""

import io
import time
from contextlib import redirect_stderr

import pytest

from csmetrics.cli import progress
from csmetrics.cli.progress import working

CLEARED = "\x1b[2K"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0.01)


def wait_for(terminal, text):
    deadline = time.monotonic() + 10
    while text not in terminal.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert text in terminal.getvalue()


def test_long_work_is_shown_and_the_line_cleared():
    with redirect_stderr(Terminal()) as terminal, working("Reading data"):
        wait_for(terminal, "Reading data")
    assert terminal.getvalue().endswith(CLEARED)
    assert "\x1b[?25h" in terminal.getvalue()  # the cursor is back


def test_short_work_is_not(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 60)
    with redirect_stderr(Terminal()) as terminal, working("Reading data"):
        pass
    assert terminal.getvalue() == ""


def test_nobody_watching_is_shown_nothing():
    with redirect_stderr(io.StringIO()) as log, working("Reading data"):
        time.sleep(0.1)
    assert log.getvalue() == ""


def test_an_error_passes_through_and_the_line_is_cleared():
    def fails(terminal):
        with working("Reading data"):
            wait_for(terminal, "Reading data")
            raise ValueError("no")

    with redirect_stderr(Terminal()) as terminal, pytest.raises(ValueError, match="no"):
        fails(terminal)
    assert terminal.getvalue().endswith(CLEARED)
