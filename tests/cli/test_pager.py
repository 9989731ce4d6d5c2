"""On a real terminal: the pager where it is lower than the output, and messages as wide as it is."""

import os
import re
import shutil
import struct
import subprocess
import sys
import time

import pytest

from conftest import ACME, ROOT

pytestmark = pytest.mark.slow

fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))
REPORT = ["report", str(ACME), "--by", "country", "--all"]
KEEP = "sh -c 'cat > got; echo paged'"


@pytest.fixture
def terminal(tmp_path, forked):
    """A function that runs a command line on a terminal of a size; what it shows, and the exit status."""

    def run(*line, rows=24, columns=80, keys=b"", **environment):
        control, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "LESS", "PAGER")}
        at = os.ttyname(end)
        running = forked.start(
            *line, folder=tmp_path, stdin=at, stdout=at, stderr=at, environment=kept | {"TERM": "xterm"} | environment
        )
        os.close(end)
        shown = _seen(control, keys)
        status = running.wait()
        os.close(control)
        return shown.rpartition("\x1b[?25h")[2].replace("\r\n", "\n"), status  # without signs of life

    return run


def _seen(control, keys):
    """Everything that is shown until the end; keys are pressed one by one as soon as something is."""
    shown, left = b"", list(keys)
    while True:
        try:
            more = os.read(control, 65536)
        except OSError:  # the terminal is closed
            return shown.decode()
        if not more:
            return shown.decode()
        shown += more
        while left and b"\n" in shown and b"Reading" not in more:
            time.sleep(0.3)
            os.write(control, bytes([left.pop(0)]))


def test_a_page_that_is_too_high_goes_to_the_pager_whole_and_coloured(terminal, tmp_path):
    shown, status = terminal(*REPORT, "--check", PAGER=KEEP)
    got = (tmp_path / "got").read_text("utf-8")
    assert got.startswith("\x1b[1m2026-09 (1 to 30 September 2026), USD")
    assert got.count("\n") > 200
    assert status == 3
    assert "Net promoter score" not in shown
    assert shown.index("paged\n") < shown.index("csmetrics: nps (country DE): Below its threshold (min 20).\n")


@pytest.mark.parametrize(
    ("line", "size", "environment"),
    [
        (["--no-pager", *REPORT], {}, {"PAGER": KEEP}),
        (["--timings", *REPORT], {}, {"PAGER": KEEP}),
        (REPORT, {"rows": 500}, {"PAGER": KEEP}),
        (REPORT, {}, {"PAGER": "cat"}),
        (REPORT, {}, {"PAGER": "/bin/cat -u"}),
        (REPORT, {}, {"PAGER": ""}),
        (REPORT, {}, {"PAGER": "'"}),
        (REPORT, {}, {"PAGER": "no-such-pager -x"}),
        (REPORT, {}, {"PAGER": KEEP, "CSMETRICS_PAGER": "cat"}),
        (REPORT, {}, {"PAGER": KEEP, "TERM": "dumb"}),
        ([*REPORT, "--format", "csv"], {}, {"PAGER": KEEP}),
        ([*REPORT, "--output", "report.txt"], {}, {"PAGER": KEEP}),
    ],
)
def test_no_pager_where_none_is_wanted(terminal, tmp_path, line, size, environment):
    shown, status = terminal(*line, **size, **environment)
    assert status == 0
    assert not (tmp_path / "got").exists()
    assert "--output" in line or shown.count("customer_churn_rate" if "csv" in line else "(none)") > 5


def test_a_page_that_fits_to_the_line_is_not_paged(terminal, run_cli, tmp_path):
    line = ["report", str(ACME), "--metric", "nps"]
    height = run_cli(line, tmp_path).stdout.count("\n")
    terminal(*line, rows=height, PAGER=KEEP)
    assert (tmp_path / "got").exists()
    (tmp_path / "got").unlink()
    terminal(*line, rows=height + 1, PAGER=KEEP)
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize("pager", ["true", "false", "head -1", "sh -c 'kill -9 $$'"])
def test_whoever_quits_early_has_seen_enough(terminal, pager):
    shown, status = terminal(*REPORT, "--check", PAGER=pager)
    assert status == 3
    assert "Traceback" not in shown
    assert shown.endswith("csmetrics: customer_churn_rate (country FR): Above its threshold (max 0.04).\n")


def test_ctrl_c_is_for_the_pager_alone(terminal):
    pager = """sh -c 'trap "echo interrupted" INT; cat > got; echo ready; sleep 2; echo over'"""
    shown, status = terminal(*REPORT, keys=b"\x03", CSMETRICS_PAGER=pager)
    assert status == 0
    assert "interrupted" in shown
    assert "over" in shown
    assert "Traceback" not in shown


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_less_shows_colour_and_ends_at_q(terminal):
    shown, status = terminal(*REPORT, keys=b"q")
    assert status == 0
    assert "\x1b[1m2026-09" in shown
    assert "Lifetime value" not in shown  # it is further down
    assert "\x1b[?1049" not in shown  # what was read stays on the screen


def test_messages_are_as_wide_as_the_terminal(terminal, tmp_path):
    (tmp_path / "my data").mkdir()
    surveys = "survey,customer_id,date,score\n" + "".join(f"nps,C{n},2026-01-0{n % 9 + 1},{n}\n" for n in range(13))
    (tmp_path / "my data" / "surveys.csv").write_text(surveys, encoding="utf-8")
    shown, status = terminal("report", "my data", columns=60, PAGER="")
    assert status == 1
    assert len(shown.splitlines()) > 3
    assert max(map(len, re.sub(r"\r|\x1b\[[\d;?]*[A-Z]", "", shown).splitlines())) <= 60
    shown, status = terminal("report", "my data", "--section", "churn", columns=60)
    assert status == 2
    assert shown.endswith("\n    churn. There are satisfaction, customers, revenue,\n    value, health.\n")


def test_messages_that_are_no_terminals_stay_on_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "csmetrics", "report", "gone " * 40], capture_output=True, text=True, check=False,
        cwd=tmp_path, env=os.environ | {"COLUMNS": "60", "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
