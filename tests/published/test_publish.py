"""A published period never changes in silence."""

import io
import sqlite3
from datetime import date

import pyarrow.parquet as pq
import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.config import Config
from csmetrics.errors import PeriodError, StoreError, UnknownNameError
from csmetrics.published.packing import unpack_rows
from csmetrics.published.store import Store
from csmetrics.published.store_rows import read_content, read_snapshots
from published.conftest import CUSTOMERS, JUNE, SUBSCRIPTIONS, SURVEYS

MORE = SUBSCRIPTIONS.replace("s1,anna,2026-01-05,,100", "s1,anna,2026-01-05,,120")


def statuses(outcome):
    return [result.status for result in outcome.results]


def kept(store):
    with Store(str(store)).reading() as connection:
        return read_snapshots(connection)


def test_the_same_again_is_left_alone(publish, store):
    assert statuses(publish()) == ["published"]
    before = store.read_bytes()
    again = publish(today=date(2026, 9, 9))
    assert statuses(again) == ["unchanged"]
    assert (again.results[0].version, again.results[0].published_on) == (1, date(2026, 8, 2))
    assert store.read_bytes() == before


def test_what_comes_later_changes_no_earlier_month(publish, store):
    publish()
    before = store.read_bytes()
    later = {
        "subscriptions__csv": SUBSCRIPTIONS.replace("10,,50", "10,2026-07-01,50") + "s7,yuri,2026-07-01,,5,1,pro\n",
        "surveys__csv": SURVEYS + "r6,yuri,csat,5,2026-07-01,\n",
        "customers__csv": "customer_id,country\nanna,DE\nbert,US\ncleo,DE\ndora,US\nemil,DE\nyuri,FR\n",
    }  # fmt: skip
    assert statuses(publish(**later)) == ["unchanged"]
    assert statuses(publish(by="country", **later)) == ["unchanged"]
    assert store.read_bytes() == before


def test_a_change_is_refused_and_nothing_is_written(publish, store):
    publish()
    before = store.read_bytes()
    outcome = publish(subscriptions__csv=MORE)
    assert statuses(outcome) == ["refused"]
    assert outcome.refused
    assert store.read_bytes() == before


def test_a_restatement_is_a_new_version_beside_the_old(publish, store):
    publish()
    outcome = publish(subscriptions__csv=MORE, restate="price was wrong", today=date(2026, 8, 1))
    assert statuses(outcome) == ["restated"]
    assert outcome.results[0].version == 2
    first, second = kept(store)
    assert [first.figure("mrr", {}).value, second.figure("mrr", {}).value] == [270.0, 290.0]
    assert (first.version, first.reason, first.restatement) == (1, "", None)
    assert (second.version, second.reason, second.published_on) == (2, "price was wrong", date(2026, 8, 1))
    assert second.restatement["causes"][0]["cause"] == "price"
    assert statuses(publish(subscriptions__csv=MORE)) == ["unchanged"]
    assert statuses(publish(subscriptions__csv=MORE, restate="again")) == ["unchanged"]
    back = publish()
    assert statuses(back) == ["refused"]  # the version that stands counts, not the first
    assert back.results[0].restatement.version == 2


def test_a_backfill_is_one_pass_and_all_or_nothing(publish, store):
    assert statuses(publish(last=4)) == ["published"] * 4
    assert [snapshot.period.name for snapshot in kept(store)] == ["2026-03", "2026-04", "2026-05", JUNE]
    before = store.read_bytes()
    outcome = publish("2026-07", last=6, subscriptions__csv=MORE)
    assert statuses(outcome) == ["published", "refused", "refused", "refused", "refused", "published"]
    assert store.read_bytes() == before  # not even July, which nobody had published
    outcome = publish("2026-07", last=6)
    assert statuses(outcome) == ["published", "unchanged", "unchanged", "unchanged", "unchanged", "published"]


def test_a_backfill_publishes_what_each_month_alone_would(publish, store, tmp_path):
    publish(last=4, by="plan")
    for month in ("2026-03", "2026-04", "2026-05", JUNE):
        api.snapshot(tmp_path / "data", month, today=date(2026, 8, 2), store=tmp_path / "one.db", by="plan")
    together, alone = kept(store), kept(tmp_path / "one.db")
    assert together == alone


def test_a_snapshot_holds_what_the_report_says_and_what_it_rests_on(publish, store, tmp_path):
    publish(by=("plan", "country"), csmetrics__yaml="gross_margin: 0.7\n")
    (snapshot,) = kept(store)
    report = api.report(api.read(tmp_path / "data", attributes=["country"]), JUNE, by=["plan", "country"])
    assert [(f.metric, f.segment, f.value, f.status, f.interval, f.n, f.inputs) for f in snapshot.figures] == [
        (f.metric, f.segment, f.value, f.status, f.interval, f.n, f.inputs) for f in report.figures
    ]
    assert snapshot.rules == report.rules
    assert snapshot.rules["gross_margin"] == 0.7
    assert [each.source.table for each in snapshot.inputs] == [s.table for s in report.sources]
    assert [each.source.rows for each in snapshot.inputs] == [6, 6, 5, 4, 2]
    assert all(len(each.sha256) == 64 for each in snapshot.inputs)


def test_comments_and_names_are_not_kept(publish, store):
    publish()
    (snapshot,) = kept(store)
    with Store(str(store)).reading() as connection:
        tables = {i.source.table: unpack_rows(read_content(connection, i.rows_kept), i.source) for i in snapshot.inputs}
    assert "comment" not in tables["surveys"].frame
    assert "name" not in tables["customers"].frame
    assert list(tables["surveys"].frame["score"]) == [9, 6, 10, 8, 0]
    assert b"Berta" not in store.read_bytes()


def test_figures_that_were_not_published_are_no_change(publish, store):
    publish()
    outcome = publish(by="plan")
    assert statuses(outcome) == ["unchanged"]
    moved = ("moved_in_customers", "moved_out_customers", "moved_in_mrr", "moved_out_mrr")
    assert outcome.results[0].additions == (*moved, "by plan")
    outcome = publish(by="plan", restate="by plan too")
    assert statuses(outcome) == ["restated"]
    assert outcome.results[0].restatement is None
    assert len(kept(store)[1].figures) > len(kept(store)[0].figures)
    assert statuses(publish()) == ["unchanged"]  # the whole is the same, and so are the segments


def test_segments_are_compared_whether_asked_for_or_not(publish):
    publish(by="country")
    assert statuses(publish()) == ["unchanged"]
    assert statuses(publish(by="plan")) == ["unchanged"]
    outcome = publish(customers__csv=CUSTOMERS.replace("Bert & Co,US", "Bert & Co,DE"))
    assert statuses(outcome) == ["refused"]
    assert [(cause.file, cause.count) for cause in outcome.results[0].restatement.causes] == [("customers.csv", 1)]


def test_who_changes_plan_is_counted_the_same_way_whether_plans_are_asked_for_or_not(publish):
    moved = SUBSCRIPTIONS.replace("s1,anna,2026-01-05,,100,1,pro", "s1,anna,2026-01-05,2026-06-15,100,1,pro")
    moved += "s7,anna,2026-06-15,,130,1,basic\n"
    published = publish(by="plan", subscriptions__csv=moved)
    assert statuses(published) == ["published"]
    assert statuses(publish(subscriptions__csv=moved)) == ["unchanged"]
    outcome = publish(subscriptions__csv=moved.replace(",130,", ",140,"))
    (restatement,) = [result.restatement for result in outcome.results]
    assert [cause.name for cause in restatement.causes] == ["price"]
    pro = [change.now.metric for change in restatement.changes if change.now.segment == {"plan": "pro"}]
    assert "net_revenue_retention" in pro


def test_a_division_that_is_gone_is_an_error(publish):
    publish(by="country")
    with pytest.raises(UnknownNameError, match="No attribute is called country"):
        publish(customers__csv="customer_id\nanna\nbert\ncleo\ndora\nemil\nzora\n")


def test_two_grains_stand_beside_each_other(publish, store):
    publish()
    publish("2026-Q2")
    found = api.history(store, metrics=["mrr"])
    assert {grain: [line.values for line in lines] for grain, lines in found.lines.items()} == {
        "quarter": [(270.0,)],
        "month": [(270.0,)],
    }


def test_the_history_has_every_version_and_what_stands(publish, store):
    publish(last=2)
    publish(subscriptions__csv=MORE, restate="price", last=2)
    found = api.history(store, metrics=["mrr", "nps"])
    assert [(s.period.name, s.version) for s in found.snapshots] == [
        ("2026-05", 1),
        ("2026-05", 2),
        (JUNE, 1),
        (JUNE, 2),
    ]
    assert [(line.metric, line.values) for line in found.lines["month"]] == [
        ("nps", (0.0, 100 * (1 / 3))),
        ("mrr", (340.0, 290.0)),
    ]
    assert [s.period.name for s in api.history(store, period="2026-05").snapshots] == ["2026-05", "2026-05"]


def test_a_history_of_nothing_is_said(store):
    with pytest.raises(
        StoreError, match=r"Nothing has been published in .*history\.db\. csmetrics snapshot DATA publishes"
    ):
        api.history(store)


def test_the_store_of_the_configuration_is_used(business, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    api.snapshot(business(csmetrics__yaml="store: mine.db\n"), JUNE, today=date(2026, 7, 2))
    api.snapshot(business(csmetrics__yaml=""), JUNE, today=date(2026, 7, 2))
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["csmetrics-history.db", "mine.db"]


def test_the_digest_says_who_moved_and_what_is_new(publish):
    publish("2026-05")
    broken = (
        SURVEYS + "r9,bert,nps,11,2026-06-20,\n" + "".join(f"r{n},bert,nps,9,2026-02-01,\n" for n in range(100, 200))
    )
    outcome = publish(surveys__csv=broken, csmetrics__yaml="thresholds: {mrr: {min: 400}}\n")
    digest = outcome.digest
    assert [(m.customer_id, m.name, m.movement, m.change) for m in digest.movers] == [
        ("cleo", "Cleo", "churned", -80.0),
        ("dora", "Dora", "new", 30.0),
    ]
    assert digest.moved == 2
    assert [problem.value for problem in digest.new_problems] == ["11"]
    assert [remark.metric for remark in digest.breaches] == ["mrr"]
    later = publish("2026-07", surveys__csv=broken).digest
    assert (later.moved, later.movers, later.new_problems) == (0, (), ())


def test_the_customers_of_a_period_add_up_to_its_figures(store):
    api.snapshot(ACME, "2026-09", today=date(2026, 10, 2), store=store, last=3)
    for snapshot in kept(store):
        with Store(str(store)).reading() as connection:
            rows = pq.read_table(io.BytesIO(read_content(connection, snapshot.customers))).to_pandas()
        assert rows["customer_id"].is_monotonic_increasing
        assert rows["arr_end"].sum() == round(snapshot.figure("mrr", {}).value * 12e6)
        assert (rows["arr_end"] > 0).sum() == snapshot.figure("customers", {}).value
        for movement in ("new", "returned", "churned"):
            assert (rows["movement"] == movement).sum() == snapshot.figure(f"{movement}_customers", {}).value


def test_the_same_rows_are_kept_once(publish, store):
    publish(last=4)
    kept_rows = sqlite3.connect(store).execute("select count(*) from csmetrics_contents").fetchone()[0]
    assert kept_rows == 5 + 3  # the five files, and the customers of each month; in April and May they are the same


def test_a_period_that_is_not_over_is_not_published(publish, store):
    with pytest.raises(PeriodError, match=r"2026-06 is not over on 2026-06-30.* Publish it from 2026-07-01 on"):
        publish(today=date(2026, 6, 30))
    assert not store.exists()


def test_a_password_of_the_store_is_not_kept(publish, store):
    publish(csmetrics__yaml="store: postgresql://ann:secret@nowhere/db\n")
    assert b"secret" not in store.read_bytes()


YEARLY = """\
customer_id,start_date,end_date,amount,interval,interval_count
anna,2026-01-05,,100,year,1
bert,2026-01-10,,50,week,1
cleo,2026-03-01,2026-06-20,80,day,7
dora,2026-06-03,,77.77,quarter,1
"""
TICKETS = "ticket_id,customer_id,opened_at,closed_at,score\nt1,anna,2026-06-02,,4\nt2,bert,2026-06-02,2026-06-09,2\n"


@pytest.fixture
def rounded_by_month(monkeypatch):
    """A program as it was when each row's monthly value was rounded."""
    with monkeypatch.context() as patch:
        patch.setattr(Config, "monthly_rounding", property(lambda _: True))
        yield patch


def test_what_differs_by_the_old_rounding_alone_is_unchanged(publish, store, rounded_by_month):
    made = {"subscriptions__csv": YEARLY, "tickets__csv": TICKETS}
    publish(by=["country"], last=3, **made)
    (*_, june) = kept(store)
    assert june.figure("mrr", {}).value == round(100 / 12, 6) + round(50 * 52 / 12, 6) + round(77.77 / 3, 6)
    rounded_by_month.undo()
    now = api.report(publish("2026-06", last=1, **made) and api.read(store.parent / "data"), "2026-06")
    assert now.figure("arr").value == 100 + 50 * 52 + 77.77 * 4 != june.figure("arr", {}).value
    assert statuses(publish(by=["country"], last=3, **made)) == ["unchanged"] * 3
    assert statuses(publish(by=["country"], last=3, restate="we round by the year", **made)) == ["unchanged"] * 3


def test_a_change_as_small_as_the_old_rounding_is_a_change(publish, store, rounded_by_month):
    publish(subscriptions__csv=YEARLY)
    rounded_by_month.undo()
    dearer = YEARLY.replace("anna,2026-01-05,,100,", "anna,2026-01-05,,100.00001,")
    (result,) = publish(subscriptions__csv=dearer).results
    assert result.status == "refused"
    assert "price" in {cause.name for cause in result.restatement.causes}
    assert "mrr" in {change.was.metric for change in result.restatement.changes}
    for change in result.restatement.changes:
        if change.difference is not None:
            assert sum(change.parts) == pytest.approx(change.difference, abs=1e-9)
