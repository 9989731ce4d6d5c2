"""A question is resolved once into a plan, and nothing below asks again."""

import pickle
from dataclasses import replace
from datetime import date

import pytest

from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.figures import resolve
from csmetrics.figures.choose import When
from csmetrics.figures.reports import compute_report
from csmetrics.metrics import catalogue
from csmetrics.periods import parse_period, series
from csmetrics.subjects.vocabulary import SUBJECTS
from csmetrics.tables.dataset import Dataset


@pytest.fixture
def resolved(monkeypatch):
    """The rules under which the metrics in force were found, each time anew."""
    asked, find = [], catalogue.in_force
    monkeypatch.setattr(resolve, "in_force", lambda rules: asked.append(dict(rules)) or find(rules))
    return asked


def planned(data, *metrics, **options):
    return resolve.plan_figures(data, series(parse_period("2026-09"), 2), metrics, **options)


@pytest.mark.parametrize(
    "ask",
    [
        lambda data: api.report(data, "2026-09"),
        lambda data: api.report(data, "2026-09", by=["country", "plan"]),
        lambda data: api.trend(data, "2026-09", by="plan", last=6),
        lambda data: api.cohorts(data, "2026-09"),
        lambda data: api.explain(data, "clv", "2026-09", by="plan"),
        lambda data: api.customers(data, "2026-09", by="country"),
        lambda data: api.health(data, "2026-09"),
        lambda data: api.customer_health(data, "C095", "2026-08"),
        lambda data: api.feedback(data, "2026-09"),
        lambda data: api.backtest(data, "2026-09"),
    ],
)
def test_the_metrics_in_force_are_found_once(ask, acme, resolved):
    ask(acme)
    assert len(resolved) == 1


HEADER = "customer_id,start_date,end_date,amount"
DAYS = [f"c{n},2026-0{1 + n % 6}-0{1 + n % 9},{'2026-05-03' if n % 6 == 2 else ''},{n}" for n in range(1, 40)]
MOVED = [row.replace("-02,,", "-04,,").replace(",17", ",18").replace(",,6", ",2026-05-04,6") for row in DAYS[1:]]


@pytest.mark.slow
@pytest.mark.parametrize(("config", "times"), [("", 1), ("gross_margin: 0.7\n", 3)])
def test_a_restatement_finds_them_again_where_rules_differ_and_only_there(config, times, tmp_path, resolved):
    (tmp_path / "subscriptions.csv").write_text("\n".join([HEADER, *DAYS]))
    how = {"last": 2, "store": tmp_path / "history.db", "today": date(2026, 9, 2)}
    api.snapshot(tmp_path, "2026-05", **how)
    (tmp_path / "subscriptions.csv").write_text("\n".join([HEADER, *MOVED]))
    (tmp_path / "csmetrics.yaml").write_text(config)
    resolved.clear()
    outcome = api.snapshot(tmp_path, "2026-05", **how)
    causes = [cause.name for result in outcome.results for cause in result.restatement.causes]
    assert len(causes) > 4
    assert ("configuration" in causes) == bool(config)
    assert len(resolved) == times, [rules["gross_margin"] for rules in resolved]


@pytest.mark.slow
def test_a_plan_is_pickled_small_and_whole(acme):
    plan = planned(acme, by=["plan"], when=When(today=date(2026, 11, 30)))
    packed = pickle.dumps(plan)
    again = pickle.loads(packed)  # noqa: S301  # ours
    assert replace(again, catalogue=plan.catalogue) == plan
    assert (again.catalogue.rules, list(again.catalogue)) == (plan.catalogue.rules, list(plan.catalogue))
    assert again.catalogue["nps"].function(60, 20, 100) == 40
    assert len(packed) < 20_000
    with pytest.raises(TypeError, match="part of something frozen"):
        plan.rules["currency"] = "EUR"
    assert compute_report(acme, again) == compute_report(acme, plan)


def test_metrics_that_rules_make_are_pickled_as_the_rules(acme):
    settings = "currency: USD\nrates: {file: rates.csv, valid_for: 31}\nfeedback: {themes: {price: [price]}}"
    data = Dataset.of(acme.tables, parse_config(settings))
    again = pickle.loads(pickle.dumps(planned(data, "theme_price_share")))  # noqa: S301  # ours
    assert again.metrics == ("theme_price_share",)
    shares = [compute_report(data, again), api.report(data, "2026-09", metrics=again.metrics)]
    assert shares[0].figures[0].value == shares[1].figures[0].value > 0


@pytest.mark.parametrize(
    ("metric", "subjects"),
    [
        ("mrr", ["subscriptions"]),
        ("nps", ["surveys"]),
        ("clv_to_cac", ["subscriptions", "costs"]),
        ("health_score", ["health"]),
        ("theme_price_share", ["comments"]),
    ],
)
def test_what_the_metrics_do_not_rest_on_is_not_counted(metric, subjects, acme):
    assert list(planned(acme, metric).subjects) == subjects
    assert set(planned(acme).subjects) == set(SUBJECTS) - {"comments"}


def test_the_plan_knows_the_day_and_why_it_is_this_period(acme):
    when = When(today=date(2026, 11, 30))
    assert resolve.plan_list(acme, when).today == date(2026, 11, 30)
    assert resolve.plan_list(acme, when).chosen == api.report(acme, today=when.today).chosen != ""
    assert resolve.plan_list(acme, When("2026-09")).chosen == ""
