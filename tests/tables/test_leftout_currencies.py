"""What is left out of files in several currencies is weighed in each of them, for they cannot be added up."""

import pytest

from csmetrics import api
from csmetrics.errors import DataError

CONFIG = "{currency: USD, as_of: 2026-03-31, rates: {file: rates.csv}}"
RATES = "date,currency,rate\n2026-02-28,JPY,0.0065\n2026-03-31,JPY,0.0066\n"
YEN = "".join(f"c{at},2026-01-01,1000000,JPY\n" for at in range(199))
HEADER = "customer_id,start_date,amount,currency\n"


def test_a_row_of_dollars_weighs_among_dollars_and_not_among_yen(folder):
    where = folder(
        subscriptions__csv=HEADER + YEN + "d,2026-13-01,1000000,USD\n", csmetrics__yaml=CONFIG, rates__csv=RATES
    )
    with pytest.raises(DataError, match=r"1 of 200 rows cannot be used, with 100% of its money"):
        api.read(where)


def test_a_row_of_yen_does_not_outweigh_all_dollars(folder):
    dollars = "".join(f"c{at},2026-01-01,100,USD\n" for at in range(199))
    yen = "".join(f"y{at},2026-01-01,1000000,JPY\n" for at in range(150))
    rows = HEADER + dollars + yen + "d,2026-13-01,1000000,JPY\n"
    data = api.read(folder(subscriptions__csv=rows, csmetrics__yaml=CONFIG, rates__csv=RATES))
    (left,) = data.left_out
    assert (left.rows, left.amount, left.currency) == (1, 1_000_000.0, "JPY")
    assert any("(amounts of JPY 1,000,000.00)" in str(remark) for remark in data.remarks)


def test_equal_rows_in_several_currencies_have_no_sum(folder):
    header = "customer_id,date,amount,currency\n"
    rows = "a,2026-03-01,10000,JPY\na,2026-03-01,10000,JPY\nb,2026-03-01,100,USD\nb,2026-03-01,100,USD\n"
    data = api.read(folder(purchases__csv=header + rows, csmetrics__yaml=CONFIG, rates__csv=RATES))
    (doubt,) = data.doubts
    assert doubt.amount is None


def test_thresholds_of_money_are_not_held_against_another_currency(folder):
    settings = (
        "currency: USD\nas_of: 2026-03-31\nrates: {file: rates.csv}\nthresholds: {mrr: {min: 500}, customers: {min: 9}}"
    )
    rows = HEADER + "a,2026-01-01,50000,JPY\nb,2026-01-01,600,USD\n"
    where = folder(subscriptions__csv=rows, csmetrics__yaml=settings, rates__csv=RATES)
    asked = {"metrics": ["mrr", "customers"]}
    alone = api.report(api.read(where, currency="JPY"), "2026-03", **asked)
    assert [remark.metric for remark in alone.remarks if remark.breach] == ["customers"]
    said = "Thresholds of money are in USD: not checked for JPY alone."
    assert said in [remark.text for remark in alone.remarks]
    both = api.report(api.read(where), "2026-03", **asked)
    assert said not in [remark.text for remark in both.remarks]


def test_a_check_names_a_currency_without_any_rate(folder):
    rows = HEADER + "a,2026-01-01,50000,JPY\nb,2026-01-01,600,SEK\n"
    found = api.check(folder(subscriptions__csv=rows, csmetrics__yaml=CONFIG, rates__csv=RATES))
    (problem,) = found.problems
    assert (problem.file, problem.column, problem.problem) == (
        "rates.csv",
        "SEK",
        "the file has no rate of this currency",
    )
