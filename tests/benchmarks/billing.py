"""The billing lines that come to the same: what each spell is worth at each month's end, for saas-metrics.

python tests/benchmarks/billing.py FOLDER 2025-06 LINES.csv
"""

import sys

import duckdb
import peer

LINES = """
COPY (
  WITH months AS (
    SELECT unnest(generate_series((SELECT date_trunc('month', min(starts)) FROM spells), DATE '{last}-01',
                                  INTERVAL 1 MONTH))::DATE AS opening)
  SELECT customer_id, last_day(opening) AS period, (value / 12e6)::DECIMAL(18, 2) AS revenue
  FROM spells JOIN months ON starts <= last_day(opening) AND ends > last_day(opening)
) TO '{path}' (HEADER);
"""


def write_lines(folder: str, last: str, path: str) -> None:
    """A line for each spell and each month's end at which it is live, up to a month, in cents."""
    connection = duckdb.connect()
    connection.execute(peer.spells_of(folder))
    connection.execute(LINES.format(last=last, path=path))


if __name__ == "__main__":
    write_lines(*sys.argv[1:4])
