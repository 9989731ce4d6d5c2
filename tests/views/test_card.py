"""A figure's card: everything that its explanation says, in the room that a long page has for it."""

from dataclasses import replace

from csmetrics import explain, read
from csmetrics.output.formats.table import as_table
from csmetrics.output.page import Fitting, plain_page
from csmetrics.views.explain.card import NO_LISTS, card, cards
from csmetrics.views.explain.model import TallyLines
from listed import listed

INSIDE = """\
Customer lifetime value  1,294  Gross profit to be expected of a customer before leaving.

2026-08: 1,618; change: -324; based on 8 customers

Money, not discounted.
Undefined when nobody left.

  clv = arpu * months * gross_margin / customer_churn_rate
    = 202.25 * 1 * 0.8 / 0.125
    = 1,294
  where
    customer_churn_rate = (customers_churned + customers_joined_and_left) / (customers_start +
      customers_joined_and_left) = (1 + 0) / (8 + 0) = 0.125

mrr_end: 1,618
Monthly recurring revenue at the close.

customer  name    amount  file               rows
C-7       Globex   99.50  subscriptions.csv  17, 23
C-9                12.00  subscriptions.csv  2, 3, 4, 5, 6, 7 … (12 rows)

and 55 more: csmetrics explain clv DATA --period 2026-09

customers_churned: 0
Customers who paid at the opening only.

Rules in force: timezone: UTC; gross_margin: 0.8; rules.interval_factors: {month: 1, quarter: 0.333333}
Source: Gupta and Lehmann, Customers as assets
"""


def drawn(*blocks):
    return as_table(plain_page(blocks), width=105)


def test_a_card_says_all_of_the_figure(explanation):
    fold = card(explanation)
    assert fold.anchor == "d-clv"
    assert [cell.text for cell in fold.summary] == ["Customer lifetime value", "1,294", explanation.meaning]
    assert drawn(fold) == INSIDE


def test_a_card_shows_three_lines_of_each_tally_however_many_there_are():
    found = card(explain(read("examples/acme"), "mrr", "2026-09"))
    (table,) = [block.paper for block in found.blocks if isinstance(block, Fitting)]
    assert [row[0].text for row in table.sections[0].rows] == ["C021", "C071", "C015"]
    assert "and 74 more: csmetrics explain mrr DATA --period 2026-09" in drawn(found)


def test_rows_that_stand_under_one_figure_are_named_under_the_next():
    data = read("examples/acme")
    found = cards({name: explain(data, name, "2026-09") for name in ("mrr", "arpu")})
    assert [fold.anchor for fold in found] == ["d-mrr", "d-arpu"]
    assert "Bledsoe" in drawn(found[0])
    arpu = drawn(found[1])
    assert "mrr_end: 12,558\nMonthly recurring revenue at the close.\nIts rows: see Monthly recurring revenue." in arpu
    assert arpu.count("Bledsoe") == 1  # among the customers, which mrr does not rest on
    assert {line.link for block in found[1].blocks for line in getattr(block, "lines", ())} == {"", "d-mrr"}


def test_a_figure_that_cannot_be_had_has_no_card(explanation):
    gone = replace(explanation, figure=replace(explanation.figure, status="unavailable", value=None, reason="no costs"))
    assert cards({"clv": gone}) == []


def test_where_there_are_no_lists_the_card_says_so(explanation):
    bare = TallyLines("mrr_end", "Monthly recurring revenue at the close.", "money", 1618.0, 0, listed())
    said = drawn(card(replace(explanation, tallies=(bare,))))
    assert NO_LISTS in said.replace("\n  ", " ")
    assert NO_LISTS not in drawn(card(explanation))
