"""The same tallies as in peer.py, by polars: lazily, from the same CSVs, on its streaming engine.

python tests/benchmarks/peer_polars.py FOLDER 2025-06 60
"""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}
NEVER = date(9999, 1, 1)
TYPES: dict[str, type[pl.DataType]] = {
    "start_date": pl.Date,
    "end_date": pl.Date,
    "trial_end_date": pl.Date,
    "responded_at": pl.Date,
    "date": pl.Date,
    "amount": pl.Float64,
    "quantity": pl.Float64,
    "interval_count": pl.Int32,
    "score": pl.Int32,
}
Grouped = dict[str, pl.Expr]

delta, before, after, score = (pl.col(name) for name in ("delta", "before", "after", "score"))
starting, leaving = (before == 0) & (after > 0), (before > 0) & (after == 0)
again = pl.col("paid_before")
MOVEMENTS: Grouped = {
    "customers_new": (starting & ~again).sum(),
    "customers_returned": (starting & again).sum(),
    "customers_churned": leaving.sum(),
    "customers_joined_and_left": ((before == 0) & (after == 0) & pl.col("started")).sum(),
    "mrr_new": after.filter(starting & ~again).sum(),
    "mrr_returned": after.filter(starting & again).sum(),
    "mrr_expansion": delta.filter((before > 0) & (after > before)).sum(),
    "mrr_contraction": -delta.filter((after > 0) & (before > after)).sum(),
    "mrr_churned": before.filter(leaving).sum(),
}
nps, csat, ces = (pl.col("survey") == name for name in ("nps", "csat", "ces"))
ANSWERS: Grouped = {
    "promoters": (nps & (score >= 9)).sum(),
    "passives": (nps & score.is_in([7, 8])).sum(),
    "detractors": (nps & (score <= 6)).sum(),
    "nps_responses": (nps & score.is_not_null()).sum(),
    "satisfied": (csat & (score >= 4)).sum(),
    "csat_responses": (csat & score.is_not_null()).sum(),
    "csat_score_sum": score.filter(csat).sum(),
    "effort_score_sum": score.filter(ces).sum(),
    "ces_responses": (ces & score.is_not_null()).sum(),
    "survey_responses": score.count(),
    "survey_invitations": pl.len(),
}
bought = pl.col("amount") >= 0
PURCHASES: Grouped = {
    "purchase_revenue": pl.col("millionths").sum(),
    "purchases": bought.sum(),
    "purchasing_customers": pl.col("customer_id").filter(bought).n_unique(),
}


def figures(folder: Path, last: str, months: int) -> dict[str, dict[str, int]]:
    """The tallies of so many months, by month and name; where there are several currencies, of dollars alone."""
    only = "USD" if (folder / "rates.csv").exists() else ""
    asked = (
        _by_month(_levels(_spells(_scanned(folder, "subscriptions", only))), MOVEMENTS),
        _by_month(_scanned(folder, "surveys").with_columns(month=_month("responded_at")), ANSWERS),
        _by_month(_purchases(_scanned(folder, "purchases", only)), PURCHASES),
    )
    movements, *others = pl.collect_all(asked, engine="streaming")
    openings = pl.date_range(pl.lit(f"{last}-01").str.to_date().dt.offset_by(f"-{months - 1}mo"),
                             pl.lit(f"{last}-01").str.to_date(), "1mo", eager=False)  # fmt: skip
    found = pl.select(month=openings)
    for each in (movements, *others):
        found = found.join(each, on="month", how="left")
    return dict(_rows(found.sort("month"), _edges(movements)))


def _spells(subscriptions: pl.LazyFrame) -> pl.LazyFrame:
    """Money as whole numbers: each row's yearly value is rounded to a millionth, as csmetrics does."""
    there = subscriptions.collect_schema().names()
    trial = [pl.col("trial_end_date")] if "trial_end_date" in there else []
    count = pl.col("interval_count") if "interval_count" in there else pl.lit(1)
    a_year = pl.col("interval").replace_strict(A_YEAR, return_dtype=pl.Int32)
    return subscriptions.select(
        "customer_id",
        starts=pl.max_horizontal("start_date", *trial),
        ends=pl.col("end_date").fill_null(NEVER),
        value=(_millionths() * pl.col("quantity") * a_year / count).round(0, mode="half_to_even").cast(pl.Int64),
    ).filter(pl.col("starts") < pl.col("ends"))


def _levels(spells: pl.LazyFrame) -> pl.LazyFrame:
    """What every customer paid before and after each month in which that changed."""
    value = pl.col("value")
    starts = spells.select("customer_id", month=_month("starts"), delta=value, started=True)
    ends = spells.select("customer_id", month=_month("ends"), delta=-value, started=False)
    changes = pl.concat([starts, ends]).group_by("customer_id", "month").agg(delta.sum(), pl.col("started").any())
    levels = changes.sort("customer_id", "month").with_columns(
        after=delta.cum_sum().over("customer_id"), paid_before=~pl.col("customer_id").is_first_distinct()
    )
    return levels.with_columns(before=after - delta)


def _purchases(purchases: pl.LazyFrame) -> pl.LazyFrame:
    return purchases.with_columns(month=_month("date"), millionths=_millionths().cast(pl.Int64))


def _edges(movements: pl.DataFrame) -> list[tuple[date, int, int]]:
    """How many customers there are and what they pay, after each month in which that changed."""
    gained = pl.col("customers_new") + pl.col("customers_returned") - pl.col("customers_churned")
    more = sum((pl.col(f"mrr_{name}") for name in ("new", "returned", "expansion")), pl.lit(0))
    less = pl.col("mrr_contraction") + pl.col("mrr_churned")
    return movements.sort("month").select("month", gained.cum_sum(), (more - less).cum_sum()).rows()


def _rows(found: pl.DataFrame, edges: list[tuple[date, int, int]]) -> Iterator[tuple[str, dict[str, int]]]:
    """Each month with what was there at its opening and its close."""
    nothing = (date.min, 0, 0)
    for row in found.iter_rows(named=True):
        month = row.pop("month")
        _, customers, mrr = max((each for each in edges if each[0] < month), default=nothing)
        state = {"customers_start": customers, "mrr_start": mrr}
        _, customers, mrr = max((each for each in edges if each[0] <= month), default=nothing)
        state |= {"customers_end": customers, "mrr_end": mrr}
        yield f"{month:%Y-%m}", state | {name: int(value or 0) for name, value in row.items()}


def _by_month(rows: pl.LazyFrame, tallies: Grouped) -> pl.LazyFrame:
    return rows.group_by("month").agg(**tallies)


def _month(day: str) -> pl.Expr:
    return pl.col(day).dt.truncate("1mo")


def _millionths() -> pl.Expr:
    return (pl.col("amount") * 1e6).round(0, mode="half_away_from_zero")


def _scanned(folder: Path, table: str, only: str = "") -> pl.LazyFrame:
    """A file, every column with its type, so that nothing has to be guessed; maybe of one currency."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    rows = pl.scan_csv(path, schema={name: TYPES.get(name, pl.String) for name in header})
    return rows.filter(pl.col("currency") == only) if only else rows


if __name__ == "__main__":
    for month, values in figures(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])).items():
        print(json.dumps({"month": month} | values))
