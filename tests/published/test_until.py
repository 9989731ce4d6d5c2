"""No month is published that the files do not speak of, and as_of moves no published figure."""

from datetime import date

import pytest

from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import PeriodError

LATER = date(2027, 1, 2)


def publish(business, store, period="2026-10", **how):
    return api.snapshot(business(), period, store=store, today=LATER, **how)


def test_a_month_after_the_newest_row_is_not_published(business, tmp_path):
    store = tmp_path / "s.db"
    assert publish(business, store, "2026-08").results[0].status == "published"  # the newest row is of August
    with pytest.raises(
        PeriodError, match=r"No row is dated in 2026-10.* add this line to csmetrics.yaml: as_of: 2026-10-31"
    ):
        publish(business, store)
    with pytest.raises(PeriodError, match="2026-10 is not complete: your files end on 2026-10-30"):
        publish(business, store, as_of="2026-10-30")
    with pytest.raises(PeriodError, match="2026-08 is not complete: your files end on 2026-08-20"):
        publish(business, store, "2026-08", as_of="2026-08-20")
    assert [entry.period.name for entry in api.history(store).snapshots] == ["2026-08"]


def test_as_of_reaches_it_and_may_move_on_without_a_restatement(business, tmp_path):
    store = tmp_path / "s.db"
    outcome = publish(business, store, as_of="2026-10-31")
    assert outcome.results[0].status == "published"
    assert any("No row is dated in" in remark.text for remark in outcome.digest.remarks)
    for as_of in ("2026-10-31", "2026-11-30", date(2026, 12, 31)):
        for given in ({"as_of": as_of}, {"config": parse_config(f"as_of: {as_of}")}):
            (result,) = publish(business, store, **given).results
            assert (result.status, result.restatement) == ("unchanged", None)
    (only,) = api.history(store).snapshots
    assert "as_of" not in only.config
    assert not [rule for rule in only.rules if "as_of" in rule]


def test_without_a_period_it_is_the_one_up_to_as_of(business, tmp_path):
    names = [
        result.period.name for result in publish(business, tmp_path / "s.db", None, as_of="2026-10-31", last=2).results
    ]
    assert names == ["2026-09", "2026-10"]


def test_a_restatement_tells_the_configuration_apart_from_as_of(business, tmp_path):
    store = tmp_path / "s.db"
    publish(business, store, "2026-06", config=parse_config("as_of: 2026-07-31"))
    later = parse_config("as_of: 2026-12-31\ngross_margin: 0.5")
    (result,) = publish(business, store, "2026-06", config=later).results
    assert result.status == "refused"
    (cause,) = (cause for cause in result.restatement.causes if cause.name == "configuration")
    assert list(cause.settings) == ["gross_margin"]
