"""A folder counted partition by partition gives what it gives when it is read whole, to the byte."""

import shutil
import tempfile
from pathlib import Path
from unittest import mock

import hypothesis.strategies as st
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from business import businesses, frames
from conftest import ACME, tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import CsmetricsError, DataError
from csmetrics.sources.csv_files import parse
from csmetrics.tables import memory, partitions
from csmetrics.tables.distinct import hash_of_texts
from csmetrics.views.report import VIEW as REPORT
from csmetrics.views.trend import VIEW as TREND
from currency_business import several, write_rates
from health_business import scored_businesses

months = st.sampled_from(["2024-02", "2024-06", "2024-Q4", "2025-01"])
divisions = st.sampled_from([(), ("country",), ("cohort",), ("plan",), ("plan", "country")])
themes = {"feedback": {"themes": {"price": ["price", "prix"], "bugs": ["bug", "crash"]}}}


def read_both(folder, count, config=None, block=400, **options):
    """The folder whole, and in so many partitions from blocks of so many bytes."""
    whole = api.read(folder, config, detail=False, **options)
    with (
        mock.patch.object(parse, "BLOCK", block),
        mock.patch("csmetrics.views.reading.partitions_needed", return_value=count),
    ):
        return whole, api.read(folder, config, detail=False, partition=True, **options)


def shown(work):
    """What comes of some work: text, or the error in words."""
    try:
        return work()
    except CsmetricsError as error:
        return str(error)


def same_figures(whole, parts, period, by=(), metrics=()):
    for data in (whole, parts):
        assert data.problems == whole.problems
    reports = [
        shown(lambda data=data: REPORT.write(api.report(data, period, by=by, metrics=metrics), "json"))
        for data in (whole, parts)
    ]
    assert reports[0] == reports[1]
    trends = [
        shown(lambda data=data: TREND.write(api.trend(data, period, by=by, metrics=metrics, last=5), "json"))
        for data in (whole, parts)
    ]
    assert trends[0] == trends[1]
    cohorts = [shown(lambda data=data: api.cohorts(data, period, of="mrr")) for data in (whole, parts)]
    assert cohorts[0] == cohorts[1]


@settings(max_examples=tries(12))
@given(businesses(), months, divisions, st.integers(2, 5), st.sampled_from(["all", "latest"]))
def test_partitions_add_up_to_the_whole(business, period, by, count, answers):
    config = {**themes, "surveys": {"repeat_answers": answers}}
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in frames(business).items():
            frame.to_csv(Path(folder) / f"{name}.csv", index=False)
        given = parse_config(str(config))
        metrics = ("comments", "theme_price_share", "mrr", "csat", "clv")
        for asked in ((), metrics):
            both = read_both(folder, count, given, attributes=by, metrics=asked)
            same_figures(*both, period, by, asked)


@settings(max_examples=tries(10))
@given(several(), months, st.sampled_from([(), ("country",), ("plan",), ("currency",)]), st.integers(2, 4))
def test_several_currencies_are_of_the_whole_as_well(business, period, by, count):
    business, quotes = business
    money = {name: business[name] for name in ("customers", "subscriptions", "purchases", "costs")}
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in frames(money).items():
            frame.to_csv(Path(folder) / f"{name}.csv", index=False)
        write_rates(Path(folder) / "rates.csv", quotes)
        given = parse_config("{currency: USD, rates: {file: rates.csv, valid_for: 31}, unknown_customers: allow}")
        same_figures(*read_both(folder, count, given, attributes=by), period, by)


@settings(max_examples=tries(8))
@given(scored_businesses(), months, st.sampled_from([(), ("country",)]), st.integers(2, 4))
def test_scores_are_of_the_whole_as_well(business, period, by, count):
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in frames(business).items():
            frame.to_csv(Path(folder) / f"{name}.csv", index=False)
        same_figures(*read_both(folder, count, attributes=by), period, by)


@pytest.mark.parametrize("by", [(), ("country",), ("plan", "channel"), ("cohort",)])
def test_the_example_business(by):
    whole, parts = read_both(ACME, 3, block=20_000, attributes=by)
    assert isinstance(parts, partitions.PartitionedDataset)
    assert [len(part.rows("subscriptions")) > 0 for part in parts.parts()] == [True] * 3
    same_figures(whole, parts, "2026-09", by)
    assert parts.sources == whole.sources
    assert (parts.span(), parts.newest_recorded()) == (whole.span(), whole.newest_recorded())
    assert api.report(parts, "2026-09", by=by) == api.report(whole, "2026-09", by=by)  # and once more


DIRTY = {
    "good": "a,2024-01-05,10\nb,2024-02-01,20\n",
    "bad cells": "a,2024-01-05,10\nb,05/13/2024,20\n" + "c,2024-01-01,30\n" * 300,
    "ragged": "a,2024-01-05,10\nb,2024-02-01\n" + "c,2024-01-01,30\n" * 300 + "d,2024-01-01\n",
    "blank lines": "a,2024-01-05,10\n\n\nb,2024-02-01,x\n" + "c,2024-01-01,30\n" * 200,
    "too many": "a,2024-01-05,10\nb,2024-02-01,x\nc,2024-02-01,y\n",
    "ambiguous": "a,03/04/2024,10\n",
    "quoted": '"a","2024-01-05","10"\n"b","2024-02-01","20"\n',
    "quoted and bad": '"a","2024-01-05","10"\n"b","x","20"\n' + "c,2024-01-01,30\n" * 200,
    "never closed": 'a,2024-01-05,10\n"b,2024-02-01,20\n' + "c,2024-01-01,30\n" * 50,
    "nothing": "",
    "too large": "a,2024-01-05,4000000000000\n" * 3,
    "times": "a,2024-01-05 10:00,10\nb,2024-02-01,20\n",
}


@pytest.mark.parametrize("rows", DIRTY.values(), ids=DIRTY)
def test_what_is_wrong_is_said_as_when_read_whole(folder, rows):
    data = folder(
        subscriptions__csv="customer_id,start_date,amount\n" + rows,
        surveys__csv="survey,score,responded_at\n" + "nps,9,2024-01-04\n" * 150 + "nps,12,2024-01-05\n",
        customers__csv="customer_id,country\na,DE\nb,FR\na,US\n" + "".join(f"k{n},DE\n" for n in range(300)),
    )
    found = [shown(lambda: read_both(data, 3, block=200)), shown(lambda: api.read(data, detail=False))]
    if isinstance(found[0], str):
        assert found[0] == found[1]
    else:
        same_figures(*found[0], "2024-02")


def test_free_months_are_named_with_their_rows_whichever_partition_they_stand_in(folder):
    rows = "".join(
        f"k{n},2024-01-01,2024-02-01,5\nk{n},2024-02-01,2024-03-01,0\nk{n},2024-03-01,,5\n" for n in range(9)
    )
    whole, parts = read_both(folder(subscriptions__csv="customer_id,start_date,end_date,amount\n" + rows), 3, block=100)
    same_figures(whole, parts, "2024-02")
    (said,) = [remark.text for remark in api.report(parts, "2024-02").remarks if "amount 0" in remark.text]
    assert "9 churned to a row of amount 0 that runs at the close (row 3, row 6, row 9)" in said


def test_times_may_begin_in_a_later_block(folder):
    days = "a,nps,9,2024-01-05\n" * 40
    answers = days + "a,nps,0,2024-01-05 18:00\na,nps,10,2024-01-05 09:00\n"
    data = folder(surveys__csv="customer_id,survey,score,responded_at\n" + answers)
    both = read_both(data, 2, parse_config("surveys: {repeat_answers: latest}"), block=100)
    same_figures(*both, "2024-01", metrics=["nps"])
    assert [api.report(each, "2024-01").figure("nps").value for each in both] == [-100.0, -100.0]


def test_parquet_is_divided_too(folder, monkeypatch):
    monkeypatch.setattr("csmetrics.sources.parquet.ROWS", 2)
    data = folder(surveys__csv="survey,score,responded_at\nnps,9,2024-01-04\n")
    table = pa.table({"customer_id": list("abcab"), "start_date": ["2024-01-05"] * 5, "amount": [1.0, 2, 3, 4, 5]})
    pq.write_table(table, data / "subscriptions.parquet")
    same_figures(*read_both(data, 2), "2024-01")


def test_no_list_is_made_of_the_few_rows_that_are_here():
    _, parts = read_both(ACME, 3, block=20_000)
    with pytest.raises(DataError, match="partition by partition"):
        api.explain(parts, "customer_churn_rate", "2026-09")
    with pytest.raises(DataError, match="partition by partition"):
        api.customers(parts, "2026-09")


def test_a_share_of_memory_decides(tmp_path):
    assert memory.partitions_needed(ACME, parse_config("")) == 1
    size = sum(path.stat().st_size for path in ACME.glob("*.csv"))
    share = size / 2 / memory.memory()
    assert memory.partitions_needed(ACME, parse_config(f"memory_share: {share:.12f}")) in (4, 5)
    assert memory.partitions_needed(ACME, parse_config("memory_share: 0.0000000001")) == memory.MOST
    data = shutil.copytree(ACME, tmp_path / "data")
    with (data / "csmetrics.yaml").open("a") as file:
        file.write(f"memory_share: {share:.12f}\n")
    assert isinstance(api.read(data, detail=False, partition=True), partitions.PartitionedDataset)
    assert not isinstance(api.read(data, partition=True), partitions.PartitionedDataset)  # details are held


def test_a_disk_without_room_is_said(monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("csmetrics.tables.spill.pa.ipc.new_stream", refuse)
    with pytest.raises(DataError) as refused:
        read_both(ACME, 2)
    assert "No space left on device" in str(refused.value.problems[0])
    assert "TMPDIR" in refused.value.problems[0].fix


def test_an_id_has_one_partition_wherever_it_stands():
    ids = pa.array([f"c{n:05d}" for n in range(10_000)] + ["", "long" * 40, "ü"])
    found = hash_of_texts(ids)
    assert len(set(found.tolist())) == len(ids)
    assert hash_of_texts(ids.slice(5_000)).tolist() == found[5_000:].tolist()
    sizes = [int((found % count == 0).sum()) * int(count) / len(ids) for count in (2, 3, 4, 7, 16)]
    assert all(0.85 < size < 1.15 for size in sizes)


VIA = {"tables": {"subscriptions": {"ids": {"via": "customers.key"}}}}
ODD = {
    "customers": "customer_id,country,key\nA1,DE,k1\nb2,FR,k2\nc3,FR,\n007,DE,k7\n",
    "subscriptions": "customer_id,start_date,amount,interval,quantity\n",
    "purchases": "customer_id,date,amount\n",
}


def odd_folder(folder, subscriptions, purchases):
    """A folder of three tables with some lines each, and sound ones around them in many blocks."""
    sound = "".join(f"s{n},2024-01-0{n % 9 + 1},{n}.50,month,1\n" for n in range(60))
    bought = "".join(f"s{n},2024-01-0{n % 9 + 1},{n}\n" for n in range(60))
    return folder(
        customers__csv=ODD["customers"],
        subscriptions__csv=ODD["subscriptions"] + sound + subscriptions,
        purchases__csv=ODD["purchases"] + bought + purchases,
    )


@pytest.mark.parametrize(
    ("subscriptions", "purchases", "config"),
    [
        ("a1,2024-01-02,5,month,1\nB2,2024-01-02,5,month,1\n7,2024-01-02,5,month,1\n", "A1,2024-01-05,3\n", {}),
        ("a1,2024-01-02,5,month,1\n7,2024-01-02,5,month,1\n", "", {"ids": {"fold": ["case", "zeros"]}}),
        ("k1,2024-01-02,5,month,1\nk9,2024-01-02,5,month,1\n", "", VIA),
        ("b2,2024-01-02,5,year,\n", "b2,2024-01-05,€3\n", {}),
        ("b2,2024-01-02,5,P3M,1\n", 'b2,2024-01-05,"1,200.00"\nb2,2024-01-05,"1,200"\n', {}),
        ("b2,2024-01-02,5,month,1\n", "b2,2024-01-05,1.200\n", {}),
        ("b2,2024-01-02,5,month,1\n", 'b2,2024-01-05,"1,5"\n', {}),
        ("b2,2024-01-02,5,month,1\n", "b2,2024-01-05,$3\nb2,2024-01-05,(3.50)\n", {}),
        ("b2,2024-01-02,5,,1\n", "", {}),
        ("".join(f"b2,2024-01-02,5,,{n}\n" for n in range(60)), "", {}),
        ("".join("b2,2024-01-02,5,month,\n" for n in range(60)), "", {}),
    ],
)  # fmt: skip
def test_what_only_the_whole_file_tells_is_told_of_the_whole(folder, subscriptions, purchases, config):
    where = odd_folder(folder, subscriptions, purchases)
    options = {"detail": False, "attributes": ("country",)}

    def told(**how):
        try:
            data = api.read(where, parse_config(str(config)), **options, **how)
            return REPORT.write(api.report(data, "2024-01", by=("country",)), "json"), *map(str, data.remarks)
        except DataError as error:
            return str(error), *map(str, error.problems)

    with (
        mock.patch.object(parse, "BLOCK", 400),
        mock.patch("csmetrics.views.reading.partitions_needed", return_value=3),
    ):
        assert told(partition=True) == told()


def test_ids_with_a_decimal_zero_are_told_by_all_blocks(folder):
    digits = "".join(f"{n}{'.0' if n > 90 else ''},2024-01-05,3\n" for n in range(10, 99))
    for last, expected in (("", "98"), ("x,2024-01-05,3\n", "98.0")):
        whole, parts = read_both(folder(purchases__csv=ODD["purchases"] + digits + last), 3)
        for data in (whole, *parts.parts()):
            names = data.table("purchases").ids["customer_id"].to_pylist()
            assert {"98", "98.0"} & set(names) <= {expected}
        same_figures(whole, parts, "2024-01")
