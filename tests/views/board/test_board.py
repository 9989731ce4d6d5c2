"""The page as a whole: the numbers of the other commands, no others, and nothing where there is nothing."""

import json
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings

from business import businesses, dataset
from conftest import ACME, ROOT, tries
from csmetrics import Dataset, api
from csmetrics.errors import UnknownNameError
from csmetrics.output.readable import show, show_change
from csmetrics.output.rich_blocks import PagePart, Tiles
from csmetrics.views import view
from csmetrics.views.board.page_sections import SECTIONS

VIEW = view("board")
SUBSCRIPTIONS = pd.DataFrame(
    {"customer_id": ["a", "b"], "start_date": ["2026-08-01", "2026-09-03"], "amount": [30, 70]}
)
SURVEYS = pd.DataFrame(
    {"customer_id": ["a", "b", "c"], "survey": ["nps"] * 3, "score": [9, 3, 7], "responded_at": ["2026-09-02"] * 3}
)
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', '=HYPERLINK("http://x")', "\u202eevil",
           "a|b [c](javascript:alert(3)) `d`")  # fmt: skip


@pytest.fixture(scope="module")
def board(acme):
    return api.board(acme, "2026-09")


@pytest.fixture(scope="module")
def values(board):
    return json.loads(VIEW.write(board, "json"))


def titles(found, **shown):
    return [block.title for block in VIEW.page(found, **shown) if isinstance(block, PagePart)]


def markdown(found):
    return VIEW.write(found, "markdown")


def plain(name, result):
    return json.loads(view(name).write(result, "json"))


def test_the_sections_stand_in_the_order_of_the_page(board):
    assert titles(board) == [
        "In short", "Headline figures", "Revenue", "Retention", "Satisfaction", "Customers at risk", "Unit economics",
        "Data", "How each figure is counted",
    ]  # fmt: skip


def test_figures_are_those_of_the_report(acme, values):
    report = {each["metric"]: each for each in plain("report", api.report(acme, "2026-09"))["metrics"]}
    assert len(values["metrics"]) > 30
    for each in values["metrics"]:
        assert each == report[each["metric"]]
    printed = {each["metric"]: each["value"] for each in values["headline"]}
    assert printed == {name: show(report[name]["value"], report[name]["unit"]) for name in printed}


def test_lines_are_those_of_the_trend(acme, values):
    trend = {each["metric"]: each for each in plain("trend", api.trend(acme, "2026-09", last=24))["metrics"]}
    assert len(values["trend"]) > 30
    for each in values["trend"]:
        assert each == trend[each["metric"]]


def test_the_rest_is_what_the_other_commands_say(acme, values):
    cohorts = plain("cohorts", api.cohorts(acme, "2026-Q3"))
    assert values["cohorts"]["cohorts"] == cohorts["cohorts"]
    assert values["cohorts"]["average"] == cohorts["average"]
    feedback = plain("feedback", api.feedback(acme, "2025-10..2026-09"))
    assert values["feedback"]["themes"] == feedback["themes"]
    health = plain("health", api.health(acme, "2026-09", bands="at_risk"))
    assert values["health"]["customers"] == health["customers"]
    assert values["health"]["totals"] == health["totals"]
    backtest = plain("backtest", api.backtest(acme, "2026-09"))
    assert values["backtest"]["health"] == backtest["health"]


def test_the_customers_at_risk_are_the_figures_of_risk(values):
    metrics = {each["metric"]: each["value"] for each in values["metrics"]}
    at_risk = next(each for each in values["health"]["totals"] if each["band"] == "at_risk")
    assert (metrics["customers_at_risk"], metrics["mrr_at_risk"]) == (at_risk["customers"], at_risk["mrr"])
    assert sum(each["mrr"] for each in values["health"]["customers"]) == pytest.approx(metrics["mrr_at_risk"])


def test_every_number_of_the_bridge_is_a_figure(acme, board):
    said = markdown(board).partition("### Revenue")[2].partition("MRR is 3.2 times")[0]
    rows = [[cell.strip(" *") for cell in line.split("|")] for line in said.splitlines() if line.startswith("| ")]
    steps = {cells[1]: cells[2:4] for cells in rows}
    report, mrr = api.report(acme, "2026-09"), api.report(acme, "2026-09").figure("mrr")
    assert (steps["August"][0], steps["September"][0]) == (show(mrr.previous, "money"), show(mrr.value, "money"))
    for name, sign in (("new", 1), ("returned", 1), ("expansion", 1), ("contraction", -1), ("churned", -1)):
        printed = show_change(sign * report.figure(f"{name}_mrr").value, "money", mrr.value)
        assert steps[name.capitalize()][0] == printed
    moved = api.customers(acme, "2026-09")
    for total in moved.totals:
        if total.movement in ("new", "returned", "expansion", "contraction", "churned"):
            assert steps[total.movement.capitalize()][1].split()[0] == str(total.customers)


def test_the_same_files_make_the_same_bytes(acme, board):
    again = api.board(api.read(ACME), "2026-09")
    for form in ("json", "csv", "markdown", "html"):
        assert VIEW.write(again, form) == VIEW.write(board, form)


def test_links_lead_to_cards_that_are_there(board):
    page = VIEW.write(board, "html")
    links, anchors = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert links <= {*anchors}
    assert "d-mrr" in links
    without = VIEW.write(api.board(api.read(ACME), "2026-09", sections=["figures"]), "html")
    assert 'href="#d-' not in without


def test_sections_are_chosen(acme):
    some = api.board(acme, "2026-09", sections=["risk", "figures"])
    assert titles(some) == ["Headline figures", "Customers at risk"]
    assert (some.cohorts, some.feedback, some.explanations) == (None, None, {})
    with pytest.raises(UnknownNameError, match=r"No section is called figure\. Did you mean figures"):
        api.board(acme, "2026-09", sections="figure")


def test_a_title_replaces_the_usual_one(acme):
    assert api.board(acme, "2026-09", sections="figures", title="Acme's <board>").title == "Acme's <board>"


def test_quotes_can_be_left_out(acme, board):
    assert "In their words" in markdown(board)
    silent = api.board(acme, "2026-09", quotes=False)
    assert "In their words" not in markdown(silent)
    texts = [each["comment"] for each in pd.read_csv(ACME / "surveys.csv").dropna(subset="comment").to_dict("records")]
    written = "".join(VIEW.write(silent, form) for form in ("json", "csv", "markdown", "html"))
    assert not [text for text in texts if len(text) > 20 and text in written]


def test_a_quote_is_first_of_a_detractor_at_risk(board):
    at_risk = {each.customer_id for each in board.health.standings}
    first = markdown(board).partition("In their words")[2].partition("\n\n")[2].partition("\n")[0]
    assert "Detractor, NPS" in first
    assert any(f"({each})" in first for each in at_risk)


def test_what_is_not_known_by_segment_is_called_by_its_name(acme):
    by_country = markdown(api.board(acme, "2026-09", by=["country"], sections="figures"))
    assert "costs.csv has no column country: Lifetime value to CAC not by country" in by_country


def test_segments_have_the_figures_of_the_report(acme):
    found = api.board(acme, "2026-09", by="country", sections="figures")
    report = api.report(acme, "2026-09", by="country", metrics=["mrr", "nps"])
    rows = {line.split("|")[1].strip(): line for line in markdown(found).partition("#### By country")[2].splitlines()
            if line.startswith("| ")}  # fmt: skip
    for country in ("DE", "US"):
        for metric in ("mrr", "nps"):
            figure = report.figure(metric, country=country)
            assert f" {show(figure.value, figure.unit)} |" in rows[country]


@pytest.mark.parametrize(
    ("tables", "period", "there", "gone"),
    [
        ({"subscriptions": SUBSCRIPTIONS}, "2026-09", "Revenue", "Satisfaction"),
        ({"subscriptions": SUBSCRIPTIONS}, "2026-08", "Revenue", "Customers at risk"),
        ({"surveys": SURVEYS}, "2026-09", "Satisfaction", "Revenue"),
        ({"surveys": SURVEYS}, "2026-Q3", "Satisfaction", "Unit economics"),
        ({"subscriptions": SUBSCRIPTIONS, "surveys": SURVEYS[:0]}, "2026-09", "Retention", "Satisfaction"),
    ],
)
def test_what_there_is_no_data_for_is_left_out(tables, period, there, gone):
    found = api.board(Dataset(**tables), period)
    assert there in titles(found)
    assert gone not in titles(found)
    for form in ("table", "json", "csv", "markdown", "html"):
        assert VIEW.write(found, form)


def test_a_single_month_has_no_line_and_no_change():
    found = api.board(Dataset(subscriptions=SUBSCRIPTIONS), "2026-08")
    tiles = next(block for part in VIEW.page(found) if isinstance(part, PagePart) for block in part.blocks
                 if isinstance(block, Tiles))  # fmt: skip
    assert {(tile.change, tile.line) for tile in tiles.tiles} == {("", None)}
    assert "No bridge: nothing is known of MRR before August 2026." in markdown(found)


def test_hostile_names_and_comments_are_inert():
    rows = SURVEYS.assign(comment=HOSTILE[:3])
    customers = pd.DataFrame({"customer_id": ["a", "b", "c"], "name": HOSTILE[2:]})
    subscriptions = SUBSCRIPTIONS.assign(plan=HOSTILE[:2])
    data = Dataset(subscriptions=subscriptions, surveys=rows, customers=customers)
    page = VIEW.write(api.board(data, "2026-09", by="plan", title=HOSTILE[0]), "html")
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)


@settings(max_examples=tries(8))  # a second each
@given(businesses())
def test_any_business_has_a_page(business):
    found = api.board(dataset(business), "2024-09", by="country")
    for form in ("table", "json", "csv", "markdown", "html"):
        assert VIEW.write(found, form)
    report = api.report(dataset(business), "2024-09")
    for figure in found.report.figures:
        assert figure.value == report.figure(figure.metric).value


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """September published, then an end date entered late."""
    place = tmp_path_factory.mktemp("published")
    data, store = place / "data", place / "history.db"
    data.mkdir()
    for path in ACME.glob("*.*"):
        if path.suffix in (".csv", ".yaml"):
            (data / path.name).write_bytes(path.read_bytes())
    api.snapshot(data, "2026-09", today=date(2026, 10, 2), store=store)
    late = (data / "subscriptions.csv").read_text(encoding="utf-8")
    assert "S141,C077,scheduler,team,2026-08-04,,,19," in late
    late = late.replace(
        "S141,C077,scheduler,team,2026-08-04,,,19,", "S141,C077,scheduler,team,2026-08-04,2026-09-20,,19,"
    )
    (data / "subscriptions.csv").write_text(late, encoding="utf-8")
    return data, store


def test_a_published_month_says_what_has_changed_and_why(published, run_cli, tmp_path):
    data, store = published
    before = store.read_bytes()
    shown = run_cli(
        ["board", str(data), "--period", "2026-09", "--store", str(store), "--format", "json"], cwd=tmp_path
    )
    assert (shown.exit_code, shown.stderr) == (0, "csmetrics: clv_to_cac: Below its threshold (min 2).\n")
    values = json.loads(shown.stdout)
    assert values["published"]["version"] == 1
    refused = run_cli(["snapshot", str(data), "--period", "2026-09", "--store", str(store), "--format", "json"],
                      cwd=tmp_path)  # fmt: skip
    told = json.loads(refused.stdout)["results"][0]["restatement"]
    assert values["restatement"] == told
    assert [cause["cause"] for cause in told["causes"]] == ["end_date"]
    assert store.read_bytes() == before


def test_the_page_names_cause_and_rows(published, run_cli, tmp_path):
    data, store = published
    said = run_cli(["board", str(data), "--period", "2026-09", "--store", str(store), "--sections", "changed",
                    "--format", "markdown"], cwd=tmp_path).stdout  # fmt: skip
    assert "Published on 2 October 2026, version 1. The files say otherwise now in" in said
    assert "| C077 | 261 | end\\_date blank is now 2026-09-20 |" in said.replace("end_date", "end\\_date")


def test_an_unpublished_month_makes_no_store(run_cli, tmp_path):
    done = run_cli(["board", str(ACME), "--period", "2026-09", "--sections", "changed"], cwd=tmp_path)
    assert done.exit_code == 0
    assert "Published" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_published_month_that_reads_the_same_says_so(tmp_path):
    store = tmp_path / "history.db"
    api.snapshot(ACME, "2026-09", today=date(2026, 10, 2), store=store)
    found = api.board(api.read(ACME), "2026-09", sections=["changed"], store=store)
    assert found.restatement is None
    assert "Published on 2 October 2026, version 1. The files say the same now." in markdown(found)
    assert [each.version for each in api.history(store).snapshots] == [1]


def test_a_breach_ends_with_three_only_if_it_is_asked_for(run_cli, folder, tmp_path):
    data = folder(subscriptions__csv="customer_id,start_date,amount\na,2026-08-01,30\nb,2026-09-03,70\n",
                  csmetrics__yaml="thresholds: {mrr: {min: 1000}}\n")  # fmt: skip
    plainly = run_cli(["board", str(data), "--period", "2026-09"], cwd=tmp_path)
    assert (plainly.exit_code, plainly.stderr) == (0, "csmetrics: mrr: Below its threshold (min 1000).\n")
    assert "The threshold is breached. MRR is 100, at least 1,000 is asked for." in plainly.stdout
    assert run_cli(["board", str(data), "--period", "2026-09", "--check"], cwd=tmp_path).exit_code == 3


def test_its_charts_are_those_of_the_page(board):
    plot = board.plot()
    titles = [each.title for each in plot.pictures]
    assert titles[:2] == [
        "855 came and 211 went, rates of exchange took 1: MRR rose by 643",
        "MRR is 3.2 times that of October 2024",
    ]
    assert len(plot) == VIEW.write(board, "html").count('<figure class="fig">')


def test_switches_are_those_that_the_report_says(folder):
    data = folder(subscriptions__csv="customer_id,start_date,amount\na,2026-08-01,30\nb,2026-09-03,70\n",
                  csmetrics__yaml="rules: {joined_and_left: separate}\nsurveys: {ces: {method: share}}\n")  # fmt: skip
    found = api.board(api.read(data), "2026-09", sections=["data"])
    said = VIEW.write(found, "table")
    assert "rules.joined_and_left: separate.\n" in said
    assert "surveys.ces" not in said  # there are no surveys
    report = api.report(api.read(data), "2026-09")
    assert "Under rules.joined_and_left: separate." in view("report").write(report, "table")


def test_a_section_nobody_knows_is_a_mistake_of_the_command_line(run_cli, tmp_path):
    done = run_cli(["board", str(ACME), "--sections", "revenu,risk"], cwd=tmp_path)
    assert done.exit_code == 2
    assert "No section is called revenu. Did you mean revenue?" in " ".join(done.stderr.split())


def test_every_section_is_an_option():
    (option,) = (each for each in VIEW.options if each.name == "sections")
    assert option.words == SECTIONS


def test_a_folder_with_nothing_but_headers_says_so(run_cli, folder, tmp_path):
    data = folder(subscriptions__csv="customer_id,start_date,amount\n")
    done = run_cli(["board", str(data)], cwd=tmp_path)
    assert done.exit_code == 1
    assert "There is no dated row in subscriptions.csv" in done.stderr


@pytest.fixture(scope="module")
def exported():
    """What Stripe, HubSpot and SurveyMonkey export knows little of the past."""
    data = api.read(ROOT / "examples" / "exports", ROOT / "examples" / "exports" / "decided.yaml")
    return markdown(api.board(data, "2026-10"))


def test_what_cannot_be_had_is_called_by_its_name(exported):
    assert "No costs.csv: CAC, CRC, LTV:CAC, CAC payback unavailable." in exported
    assert "known: Expansion MRR, Contraction MRR, Net new MRR, GRR, NRR unavailable." in exported
    assert re.findall(r"\w+_\w+(?:, \w+)* unavailable", exported) == []


def test_why_there_are_no_cohorts_says_where(exported):
    assert 'No cohorts. Some amounts have no exchange rate. rates.csv, EUR "2023-03-31"' in exported


def test_a_list_that_goes_on_ends_once(exported):
    assert '"; ...' in exported
    assert "...." not in exported
