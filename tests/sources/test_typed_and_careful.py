"""What the fast reading and the careful one give is the same."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from business import businesses, frames
from conftest import tries
from csmetrics.config import Config
from csmetrics.sources.source import TypedReadFailedError
from csmetrics.tables.dataset import read_dataset


@given(businesses())
@settings(max_examples=tries(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_typed_read_and_the_careful_read_agree(tmp_path_factory, business):
    where = tmp_path_factory.mktemp("data")
    for name, frame in frames(business).items():
        frame.to_csv(where / f"{name}.csv", index=False, date_format="%Y-%m-%d")
    fast = read_dataset(where, Config())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("csmetrics.sources.csv_files.source.typed_batches", _fail)
        careful = read_dataset(where, Config())
    for name in business:
        one, other = fast.table(name), careful.table(name)
        assert one.ids.keys() == other.ids.keys()
        assert all(one.ids[column].equals(other.ids[column]) for column in one.ids)
        left, right = (table.frame.sort_index(axis=1) for table in (one, other))
        pd.testing.assert_frame_equal(left, right, check_index_type=False, check_dtype=False, check_categorical=False)


def _fail(*_, **__):
    raise TypedReadFailedError
