"""The catalogue in its four forms."""

import csv
import io
import re

import pytest

from csmetrics.metrics.catalogue import METRICS
from csmetrics.views.metrics import VIEW as CATALOGUE

ALL = list(METRICS.values())


@pytest.mark.parametrize(
    ("width", "last"), [(60, "title"), (70, "unit"), (80, "better"), (120, "needs"), (260, "formula")]
)
def test_the_list_says_what_the_width_allows(width, last):
    text = CATALOGUE.write(ALL, "table", width=width)
    assert text.splitlines()[2].split()[-1] == last
    assert max(map(len, text.splitlines())) <= width
    for metric in ALL:
        assert re.search(rf"^  {metric.name} +\S", text, re.MULTILINE)


def test_a_card_says_everything():
    text = CATALOGUE.write([METRICS["clv"], METRICS["ces"]], "table", cards=True, width=120)
    assert text.startswith("Customer lifetime value (clv)\n\n")
    for said in (
        "  clv = arpu * months * gross_margin / customer_churn_rate\n",
        "Undefined when nobody left",
        "Needs subscriptions.csv\n",
        "Set by gross_margin in csmetrics.yaml\n",
        "Source: Gupta and Lehmann",
        "  ces = easy / ces_responses  (surveys.ces.method: share)\n",
        "score, higher is better\n",
        "Interval: ",
    ):
        assert said in text


def test_a_metric_without_notes_leaves_no_gap():
    assert "\n\n\n" not in CATALOGUE.write(ALL, "table", cards=True)


def test_json_has_every_metric_with_its_variants(validated):
    values = validated(CATALOGUE.write(ALL, "json"), "catalogue")["metrics"]
    assert [each["metric"] for each in values] == list(METRICS)
    ces = next(each for each in values if each["metric"] == "ces")
    assert {variant["setting"] for variant in ces["variants"]} == {"share", "net"}
    assert ces["tables"] == ["surveys"]


def test_csv_has_a_metric_a_line():
    rows = list(csv.DictReader(io.StringIO(CATALOGUE.write(ALL, "csv"))))
    assert [row["metric"] for row in rows] == list(METRICS)
    assert next(row for row in rows if row["metric"] == "cac")["tables"] == "costs subscriptions"


def test_markdown_has_a_table_for_each_group():
    text = CATALOGUE.write(ALL, "markdown")
    assert text.count("| name | title | unit | better | needs | formula |") == 5
    assert "| `nps` | Net promoter score | points | higher | surveys |" in text
