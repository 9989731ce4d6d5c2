"""What the documents show is what the program does."""

import importlib.util
import re
import shlex

import pytest

from conftest import ROOT

SHOWN = [
    "README.md",
    *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md")),
    "examples/acme/README.md",
]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["metrics.md", "cli.md", "data.md", "errors.md"])
def test_a_generated_page_is_current(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generator().pages()[name], "run make docs"


def _console_examples():
    for name in SHOWN:
        for block in CONSOLE.findall((ROOT / name).read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                if command.startswith("csmetrics "):
                    yield pytest.param(command, output, id=f"{name}: {command}")


CONSOLE_EXAMPLES = list(_console_examples())


@pytest.mark.parametrize(("command", "output"), CONSOLE_EXAMPLES)
def test_a_console_example_prints_what_is_shown(command, output, run_cli):
    """A line that is only ... stands for any lines."""
    result = run_cli(shlex.split(command)[1:], cwd=ROOT)
    printed = result.stdout + result.stderr
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"[ ]*\n" for line in output.splitlines()
    )
    assert re.fullmatch(pattern, printed), printed


def test_the_readme_shows_console_examples():
    assert sum("csmetrics report" in str(example.values[0]) for example in CONSOLE_EXAMPLES) >= 1


@pytest.mark.parametrize("name", SHOWN)
def test_links_lead_somewhere(name):
    page = ROOT / name
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
