"""An explanation in its four forms."""

# ruff: noqa: RUF001  # an interval has the dash of print

import csv
import io
import re
from dataclasses import replace

import pytest

from csmetrics.views.explain import VIEW as EXPLAIN
from csmetrics.views.explain.lines import TallyLine
from csmetrics.views.explain.model import TallyLines
from listed import listed

AT_80 = """\
Customer lifetime value: 2026-09 (1 to 30 September 2026), USD

1,294
2026-08: 1,618; change: -324; based on 8 customers

Gross profit to be expected of a customer before leaving.

Money, not discounted.

Undefined when nobody left.

  clv = arpu * months * gross_margin / customer_churn_rate
    = 202.25 * 1 * 0.8 / 0.125
    = 1,294
  where
    customer_churn_rate = (customers_churned + customers_joined_and_left) /
      (customers_start + customers_joined_and_left) = (1 + 0) / (8 + 0) = 0.125

Source: Gupta and Lehmann, Customers as assets

Rules in force
  timezone: UTC
  gross_margin: 0.8
  rules.interval_factors: {month: 1, quarter: 0.333333}

mrr_end: 1,618
Monthly recurring revenue at the close.

customer  name    amount  file               rows
C-7       Globex   99.50  subscriptions.csv  17, 23
C-9                12.00  subscriptions.csv  2, 3, 4, 5, 6, 7 … (12 rows)

2 of 57, biggest first; --limit 57 or --format json shows all

customers_churned: 0
Customers who paid at the opening only.
"""


def test_the_whole_explanation_at_80_columns(explanation):
    assert EXPLAIN.write(explanation, "table", width=80) == AT_80


def test_an_interval_and_a_reason_stand_beside_the_figure(explanation, figure):
    answered = figure("nps", 42.0, interval=(35.1, 48.6), n=100, segment={"country": "DE"})
    text = EXPLAIN.write(replace(explanation, figure=answered, notes="", parts=()), "table")
    assert "\n42.0 in DE\n95 % interval: 35.1–48.6 (adjusted Wald); based on 100 answers\n" in text
    assert "\n\n\n" not in text
    assert "where" not in text
    undefined = figure("customers", None, status="undefined", reason="nobody left", n=None)
    text = EXPLAIN.write(replace(explanation, figure=undefined, rules={}, currency=None), "table")
    assert "\n— (nobody left)\n\n" in text
    assert "Rules in force" not in text


def test_lines_without_customers_have_no_column_for_them(explanation):
    monthly = explanation.tallies[0]
    costs = replace(monthly, count=1, lines=listed(replace(monthly.lines[0], customer_id=None, label="sales")))
    text = EXPLAIN.write(replace(explanation, tallies=(costs,)), "table")
    assert "\nname   amount  file" in text
    assert "--limit" not in text
    nameless = replace(monthly, lines=listed(replace(monthly.lines[0], label="")))
    assert "\ncustomer  amount  file" in EXPLAIN.write(replace(explanation, tallies=(nameless,)), "table")


def test_json_has_every_line_and_row(explanation, validated):
    values = validated(EXPLAIN.write(explanation, "json"), "explanation")
    monthly, churned = values["tallies"]
    assert monthly["lines"][1] == {
        "customer_id": "C-9", "label": "", "segment": {}, "amount": 12.0, "mrr": None, "file": "subscriptions.csv",
        "rows": list(range(2, 14)),
    }  # fmt: skip
    assert (churned["value"], churned["lines"]) == (0, [])
    assert values["figure"]["inputs"] == {
        "arpu": 202.25,
        "months": 1.0,
        "gross_margin": 0.8,
        "customer_churn_rate": 0.125,
    }
    assert [part["metric"] for part in values["parts"]] == ["customer_churn_rate"]


def test_csv_has_a_line_for_each_line(explanation):
    rows = list(csv.DictReader(io.StringIO(EXPLAIN.write(explanation, "csv"))))
    assert rows[0] == {
        "tally": "mrr_end", "customer_id": "C-7", "label": "Globex", "amount": "99.5", "mrr": "",
        "file": "subscriptions.csv", "rows": "17 23",
    }  # fmt: skip
    assert len(rows) == 2


def test_counts_of_a_tally_are_whole(explanation, validated):
    line = explanation.tallies[0].lines[0]
    counted = TallyLines("customers_churned", "Left.", "count", 1.0, 1, listed(replace(line, amount=1.0)))
    made = replace(explanation, tallies=(counted,))
    assert ",1,,subscriptions.csv," in EXPLAIN.write(made, "csv")
    assert '"amount": 1,' in EXPLAIN.write(made, "json")


def test_markdown_has_formulas_as_code_and_tables(explanation):
    text = EXPLAIN.write(explanation, "markdown")
    assert text.startswith("## Customer lifetime value: 2026-09")
    assert "\n- `clv = arpu * months * gross_margin / customer_churn_rate`\n- `= 202.25 * 1 * 0.8 / 0.125`\n" in text
    assert "\n### mrr_end: 1,618\n" in text
    assert "| C-7 | Globex | 99.50 | subscriptions.csv | 17, 23 |\n" in text


# by segment


@pytest.fixture
def by_plan(explanation, figure):
    """The explanation by plan."""
    pro, basic = {"plan": "pro"}, {"plan": "basic"}
    line = TallyLine("C-7", "Globex", 1.0, "subscriptions.csv", (17,), pro, 99.5)
    return replace(
        explanation,
        by=("plan",),
        segments=(
            figure("clv", 2000.0, 1500.0, segment=pro, n=5),
            figure("clv", None, segment=basic, status="undefined", reason="nobody left: no lifetime to project", n=3),
        ),
        tallies=(TallyLines("customers_churned", "Left.", "count", 1.0, 1, listed(line)),),
    )


def test_segments_stand_below_the_headline(by_plan):
    text = EXPLAIN.write(by_plan, "table")
    headline, _, rest = text.partition("plan   2026-09  2026-08  change     based on\n")
    assert headline.endswith("based on 8 customers\n\n")
    assert rest.startswith(
        "pro      2,000    1,500    +500  5 customers\nbasic        —        —          3 customers\n"
    )
    assert "\n— in basic: nobody left: no lifetime to project\n" in rest


def test_nothing_to_divide_is_a_line(by_plan, figure):
    reason = "costs.csv has no column plan"
    undivided = figure("cac", None, segment={"plan": "pro"}, status="unavailable", reason=reason, n=None)
    text = EXPLAIN.write(replace(by_plan, segments=(undivided,)), "table")
    assert f"\n{reason}: cac not by plan\n" in text


def test_segments_with_intervals_show_them(by_plan, figure):
    answered = figure("nps", 42.0, 40.0, segment={"plan": "pro"}, interval=(35.1, 48.6), n=100)
    silent = figure("nps", None, segment={"plan": "basic"}, status="undefined", reason="nobody answered", n=0)
    text = EXPLAIN.write(replace(by_plan, segments=(answered, silent)), "table")
    assert re.search(r"change +95 % +based on\npro +42\.0 +40\.0 +\+2\.0 +35\.1–48\.6 +100 answers\n", text)


def test_lines_show_their_segment_and_the_mrr_at_stake(by_plan, validated):
    text = EXPLAIN.write(by_plan, "table")
    assert "customer  name    plan  amount    MRR  file               rows\n" in text
    assert "C-7       Globex  pro        1  99.50  subscriptions.csv  17\n" in text
    assert EXPLAIN.write(by_plan, "csv") == (
        "tally,customer_id,label,plan,amount,mrr,file,rows\n"
        "customers_churned,C-7,Globex,pro,1,99.5,subscriptions.csv,17\n"
    )
    values = validated(EXPLAIN.write(by_plan, "json"), "explanation")
    assert values["by"] == ["plan"]
    assert [each["value"] for each in values["segments"]] == [2000.0, None]
    (line,) = values["tallies"][0]["lines"]
    assert (line["segment"], line["mrr"]) == ({"plan": "pro"}, 99.5)
