"""Pages on paper: so many of them, tagged, numbered, and no table that would fit on one is cut."""

import re
import shutil
import subprocess

import pytest

from browsed import every_block, whole
from conftest import lacking
from csmetrics import api
from csmetrics.output.html import document
from csmetrics.output.html.chromium import printed
from csmetrics.output.page import Cell, PageColumn, TableSection, Title, one_table
from csmetrics.output.rich_blocks import Fold, SpokenQuote
from csmetrics.views import view

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def on_paper(driver):
    """A function that prints blocks on a paper and returns the PDF."""
    return lambda blocks, paper="A4": printed(document(blocks, paper))


@pytest.fixture
def texts(on_paper, tmp_path):
    """A function that prints blocks and returns the text of each page."""
    if not shutil.which("pdftotext"):
        lacking("pdftotext (poppler-utils) is not installed")

    def read(blocks, paper="A4"):
        (tmp_path / "page.pdf").write_bytes(on_paper(blocks, paper))
        done = subprocess.run(["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    return read


def table(name, rows):
    columns = [PageColumn("customer"), PageColumn("MRR", number=True)]
    return one_table(
        columns, [TableSection("", tuple((Cell(f"{name}-{row:03}"), Cell("1,000")) for row in range(rows)))]
    )


def test_a_pdf_is_tagged_and_has_a_title(on_paper):
    made = on_paper(every_block("Board"))
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert b"/Marked true" in made
    assert b"/Title (Board)" in made
    assert b"/Lang (en)" in made
    assert b"/JavaScript" not in made


def test_the_same_page_is_the_same_file(on_paper):
    assert on_paper(every_block()) == on_paper(every_block())


@pytest.mark.parametrize(("paper", "size"), [("A4", b"[0 0 594.95996 841.91998]"), ("letter", b"[0 0 612 792]")])
def test_both_papers(on_paper, paper, size):
    assert b"/MediaBox " + size in on_paper((Title("x"),), paper)


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_no_table_is_cut_and_pages_are_numbered(texts, paper):
    names = [f"T{number:02}" for number in range(12)]
    pages = texts(
        (Title("Tables"), *(each for name in names for each in (Title(f"About {name}", 2), table(name, 17)))), paper
    )
    assert len(pages) > 3
    for name in names:
        assert [page.count(f"{name}-") for page in pages if f"{name}-" in page] == [17]
        assert [f"About {name}" in page for page in pages if f"{name}-" in page] == [True]
    assert [re.findall(r"Tables +(\d+ of \d+)", page) for page in pages] == [
        [f"{number} of {len(pages)}"] for number in range(1, len(pages) + 1)
    ]


def test_the_head_of_a_long_table_is_on_every_page(texts):
    pages = texts((Title("Long"), table("row", 150)))
    assert len(pages) > 2
    assert [page.count("customer") for page in pages] == [1] * len(pages)
    rows = [row for page in pages for row in re.findall(r"row-\d+", page)]
    assert rows == [f"row-{number:03}" for number in range(150)]


def test_what_opens_is_open_on_paper(texts):
    fold = Fold((Cell("NPS"), Cell("38.7")), (table("inside", 3), SpokenQuote("Said.", "Somebody")), "d-nps")
    assert "inside-002" in "".join(texts((Title("x"), fold)))


def test_paper_is_white_in_the_dark(browser):
    browser.open(whole(), dark=True)
    browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    ground = browser.run("return getComputedStyle(document.body).backgroundColor")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert ground == "rgb(255, 255, 255)"


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_the_board_begins_with_the_bridge_and_ends_with_cards(acme, texts, paper):
    pages = texts(view("board").page(api.board(acme, "2026-09")), paper)
    assert "Contraction" in pages[0]
    cards = next(number for number, page in enumerate(pages) if "How each figure is counted" in page)
    assert "Files" in pages[cards - 1]
    assert "Customer satisfaction" in pages[cards].partition("How each figure is counted")[2]
