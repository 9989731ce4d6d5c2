"""The same counts, movements and survey figures in DuckDB SQL, from the same CSVs: the peer in the race.

    python tests/benchmarks/peer.py FOLDER 2025-06 60

prints, for each of so many months up to the one given, the tallies as one JSON line.
"""

import csv
import json
import sys
from pathlib import Path

import duckdb

TYPES = {
    "start_date": "DATE",
    "end_date": "DATE",
    "trial_end_date": "DATE",
    "responded_at": "DATE",
    "date": "DATE",
    "amount": "DOUBLE",
    "quantity": "DOUBLE",
    "interval_count": "INTEGER",
    "score": "INTEGER",
}

# Money as whole numbers: each row's yearly value is rounded to a millionth, as csmetrics does.
SPELLS = """
CREATE TEMP TABLE spells AS
SELECT customer_id, greatest(start_date, {trial_end_date}) AS starts, coalesce(end_date, DATE '9999-01-01') AS ends,
       round_even(round(amount * 1e6) * quantity * a_year / {interval_count}, 0)::BIGINT AS value
FROM {subscriptions}
JOIN (VALUES ('day', 365), ('week', 52), ('month', 12), ('quarter', 4), ('half_year', 2),
             ('year', 1)) AS f(name, a_year) ON name = "interval";
"""

TALLIES = """
CREATE TEMP TABLE months AS
SELECT unnest(generate_series(DATE '{first}' - INTERVAL {before} MONTH, DATE '{first}', INTERVAL 1 MONTH))::DATE
       AS opening;

CREATE TEMP TABLE changes AS
SELECT customer_id, month, sum(delta)::BIGINT AS delta, max(started) AS started
FROM (SELECT customer_id, date_trunc('month', starts)::DATE AS month, value AS delta, 1 AS started
      FROM spells WHERE starts < ends
      UNION ALL
      SELECT customer_id, date_trunc('month', ends)::DATE, -value, 0 FROM spells WHERE starts < ends)
GROUP BY ALL;

CREATE TEMP TABLE levels AS
SELECT customer_id, month, started,
       sum(delta) OVER w - delta AS before, sum(delta) OVER w AS after,
       row_number() OVER w > 1 AS paid_before
FROM changes WINDOW w AS (PARTITION BY customer_id ORDER BY month);

CREATE TEMP TABLE movements AS
SELECT month,
  count(*) FILTER (before = 0 AND after > 0 AND NOT paid_before) AS customers_new,
  count(*) FILTER (before = 0 AND after > 0 AND paid_before) AS customers_returned,
  count(*) FILTER (before > 0 AND after = 0) AS customers_churned,
  count(*) FILTER (before = 0 AND after = 0 AND started = 1) AS customers_joined_and_left,
  sum(after) FILTER (before = 0 AND after > 0 AND NOT paid_before) AS mrr_new,
  sum(after) FILTER (before = 0 AND after > 0 AND paid_before) AS mrr_returned,
  sum(after - before) FILTER (before > 0 AND after > before) AS mrr_expansion,
  sum(before - after) FILTER (after > 0 AND before > after) AS mrr_contraction,
  sum(before) FILTER (before > 0 AND after = 0) AS mrr_churned
FROM levels GROUP BY month;

CREATE TEMP TABLE edges AS
SELECT month,
  sum(customers_new + customers_returned - customers_churned) OVER w AS customers,
  sum(coalesce(mrr_new, 0) + coalesce(mrr_returned, 0) + coalesce(mrr_expansion, 0) - coalesce(mrr_contraction, 0)
      - coalesce(mrr_churned, 0)) OVER w AS mrr
FROM movements WINDOW w AS (ORDER BY month);

CREATE TEMP TABLE answers AS
SELECT date_trunc('month', responded_at)::DATE AS month,
  count(*) FILTER (survey = 'nps' AND score >= 9) AS promoters,
  count(*) FILTER (survey = 'nps' AND score IN (7, 8)) AS passives,
  count(*) FILTER (survey = 'nps' AND score <= 6) AS detractors,
  count(*) FILTER (survey = 'nps' AND score IS NOT NULL) AS nps_responses,
  count(*) FILTER (survey = 'csat' AND score >= 4) AS satisfied,
  count(*) FILTER (survey = 'csat' AND score IS NOT NULL) AS csat_responses,
  sum(score) FILTER (survey = 'csat') AS csat_score_sum,
  sum(score) FILTER (survey = 'ces') AS effort_score_sum,
  count(*) FILTER (survey = 'ces' AND score IS NOT NULL) AS ces_responses,
  count(score) AS survey_responses,
  count(*) AS survey_invitations
FROM {surveys} GROUP BY month;

CREATE TEMP TABLE bought AS
SELECT date_trunc('month', date)::DATE AS month, sum(round(amount * 1e6)::BIGINT) AS purchase_revenue,
  count(*) FILTER (amount >= 0) AS purchases,
  count(DISTINCT customer_id) FILTER (amount >= 0) AS purchasing_customers
FROM {purchases} GROUP BY month;

SELECT opening, s.customers AS customers_start, s.mrr AS mrr_start, m.* EXCLUDE (month),
  e.customers AS customers_end, e.mrr AS mrr_end, a.* EXCLUDE (month), b.* EXCLUDE (month)
FROM months
LEFT JOIN movements m ON m.month = opening
ASOF LEFT JOIN edges s ON opening > s.month
ASOF LEFT JOIN edges e ON opening >= e.month
LEFT JOIN answers a ON a.month = opening
LEFT JOIN bought b ON b.month = opening
ORDER BY opening;
"""


def figures(folder: str, last: str, months: int) -> dict[str, dict[str, int]]:
    """The tallies of so many months, by month and name; where there are several currencies, of dollars alone."""
    only = "USD" if (Path(folder) / "rates.csv").exists() else ""
    tables = {"surveys": _source(folder, "surveys"), "purchases": _source(folder, "purchases", only)}
    connection = duckdb.connect()
    connection.execute(spells_of(folder, only))
    result = connection.execute(TALLIES.format(first=f"{last}-01", before=months - 1, **tables))
    names = [column[0] for column in result.description]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return {f"{row.pop('opening'):%Y-%m}": {name: int(value or 0) for name, value in row.items()} for row in rows}


def spells_of(folder: str, only: str = "") -> str:
    """SQL that makes the table of spells, maybe of one currency; columns that the file has not are as by default."""
    there = _header(folder, "subscriptions")
    defaults = {"trial_end_date": "NULL", "interval_count": "1"}
    columns = {name: name if name in there else default for name, default in defaults.items()}
    return SPELLS.format(subscriptions=_source(folder, "subscriptions", only), **columns)


def _source(folder: str, table: str, only: str = "") -> str:
    """A file as a table, every column with its type, so that nothing has to be guessed; maybe of one currency."""
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in _header(folder, table))
    source = f"read_csv('{folder}/{table}.csv', header = true, columns = {{{columns}}})"
    return f"(SELECT * FROM {source} WHERE currency = '{only}')" if only else source


def _header(folder: str, table: str) -> list[str]:
    with (Path(folder) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


if __name__ == "__main__":
    for month, values in figures(sys.argv[1], sys.argv[2], int(sys.argv[3])).items():
        print(json.dumps({"month": month} | values))
