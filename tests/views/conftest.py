"""Hand-made reports, explanations and checks: frozen data as the renderers receive them."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import csmetrics
from csmetrics.errors import Problem
from csmetrics.figures.model import Remark, Report
from csmetrics.periods import parse_period
from csmetrics.tables.check import Check
from csmetrics.tables.file_record import Source
from csmetrics.views.explain.lines import TallyLine
from csmetrics.views.explain.model import Explanation, TallyLines
from figures_made import a_figure
from listed import listed

SCHEMAS = Path(csmetrics.__file__).parent / "schemas"
SEPTEMBER = parse_period("2026-09")
OFF_SCALE = Problem("surveys.csv", 17, "score", "11", "outside 0 to 10", "Correct the answer.")


def a_report(*figures, **changes):
    made = Report(
        period=SEPTEMBER,
        previous_period=SEPTEMBER.previous(),
        by=(),
        currency="USD",
        rules={"currency": "USD", "gross_margin": 0.8, "rules.joined_and_left": "count", "surveys.csat.scale": [1, 5]},
        figures=figures,
        sources=(Source("surveys", "surveys.csv", 1000, 999, date(2024, 1, 3), date(2026, 9, 30)),),
    )
    return replace(made, **changes)


@pytest.fixture
def figure():
    return a_figure


@pytest.fixture
def report():
    return a_report


@pytest.fixture
def full_report():
    """One figure of each kind: with an interval, in each unit, undefined, unavailable."""
    return a_report(
        a_figure("csat", 0.9, 0.88, interval=(0.786, 0.957), n=50, satisfied=45.0, csat_responses=50.0),
        a_figure("nps", 42.0, 40.0, interval=(35.1, 48.6), n=100, promoters=58, detractors=16, nps_responses=100),
        a_figure("customers", 61.0, 57.0, n=61.0, customers_end=61.0),
        a_figure("customer_churn_rate", 0.053, 0.041, n=57.0, customers_churned=3.0, customers_start=57.0),
        a_figure("average_customer_years", 1.4321, 1.4, n=90.0),
        a_figure("mrr", 12340.4, 11900.0, n=61.0, mrr_end=12340.4),
        a_figure("arpu", 202.3, 198.2, n=61.0),
        a_figure("quick_ratio", 2.309, 2.0, n=61.0),
        a_figure(
            "clv", None, 43_169.0, status="undefined", reason="nobody left: no lifetime to project", n=57,
            arpu=202.3, months=1, customer_churn_rate=0.0, gross_margin=0.8,
        ),
        a_figure("lifespan_months", 10.0, 24.39, n=57.0),
        a_figure("cac", None, status="unavailable", reason="no costs.csv", n=None, acquisition_cost=None),
        a_figure("crc", None, status="unavailable", reason="no costs.csv", n=None, retention_cost=None),
        unavailable={"no costs.csv": ("cac", "crc")},
        remarks=(Remark("nps", {}, "Below its threshold (min 45)."),),
        problems=(OFF_SCALE,),
    )  # fmt: skip


@pytest.fixture
def by_country():
    """A report by segment; `metrics` at most six, in three countries."""

    def make(*metrics, countries=("DE", "FR", "US"), **changes):
        segments = [{}, *({"country": country} for country in countries)]
        figures = [
            a_figure(metric, 10.0 * (place + 1), 10.0, segment=segment, n=40)
            for metric in metrics
            for place, segment in enumerate(segments)
        ]
        return a_report(*figures, by=("country",), **changes)

    return make


@pytest.fixture
def explanation():
    churn = a_figure(
        "customer_churn_rate", 1 / 8, 0.1, customers_churned=1.0, customers_start=8.0, customers_joined_and_left=0.0
    )
    lines = listed(
        TallyLine("C-7", "Globex", 99.5, "subscriptions.csv", (17, 23)),
        TallyLine("C-9", "", 12.0, "subscriptions.csv", tuple(range(2, 14))),
    )
    return Explanation(
        figure=a_figure(
            "clv", 1294.4, 1618.0, n=8, arpu=202.25, months=1.0, gross_margin=0.8, customer_churn_rate=1 / 8
        ),
        meaning="Gross profit to be expected of a customer before leaving.",
        notes="Money, not discounted.\n\nUndefined when nobody left.",
        source="Gupta and Lehmann, Customers as assets",
        period=SEPTEMBER,
        currency="USD",
        rules={
            "timezone": "UTC", "gross_margin": 0.8,
            "rules.interval_factors.month": 1.0, "rules.interval_factors.quarter": 1 / 3,
        },
        parts=(churn,),
        tallies=(
            TallyLines("mrr_end", "Monthly recurring revenue at the close.", "money", 1618.0, 57, lines),
            TallyLines("customers_churned", "Customers who paid at the opening only.", "count", 0.0, 0, listed()),
        ),
    )  # fmt: skip


@pytest.fixture
def check():
    sources = (
        Source("customers", "customers.csv", 57, 57, date(2024, 1, 3), date(2026, 9, 1),
               ("customer_id", "name", "country"), {"country": 3}),
        Source("surveys", "surveys.csv", 1000, 998, columns=("survey", "score")),
    )  # fmt: skip
    unreadable = Problem("surveys.csv", None, None, None, "a second header", "Remove it.")
    return Check(sources, ("costs", "purchases"), (OFF_SCALE, unreadable), ("notes.csv",))


@pytest.fixture
def validated():
    """A function that parses JSON and holds it against the schema of its kind."""

    def validate(text, kind):
        schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
        values = json.loads(text)
        jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(values)
        return values

    return validate
