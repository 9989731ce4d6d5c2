"""The console script as a process of its own: pipes that close, encodings, tracebacks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-m", "csmetrics"]
ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, environment=None, **how):
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, check=False, env={**os.environ, **(environment or {})}, **how
    )


def test_python_m_works():
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"csmetrics ")


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_closed_pipe_ends_quietly(form):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*PROGRAM, "metrics", "--format", form], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_a_message():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "metrics"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr == b"csmetrics: The output cannot be written: No space left on device.\n"


def test_a_plain_terminal_gets_plain_signs():
    done = run("metrics", "nps", environment={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.decode("ascii").startswith("Net promoter score (nps)")


def test_a_bug_shows_its_traceback():
    code = (
        "import csmetrics.views.metrics.page as c\n"
        "def broken(*a, **k): raise RuntimeError('a bug')\n"
        "c.page = broken\n"
        "import sys; sys.argv = ['csmetrics', 'metrics']\n"
        "from csmetrics.cli.main import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "RuntimeError: a bug" in done.stderr


@pytest.mark.parametrize(
    ("start", "left_alone"),
    [
        ("import csmetrics; csmetrics.report(csmetrics.read('examples/acme'))", True),
        ("from csmetrics.cli.main import main; sys.argv[1:] = ['--version']; main()", False),
    ],
    ids=["the Python API", "the console script"],
)
def test_only_the_console_script_sets_the_process_up_for_a_short_life(start, left_alone):
    code = f"import gc, os, sys\ntry: {start}\nexcept SystemExit: pass\nprint(gc.isenabled(), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stderr.strip() == str(left_alone)


@pytest.mark.parametrize(
    "line",
    [
        "report examples/acme --period 2026-09",
        "report examples/acme --period 2026-09 --format json",
        "explain clv examples/acme --period 2026-09",
        "metrics nps clv",
        "--help",
        "report --help",
        "health --help",
    ],
)
def test_without_docstrings_it_says_the_same(line, forked, tmp_path):
    """python -OO throws docstrings away, and with them what metrics mean."""
    code = f"import sys; sys.argv = ['csmetrics', *{line.split()}]; from csmetrics.__main__ import main; main()"
    command = [sys.executable, "-OO", "-c", code]
    without = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    plain = forked.run(*line.split(), folder=ROOT, rooms=tmp_path)
    assert (without.returncode, without.stdout, without.stderr) == plain
    assert without.stdout


def test_without_docstrings_it_publishes(tmp_path):
    for line in ("snapshot examples/acme --period 2026-09", "history"):
        command = [sys.executable, "-OO", "-m", "csmetrics", *line.split(), "--store", str(tmp_path / "history.db")]
        done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
        assert (done.returncode, done.stderr) == (0, b"")
