"""The sentences in short: revenue, retention, risk, thresholds, from any numbers."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from business import businesses, dataset
from conftest import tries
from csmetrics import Dataset, api
from csmetrics.output.phrases import joined
from csmetrics.output.readable import show
from csmetrics.views.board.retention import _of_ten
from csmetrics.views.board.short import _side, sentences
from views.test_movement import a_figure


@pytest.fixture(scope="module")
def board(acme):
    return api.board(acme, "2026-09", sections=["short"])


def with_figures(board, *figures):
    """The same page with other figures of the same metrics."""
    new = {figure.metric: figure for figure in figures}
    report = replace(board.report, figures=tuple(new.get(each.metric, each) for each in board.report.figures))
    return replace(board, report=report)


def said(board, about):
    return [f"{each.lead} {each.text}".strip() for each in sentences(board) if each.about == about]


def test_the_example_in_short(board):
    assert "\n".join(f"{each.lead} {each.text}" for each in sentences(board)) == (
        "Revenue grew. MRR rose by 643 to 12,558 USD: 855 came and 211 went, rates of exchange took 1.\n"
        "Retention is back above 100 %. NRR is 100.2 %, after 98.2 % in August; it was below 100 % in 9 of the last 12"
        " months.\n"
        "Nine customers are at risk, with 1,196 USD of MRR (9.5 %), 280 more than in August. Customers who scored so"
        " low before left within three months 8 of 26 times.\n"
        "All 4 thresholds hold. Not for certain: NPS, whose interval lies on both sides of its threshold."
    )


@pytest.mark.parametrize(
    ("value", "previous", "lead"),
    [
        (1.01, 0.99, "Retention is back above 100 %."),
        (1.01, 1.0, "Retention is above 100 %."),
        (1.01, None, "Retention is above 100 %."),
        (0.99, 1.01, "Retention fell below 100 %."),
        (0.99, 1.0, "Retention fell below 100 %."),
        (0.99, 0.98, "Retention is below 100 %."),
        (0.99, None, "Retention is below 100 %."),
        (1.0, 0.9, "Retention is 100 %."),
        (0.0, 0.0, "Retention is below 100 %."),
    ],
)
def test_on_which_side_of_a_hundred_retention_is(value, previous, lead):
    assert _side(value, previous) == lead


@given(st.floats(0, 3), st.none() | st.floats(0, 3))
def test_the_side_is_the_one_that_is_printed(value, previous):
    lead, printed = _side(value, previous), show(value, "fraction")
    assert ("above" in lead) == (value > 1 and printed != "100.0 %")
    assert ("below" in lead) == (value < 1 and printed != "100.0 %")
    if "back" in lead:
        assert previous is not None
        assert previous < 1 < value
    if "fell" in lead:
        assert previous is not None
        assert previous >= 1 > value


@pytest.mark.parametrize(
    ("customers", "mrr", "sentence"),
    [
        ((0, 0), (0, 0), "No customer is at risk."),
        ((0, 2), (0, 90), "No customer is at risk. In August two customers were."),
        ((0, 1), (0, 90), "No customer is at risk. In August one customer was."),
        ((1, 0), (90, 0), "One customer is at risk, with 90.00 USD of MRR (0.7 %), 90.00 more than in August."),
        ((2, 2), (90, 90), "Two customers are at risk, with 90.00 USD of MRR (0.7 %), as much as in August."),
        ((20, 21), (900, 990), "20 customers are at risk, with 900 USD of MRR (7.2 %), 90 less than in August."),
        ((3, None), (90, None), "Three customers are at risk, with 90.00 USD of MRR (0.7 %)."),
    ],
)
def test_how_many_are_at_risk(board, customers, mrr, sentence):
    other = with_figures(board, a_figure("customers_at_risk", *customers), a_figure("mrr_at_risk", *mrr))
    assert said(replace(other, backtest=None), "risk") == [sentence]


def test_what_the_bands_have_meant_is_left_out_where_the_past_cannot_tell(board):
    other = replace(board, backtest=replace(board.backtest, enough=False))
    assert said(other, "risk") == [
        "Nine customers are at risk, with 1,196 USD of MRR (9.5 %), 280 more than in August."
    ]


def test_thresholds_that_are_breached_are_named(board):
    other = with_figures(board, a_figure("nps", -7.1, interval=(-20, 5)), a_figure("clv_to_cac", 1.65))
    (sentence,) = said(other, "figures")
    assert sentence == (
        "2 of 4 thresholds are breached. NPS is -7.1, at least 20 is asked for. LTV:CAC is 1.65, at least 2 is asked"
        " for."
    )
    assert said(replace(board, thresholds={}), "figures") == []


def test_satisfaction_stands_in_where_something_else_is_missing(acme):
    without = api.board(acme, "2026-Q3", sections=["short"])
    assert said(without, "satisfaction") == [
        "Satisfaction: too little to tell. NPS rose by 9.6 to 36.7, from 90 answers; 95 % interval 19.6\N{EN DASH}51.4."
    ]


def test_a_first_month_compares_with_nothing():
    rows = pd.DataFrame({"customer_id": ["a"], "start_date": [date(2026, 8, 3)], "amount": [30]})
    board = api.board(Dataset(subscriptions=rows), "2026-08")
    assert [f"{each.lead} {each.text}" for each in sentences(board)] == ["Revenue. MRR is 30.00."]


@settings(max_examples=tries(20))
@given(businesses())
def test_revenue_grew_exactly_where_mrr_did(business):
    data = dataset(business)
    board = api.board(data, "2024-09", sections=["short"])
    mrr = board.figure("mrr")
    revenue = [each for each in sentences(board) if each.about == "revenue"]
    if mrr is None or mrr.value is None:
        assert not revenue
        return
    change = mrr.change
    lead = "Revenue." if change is None else None
    if change is not None:
        lead = "Revenue is unchanged." if abs(change) < 1e-12 else f"Revenue {'grew' if change > 0 else 'fell'}."
    assert revenue[0].lead == lead
    assert show(mrr.value, "money") in revenue[0].text


@given(st.floats(0, 1))
def test_people_out_of_ten_are_all_only_where_all_are(share):
    said = _of_ten(share)
    assert said.startswith("As many") == (share == 1)
    assert said.startswith("Nobody") == (share == 0)
    assert ("pays" in said) == ("one still" in said or " 1 still" in said or "body" in said)


def test_a_list_in_a_sentence():
    assert joined(iter(["NPS", "MRR", "CES"])) == "NPS, MRR and CES"
