"""Customers by need of attention, and one customer's score with the rows behind each signal."""

import re

import pytest

from conftest import ACME, ROOT
from csmetrics import api
from csmetrics.errors import DataError, UnknownNameError

CUSTOMERS = "customer_id,name,seats,country\na,Ada,40,DE\nb,Ben,10,FR\nc,Cy,,DE\n"
SUBSCRIPTIONS = """customer_id,start_date,end_date,amount,renewal_date
a,2026-01-01,2026-03-01,100,
a,2026-03-01,,50,2026-03-11
b,2026-01-01,,200,
c,2026-01-01,,30,
gone,2026-01-01,2026-02-01,30,
"""
TICKETS = """ticket_id,customer_id,opened_at,closed_at,score
t1,a,2026-03-02,,
t2,a,2026-03-20,2026-04-01,5
t3,a,2026-03-21,2026-03-31,2
t4,b,2026-03-21,2026-03-22,
t5,a,2026-03-03,,
"""
USAGE = """customer_id,date,value,feature
a,2026-02-20,10,app
a,2026-03-10,4,app
a,2026-03-12,0,calendar
a,2026-04-01,99,reports
b,2026-03-31,5,app
"""
SURVEYS = """survey,score,responded_at,customer_id
nps,9,2026-02-01,a
nps,2,2026-03-05,a
nps,4,2026-03-05,a
nps,10,2026-04-01,a
nps,8,2026-03-01,b
"""
ANSWERS = "customer_id,date,question,score\na,2026-03-01,Do they grow?,3\nb,2026-03-01,Do they grow?,10\n"
CONFIG = """
health:
  signals:
    last_nps: {weight: 20}
    usage_trend: {weight: 20, days: 31, past: 28}
    features_used: {weight: 5, days: 31}
    days_since_use: {weight: 5}
    open_tickets: {weight: 10}
    long_open_tickets: {weight: 10, days: 28}
    days_to_close: {weight: 5, days: 31}
    ticket_score: {weight: 5, days: 31, scale: [1, 5]}
    mrr_trend: {weight: 10, days: 40}
    tenure: {weight: 5}
    growing: {question: "Do they grow?", weight: 10}
    seats: {column: seats, weight: 5, scale: [0, 50]}
distress:
  threshold: 60
  signals:
    days_past_renewal: {weight: 10}
    mrr_trend: {weight: 10, days: 40}
    long_open_tickets: {weight: 10}
"""
# By hand, at the close of March 2026: value and file rows of customer a.
BY_HAND = {
    "last_nps": (2, "surveys.csv", (3,)),  # of two answers on one day the lower
    "usage_trend": (pytest.approx(4 / 31 / (10 / 9) - 1), "usage.csv", (2, 3)),  # used since 20 February: 9 days
    "features_used": (1, "usage.csv", (3,)),  # a value of zero is no use
    "days_since_use": (21, "usage.csv", (3,)),
    "open_tickets": (3, "tickets.csv", (2, 3, 6)),  # t2 was closed later, so it was open then
    "long_open_tickets": (1, "tickets.csv", (2,)),  # 29 days are more than 28, 28 are not
    "days_to_close": (10, "tickets.csv", (4,)),
    "ticket_score": (2, "tickets.csv", (4,)),
    "mrr_trend": (-0.5, "subscriptions.csv", (2, 3)),
    "tenure": (89, "subscriptions.csv", (2,)),
    "growing": (3, "answers.csv", (2,)),
    "seats": (40, "customers.csv", (2,)),
}


@pytest.fixture
def data(read):
    return read(
        CONFIG, customers__csv=CUSTOMERS, subscriptions__csv=SUBSCRIPTIONS, tickets__csv=TICKETS, usage__csv=USAGE,
        surveys__csv=SURVEYS, answers__csv=ANSWERS,
    )  # fmt: skip


def test_a_scorecard_by_hand(data):
    health, distress = api.customer_health(data, "a", "2026-03").scorecards
    assert {line.signal: (line.value, line.file, line.rows) for line in health.lines} == BY_HAND
    points = [20, 0, 100 / 3, 30, 40, 50, 100 * 4 / 13, 25, 0, 100 * 89 / 365, 100 * 2 / 9, 80]
    weights = [20, 20, 5, 5, 10, 10, 5, 5, 10, 5, 10, 5]
    expected = sum(p * w for p, w in zip(points, weights, strict=True)) / sum(weights)
    assert health.score == pytest.approx(expected, abs=1e-6)
    assert sum(line.contribution for line in health.lines) == pytest.approx(health.score, abs=1e-6)
    assert (health.band, health.coverage) == ("at_risk", 1)
    assert {line.signal: (line.value, line.rows) for line in distress.lines} == {
        "days_past_renewal": (20, (3,)),
        "mrr_trend": (-0.5, (2, 3)),
        "long_open_tickets": (2, (2, 6)),  # more than 14 days
    }
    assert distress.score == pytest.approx((100 * 20 / 30 + 100 + 100) / 3, abs=1e-6)
    assert distress.band == "distressed"


def test_what_is_not_known_is_not_invented(data):
    health = api.customer_health(data, "c", "2026-03").scorecards[0]
    known = {line.signal for line in health.lines if line.value is not None}
    assert known == {"open_tickets", "long_open_tickets", "mrr_trend", "tenure"}
    assert (health.score, health.band, health.coverage) == (None, "unknown", pytest.approx(35 / 110, abs=1e-6))
    assert all(line.rows == () for line in health.lines if line.signal not in known)
    assert all(line.contribution is None for line in health.lines)
    (listed,) = api.health(data, "2026-03", bands=["unknown"]).standings
    assert (listed.customer_id, listed.costs) == ("c", ())


def test_the_neediest_come_first(data):
    found = api.health(data, "2026-03", by=["country"])
    assert [(each.customer_id, each.band) for each in found.standings] == [
        ("a", "at_risk"), ("b", "healthy"), ("c", "unknown"),
    ]  # fmt: skip
    neediest = found.standings[0]
    assert [cost.signal for cost in neediest.costs] == ["usage_trend", "last_nps"]
    assert [cost.lost for cost in neediest.costs] == pytest.approx([20 * 100 / 110, 20 * 80 / 110])
    assert (neediest.distressed, neediest.mrr, neediest.segment) == (True, 50, {"country": "DE"})
    assert neediest.change is None  # too little was known of it a month before
    totals = {(total.band, *total.segment.values()): (total.customers, total.mrr) for total in found.totals}
    assert totals["at_risk",] == totals["at_risk", "DE"] == (1, 50)
    assert totals["unknown", "DE"] == (1, 30)
    assert found.known["seats"] == 2


def test_the_change_is_that_since_the_close_before(acme):
    now, before = ({each.customer_id: each for each in api.health(acme, asked).standings}
                   for asked in ("2026-09", "2026-08"))  # fmt: skip
    assert any(each.change for each in now.values())
    for who, each in now.items():
        earlier = before[who].score if who in before else None
        known = each.score is not None and earlier is not None
        assert each.change == (pytest.approx(each.score - earlier) if known else None)


def test_bands_and_limit(data):
    assert [each.customer_id for each in api.health(data, "2026-03", bands="healthy").standings] == ["b"]
    found = api.health(data, "2026-03", limit=1)
    assert (found.count, len(found.standings), found.paying) == (3, 1, 3)


def test_the_report_says_what_the_list_says(data):
    report, found = api.report(data, "2026-03"), api.health(data, "2026-03")
    scores = [each.score for each in found.standings if each.score is not None]
    assert report.figure("health_score").value == pytest.approx(sum(scores) / len(scores))
    weighted = sum(each.score * each.mrr for each in found.standings if each.score is not None)
    assert report.figure("health_score_by_mrr").value == pytest.approx(weighted / 250)
    assert report.figure("customers_at_risk").value == 1
    assert report.figure("mrr_at_risk").value == 50
    assert report.figure("customers_distressed").value == 1
    assert report.rules["health.signals.seats"] == {"column": "seats", "weight": 5, "scale": [0, 50]}


@pytest.mark.parametrize(
    "metric", ["health_score", "health_score_by_mrr", "customers_at_risk", "mrr_at_risk", "customers_distressed"]
)
def test_the_lines_behind_a_figure_add_up(data, metric):
    for tally in api.explain(data, metric, "2026-03").tallies:
        assert sum(line.amount for line in tally.lines) == pytest.approx(tally.value)
        assert all(line.rows for line in tally.lines)


def test_who_cannot_be_explained(data):
    with pytest.raises(UnknownNameError, match="does not pay at the end of 2026-03"):
        api.customer_health(data, "gone", "2026-03")
    with pytest.raises(UnknownNameError, match=re.escape("No customer gon in subscriptions.csv. Did you mean gone?")):
        api.customer_health(data, "gon", "2026-03")


def test_a_column_or_question_that_is_not_there_is_named_with_its_line(read):
    config = 'health:\n  signals:\n    x: {column: seat, scale: [0, 9]}\n    y: {question: "They grow?"}\n'
    data = read(config, customers__csv=CUSTOMERS, subscriptions__csv=SUBSCRIPTIONS, answers__csv=ANSWERS)
    with pytest.raises(UnknownNameError) as caught:
        api.report(data, "2026-03")
    question = 'no question "They grow?" in answers.csv. Did you mean "Do they grow?"?'
    assert str(caught.value).split("\n") == [
        'csmetrics.yaml line 3, health: signals: x: no column "seat" in customers.csv. Did you mean seats?',
        f"csmetrics.yaml line 4, health: signals: y: {question}",
    ]


def test_a_signal_whose_table_is_not_there_counts_as_unknown(read):
    config = "health: {signals: {last_nps: {weight: 1}, tenure: {weight: 3}}}"
    data = read(config, subscriptions__csv=SUBSCRIPTIONS)
    card = api.customer_health(data, "a", "2026-03").scorecards[0]
    assert (card.coverage, card.lines[0].reason) == (0.75, "no surveys.csv")
    assert card.score == pytest.approx(100 * 89 / 365, abs=1e-6)


def test_scores_need_somebody_who_pays_and_a_model(read):
    with pytest.raises(DataError, match=r"Health scores need subscriptions\.csv"):
        api.health(read(tickets__csv=TICKETS), "2026-03")


def test_without_a_model_the_remedy_is_named(read):
    data = read(subscriptions__csv=SUBSCRIPTIONS, surveys__csv=SURVEYS)
    with pytest.raises(DataError, match="--model prints a model to begin with"):
        api.health(data, "2026-03")
    health, distress = api.health_models(data)
    assert [each.name for each in health.signals] == ["last_nps", "mrr_trend", "tenure"]
    assert [each.name for each in distress.signals] == ["mrr_trend", "days_past_renewal"]


def test_the_model_that_is_printed_is_the_model_in_force(tmp_path, run_cli):
    """Pasted into csmetrics.yaml it makes the same scores."""
    printed = run_cli(["health", str(ACME), "--model"], cwd=ROOT).stdout
    pasted = tmp_path / "pasted.yaml"
    money = "currency: USD\nrates: {file: rates.csv, valid_for: 31}\n"
    pasted.write_text(money + printed, encoding="utf-8")
    plain, declared = api.read(ACME), api.read(ACME, pasted)
    assert [each.score for each in api.health(plain).standings] == [e.score for e in api.health(declared).standings]
    assert run_cli(["health", str(ACME), "--model", "--config", str(pasted)], cwd=ROOT).stdout == printed
