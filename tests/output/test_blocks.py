"""Records in blocks: the JSON of what they are, whatever they hold."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csmetrics.output.fields import NUMBER, TEXT, Field, Lines, column, document, in_blocks, many, record, schema_of
from csmetrics.output.formats import FORMATS, Sheet
from csmetrics.output.formats.json import as_json
from csmetrics.output.frame import frame_of
from csmetrics.output.record_blocks import Blocks

OBEYED = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
VALUES = (
    st.text(),
    st.none() | st.text(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans(),
    st.integers(),
    st.lists(st.integers(), min_size=1),
    st.lists(st.integers() | st.booleans() | st.text()),
    st.dictionaries(st.text(), st.text(), max_size=2),
)


@st.composite
def tables(draw):
    """Names, and blocks of a column for each of them."""
    names = draw(st.lists(st.text(), min_size=1, max_size=4, unique=True))
    kinds = draw(st.lists(st.sampled_from(VALUES), min_size=len(names), max_size=len(names)))
    sizes = draw(st.lists(st.integers(0, 3), max_size=3))
    alike = [draw(st.booleans()) for _ in names]
    return names, [
        [
            [draw(kind)] * size if same else draw(st.lists(kind, min_size=size, max_size=size))
            for kind, same in zip(kinds, alike, strict=True)
        ]
        for size in sizes
    ]


def in_columns(names, blocks):
    readers = tuple(lambda block, at=at: block[at] for at in range(len(names)))
    return Blocks(tuple(names), readers, blocks)


def by_hand(values):
    text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


@given(tables(), st.text())
@example((['a"%s', "\u202e"], [[['"\\\n', "ä\x7f%d"], [-0.0, 0.0]], [[None, "None"], [1e300, 5]]]), "\x85")
@example((["rows"], [[[[1], [2, 3]]], [[[], [4]]], [[[True], [5]]]]), "")
def test_blocks_are_written_like_a_list_of_records(table, name):
    names, blocks = table
    records = [dict(zip(names, line, strict=True)) for block in blocks for line in zip(*block, strict=True)]
    made = {name: [{"lines": in_columns(names, blocks), "count": len(records)}], "after": {}}
    assert "".join(as_json(made)) == by_hand({name: [{"lines": records, "count": len(records)}], "after": {}})


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
@pytest.mark.parametrize("others", [[], [1.0], [None]])
def test_no_block_holds_what_json_has_no_word_for(wrong, others):
    with pytest.raises(ValueError, match="not JSON compliant"):
        list(as_json({"lines": in_columns(["a"], [[[wrong, *others]]])}))


VISIT = record("A visit.", Field("who", TEXT), column(Field("rows", many(NUMBER))), name="visit")
DOCUMENT = document("visits", 1, "All.", Field("visits", in_blocks(VISIT), "All.", lambda blocks: blocks))
LINES = Lines(lambda blocks: blocks, lambda _: VISIT.fields, in_blocks=True)


class Visits:
    def __init__(self, who, rows):
        self.who, self.rows = who, rows


BLOCKS = [Visits(["a", "b"], [[1, 2], [3]]), Visits([], []), Visits(["c"], [[]])]


def test_a_declaration_in_blocks_gives_schema_json_lines_and_frame():
    listed = schema_of(DOCUMENT)["properties"]["visits"]
    assert (listed["type"], listed["items"]) == ("array", {"$ref": "#/$defs/visit"})
    sheet = Sheet(page=tuple, values=lambda: DOCUMENT.plain(BLOCKS), rows=lambda: LINES.rows(BLOCKS))
    visits = json.loads(FORMATS["json"].write(sheet))["visits"]
    assert visits == [{"who": "a", "rows": [1, 2]}, {"who": "b", "rows": [3]}, {"who": "c", "rows": []}]
    assert FORMATS["csv"].write(sheet) == "who,rows\na,1 2\nb,3\nc,\n"
    assert frame_of(LINES, BLOCKS).to_dict("list") == {"who": ["a", "b", "c"], "rows": [[1, 2], [3], []]}
