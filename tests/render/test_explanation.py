"""An explanation in its four forms."""

# ruff: noqa: RUF001  # an interval has the dash of print

import csv
import io
from dataclasses import replace

from csmetrics.explanations.model import TallyLines
from csmetrics.render.explanation import render_explanation

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
    assert render_explanation(explanation, "table", width=80) == AT_80


def test_an_interval_and_a_reason_stand_beside_the_figure(explanation, figure):
    answered = figure("nps", 42.0, interval=(35.1, 48.6), n=100, segment={"country": "DE"})
    text = render_explanation(replace(explanation, figure=answered, notes="", parts=()), "table")
    assert "\n42.0 in DE\n95 % interval: 35.1–48.6 (adjusted Wald); based on 100 answers\n" in text
    assert "\n\n\n" not in text
    assert "where" not in text
    undefined = figure("customers", None, status="undefined", reason="nobody left", n=None)
    text = render_explanation(replace(explanation, figure=undefined, rules={}, currency=None), "table")
    assert "\n— (nobody left)\n\n" in text
    assert "Rules in force" not in text


def test_lines_without_customers_have_no_column_for_them(explanation):
    monthly = explanation.tallies[0]
    costs = replace(monthly, count=1, lines=(replace(monthly.lines[0], customer_id=None, label="sales"),))
    text = render_explanation(replace(explanation, tallies=(costs,)), "table")
    assert "\nname   amount  file" in text
    assert "--limit" not in text
    nameless = replace(monthly, lines=(replace(monthly.lines[0], label=""),))
    assert "\ncustomer  amount  file" in render_explanation(replace(explanation, tallies=(nameless,)), "table")


def test_json_has_every_line_and_row(explanation, validated):
    values = validated(render_explanation(explanation, "json"), "explanation")
    monthly, churned = values["tallies"]
    assert monthly["lines"][1] == {
        "customer_id": "C-9", "label": "", "amount": 12.0, "file": "subscriptions.csv", "rows": list(range(2, 14)),
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
    rows = list(csv.DictReader(io.StringIO(render_explanation(explanation, "csv"))))
    assert rows[0] == {
        "tally": "mrr_end", "customer_id": "C-7", "label": "Globex", "amount": "99.5", "file": "subscriptions.csv",
        "rows": "17 23",
    }  # fmt: skip
    assert len(rows) == 2


def test_counts_of_a_tally_are_whole(explanation, validated):
    line = explanation.tallies[0].lines[0]
    counted = TallyLines("customers_churned", "Left.", "count", 1.0, 1, (replace(line, amount=1.0),))
    made = replace(explanation, tallies=(counted,))
    assert ",1,subscriptions.csv," in render_explanation(made, "csv")
    assert '"amount": 1,' in render_explanation(made, "json")


def test_markdown_has_formulas_as_code_and_tables(explanation):
    text = render_explanation(explanation, "markdown")
    assert text.startswith("## Customer lifetime value: 2026-09")
    assert "\n- `clv = arpu * months * gross_margin / customer_churn_rate`\n- `= 202.25 * 1 * 0.8 / 0.125`\n" in text
    assert "\n### mrr_end: 1,618\n" in text
    assert "| C-7 | Globex | 99.50 | subscriptions.csv | 17, 23 |\n" in text
