"""Fields declared once: values, schema, lines and frame."""

from dataclasses import dataclass
from datetime import date

import jsonschema
import pandas as pd
import pytest

from csmetrics.output.fields import (
    COUNT,
    DAY,
    NUMBER,
    TEXT,
    TRUTH,
    Field,
    Lines,
    at,
    called,
    choice,
    document,
    limited,
    many,
    mapping,
    optional,
    record,
    schema_of,
)
from csmetrics.output.frame import frame_of


@dataclass(frozen=True)
class Visit:
    who: str
    day: date
    minutes: int | None = None
    rows: tuple[int, ...] = ()
    paid: bool = False
    share: float | None = None


VISIT = record(
    "A visit.",
    Field("visitor", TEXT, "Who came.", "who"),
    Field("day", DAY, "When."),
    Field("minutes", optional(COUNT), "How long."),
    Field("rows", many(COUNT), "Where it stands."),
    Field("paid", TRUTH, "Whether it cost anything."),
    Field("share", optional(limited(NUMBER, minimum=0, maximum=1)), "Of the day."),
    name="visit",
)
DOCUMENT = document(
    "visits",
    3,
    "All visits.",
    Field("visits", many(VISIT), "Oldest first.", lambda visits: visits),
    Field("last", optional(VISIT), "The last one.", lambda visits: visits[-1] if visits else None),
    Field("days", mapping(many(called(DAY, "A day."))), "By visitor.", lambda visits: {v.who: [v.day] for v in visits}),
    Field("kind", choice("short", "long"), "Of them all.", lambda _: "short"),
)
LINES = Lines(lambda visits: [(place, each) for place, each in enumerate(visits)], lambda _: at(1, *VISIT.fields))
VISITS = (Visit("Ann", date(2026, 9, 1), 20, (2, 3), True, 0.5), Visit("Bob", date(2026, 9, 2)))


def test_values_fit_the_schema():
    values = DOCUMENT.plain(VISITS)
    assert values["visits"][0] == {
        "visitor": "Ann", "day": "2026-09-01", "minutes": 20, "rows": [2, 3], "paid": True, "share": 0.5
    }  # fmt: skip
    assert values["schema"] == "csmetrics.visits/3"
    jsonschema.Draft202012Validator(schema_of(DOCUMENT)).validate(values)
    jsonschema.Draft202012Validator(schema_of(DOCUMENT)).validate(DOCUMENT.plain(()))


@pytest.mark.parametrize("wrong", [{"kind": "other"}, {"last": {}}, {"more": 1}, {"visits": [1]}])
def test_the_schema_refuses_what_is_not_declared(wrong):
    values = DOCUMENT.plain(VISITS) | wrong
    assert not jsonschema.Draft202012Validator(schema_of(DOCUMENT)).is_valid(values)


def test_a_kind_with_a_name_is_defined_once():
    schema = schema_of(DOCUMENT)
    assert list(schema["$defs"]) == ["visit"]
    assert schema["properties"]["visits"]["items"] == {"$ref": "#/$defs/visit"}
    assert schema["properties"]["last"]["anyOf"] == [{"$ref": "#/$defs/visit"}, {"type": "null"}]


def test_what_may_be_null_may_be_null_once():
    assert optional(optional(COUNT)).schema == optional(COUNT).schema


def test_lines_are_those_of_csv():
    assert list(LINES.rows(VISITS)) == [
        ["visitor", "day", "minutes", "rows", "paid", "share"],
        ["Ann", "2026-09-01", 20, "2 3", "true", 0.5],
        ["Bob", "2026-09-02", None, "", "false", None],
    ]


def test_a_frame_has_the_types_of_the_fields():
    frame = frame_of(LINES, VISITS)
    assert frame["day"].tolist() == [pd.Timestamp(2026, 9, 1), pd.Timestamp(2026, 9, 2)]
    assert frame["minutes"].dtype == "Int64"
    assert frame["minutes"].isna().tolist() == [False, True]
    assert frame["rows"].tolist() == [[2, 3], []]
    assert frame["paid"].dtype == "bool"
    assert frame["share"].dtype == "float64"
    assert list(frame_of(LINES, ()).columns) == list(frame.columns)
