"""csmetrics schema prints what the package ships, and init leaves the schema where the editor looks for it."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

import csmetrics
from conftest import ACME
from csmetrics.views.schema import NAMES

SCHEMAS = Path(csmetrics.__file__).parent / "schemas"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed_as_it_is_shipped(run_cli, tmp_path, name):
    shipped = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    assert run_cli(["schema", name], tmp_path).stdout == shipped
    assert json.loads(run_cli(["schema", name, "--format", "json"], tmp_path).stdout) == json.loads(shipped)


def test_each_has_a_name_of_its_own_that_no_machine_is_in(run_cli, tmp_path):
    listed = json.loads(run_cli(["schema", "--format", "json"], tmp_path).stdout)["schemas"]
    assert [each["name"] for each in listed] == list(NAMES)
    assert len({each["id"] for each in listed}) == len(NAMES)
    assert all(each["id"].startswith("urn:csmetrics:") for each in listed)


def test_one_at_a_time(run_cli, tmp_path):
    done = run_cli(["schema", "report", "config"], tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")


def test_the_file_that_init_names_is_beside_what_it_writes_and_fits_it(run_cli, tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    shutil.copy(ACME / "subscriptions.csv", folder)
    assert run_cli(["init", "exports"], tmp_path).exit_code == 0
    text = (folder / "csmetrics.yaml").read_text(encoding="utf-8")
    named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert named == "csmetrics.schema.json"
    schema = json.loads((folder / named).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(text) or {}, schema)
    assert (folder / named).read_bytes() == (SCHEMAS / "config.schema.json").read_bytes()
