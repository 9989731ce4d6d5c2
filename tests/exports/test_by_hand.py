"""The exports of examples/exports, and what is true of them before anybody has told the program how to read them."""

import csv
import json

import pytest
import yaml

import by_hand_exports
import exports_made
from conftest import ROOT
from exports_compared import BY_HAND, EXPORTS, WRITTEN_OUT, same_as_by_hand


@pytest.mark.slow
def test_the_files_are_made_again_byte_for_byte(tmp_path):
    exports_made.make(tmp_path)
    for name in exports_made.FILES:
        assert (tmp_path / name).read_bytes() == (EXPORTS / name).read_bytes(), name


def test_the_files_are_small():
    assert sum((EXPORTS / name).stat().st_size for name in exports_made.FILES) < 150_000


def test_the_files_are_as_ugly_as_in_life():
    """Trials, what never began, three currencies, amounts with commas, two rows of headers, ids of two systems."""
    rows = by_hand_exports.rows_of(EXPORTS, "subscriptions.csv")
    assert 310 <= len(rows) <= 330
    assert {row["Status"] for row in rows} > {"active", "past_due", "trialing", "canceled", "incomplete", "unpaid"}
    assert {row["Currency"] for row in rows} == {"usd", "eur", "gbp"}
    assert any("," in row["Amount"] for row in rows)
    assert any(row["Start (UTC)"] > row["Start Date (UTC)"] for row in rows)
    assert any(row["Canceled At (UTC)"] and row["Status"] == "active" for row in rows)
    assert {row["Coupon"] for row in rows} == {""}
    companies = by_hand_exports.rows_of(EXPORTS, exports_made.FILES[1])
    payers, known = {row["Customer ID"] for row in rows}, {row["Stripe ID"].strip() for row in companies} - {""}
    assert payers - known
    assert len(companies) > len(payers)
    text = (EXPORTS / "NPS survey 2026.csv").read_text(encoding="utf-8")
    assert all(part in text for part in ("10 - Extremely likely", "0 - Not at all likely", " AM,", " PM,", "\nA word"))


@pytest.mark.parametrize("reading", by_hand_exports.READINGS)
def test_the_books_of_the_hand_balance(reading):
    found = BY_HAND["amount_is"][reading]
    came = found["new_customers"] + found["returned_customers"]
    assert found["customers"] == found["customers_at_the_opening"] + came - found["churned_customers"]
    gains = sum(found[f"{name}_mrr"] for name in ("new", "returned", "expansion", "exchange"))
    losses = found["contraction_mrr"] + found["churned_mrr"]
    assert found["mrr"] == pytest.approx(found["mrr_at_the_opening"] + gains - losses)


def test_the_figures_of_the_hand_are_plausible():
    """And the two readings of Amount are so far apart that nobody may guess."""
    unit, line = BY_HAND["amount_is"]["unit"], BY_HAND["amount_is"]["line"]
    assert unit["mrr"] > 5 * line["mrr"] > 0
    assert {name for name in unit if name.endswith("_mrr") and unit[name] == 0} == set()
    for found in (unit, line):
        assert 0.01 < found["customer_churn_rate"] < 0.06
        assert 200 < found["customers"] < BY_HAND["statuses"]["active"] + BY_HAND["statuses"]["past_due"]
    answers = BY_HAND["nps"]
    assert answers["promoters"] + answers["passives"] + answers["detractors"] == answers["responses"] > 50
    assert 0 < answers["nps"] < 40


def test_the_readme_has_the_figures_of_the_hand():
    unit, line = BY_HAND["amount_is"]["unit"], BY_HAND["amount_is"]["line"]
    told = (EXPORTS / "README.md").read_text(encoding="utf-8")
    for label, name, form in (
        ("MRR, in USD", "mrr", ",.2f"),
        ("MRR of the rows in USD alone", "mrr_of_usd_rows", ",.2f"),
        ("churned MRR", "churned_mrr", ",.2f"),
        ("customers at the end", "customers", ""),
        ("customers who left", "churned_customers", ""),
    ):
        assert f"| {label} | {unit[name]:{form}} | {line[name]:{form}} |" in told
    rate, nps = f"{unit['customer_churn_rate']:.1%}".replace("%", " %"), f"{BY_HAND['nps']['nps']:.1f}"
    assert f"| customer churn rate | {rate} | {rate} |" in told
    assert f"| NPS | {nps} | {nps} |" in told
    for file in exports_made.FILES:
        with (EXPORTS / file).open(encoding="utf-8", newline="") as rows:
            headers = 2 if file.startswith("NPS") else 1
            assert f" | {sum(1 for _ in csv.reader(rows)) - headers} | " in next(
                row for row in told.splitlines() if row.startswith(f"| {file}")
            )


def tidied(folder, reading):
    """The exports as somebody would tidy them in a spreadsheet, with what csmetrics.yaml then still has to say."""
    for path in EXPORTS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if path.name.startswith("NPS"):
            del rows[0]
        elif path.name == "subscriptions.csv":
            status = header.index("Status")
            rows = [row for row in rows if row[status] in by_hand_exports.COUNTED]
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    (folder / "csmetrics.yaml").write_text(yaml.safe_dump(still_to_say(reading)), encoding="utf-8")
    return folder


def still_to_say(reading):
    config = yaml.safe_load(WRITTEN_OUT.read_text(encoding="utf-8"))
    subscriptions, surveys = config["tables"]["subscriptions"], config["tables"]["surveys"]
    del subscriptions["where"], subscriptions["amount_is"], surveys["skip_rows"]
    if reading == "line":
        del subscriptions["columns"]["quantity"]
        subscriptions["ignore"] = ["Quantity"]
    return config


@pytest.mark.slow
@pytest.mark.parametrize("reading", by_hand_exports.READINGS)
def test_the_program_has_the_figures_of_the_hand_where_the_files_are_tidied(reading, run_cli, tmp_path):
    result = run_cli(["report", str(tidied(tmp_path, reading)), "--format", "json"], cwd=ROOT)
    same_as_by_hand(json.loads(result.stdout), reading)


@pytest.mark.slow
@pytest.mark.parametrize("reading", by_hand_exports.READINGS)
def test_the_rows_in_dollars_alone(reading, run_cli, tmp_path):
    folder = str(tidied(tmp_path, reading))
    result = run_cli(["report", folder, "--metric", "mrr", "--currency", "USD", "--format", "json"], cwd=ROOT)
    (figure,) = json.loads(result.stdout)["metrics"]
    assert figure["value"] == pytest.approx(BY_HAND["amount_is"][reading]["mrr_of_usd_rows"])
