"""Parts are counted by an executor: whoever does it, the same comes of it."""

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from unittest import mock

import numpy as np
import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.counting.cohort_tallies import tally_cohorts
from csmetrics.counting.parts import HERE
from csmetrics.counting.plan import plan_tallies
from csmetrics.counting.tallying import tally
from csmetrics.errors import DataError
from csmetrics.periods import parse_period, series
from csmetrics.sources.csv_files import parse
from csmetrics.tables.partitions import read_partitioned

PERIODS = series(parse_period("2026-09"), 3)


@pytest.fixture(scope="module", params=["here", "threads", "processes"])
def executor(request):
    made = {
        "here": lambda: HERE,
        "threads": lambda: ThreadPoolExecutor(2),
        "processes": lambda: ProcessPoolExecutor(2, get_context("spawn")),
    }
    with made[request.param]() as pool:
        yield pool


def partitioned(folder, count, **options):
    with mock.patch.object(parse, "BLOCK", 20_000):
        return read_partitioned(folder, api.configuration(folder), count, **options)


@pytest.mark.slow
@pytest.mark.parametrize("by", [(), ("country",), ("plan", "channel")])
def test_the_tallies_are_the_same_whoever_counts_the_parts(by, acme, executor):
    data = partitioned(ACME, 3, attributes=by, comments=True)
    expected = tally(acme, plan_tallies(acme, PERIODS, by))
    for each in (data, acme):
        plan = plan_tallies(each, PERIODS, by)
        found = tally(each, plan, executor)
        assert (found.periods, found.absent, found.undivided) == (PERIODS, expected.absent, expected.undivided)
        assert found.segments.labels == expected.segments.labels
        assert found.grids.keys() == expected.grids.keys()
        assert all(np.array_equal(found.grids[name], grid) for name, grid in expected.grids.items())
    reports = [api.report(each, "2026-09", by=by) for each in (data, acme)]
    assert reports[0].remarks == reports[1].remarks  # those on what parts have told included


@pytest.mark.slow
def test_cohorts_too(acme, executor):
    data = partitioned(ACME, 3)
    expected = tally_cohorts(acme, plan_tallies(acme, series(PERIODS[-1], 27)))
    found = tally_cohorts(data, plan_tallies(data, series(PERIODS[-1], 27)), executor)
    assert (found.cohorts, found.before) == (expected.cohorts, expected.before)
    assert np.array_equal(found.customers, expected.customers)
    assert np.array_equal(found.mrr, expected.mrr)


@pytest.mark.slow
def test_a_part_is_small_and_holds_no_rows(folder):
    rows = "".join(f"cus_{n:07x},2024-01-0{1 + n % 9},{n % 90}\n" for n in range(30_000))
    data = partitioned(folder(subscriptions__csv="customer_id,start_date,amount\n" + rows), 4)
    packed = [pickle.dumps(part) for part in data.divisions]
    assert max(map(len, packed)) < 60_000
    parts = [pickle.loads(each).load() for each in packed]  # noqa: S301  # ours
    assert sum(len(part.rows("subscriptions")) for part in parts) == 30_000
    for part in parts:
        assert part.whole.span() == data.span()
        with pytest.raises(DataError, match="counted partition by partition"):
            part.whole.rows("subscriptions")


def test_what_goes_wrong_in_a_part_goes_wrong_where_it_was_asked_for(folder, executor):
    rows = "".join(f"s{n},2024-01-01,5\n" for n in range(90))
    known = "".join(f"c{n},DE\n" for n in range(90))
    files = folder(
        subscriptions__csv="customer_id,start_date,amount\n" + rows, customers__csv="customer_id,country\n" + known
    )
    data = partitioned(files, 3, attributes=("country",))
    with pytest.raises(DataError, match="do not go together") as refused:
        tally(data, plan_tallies(data, PERIODS, ["country"]), executor)
    assert "90 of 90 customers are not in customers.csv" in str(refused.value.problems[0])


@pytest.mark.slow
def test_a_dataset_that_was_just_read_can_be_sent_away():
    data = api.read(ACME, parse_config("currency: USD\nrates: {file: rates.csv, valid_for: 31}"))
    again = pickle.loads(pickle.dumps(data))  # noqa: S301  # ours
    assert api.report(again, "2026-09") == api.report(data, "2026-09")


@pytest.mark.slow
def test_a_dataset_with_rows_to_look_at_can_be_sent_away_too(folder):
    rows = "customer_id,start_date,amount\na,2024-01-05,10\na,2024-01-05,10\nb,2024-02-01,20\n"
    data = api.read(folder(subscriptions__csv=rows, customers__csv="customer_id\na\n"))
    again = pickle.loads(pickle.dumps(data))  # noqa: S301  # ours
    assert again.doubts == data.doubts
    assert [list(doubt.problems()) for doubt in again.doubts] == [list(doubt.problems()) for doubt in data.doubts]
    assert len(again.doubts) > 1
