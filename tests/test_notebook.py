"""What a person at a prompt or in a notebook sees, and that a path may be text or a Path."""

import copy
import os
import re
import shutil
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import csmetrics
from conftest import ACME
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.output.charts.model import Sparkline, Waterfall, WaterfallStep
from csmetrics.output.html.svg_file import alone
from csmetrics.periods import parse_period


def test_one_line_says_what_a_thing_is(acme):
    whole, parted = csmetrics.report(acme, "2026-09"), csmetrics.report(acme, "2026-09", metrics="nps", by="plan")
    figures = len({figure.metric for figure in whole.figures if figure.status != "unavailable"})
    assert repr(whole) == f"<Report 2026-09: {figures} figures, MRR 12,558 USD>"
    assert repr(parted) == "<Report 2026-09: 1 figure, by plan>"
    assert repr(whole.figure("nps")) == "<Figure nps: 38.7>"
    assert repr(parted.figure("nps", plan="team")).startswith("<Figure nps in team: ")
    assert repr(whole.period) == "<Period 2026-09>"
    assert re.fullmatch(r"<Dataset of 9 tables: [\d,]+ rows, newest 2026-09-30, USD>", repr(acme))
    assert repr(csmetrics.customers(acme, "2026-09", movements="churned", limit=1)) == (
        "<CustomerList 2026-09: 1 of 2 customers, churned>"
    )
    assert repr(csmetrics.explain(acme, "cac", "2024-07")).startswith("<Explanation cac 2024-07: ")


def test_a_configuration_says_what_it_sets_and_no_value_which_may_be_a_password():
    config = parse_config("currency: EUR\ndatabase: postgresql://me:secret@host/books\n")
    assert repr(config) == "<Config that sets currency, database>"
    assert repr(csmetrics.Config()) == "<Config with nothing set>"


def test_what_is_said_in_brief_is_still_compared_in_full(acme):
    first, second = csmetrics.report(acme, "2026-09"), csmetrics.report(acme, "2026-08")
    assert first == csmetrics.report(acme, "2026-09") == copy.deepcopy(first)
    assert first.figure("arr") != second.figure("arr")
    assert parse_period("2026-09") != parse_period("2026-09..2026-09")


def test_a_long_list_in_a_notebook_is_its_first_lines_and_says_how_many_there_are(acme):
    explained = csmetrics.explain(acme, "customers", "2026-09")
    page = explained._repr_html_()
    assert page.count("subscriptions.csv") <= 51
    assert "50 of 77, biggest first" in page
    assert len(explained.tallies[0].lines) == 77


def test_a_plot_is_svg_by_itself(acme, tmp_path):
    plot = csmetrics.trend(acme, "2026-09", metrics="nps").plot()
    assert len(plot) == 1
    root = ET.fromstring(str(plot))  # noqa: S314  # our own
    assert root.get("aria-label").startswith("Net promoter score")
    assert "--c1:" in root.get("style")
    assert str(plot) in plot._repr_svg_()
    assert "<details" in plot._repr_html_()
    for path in (tmp_path / "a.svg", str(tmp_path / "b.svg")):
        plot.save(path)
        assert ET.parse(path).getroot().tag.endswith("svg")  # noqa: S314


def test_several_pictures_are_taken_one_by_one(acme):
    plot = csmetrics.trend(acme, "2026-09", metrics=["nps", "mrr"]).plot()
    assert (len(plot), plot._repr_svg_()) == (2, None)
    assert str(plot) == f"{plot[0]}\n{plot[1]}"
    with pytest.raises(ValueError, match=r"There are 2 pictures, and a file holds one: plot\[0\].save\('a.svg'\)"):
        plot.save("a.svg")


def test_a_drawing_by_itself_is_the_wide_one_and_styles_nothing_else():
    steps = (
        WaterfallStep("August", 100, "100", end=True),
        WaterfallStep("New", 20, "+20"),
        WaterfallStep("September", 120, "120", end=True),
    )
    drawn = alone(Waterfall("From 100 to 120", "money", steps))
    assert drawn.count("<svg") == 1
    assert "cs-wide" in drawn.partition(">")[0]
    rules = re.sub(r"\{[^}]*\}", "\n", re.search("<style>(.*)</style>", drawn)[1]).split("\n")
    assert all(part.strip().startswith(".cs-") for rule in rules if rule for part in rule.split(","))
    assert alone(Sparkline("MRR: 1, 2", (1, 2))) == alone(Sparkline("MRR: 1, 2", (1, 2)))


@pytest.mark.parametrize("as_path", [str, Path])
def test_a_path_is_text_or_a_path(as_path, tmp_path):
    folder, store = tmp_path / "data", tmp_path / "history.db"
    shutil.copytree(ACME, folder)
    config = as_path(folder / "csmetrics.yaml")
    settings = csmetrics.load_config(config)
    assert csmetrics.read(as_path(folder), config).config == settings
    assert csmetrics.check(as_path(folder), config).problems == ()
    csmetrics.snapshot(as_path(folder), "2026-09", today=date(2026, 10, 2), store=as_path(store), config=config)
    assert len(csmetrics.history(as_path(store), config=config).snapshots) == 1
    api.export_history(as_path(tmp_path / "out"), store=as_path(store))
    api.import_history(as_path(tmp_path / "out"), store=as_path(tmp_path / "other.db"))
    assert csmetrics.history(as_path(tmp_path / "other.db")).current == csmetrics.history(store).current
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "subscriptions.csv").write_text("customer_id,start_date,amount\na,2026-01-01,30\n")
    assert csmetrics.init(as_path(bare)).written
    assert os.path.exists(bare / "csmetrics.yaml")  # noqa: PTH110  # neither kind
