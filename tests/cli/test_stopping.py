"""Ctrl-C, kill and a closing terminal at any moment: a quiet end, nothing half done, nothing left lying about."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from conftest import ACME, tries, uncovered
from csmetrics.published.store import Store
from csmetrics.published.store_rows import read_snapshots

PROGRAM = [sys.executable, "-m", "csmetrics"]
MONEY = "currency: USD\nrates: {file: rates.csv, valid_for: 31}\n"
SMALL = f"memory_share: 0.000001\n{MONEY}"  # so that the customers are divided on disk


def heeding():
    """Signals as a terminal gives them; what runs in the background of a script is started with Ctrl-C ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(*arguments, folder):
    """The program with a TMPDIR of its own."""
    rooms = folder / "tmp"
    rooms.mkdir(exist_ok=True)
    environment = uncovered() | {"TMPDIR": str(rooms)}
    how = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "cwd": folder,
        "env": environment,
        "preexec_fn": heeding,
    }
    return subprocess.Popen([*PROGRAM, *map(str, arguments)], **how)


def started():
    """The seconds after which it is this program that runs, and no longer the interpreter that starts."""
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        spent.append(time.perf_counter() - began)
    return 2 * max(spent)


def seconds_of(*arguments, folder):
    began = time.perf_counter()
    run = start(*arguments, folder=folder)
    said = run.communicate()
    assert run.returncode == 0, said
    return time.perf_counter() - began


def stopped(number, after, *arguments, folder):
    """Told to stop after some seconds: whether it was still running; it must have ended quietly."""
    run = start(*arguments, folder=folder)
    time.sleep(after)
    run.send_signal(number)
    _, problems = run.communicate(timeout=60)
    assert problems == b""
    assert run.returncode in (0, 128 + number)
    return run.returncode != 0


def left_in(folder):
    return [path for place in (folder, folder / "tmp") for path in place.iterdir() if "csmetrics-" in path.name]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_report_is_stopped_at_any_moment(tmp_path, number):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    chance = random.Random(int(number))  # noqa: S311
    line = ("report", ACME, "--config", "small.yaml", "--output", "out.json")
    whole = seconds_of(*line, folder=tmp_path)
    before = (tmp_path / "out.json").read_bytes()
    begun = started()
    moments = [begun, *(chance.uniform(begun, whole) for _ in range(tries(8)))]
    were_running = [stopped(number, moment, *line, folder=tmp_path) for moment in moments]
    assert any(were_running)
    assert left_in(tmp_path) == []
    assert (tmp_path / "out.json").read_bytes() == before


def test_rows_that_a_killed_run_left_are_swept_by_the_next_one(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    run = start("report", ACME, "--config", "small.yaml", folder=tmp_path)
    while run.poll() is None and not list((tmp_path / "tmp").glob("csmetrics-*.rows/*/*")):
        time.sleep(0.001)
    run.kill()
    run.communicate()
    assert run.returncode == -signal.SIGKILL
    assert left_in(tmp_path)
    seconds_of("report", ACME, folder=tmp_path)
    assert left_in(tmp_path) == []


def test_a_snapshot_is_stopped_at_any_moment(tmp_path):
    chance = random.Random(5)  # noqa: S311
    store = tmp_path / "history.db"
    line = ("snapshot", ACME, "--period", "2026-09", "--last", "6", "--store", store)
    whole = seconds_of(*line, folder=tmp_path)
    complete = published(store)
    assert len(complete) == 6
    begun = started()
    for _ in range(tries(9)):
        store.unlink(missing_ok=True)
        stopped(signal.SIGINT, chance.uniform(begun, whole), *line, folder=tmp_path)
        assert published(store) in ([], complete)
        assert not store.with_name("history.db-journal").exists()


def published(place):
    with Store(str(place)).reading() as connection:
        return [] if connection is None else [(s.period.name, s.version) for s in read_snapshots(connection)]


WRITES = """
import sys, time
from csmetrics.published import publish
write = publish.write_snapshot
publish.write_snapshot = lambda *a: (write(*a), print("written", flush=True), time.sleep(60))
from csmetrics.__main__ import main
sys.argv[1:] = {line!r}
main()
"""


def test_a_snapshot_that_is_stopped_while_it_writes_takes_it_back(tmp_path):
    store = tmp_path / "history.db"
    seconds_of("snapshot", ACME, "--period", "2026-08", "--store", store, folder=tmp_path)
    before = store.read_bytes()
    line = ["snapshot", str(ACME), "--period", "2026-09", "--store", str(store)]
    run = subprocess.Popen(
        [sys.executable, "-c", WRITES.format(line=line)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heeding,  # noqa: PLW1509  # no threads here
    )
    assert run.stdout.readline() == b"written\n"
    run.send_signal(signal.SIGINT)
    assert run.communicate() == (b"", b"")
    assert run.returncode == 130
    assert store.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history.db", "tmp"]


def test_a_snapshot_that_waits_for_another_one_is_stopped(tmp_path):
    store = tmp_path / "history.db"
    with Store(str(store)).writing():
        run = start("snapshot", ACME, "--period", "2026-09", "--store", store, folder=tmp_path)
        time.sleep(4)
        run.send_signal(signal.SIGINT)
        began = time.perf_counter()
        assert run.communicate() == (b"", b"")
        assert time.perf_counter() - began < 5
    assert run.returncode == 130


@pytest.mark.parametrize("start_with", ["-m csmetrics", "the console script"])
def test_ctrl_c_while_importing(start_with, tmp_path):
    """Whatever is imported when it comes, even a module that swallows exceptions."""
    swallow = "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept BaseException:\n    pass\n"
    (tmp_path / "click.py").write_text(swallow, encoding="utf-8")
    command = (
        PROGRAM
        if start_with == "-m csmetrics"
        else [sys.executable, "-c", "from csmetrics.__main__ import main; main()"]
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([*command, "--help"], capture_output=True, check=False, env=environment, preexec_fn=heeding)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_ctrl_c_where_another_program_calls_the_commands(monkeypatch, run_cli, tmp_path):
    def interrupt(*_args, **_how):
        raise KeyboardInterrupt

    monkeypatch.setattr("csmetrics.views.report.compute.report", interrupt)
    assert run_cli(["report", str(ACME)], cwd=tmp_path).exit_code == 130
