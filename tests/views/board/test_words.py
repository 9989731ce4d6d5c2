"""Costs of points and levels in words."""

import pytest

from csmetrics import api
from csmetrics.subjects.health.models import require_models
from csmetrics.views.board.costs import cost_in_words
from csmetrics.views.board.revenue import level_title
from csmetrics.views.health.model import Cost


@pytest.mark.parametrize(
    ("signal", "value", "said"),
    [
        ("usage_trend", -0.52, "use down 52.0 % against the 12 weeks before (-26.3)"),
        ("usage_trend", 0.1, "use up 10.0 % against the 12 weeks before (-26.3)"),
        ("usage_trend", 0.0, "use as in the 12 weeks before (-26.3)"),
        ("long_open_tickets", 1.0, "1 ticket open for more than 10 days (-26.3)"),
        ("long_open_tickets", 2.0, "2 tickets open for more than 10 days (-26.3)"),
        ("days_to_close", 1.0, "tickets take 1 day to close (-26.3)"),
        ("mrr_trend", -0.3, "MRR down 30.0 % against 90 days before (-26.3)"),
        ("last_nps", 3.0, "last NPS answer: 3 (-26.3)"),
        ("more_clients", 1.0, '"Do they have more clients?" 1 of 10 (-26.3)'),
        ("gone_from_the_model", 1.0, "gone from the model: 1 (-26.3)"),
    ],
)
def test_what_costs_points(acme, signal, value, said):
    model, _ = require_models(acme)
    assert cost_in_words(model, Cost(signal, value, 26.3)) == said


def test_levels_over_time(acme):
    board = api.board(acme, "2026-09", sections="revenue")
    titles = [level_title(board, board.line(name)) for name in ("mrr", "customers")]
    assert titles == ["MRR is 3.2 times that of October 2024", "Customers rose from 34 to 77"]
