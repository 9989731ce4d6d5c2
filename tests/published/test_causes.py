"""Why a figure would read otherwise: each kind of change by itself, and all together on random businesses."""

import sqlite3
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from business import LAST, businesses, dataset, subscription_rows, survey_rows
from conftest import tries
from csmetrics import api
from csmetrics.periods import parse_period
from csmetrics.published.publish import Request, publish
from csmetrics.published.store import Store
from published.conftest import COSTS, CUSTOMERS, JUNE, PURCHASES, SUBSCRIPTIONS, SURVEYS


def in_subscriptions(old, new):
    assert old in SUBSCRIPTIONS
    return {"subscriptions__csv": SUBSCRIPTIONS.replace(old, new)}


def in_surveys(old, new):
    assert old in SURVEYS
    return {"surveys__csv": SURVEYS.replace(old, new)}


# What is changed; the cause; the row then and now, whose, what; a figure and what happens to it.
ONE_BY_ONE = {
    "back-dated end": (
        in_subscriptions("2026-01-10,,50,2", "2026-01-10,2026-06-15,50,2"),
        ("end_date", "subscriptions.csv", "bert", 3, 3, {"end_date": ("", "2026-06-15")}, -100.0),
        ("mrr", 270.0, 170.0),
    ),
    "start back-dated into the period": (
        in_subscriptions("zora,2026-08-01", "zora,2026-06-30"),
        ("start_date", "subscriptions.csv", "zora", 7, 7, {"start_date": ("2026-08-01", "2026-06-30")}, 999.0),
        ("mrr", 270.0, 1269.0),
    ),
    "start moved out of the period": (
        in_subscriptions("dora,2026-06-03", "dora,2026-07-03"),
        ("start_date", "subscriptions.csv", "dora", 5, 5, {"start_date": ("2026-06-03", "2026-07-03")}, -30.0),
        ("mrr", 270.0, 240.0),
    ),
    "back-dated start": (
        in_subscriptions("dora,2026-06-03", "dora,2026-05-03"),
        ("start_date", "subscriptions.csv", "dora", 5, 5, {"start_date": ("2026-06-03", "2026-05-03")}, 0.0),
        ("new_mrr", 30.0, 0.0),
    ),
    "price": (
        in_subscriptions(",,50,2,", ",,45.5,2,"),
        ("price", "subscriptions.csv", "bert", 3, 3, {"amount": ("50", "45.5")}, -9.0),
        ("mrr", 270.0, 261.0),
    ),
    "quantity": (
        in_subscriptions(",,50,2,", ",,50,3,"),
        ("price", "subscriptions.csv", "bert", 3, 3, {"quantity": ("2", "3")}, 50.0),
        ("mrr", 270.0, 320.0),
    ),
    "row vanished": (
        in_subscriptions("s2,bert,2026-01-10,,50,2,basic\n", ""),
        ("row_vanished", "subscriptions.csv", "bert", 3, None, None, -100.0),
        ("customers", 4.0, 3.0),
    ),
    "row appeared": (
        in_subscriptions("s4,dora", "s9,carl,2026-06-01,,11,1,pro\ns4,dora"),
        ("row_appeared", "subscriptions.csv", "carl", None, 5, None, 11.0),
        ("mrr", 270.0, 281.0),
    ),
    "late answer": (
        {"surveys__csv": SURVEYS + "r8,emil,nps,9,2026-06-29,\n"},
        ("row_appeared", "surveys.csv", "emil", None, 7, None, None),
        ("nps", 100 / 3, 50.0),
    ),
    "changed answer": (
        in_surveys("r2,bert,nps,6", "r2,bert,nps,9"),
        ("row_changed", "surveys.csv", "bert", 3, 3, {"score": ("6", "9")}, None),
        ("nps", 100 / 3, 100.0),
    ),
    "answer vanished": (
        in_surveys("r2,bert,nps,6,2026-06-05,\n", ""),
        ("row_vanished", "surveys.csv", "bert", 3, None, None, None),
        ("nps", 100 / 3, 100.0),
    ),
    "changed cost": (
        {"costs__csv": COSTS.replace("sales,500", "sales,450")},
        ("row_changed", "costs.csv", None, 2, 2, {"amount": ("500", "450")}, None),
        ("cac", 500.0, 450.0),
    ),
    "refund": (
        {"purchases__csv": PURCHASES + "p3,anna,2026-06-30,-5\n"},
        ("row_appeared", "purchases.csv", "anna", None, 4, None, None),
        ("revenue", 20.0, 15.0),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_one_change_is_one_cause_with_its_row(name, publish):
    changed, (kind, file, customer, was_row, row, columns, mrr), (metric, was, now) = ONE_BY_ONE[name]
    publish()
    (result,) = publish(**changed).results
    assert result.status == "refused"
    (cause,) = result.restatement.causes
    (found,) = cause.rows
    assert (cause.name, cause.file, cause.count) == (kind, file, 1)
    assert (found.customer_id, found.was_row, found.row, found.mrr) == (customer, was_row, row, mrr)
    assert columns is None or found.columns == columns
    change = next(c for c in result.restatement.changes if c.was.metric == metric)
    assert (change.was.value, change.now.value) == pytest.approx((was, now))
    assert change.parts == (change.difference,)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "then", "now"),
    [
        ("surveys__csv", "survey,score,responded_at\nnps,9,2026-06-03\nnps,9,2026-06-05\n", "nps,3,2026-06-05"),
        ("reviews__csv", "source,rating,date\nGoogle,5,2026-06-03\nGoogle,5,2026-06-05\n", "Google,1,2026-06-05"),
    ],
)
def test_what_nobody_known_said_on_the_same_day_has_changed(publish, name, then, now):
    publish(**{name: then})
    (result,) = publish(**{name: "\n".join([*then.splitlines()[:2], now, ""])}).results
    (cause,) = result.restatement.causes
    assert (cause.name, [(row.was_row, row.row) for row in cause.rows]) == ("row_changed", [(3, 3)])


@pytest.mark.slow
def test_a_changed_rule_is_a_cause(publish):
    publish(csmetrics__yaml="gross_margin: 0.8\n")
    (result,) = publish(csmetrics__yaml="gross_margin: 0.5\nthresholds: {mrr: {min: 1}}\nstore: elsewhere.db\n").results
    (cause,) = result.restatement.causes
    assert (cause.name, cause.settings) == ("configuration", {"gross_margin": (0.8, 0.5)})
    assert {change.was.metric for change in result.restatement.changes} == {"clv", "clv_to_cac", "cac_payback_months"}


@pytest.mark.slow
def test_files_read_otherwise_are_a_cause_of_the_configuration(publish):
    publish()
    (result,) = publish(csmetrics__yaml="amount_unit: cents\n").results
    (cause,) = result.restatement.causes
    assert (cause.name, cause.settings) == ("configuration", {"amount_unit": ("units", "cents")})
    change = next(c for c in result.restatement.changes if c.was.metric == "mrr")
    assert (change.now.value, change.parts) == (2.7, (-267.3,))


@pytest.mark.slow
def test_another_version_of_the_program_is_a_cause(publish, store):
    publish()
    with sqlite3.connect(store) as connection:  # as a version that counted otherwise would have written it
        connection.execute("update csmetrics_figures set value = 280 where metric = 'mrr'")
        connection.execute("update csmetrics_snapshots set program = '0.0.1'")
    (result,) = publish().results
    (cause,) = result.restatement.causes
    assert cause.name == "program"
    assert cause.settings["csmetrics"][0] == "0.0.1"
    assert [(c.was.metric, c.difference, c.parts) for c in result.restatement.changes] == [("mrr", -10.0, (-10.0,))]


@pytest.mark.slow
def test_a_segment_that_changes_while_the_whole_does_not(publish):
    publish(by="country")
    (result,) = publish(by="country", customers__csv=CUSTOMERS.replace("Bert & Co,US", "Bert & Co,DE")).results
    (cause,) = result.restatement.causes
    assert (cause.file, [row.columns for row in cause.rows]) == ("customers.csv", [{"country": ("US", "DE")}])
    assert not [change for change in result.restatement.changes if not change.was.segment]
    mrr = {c.was.segment["country"]: c.difference for c in result.restatement.changes if c.was.metric == "mrr"}
    assert mrr == {"US": -100.0, "DE": 100.0}


@pytest.mark.slow
def test_a_table_that_vanishes_takes_its_figures_along(publish, business, store):
    publish()
    data = business()
    (data / "surveys.csv").unlink()
    outcome = api.snapshot(data, JUNE, today=date(2026, 7, 3), store=store)
    (cause,) = outcome.results[0].restatement.causes
    assert (cause.name, cause.file, cause.count) == ("row_vanished", "surveys.csv", 4)
    (nps, *_) = [c for c in outcome.results[0].restatement.changes if c.was.metric == "nps"]
    assert (nps.now.value, nps.difference, nps.parts) == (None, None, (None,))


ANSWERS = """\
customer_id,date,question,score
emil,2026-05-02,Do they grow?,8
bert,2026-05-02,Do they grow?,3
bert,2026-05-02,Who leads?,7
anna,2026-05-02,Are they hiring?,2
"""
TICKETS = "customer_id,opened_at,closed_at\ndora,2026-06-04,\ndora,2026-06-05,\n"
RENEWED = (
    SUBSCRIPTIONS.replace("plan\n", "plan,renewal_date\n").replace("pro\n", "pro,\n").replace("basic\n", "basic,\n")
)

# The cause of new scores; what the later export has.
LATER = {
    "a question that nobody answered": (
        "row_vanished answers.csv",
        {"answers__csv": ANSWERS[: ANSWERS.rindex("anna")]},
    ),
    "a question of July": ("row_appeared answers.csv", {"answers__csv": ANSWERS + "bert,2026-07-02,Do they pay?,5\n"}),
    "the first CSAT, in July": ("row_appeared surveys.csv", {"surveys__csv": SURVEYS + "r9,anna,csat,5,2026-07-02,\n"}),
    "the first renewal, of August": (
        "row_changed subscriptions.csv",
        {"subscriptions__csv": RENEWED.replace("999,1,pro,", "999,1,pro,2026-09-01")},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LATER)
def test_scores_of_no_declared_model_restate_by_the_rows_that_make_another(publish, name):
    """What can be asked of a business is told from the whole of its files, rows after the period included."""
    cause, now = LATER[name]
    files = {"answers__csv": ANSWERS, "tickets__csv": TICKETS, "subscriptions__csv": RENEWED}
    publish(**files)
    (result,) = publish(**files | now).results
    assert result.status == "refused"
    assert [f"{each.name} {each.file}" for each in result.restatement.causes] == [cause]
    assert result.restatement.causes[0].count == 1


@pytest.mark.slow
def test_rows_after_the_period_are_no_cause_beside_rows_within_it(publish):
    answered = ANSWERS + "bert,2026-07-02,Do they grow?,5\n"
    publish(answers__csv=ANSWERS)
    (result,) = publish(answers__csv=answered + "bert,2026-06-02,Are they hiring?,9\n").results
    (cause,) = result.restatement.causes
    assert [(row.customer_id, row.row) for row in cause.rows] == [("bert", 7)]


@pytest.mark.slow
def test_the_latest_answer_of_each_customer_is_compared_like_any_other(publish):
    rule = {"csmetrics__yaml": "surveys: {repeat_answers: latest}\n"}
    publish(**rule)
    (result,) = publish(**rule, **in_surveys("r2,bert,nps,6", "r2,bert,nps,9")).results
    (cause,) = result.restatement.causes
    assert (cause.name, cause.rows[0].columns) == ("row_changed", {"score": ("6", "9")})


@pytest.mark.slow
def test_the_only_row_of_a_segment_that_vanishes_explains_itself(publish):
    more = CUSTOMERS + "yuri,Yuri,FR,2026-06-01\n"
    publish(by="country", customers__csv=more, purchases__csv=PURCHASES + "p9,yuri,2026-06-08,70\n")
    (result,) = publish(by="country", customers__csv=more).results
    assert [(cause.name, cause.file) for cause in result.restatement.causes] == [("row_vanished", "purchases.csv")]


@pytest.mark.slow
def test_numbers_behind_a_figure_that_stays_the_same_are_a_change_too(publish):
    publish()
    twice = SURVEYS + "".join(f"x{n},,nps,{score},2026-06-11,\n" for n, score in enumerate((9, 6, 10)))
    (result,) = publish(surveys__csv=twice).results
    assert result.status == "refused"
    nps = next(c for c in result.restatement.changes if c.was.metric == "nps")
    assert (nps.difference, nps.was.n, nps.now.n) == (0.0, 3.0, 6.0)
    assert [cause.name for cause in result.restatement.causes] == ["row_appeared"]


@st.composite
def edited(draw):
    """A business and what a later export may have made of it."""
    then = draw(businesses())
    now = {name: [dict(row) for row in rows] for name, rows in then.items()}
    for _ in range(draw(st.integers(1, 5))):
        table = draw(st.sampled_from(["subscriptions", "subscriptions", "surveys", "costs", "purchases"]))
        rows = now[table]
        at = draw(st.integers(0, len(rows) - 1))
        kind = draw(st.sampled_from(["drop", "repeat", "change", "new"]))
        if kind == "drop" and len(rows) > 1:
            rows.pop(at)
        elif kind == "repeat":
            rows.append(dict(rows[at]))
        elif kind == "new" and table in ("subscriptions", "surveys"):
            rows.insert(at, draw(subscription_rows() if table == "subscriptions" else survey_rows()))
        elif table == "subscriptions":
            other = draw(subscription_rows())
            column = draw(st.sampled_from(["start_date", "end_date", "amount", "quantity", "plan", "interval"]))
            changed = rows[at] | {column: other[column]}
            if changed["end_date"] is None or changed["end_date"] >= changed["start_date"]:
                rows[at] = changed
    return then, draw(st.permutations(list(now.items()))), draw(st.randoms())


HEADERS = (
    "customer_id,start_date,end_date,amount,interval,plan,product",
    "survey,score,responded_at,customer_id",
    "date,category,amount",
    "customer_id,date,amount",
)
ROWS = {
    "subscriptions__csv": ("ada,2024-02-01,,5,month,basic,core", "bert,2024-02-01,,7,month,pro,core"),
    "surveys__csv": ("nps,9,2024-02-01,ada", "nps,9,2024-02-01,bert"),
    "costs__csv": ("2024-02-01,sales,10", "2024-02-02,sales,20"),
    "purchases__csv": ("ada,2024-02-01,5", "bert,2024-02-02,7"),
}


@pytest.mark.slow
@pytest.mark.parametrize("by", ["country", "plan", "product", "cohort"])
@pytest.mark.parametrize("table", ROWS)
def test_the_only_row_of_a_table_may_be_another(publish, table, by):
    headers = dict(zip(ROWS, HEADERS, strict=True))
    files = {name: f"{header}\n{ROWS[name][0]}\n" for name, header in headers.items()}
    files["customers__csv"] = "customer_id,country\nada,DE\nbert,FR\n"
    publish("2024-02", by=[by], **files)
    found = publish("2024-02", by=[by], **files | {table: f"{headers[table]}\n{ROWS[table][1]}\n"}).results[0]
    assert found.restatement.causes


@pytest.mark.parametrize("by", [(), ("country",), ("plan",)])
@settings(max_examples=tries(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(business=edited(), month=st.sampled_from(["2024-02", "2024-06", "2024-Q4", "2025-01"]))
def test_the_parts_of_every_figure_add_up(business, month, by, tmp_path_factory):
    then, now, chance = business
    now = dict(now)
    for rows in now.values():
        chance.shuffle(rows)  # the order of rows is no change
    store = Store(str(tmp_path_factory.mktemp("store") / "history.db"))
    asked = [_request(tables, month, by) for tables in (then, now)]
    publish(store, asked[0])
    (result,) = publish(store, asked[1]).results
    if result.status == "unchanged":
        return
    found = result.restatement
    assert found.causes
    assert {cause.name for cause in found.causes}.isdisjoint({"program", "configuration", "unexplained"})
    assert all(cause.count == len(cause.rows) > 0 for cause in found.causes)
    for change in found.changes:
        if change.difference is None or None in change.parts:
            continue
        if change.was.unit == "money":
            assert sum(round(part * 12e6) for part in change.parts) == round(change.difference * 12e6)
        else:
            assert sum(change.parts) == pytest.approx(change.difference, abs=1e-9)
    _mrr_is_that_of_the_customers(found)


def _mrr_is_that_of_the_customers(found):
    """What a cause did to each customer adds up to its part in MRR."""
    mrr = next((c for c in found.changes if c.was.metric == "mrr" and not c.was.segment), None)
    for cause, part in zip(found.causes, mrr.parts if mrr else (), strict=False):
        if cause.table == "subscriptions":
            assert sum(round((row.mrr or 0) * 12e6) for row in cause.rows) == round(part * 12e6)


def _request(tables, month, by):
    data = dataset(tables, as_of=LAST)
    sha256 = {name: str(hash(str(rows))) for name, rows in tables.items()}
    return Request(data, sha256, (parse_period(month),), by, date(2025, 7, 1), "0.1.0")
