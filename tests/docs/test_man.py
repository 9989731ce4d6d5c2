"""The wheel has a man page for the program and each command, made of what --help says."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from conftest import ROOT, uncovered
from csmetrics.views import COMMANDS, view


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The man pages of a wheel that was built for the test."""
    pytest.importorskip("hatchling", reason="nothing builds a wheel here: pip install hatchling")
    place = tmp_path_factory.mktemp("wheel")
    for name in ("src", "docs"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, place)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "dist")],
        cwd=place,
        env=uncovered(),
        check=True,
        capture_output=True,
    )
    [wheel] = (place / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        inside = [name for name in packed.namelist() if "/share/man/man1/" in name]
        return {name.rpartition("/")[2]: packed.read(name).decode("utf-8") for name in inside}


def test_each_command_has_its_page(pages):
    assert set(pages) == {"csmetrics.1", *(f"csmetrics-{name}.1" for name in COMMANDS)}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_names_every_option(pages, name):
    text = pages[f"csmetrics-{name}.1"].replace("\\-", "-")
    assert text.startswith(f'.TH "CSMETRICS-{name.upper()}" "1"')
    assert {option.flag for option in view(name).options if option.flag} <= set(text.replace(",", " ").split())
    assert f"csmetrics {name}" in text


@pytest.mark.skipif(not shutil.which("groff"), reason="there is no groff")
def test_groff_has_nothing_to_say_of_them(pages):
    for text in pages.values():
        done = subprocess.run(
            ["groff", "-man", "-Tascii", "-ww"], input=text, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
