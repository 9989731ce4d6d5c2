"""A report in its four forms."""

# ruff: noqa: RUF001  # an interval has the dash of print

import csv
import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from csmetrics import api
from csmetrics.errors import Problem
from csmetrics.figures.model import Remark
from csmetrics.periods import parse_period
from csmetrics.views.report import VIEW as REPORT

AT_80 = """\
2026-09 (1 to 30 September 2026), USD

                             2026-09  2026-08   change         95 %    n
Satisfaction
  Customer satisfaction       90.0 %   88.0 %  +2.0 pp  78.6–95.7 %   50
  Net promoter score            42.0     40.0     +2.0    35.1–48.6  100

Customers
  Customers                       61       57       +4
  Customer churn rate          5.3 %    4.1 %  +1.2 pp                57
  Average customer years         1.4      1.4    +0.03                90

Revenue
  Monthly recurring revenue   12,340   11,900     +440                61
  Average revenue (ARPU)         202      198       +4                61
  Quick ratio                   2.31     2.00    +0.31                61

Value
  Customer lifetime value          —   43,169                         57
  Expected lifespan, months     10.0     24.4    -14.4                57

— Customer lifetime value: nobody left: no lifetime to project

no costs.csv: cac, crc unavailable

Net promoter score: Below its threshold (min 45).

Under gross margin 80 %.
"""


def test_the_whole_report_at_80_columns(full_report):
    assert REPORT.write(full_report, "table", width=80) == AT_80


def test_at_120_columns_it_says_more(full_report):
    text = REPORT.write(full_report, "table", width=120)
    assert re.search(r"2026-09 +2026-08 +change +95 % interval +based on +name\n", text)
    assert re.search(r"Net promoter score +42\.0 +40\.0 +\+2\.0 +35\.1–48\.6 +100 answers +nps\n", text)
    assert re.search(r"Customer churn rate .* 57 customers +customer_churn_rate\n", text)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120, 200])
def test_no_number_is_ever_cut_or_wrapped(full_report, width):
    text = REPORT.write(full_report, "table", width=width)
    for number in ("12,340", "11,900", "90.0 %", "+2.0 pp", "43,169", "-14.4"):
        assert number in text
    assert "…" not in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width_and_end_in_no_space(full_report, by_country, width):
    for report in (
        full_report,
        by_country("csat", "nps", "customers", "mrr", "arpu", "quick_ratio"),
        by_country("nps"),
    ):
        for line in REPORT.write(report, "table", width=width).splitlines():
            assert cell_len(line) <= width
            assert line == line.rstrip()


def test_colour_tells_better_from_worse_and_only_when_asked(report, figure):
    made = report(
        figure("customers", 60.0, 50.0),
        figure("customer_churn_rate", 0.06, 0.05),
        figure("mrr", 100.0, 100.0),
    )
    coloured = REPORT.write(made, "table", colour=True)
    assert re.search(r"\x1b\[32m *\+10", coloured)
    assert re.search(r"\x1b\[31m *\+1\.0 pp", coloured)
    assert not re.search(r"\x1b\[3[12]m *0", coloured)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split() == REPORT.write(made, "table").split()
    assert "\x1b" not in REPORT.write(made, "table")


def test_segments_stand_side_by_side_when_the_report_is_long(by_country):
    text = REPORT.write(by_country("csat", "nps", "customers", "mrr", "arpu", "quick_ratio"), "table")
    assert re.search(r"^ +all +DE +FR +US$", text, re.MULTILINE)
    assert re.search(r"^  Net promoter score +10\.0 +20\.0 +30\.0 +40\.0$", text, re.MULTILINE)
    assert "Changes, intervals" in text


def test_segments_stand_beneath_when_there_are_few_metrics_or_many_segments(by_country):
    metrics = ("csat", "nps", "customers", "mrr", "arpu", "quick_ratio")
    few = REPORT.write(by_country("nps", "mrr"), "table")
    many = REPORT.write(by_country(*metrics, countries=[f"X{number}" for number in range(13)]), "table")
    wide = REPORT.write(by_country(*metrics, countries=["a" * 30, "b" * 30]), "table", width=80)
    for text in (few, many, wide):
        assert re.search(r"^  Net promoter score +10\.0 +10\.0 +0\.0", text, re.MULTILINE)
        assert "Changes, intervals" not in text
    assert re.search(r"^    DE +20\.0 +10\.0 +\+10\.0 .* 40 answers$", few, re.MULTILINE)


def test_a_figure_that_a_segment_cannot_have_is_said_once(report, figure):
    figures = [figure(m, 10.0, 9.0) for m in ("csat", "nps", "customers", "mrr", "arpu", "cac")]
    figures += [figure(m, 10.0, 9.0, segment={"country": "DE"}) for m in ("csat", "nps", "customers", "mrr", "arpu")]
    figures.append(
        figure("cac", None, segment={"country": "DE"}, status="unavailable", reason="costs.csv has no column country")
    )
    figures.sort(key=lambda each: each.metric)
    text = REPORT.write(report(*figures, by=("country",)), "table")
    assert re.search(r"Acquisition cost \(CAC\) +10\.00 +n/a", text)
    assert text.count("costs.csv has no column country: cac not by country") == 1


def test_an_undefined_segment_has_its_reason(report, figure):
    reason = "nobody answered"
    segments = [{"country": country} for country in ("DE", "FR", "IT", "PL", "SE")]
    undefined = [figure("nps", None, segment=each, status="undefined", reason=reason) for each in segments]
    text = REPORT.write(report(figure("nps", 42.0, 40.0), *undefined, by=("country",)), "table")
    assert "— in DE, FR, IT and 2 more: nobody answered" in text


def test_what_is_undefined_for_the_whole_is_not_repeated_for_its_segments(report, figure):
    undefined = [figure("nps", None, segment=s, status="undefined", reason="nobody answered") for s in ({}, {"a": "x"})]
    text = REPORT.write(report(*undefined, by=("a",)), "table")
    assert "— Net promoter score: nobody answered" in text
    assert text.count("nobody answered") == 1


def test_one_remark_for_all_that_it_holds_for(report, figure):
    text = "Fewer than 30 answers stand behind it."
    remarks = [Remark(metric, {"country": c}, text) for metric in ("csat", "nps") for c in ("DE", "FR")]
    made = report(figure("csat", 0.9), figure("nps", 1.0), remarks=(Remark("", {}, "The data end early."), *remarks))
    shown = REPORT.write(made, "table", width=120)
    assert f"Customer satisfaction, Net promoter score in DE, FR: {text}" in shown
    assert "\nThe data end early.\n" in shown


def test_remarks_are_cut_for_people_and_not_for_programs(report, figure, validated):
    remarks = tuple(Remark("nps", {}, f"Remark {number}.") for number in range(25))
    made = report(figure("nps", 42.0), remarks=remarks)
    assert "and 5 more remarks: --format json lists them all" in REPORT.write(made, "table")
    assert len(validated(REPORT.write(made, "json"), "report")["remarks"]) == 25


def test_gross_margin_is_stated_only_where_a_figure_uses_it(report, figure):
    uses = report(figure("clv", 5500.0, gross_margin=0.825), rules={"gross_margin": 0.825})
    assert "Under gross margin 82.5 %." in REPORT.write(uses, "table")
    assert "Under" not in REPORT.write(report(figure("nps", 42.0)), "table")
    within = report(figure("clv_to_cac", 2.5, clv=5000.0, cac=2000.0), rules={"gross_margin": 0.825})
    assert "Under gross margin 82.5 %." in REPORT.write(within, "table")


def test_a_switch_off_its_default_is_stated_where_it_matters(report, figure):
    rules = {"rules.joined_and_left": "separate", "rules.crc_customers": "average"}
    text = REPORT.write(report(figure("customer_churn_rate", 0.05), rules=rules), "table")
    assert "Under rules.joined_and_left: separate." in text


def test_a_report_of_nothing_says_why(report, figure):
    made = report(
        figure("cac", None, status="unavailable", reason="no costs.csv", n=None),
        unavailable={"no costs.csv": ("cac",)},
        currency=None,
    )
    assert REPORT.write(made, "table") == "2026-09 (1 to 30 September 2026)\n\nno costs.csv: cac unavailable\n"


def test_a_long_span_names_both_periods_within_80_columns(full_report):
    span = parse_period("2025-10..2026-09")
    text = REPORT.write(replace(full_report, period=span, previous_period=span.previous()), "table")
    assert re.search(r"^ +2025-10 +2024-10", text, re.MULTILINE)
    assert re.search(r"^ +\.\.2026-09 +\.\.2025-09", text, re.MULTILINE)
    assert text.startswith("2025-10..2026-09 (1 October 2025 to 30 September 2026), USD\n")


def test_json_is_the_documented_shape(full_report, validated):
    values = validated(REPORT.write(full_report, "json"), "report")
    assert list(values) == [
        "schema", "period", "chosen", "previous_period", "by", "currency", "rules", "metrics", "remarks",
        "left_out", "problems", "sources",
    ]  # fmt: skip
    nps = values["metrics"][1]
    assert nps["interval"] == {"low": 35.1, "high": 48.6, "level": 0.95, "method": "adjusted Wald"}
    assert nps["inputs"] == {"promoters": 58, "detractors": 16, "nps_responses": 100}
    assert values["previous_period"] == {
        "name": "2026-08", "grain": "month", "first_day": "2026-08-01", "last_day": "2026-08-31",
    }  # fmt: skip
    by_name = {each["metric"]: each for each in values["metrics"]}
    assert (by_name["clv"]["value"], by_name["clv"]["status"]) == (None, "undefined")
    assert (by_name["cac"]["value"], by_name["cac"]["reason"]) == (None, "no costs.csv")
    assert by_name["mrr"]["value"] == 12340.4


def test_json_has_counts_whole_and_everything_else_as_it_is(full_report):
    text = REPORT.write(full_report, "json")
    assert '"customers_end": 61\n' in text
    assert '"value": 61,\n' in text
    assert '"value": 42.0,\n' in text
    assert '"n": 100,' in text


def test_json_has_no_negative_zero_and_no_nan(report, figure):
    assert '"value": 0.0,' in REPORT.write(report(figure("nps", -0.0)), "json")
    with pytest.raises(ValueError, match="JSON"):
        REPORT.write(report(figure("nps", float("nan"))), "json")


def test_json_keeps_text_as_it_is(report, figure, validated):
    text = REPORT.write(report(figure("nps", 1.0, segment={"stadt": "Köln"}), by=("stadt",)), "json")
    assert "Köln" in text
    assert validated(text, "report")["metrics"][0]["segment"] == {"stadt": "Köln"}


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_the_same_report_gives_the_same_text(full_report, form):
    assert REPORT.write(full_report, form) == REPORT.write(full_report, form)


def test_csv_is_tidy(full_report):
    rows = list(csv.DictReader(io.StringIO(REPORT.write(full_report, "csv"))))
    assert list(rows[0]) == ["period", "metric", "value", "unit", "status", "interval_low", "interval_high"]
    assert rows[1] == {
        "period": "2026-09", "metric": "nps", "value": "42.0", "unit": "points", "status": "ok",
        "interval_low": "35.1", "interval_high": "48.6",
    }  # fmt: skip
    assert [row["value"] for row in rows if row["metric"] in {"customers", "clv", "cac"}] == ["61", "", ""]
    assert "\r" not in REPORT.write(full_report, "csv")


def test_csv_has_a_column_for_each_attribute(report, figure):
    segment = {"country": "DE", "plan": 'Pro, "big"'}
    made = report(figure("mrr", 1.0), figure("mrr", 0.5, segment=segment), by=("country", "plan"))
    assert REPORT.write(made, "csv").splitlines()[1:] == [
        "2026-09,,,mrr,1.0,money,ok,,",
        '2026-09,DE,"Pro, ""big""",mrr,0.5,money,ok,,',
    ]


def test_markdown_has_a_table_for_each_group(full_report):
    text = REPORT.write(full_report, "markdown")
    assert text.startswith("## 2026-09 (1 to 30 September 2026), USD\n\n### Satisfaction\n\n")
    assert "| Net promoter score | 42.0 | 40.0 | +2.0 | 35.1–48.6 | 100 answers |\n" in text
    assert text.count("| --- | ---: | ---: | ---: | ---: | ---: |") == 4
    assert "no costs.csv: cac, crc unavailable\n" in text
    assert "Net promoter score: Below its threshold (min 45).\n" in text


def test_markdown_by_segment_takes_signs_literally(by_country):
    text = REPORT.write(by_country("nps", "mrr", countries=["A|B", "*<b>_x_"]), "markdown")
    assert "| **Net promoter score** | 10.0 |" in text
    assert r"| &emsp;A\|B | 20.0 |" in text
    assert r"| &emsp;\*\<b>\_x\_ | 30.0 |" in text


def test_markdown_puts_segments_side_by_side(by_country):
    text = REPORT.write(by_country("csat", "nps", "customers", "mrr", "arpu", "quick_ratio"), "markdown")
    assert "|  | all | DE | FR | US |\n| --- | ---: | ---: | ---: | ---: |\n" in text
    assert "\n\nChanges, intervals and numbers of customers: " in text


def test_what_would_rewrite_the_screen_is_not_printed(report, figure):
    made = report(figure("nps", 1.0, segment={"a": "\x1b[2J[red]x\ny"}), by=("a",))
    for form in ("table", "markdown"):
        assert "\x1b" not in REPORT.write(made, form)
    assert "�[2J[red]x y" in REPORT.write(made, "table")


def test_a_history_is_a_sparkline_where_there_is_room(full_report, report, figure):
    values = {figure.metric: (None, 1.0, 2.0, 5.0) for figure in full_report.figures}
    drawn = replace(full_report, history=values)
    wide = REPORT.write(drawn, "table", width=140)
    assert re.search(r"2026-08 +change +last 4 +95 % interval +based on +name\n", wide)
    assert re.search(r"Net promoter score +42\.0 +40\.0 +\+2\.0 +▁▃█ +35\.1", wide)
    assert "last 4" not in REPORT.write(drawn, "table", width=80)
    for form in ("json", "csv", "markdown"):
        assert REPORT.write(drawn, form) == REPORT.write(full_report, form)
    few = report(figure("nps", 42.0, 40.0), history={"nps": (1.0, 2.0)})
    assert "▁█" in REPORT.write(few, "table", width=80)


def test_problems_are_not_part_of_what_people_read(full_report):
    assert full_report.problems == (
        Problem("surveys.csv", 17, "score", "11", "outside 0 to 10", "Correct the answer."),
    )
    assert "surveys.csv" not in REPORT.write(full_report, "table") + REPORT.write(full_report, "markdown")


def test_a_change_within_the_interval_is_neither_good_nor_bad(acme):
    """As on the tile above the table, which says: too little to tell."""
    page = api.report(acme, "2026-09", metrics=["nps", "clv_to_cac"])._repr_html_()
    assert '<td class="n q">\N{MINUS SIGN}1.9</td>' in page
    assert '<td class="n bad"><span>\N{MINUS SIGN}0.81</span></td>' in page
