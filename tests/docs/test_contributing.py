"""What CONTRIBUTING.md says of adding something works as it stands."""

import re
import shlex
import shutil
import subprocess
import sys

import pytest
import yaml

from conftest import ROOT, uncovered

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PARTS = [part for part in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:] if "```diff" in part]


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS, ids=[part.partition("\n")[0] for part in PARTS])
def test_a_diff_applies_and_its_command_runs(part, tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (diff,) = re.findall(r"^```diff\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL)
    (command,) = re.findall(r"^```sh\ncsmetrics (.*?)\n^```", part, flags=re.MULTILINE)
    subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=tmp_path, check=True)
    run = subprocess.run(
        [sys.executable, "-m", "csmetrics", *shlex.split(command)],
        env=uncovered() | {"PYTHONPATH": str(tmp_path / "src")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert len(run.stdout) > 100


def test_there_is_a_diff_for_what_people_add_most():
    assert len(PARTS) == 6


@pytest.mark.parametrize(
    "path",
    sorted(p for pattern in (".github/**/*.yml", "*.yml", "*.cff", ".pre-commit*") for p in ROOT.glob(pattern)),
    ids=str,
)
def test_the_files_of_the_hosts_can_be_read(path):
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_what_is_cited_is_this_version():
    import csmetrics  # noqa: PLC0415  # the version that is there

    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == csmetrics.__version__
