"""The books of customers in five currencies, month by month, computed by DuckDB from the same CSVs."""

import random
from datetime import date, timedelta

import duckdb
import generate
import peer
import pytest

from counted import tally
from csmetrics.config import Config
from csmetrics.periods import parse_period, series
from csmetrics.tables.dataset import read_dataset

CODES = ("EUR", "GBP", "JPY", "CHF")

# A unit of each currency in dollars is dollars per euro divided by units per euro; halves go to the even neighbour.
BOOKS = """
CREATE MACRO rounded(whole, part, unit) AS
  whole + CASE WHEN 2 * part > unit OR (2 * part = unit AND whole % 2 = 1) THEN 1 ELSE 0 END;
CREATE MACRO worth(v, num, den) AS
  sign(v)::HUGEINT * rounded(abs(v)::HUGEINT * num // den, abs(v)::HUGEINT * num % den, den);

CREATE TEMP TABLE units AS
SELECT day, currency, round(rate * 10000)::HUGEINT AS unit FROM quotes
UNION ALL SELECT DISTINCT day, 'EUR', 10000 FROM quotes;

CREATE TEMP TABLE months AS
SELECT opening, (opening + INTERVAL 1 MONTH)::DATE AS next
FROM (SELECT unnest(generate_series(DATE '2023-07-01', DATE '2025-06-01', INTERVAL 1 MONTH))::DATE AS opening);

CREATE TEMP TABLE rates AS
SELECT edge, c.currency, d.unit AS num, c.unit AS den
FROM (SELECT opening AS edge FROM months UNION SELECT next FROM months) edges
ASOF JOIN (SELECT * FROM units WHERE currency = 'USD') d ON edge > d.day
JOIN units c ON c.day = d.day;

CREATE TEMP TABLE own AS
SELECT opening, next, s.customer_id, r.currency,
  coalesce(sum(value) FILTER (starts < opening AND ends >= opening), 0)::HUGEINT AS was,
  coalesce(sum(value) FILTER (starts < next AND ends >= next), 0)::HUGEINT AS now
FROM months JOIN spells s ON starts < next AND ends >= opening AND starts < ends
JOIN money r ON r.row = s.row
GROUP BY ALL;

CREATE TEMP TABLE theirs AS
SELECT opening, o.customer_id, sum(was) > 0 AS paid, sum(now) > 0 AS pays,
  sum(worth(was, r0.num, r0.den)) AS start, sum(worth(now, r1.num, r1.den)) AS end,
  sum(worth(now - was, r0.num, r0.den)) AS change
FROM own o
JOIN rates r0 ON r0.edge = opening AND r0.currency = o.currency
JOIN rates r1 ON r1.edge = next AND r1.currency = o.currency
GROUP BY ALL;

SELECT opening, sum(start) AS mrr_start,
  sum("end") FILTER (NOT paid AND first >= opening) AS mrr_new,
  sum("end") FILTER (NOT paid AND first < opening) AS mrr_returned,
  sum(change) FILTER (paid AND pays AND change > 0) AS mrr_expansion,
  -sum(change) FILTER (paid AND pays AND change < 0) AS mrr_contraction,
  sum(start) FILTER (NOT pays) AS mrr_churned,
  sum("end" - start - change) FILTER (paid AND pays) AS mrr_exchange,
  sum("end") AS mrr_end
FROM theirs
JOIN (SELECT customer_id, min(starts) AS first FROM spells WHERE value > 0 AND starts < ends GROUP BY ALL)
  USING (customer_id)
GROUP BY opening ORDER BY opening
"""


@pytest.mark.slow
def test_two_years_in_five_currencies_are_equal_to_the_millionth(tmp_path):
    generate.write(tmp_path, 1_500)
    money = _with_currencies(tmp_path)
    quotes = _quotes(tmp_path)
    config = Config(currency="USD", rates={"file": "eurofxref-hist.csv"})
    ours = tally(read_dataset(tmp_path, config), series(parse_period("2025-06"), 24))
    theirs = _books(tmp_path, money, quotes)
    assert [row["opening"] for row in theirs] == [period.start for period in ours.periods]
    for at, row in enumerate(theirs):
        del row["opening"]
        assert {name: int(ours.grids[name][at, 0]) for name in row} == {
            name: int(each or 0) for name, each in row.items()
        }
    assert sum(row["mrr_exchange"] != 0 for row in theirs) == 24
    assert sum(row["mrr_contraction"] > 0 for row in theirs) > 20


def _with_currencies(folder):
    """Give each customer a currency, and one row in ten another; by the number of the row."""
    chance = random.Random(7)  # noqa: S311
    path = folder / "subscriptions.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    at = [name.strip('"') for name in header.split(",")].index("customer_id")
    codes, money = {}, []
    for line in lines:
        usual = codes.setdefault(line.split(",")[at], chance.choice(("USD", *CODES)))
        money.append(usual if chance.random() < 0.9 else chance.choice(("USD", *CODES)))
    joined = [f"{header},currency", *(f"{line},{code}" for line, code in zip(lines, money, strict=True))]
    path.write_text("\n".join(joined) + "\n", "utf-8")
    return money


def _quotes(folder):
    """The file of the European Central Bank, newest first, without week-ends."""
    chance = random.Random(8)  # noqa: S311
    names = ("USD", "GBP", "JPY", "CHF")
    rates, lines, quotes = {"USD": 1.1, "GBP": 0.86, "JPY": 158.4, "CHF": 0.95}, [], []
    day = date(2023, 6, 1)
    while day <= date(2025, 6, 30):
        if day.weekday() < 5:
            rates = {name: round(rate * chance.uniform(0.99, 1.01), 4) for name, rate in rates.items()}
            lines.append(f"{day}," + ",".join(f"{rates[name]:.4f}" for name in names) + ",N/A,")
            quotes += [(day, name, rates[name]) for name in names]
        day += timedelta(days=1)
    header = f"Date,{','.join(names)},SEK,"
    (folder / "eurofxref-hist.csv").write_text("\n".join([header, *reversed(lines)]) + "\n", "utf-8")
    return quotes


def _books(folder, money, quotes):
    connection = duckdb.connect()
    spells = peer.spells_of(str(folder)).replace(
        "SELECT customer_id,", "SELECT row_number() OVER () - 1 AS row, customer_id,"
    )
    connection.execute(spells)
    connection.execute("CREATE TEMP TABLE money (row BIGINT, currency VARCHAR)")
    connection.executemany("INSERT INTO money VALUES (?, ?)", list(enumerate(money)))
    connection.execute("CREATE TEMP TABLE quotes (day DATE, currency VARCHAR, rate DOUBLE)")
    connection.executemany("INSERT INTO quotes VALUES (?, ?, ?)", quotes)
    result = connection.execute(BOOKS)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
