"""Folders that do not outlive the run that made them, whichever way it ends."""

import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from csmetrics import scratch
from csmetrics.scratch import Scratch, scratch_folder

HOLD = """
import sys, time
from pathlib import Path
from csmetrics.scratch import Scratch
held = Scratch(Path(sys.argv[1]))
(held.folder / "rows").write_text("anna,100")
print(held.folder, flush=True)
time.sleep(60)
"""


def holding(folder):
    """A run that holds a scratch folder with rows in it."""
    run = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    return run, Path(run.stdout.readline().strip())


def test_it_is_gone_when_the_block_ends(tmp_path):
    with scratch_folder(tmp_path) as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "rows").write_text("x")
        assert folder.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept_and_what_a_running_one_holds_is_not(tmp_path):
    killed, left = holding(tmp_path)
    running, held = holding(tmp_path)
    try:
        killed.kill()
        killed.communicate()
        assert left.exists()
        with scratch_folder(tmp_path) as folder:
            assert sorted(tmp_path.iterdir()) == sorted([held, folder])
        assert (held / "rows").read_text() == "anna,100"
    finally:
        running.kill()
        running.communicate()


def test_folders_of_other_users_and_links_are_left_alone(tmp_path, monkeypatch):
    theirs = tmp_path / ".csmetrics-theirs.rows"
    theirs.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("x")
    (tmp_path / ".csmetrics-link.rows").symlink_to(elsewhere)
    (tmp_path / ".csmetrics-file.rows").write_text("x")
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    with scratch_folder(tmp_path):
        assert theirs.exists()
    monkeypatch.setattr(os, "geteuid", lambda: me)
    with scratch_folder(tmp_path):
        assert not theirs.exists()
    assert (elsewhere / "kept").exists()
    assert (tmp_path / ".csmetrics-file.rows").exists()


def test_a_thread_that_still_writes_does_not_keep_it(tmp_path):
    made = Scratch(tmp_path)
    stop = threading.Event()

    def write():
        for number in range(500):
            if stop.is_set():
                break
            try:
                (made.folder / str(number)).write_text("x")
            except FileNotFoundError:
                break

    thread = threading.Thread(target=write)
    thread.start()
    made.remove()
    stop.set()
    thread.join()
    assert not made.folder.exists()


def test_a_place_that_takes_none_is_an_error_that_leaves_nothing(tmp_path, monkeypatch):
    with pytest.raises(OSError, match="nowhere"):
        Scratch(tmp_path / "nowhere")
    monkeypatch.setattr(scratch, "_lock", lambda _: (_ for _ in ()).throw(OSError("no locks")))
    with pytest.raises(OSError, match="no locks"):
        Scratch(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_told_to_stop_leaves_nothing(tmp_path, number):
    code = HOLD.replace(
        "import sys, time", "import sys, time\nfrom csmetrics.stopping import end_when_told\nend_when_told()"
    )
    how = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "preexec_fn": partial(signal.signal, number, signal.SIG_DFL),
    }
    run = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], **how)
    run.stdout.readline()
    run.send_signal(number)
    assert run.communicate() == (b"", b"")
    assert run.returncode == 128 + number
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_is_ignored_stays_ignored(tmp_path):
    code = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from csmetrics.stopping import end_when_told; end_when_told()\n"
        "signal.raise_signal(signal.SIGHUP); print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "still here\n"
