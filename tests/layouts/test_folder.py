"""What is recognised in a folder, whatever its files are called, unless csmetrics.yaml speaks of them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import csmetrics
from csmetrics.config import Config, TableConfig
from csmetrics.errors import ConfigError, DataError, UnknownNameError
from csmetrics.layouts.apply import applied, plain
from csmetrics.layouts.folder import with_layouts
from csmetrics.layouts.recognise import recognised
from csmetrics.layouts.registry import layouts

SAMPLES = Path(__file__).parent / "samples"
ROOT = Path(__file__).resolve().parent.parent.parent
OURS = "customer_id,name\nc1,Ada\n"


def put(folder, name, file):
    shutil.copy(SAMPLES / f"{name}.csv", folder / file)


def read_as(folder, **tables):
    """Table by table the file and the layout that were found."""
    config = with_layouts(folder, Config(tables=tables))
    return {name: (own.file, own.layout) for name, own in config.tables.items() if own.layout}


@pytest.mark.slow
@pytest.mark.parametrize("file", ["customers.csv", "export.csv", "Responses (1).csv", "usage.csv", "Customers.CSV"])
def test_a_file_is_recognised_whatever_it_is_called(file, tmp_path):
    put(tmp_path, "stripe_customers", file)
    assert read_as(tmp_path) == {"customers": (file, "stripe_customers")}
    assert csmetrics.read(tmp_path).tables["customers"].source.file == file


def test_an_export_with_the_name_of_another_table_is_not_that_table(tmp_path):
    put(tmp_path, "stripe_customers", "usage.csv")
    assert list(csmetrics.read(tmp_path).tables) == ["customers"]


@pytest.mark.slow
def test_packed_files_and_sheets_are_recognised(tmp_path):
    import gzip  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    content = (SAMPLES / "typeform.csv").read_bytes()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(content))
    assert read_as(tmp_path) == {"surveys": ("a.csv.gz", "typeform")}
    (tmp_path / "a.csv.gz").unlink()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("responses.csv", content)
    assert read_as(tmp_path) == {"surveys": ("b.zip", "typeform")}
    (tmp_path / "b.zip").unlink()
    book = Workbook()
    book.active.append(["a note"])
    sheet = book.create_sheet("Responses")
    sheet.append(["#", "How likely are you to recommend us?", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"])
    sheet.append(["r1", 9, "2026-09-01 09:00:00", "2026-09-01 09:01:00", "n"])
    book.save(tmp_path / "c.xlsx")
    assert read_as(tmp_path) == {"surveys": ("c.xlsx", "typeform")}
    assert csmetrics.read(tmp_path).tables["surveys"].source.used == 1


@pytest.mark.slow
def test_what_csmetrics_yaml_says_of_a_table_by_hand_stands_alone(tmp_path):
    put(tmp_path, "stripe_customers", "customers.csv")
    assert read_as(tmp_path, customers={"columns": {"customer_id": "id"}}) == {}
    assert read_as(tmp_path, customers={"file": "customers.csv"}) == {}
    assert read_as(tmp_path, surveys={"file": "customers.csv"}) == {}
    assert read_as(tmp_path, customers={"tolerate": 0.1}) == {"customers": ("customers.csv", "stripe_customers")}


def test_a_line_applies_a_layout_and_your_own_lines_stand_above_it(tmp_path):
    put(tmp_path, "stripe_customers", "a.csv")
    config = with_layouts(
        tmp_path, Config(tables={"customers": {"layout": "stripe_customers", "columns": {"name": "Email"}}})
    )
    assert config.tables["customers"].file == "a.csv"
    assert dict(config.tables["customers"].columns) == {
        "customer_id": "id",
        "created_at": "Created (UTC)",
        "name": "Email",
    }


def test_it_is_settled_once(tmp_path):
    put(tmp_path, "typeform", "a.csv")
    once = with_layouts(tmp_path, Config())
    assert with_layouts(tmp_path, once) == once


def test_a_folder_of_our_own_files_needs_no_layouts(monkeypatch):
    monkeypatch.setattr("csmetrics.layouts.registry.layouts", None)
    config = Config(currency="USD", rates={"file": "rates.csv"})
    assert with_layouts(ROOT / "examples" / "acme", config) is config


@pytest.mark.slow
def test_two_files_that_could_be_one_table_are_named_with_the_lines(tmp_path):
    put(tmp_path, "stripe_customers", "a.csv")
    (tmp_path / "customers.csv").write_text(OURS)
    with pytest.raises(DataError) as error:
        with_layouts(tmp_path, Config())
    assert "a.csv (Stripe's customers export) and customers.csv" in str(error.value)
    assert "customers: {layout: stripe_customers, file: a.csv}" in str(error.value)
    assert "customers: {file: customers.csv}" in str(error.value)
    assert read_as(tmp_path, customers={"file": "customers.csv"}) == {}
    assert read_as(tmp_path, customers={"layout": "stripe_customers", "file": "a.csv"})


def test_two_exports_for_one_table_are_named(tmp_path):
    put(tmp_path, "typeform", "a.csv")
    put(tmp_path, "typeform", "b (1).csv")
    with pytest.raises(DataError, match=r'file: "b \(1\)\.csv"'):
        with_layouts(tmp_path, Config())


def test_a_layout_that_is_named_must_be_there_and_fit(tmp_path):
    put(tmp_path, "stripe_customers", "a.csv")
    with pytest.raises(UnknownNameError, match="Did you mean stripe_customers"):
        with_layouts(tmp_path, Config(tables={"customers": {"layout": "stripe_customer"}}))
    with pytest.raises(DataError, match="is surveys"):
        with_layouts(tmp_path, Config(tables={"customers": {"layout": "typeform"}}))
    with pytest.raises(DataError, match="no file has the columns of Typeform's"):
        with_layouts(tmp_path, Config(tables={"surveys": {"layout": "typeform"}}))
    with pytest.raises(DataError) as error:
        with_layouts(tmp_path, Config(tables={"surveys": {"layout": "typeform", "file": "a.csv"}}))
    assert "no column Start Date (UTC)" in error.value.problems[0].problem


def test_a_layout_is_for_files(tmp_path):
    tables = {"customers": {"layout": "stripe_customers", "database": "sqlite:///x.db", "sql": "select 1"}}
    (tmp_path / "x.csv").write_text(OURS)
    with pytest.raises(DataError, match="a layout is for files"):
        with_layouts(tmp_path, Config(tables=tables))


@pytest.mark.slow
def test_standard_input_is_read_by_the_layout_that_is_named(tmp_path):
    (tmp_path / "c.yaml").write_text("tables: {surveys: {layout: typeform}}")
    command = [sys.executable, "-m", "csmetrics", "check", "-", "--table", "surveys", "--config", "c.yaml"]
    text = (SAMPLES / "typeform.csv").read_text()
    done = subprocess.run(command, cwd=tmp_path, input=text, capture_output=True, text=True, check=False)
    assert "standard input: read as Typeform's responses export." in done.stdout


OWN = """
title: Our own billing
system: Billing
table: customers
tier: exact
source: our billing team
header: {required: [Kunde, Nummer]}
columns: {customer_id: Nummer, name: Kunde}
"""


def test_a_layout_of_your_own_lies_in_the_folder(tmp_path):
    (tmp_path / "billing.layout.yaml").write_text(OWN)
    (tmp_path / "x.csv").write_text("Nummer;Kunde\n1;Ada\n")
    config = with_layouts(tmp_path, Config(delimiter=";"))
    assert (config.tables["customers"].layout, config.tables["customers"].title) == ("billing", "Our own billing")


def test_no_output_replaces_a_layout(tmp_path, run_cli):
    (tmp_path / "billing.layout.yaml").write_text(OWN)
    (tmp_path / "x.csv").write_text("Nummer,Kunde\n1,Ada\n")
    done = run_cli(["check", ".", "--output", "billing.layout.yaml", "--format", "csv"], cwd=tmp_path)
    assert "is one of the files that were read" in done.stderr


def test_what_is_wrong_with_a_layout_of_your_own_is_said_with_its_line(tmp_path):
    (tmp_path / "x.csv").write_text("Nummer;Kunde\n1;Ada\n")
    (tmp_path / "billing.layout.yaml").write_text(OWN.replace("tier: exact", "tear: exact"))
    with pytest.raises(ConfigError, match=r"billing.layout.yaml line 5, tear: unknown key. Did you mean tier\?"):
        with_layouts(tmp_path, Config())
    (tmp_path / "billing.layout.yaml").write_text(OWN.replace("customers", "surveys"))
    with pytest.raises(ConfigError, match="is no column of surveys"):
        with_layouts(tmp_path, Config())


BILLS = """
title: Bills
system: Billing
table: subscriptions
tier: exact
source: our billing team
header: {required: [Kunde, Beginn, "Preis [EUR]"], optional: ["Anzahl [Stk]"]}
columns: {customer_id: Kunde, start_date: Beginn, amount: "Preis [EUR]"}
settings:
  amount_is: unit
  compute: {quantity: "[ANZAHL [STK]]] * 2"}
"""


def test_a_formula_of_a_layout_may_name_headers_with_brackets(tmp_path):
    (tmp_path / "b.layout.yaml").write_text(BILLS)
    (tmp_path / "bill.csv").write_text("Kunde,Beginn,Preis [EUR],Anzahl [Stk]\na,2026-01-01,10,3\n")
    assert with_layouts(tmp_path, Config()).tables["subscriptions"].compute == {"quantity": "[Anzahl [Stk]]] * 2"}
    assert csmetrics.report(csmetrics.read(tmp_path), "2026-01").figure("mrr").value == 60


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            'compute: {quantity: "[Stück] * 2"}',
            'line 11, settings: compute: quantity: "Stück" is no column of the header',
        ),
        (
            'compute: {quantity: "[Kunde"}',
            'line 11, settings: compute: quantity: "[Kunde" cannot be read from "[Kunde" on',
        ),
        ("where: {Sorte: Abo}", 'line 11, settings: where: Sorte: "Sorte" is no column of the header'),
        ("where: {Beginn: {above: soon}}", '"soon" is neither a number nor a day'),
    ],
)
def test_settings_of_a_layout_that_cannot_be_followed_are_said(wrong, said, tmp_path):
    (tmp_path / "b.layout.yaml").write_text(BILLS.replace('compute: {quantity: "[ANZAHL [STK]]] * 2"}', wrong))
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ConfigError) as error:
        with_layouts(tmp_path, Config())
    assert str(error.value).startswith("b.layout.yaml line 11, settings: ")
    assert said in str(error.value)


def test_an_empty_layout_is_said_to_lack_its_keys(tmp_path):
    (tmp_path / "b.layout.yaml").write_text("")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ConfigError, match=r"b.layout.yaml line 1: title is missing\. Write a line for it\."):
        with_layouts(tmp_path, Config())


def test_what_a_file_cannot_tell_is_unavailable_and_not_zero(tmp_path):
    (tmp_path / "subscriptions.csv").write_text("customer_id,start_date,end_date,amount\nc1,2026-01-01,,50\n")
    (tmp_path / "csmetrics.yaml").write_text("tables: {subscriptions: {cannot_tell: {mrr_expansion: no past prices}}}")
    found = csmetrics.report(csmetrics.read(tmp_path), "2026-03")
    assert (found.figure("expansion_mrr").status, found.figure("expansion_mrr").reason) == (
        "unavailable",
        "no past prices",
    )
    assert found.figure("net_revenue_retention").status == "unavailable"
    assert found.figure("mrr").value == 50
    (tmp_path / "csmetrics.yaml").write_text("tables: {subscriptions: {cannot_tell: {mrr_expansions: no past prices}}}")
    with pytest.raises(UnknownNameError, match="Did you mean mrr_expansion"):
        csmetrics.report(csmetrics.read(tmp_path), "2026-03")


@pytest.mark.slow
def test_the_report_and_the_check_say_what_was_read_as_what(tmp_path, run_cli):
    put(tmp_path, "typeform", "export.csv")
    text = run_cli(["report", ".", "--period", "2018-04", "--all"], cwd=tmp_path)
    assert text.stdout.endswith("export.csv: read as Typeform's responses export.\n")
    values = json.loads(run_cli(["report", ".", "--period", "2018-04", "--format", "json"], cwd=tmp_path).stdout)
    assert values["read_as"] == [{"file": "export.csv", "layout": "typeform"}]
    assert next(each for each in values["metrics"] if each["metric"] == "nps")["value"] == 100
    assert "read as Typeform's responses export." in run_cli(["check", "."], cwd=tmp_path).stdout
    checked = json.loads(run_cli(["check", ".", "--format", "json"], cwd=tmp_path).stdout)
    assert checked["read_as"] == values["read_as"]


@pytest.mark.slow
def test_a_published_month_keeps_what_was_recognised(tmp_path, run_cli):
    put(tmp_path, "typeform", "export.csv")
    for said in ("published", "unchanged"):
        done = run_cli(["snapshot", ".", "--period", "2018-04", "--store", "s.db"], cwd=tmp_path)
        assert (done.exit_code, said in done.stdout.lower()) == (0, True), done.output


def answers(layout, *days):
    """A file of answers on some days, and the first three as its layout writes them."""
    if layout == "google_forms":
        rows = [f"{day} 10:00:00,a{at}@x.de,9\n" for at, day in enumerate(days)]
        return "Timestamp,Email Address,How likely are you to recommend us?\n" + "".join(rows)
    header = "Respondent ID,Collector ID,Start Date,End Date,Email Address,How likely are you to recommend us?"
    rows = [f"{at},7,{day} 09:00:00 AM,{day} 09:01:00 PM,a{at}@x.de,9\n" for at, day in enumerate(days, 1)]
    return f"{header}\n,,,,,Response\n" + "".join(rows)


SURVEYS = pytest.mark.parametrize(("layout", "time"), [("google_forms", "%H:%M:%S"), ("surveymonkey", "%I:%M:%S %p")])


@pytest.mark.slow
@SURVEYS
def test_days_that_can_be_read_with_the_month_first_or_last_are_asked_about(layout, time, tmp_path, run_cli):
    (tmp_path / "r.csv").write_text(answers(layout, "05/09/2026", "06/09/2026", "08/09/2026"))
    done = run_cli(["report", "."], cwd=tmp_path)
    lines = [f"date_format: '%m/%d/%Y {time}'  # the month comes", f"date_format: '%d/%m/%Y {time}'  # the day comes"]
    assert done.exit_code == 1
    assert "Does the month or the day come first" in done.stderr
    assert all(line in done.stderr for line in lines)
    proposed = run_cli(["init", ".", "--print"], cwd=tmp_path).stdout
    assert "Does the month or the day come first" in proposed
    assert all(line.partition("  #")[0] in proposed for line in lines)


@SURVEYS
@pytest.mark.parametrize("place", ["table", "top"])
def test_what_you_say_of_the_order_of_days_settles_it(place, layout, time, tmp_path):
    (tmp_path / "r.csv").write_text(answers(layout, "05/09/2026", "06/09/2026", "08/09/2026"))
    said = {"date_format": f"%d/%m/%Y {time}"}
    config = Config(tables={"surveys": said}) if place == "table" else Config(**said)
    assert csmetrics.report(csmetrics.read(tmp_path, config), "2026-09").figure("nps").value == 100


@SURVEYS
@pytest.mark.parametrize(
    "days", [("05/09/2026", "13/09/2026"), ("09/05/2026", "09/13/2026"), ("2026-09-05", "2026-09-13")]
)
def test_a_part_above_twelve_tells_the_order_of_all_days(days, layout, time, tmp_path):
    assert time
    (tmp_path / "r.csv").write_text(answers(layout, *days))
    form = with_layouts(tmp_path, Config()).tables["surveys"].date_format
    first = {"05/09/2026": "%d", "09/05/2026": "%m"}.get(days[0])
    assert form is None if first is None else form.startswith(first)


@SURVEYS
def test_days_in_both_orders_are_asked_about(layout, time, tmp_path):
    assert time
    (tmp_path / "r.csv").write_text(answers(layout, "13/09/2026", "09/13/2026"))
    with pytest.raises(DataError, match="needs your decision"):
        with_layouts(tmp_path, Config())


names = st.sampled_from(["id", "Description", "Email", "Created (UTC)", "Delinquent", "Plan", "x", "Created"])


@pytest.mark.slow
@given(st.lists(names, max_size=10, unique=True))
def test_an_exact_layout_is_recognised_exactly_where_all_its_columns_are(header):
    """The oracle: a set of names that must all be there, Created standing for Created (UTC)."""
    there = {"Created (UTC)" if name == "Created" else name for name in header}
    found = recognised(header, layouts())
    assert (found is not None and found.name == "stripe_customers") == (
        {"id", "Description", "Email", "Created (UTC)", "Delinquent"} <= there
    )


@given(
    st.dictionaries(st.sampled_from(["customer_id", "name", "created_at", "tier"]), st.sampled_from(["Email", "Plan"]))
)
def test_your_own_lines_always_win(columns):
    header = ["id", "Description", "Email", "Created (UTC)", "Delinquent", "Name", "Plan"]
    usual = {"customer_id": "id", "name": "Name", "created_at": "Created (UTC)"}
    made = applied(layouts()["stripe_customers"], header, TableConfig(columns=columns) if columns else TableConfig())
    assert plain(made)["columns"] == usual | columns
