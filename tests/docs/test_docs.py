"""What the documents show is what the program does."""

import importlib.util
import json
import re
import shlex
import shutil
from datetime import date
from functools import cache

import pytest

from conftest import ROOT
from csmetrics import api
from shown import pattern

SHOWN = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    "examples/acme/README.md",
]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@cache
def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("name", ["metrics.md", "cli.md", "data.md", "errors.md", "api.md", "board.html"])
def test_a_generated_page_is_current(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generator().pages()[name], "run make docs"


def test_the_stub_is_current():
    for stub, written in generator().stubs().items():
        assert stub.read_text(encoding="utf-8") == written, "run make docs"


@pytest.mark.slow
def test_the_schemas_are_current_and_there_is_no_other():
    made = generator().schemas()
    folder = ROOT / "src" / "csmetrics" / "schemas"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == made, "run make docs"


def _console_examples():
    for name in (name for name in SHOWN if name != "docs/tutorial.md"):  # that one is followed by test_tutorial.py
        for block in CONSOLE.findall((ROOT / name).read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                if command.startswith("csmetrics "):
                    yield pytest.param(command, output, id=f"{name}: {command}")


CONSOLE_EXAMPLES = list(_console_examples())


@pytest.mark.slow
@pytest.mark.parametrize(("command", "output"), CONSOLE_EXAMPLES)
def test_a_console_example_prints_what_is_shown(command, output, run_cli):
    result = run_cli(shlex.split(command)[1:], cwd=ROOT)
    printed = result.stdout + result.stderr
    assert re.fullmatch(pattern(output), printed), printed


def test_the_readme_shows_console_examples():
    assert sum("csmetrics report" in str(example.values[0]) for example in CONSOLE_EXAMPLES) >= 1


@pytest.mark.parametrize("name", SHOWN)
def test_links_lead_somewhere(name):
    page = ROOT / name
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.slow
def test_the_restatement_shown_is_what_the_program_prints(run_cli, tmp_path):
    shutil.copytree(ROOT / "examples" / "acme", tmp_path / "examples" / "acme")
    run_cli(["snapshot", "examples/acme"], cwd=tmp_path)
    path = tmp_path / "examples" / "acme" / "subscriptions.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for row, old, new in (
        (280, "2025-12-10,,", "2025-12-10,2026-09-20,"),
        (281, "2026-03-14,,", "2026-03-14,2026-09-20,"),
        (261, ",19,month,13", ",17,month,13"),
    ):
        assert old in rows[row - 1]
        rows[row - 1] = rows[row - 1].replace(old, new)
    path.write_text("".join(rows), encoding="utf-8")
    blocks = re.findall(
        r"^```text\n\$ (.*)\n((?:.*\n)*?)^```", (ROOT / "docs" / "automation.md").read_text("utf-8"), re.MULTILINE
    )
    ((command, shown),) = [block for block in blocks if "snapshot" in block[0]]
    result = run_cli(shlex.split(command)[1:], cwd=tmp_path)
    assert result.exit_code == 3
    printed = result.stdout.replace("2026-11-22", "2026-10-02")  # the day on which the tests publish
    assert re.fullmatch(pattern(shown), printed), printed


def _commands():
    """Every csmetrics command of the examples of automation and of what is said of them."""
    for name in ("examples/monthly.cron", "examples/csmetrics-snapshot.service", "docs/automation.md"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            found = re.search(r"(?<![#`])\bcsmetrics (snapshot|history) [^|#]*", "" if line.startswith("#") else line)
            if found and line.startswith(("0 ", "ExecStart", "    ")):
                yield pytest.param(found[0].split(" 2>>")[0].replace("\\%", "%"), id=f"{name}: {found[0][:60]}")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The example business, with a store and an export of it."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(ROOT / "examples" / "acme", folder / "data")
    api.snapshot(folder / "data", today=date(2026, 11, 22), store=folder / "published.db")
    api.export_history(folder / "backup-2026-10", folder / "published.db")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("line", list(_commands()))
def test_a_command_of_automation_runs(line, published, run_cli, tmp_path):
    """On a copy of the example business, in the places of a test; the month asked for is one that the data reach."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    store = str(tmp_path / "published.db")
    words = [word.replace("/srv/acme/data", str(tmp_path / "data")) for word in shlex.split(line)[1:]]
    words = [re.sub(r"^/srv/acme/reports/.*", str(tmp_path / "digest.md"), word) for word in words]
    words = [str(tmp_path / "new.db") if word.startswith("postgresql") else word for word in words]
    if "--export" in words:
        words[words.index("--export") + 1] = "another"
    if "--store" not in words:
        words += ["--store", store]
    result = run_cli(words, cwd=tmp_path)
    assert result.exit_code in ((0, 3) if "--check" in words else (0,)), result.stderr


@pytest.mark.slow
def test_all_months_are_restated_with_one_reason_as_is_written(run_cli, tmp_path):
    shutil.copytree(ROOT / "examples" / "acme", tmp_path / "data")
    text = (ROOT / "docs" / "automation.md").read_text(encoding="utf-8")
    section = text.partition("## All months at once")[2].partition("\n## ")[0]
    lines = [shlex.split(line)[1:] for line in re.findall("^    (csmetrics .*)$", section, re.MULTILINE)]
    look, show, restate, quarters = [[word.replace("/srv/acme/data", "data") for word in line] for line in lines]
    assert run_cli(show, cwd=tmp_path).exit_code == 0
    assert run_cli(quarters[:-2], cwd=tmp_path).exit_code == 0
    assert "(12 months)" in run_cli(look, cwd=tmp_path).stdout
    path = tmp_path / "data" / "subscriptions.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("S999,C001,scheduler,team,2024-10-23,,,5,month,1,USD\n")
    assert run_cli(show, cwd=tmp_path).exit_code == 3
    assert run_cli(restate, cwd=tmp_path).exit_code == 0
    assert run_cli(quarters, cwd=tmp_path).exit_code == 0
    assert run_cli(show, cwd=tmp_path).exit_code == 0
    found = json.loads(run_cli([*look, "--format", "json"], cwd=tmp_path).stdout)["snapshots"]
    again = [each for each in found if each["current"]]
    assert len(again) == 16
    assert {(each["version"], each["reason"]) for each in again} == {(2, restate[-1])}
