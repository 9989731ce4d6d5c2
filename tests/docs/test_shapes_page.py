"""What docs/shapes.md shows is what the program does, and it speaks of every column of every shape."""

import re
import shlex

import pytest
import yaml

from conftest import ROOT
from csmetrics.config import parse_config
from csmetrics.declared import SHAPES
from shown import pattern

PAGE = (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n((?:.*\n)*?)(?=^## |\Z)", PAGE, re.MULTILINE))
BLOCK = re.compile(r"^```(csv|yaml|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_an_example_prints_what_is_shown(shape, run_cli, tmp_path):
    first = dict(reversed(BLOCK.findall(SECTIONS[shape])))
    (tmp_path / "subscriptions.csv").write_text(first["csv"], encoding="utf-8")
    (tmp_path / "csmetrics.yaml").write_text(first["yaml"], encoding="utf-8")
    command, _, shown = first["text"].removeprefix("$ ").partition("\n")
    result = run_cli(shlex.split(command)[1:], cwd=tmp_path)
    assert result.exit_code == 0, result.stderr
    assert re.fullmatch(pattern(shown), result.stdout), result.stdout
    assert run_cli(["check", "."], cwd=tmp_path).exit_code == 0


@pytest.mark.parametrize("text", [text for kind, text in BLOCK.findall(PAGE) if kind == "yaml"])
def test_every_block_of_yaml_is_one_that_is_read(text):
    assert parse_config(text).table("subscriptions").shape in SHAPES
    assert yaml.safe_load(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_page_names_what_a_shape_needs(shape):
    for column in SHAPES[shape].required():
        assert column == "customer_id" or f"`{column}`" in SECTIONS[shape] or column == "amount"
