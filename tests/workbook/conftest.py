"""The example business as a workbook, made once."""

import json

import pytest

import excel
from conftest import ACME
from csmetrics import api
from csmetrics.views import view


@pytest.fixture(scope="session")
def month():
    return api.workbook(api.read(ACME), "2026-09")


@pytest.fixture(scope="session")
def path(month, tmp_path_factory):
    made = tmp_path_factory.mktemp("workbook") / "month.xlsx"
    made.write_bytes(view("workbook").write(month, "xlsx"))
    return made


@pytest.fixture(scope="session")
def shown(path):
    """What stands beside the formulas."""
    return excel.cached(path)


@pytest.fixture(scope="session")
def formulas(path):
    return excel.live(path)


@pytest.fixture(scope="session")
def report():
    """The figures as the report's JSON has them, by name."""
    found = view("report").write(api.report(api.read(ACME), "2026-09"), "json")
    return {each["metric"]: each for each in json.loads(found)["metrics"]}
