"""Files written whole or not at all, and a stdout that may be narrow, plain, full or closed."""

# ruff: noqa: RUF001  # an interval has the dash of print

import errno
import io
import os
import stat
import sys
from pathlib import Path

import pytest

from csmetrics.cli import output
from csmetrics.cli.output import Output, encoded, write_whole
from csmetrics.errors import OutputError
from csmetrics.output.formats import FORMATS, Format


def said(form, *, width, colour):
    return f"{form} {width} {'coloured' if colour else 'plain'}: Köln — 1–2 …\n"


@pytest.fixture(autouse=True)
def _saying(monkeypatch):
    """Formats that call what they are given."""
    written = lambda self, sheet, canvas: iter([sheet(self.name, width=canvas.width, colour=canvas.colour)])  # noqa: E731
    monkeypatch.setattr(Format, "pieces", written)


@pytest.fixture
def stdout(monkeypatch):
    """A function that puts a stdout of an encoding in place and returns the bytes that reach it."""

    def replaced(encoding="utf-8", raw=None):
        raw = raw or io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
        return raw

    return replaced


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def names_in(folder):
    return [path.name for path in folder.iterdir()]


class Terminal(io.BytesIO):
    def isatty(self):
        return True


class Refusing(io.BytesIO):
    def __init__(self, error):
        super().__init__()
        self.error = error

    def write(self, _):
        raise self.error


def test_a_pipe_gets_80_columns_and_no_colour(stdout):
    raw = stdout()
    Output(FORMATS["table"]).show(said)
    assert raw.getvalue().decode() == "table 80 plain: Köln — 1–2 …\n"


def test_columns_sets_the_width_of_pipes_and_files(stdout, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "132")
    raw = stdout()
    Output(FORMATS["table"]).show(said)
    Output(FORMATS["table"], tmp_path / "out").show(said)
    assert raw.getvalue() == (tmp_path / "out").read_bytes() == "table 132 plain: Köln — 1–2 …\n".encode()


@pytest.mark.parametrize("columns", ["0", "wide", ""])
def test_a_senseless_width_is_no_width(monkeypatch, tmp_path, columns):
    monkeypatch.setenv("COLUMNS", columns)
    Output(FORMATS["table"], tmp_path / "out").show(said)
    assert "table 80 " in (tmp_path / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("environment", "terminal", "look"),
    [
        ({}, True, "coloured"),
        ({"NO_COLOR": "1"}, True, "plain"),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, "plain"),
        ({"TERM": "dumb"}, True, "plain"),
        ({"FORCE_COLOR": "1"}, False, "coloured"),
        ({}, False, "plain"),
    ],
)
def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    stdout, monkeypatch, environment, terminal, look
):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    raw = stdout(raw=Terminal() if terminal else None)
    Output(FORMATS["table"]).show(said)
    assert look in raw.getvalue().decode()


def test_a_file_is_never_coloured(monkeypatch, tmp_path):
    monkeypatch.setenv("FORCE_COLOR", "1")
    Output(FORMATS["table"], tmp_path / "out").show(said)
    assert "plain" in (tmp_path / "out").read_text(encoding="utf-8")


def test_people_get_the_encoding_of_their_terminal_and_programs_utf_8(stdout):
    raw = stdout("ascii")
    Output(FORMATS["table"]).show(said)
    assert raw.getvalue() == b"table 80 plain: K?ln - 1-2 ...\n"
    raw = stdout("latin-1")
    Output(FORMATS["markdown"]).show(said)
    assert raw.getvalue() == "markdown 80 plain: Köln - 1-2 ...\n".encode("latin-1")
    raw = stdout("ascii")
    Output(FORMATS["json"]).show(said)
    assert raw.getvalue().decode("utf-8") == "json 80 plain: Köln — 1–2 …\n"
    raw = stdout("latin-1")
    Output(FORMATS["html"]).show(said)  # it says itself that it is UTF-8
    assert raw.getvalue().decode("utf-8") == "html 80 plain: Köln — 1–2 …\n"


def test_a_name_that_no_encoding_has_does_not_crash(stdout, tmp_path):
    assert encoded("caf\udce9", "utf-8") == b"caf?"
    Output(FORMATS["json"], tmp_path / "out").show(lambda form, *, width, colour: "caf\udce9")
    assert (tmp_path / "out").read_bytes() == b"caf?"


def test_a_reader_who_has_had_enough_ends_it_quietly(stdout):
    stdout(raw=Refusing(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    Output(FORMATS["table"]).show(said)


def test_a_full_disk_behind_stdout_is_said(stdout):
    stdout(raw=Refusing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OutputError, match="No space left on device"):
        Output(FORMATS["table"]).show(said)


def test_without_a_stdout_there_is_nothing_to_do(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    Output(FORMATS["table"]).show(said)


def test_a_file_replaces_the_one_before_and_keeps_its_permissions(tmp_path):
    target = tmp_path / "report.json"
    target.write_text("old")
    target.chmod(0o640)
    write_whole(target, [b"n", b"ew"])
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["report.json"]


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "usual").write_text("x")
    write_whole(tmp_path / "ours", [b"x"])
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "report.json").write_text("old")
    (tmp_path / "latest").symlink_to(tmp_path / "kept" / "report.json")
    write_whole(tmp_path / "latest", [b"n", b"ew"])
    assert (tmp_path / "latest").is_symlink()
    assert (tmp_path / "kept" / "report.json").read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced():
    write_whole(Path(os.devnull), [b"x"])
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize(
    ("target", "message"),
    [("nowhere/report.json", "there is no folder nowhere"), ("folder", "folder is a folder. Name a file in it.")],
)
def test_what_cannot_be_written_is_said(tmp_path, monkeypatch, target, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=message):
        write_whole(Path(target), [b"x"])
    assert names_in(tmp_path) == ["folder"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, error):
    def fails(_):
        raise error

    target = tmp_path / "report.json"
    target.write_text("old")
    monkeypatch.setattr(output.os, "fsync", fails)
    with pytest.raises(OutputError if isinstance(error, OSError) else KeyboardInterrupt) as caught:
        write_whole(target, [b"n", b"ew"])
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["report.json"]
    if isinstance(error, OSError):
        assert str(caught.value) == f"{target} cannot be written: No space left on device."


def test_a_file_that_was_read_is_not_replaced(tmp_path):
    source = tmp_path / "surveys.csv"
    source.write_text("old")
    (tmp_path / "link").symlink_to(source)
    for name in ("surveys.csv", "link"):
        with pytest.raises(OutputError, match="one of the files that were read"):
            Output(FORMATS["csv"], tmp_path / name).show(said, inputs=[tmp_path / "absent.yaml", source])
    assert source.read_text() == "old"
    Output(FORMATS["csv"], tmp_path / "other.csv").show(said, inputs=[source])
    assert (tmp_path / "other.csv").exists()


def test_a_folder_that_may_not_be_entered_is_an_error_of_the_output(monkeypatch, tmp_path):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(OutputError, match="cannot be written: Permission denied"):
        Output(FORMATS["json"], tmp_path / "a.json").show(lambda *_, **__: "", [])
