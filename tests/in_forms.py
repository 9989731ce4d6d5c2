"""Tables handed over in every form that there is: CSV, all cells in quotes, Parquet, DataFrames, in partitions."""

import csv
import io
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

import csmetrics
from csmetrics import api
from csmetrics.errors import DataError
from csmetrics.sources.csv_files import parse

FORMS = ("csv", "quoted", "parquet", "frames", "partitions")


def as_text(frame):
    """A frame as the cells of its CSV."""
    return pd.read_csv(io.StringIO(frame.to_csv(index=False)), dtype=str, keep_default_na=False)


def written(folder, form, tables):
    """The tables in files of some form."""
    for name, frame in tables.items():
        if form == "parquet":
            frame.replace("", None).to_parquet(folder / f"{name}.parquet")
        else:
            quoting = csv.QUOTE_ALL if form == "quoted" else csv.QUOTE_MINIMAL
            frame.to_csv(folder / f"{name}.csv", index=False, quoting=quoting)


def read_form(form, tables, config, attributes=()):
    """The dataset that they are."""
    if form == "frames":
        return csmetrics.Dataset(config=config, **{name: frame.replace("", None) for name, frame in tables.items()})
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder), form, tables)
        if form != "partitions":
            return api.read(folder, config, detail=not attributes, attributes=attributes)
        needed = mock.patch("csmetrics.views.reading.partitions_needed", return_value=3)
        with needed, mock.patch.object(parse, "BLOCK", 300):
            return api.read(folder, config, detail=False, partition=True, attributes=attributes)


@contextmanager
def refused(words):
    """What is done inside is refused, and some problem says these words, or the error itself does."""
    with pytest.raises(DataError) as caught:
        yield
    assert words in "\n".join(map(str, (caught.value, *caught.value.problems)))
