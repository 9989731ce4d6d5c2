"""The Python API takes what people pass, and says what it cannot take."""

from pathlib import Path

import pytest

import csmetrics
from conftest import ACME


def test_one_name_may_stand_for_a_list_of_one(acme):
    report = csmetrics.report(acme, "2026-09", metrics="nps", by="country")
    assert {figure.metric for figure in report.figures} == {"nps"}
    assert report.by == ("country",)
    assert csmetrics.customers(acme, "2026-09", movements="churned").movements == ("churned",)
    assert "country" in csmetrics.read(ACME, detail=False, attributes="country").frame("customers")


def test_a_grain_that_does_not_exist_and_a_limit_below_zero_are_refused(acme):
    with pytest.raises(csmetrics.PeriodError, match=r"week is no grain. There are month, quarter, year"):
        csmetrics.report(acme, grain="week")
    with pytest.raises(ValueError, match="limit is -1"):
        csmetrics.explain(acme, "nps", limit=-1)
    assert csmetrics.explain(acme, "nps", limit=0).tallies[0].lines == ()


def test_what_the_package_offers_is_what_it_lists():
    assert set(csmetrics.__all__) <= set(dir(csmetrics))
    assert all(getattr(csmetrics, name) is not None for name in csmetrics.__all__)
    with pytest.raises(AttributeError, match="no attribute nonsense"):
        csmetrics.nonsense  # noqa: B018


def test_a_folder_that_may_not_be_entered_is_said(monkeypatch):
    def refuse(_path):
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(csmetrics.DataError, match="may not be read"):
        csmetrics.read(ACME)
