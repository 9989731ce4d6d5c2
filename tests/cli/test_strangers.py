"""Text of strangers, wherever it is shown: no spreadsheet takes it for a formula, no terminal obeys it."""

import csv
import io
import json
import re

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.cli.main import commands
from csmetrics.formula_guard import guarded, guarded_to_read_back, unguarded
from csmetrics.output.formats.csv import as_csv

SIGNS = "=+-@\t\r"
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ROWS = 40
COMMANDS = [
    "report data --period 2026-01 --by {by}",
    "trend data --period 2026-01 --by {by}",
    "cohorts data --period 2026-01",
    "customers data --period 2026-01 --movement active",
    "customers data --period 2026-01 --movement active --by {by}",
    "health data --period 2026-01",
    "health data --period 2026-01 --backtest",
    "feedback data --period 2026-01",
    "explain customers data --period 2026-01 --by {by}",
    "explain cac data --period 2026-01",
    "explain csat data --period 2026-01",
    "explain nps data --period 2026-01",
    "explain health_score data --customer {customer} --period 2026-01",
    "snapshot data --period 2026-01 --store h.db",
    "snapshot data --period 2026-01 --store h.db --restate {reason}",
    "history --store h.db",
    "check data",
    "metrics",
]
FORMS = ["csv", "table", "markdown", "json"]


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def is_formula(cell):
    return cell[:1] in tuple(SIGNS) and not is_number(cell)


def sheet(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def business(folder, text):
    """A folder in which every text is a stranger's: ids, names, attributes and their name, comments, categories."""
    data = folder / "data"
    data.mkdir()
    ids = [f"{text}{n}" for n in range(ROWS)]
    sheet(data / "customers.csv", ["customer_id", "name", f"{text}column"], [[i, text, text] for i in ids])
    plans = [[i, "2025-10-01", "" if n % 4 else "2026-01-15", 10 + n, text] for n, i in enumerate(ids)]
    sheet(data / "subscriptions.csv", ["customer_id", "start_date", "end_date", "amount", "plan"], plans)
    said = [["nps", n % 11, "2026-01-05", i, text] for n, i in enumerate(ids)]
    said += [["csat", n % 5 + 1, "2026-01-06", i, text] for n, i in enumerate(ids)]
    sheet(data / "surveys.csv", ["survey", "score", "responded_at", "customer_id", "comment"], said)
    sheet(data / "costs.csv", ["date", "category", "amount"], [["2026-01-03", text, 10]])
    sheet(data / "usage.csv", ["customer_id", "date", "value", "feature"], [[i, "2026-01-03", 1, text] for i in ids])
    sheet(data / "answers.csv", ["customer_id", "date", "question", "score"], [[i, "2026-01-03", text, 3] for i in ids])
    sheet(data / "tickets.csv", ["customer_id", "opened_at", "priority"], [[i, "2026-01-03", text] for i in ids])
    settings = {"costs": {"acquisition": [text.strip()]}}
    (data / "csmetrics.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return ids[1].strip()


def run(line, form, names):
    words = [names.get(word, word) for word in line.split()]
    return CliRunner().invoke(commands, [*words, "--format", form], prog_name="csmetrics")


STRANGERS = ["=SUM(A1)", "+cmd|' /C calc'!A0", "-1-1", "@\x1b[2J", "\t\u202e=1", "\r\x9b1m"]


@pytest.mark.parametrize(
    ("form", "text"),
    [*(("csv", each) for each in STRANGERS), *((form, STRANGERS[at]) for form in FORMS[1:] for at in (3, 5))],
)
def test_no_command_shows_a_formula_or_a_sign_that_a_terminal_obeys(form, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"{customer}": business(tmp_path, text), "{by}": f"{text}column".strip(), "{reason}": text}
    for line in COMMANDS:
        result = run(line, form, names)
        assert result.exit_code == 0, (line, result.output)
        assert not OBEYED.search(result.stderr), line
        assert not OBEYED.search(result.stdout), line
        if form == "csv":
            cells = [cell for row in csv.reader(io.StringIO(result.stdout)) for cell in row]
            assert [cell for cell in cells if is_formula(cell)] == [], line
        if form == "json" and result.stdout:
            json.loads(result.stdout)


@given(st.lists(st.lists(st.none() | st.integers() | st.floats(allow_nan=False) | st.text(), min_size=1), min_size=1))
def test_no_cell_is_a_formula_and_no_number_is_touched(rows):
    read = list(csv.reader(io.StringIO("".join(as_csv(rows)))))
    assert len(read) == len(rows)
    for cells, values in zip(read, rows, strict=True):
        assert len(cells) == len(values)
        for cell, value in zip(cells, values, strict=True):
            assert not is_formula(cell)
            if isinstance(value, int | float):
                assert cell == str(value)


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1234", "-cmd", "@a", "\t=1", "\r=1", "  =1", "-1-1", "+", "-", "="])
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "-1.5e3", "-.5", "5", "", "a=b", "'=1", "Jean-Luc"])
def test_numbers_and_harmless_texts_stay(text):
    assert guarded(text) == text


@given(st.text() | st.text(alphabet="'=+-@ \t\r1a"))
def test_what_is_guarded_to_be_read_back_is_read_back(text):
    written = guarded_to_read_back(text)
    assert unguarded(written) == text
    assert not is_formula(written)


def test_an_export_of_the_history_holds_no_formula_and_is_read_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    business(tmp_path, "=SUM(A1)")
    published = "snapshot data --period 2026-01 --store a.db --by =SUM(A1)column"
    for line in (published, f"{published} --restate =1+1", "history --store a.db --export out",
                 "history --store b.db --import out"):  # fmt: skip
        result = CliRunner().invoke(commands, line.split())
        assert result.exit_code == 0, result.output
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            assert [cell for row in csv.reader(file) for cell in row if is_formula(cell)] == []
    shown = [CliRunner().invoke(commands, f"history --store {store} --format json".split()).stdout for store in
             ("a.db", "b.db")]  # fmt: skip
    assert shown[0].replace("a.db", "b.db") == shown[1]
    assert '"=SUM(A1)column"' in shown[1]


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202egnp", "\x9b1m", "\x07"])
@pytest.mark.parametrize("command", ["report", "check", "customers", "explain nps", "trend", "feedback"])
def test_cells_that_are_refused_are_quoted_without_signs_that_a_terminal_obeys(tmp_path, monkeypatch, command, text):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    rows = [[text, text, text, text], ["c1", "2026-01-01", "", f"1{text}"], ["c2", f"2026{text}", "", "1"]]
    sheet(tmp_path / "data" / "subscriptions.csv", ["customer_id", "start_date", "end_date", "amount"], rows)
    sheet(tmp_path / "data" / "surveys.csv", ["survey", "score", f"responded{text}"], [[text, text, text]])
    sheet(tmp_path / "data" / f"costs{text}.csv", ["date"], [[text]])
    result = CliRunner().invoke(commands, [*command.split(), "data"])
    assert result.exit_code == 1
    assert not OBEYED.search(result.stderr)
    assert not OBEYED.search(result.stdout)
