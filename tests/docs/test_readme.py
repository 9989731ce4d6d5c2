"""The README: short, and everything that it shows is what the program does."""

import re
import shlex
import shutil
from html import unescape

import pytest

from conftest import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\| .* \| `csmetrics (.*)` \|$", TEXT, re.MULTILINE)
PICTURES = ROOT / "docs" / "pictures"


def test_it_is_short():
    assert len(TEXT.splitlines()) <= 120


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_table_answers(command, run_cli, tmp_path):
    shutil.copytree(ROOT / "examples" / "acme", tmp_path / "DATA")
    result = run_cli(shlex.split(command), cwd=tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    written = re.search(r"--output (\S+)", command)
    assert (tmp_path / written[1]).stat().st_size if written else result.stdout


def test_there_are_commands():
    assert len(COMMANDS) >= 7


def test_the_commands_of_the_exports_run(run_cli, tmp_path):
    (block,) = [block for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) if "csmetrics init" in block]
    copy, look = (shlex.split(line) for line in block.splitlines())
    assert copy[:2] == ["cp", "-r"]
    shutil.copytree(ROOT / copy[2], tmp_path / copy[3])
    assert run_cli(look[1:], cwd=tmp_path).exit_code == 0
    assert (tmp_path / copy[3] / "csmetrics.yaml").exists()


def test_the_picture_of_the_terminal_shows_what_it_prints(run_cli):
    drawn = re.findall(r"<text[^>]*?y=\"([\d.]+)\"[^>]*>(.*?)</text>", (PICTURES / "report.svg").read_text("utf-8"))
    lines = {}
    for height, text in drawn:
        lines[float(height)] = lines.get(float(height), "") + unescape(text)
    shown = "".join(lines[height] for height in sorted(lines))
    command, _, output = re.sub(r"\s", "", shown).partition("examples/acme")
    assert command == "$csmetricsreport"
    assert output == re.sub(r"\s", "", run_cli(["report", "examples/acme"], cwd=ROOT).stdout), "run make pictures"


def test_every_picture_is_small_and_shown():
    for picture in (path for path in PICTURES.iterdir() if path.suffix in (".svg", ".png")):
        assert picture.stat().st_size < 250_000
        assert f"(docs/pictures/{picture.name})" in TEXT
