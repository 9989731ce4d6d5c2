"""What a browser makes of the pages: nothing leaves, nothing complains, all can be read and reached."""

import re
from html.parser import HTMLParser

import pytest

from browsed import HOSTILE, whole
from csmetrics.output.html import document
from csmetrics.output.page import Cell, Line, PageColumn, Paragraph, TableSection, Title, one_table

pytestmark = pytest.mark.services

# Each text and the colour of it and of what is behind it, as the browser has computed them.
CONTRAST = r"""
const rgb = said => { const n = said.match(/[\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1] };
const over = (top, under) => [0, 1, 2].map(i => top[3] * top[i] + (1 - top[3]) * under[i]).concat(1);
const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
const behind = node => {
  const layers = [];
  for (let at = node; at; at = at.parentElement) layers.push(rgb(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
};
const poor = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const node = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || node.closest("svg,style,.vh,.skip") || !node.checkVisibility()) continue;
  const ground = behind(node), ink = over(rgb(getComputedStyle(node).color), ground);
  const [low, high] = [light(ink), light(ground)].sort((a, b) => a - b);
  const found = (high + 0.05) / (low + 0.05);
  if (found < 4.5) poor.push(`${found.toFixed(2)} ${walk.currentNode.data.slice(0, 40)}`);
}
return poor;
"""
FOCUSED = """
const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
return [at.tagName, at.className, look.outlineStyle, box.left >= 0 && box.width > 0];
"""
TAGS = "return [...document.querySelectorAll('*')].map(each => each.tagName.toLowerCase())"


def wide_table():
    """A page of a table with twelve months."""
    columns = [PageColumn(f"2026-{month:02}", number=True) for month in range(1, 13)]
    return document(
        (Title("Trend"), one_table(columns, [TableSection("", (tuple(Cell("123,456") for _ in columns),))]))
    )


def test_the_log_sees_what_would_leave(browser):
    """Else the next test could not fail."""
    browser.open(
        "<!DOCTYPE html><title>x</title><img src='http://127.0.0.1:9/leaves'><script>console.error(1)</script>"
    )
    assert "http://127.0.0.1:9/leaves" in browser.requests()
    assert browser.console()


def test_nothing_leaves_and_nothing_complains(browser, every_page):
    for name, page in every_page.items():
        browser.open(page)
        browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
        asked = [url for url in browser.requests() if url != "about:blank"]
        assert [url.partition("/page.html")[::2] for url in asked] == [(browser.folder.as_uri(), "")], name
        assert browser.console() == [], name
        assert browser.driver.title not in {"run", ""}


def test_even_what_came_through_would_not_run(browser):
    """The policy of the page stands behind the escaping."""
    page = whole().replace("<main id", "<script>document.title='run'</script><img src='http://127.0.0.1:9/x'><main id")
    browser.open(page)
    assert browser.driver.title == "Said"
    assert any("Content Security Policy" in said for said in browser.console())


def test_the_browser_has_nothing_to_mend(browser, every_page):
    """What it has understood is what was written, element by element."""

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            written.append(tag)

    for name, page in (*every_page.items(), *((each, whole(each)) for each in HOSTILE)):
        written = []
        Tags().feed(page)
        browser.open(page)
        assert browser.run(TAGS) == written, name


@pytest.mark.parametrize("width", [320, 360, 800, 1400])
def test_no_page_is_wider_than_its_window(browser, every_page, width):
    found = {}
    for name, page in every_page.items():
        browser.open(page, width)
        browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
        found[name] = browser.run("return document.scrollingElement.scrollWidth")
    assert {name: wide for name, wide in found.items() if wide > width} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_can_be_read(browser, every_page, dark):
    for name, page in every_page.items():
        browser.open(page, dark=dark)
        browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
        assert browser.run(CONTRAST) == [], name


def test_the_contrast_is_measured(browser):
    browser.open(whole().replace("</style>", ".csm .sub{color:#bbb}</style>"))
    assert browser.run(CONTRAST)


def test_dark_is_dark(browser):
    grounds = []
    for dark in (False, True):
        browser.open(whole(), dark=dark)
        grounds.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(16, 19, 24)"]


def test_keys_reach_everything_in_its_order(browser):
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415  # it may be missing

    columns = [PageColumn(f"2026-{month:02}", number=True) for month in range(1, 13)]
    wide = one_table(columns, [TableSection("", (tuple(Cell("123,456") for _ in columns),))])
    page = document((Title("Trend"), wide))
    page = page.replace("<main", "<nav><a href='#main'>one</a></nav><main").replace(
        "</main>", "</main><a href='#main'>last</a>"
    )
    browser.open(page, 360)
    found = []
    for _ in range(4):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        found.append(browser.run(FOCUSED))
    assert [tag for tag, *_ in found] == ["A", "A", "DIV", "A"]
    assert found[0][1] == "skip"
    assert found[2][1] == "tb wide"
    assert all(outline == "solid" and shown for _, _, outline, shown in found)


def test_order_of_keys_is_that_of_the_page(every_page):
    for page in every_page.values():
        assert set(re.findall(r'tabindex="(-?\d+)"', page)) <= {"0"}


def test_a_link_opens_what_it_leads_to(browser):
    browser.open(whole())
    assert browser.run("return document.querySelector('.fold').open") is False
    browser.run("document.querySelector('.tile a').click()")
    assert browser.run("return document.querySelector('.fold').open") is True
    assert browser.run("return document.querySelector('#d-nps').getBoundingClientRect().top < innerHeight") is True


def test_nothing_stays_behind_the_edge_of_a_wide_table(browser):
    columns = [PageColumn(f"2026-{month:02}", number=True) for month in range(1, 13)]
    browser.open(
        document((Title("Trend"), one_table(columns, [TableSection("", (tuple(Cell("123,456") for _ in columns),))]))),
        360,
    )
    reached = "const at = document.querySelector('.wide'); at.scrollLeft = 9999; return at.scrollLeft > 0"
    assert browser.run(reached) is True


def test_it_is_a_page_without_style_too(browser):
    """Mail programs and readers drop styles: the order and the words are still there."""
    page = document((Title("Title"), Paragraph((Line("First."),)), Paragraph((Line("Second."),))))
    browser.open(re.sub(r"<style>.*</style>", "", page))
    said = browser.run("return document.body.innerText")
    assert said.index("Title") < said.index("First.") < said.index("Second.")
