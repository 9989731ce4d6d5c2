"""A report in a browser: every figure of the whole opens to what stands behind it."""

import json
import re

import pytest
from click.testing import CliRunner

from conftest import ACME
from csmetrics import report
from csmetrics.cli.main import commands
from csmetrics.views.explain.card import NO_LISTS
from csmetrics.views.report import VIEW


def html(*arguments):
    run = CliRunner().invoke(commands, ["report", *arguments, "--format", "html"])
    assert run.exit_code == 0, run.output
    return run.stdout


@pytest.mark.parametrize("by", [(), ("--by", "country"), ("--by", "plan")])
def test_every_figure_in_the_table_leads_to_its_card(acme, by):
    page = html(str(ACME), "--period", "2026-09", *by)
    links = re.findall(r'<th scope="row"[^>]*><a class="ref" href="#(d-\w+)">', page)
    wholes = [
        figure
        for figure in report(acme, "2026-09", by=by[1:]).figures
        if not figure.segment and figure.status != "unavailable"
    ]
    assert links == [f"d-{figure.metric}" for figure in wholes]
    assert re.findall(r'id="(d-\w+)"', page) == links


def test_a_card_in_the_page_has_customers_and_rows():
    card = html(str(ACME), "--period", "2026-09", "--metric", "mrr").partition('id="d-mrr"')[2]
    assert "Bledsoe Dental Care" in card
    assert "and 74 more: csmetrics explain mrr DATA --period 2026-09" in re.sub(r"<[^>]+>", "", card)


def test_headline_figures_stand_as_tiles_above_the_whole_table(acme):
    page = html(str(ACME), "--period", "2026-09")
    tiles, _, table = page.partition("<table")
    assert re.findall(r'<article class="tile"><h\d><a class="ref" href="#d-(\w+)">', tiles) == [
        *("mrr", "net_revenue_retention", "customer_churn_rate", "nps", "customers", "clv_to_cac")
    ]
    assert tiles.count("cs-spark") - tiles.partition("<main")[0].count("cs-spark") == 6
    assert re.sub(r"<[^>]+>", "", tiles).count("Holds") == 4  # of csmetrics.yaml
    names = {figure.title for figure in report(acme, "2026-09").figures if figure.status != "unavailable"}
    assert all(f">{name}</a>" in table for name in names)  # nothing is hidden, though the terminal shows a dozen
    assert "--all" not in page


def test_a_report_of_a_few_metrics_or_sections_is_of_those():
    few = html(str(ACME), "--period", "2026-09", "--metric", "nps")
    assert 'class="tile"' not in few
    assert set(re.findall(r'id="d-(\w+)"', few)) == {"nps"}
    section = html(str(ACME), "--period", "2026-09", "--section", "satisfaction")
    assert set(re.findall(r'id="d-(\w+)"', section)) == {
        *("csat", "nps", "ces", "survey_response_rate", "review_rating", "reviews")
    }


def test_what_stands_behind_is_in_the_page_alone(acme):
    """JSON, CSV, terminal and Markdown do not change where it was asked for."""
    plain, opened = report(acme, "2026-09"), report(acme, "2026-09", explained=True)
    assert VIEW.values(opened) == VIEW.values(plain)
    assert list(VIEW.rows(opened)) == list(VIEW.rows(plain))
    for form in ("table", "markdown"):
        assert VIEW.write(opened, form) == VIEW.write(plain, form)


def test_the_same_report_is_the_same_page():
    assert html(str(ACME), "--period", "2026-09") == html(str(ACME), "--period", "2026-09")


def test_files_that_are_divided_on_disk_give_cards_without_lists(tmp_path):
    (tmp_path / "csmetrics.yaml").write_text("memory_share: 0.000000001\n")
    rows = "".join(f"C-{number},2026-0{number % 8 + 1}-01,{number}\n" for number in range(1, 400))
    (tmp_path / "subscriptions.csv").write_text("customer_id,start_date,amount\n" + rows)
    page = html(str(tmp_path), "--period", "2026-09", "--metric", "arpu")
    assert NO_LISTS in page
    assert "C-399" not in page


def test_a_customer_called_like_a_tag_is_a_name(tmp_path):
    name = '"<script>alert(1)</script>"'
    (tmp_path / "subscriptions.csv").write_text("customer_id,start_date,amount\na,2026-01-01,30\n")
    (tmp_path / "customers.csv").write_text(f"customer_id,name\na,{name}\n")
    page = html(str(tmp_path), "--period", "2026-09", "--as-of", "2026-09-30")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_json_reads_no_names(acme):
    run = CliRunner().invoke(commands, ["report", str(ACME), "--period", "2026-09", "--format", "json"])
    assert json.loads(run.stdout)["metrics"] == json.loads(json.dumps(VIEW.values(report(acme, "2026-09"))["metrics"]))
