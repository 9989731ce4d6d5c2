"""What holds for charts of every kind, whatever is in them."""

import re
from typing import get_args

import pytest
from hypothesis import given, settings

from conftest import tries
from csmetrics.output.charts import STYLE, draw
from csmetrics.output.charts.model import (
    BarChart,
    BarRow,
    Chart,
    ColumnChart,
    Limit,
    LineChart,
    Point,
    Series,
    ShareBar,
    ShareSlice,
    Sparkline,
    Waterfall,
    WaterfallStep,
)
from csmetrics.output.sentences import printable
from output.charts.made import HOSTILE, KINDS, charts, marks, pictures

ROUNDING = 0.11  # a width may add a tenth to a place


def readable(text):
    """The text as XML can hold it."""
    return re.sub("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", printable(text))


def test_every_kind_is_tried():
    assert set(KINDS) == set(get_args(Chart))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_is_well_formed_says_its_label_and_stays_within_its_frame(kind):
    @given(KINDS[kind])
    def holds(chart):
        stays_within_its_frame(chart)

    holds()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_it_holds_where_every_text_is_hostile(text):
    point = Point(text, 0.5, text, 0.1, 0.9, tip=text, note=text)
    limit = Limit(0.2, text)
    for chart in (
        LineChart(text, "fraction", (Series(text, (point,) * 3), Series(text, (point,) * 3)), (limit,), missing=text),
        LineChart(text, "fraction", (Series(text, (Point(text, None, text),)),), missing=text),
        ColumnChart(text, "fraction", (point,) * 3, limit),
        Waterfall(
            text,
            "money",
            (
                WaterfallStep(text, 9, text, text, end=True),
                WaterfallStep(text, -1, text),
                WaterfallStep(text, 8, text, end=True),
            ),
        ),
        BarChart(text, "money", (BarRow(text, 1, text, 2, text, text), BarRow(text, 0, text)), (text, text)),
        ShareBar(text, (ShareSlice(text, 1, text), ShareSlice(text, 2, text)), point, (-1, 1), limit),
        ShareBar(text, (ShareSlice(text, 0, text),), Point(text, None, text), (-1, 1), limit),
        Sparkline(text, (1, 2)),
    ):
        stays_within_its_frame(chart)


def stays_within_its_frame(chart):
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
            if mark.name == "text":
                assert len(mark.text) < 120, mark  # cut, however long it is


@pytest.mark.slow
@given(charts)
@settings(max_examples=tries(200))
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


@pytest.mark.slow
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
