"""The published examples of monthly values and movements, through the whole way from rows to tallies."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from counted import tally
from csmetrics.periods import parse_period
from csmetrics.tables.dataset import Dataset

CASES = yaml.safe_load((Path(__file__).parent / "published.yaml").read_text())
FLOWS = ("new", "returned", "expansion", "contraction", "churned")


def grids_of(rows, period):
    return tally(Dataset(subscriptions=pd.DataFrame(rows)), [parse_period(period)]).grids


@pytest.mark.parametrize("case", CASES["mrr"], ids=lambda case: case["id"])
def test_monthly_value(case):
    rows = [{"customer_id": "c", "start_date": date(2026, 1, 1), "interval": "month"} | row for row in case["rows"]]
    frame = pd.DataFrame(rows).fillna({"quantity": 1, "interval_count": 1})
    assert grids_of(frame, "2026-01")["mrr_end"][0, 0] / 12e6 == pytest.approx(case["expected"], abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES["movements"], ids=lambda case: case["id"])
def test_movements(case):
    first, last = min(case["expected"]), max(case["expected"])
    for period in pd.period_range(first, last, freq="M").astype(str):
        grids = grids_of(case["rows"], period)
        moved = {flow: grids[f"mrr_{flow}"][0, 0] / 12e6 for flow in FLOWS if grids[f"mrr_{flow}"][0, 0]}
        assert moved == pytest.approx(case["expected"].get(period, {}), abs=1e-6), period
