"""The triangle of cohorts in its four forms."""

import csv
import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

import csmetrics
from csmetrics.figures.cohorts import Cohort, Cohorts
from csmetrics.periods import parse_period, series
from csmetrics.views.cohorts import VIEW as COHORTS

AT_80 = """\
Customers by the month of the first payment, up to 2026-09

Customers at the close of each month since, in % of month 0, that of the first
payment.

cohort   size    0    1   2
2026-07   400  100  >99  50
2026-08     0    —    —
2026-09     8  100
average        100  >99  50
"""


def a_cohort(period, *values):
    return Cohort(
        period, tuple(map(float, values)), tuple(value / values[0] if values[0] else None for value in values)
    )


@pytest.fixture
def cohorts():
    july, august, september = series(parse_period("2026-09"), 3)
    made = (a_cohort(july, 400, 399, 200), a_cohort(august, 0, 3), a_cohort(september, 8))
    return Cohorts("customers", september, None, made, (1.0, 0.9975, 0.5))


@pytest.fixture
def mrr(cohorts):
    return replace(cohorts, of="mrr", currency="USD")


@pytest.fixture
def long():
    """Forty months, one more customer each month, nobody ever leaves."""
    periods = series(parse_period("2026-09"), 40)
    made = tuple(a_cohort(period, *[at] * (41 - at)) for at, period in enumerate(periods, 1))
    return Cohorts("customers", periods[-1], None, made, (1.0,) * 40)


def test_shares_of_mrr_that_the_files_cannot_tell_have_the_reason_in_their_place(tmp_path):
    (tmp_path / "csmetrics.yaml").write_text("tables: {subscriptions: {cannot_tell: {mrr_contraction: no past}}}")
    rows = "a,2026-01-01,2026-02-10,100\na,2026-02-10,,50\n"
    (tmp_path / "subscriptions.csv").write_text(f"customer_id,start_date,end_date,amount\n{rows}")
    data = csmetrics.read(tmp_path)
    of_mrr = csmetrics.cohorts(data, "2026-02", of="mrr")
    assert [cohort.shares for cohort in of_mrr.cohorts] == [(None, None)]
    assert of_mrr.average == (None, None)
    assert of_mrr.notes[0] == "Shares of MRR are unavailable: no past."
    page = COHORTS.write(of_mrr, "table", width=80)
    assert "Shares of MRR are unavailable: no past." in page.splitlines()
    assert "2026-01   100  —  —" in page.splitlines()
    of_customers = csmetrics.cohorts(data, "2026-02")
    assert [cohort.shares for cohort in of_customers.cohorts] == [(1.0, 1.0)]


def test_the_whole_triangle_at_80_columns(cohorts):
    assert COHORTS.write(cohorts, "table", width=80) == AT_80


def test_values_in_place_of_shares(mrr):
    text = COHORTS.write(mrr, "table", shown="value")
    assert text.startswith("MRR by the month of the first payment, up to 2026-09, USD\n")
    assert "\nMRR at the close of each month since; month 0 is that of the first payment.\n" in text
    assert re.search(r"^2026-07 +400 +400 +399 +200$", text, re.MULTILINE)
    assert re.search(r"^average share +100 % +>99 % +50 %$", text, re.MULTILINE)
    assert re.search(r"^2026-08 +0 +0 +3\.00$", text, re.MULTILINE)


@pytest.mark.parametrize("width", [40, 80, 120, 160])
def test_middle_ages_give_way_and_are_named(long, width):
    text = COHORTS.write(long, "table", width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    header = next(each for each in text.splitlines() if each.startswith("cohort")).split()[2:]
    assert {"0", "1", "2", "3", "39"} <= set(header)
    said = " ".join(text.split())
    assert re.search(r"Months .* not shown: widen the terminal or use --format csv", said)
    assert text.count("2023-06") == 1


def test_everything_fits_where_there_is_room(long):
    assert "not shown" not in COHORTS.write(long, "table", width=260)


def test_a_single_age_that_is_left_out_is_named_alone(long):
    widths = (COHORTS.write(long, "table", width=width) for width in range(260, 180, -1))
    first = next(text for text in widths if "not shown" in text)
    assert "\nMonth 38 not shown: widen the terminal or use --format csv\n" in first


def test_heat_is_a_background_that_is_there_only_with_colour(cohorts):
    coloured = COHORTS.write(cohorts, "table", colour=True)
    assert re.search(r"\x1b\[38;5;231;48;5;25m100\x1b\[0m", coloured)
    assert re.search(r"\x1b\[38;5;16;48;5;153m 50\x1b\[0m|\x1b\[38;5;16;48;5;153m50\x1b\[0m", coloured)
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert plain.split() == COHORTS.write(cohorts, "table").split()
    assert "\x1b" not in COHORTS.write(cohorts, "table")


@pytest.mark.parametrize(("asked", "grain"), [("2026-Q3", "quarter"), ("2026", "year"), ("2026-04..2026-09", "span")])
def test_the_grain_is_named(cohorts, asked, grain):
    text = COHORTS.write(replace(cohorts, period=parse_period(asked)), "table")
    assert text.startswith(f"Customers by the {grain} of the first payment, up to {asked}\n")


def test_json_has_every_complete_cell(cohorts, mrr, validated):
    values = validated(COHORTS.write(cohorts, "json"), "cohorts")
    july, august, _ = values["cohorts"]
    assert (july["cohort"], july["first_day"], july["last_day"], july["size"]) == (
        "2026-07", "2026-07-01", "2026-07-31", 400,
    )  # fmt: skip
    assert july["cells"][2] == {"age": 2, "period": "2026-09", "value": 200, "share": 0.5}
    assert august["cells"] == [
        {"age": 0, "period": "2026-08", "value": 0, "share": None},
        {"age": 1, "period": "2026-09", "value": 3, "share": None},
    ]
    assert values["average"][1] == {"age": 1, "share": 0.9975}
    money = validated(COHORTS.write(mrr, "json"), "cohorts")
    assert (money["currency"], money["of"], money["cohorts"][0]["cells"][0]["value"]) == ("USD", "mrr", 400.0)


def test_csv_is_tidy(cohorts):
    rows = list(csv.DictReader(io.StringIO(COHORTS.write(cohorts, "csv"))))
    assert rows[2] == {"cohort": "2026-07", "age": "2", "period": "2026-09", "value": "200", "share": "0.5"}
    assert len(rows) == 6


def test_markdown_has_the_triangle_whole(long):
    text = COHORTS.write(long, "markdown")
    assert text.count("---:") == 41
    assert "| **average** |  | **100** |" in text
    assert "not shown" not in text
