"""A table from standard input: the figures of the same file, and messages that say where it came from."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from csmetrics.cli.main import commands

ACME = Path(__file__).resolve().parents[2] / "examples" / "acme"
ROWS = "customer_id,start_date,amount\na,2026-01-05,10\nb,2026-01-06,20\n"


def run(*arguments, given=ROWS):
    return CliRunner().invoke(commands, arguments, prog_name="csmetrics", input=given)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "csv", "table", "markdown"])
@pytest.mark.parametrize("share", ["", "memory_share: 0.0000001\n"], ids=["whole", "divided"])
def test_a_report_is_the_same_but_for_the_name_of_the_file(folder, tmp_path, form, share):
    text = (ACME / "subscriptions.csv").read_text().replace(",EUR", ",USD").replace(",GBP", ",USD")
    data = folder(subscriptions__csv=text, csmetrics__yaml="tables: {costs: {file: spend.csv}}\n" + share)
    (data / "spend.csv").write_text("category,amount,date\nsales,1,2026-01-05\n")
    plain = tmp_path / "plain.yaml"
    plain.write_text(share)
    asked = ("--period", "2026-09", "--metric", "mrr", "--metric", "customers", "--format", form)
    expected = run("report", str(data), *asked, "--config", str(plain))
    assert expected.exit_code == 0
    found = run("report", "-", "--table", "subscriptions", *asked, "--config", str(data / "csmetrics.yaml"), given=text)
    assert found.exit_code == 0, found.stderr
    assert found.stdout == expected.stdout.replace("subscriptions.csv", "standard input")


def test_explain_and_problems_name_standard_input(folder):
    given = ROWS + "c,2026-01-07,x\n" + "".join(f"d{number},2026-01-08,1\n" for number in range(200))
    found = run("explain", "mrr", "-", "--table", "subscriptions", "--period", "2026-01", given=given)
    assert found.exit_code == 0, found.stderr
    assert "standard input" in found.stdout
    assert 'standard input row 4, amount "x"' in found.stderr


def test_an_output_and_rates_go_with_it(folder, tmp_path):
    config = folder(rates__csv="date,currency,rate\n2026-01-01,USD,0.5\n") / "csmetrics.yaml"
    config.write_text("currency: EUR\nrates: {file: rates.csv, valid_for: 31}\n")
    given = "customer_id,start_date,amount,currency\na,2026-01-05,10,USD\n"
    out = tmp_path / "report.json"
    asked = ("report", "-", "--table", "subscriptions", "--period", "2026-01", "--config", str(config))
    found = run(*asked, "--output", str(out), given=given)
    assert found.exit_code == 0, found.stderr
    (mrr,) = (each for each in json.loads(out.read_text())["metrics"] if each["metric"] == "mrr")
    assert mrr["value"] == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "-"), "- is standard input, which holds one table. Say which, such as --table subscriptions."),
        (("report", str(ACME), "--table", "costs"), "--table says what standard input holds: give - in the place of"),
        (("report", "-", "--table", "sales"), "'sales' is not one of 'customers', 'subscriptions'"),
    ],
)
def test_one_without_the_other_is_refused(arguments, said):
    found = run(*arguments)
    assert found.exit_code == 2
    assert said in found.stderr


def test_nothing_at_all_is_an_empty_file():
    found = run("report", "-", "--table", "subscriptions", given="")
    assert found.exit_code == 1
    assert "standard input: the file is empty." in found.stderr


@pytest.mark.slow
def test_it_is_read_from_a_pipe_and_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "csmetrics", "report", "-", "--table", "subscriptions", "--period", "2026-01"]
    found = subprocess.run(
        command, input=ROWS, capture_output=True, text=True, check=True, env=os.environ | {"TMPDIR": str(tmp_path)}
    )
    assert "30" in found.stdout
    assert list(tmp_path.iterdir()) == []
