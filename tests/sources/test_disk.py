"""Disks that fail, and files that may not be read."""

import pytest

from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.tables.dataset import read_dataset

SUBSCRIPTIONS = "customer_id,start_date,end_date,amount\n007,2026-01-05,2026-03-01,12.34\nb,2026-02-01,,5\n"


def test_a_file_that_may_not_be_read_says_so(folder, monkeypatch):
    where = folder(subscriptions__csv=SUBSCRIPTIONS)

    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(DataError) as caught:
        read_dataset(where, Config())
    assert "may not be read" in caught.value.problems[0].problem
    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    with pytest.raises(DataError, match="may not be read"):
        read_dataset(where, Config())


def test_a_disk_that_fails_says_so(folder, monkeypatch):
    where = folder(subscriptions__csv=SUBSCRIPTIONS)

    def fail(*_, **__):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pathlib.Path.open", fail)
    with pytest.raises(DataError) as caught:
        read_dataset(where, Config())
    assert "Input/output error" in caught.value.problems[0].problem


def test_a_disk_that_fails_half_way_says_so(folder, monkeypatch):
    where = folder(subscriptions__csv=SUBSCRIPTIONS)
    monkeypatch.setattr("csmetrics.sources.csv_files.parse.pa.OSFile", lambda _: (where / "gone").open())
    with pytest.raises(DataError) as caught:
        read_dataset(where, Config())
    assert "the file cannot be read (No such file" in caught.value.problems[0].problem
