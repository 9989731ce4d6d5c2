"""Themes as bars, comments as quotes: the numbers are those of the JSON, and what people wrote is inert."""

import re
from dataclasses import replace

import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.output.formats import FORMATS
from csmetrics.output.html import document
from csmetrics.views import view
from csmetrics.views.feedback.pictures import MOST_QUOTES, pictures, quotes

HOSTILE = '</blockquote><script>alert(1)</script>"><img src=x onerror=alert(2)>\u202etxt'


@pytest.fixture(scope="module")
def found():
    return api.feedback(api.read(ACME), "2026-Q3")


def test_the_bars_are_the_shares_of_the_json(found):
    values = view("feedback").values(found)
    (picture,) = pictures(found)
    rows = picture.chart.rows
    assert len(rows) == len(values["themes"])
    for row, line in zip(rows, values["themes"], strict=True):
        assert (row.value, row.against) == (line["among"]["promoters"]["share"], line["among"]["detractors"]["share"])
        assert row.note == str(line["comments"])


def test_the_title_counts_the_comments_of_the_theme_that_detractors_write_about_most(found):
    values = view("feedback").values(found)
    (picture,) = pictures(found)
    theme, some, all_of_them, others, all_others = re.fullmatch(
        r"Detractors write most about (\S+), in (\d+) of (\d+) comments; promoters in (\d+) of (\d+)", picture.title
    ).groups()
    sides = values["whole"]["among"]
    line = next(each for each in values["themes"] if each["theme"] == theme)
    assert (
        int(some)
        == line["among"]["detractors"]["comments"]
        == max(e["among"]["detractors"]["comments"] for e in values["themes"])
    )
    assert int(others) == line["among"]["promoters"]["comments"]
    assert (int(all_of_them), int(all_others)) == (sides["detractors"]["comments"], sides["promoters"]["comments"])


def test_without_detractors_the_bars_are_of_all_comments(found):
    nobody = {name: replace(part, comments=0, share=None) for name, part in found.whole.among.items()}
    (picture,) = pictures(replace(found, whole=replace(found.whole, among=nobody)))
    assert [row.value for row in picture.chart.rows] == [line.share for line in found.lines]
    assert picture.chart.heads == ("", "")


def test_nobody_wrote_anything(found):
    silent = replace(found, whole=replace(found.whole, comments=0), quotes=(), count=0)
    assert pictures(silent) == []
    assert quotes(silent) == []


def test_the_quotes_are_the_newest_comments(found):
    said = quotes(found)
    assert len(said) == MOST_QUOTES
    assert [each.text for each in said] == [each.text for each in found.quotes[:MOST_QUOTES]]


def test_without_quotes_nobody_is_quoted():
    bare = api.feedback(api.read(ACME), "2026-Q3", quotes=False)
    assert quotes(bare) == []
    assert "<blockquote" not in document(view("feedback").page(bare))


def test_what_people_wrote_is_inert(found):
    quote = replace(found.quotes[0], text=HOSTILE, name=HOSTILE, customer_id=HOSTILE)
    page = document(view("feedback").page(replace(found, quotes=(quote,))))
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert page.count("</blockquote>") == 1


def test_a_terminal_and_markdown_have_neither(found):
    for name in ("table", "markdown"):
        text = FORMATS[name].write(view("feedback").sheet(found))
        assert "Detractors write most about" not in text
        assert "LEFT DOUBLE" not in text
