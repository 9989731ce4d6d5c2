"""Pipes, devices, sockets, links and names that are no text, in every place where a path is given: named, no hang."""

import os
import socket
import sys
import threading
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "csmetrics"]
SUBSCRIPTIONS = "customer_id,start_date,end_date,amount\nc1,2026-01-01,,50\nc2,2026-02-15,,30\n"
LONG = "n" * 300

WORDS = {
    "pipe": "a pipe",
    "zero": "a device",
    "tty": "a device",
    "dangling": "a link that leads nowhere",
    "loop": "a link that leads back to itself",
    "socket": "a socket",
}


def listen(path):
    """A socket that stays when the listener is gone."""
    with socket.socket(socket.AF_UNIX) as made:
        before = Path.cwd()
        os.chdir(Path(path).parent)  # its name must be short
        try:
            made.bind(Path(path).name)
        finally:
            os.chdir(before)


ODD = {
    "pipe": os.mkfifo,
    "zero": lambda path: Path(path).symlink_to("/dev/zero"),
    "tty": lambda path: Path(path).symlink_to("/dev/tty"),
    "dangling": lambda path: Path(path).symlink_to("nowhere"),
    "loop": lambda path: Path(path).symlink_to(path),
    "socket": listen,
}


@pytest.fixture
def run(forked, tmp_path_factory):
    """The program as a process, which must end by itself, without a traceback."""

    def running(*arguments, folder):
        code, said, problems = forked.run(*arguments, folder=folder, rooms=tmp_path_factory.mktemp("rooms"))
        assert b"Traceback" not in problems, problems
        return code, said.decode(errors="replace"), problems.decode(errors="replace")

    return running


@pytest.fixture
def place(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "subscriptions.csv").write_text(SUBSCRIPTIONS, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["subscriptions.csv", "surveys.parquet", "csmetrics.yaml"])
@pytest.mark.parametrize(
    ("command", "kind"),
    [*(("report", kind) for kind in ODD), ("check", "pipe"), ("check", "zero"), ("snapshot", "pipe")],
)
def test_in_the_place_of_a_file(run, place, kind, name, command):
    path = place / "data" / name
    path.unlink(missing_ok=True)
    ODD[kind](path)
    code, _, said = run(command, "data", folder=place)
    if command == "check" and name != "csmetrics.yaml":
        said = run("check", "data", "--format", "json", folder=place)[1]
    assert (code, f"{name}" in said, WORDS[kind] in said) == (1, True, True), said


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(ODD))
def test_in_the_place_of_the_folder(run, place, kind):
    ODD[kind](place / "odd")
    code, _, said = run("report", "odd", folder=place)
    assert (code, said) == (1, f"csmetrics: odd is {WORDS[kind]}. Give the folder that holds your files.\n")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pipe", "zero", "dangling", "loop"])
@pytest.mark.parametrize(
    "line",
    [
        "report data --config odd",
        "snapshot data --store odd",
        "history --store odd",
        "history --store x.db --import odd",
        "history --store x.db --export odd",
    ],
)
def test_in_other_places(run, place, kind, line):
    ODD[kind](place / "odd")
    if kind == "dangling" and line.startswith("snapshot"):
        return  # a link to a store that is still to be made
    code, _, said = run(*line.split(), folder=place)
    assert code == 1
    assert "odd" in said or "x.db" in said
    assert [path.name for path in place.iterdir() if path.name not in ("odd", "data")] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pipe", "odd is a pipe, and nobody reads it. Start its reader first."),
        ("tty", "odd cannot be written: No such device or address."),
        ("loop", "odd is a link that leads back to itself. Name a file after --output."),
        ("socket", "odd is a socket. Name a file after --output."),
    ],
)
def test_as_the_output(run, place, kind, said):
    ODD[kind](place / "odd")
    before = (place / "odd").lstat().st_ino
    assert run("report", "data", "--output", "odd", folder=place)[::2] == (1, f"csmetrics: {said}\n")
    assert (place / "odd").lstat().st_ino == before


@pytest.mark.slow
def test_a_pipe_that_is_read_a_device_and_a_link_take_the_output(run, place):
    os.mkfifo(place / "pipe")
    found = []
    reader = threading.Thread(target=lambda: found.append((place / "pipe").read_bytes()))
    reader.start()
    plain = run("report", "data", "--format", "json", folder=place)[1]
    assert run("report", "data", "--format", "json", "--output", "pipe", folder=place) == (0, "", "")
    reader.join(timeout=10)
    assert found == [plain.encode()]
    (place / "link").symlink_to("made.json")
    assert run("report", "data", "--format", "json", "--output", "link", folder=place)[0] == 0
    assert (place / "made.json").read_text(encoding="utf-8") == plain
    assert run("report", "data", "--output", "/dev/null", folder=place)[0] == 0


@pytest.mark.parametrize("name", [LONG, f"data/{LONG}", b"\xff\xfe", b"caf\xe9/deep", "n" * 255])
@pytest.mark.parametrize(
    "line",
    [
        "report X",
        "check X",
        "report data --config X",
        "report data --output X",
        "snapshot data --store X",
        "history --store X",
        "history --store x.db --import X",
        "history --store x.db --export X",
    ],
)
def test_names_that_are_too_long_or_no_text(place, run_cli, name, line):
    done = run_cli([os.fsdecode(name) if word == "X" else word for word in line.split()], cwd=place)
    may_be_made = line in ("report data --output X", "snapshot data --store X") and name in (b"\xff\xfe", "n" * 255)
    assert done.exit_code in ((0, 1) if may_be_made else (1,))
    assert done.stderr.startswith("csmetrics: ") or done.exit_code == 0
    assert done.exception is None or isinstance(done.exception, SystemExit)


@pytest.mark.slow
def test_a_store_and_an_output_may_have_names_that_are_no_text(run, place):
    assert (
        run("snapshot", "data", "--period", "2026-01", "--store", b"\xff.db", "--output", b"\xfe.json", folder=place)[0]
        == 0
    )
    assert {b"\xff.db", b"\xfe.json"} <= set(os.listdir(os.fsencode(place)))  # noqa: PTH208  # names as bytes
    assert run("history", "--store", b"\xff.db", "--export", b"\xfd", folder=place)[0] == 0
    assert run("history", "--store", "new.db", "--import", b"\xfd", folder=place)[0] == 0
    assert run("history", "--store", b"\xff.db", "--format", "json", folder=place)[0] == 0


@pytest.mark.slow
def test_a_new_name_of_255_bytes_is_written(run, place):
    assert run("report", "data", "--output", "n" * 255, folder=place)[0] == 0
    assert (place / ("n" * 255)).is_file()
