"""docs/tutorial.md, followed from its first command to its last."""

import re
import shlex
import shutil

import pytest

from conftest import ROOT
from shown import pattern

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|console|yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def settled(text, line):
    """csmetrics.yaml with the line in force, as somebody leaves it who removes its #, or adds it."""
    blank = re.match(" *", line)[0]
    asked = f"{blank}# {line.strip()}"
    if asked in text.splitlines():
        return text.replace(f"{asked}\n", f"{line}\n")
    if line in text.splitlines():  # tables:, subscriptions: show where the line stands
        return text
    assert line == "as_of: 2026-10-31"  # the one line that the page has people add
    return f"{text}{line}\n"


def test_who_follows_it_sees_what_it_shows(run_cli, tmp_path):
    blocks = BLOCK.findall(PAGE)
    assert [kind for kind, _ in blocks].count("console") >= 8
    written = tmp_path / "exports" / "csmetrics.yaml"
    for kind, block in blocks:
        if kind == "yaml":
            for line in block.splitlines():
                written.write_text(settled(written.read_text("utf-8"), line), encoding="utf-8")
        elif kind == "sh" and block.startswith("cp"):
            _, _, start, end = shlex.split(block)
            shutil.copytree(ROOT / start, tmp_path / end)
        elif kind == "console":
            command, _, output = block.removeprefix("$ ").partition("\n")
            result = run_cli(shlex.split(command)[1:], cwd=tmp_path)
            assert result.exit_code == 0, result.stderr
            assert re.fullmatch(pattern(output), result.stdout), f"{command}\n{result.stdout}"
    assert (tmp_path / "board.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("line", ["currency: EUR", "    amount_is: line"])
def test_what_the_page_settles_is_asked(line):
    assert settled(f"{re.match(' *', line)[0]}# {line.strip()}\n", line) == f"{line}\n"
