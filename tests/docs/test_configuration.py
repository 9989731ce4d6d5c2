"""docs/configuration.md: each block can be read, and no key of csmetrics.yaml is missing."""

import re

import pytest

from conftest import ROOT
from csmetrics.config import Config, TableConfig, parse_config
from csmetrics.config.health import BandEdge
from csmetrics.config.sections import Section

PAGES = sorted((ROOT / "docs").rglob("*.md"))
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
TEXT = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def blocks():
    for page in PAGES:
        for at, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1):
            if not block.startswith(("title:", "# .github", "name:", "on:")):  # a layout, or a workflow
                yield pytest.param(block, id=f"{page.relative_to(ROOT)} {at}")


@pytest.mark.parametrize("block", list(blocks()))
def test_a_block_is_a_configuration(block):
    assert parse_config(block)


def keys(model):
    for name, field in model.model_fields.items():
        yield field.alias or name
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section) and kind not in (Config, TableConfig, BandEdge):
            yield from keys(kind)


@pytest.mark.parametrize("key", sorted({*keys(Config), *keys(TableConfig)}))
def test_every_key_stands_in_a_block(key):
    assert any(re.search(rf"(^|[\s{{]){key}:", block) for block in BLOCK.findall(TEXT)), key
