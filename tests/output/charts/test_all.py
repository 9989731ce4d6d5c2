"""What holds for charts of every kind, whatever is in them."""

import re
from typing import get_args

import pytest
from hypothesis import given, settings

from csmetrics.output.charts import STYLE, draw
from csmetrics.output.charts.model import BarChart, BarRow, Chart, LineChart, Point, Series
from csmetrics.output.words import printable
from output.charts.made import HOSTILE, KINDS, charts, marks, pictures

ROUNDING = 0.11  # a width may add a tenth to a place


def readable(text):
    """The text as XML can hold it."""
    return re.sub("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", printable(text))


def test_every_kind_is_tried():
    assert set(KINDS) == set(get_args(Chart))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_is_well_formed_says_its_label_and_stays_within_its_frame(kind):
    @given(KINDS[kind])
    def holds(chart):
        drawn = draw(chart)
        assert drawn == draw(chart)
        for picture in pictures(drawn):
            assert picture.tag == "svg"
            assert picture.get("role") == "img"
            assert picture.get("aria-label") == readable(chart.label)
            left, top, right, bottom = map(float, picture.get("viewBox").split())
            for mark in marks(picture):
                for x, y in mark.places:
                    assert left - ROUNDING <= x <= right + ROUNDING, mark
                    assert top - ROUNDING <= y <= bottom + ROUNDING, mark

    holds()


@given(charts)
@settings(max_examples=200)
def test_nothing_from_outside_becomes_markup_and_nothing_empty_is_written(chart):
    drawn = draw(chart)
    for picture in pictures(drawn):
        for element in picture.iter():
            assert element.tag in {"svg", "path", "rect", "circle", "text", "title"}
            assert set(element.attrib) <= {
                "class", "viewBox", "role", "aria-label", "d", "x", "y", "width", "height",
                "cx", "cy", "r", "text-anchor",
            }  # fmt: skip
            numbers = [value for name, value in element.attrib.items() if name not in {"class", "aria-label"}]
            assert not [value for value in numbers if re.search("nan|inf|None|e[-+]?[0-9]", value)]
            assert element.tag != "path" or element.get("d")


@given(charts)
def test_all_classes_have_a_look(chart):
    for picture in pictures(draw(chart)):
        for css in {css for mark in marks(picture) for css in mark.css} - {"l"}:
            assert re.search(rf"\.{css}[,{{. ]", STYLE), css


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_name_is_cut_where_there_is_no_room_for_it(text):
    chart = BarChart("", "money", (BarRow(text, 1, "1"), BarRow("Other", 2, "2")))
    [name] = [mark.text for mark in marks(pictures(draw(chart))[0], "name") if mark.text != "Other"] or [""]
    assert len(name) <= 60
    assert name in {readable(text), ""} or (name.endswith("…") and readable(text).startswith(name[:-1]))


def test_the_style_has_no_colour_of_its_own():
    assert not re.search(r"#[0-9a-f]{3}|rgb|url\(", STYLE)


def test_a_drawing_has_no_id_that_could_clash():
    points = (Point("May", 0.1, "10 %", 0, 0.3), Point("June", 0.2, "20 %", 0.1, 0.4, hollow=True))
    assert " id=" not in draw(LineChart("", "fraction", (Series("", points),)))
