"""What the forms do with any page, and the schemas that are shipped."""

import json
from datetime import date
from pathlib import Path
from types import MappingProxyType

import jsonschema
import pytest

import csmetrics
from csmetrics.output.formats.json import as_json
from csmetrics.output.formats.markdown import as_markdown
from csmetrics.output.formats.table import as_table
from csmetrics.output.page import Cell, Line, PageColumn, Paragraph, TableSection, Title, one_table

SCHEMAS = sorted((Path(csmetrics.__file__).parent / "schemas").glob("*.schema.json"))
OURS = [path for path in SCHEMAS if path.stem != "config.schema"]


def test_json_takes_what_a_configuration_may_hold():
    values = {"rules": MappingProxyType({"scale": (1, 5)}), "day": date(2026, 9, 30)}
    assert json.loads("".join(as_json(values))) == {"rules": {"scale": [1, 5]}, "day": "2026-09-30"}


def test_json_refuses_what_it_does_not_know():
    with pytest.raises(TypeError, match="Path"):
        list(as_json({"path": Path()}))


def test_wide_letters_keep_the_columns_straight():
    rows = ((Cell("東京"), Cell("1")), (Cell("Bonn"), Cell("22")))
    table = one_table([PageColumn("city"), PageColumn("n", number=True)], [TableSection("", rows)])
    assert as_table((table,)) == "city   n\n東京   1\nBonn  22\n"


def test_a_text_without_a_break_is_folded_before_a_number_is_cut():
    rows = ((Cell("x" * 40), Cell("1,234,567,890")),)
    table = one_table([PageColumn("customer"), PageColumn("amount", number=True)], [TableSection("", rows)])
    drawn = as_table((table,), width=30)
    assert drawn.replace("\n", "").replace(" ", "").count("x") == 40
    assert "1,234,567,890" in drawn
    assert "1,234,567,890" in as_table((table,), width=5)


def test_a_table_without_headers_starts_with_its_rows():
    table = one_table([PageColumn(""), PageColumn("")], [TableSection("", ((Cell("a"), Cell("b")),))])
    assert as_table((table,)) == "a  b\n"


def test_lines_of_a_list_hang_and_a_paragraph_does_not():
    words = "one two three four five six seven"
    assert as_table((Paragraph((Line(words),)),), width=20) == "one two three four\nfive six seven\n"
    listed = as_table((Paragraph((Line(words, indent=1), Line("end"))),), width=20)
    assert listed == "  one two three\n    four five six\n    seven\nend\n"


def test_markdown_makes_lists_of_what_is_set_in():
    page = (Title("A_b", 2), Paragraph((Line("so:"), Line("x*y"), Line("f(`x`|y)", indent=1, code=True), Line("end"))))
    assert as_markdown(page) == "### A_b\n\nso:\n\nx\\*y\n\n- `f('x'\\|y)`\n\nend\n"


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_is_a_schema(path):
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def objects_in(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects_in(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects_in(each)


SOMETIMES = {
    "files",
    "unavailable",
    "file",
    "was_file",
    "left_out_by_where",
    "rates",
    "read_as",
    "own",
    "mrr_exchange",
    "amount",
    "rate",
    "worth",
} | {
    f"{edge}{what}" for edge in ("opening", "close") for what in ("", "_rate", "_worth")
}  # where amounts are exchanged, files are exports of other systems, or several files are one table


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_schema_is_strict_and_explains_itself(path):
    found = list(objects_in(json.loads(path.read_text(encoding="utf-8"))))
    assert found
    for each in found:
        assert each["description"]
        assert "additionalProperties" in each
        if "properties" in each:
            assert each["additionalProperties"] is False
            assert set(each["properties"]) - set(each["required"]) <= SOMETIMES


def test_schemas_that_share_a_definition_agree_on_it():
    definitions = {}
    for path in OURS:
        for name, definition in json.loads(path.read_text(encoding="utf-8")).get("$defs", {}).items():
            assert definitions.setdefault(name, definition) == definition, f"{path.name}: {name}"
    assert "figure" in definitions
