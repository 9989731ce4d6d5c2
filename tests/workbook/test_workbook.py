"""The month as a workbook: formulas that say what the report says, sums that are the tallies, hostile texts, bytes."""

import io
import json
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given, settings

import business
import excel
import worked_out
from conftest import ACME, tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.metrics.catalogue import METRICS, VARIANTS
from csmetrics.output.sheets import writer as books
from csmetrics.views import view
from csmetrics.views.workbook.formulas import live, said

SHEETS = ["Figures", "Bridge", "Trend", "Cohorts", "Customers", "Tallies", "Definitions", "Checks"]
WELL = "All is well"


def opened(month):
    return openpyxl.load_workbook(io.BytesIO(view("workbook").write(month, "xlsx")))


def apart(formulas, shown):
    """The cells that come to something else than what stands beside their formula."""
    book, found = worked_out.Book(formulas), {}
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    ours, theirs = shown[sheet.title][cell.coordinate].value, book.value(sheet.title, cell.coordinate)
                    numbers = isinstance(ours, (int, float)) and isinstance(theirs, (int, float))
                    same = theirs == pytest.approx(ours, rel=1e-9, abs=1e-9) if numbers else theirs == (ours or "")
                    if not same:
                        found[sheet.title, cell.coordinate] = (cell.value, theirs, ours)
    return found


def test_the_sheets_stand_in_their_order_with_what_they_are_about(shown):
    assert shown.sheetnames == SHEETS
    for sheet in shown.worksheets:
        assert "2026-09 (1 to 30 September 2026), USD" in sheet["A1"].value
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows


def test_every_figure_is_a_formula_over_names(formulas, month):
    for row in month.metrics:
        place = formulas.defined_names[row.name].attr_text
        cell = formulas["Figures"][place.partition("!")[2].replace("$", "")]
        assert (cell.data_type, cell.value) == ("f", row.formula), row.name
    start = formulas.defined_names["customers_start"].attr_text
    assert start.startswith("Tallies!")
    assert formulas.defined_names["gross_margin"].attr_text.startswith("Figures!")


def test_every_formula_comes_to_what_stands_beside_it(formulas, shown):
    assert apart(formulas, shown) == {}


def test_a_workbook_that_is_wrong_says_so(month):
    """The checks are no ornament: a tally that is off by a cent is found, before and after working it out."""
    off = [replace(row, values=(row.values[0] + 0.01, *row.values[1:])) if row.name == "mrr_churned" else row
           for row in month.tallies]  # fmt: skip
    made = opened(replace(month, tallies=tuple(off)))
    verdict = worked_out.Book(made).value("Checks", "A3")
    assert verdict.endswith("checks fail")
    book = worked_out.Book(made)
    failed = [
        row[0].value for row in made["Checks"].iter_rows(min_row=6) if book.value("Checks", row[5].coordinate) != "ok"
    ]
    assert {"Churned MRR, 2026-09", "Bridge: MRR at the close", "Customers: sum of mrr_churned"} <= set(failed)


@settings(max_examples=tries(5))
@given(business.businesses(), business.periods)
def test_any_business_comes_out_as_its_report(rows, period):
    data = business.dataset(rows)
    month = api.workbook(data, period)
    written = view("workbook").write(month, "xlsx")
    formulas = openpyxl.load_workbook(io.BytesIO(written))
    assert apart(formulas, openpyxl.load_workbook(io.BytesIO(written), data_only=True)) == {}
    book = worked_out.Book(formulas)
    assert book.value("Checks", "A3") == WELL
    for figure in api.report(data, period).figures:
        place = formulas.defined_names[figure.metric].attr_text.replace("$", "").partition("!")[2]
        value = book.value("Figures", place)
        assert value == ("" if figure.value is None else pytest.approx(figure.value, rel=1e-9, abs=1e-9)), figure.metric


@pytest.mark.parametrize("metric", [*METRICS.values(), *VARIANTS], ids=lambda each: f"{each.name}{each.rule or ''}")
def test_every_formula_of_the_catalogue_can_be_said(metric):
    names = {name: name for name in (*metric.inputs, *metric.parameters)}
    formula = live(metric, names, METRICS)
    assert formula.startswith("=")
    assert ("/" in formula) <= ('"' in formula)  # what is divided is guarded


@pytest.mark.parametrize(
    "formula",
    ["median(a)", "a ** 2", "a if b else 1", "a.b", "[a]", "a[0]", "'text'", "True", "unknown", "a +", "f(a)"],
)
def test_what_is_more_than_arithmetic_is_not_said(formula):
    assert said(formula, {"a": "A1", "b": "B1"}) is None


@pytest.mark.parametrize("formula", ["a-(b-c)", "a/(b*c)", "(a+b)*c", "-(a+b)*c", "a-b-c", "a/b/c", "a*(b/c)", "-a+b"])
def test_brackets_stay_where_they_are_needed(formula):
    given_ = {"a": 7.0, "b": 3.0, "c": 0.5}
    assert eval(said(formula, {name: name for name in given_}), {}, given_) == eval(formula, {}, given_)  # noqa: S307


def test_a_formula_that_cannot_be_said_is_a_value_with_a_word(month):
    rows = [replace(row, formula=None) if row.name == "nps" else row for row in month.metrics]
    made = opened(replace(month, metrics=tuple(rows)))
    cell = made["Figures"][made.defined_names["nps"].attr_text.partition("!")[2].replace("$", "")]
    assert cell.data_type == "n"
    assert (
        made["Figures"]
        .cell(cell.row, 11)
        .value.startswith("A value: its formula is more than arithmetic over tallies.")
    )


def test_customers_stand_once_and_add_up(shown, month):
    sheet = shown["Customers"]
    ids = [row[0].value for row in sheet.iter_rows(min_row=7)]
    assert len(set(ids)) == len(ids) == len(month.customers)
    known = {row.name: row.value for row in month.tallies}
    for column, tally in ((4, "mrr_start"), (5, "mrr_end")):
        assert sum(row[column - 1].value for row in sheet.iter_rows(min_row=7)) == pytest.approx(known[tally])
    assert len(ids) >= known["customers_end"]


def test_customers_beyond_the_last_row_are_summed_up(month, monkeypatch):
    monkeypatch.setattr(books, "MOST_ROWS", 16 + 30)
    made = opened(month)
    assert "A sheet does not hold them all: 49 are summed up in the last rows." in made["Customers"]["A2"].value
    assert made["Customers"].max_row <= 46
    assert worked_out.Book(made).value("Checks", "A3") == WELL


HOSTILE = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "00042",
    "\u202eabc",
    "<script>",
    "http://x.y",
    'a""b',
    "{=1}",
]


def test_hostile_texts_are_inert(read):
    lines = [f'"{each.replace(chr(34), chr(34) * 2)}",2026-01-01,10' for each in HOSTILE]
    names = [f'"{each.replace(chr(34), chr(34) * 2)}","{each.replace(chr(34), chr(34) * 2)}"' for each in HOSTILE]
    data = read(
        subscriptions__csv="\n".join(["customer_id,start_date,amount", *lines]) + "\n",
        customers__csv="\n".join(["customer_id,name", *names]) + "\n",
    )
    written = view("workbook").write(api.workbook(data, "2026-01"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        for name in packed.namelist():
            ET.fromstring(packed.read(name))  # noqa: S314  # our own bytes
            assert b"External" not in packed.read(name)
    made = openpyxl.load_workbook(io.BytesIO(written))
    cells = [cell for row in made["Customers"].iter_rows(min_row=7, max_col=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"00042", "+1", '=HYPERLINK("http://x")'} <= {cell.value for cell in cells}
    assert worked_out.Book(made).value("Checks", "A3") == WELL


def test_the_same_month_is_the_same_bytes(month, path):
    assert view("workbook").write(api.workbook(api.read(ACME), "2026-09"), "xlsx") == path.read_bytes()


def test_a_business_without_subscriptions_has_all_sheets(read):
    data = read(surveys__csv="customer_id,responded_at,survey,score\na,2026-01-05,nps,9\nb,2026-01-06,nps,3\n")
    made = opened(api.workbook(data, "2026-01"))
    assert made.sheetnames == SHEETS
    assert worked_out.Book(made).value("Checks", "A3") == WELL
    assert "no subscriptions file" in made["Customers"]["A5"].value


def test_a_bridge_that_the_files_cannot_tell_is_not_checked():
    config = "currency: USD\nrates: {file: rates.csv, valid_for: 31}\n"
    config += "tables: {subscriptions: {cannot_tell: {mrr_churned: no}}}\n"
    made = opened(api.workbook(api.read(ACME, parse_config(config)), "2026-09"))
    assert worked_out.Book(made).value("Checks", "A3") == WELL
    texts = [row[0].value for row in made["Bridge"].iter_rows()]
    assert "The files cannot tell all movements, so this does not lead to the close." in texts
    labels = [row[0].value for row in made["Checks"].iter_rows(min_row=6)]
    assert "Bridge: Customers at the close" in labels
    assert "Bridge: MRR at the close" not in labels


def test_the_reason_of_a_figure_without_value_is_a_formula(read):
    data = read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-05,10\n")
    book = worked_out.Book(made := opened(api.workbook(data, "2026-01")))
    row = made["Figures"][
        made.defined_names["gross_revenue_retention"].attr_text.partition("!")[2].replace("$", "")
    ].row
    found = [book.value("Figures", f"{column}{row}") for column in "BIJ"]
    assert found == ["", "undefined", "no recurring revenue at the opening"]


SWITCHED = """
currency: USD
rates: {file: rates.csv, valid_for: 31}
surveys: {csat: {method: mean}, ces: {method: net}}
rules: {lifespan_months: 30, crc_customers: average, joined_and_left: separate}
gross_margin: 0.7
"""


def test_metrics_under_other_switches_are_formulas_too():
    data = api.read(ACME, parse_config(SWITCHED))
    month = api.workbook(data, "2026-09")
    assert {"csat_scale", "assumed_lifespan", "gross_margin"} == set(month.parameters)
    assert all(row.formula for row in month.metrics if row.figure.status == "ok")
    book = worked_out.Book(made := opened(month))
    assert book.value("Checks", "A3") == WELL
    place = made.defined_names["csat_scale"].attr_text.partition("!")[2].replace("$", "")
    assert book.area("Figures", place) == [1, 5]


def test_what_the_report_says_around_its_figures_stands_beneath_them(shown):
    texts = [row[0].value for row in shown["Figures"].iter_rows(min_row=60) if row[0].value]
    assert {"Notes", "Files", "subscriptions"} <= set(texts)
    assert [text for text in texts if "--all" in text] == []  # all figures are there
    assert any(text.startswith("Under gross margin 80 %") for text in texts)
    assert not any("--all" in text for text in texts)  # a workbook has every figure


def test_a_word_beside_a_number_stands_off_it(shown):
    """Without a side an indent moves nothing."""
    cells = [cell for sheet in shown.worksheets for row in sheet.iter_rows() for cell in row if cell.alignment.indent]
    assert {cell.alignment.horizontal for cell in cells} == {"left"}
    assert {"answers", "n counts", "ok"} <= {cell.value for cell in cells}


def test_a_change_has_as_many_digits_as_its_figure(shown):
    forms = {row[0].value: row[3].number_format for row in shown["Figures"].iter_rows()}
    assert forms["Monthly recurring revenue"] == "+#,##0;-#,##0;0"
    assert forms["Retention cost (CRC)"] == "+#,##0.00;-#,##0.00;0"


def test_json_and_csv_have_the_tallies(month):
    values = json.loads(view("workbook").write(month, "json"))
    assert {each["tally"]: each["value"] for each in values["tallies"]}["customers_end"] == 77
    assert next(each["excel"] for each in values["metrics"] if each["metric"] == "mrr") == "=mrr_end"
    assert view("workbook").write(month, "csv").startswith("period,tally,meaning,unit,value,previous\n")


def test_the_command_writes_a_file_or_into_a_pipe(run_cli, tmp_path, path, monkeypatch):
    line = ["workbook", str(ACME), "--period", "2026-09"]
    assert run_cli([*line, "--output", "m.xlsx"], cwd=tmp_path).exit_code == 0
    assert (tmp_path / "m.xlsx").read_bytes() == path.read_bytes()
    assert run_cli(line, cwd=tmp_path).stdout_bytes == path.read_bytes()
    monkeypatch.setattr("csmetrics.cli.output.Output.to_terminal", property(lambda self: self.path is None))
    refused = run_cli(line, cwd=tmp_path)
    assert refused.exit_code == 2
    assert f"Write it to a file: csmetrics workbook {ACME} --output workbook.xlsx" in " ".join(refused.stderr.split())


def test_the_helpers_take_every_cached_value(path, tmp_path):
    assert excel.without_cached(path, tmp_path / "s.xlsx") > 1000
