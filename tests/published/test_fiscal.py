"""Figures of a fiscal year: those of its months, called by its names, and never mixed with another year's."""

import shutil
from datetime import date

import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.errors import StoreError

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def fiscal(tmp_path_factory):
    """The example business with a fiscal year that begins in February."""
    folder = tmp_path_factory.mktemp("fiscal") / "data"
    shutil.copytree(ACME, folder)
    settings = folder / "csmetrics.yaml"
    settings.write_text(settings.read_text("utf-8") + "fiscal_year_starts: 2\n", encoding="utf-8")
    return folder


def test_a_fiscal_quarter_has_the_figures_of_its_three_months(fiscal):
    names = ["mrr", "customer_churn_rate", "nps"]
    ours = api.report(api.read(fiscal), "2027-Q2", metrics=names)
    months = api.report(api.read(ACME), "2026-05..2026-07", metrics=names)
    assert [figure.value for figure in ours.figures] == [figure.value for figure in months.figures]
    assert (ours.period.name, ours.previous_period.name) == ("2027-Q2", "2027-Q1")
    assert ours.rules["fiscal_year_starts"] == 2


def test_the_last_complete_quarter_is_one_of_the_fiscal_year(fiscal):
    assert api.report(api.read(fiscal), grain="quarter", today=TODAY, metrics="mrr").period.name == "2027-Q2"


def test_a_store_keeps_one_fiscal_year_and_says_why_it_refuses_another(fiscal, tmp_path):
    store = tmp_path / "history.db"
    api.snapshot(ACME, "2026-Q2", today=TODAY, store=store)
    before = store.read_bytes()
    with pytest.raises(StoreError, match=r"fiscal_year_starts: 1 \(2026-Q2 is 2026-04-01 to 2026-06-30\)"):
        api.snapshot(fiscal, "2027-Q2", today=TODAY, store=store)
    assert store.read_bytes() == before


def test_months_are_the_same_in_every_fiscal_year(fiscal, tmp_path):
    store = tmp_path / "history.db"
    api.snapshot(ACME, "2026-08", today=TODAY, store=store)
    outcome = api.snapshot(fiscal, "2026-08", today=TODAY, store=store)
    assert [each.status for each in outcome.results] == ["unchanged"]


def test_published_fiscal_quarters_come_back_and_can_be_moved(fiscal, tmp_path):
    store, other = tmp_path / "history.db", tmp_path / "other.db"
    api.snapshot(fiscal, "2027-Q2", today=TODAY, store=store, last=2)
    api.export_history(tmp_path / "export", store)
    assert api.import_history(tmp_path / "export", other) == (2, 0)
    for each in (store, other):
        periods = [snapshot.period for snapshot in api.history(each).snapshots]
        assert [(p.name, p.start, p.year_starts) for p in periods] == [
            ("2027-Q1", date(2026, 2, 1), 2),
            ("2027-Q2", date(2026, 5, 1), 2),
        ]
