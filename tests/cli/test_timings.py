"""--timings: where the wall time went, on stderr, and stdout as it was."""

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import ROOT
from csmetrics import stages
from csmetrics.stages import STAGES, clocked, stage
from csmetrics.workers import side_by_side

LINE = re.compile(r"^  (\w+) +([\d.,]+) (s|MiB) ", re.MULTILINE)
PIPELINE = ["start", "read", "entries", "tallies", "metrics", "render"]


def process(line):
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "csmetrics", *line.split()], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return done, time.perf_counter() - began


def timings(stderr):
    return {name: float(value.replace(",", "")) for name, value, _ in LINE.findall(stderr)}


def test_the_stages_of_a_report_in_order_add_up_to_the_whole_process():
    done, taken = process("--timings report examples/acme --format json")
    found = timings(done.stderr)
    assert done.returncode == 0
    assert list(found) == [*PIPELINE, "whole", "memory"]
    assert sum(found[name] for name in PIPELINE) == pytest.approx(found["whole"], abs=0.005 * len(PIPELINE) + 0.005)
    assert taken / 4 < found["whole"] < taken + 0.02  # the system counts the beginning in hundredths
    assert 20 < found["memory"] < 2000
    assert done.stdout == process("report examples/acme --format json")[0].stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("trend examples/acme nps --last 3", PIPELINE),
        ("cohorts examples/acme", PIPELINE),
        ("report examples/acme --by plan", PIPELINE),
        ("customers examples/acme", ["start", "read", "entries", "explain", "render"]),
        ("explain nps examples/acme", ["start", "read", "entries", "tallies", "explain", "render"]),
        ("health examples/acme --limit 1", ["start", "read", "entries", "explain", "render"]),
        ("health examples/acme --backtest", ["start", "read", "entries", "metrics", "render"]),
        ("feedback examples/acme --limit 1", ["start", "read", "entries", "explain", "render"]),
        (
            "snapshot examples/acme --store {folder}/history.db",
            ["start", "read", "entries", "tallies", "metrics", "store", "render"],
        ),
        ("history --store {folder}/none.db", ["start", "store"]),
        ("check examples/acme", ["start", "read", "render"]),
        ("metrics nps", ["start", "render"]),
        ("report nowhere", ["start", "read"]),
    ],
)
def test_stages_that_do_not_occur_are_left_out(line, expected, run_cli, tmp_path):
    arguments = line.format(folder=tmp_path).split()
    timed = run_cli(["--timings", *arguments], cwd=ROOT)
    (tmp_path / "history.db").unlink(missing_ok=True)
    plain = run_cli(arguments, cwd=ROOT)
    assert [name for name in timings(timed.stderr) if name in STAGES] == expected
    assert (timed.stdout, timed.exit_code) == (plain.stdout, plain.exit_code)
    assert timed.stderr.startswith(plain.stderr)
    assert "timings" not in plain.stderr


@pytest.mark.parametrize("line", ["report examples/acme --timings", "--timings nothing", "--timings report"])
def test_a_line_that_is_not_understood_has_the_usual_answer(line, run_cli):
    result = run_cli(line.split(), cwd=ROOT)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: csmetrics")
    assert "where the time went" not in result.stderr


def test_memory_is_left_out_where_the_system_does_not_tell(run_cli, monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    found = timings(run_cli(["--timings", "metrics"], cwd=ROOT).stderr)
    assert list(found) == ["start", "render", "whole"]


class Hand:
    """A clock that a test moves."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(stages, "perf_counter", lambda: self.now)

    def pass_time(self, seconds):
        self.now += seconds


@pytest.fixture
def hand(monkeypatch):
    return Hand(monkeypatch)


def test_an_inner_stage_takes_its_time_from_the_outer_one(hand):
    with clocked(-2) as clock:
        hand.pass_time(1)
        with stage("tallies"):
            hand.pass_time(10)
            with stage("entries"):
                hand.pass_time(100)
            hand.pass_time(1000)
        hand.pass_time(10000)
    assert clock.seconds() == {"start": 10003, "entries": 100, "tallies": 1010}


def test_threads_side_by_side_divide_each_moment_and_who_waits_has_none_of_it(hand):
    with clocked(0) as clock, stage("tallies"), stages.handing_over(hand.pass_time) as handed:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(handed, 8).result()  # alone, in the stage of the one who waits
        with stage("entries"), ThreadPoolExecutor(1) as pool:
            pool.submit(handed, 2).result()  # beside one in another stage
    assert clock.seconds() == {"start": 0, "entries": 1, "tallies": 9}


def test_work_side_by_side_adds_up_to_the_wall_time():
    with clocked(time.perf_counter()) as clock, stage("tallies"):
        began = time.perf_counter()
        side_by_side(stage("entries")(time.sleep), [0.02] * 4)
        taken = time.perf_counter() - began
    found = clock.seconds()
    assert found["entries"] <= sum(found.values())
    assert sum(found.values()) == pytest.approx(taken, abs=0.05)
    assert found["entries"] > 0.02


def test_without_a_clock_nothing_is_kept():
    with stage("read"), stages.handing_over(len) as handed:
        assert handed is len
