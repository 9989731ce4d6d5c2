"""The structure that docs/design.md describes, held by walking the imports of src."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from csmetrics.views import COMMANDS

SRC = Path(__file__).resolve().parent.parent / "src" / "csmetrics"
FILES = sorted(SRC.rglob("*.py"))

# Each package may import those below it in this list (and itself).
ORDER = [
    "former", "frozen", "framed", "formula_guard", "arrays", "visible", "errors", "stages", "workers", "stopping",
    "paths", "scratch", "passwords", "docstrings", "currencies", "periods", "columns", "declared", "synonyms",
    "signals", "groups", "config", "sources", "layouts", "rates", "tables", "subjects", "metrics", "counting",
    "figures", "published", "output", "views", "api", "cli",
]  # fmt: skip
PANDAS = {
    "framed", "sources", "tables", "subjects", "counting", "figures", "metrics", "published", "output",
    "views",
}  # fmt: skip
# File names that may repeat: the files of a view, of a subject, of a source; and `model`, the frozen values of a room.
ROLES = {
    "__init__", "compute", "fields", "page", "model", "pictures", "tiles", "book",
    "table", "tallies", "entries", "sums", "source",
}  # fmt: skip
# Folders whose files have the user's words: sections of csmetrics.yaml, parts of the page, sheets, formats, shapes.
MAPS = {
    ("config",), ("views", "board"), ("views", "workbook"), ("output", "formats"), ("tables", "shapes"),
}  # fmt: skip
DIALECT = re.compile(r"(?i)(^|_)(dear|witness|told|ways|anew|behind|said|plain|asof|weighed|slot)(_|$)")
FACES = {"__init__", "__main__"}  # they hand names on


def package_of(path):
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@cache
def parsed(path):
    """A file and all that stands in it: read and walked once for all tests."""
    tree = ast.parse(path.read_text())
    return tree, tuple(ast.walk(tree))


@cache
def imports_of(path):
    """Every imported module, those inside functions and under TYPE_CHECKING included."""
    return tuple(_imports(parsed(path)[1]))


def _imports(nodes):
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            if node.module == "csmetrics":
                yield from (f"csmetrics.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sorted(SRC.glob("subjects/*/table.py")), ids=lambda path: path.parent.name)
def test_a_table_is_declared_by_columns_alone(path):
    """Whoever reads tables knows what they are, without what is counted of them."""
    assert {module for module in imports_of(path) if module.startswith("csmetrics")} == {"csmetrics.columns"}


def functions_of(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in parsed(path)[1] if isinstance(node, kinds)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_point_one_way(path):
    here = package_of(path)
    if here in FACES:
        return
    for module in imports_of(path):
        parts = module.split(".")
        if parts[0] == "csmetrics" and len(parts) > 1 and parts[1] != "__version__":
            assert ORDER.index(parts[1]) <= ORDER.index(here), f"{here} imports {module}"


def test_what_views_share_knows_none_of_them():
    """What several views show stands in a file beside their folders; `brief` names their results, for their types."""
    shared = [path for path in (SRC / "views").glob("*.py") if path.stem not in {"__init__", "brief"}]
    folders = {path.parent.name for path in (SRC / "views").glob("*/__init__.py")}
    for path in shared:
        views = {module.split(".")[2] for module in imports_of(path) if module.startswith("csmetrics.views.")}
        assert views.isdisjoint(folders), path.name


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("click", {"cli"}),
        ("rich", {"cli", "output"}),
        ("xlsxwriter", {"output"}),
        ("plotext", {"views"}),
        ("pydantic", {"config", "layouts"}),
        ("yaml", {"config"}),
        ("pyarrow", {"arrays", "sources", "tables", "subjects", "counting", "figures", "published", "views"}),
        ("Stemmer", {"subjects"}),
        ("python_calamine", {"sources"}),
        ("xlrd", {"sources"}),
        ("pandas", PANDAS),
        ("sqlalchemy", {"published", "sources"}),
    ],
)
def test_each_library_has_its_place(library, allowed):
    users = {package_of(path) for path in FILES for module in imports_of(path) if module.split(".")[0] == library}
    assert users <= allowed


def test_metrics_know_no_files_and_no_rendering():
    for path in (SRC / "metrics").glob("*.py"):
        outside = {m for m in imports_of(path) if m.startswith("csmetrics.") and not m.startswith("csmetrics.metrics")}
        known = {"docstrings", "errors", "frozen", "groups", "subjects.vocabulary", "subjects.comments.tallies"}
        assert outside <= {f"csmetrics.{name}" for name in known}, path.name


def test_only_the_command_line_knows_what_day_it_is():
    clock = re.compile(r"\b(date\.today|datetime\.now|utcnow|time\.time)\(")
    assert [path.name for path in FILES if clock.search(path.read_text()) and package_of(path) != "cli"] == []


def test_files_and_functions_stay_small():
    assert {str(p): n for p in FILES if (n := p.read_text().count("\n")) > 350} == {}
    long = {f"{p.name}:{f.name}": n for p in FILES for f in functions_of(p) if (n := f.end_lineno - f.lineno + 1) > 50}
    assert long == {}


def test_nothing_public_goes_undocumented():
    bare = [
        f"{path.name}:{node.name}"
        for path in FILES
        for node in parsed(path)[0].body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert bare == []


def test_a_type_has_one_definition():
    """One word, one thing: no class of src stands twice, whatever file it is in."""
    found = Counter(
        node.name for path in FILES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in found.items() if times > 1] == []


def test_a_file_name_repeats_only_where_it_is_a_map():
    """Files of one name play one role; docs/design.md says which these are."""
    named = [path for path in FILES if path.stem not in ROLES and path.parts[len(SRC.parts) :][:-1] not in MAPS]
    found = Counter(path.name for path in named)
    assert [name for name, times in found.items() if times > 1] == []


def test_no_file_or_class_has_a_name_of_our_own_making():
    named = [path.stem for path in FILES]
    for path in FILES:
        named += [node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)]
    assert [name for name in named if DIALECT.search(name)] == []


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["metrics"], ["metrics", "--format", "json"], *([name, "--help"] for name in COMMANDS)],
)
def test_light_commands_import_nothing_heavy(arguments):
    code = (
        "import sys; from csmetrics.cli.main import main\n"
        f"sys.argv = ['csmetrics', *{arguments!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = ('pandas', 'pyarrow', 'pydantic', 'sqlalchemy', 'Stemmer')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize("command", [["report"], ["trend"], ["cohorts"], ["explain", "clv_to_cac"]])
def test_figures_do_without_what_is_slow_to_import(command):
    code = (
        "import sys; from csmetrics.cli.main import main\n"
        f"sys.argv = ['csmetrics', *{command!r}, 'examples/acme', '--format', 'json']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "slow = ('pandas', 'sqlalchemy', 'rich', 'openpyxl', 'xlsxwriter', 'Stemmer')\n"
        "print([m for m in slow if m in sys.modules], file=sys.stderr)"
    )
    root = SRC.parent.parent
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.startswith("{")
    assert run.stderr.strip() == "[]"


def test_importing_the_package_is_light():
    code = "import sys, csmetrics; print([m for m in ('pandas', 'pyarrow', 'numpy', 'click') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
