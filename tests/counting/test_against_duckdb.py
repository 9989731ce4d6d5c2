"""Every tally that SQL can be asked for, from the same CSVs, computed by DuckDB."""

import generate
import peer
import pytest

from counted import tally
from csmetrics.config import Config
from csmetrics.periods import parse_period, series
from csmetrics.tables.dataset import read_dataset


@pytest.mark.slow
def test_sixty_months_of_three_thousand_customers_are_equal_to_the_millionth(tmp_path):
    generate.write(tmp_path, 3_000)
    ours = tally(read_dataset(tmp_path, Config()), series(parse_period("2025-06"), 60))
    theirs = peer.figures(str(tmp_path), "2025-06", 60)
    assert list(theirs) == [period.name for period in ours.periods]
    for at, figures in enumerate(theirs.values()):
        assert {name: int(ours.grids[name][at, 0]) for name in figures} == figures
    assert sum(figures["mrr_expansion"] > 0 for figures in theirs.values()) > 50
