"""A page for each system: short, of one build, with lines for csmetrics.yaml that are valid."""

import re

import pytest
import yaml

from conftest import ROOT
from csmetrics.config import parse_config
from csmetrics.declared import TABLES

FOLDER = ROOT / "docs" / "exports"
SYSTEMS = (
    "stripe", "chartmogul", "baremetrics", "chargebee", "recurly", "paddle", "profitwell", "hubspot", "zendesk",
    "surveymonkey", "qualtrics", "typeform", "delighted", "google-forms",
)  # fmt: skip
PAGES = [FOLDER / f"{system}.md" for system in SYSTEMS]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
OURS = {name for table in TABLES.values() for name in table.columns}


def blocks(page):
    return re.findall(r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_system_has_its_page_and_its_line():
    assert {path.name for path in FOLDER.iterdir()} == {"README.md", *(page.name for page in PAGES)}
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[.*?\]\((.*?)\.md\)", index, re.MULTILINE) == list(SYSTEMS)


@EACH_PAGE
def test_a_page_says_where_to_click_what_comes_out_and_what_it_cannot_tell(page):
    text = page.read_text(encoding="utf-8")
    places = [text.index(f"\n## {heading}\n") for heading in ("Get the file", "What comes out", "What it cannot tell")]
    assert places[:2] == sorted(places[:2])
    assert len(text.split()) < 400


@pytest.mark.parametrize("page", [FOLDER / "README.md", *PAGES], ids=lambda page: page.stem)
def test_the_lines_for_csmetrics_yaml_are_valid(page):
    assert blocks(page)
    for block in blocks(page):
        parse_config(block)


def our_cells(text):
    """What stands beside a column of theirs, in the tables that say it."""
    for header, rows in re.findall(r"^(\|.*\|)\n\|[-|]+\|\n((?:\|.*\|\n)+)", text, re.MULTILINE):
        if "ours" in header:
            yield from (row.strip("|\n ").split("|")[-1].split(":")[0] for row in rows.splitlines())


@EACH_PAGE
def test_the_columns_of_ours_are_ours(page):
    for cell in our_cells(page.read_text(encoding="utf-8")):
        named = re.findall(r"`([a-z_]+)`", cell.replace("of the survey `nps`", ""))
        assert named or cell.strip() == "to divide by", cell
        assert OURS.issuperset(named), cell


def test_the_layouts_that_the_pages_name_are_known():
    known = pytest.importorskip("csmetrics.layouts.registry", reason="layouts are not there yet")
    configs = [yaml.safe_load(block) for page in PAGES for block in blocks(page)]
    named = {table.get("layout") for config in configs for table in config.get("tables", {}).values()} - {None}
    assert named <= set(known.layouts(ROOT / "examples" / "exports"))
