"""Billing intervals as people and systems write them."""

import pandas as pd
import pytest

from csmetrics import api
from csmetrics.columns import INTERVALS
from csmetrics.config import parse_config
from csmetrics.errors import DataError
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.intervals import BillingInterval, interval_of


def subscriptions(intervals, config="", **columns):
    frame = pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(intervals))], "interval": intervals})
    frame = frame.assign(start_date="2026-01-01", amount=1200, **columns)
    return Dataset(subscriptions=frame, config=parse_config(config))


def mrr_of(intervals, config="", **columns):
    return api.report(subscriptions(intervals, config, **columns), "2026-01").figure("mrr").value


def problem_of(intervals, config="", **columns):
    with pytest.raises(DataError) as caught:
        subscriptions(intervals, config, **columns)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("month Monthly MONTH P1M 1-month mo per-month /month every_month a-month", ("month", 1)),
        ("year annual Annually yearly P1Y P12M 1-year 12-months yr p.a. per-annum", ("year", 1)),
        ("quarter Quarterly P3M every-3-months 3-month qtr 3mo", ("quarter", 1)),
        ("half_year half-yearly semiannual semi-annual Semi-Annually P6M every-6-months half-year", ("half_year", 1)),
        ("week weekly P1W 1-week wk", ("week", 1)),
        ("day daily P1D", ("day", 1)),
        ("fortnight fortnightly P2W every-2-weeks", ("week", 2)),
        ("P2Y P24M every-2-years", None),
        ("P7D every-7-days", ("day", 7)),
        ("P1Y6M 18-months", ("month", 18)),
    ],
)
def test_words_for_an_interval(texts, expected):
    found = {
        interval_of(text.replace("-", " ") if text.startswith(("every", "a-", "per-")) else text)
        for text in texts.split()
    }
    if expected is None:
        assert found == {BillingInterval("year", 2), BillingInterval("month", 24)}
    else:
        assert found == {BillingInterval(*expected)}


def test_our_own_words_are_what_they_are():
    assert [interval_of(name) for name in INTERVALS] == [BillingInterval(name) for name in INTERVALS]


@pytest.mark.parametrize(
    "text",
    ["", "sometimes", "P", "P1M1D", "PT1H", "0 months", "every", "12", "3", "bimonthly", "99999 days", "monthly fee"],
)
def test_what_says_no_interval(text):
    assert interval_of(text) is None


def test_prices_follow_the_word():
    assert mrr_of(["annual", "P3M", "Monthly", "every 2 years"]) == 100 + 400 + 1200 + 50


def test_a_count_in_the_word_and_one_beside_it():
    assert mrr_of(["every 2 years", "every 2 years", "year"], interval_count=[1, None, 2]) == 150
    found = problem_of(["every 2 years", "year"], interval_count=[2, 2])
    assert (found.row, found.column) == (2, "interval_count")


@pytest.mark.parametrize("word", ["bimonthly", "Bi-Monthly", "biannual", "biweekly"])
def test_two_meanings_are_refused_until_one_is_declared(word):
    found = problem_of([word])
    assert "can be read two ways" in found.problem
    line = found.fix.partition("values: ")[2].partition(" for")[0]
    assert mrr_of([word], f"tables: {{subscriptions: {{values: {line}}}}}") > 0


def test_a_blank_beside_filled_ones_is_named_and_all_blank_is_none(read):
    found = problem_of(["year", None])
    assert (found.row, found.problem) == (3, "blank, while other rows have one")
    assert mrr_of([None, ""]) == 2400
    text = "customer_id,start_date,amount,interval\n" + "".join(f"c{n},2026-01-01,1,month\n" for n in range(200))
    data = read(subscriptions__csv=text + "x,2026-01-01,1,\n")
    assert [(p.row, p.column) for p in data.problems] == [(202, "interval")]


def test_a_blank_count_is_one_and_said():
    data = subscriptions(["month", "month"], interval_count=[3, None], quantity=[None, 2])
    assert api.report(data, "2026-01").figure("mrr").value == 400 + 2400
    said = [remark.text for remark in data.remarks]
    assert said == [
        f"some rows have no {name}, others do; a row without {name} counts as 1."
        for name in ("quantity", "interval_count")
    ]
    assert subscriptions(["month"], interval_count=[None]).remarks == ()


def test_a_constant_says_all_that_its_word_does(read):
    text = "customer_id,start_date\na,2026-01-01\n"
    data = read(
        'tables: {subscriptions: {constants: {interval: P2Y, amount: "EUR 2,400.00"}}}', subscriptions__csv=text
    )
    assert api.report(data, "2026-01").figure("mrr").value == 100
    assert data.currency == "EUR"
