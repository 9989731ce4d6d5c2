"""Pages for a browser: inert, well formed, the same each time."""

import re
from dataclasses import replace

import pytest

from browsed import HOSTILE, Outline, hostile, pages, whole
from conftest import ACME
from csmetrics import api
from csmetrics.output.html import document, fragment
from csmetrics.output.html.style import style
from csmetrics.output.page import Cell, Line, PageColumn, Paragraph, TableSection, Title, one_table, page_of
from csmetrics.output.rich_blocks import Fold, PagePart, Tile, Tiles, Verdict
from csmetrics.views import view

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "nav", "section", "article"),
    *("h1", "h2", "h3", "h4", "p", "ul", "li", "b", "small", "span", "div", "code", "pre", "br", "blockquote"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption"),
    *("svg", "g", "path", "circle", "rect", "text", "tspan", "title", "line", "polyline", "polygon", "defs", "pattern"),
}


@pytest.fixture(scope="module", params=["acme", "hostile"])
def made(request, tmp_path_factory):
    """The page of each view, of the example business and of a folder that would do harm."""
    folder = tmp_path_factory.mktemp("data")
    data, period = (ACME, "2026-09") if request.param == "acme" else (hostile(folder), "2026-08")
    return pages(data, tmp_path_factory.mktemp("store") / "history.db", period)


@pytest.mark.slow
def test_pages_are_well_formed(made):
    for page in (*made.values(), whole(), *map(whole, HOSTILE)):
        outline = Outline(page)
        assert set(outline.tags) <= ALLOWED
        assert outline.headings.count(1) == 1
        steps = zip(outline.headings, outline.headings[1:], strict=False)
        assert outline.headings[0] == 1
        assert [(one, two) for one, two in steps if two > one + 1] == []


@pytest.mark.slow
def test_nothing_runs_and_nothing_is_fetched(made):
    for page in (*made.values(), *map(whole, HOSTILE)):
        outline = Outline(page)
        assert {"script", "img", "iframe", "link", "object", "form"}.isdisjoint(outline.tags)
        names = {name for _, name, _ in outline.attributes}
        assert {name for name in names if name.startswith("on")} == set()
        assert {"src", "action", "xlink:href", "style", "formaction"}.isdisjoint(names)
        assert [link for link in outline.values("href") if not link.startswith("#")] == []
        assert "default-src 'none'; style-src 'unsafe-inline'" in outline.values("content")
        assert re.findall(r"url\(|@import|expression\(", page.partition("</style>")[0]) == []
        assert outline.tags.count("style") == 1


@pytest.mark.slow
def test_no_control_character_comes_through(made):
    for page in (*made.values(), *map(whole, HOSTILE)):
        assert [sign for sign in page if (sign < " " and sign != "\n") or "\x7f" <= sign <= "\x9f"] == []
        assert re.findall("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page) == []


@pytest.mark.slow
def test_what_was_said_is_all_there(tmp_path):
    """Nothing of a name is swallowed as a tag."""
    page = view("feedback").write(api.feedback(api.read(hostile(tmp_path)), "2026-08"), "html")
    said = "".join(Outline(page).texts)
    for name in (HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[8], HOSTILE[9]):
        assert name in said


@pytest.mark.slow
def test_the_same_page_each_time():
    assert whole() == whole()
    assert view("check").write(api.check(ACME), "html") == view("check").write(api.check(ACME), "html")


@pytest.mark.slow
def test_every_link_leads_somewhere(made):
    for page in (*made.values(), whole()):
        outline = Outline(page)
        ids = outline.values("id")
        assert len(ids) == len(set(ids))
        assert {*(link[1:] for link in outline.values("href")), *outline.values("aria-labelledby")} <= set(ids)
    assert {"main", "one", "two", "d-nps"} <= set(ids)


def test_a_report_is_small(made):
    assert len(made["report"].encode()) < 30_000


def test_a_table_has_real_heads():
    rows = ((Cell("Net promoter score"), Cell("-1.9", "bad"), Cell("a -1")), (Cell(""), Cell("5"), Cell("")))
    table = one_table(
        [PageColumn(""), PageColumn("change", number=True), PageColumn("why")],
        [TableSection("Satisfaction", rows)],
        "one\ntwo",
    )
    page = document((Title("Figures"), table))
    assert '<td></td><th scope="col" class="n">change</th><th scope="col">why</th>' in page
    assert '<tr class="s"><th colspan="3" scope="rowgroup">Satisfaction</th></tr>' in page
    assert '<th scope="row" class="w">Net promoter score</th><td class="n bad"><span>\u22121.9</span></td>' in page
    assert "<td>a \u22121</td>" in page
    assert '<td></td><td class="n">5</td>' in page
    assert '<caption class="vh">Figures</caption>' in page
    assert '<p class="note">one</p><p class="note">two</p>' in page
    assert "Underlined with dashes" in page
    assert "tabindex" not in page


def test_a_wide_table_is_reached_by_key():
    columns = [PageColumn(f"2026-{month:02}", number=True) for month in range(1, 13)]
    page = document(
        (Title("Trend"), one_table(columns, [TableSection("", (tuple(Cell("123,456") for _ in columns),))]))
    )
    assert '<div class="tb wide" tabindex="0" role="region" aria-label="Trend">' in page


def test_shades_go_from_pale_to_deep():
    row = tuple(Cell(str(n), heat=n / 10) for n in range(-1, 12))
    page = document((Title("Heat"), one_table([PageColumn("", number=True)] * 13, [TableSection("", (row,))])))
    shades = re.findall(r'class="h h(\d)"', page)
    assert shades == sorted(shades)
    assert (shades[0], shades[-1]) == ("0", "5")


def test_a_page_without_a_title_has_one():
    assert "<h1>csmetrics</h1>" in document(page_of([Paragraph((Line("x"),))]))
    assert Outline(document(())).headings == [1]


def test_levels_of_headings_are_never_skipped():
    page = (Title("a"), Title("b", 3), PagePart("c", "c", (Title("d", 4), Title("e", 2))), Title("f"))
    assert Outline(document(page)).headings == [1, 2, 2, 3, 3, 2]


def test_lines_are_paragraphs_lists_and_formulas():
    said = Paragraph(
        (Line("so:", "quiet"), Line("x", indent=1), Line("f(x)", indent=1, code=True), Line("= 1", indent=2, code=True))
    )
    page = document((Title("t"), Paragraph((Line("plain"),)), said))
    assert '<p class="q">so:</p><ul><li>x</li></ul><pre class="formula">f(x)\n  = 1</pre>' in page


def test_the_anchor_lies_inside_what_opens():
    page = document((Title("t"), Fold((Cell("NPS"), Cell("38.7")), (Paragraph((Line("x"),)),), "d-nps")))
    assert re.search(r'<details class="fold"><summary class="s2">.*</summary><div class="in" id="d-nps">', page)


def test_a_fragment_touches_nothing_else():
    page = fragment((Title("t"), Paragraph((Line("x"),))))
    assert "<html" not in page
    assert "<h1" not in page
    assert page.startswith('<div class="csm"><style>.csm{')
    assert ":root" not in page
    assert "@page" not in page
    sheet = re.search(r"<style>(.*)</style>", page)[1]
    assert sheet.count("{") == sheet.count("}")
    rules = re.findall(r"(?:^|[{};])([^{};@]+)\{", style(charts=True))
    assert [rule for rule in rules if not all(each.startswith((".csm", ".cs-")) for each in rule.split(","))] == []


def test_a_halved_sign_is_no_error(tmp_path):
    page = document((Title("caf\udce9"),))
    assert page.encode()


def test_that_there_is_no_threshold_is_said_beside_one_that_there_is():
    tile = Tile("MRR", "", "12,558", "", "+643", "good", "from 11,915", "77 customers", None)
    watched = replace(tile, verdict=Verdict(True, True, "Holds", "at least 95 %"))
    assert "No threshold set" not in document((Title("x"), Tiles((tile, tile))))
    assert document((Title("x"), Tiles((tile, watched)))).count("No threshold set") == 1


def test_a_day_is_never_broken():
    page = document((Title("x"), one_table([PageColumn("from")], [TableSection("", ((Cell("2026-09-30"),),))])))
    assert '<th scope="row" class="d">2026-09-30</th>' in page
    assert re.search(r"[^}]*\.d\{white-space:nowrap\}", page)
