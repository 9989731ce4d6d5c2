"""Charts of every kind as hypothesis makes them, with texts that break what is written without care; and SVG read."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import hypothesis.strategies as st

from csmetrics.output.charts.model import (
    BarChart,
    BarRow,
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

UNITS = ("points", "fraction", "money", "count", "score", "ratio", "months", "years")
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='alert(1)", "]]>", "<!--", "&lt;&#0;", "",
    "\u202egnp.exe", "\u200f\u200e", "a\x00b\x1b[31mc\x07", "\ud800", "\ufffe\uffff", "a\nb\tc\u2028d", "界" * 40,
    "x" * 10_000, "Σ é \N{GRINNING FACE}",
)  # fmt: skip
texts = st.sampled_from(HOSTILE) | st.text(max_size=30)
numbers = st.one_of(
    st.floats(-1e3, 1e3),
    st.floats(0, 1),
    st.integers(-20, 20).map(float),
    st.sampled_from([0.0, -0.0, 1.0, 1e12, -1e12, 1e-12, 1e-300, 1e300, float("inf"), float("-inf"), float("nan")]),
)
values = st.none() | numbers
judged = st.sampled_from(["plain", "good", "bad", "warn", "quiet"])
points = st.builds(Point, texts, values, texts, values, values, st.booleans(), texts, texts)
limits = st.builds(Limit, numbers, texts, st.sampled_from(["above", "below"]))


@st.composite
def series(draw):
    count = draw(st.sampled_from([0, 1, 2, 3, 24, 61]))
    lines = draw(st.integers(0, 7))
    few = st.lists(points, min_size=1, max_size=5)
    return tuple(Series(draw(texts), tuple((draw(few) * count)[:count]), draw(st.booleans())) for _ in range(lines))


def upto(strategy, most):
    return st.lists(strategy, max_size=most).map(tuple)


units = st.sampled_from(UNITS)
steps = st.builds(WaterfallStep, texts, numbers, texts, texts, st.booleans(), texts)
rows = st.builds(BarRow, texts, numbers, texts, values, texts, texts, judged)
shares = st.builds(ShareSlice, texts, numbers, texts, judged)
KINDS = {
    LineChart: st.builds(
        LineChart, texts, units, series(), upto(limits, 3), st.booleans(), st.booleans(), texts
    ),
    ColumnChart: st.builds(ColumnChart, texts, units, upto(points, 30), st.none() | limits),
    Waterfall: st.builds(Waterfall, texts, units, upto(steps, 14)),
    BarChart: st.builds(BarChart, texts, units, upto(rows, 40), st.tuples(texts, texts)),
    ShareBar: st.builds(
        ShareBar, texts, upto(shares, 9), st.none() | points, st.tuples(numbers, numbers), st.none() | limits, units
    ),
    Sparkline: st.builds(Sparkline, texts, upto(values, 30), values),
}  # fmt: skip
charts = st.one_of(*KINDS.values())


@dataclass(frozen=True)
class Mark:
    """An element as a browser would read it: its name, its classes, its text or tip, and its places."""

    name: str
    css: tuple[str, ...]
    text: str
    places: tuple[tuple[float, float], ...]

    @property
    def wide(self):
        return max(x for x, _ in self.places) - min(x for x, _ in self.places)

    @property
    def high(self):
        return max(y for _, y in self.places) - min(y for _, y in self.places)

    @property
    def top(self):
        return min(y for _, y in self.places)


def pictures(drawn):
    """The elements of what was drawn, parsed as XML."""
    return list(ET.fromstring(f"<page>{drawn}</page>"))  # noqa: S314  # our own


def marks(picture, css=None):
    """The marks of a picture, or those of a class."""
    found = [
        Mark(each.tag, tuple(each.get("class", "").split()), typed("".join(each.itertext())), tuple(_places(each)))
        for each in picture
        if each.tag != "title"
    ]
    return [mark for mark in found if css is None or css in mark.css]


def typed(text):
    """A number as it is typed: print has another minus and a narrower space before a unit."""
    return text.replace("\N{MINUS SIGN}", "-").replace("\N{NARROW NO-BREAK SPACE}", " ")


def _places(element):
    get = lambda name: float(element.get(name))  # noqa: E731  # four letters instead of twenty
    if element.tag == "path":
        yield from travelled(element.get("d"))
    elif element.tag == "circle":
        x, y, r = get("cx"), get("cy"), get("r")
        yield from ((x - r, y - r), (x + r, y + r))
    elif element.tag == "rect":
        yield from ((get("x"), get("y")), (get("x") + get("width"), get("y") + get("height")))
    else:
        assert element.tag == "text", element.tag
        yield get("x"), get("y")


def travelled(steps):
    """Every place that a path comes by."""
    x = y = 0.0
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", steps):
        found = [float(number) for number in re.findall(r"-?[\d.]+", rest)]
        if letter in "MLml":
            x, y = (found[0], found[1]) if letter in "ML" else (x + found[0], y + found[1])
        elif letter in "Hh":
            x = found[0] if letter == "H" else x + found[0]
        elif letter in "Vv":
            y = found[0] if letter == "V" else y + found[0]
        else:
            assert letter in "Zz", letter
        yield x, y
