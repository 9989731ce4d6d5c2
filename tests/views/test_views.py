"""Every view is a folder and a line: what follows from its declaration, view by view."""

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import csmetrics
from conftest import ACME
from csmetrics import api
from csmetrics.cli.command import command_of
from csmetrics.layouts.registry import layouts
from csmetrics.metrics.catalogue import METRICS
from csmetrics.output.fields import COUNT, TEXT, Field, Lines, document, many, record, schema_of
from csmetrics.output.html.markup import heading
from csmetrics.output.page import Title
from csmetrics.views import COMMANDS, VIEWS, view
from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, DATA, STRICT, Option

FOLDERS = Path(csmetrics.__file__).parent / "views"
KNOWN = ("metrics", "layouts", "schema")  # what the program itself knows, without any files
FILES = [name for name in VIEWS if name not in (*KNOWN, "init", "snapshot", "history", "check", "health_models")]
UNDRAWN = ("board", "check", "init", "health_models", "snapshot")
MORE = {"explain": {"metric": "mrr"}, "customer_health": {"customer": "C095"}, "report": {"by": "country"}}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What each view of the example business has to say."""
    data, store = api.read(ACME), tmp_path_factory.mktemp("store") / "history.db"
    found = {name: view(name).compute(data, period="2026-09", **MORE.get(name, {})) for name in FILES}
    found["snapshot"] = api.snapshot(ACME, "2026-09", today=date(2026, 10, 2), store=store)
    found["health_models"] = api.health_models(data)
    return found | {"history": api.history(store), "check": api.check(ACME), "init": api.init(ACME, write=False)}


@pytest.fixture
def new_view(monkeypatch):
    """A folder and a line: how many rows each file has."""
    folder = "csmetrics.views.sizes"
    declared = View(
        name="sizes",
        help="How long the files are.",
        example="csmetrics sizes data",
        options=(DATA, Option("least", "whole", "--least", "So many rows.", "N", least=0), CONFIG, STRICT),
        shown=("least",),
    )
    fields = (Field("file", TEXT, "The file."), Field("rows", COUNT, "Its rows."))
    files = {
        "": {"VIEW": declared, "__path__": []},
        ".compute": {"sizes": lambda data, least=None: [each for each in data.sources if each.rows >= (least or 0)]},
        ".fields": {
            "DOCUMENT": document("sizes", 1, "Sizes.", Field("files", many(record("A file.", *fields)), "", list)),
            "LINES": Lines(lambda found: found, lambda _: fields),
        },
        ".page": {"page": lambda found, least: (Title(f"{len(found)} of {least} rows"),)},
    }
    for name, holds in files.items():
        made = ModuleType(folder + name)
        vars(made).update(holds)
        monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setitem(COMMANDS, "sizes", "How long the files are.")


def test_a_view_is_a_folder_and_a_line(new_view, run_cli, tmp_path):
    def said(*more):
        done = run_cli(["sizes", str(ACME), *more], cwd=tmp_path)
        assert (done.exit_code, done.stderr) == (0, "")
        return done.stdout

    assert said("--least", "1000") == "2 of 1000 rows\n"
    assert said("--format", "csv").splitlines()[:2] == ["file,rows", "customers.csv,117"]
    assert json.loads(said("--format", "json"))["files"][0] == {"file": "customers.csv", "rows": 117}
    assert "--least N" in said("--help")
    assert "How long the files are." in run_cli(["--help"], cwd=tmp_path).stdout
    assert run_cli(["sizes", str(ACME), "--least", "-1"], cwd=tmp_path).exit_code == 2


def test_the_registry_lists_the_folders():
    assert {path.parent.name for path in FOLDERS.glob("*/__init__.py")} == set(VIEWS)
    assert all(view(name).name == name for name in VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_a_folder_has_the_files_of_a_view(name):
    files = {path.stem for path in (FOLDERS / name).glob("*.py")}
    assert {"__init__", "page"} <= files
    assert ("compute" in files) == (name not in KNOWN)
    assert "fields" in files


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_follows_from_its_view(name):
    made = command_of(view(name))
    assert made.name == name
    assert made.help
    assert {"form", "output"} <= {each.name for each in made.params}
    assert f"csmetrics {name}" in made.epilog


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in KNOWN])
def test_the_python_api_is_the_function_of_the_view(name):
    assert getattr(csmetrics, name) is getattr(api, name) is view(name).compute


@pytest.mark.parametrize("name", [*FILES, "snapshot", "history", "check"])
def test_json_csv_and_schema_follow_from_the_fields(name, results):
    found, result = view(name), results[name]
    values = json.loads(found.write(result, "json"))
    jsonschema.Draft202012Validator(schema_of(found.document)).validate(values)
    assert list(values) == [each.name for each in found.document.fields if not each.sometimes or each.name in values]
    header, *lines = csv.reader(io.StringIO(found.write(result, "csv")))
    assert len(set(header)) == len(header)
    assert len(lines) == len(list(found.rows(result))) - 1


@pytest.mark.parametrize("name", [*FILES, "snapshot", "history", "check", "init"])
def test_every_result_has_a_frame(name, results):
    frame, lines = results[name].to_frame(), list(view(name).rows(results[name]))
    assert set(lines[0]) <= set(frame.columns)
    assert len(frame) == len(lines) - 1


def test_models_exports_and_the_catalogue_have_frames(results):
    models = results["health_models"].to_frame()
    assert set(models["model"]) == {"health", "distress"}
    assert models["weight"].gt(0).all()
    assert list(view("metrics").frame(list(METRICS.values()))["metric"]) == list(METRICS)
    assert "stripe_subscriptions" in set(view("layouts").frame(list(layouts().values()))["layout"])


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in KNOWN])
def test_a_notebook_shows_the_page_and_python_one_line(name, results):
    result = results[name]
    said, page = repr(result), result._repr_html_()
    assert said.startswith(f"<{type(result).__name__} ")
    assert said.endswith(">")
    assert "\n" not in said
    assert len(said) < 120
    assert page.startswith('<div class="csm"><style>')
    for never in ("<html", "<body", "<script", "<!DOCTYPE"):
        assert never not in page
    (title,) = [block.text for block in view(name).page(result)[:1] if isinstance(block, Title)] or [""]
    assert heading(title) in page


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in KNOWN])
def test_a_result_draws_its_pictures_or_says_that_it_has_none(name, results):
    try:
        plot = results[name].plot()
    except csmetrics.CsmetricsError as error:
        assert "has no picture. to_frame() has its numbers." in str(error)  # noqa: PT017
        assert name in (
            "check",
            "init",
            "health_models",
            "snapshot",
            "history",
            "workbook",
        )  # of history there is one month alone
    else:
        for at in range(len(plot)):
            drawn = ET.fromstring(plot[at]._repr_svg_())  # noqa: S314  # our own
            assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
            assert drawn.get("aria-label")


def test_a_frame_keeps_numbers_days_and_rows(results):
    frame = results["customers"].to_frame()
    assert frame["mrr_before"].dtype == "float64"
    assert frame["day"].dt.year.min() == 2026
    assert frame["rows"].iloc[0] == list(results["customers"].lines[0].rows)
