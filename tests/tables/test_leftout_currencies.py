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
