"""The digest as a page for mail: without any style, and without drawings, it says everything in order."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.config.sections import Threshold
from csmetrics.figures.model import Remark
from csmetrics.output.html import document
from csmetrics.output.page import Fitting, Line, Paragraph, plain_page
from csmetrics.output.readable import show, show_change
from csmetrics.views import view
from csmetrics.views.snapshot.tiles import headline_tiles


class Words(HTMLParser):
    """The text of a page as a program for mail has it that knows neither styles nor drawings."""

    def __init__(self):
        super().__init__()
        self.said, self.within = [], []

    def handle_starttag(self, tag, attributes):
        if tag in {"style", "svg", "title"}:
            self.within.append(tag)

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, text):
        if not self.within:
            self.said.append(text)


def words(text):
    """As it was typed: a plain minus, plain spaces."""
    return re.sub(r"\s+", " ", text.replace("\N{MINUS SIGN}", "-"))


def words_of(page):
    parser = Words()
    parser.feed(page)
    return words(" ".join(parser.said))


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return api.snapshot(ACME, "2026-09", today=date(2026, 10, 2), store=tmp_path_factory.mktemp("store") / "h.db")


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """A month that was published and would read otherwise now."""
    folder = tmp_path_factory.mktemp("moved")
    for path in ACME.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    api.snapshot(folder, "2026-09", store=folder / "h.db", today=date(2026, 10, 2))
    rows = (folder / "subscriptions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows[260] = rows[260].replace(",19,", ",17,")
    (folder / "subscriptions.csv").write_text("".join(rows), encoding="utf-8")
    return api.snapshot(folder, "2026-09", store=folder / "h.db", today=date(2026, 10, 9))


def texts(block):
    """What a terminal has of a block, in its order."""
    if isinstance(block, Paragraph):
        yield from (line.text for line in block.lines if isinstance(line, Line))
    elif isinstance(block, Fitting):
        for section in block.paper.sections:
            yield from (cell.text for row in section.rows for cell in row)
    else:
        yield block.text


def follow(said, found):
    """Whether the texts come one after another."""
    at = 0
    for text in filter(None, (words(each).strip() for each in found)):
        at = said.find(text, at)
        assert at >= 0, text
        at += len(text)


@pytest.mark.parametrize("which", ["outcome", "refused"])
def test_without_styles_every_word_is_there_in_order(which, request):
    found = request.getfixturevalue(which)
    said = words_of(document(view("snapshot").page(found)))
    headline = {figure.title for figure in found.digest.headline}
    for block in plain_page(view("snapshot").page(found)):
        listed = list(texts(block))
        if found.refused or not headline <= set(listed):
            follow(said, listed)
    expected = []
    for figure in [] if found.refused else found.digest.headline:
        expected += [figure.title, show(figure.value, figure.unit)]
        expected += [show_change(figure.change, figure.unit, figure.value), show(figure.previous, figure.unit)]
    follow(said, expected)


def test_verdicts_are_those_of_the_thresholds(outcome):
    (tiles,) = headline_tiles(outcome)
    said = {tile.name: tile.verdict and (tile.verdict.word, tile.verdict.text) for tile in tiles.tiles}
    assert said["Customer churn rate"] == ("Holds", "at most 4 %")
    assert said["Net promoter score"] == (
        "Holds, not for certain",
        "at least 20; the interval 8.7\N{EN DASH}61.9 lies on both sides",
    )
    assert said["Monthly recurring revenue"] is None


def test_a_breach_is_said_so(outcome):
    breach = Remark("customer_churn_rate", {}, "Above its threshold (max 0.02).", breach=True)
    digest = replace(outcome.digest, breaches=(breach,), thresholds={"customer_churn_rate": Threshold(max=0.02)})
    page = words_of(document(view("snapshot").page(replace(outcome, digest=digest))))
    assert "Breached: at most 2 %" in page


def test_a_change_within_the_interval_is_not_called_better_or_worse(outcome):
    tiles = {tile.name: tile for tile in next(headline_tiles(outcome)).tiles}
    assert tiles["Net promoter score"].tone == "quiet"
    assert tiles["Net promoter score"].since.endswith("too little to tell")
    assert tiles["Customers"].tone == "good"


def test_of_a_quarter_thresholds_are_not_checked(tmp_path):
    found = api.snapshot(ACME, "2026-Q3", today=date(2026, 10, 2), store=tmp_path / "h.db")
    verdicts = [tile.verdict for tile in next(headline_tiles(found)).tiles if tile.verdict]
    assert {each.word for each in verdicts} == {"Not checked"}


def test_names_of_customers_are_inert(outcome):
    movers = tuple(replace(each, name="<script>alert(1)</script>") for each in outcome.digest.movers)
    page = document(view("snapshot").page(replace(outcome, digest=replace(outcome.digest, movers=movers))))
    assert "<script" not in page
