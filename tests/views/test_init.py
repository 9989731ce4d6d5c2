"""csmetrics init: what it takes files for, what it leaves to decide, and the configuration that it writes."""

import os
import re
import sqlite3
from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import DataError, OutputError
from csmetrics.views.init import VIEW as INIT

TODAY = date(2026, 11, 3)
SUBSCRIPTIONS = "Account,Begin,Price\na,2026-01-04,5\nb,2026-02-04,7\nc,2026-03-04,9\nd,2026-11-02,90\n"
OURS = "customer_id,start_date,amount\nc1,2026-01-04,5\nc2,2026-11-02,90\n"


def init(folder, **more):
    return INIT.compute(folder, today=TODAY, **more)


def decided(text, *lines):
    """The configuration with some lines in force that stand in it as comments."""
    for line in lines:
        commented = re.compile(rf"^( *)# ({re.escape(line)})(?=\s|$)", re.MULTILINE)
        assert len(commented.findall(text)) == 1, line
        text = commented.sub(r"\1\2", text)
    return text


def test_files_of_ours_need_no_word(folder):
    data = folder(
        subscriptions__csv=OURS,
        surveys__csv="survey,score,responded_at\nnps,9,2026-10-01\n",
    )
    made = init(data)
    assert [(each.file, each.table, each.settings) for each in made.files] == [
        ("subscriptions.csv", "subscriptions", {}),
        ("surveys.csv", "surveys", {}),
    ]
    assert not made.questions
    assert made.written == str(data / "csmetrics.yaml")
    assert (data / "csmetrics.yaml").read_text() == made.yaml
    assert {each.metric: each.value for each in made.figures}["mrr"] == 5
    assert "First figures, 2026-10" in INIT.write(made, "table")


def test_a_configuration_that_is_there_is_never_written_over(folder):
    data = folder(subscriptions__csv=OURS)
    (data / "csmetrics.yaml").write_text("currency: EUR\n")
    with pytest.raises(OutputError, match="never written over"):
        init(data)
    assert (data / "csmetrics.yaml").read_text() == "currency: EUR\n"
    assert init(data, write=False).written is None


def test_print_writes_nothing_but_the_configuration(run_cli, folder):
    data = folder(subscriptions__csv=SUBSCRIPTIONS)
    result = run_cli(["init", str(data), "--print"], data)
    assert yaml.safe_load(result.stdout) == {"tables": {"subscriptions": {"columns": None}}}
    assert not (data / "csmetrics.yaml").exists()


def test_a_missing_column_is_left_to_decide_and_the_choice_leads_to_figures(folder):
    data = folder(subscriptions__csv=SUBSCRIPTIONS)
    made = init(data)
    (question,) = made.questions
    assert question.asks.startswith("Which column is start_date")
    assert [choice.write for choice in question.choices] == [{"columns": {"start_date": "Begin"}}]
    assert "is 21" in question.choices[0].figure
    settled = parse_config(decided(made.yaml, "start_date: Begin"))
    assert api.report(api.read(data, settled), "2026-10").figure("mrr").value == 21


def test_files_of_one_table_are_a_question(folder):
    data = folder()
    for name in ("subscriptions-2025.csv", "subscriptions-2026.csv"):
        (data / name).write_text(OURS)
    (question,) = init(data, write=False).questions
    assert [choice.write["file"] for choice in question.choices] == [
        "subscriptions-2025.csv",
        "subscriptions-2026.csv",
        ["subscriptions-2025.csv", "subscriptions-2026.csv"],
    ]
    assert question.choices[-1].means.endswith("; but 2 rows in more than one of them: is one a copy?")


def test_dates_of_two_readings_are_a_question_and_of_one_are_declared(folder):
    head = "customer_id,start_date,amount\n"
    open_ = init(folder(subscriptions__csv=f"{head}c1,03/04/2026,5\nc2,05/11/2026,5\n"), write=False)
    assert [choice.write for choice in open_.questions[0].choices] == [
        {"date_format": "%d/%m/%Y"},
        {"date_format": "%m/%d/%Y"},
    ]
    told = init(folder(subscriptions__csv=f"{head}c1,23/04/2026,5\nc2,02/11/2026,5\n"))
    assert not told.questions
    assert told.files[0].settings == {"date_format": "%d/%m/%Y"}
    assert {each.metric: each.value for each in told.figures}["customers"] == 1


def test_several_currencies_are_a_question(folder):
    data = folder(
        subscriptions__csv="customer_id,start_date,amount,currency\nc1,2026-01-04,5,EUR\nc2,2026-01-04,5,usd\n"
    )
    (question,) = init(data, write=False).questions
    assert question.choices[0].write == {"currency": "EUR", "rates": {"file": "rates.csv"}}
    days = ("2026-08-31", "2026-09-30", "2026-10-31")
    (data / "rates.csv").write_text("date,currency,rate\n" + "".join(f"{day},USD,0.9\n" for day in days))
    made = init(data)
    assert made.questions[0].choices[0].write["rates"] == {"file": "rates.csv", "valid_for": 31}
    settled = parse_config(decided(made.yaml, "currency: EUR", "rates: {file: rates.csv, valid_for: 31}"))
    assert api.report(api.read(data, settled), "2026-10").figure("mrr").value == pytest.approx(9.5)


@pytest.mark.parametrize("rates", ["date,currency,rate\n2026-13-45,USD,1\n", "x\0", "Date,USD,\n2026-10-30,1.1,\n", ""])
def test_rates_that_cannot_be_used_stop_nothing(folder, rates):
    data = folder(
        subscriptions__csv="customer_id,start_date,amount,currency\nc1,2026-01-04,5,EUR\nc2,2026-01-04,5,USD\n",
        rates__csv=rates,
    )
    (question,) = init(data).questions
    assert question.choices[0].write["rates"] == {"file": "rates.csv"}


def test_ids_of_another_system_are_found_by_what_stands_there(folder):
    data = folder(
        customers__csv="customer_id,name,Billing ID\n" + "".join(f"{n},N{n},cus_{n}\n" for n in range(9)),
        subscriptions__csv="customer_id,start_date,amount\n"
        + "".join(f"cus_{n},2026-0{1 + n}-04,5\n" for n in range(7))
        + "cus_7,2026-11-02,5\n",
    )
    made = init(data)
    (subscriptions,) = (each for each in made.files if each.table == "subscriptions")
    assert subscriptions.settings == {"ids": {"via": "customers.Billing ID"}}
    assert "8 of its 8 different values are in Billing ID of customers.csv" in subscriptions.assumed[0]
    assert {each.metric: each.value for each in made.figures}["customers"] == 7


def test_a_file_that_nobody_knows_is_shown_with_what_it_may_be(folder):
    data = folder()
    (data / "export.csv").write_text('Submitted,How did we do?,Note\n2026-10-02,9,"a ""b"" # x"\n2026-11-01,7,\n')
    (file,) = init(data).files
    assert file.table is None
    assert [(each.name, each.kind, each.examples) for each in file.columns] == [
        ("Submitted", "dates", ("2026-10-02", "2026-11-01")),
        ("How did we do?", "whole numbers", ("9", "7")),
        ("Note", "text", ('a "b" # x',)),
    ]
    proposed = {each.table: each.write for each in file.proposals}
    assert proposed["surveys"] == {
        "file": "export.csv",
        "columns": {"score": "How did we do?", "responded_at": "Submitted"},
        "constants": {"survey": "nps"},
    }
    settled = parse_config(yaml.safe_dump({"tables": {"surveys": dict(proposed["surveys"])}}))
    assert api.report(api.read(data, settled), "2026-10").figure("nps").value == 100


def test_the_lines_for_a_churn_table_work_once_they_are_in_force(folder):
    data = folder()
    (data / "churn.csv").write_text(
        "customerID,gender,tenure,MonthlyCharges,Churn\n7590-A,F,1,29.85,No\n5575-B,M,34,56.95,No\n3668-C,M,2,53.85,Yes\n"
    )
    text = init(data).yaml
    block = text.partition("# Is it subscriptions?")[2].partition("\n")[2].partition("  # Is it ")[0]
    lines = re.sub(r"^  # ", "  ", block, flags=re.MULTILINE)
    settled = parse_config(f"as_of: 2026-10-31\ntables:\n{lines}")
    assert settled.tables["subscriptions"].shape == "tenure"
    figures = api.report(api.read(data, settled), "2026-10")
    assert (figures.figure("mrr").value, figures.figure("churned_customers").value) == (86.8, 1)


def test_a_tape_of_months_is_proposed_as_one(folder):
    data = folder()
    (data / "tape.csv").write_text("Account,Month,MRR\nA,Apr-26,10\nB,May-26,20\n")
    (file,) = init(data).files
    assert file.columns[1].kind == "months"
    assert file.proposals[0].write["shape"] == "periodic"
    settled = parse_config(yaml.safe_dump({"tables": {"subscriptions": dict(file.proposals[0].write)}}))
    assert api.report(api.read(data, settled), "2026-05").figure("mrr").value == 20


def test_a_file_that_cannot_be_read_stops_nothing(folder):
    data = folder(subscriptions__csv=OURS)
    (data / "broken.csv").write_bytes(b"\x00\x01\x02")
    made = init(data)
    assert [bool(each.problem) for each in made.files] == [True, False]
    assert made.figures


def test_a_column_that_is_named_is_never_taken_for_another(folder):
    """A quantity of 1 to 5 is found among customers 1 to 20, and says nothing about who they are."""
    data = folder(
        customers__csv="customer_id,name\n" + "".join(f"{n},N{n}\n" for n in range(1, 21)),
        subscriptions__csv="customer_id,start_date,amount,quantity\n"
        + "".join(f"acct-{n},2026-01-04,50,{1 + n % 5}\n" for n in range(16)),
    )
    made = init(data)
    assert [each.settings for each in made.files] == [{}, {}]


def test_how_a_file_is_written_is_found_out(folder):
    data = folder()
    (data / "subscriptions.csv").write_bytes(
        "customer_id;start_date;amount;city\nc1;2026-01-04;5,50;Köln\n".encode("cp1252")
    )
    (data / "surveys.csv").write_bytes("survey\tscore\tresponded_at\nnps\t9\t2026-11-01\n".encode("utf-16"))
    made = init(data)
    assert {each.table: each.settings for each in made.files} == {
        "subscriptions": {"encoding": "cp1252", "delimiter": ";"},
        "surveys": {"encoding": "utf-16", "delimiter": "\t"},
    }
    assert api.report(api.read(data, parse_config(made.yaml)), "2026-10").figure("mrr").value == 5.5


def test_a_name_that_yaml_cannot_hold_stops_nothing(folder):
    data = folder(subscriptions__csv=OURS)
    (data / os.fsdecode(b"\xff.csv")).write_text("a,b\n1,2\n")
    made = init(data)
    assert [each.problem for each in made.files if each.problem] == ["csmetrics.yaml cannot hold its name. Rename it."]
    assert parse_config((data / "csmetrics.yaml").read_text()) is not None


def test_an_amount_by_the_year_is_proposed_as_one_and_ends_are_found(folder):
    data = folder()
    (data / "renewals.csv").write_text(
        "Account Name,Contract Start,Contract End,ARR\n"
        "Acme,2026-01-01,2026-12-31,1200\nBolt,2026-02-01,2027-01-31,2400\n"
    )
    best = init(data).files[0].proposals[0]
    assert (best.table, dict(best.write)) == (
        "subscriptions",
        {
            "file": "renewals.csv",
            "columns": {
                "customer_id": "Account Name",
                "start_date": "Contract Start",
                "amount": "ARR",
                "end_date": "Contract End",
            },
            "constants": {"interval": "year"},
        },
    )


def test_a_folder_without_a_table_is_an_error(folder):
    with pytest.raises(DataError, match="has a table in it"):
        init(folder())


@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv"])
def test_every_format_says_what_was_seen(folder, validated, form):
    data = folder(subscriptions__csv=SUBSCRIPTIONS)
    text = INIT.write(init(data), form)
    assert "subscriptions.csv" in text
    if form == "json":
        assert validated(text, "init")["questions"][0]["choices"][0]["lines"] == "columns: {start_date: Begin}"


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters=',"'), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.lists(NAMES.map(str.strip).filter(bool), min_size=2, max_size=6, unique_by=str.casefold),
    seed=st.integers(0, 9),
)
def test_whatever_headers_there_are_the_configuration_can_be_read(header, seed, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    cells = ["2026-01-04", "x # y", "5", "'", "a: b", "03/04/2026", "- z", "[q"]
    rows = [",".join(cells[(seed + at + row) % len(cells)] for at in range(len(header))) for row in range(3)]
    (data / "subscriptions.csv").write_text("\n".join([",".join(header), *rows]) + "\n", encoding="utf-8")
    try:
        made = init(data)
    except DataError:
        return
    parse_config(made.yaml)
    for question in made.questions:
        for choice in question.choices:
            section = {"tables": {question.table: dict(choice.write)}} if question.table else dict(choice.write)
            assert parse_config(yaml.safe_dump(section))
            for value in choice.write.values():
                lines = [f"{key}: " for key in value] if isinstance(value, dict) else []
                assert all(line in made.yaml for line in lines)


def test_a_database_and_standard_input_are_no_folders(run_cli, tmp_path):
    sqlite3.connect(tmp_path / "crm.db").close()
    for data in ("crm.db", "sqlite:///crm.db", "-"):
        result = run_cli(["init", data], tmp_path)
        assert result.exit_code == 2
        assert "the files of a folder" in result.stderr
