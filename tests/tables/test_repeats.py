"""Rows that stand twice, spells that overlap, ends read two ways, customers nobody knows, what is left out."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import Config, Dataset, api
from csmetrics.config import TableConfig
from csmetrics.errors import DataError
from csmetrics.tables.successions import with_successions

HEAD = "customer_id,start_date,end_date,amount"


def said(folder_, metric="mrr", period="2026-01", **how):
    report = api.report(api.read(folder_, detail=False, **how), period)
    return report.figure(metric).value, [remark.text for remark in report.remarks], report


def test_an_answer_exported_twice_counts_once(folder):
    where = folder(
        surveys__csv="survey,score,responded_at,response_id,channel\n"
        "nps,10,2026-01-05,r1,app\nnps,10,2026-01-05,r1,app\nnps,0,2026-01-31,r2,app\n"
    )
    value, remarks, report = said(where, "nps")
    assert value == 0.0
    assert any("1 row exported twice and counted once" in text and "row 3 as row 2" in text for text in remarks)
    assert any("exported twice" in text for text in report.figure("nps").remarks)


def test_one_response_to_two_surveys_is_two_answers(folder):
    where = folder(
        surveys__csv="survey,score,responded_at,response_id\n"
        "nps,10,2026-01-05,r1\ncsat,5,2026-01-05,r1\nnps,0,2026-01-31,r2\n"
    )
    assert said(where, "nps")[0] == 0.0
    assert said(where, "csat")[0] == 1.0


EARLY, LATE, SAME = "10,2026-01-05", "2,2026-01-06", "10,2026-01-06"


@pytest.mark.parametrize(("first", "then"), [(EARLY, LATE), (LATE, EARLY), (SAME, LATE), (LATE, SAME)])
def test_of_two_answers_of_one_name_the_later_counts_and_of_one_day_the_lower(folder, first, then):
    where = folder(
        surveys__csv=f"survey,score,responded_at,response_id\nnps,{first},r\nnps,{then},r\nnps,9,2026-01-31,s\n"
    )
    value, remarks, _ = said(where, "nps")
    assert value == 0.0
    assert any("of a response_id that a later row has too" in text for text in remarks)


def test_equal_rows_without_a_name_count_and_are_said_with_their_sum(folder):
    rows = f"{HEAD},note\nc1,2025-11-01,,100,x\nc1,2025-11-01,,100,x\nc1,2025-11-01,,100,y\np1,2026-01-31,,1,z\n"
    where = folder(subscriptions__csv=rows)
    value, remarks, _ = said(where)
    assert value == 301.0
    assert any("1 row equal to an earlier row in every cell" in text and "100.00" in text for text in remarks)
    config = folder(csmetrics__yaml="tables: {subscriptions: {duplicates: drop}}\n")
    value, remarks, _ = said(config)
    assert (value, [text for text in remarks if "equal" in text]) == (201.0, [])
    value, remarks, _ = said(folder(csmetrics__yaml="tables: {subscriptions: {duplicates: keep}}\n"))
    assert (value, [text for text in remarks if "equal" in text]) == (301.0, [])


def test_a_line_id_names_a_row(folder):
    where = folder(
        purchases__csv="customer_id,date,amount,line_id\nc1,2026-01-05,100,l1\nc1,2026-01-05,100,l1\nc2,2026-01-31,1,l2\n"
    )
    assert said(where, "revenue")[0] == 101.0


def test_answers_of_nobody_knows_whom_may_be_equal(folder):
    where = folder(surveys__csv="survey,score,responded_at\nnps,10,2026-01-05\nnps,10,2026-01-05\nnps,9,2026-01-31\n")
    assert not any("equal" in text for text in said(where, "nps")[1])


def test_an_order_of_several_lines_is_one_purchase(folder):
    where = folder(
        purchases__csv="customer_id,date,amount,purchase_id\nc1,2026-01-05,100,p1\nc1,2026-01-06,20,p1\nc1,2026-02-10,-100,p1\n"
        "c2,2026-01-31,7,p1\nc2,2026-01-31,3,\n"
    )
    _, _, report = said(where, "revenue")
    assert report.figure("revenue").value == 130.0
    assert report.figure("average_purchase_value").inputs["purchases"] == 3
    explained = api.explain(api.read(where), "average_purchase_value", "2026-01")
    lines = {
        line.customer_id: line.amount
        for tally in explained.tallies
        if tally.tally == "purchases"
        for line in tally.lines
    }
    assert lines == {"c1": 1.0, "c2": 2.0}


def test_a_refund_of_the_same_order_passes_a_strict_read(folder):
    where = folder(purchases__csv="customer_id,date,amount,purchase_id\nc1,2026-01-05,100,p1\nc1,2026-01-10,-100,p1\n")
    data = api.read(where, strict=True)
    assert api.report(data, "2026-01").figure("revenue").value == 0.0


@pytest.mark.parametrize(
    ("columns", "rows", "pairs"),
    [
        ("", ["c1,2025-11-01,,100", "c1,2026-01-10,,150"], "row 3 beside row 2"),
        (",plan", ["c1,2025-11-01,,100,a", "c1,2026-01-10,,150,a"], "row 3 beside row 2"),
        (",plan", ["c1,2025-11-01,,100,a", "c1,2026-01-10,,150,b"], None),
        (",subscription_id", ["c1,2025-11-01,,100,s1", "c1,2026-01-10,,150,s1"], "row 3 beside row 2"),
        (",subscription_id", ["c1,2025-11-01,,100,s1", "c1,2026-01-10,,150,s2"], None),
        (",subscription_id", ["c1,2025-11-01,2026-01-10,100,s1", "c1,2026-01-10,,150,s1"], None),
        ("", ["c1,2025-11-01,,100", "c1,2026-01-10,,0"], None),
        ("", ["c1,2025-12-01,,100", "c2,2026-01-10,,5", "c1,2025-11-01,,7"], "row 2 beside row 4"),
    ],
)
def test_overlapping_spells_are_said_in_the_report(folder, columns, rows, pairs):
    where = folder(
        subscriptions__csv="\n".join([HEAD + columns, *rows, "z,2026-01-31,,1" + "," * columns.count(",")]) + "\n"
    )
    texts = [text for text in said(where)[1] if "while an earlier row" in text]
    assert ([pairs] if pairs else []) == [text.split(": ")[-1].rstrip(".") for text in texts]
    checked = [problem for problem in api.check(where).problems if "still runs" in problem.problem]
    assert len(checked) == len(texts)


def months(last_day, count=12, start=date(2025, 1, 1)):
    rows = []
    for _ in range(count):
        following = (start + timedelta(days=32)).replace(day=1)
        end = following - timedelta(days=1) if last_day else following
        rows.append(f"c1,{start},{end},100")
        start = following
    return rows


def test_inclusive_ends_are_asked_about_and_declared(folder):
    where = folder(subscriptions__csv="\n".join([HEAD, *months(last_day=True)]) + "\n")
    with pytest.raises(DataError, match="end_date_means: last_day, or end_date_means: first_day_without"):
        api.read(where, detail=False)
    assert any("end_date_means" in problem.fix for problem in api.check(where).problems)
    declared = folder(csmetrics__yaml="tables: {subscriptions: {end_date_means: last_day}}\n")
    data = api.read(declared, detail=False)
    trend = api.trend(data, "2025-12", metrics=["mrr", "customer_churn_rate"], last=11)
    assert trend.lines[0].values == (0.0,) * 11 if trend.lines[0].metric != "mrr" else True
    assert [line.values for line in trend.lines if line.metric == "mrr"] == [(100.0,) * 11]
    plain = api.read(folder(csmetrics__yaml="tables: {subscriptions: {end_date_means: first_day_without}}\n"))
    assert api.report(plain, "2025-06").figure("mrr").value == 0.0


def test_a_few_inclusive_ends_are_remarked(folder):
    where = folder(
        subscriptions__csv="\n".join([HEAD, *months(last_day=True, count=3, start=date(2025, 11, 1))]) + "\n"
    )
    _, remarks, _ = said(where)
    assert any("2 spells end on the day before the next begins" in text and "2025-11-30" in text for text in remarks)


def test_ends_on_last_days_alone_are_asked_about(folder):
    rows = [f"c{n},2025-0{1 + n % 3}-01,2025-12-31,10" for n in range(12)]
    with pytest.raises(DataError, match="end_date_means"):
        api.read(folder(subscriptions__csv="\n".join([HEAD, *rows]) + "\n"))


def test_exclusive_ends_are_no_matter(folder):
    where = folder(subscriptions__csv="\n".join([HEAD, *months(last_day=False)]) + "\n")
    assert api.read(where, detail=False).remarks == ()


days = st.integers(0, 400).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
spells = st.tuples(st.sampled_from("abc"), days, st.integers(1, 60), st.integers(1, 9))


@given(rows=st.lists(spells, max_size=25))
def test_ends_and_overlaps_are_those_of_plain_python(rows):
    rows = list(dict.fromkeys(rows))
    if not rows:
        return
    frame = pd.DataFrame(
        [{"customer_id": c, "start_date": s, "end_date": s + timedelta(days=n), "amount": a} for c, s, n, a in rows]
    )
    config = Config.model_validate({"tables": {"subscriptions": {"end_date_means": "first_day_without"}}})
    data = Dataset(subscriptions=frame, config=config)
    found = {(doubt.said, doubt.count) for doubt in data.doubts}
    late = 0
    for customer in "abc":
        own = sorted((s, s + timedelta(days=n)) for c, s, n, _ in rows if c == customer)
        for at, (start, _) in enumerate(own):
            late += any(end > start for _, end in own[:at])
    overlaps = [count for text, count in found if "while an earlier row" in text]
    assert sum(overlaps) == late
    ends = with_successions(data.table("subscriptions"), TableConfig()).ends
    if ends is not None:
        gaps = 0
        for customer in "abc":
            order = sorted((s, at) for at, (c, s, _, _) in enumerate(rows) if c == customer)
            for (start, at), (following, _) in pairwise(order):
                gaps += following > start and (following - rows[at][1] - timedelta(days=rows[at][2])).days == 1
        assert ends.gap == gaps


def test_customers_nobody_knows_are_said_with_their_share(folder):
    where = folder(
        customers__csv="customer_id,country\na,DE\nb,FR\n",
        subscriptions__csv=f"{HEAD}\na,2026-01-01,,10\nb,2026-01-01,,10\nx,2026-01-31,,5\n",
    )
    _, remarks, report = said(where)
    assert any("1 of 3 customers" in text and '"x"' in text for text in remarks)
    assert report.figure("mrr").value == 25.0
    api.report(api.read(where, detail=False, attributes=["country"]), "2026-01", by=["country"])
    allowed = folder(csmetrics__yaml="unknown_customers: allow\n")
    assert not any("customers" in text for text in said(allowed)[1])


def test_two_systems_ids_do_not_divide(folder):
    where = folder(
        customers__csv="customer_id,country\n001,DE\n002,DE\n",
        subscriptions__csv=f"{HEAD}\n1,2026-01-01,,10\n2,2026-01-31,,10\n",
    )
    assert said(where)[0] == 20.0
    data = api.read(where, detail=False, attributes=["country"])
    with pytest.raises(DataError, match="do not go together") as error:
        api.report(data, "2026-01", by=["country"])
    assert "unknown_customers: allow" in error.value.problems[0].fix
    assert api.report(data, "2026-01", by=["cohort"]).figure("mrr").value == 20.0


def test_what_is_left_out_is_in_the_report_with_its_money(folder, run_cli):
    good = "\n".join(f"c{n},2026-01-{1 + n % 28:02},,50" for n in range(300))
    where = folder(subscriptions__csv=f"{HEAD}\n{good}\nx,2026-02-30,,20\ny,2026-01-31,,7x\n")
    result = run_cli(["report", str(where), "--period", "2026-01", "--format", "json"], cwd=where)
    report = json.loads(result.stdout)
    assert report["left_out"] == [
        {"file": "subscriptions.csv", "problem": "start_date: not a date", "rows": 1, "amount": 20.0},
        {"file": "subscriptions.csv", "problem": "amount: not a number", "rows": 1, "amount": 7.0},
    ]
    assert any("left out" in text for row in report["metrics"] if row["metric"] == "mrr" for text in row["remarks"])


def test_a_share_of_money_is_not_tolerated_either(folder):
    good = "\n".join(f"c{n},2026-01-01,,50" for n in range(300))
    where = folder(subscriptions__csv=f"{HEAD}\n{good}\nx,2026-01-32,,12000\n")
    with pytest.raises(DataError, match="with 44% of its money"):
        api.read(where, detail=False)
    tolerant = folder(csmetrics__yaml="tolerate: 0.5\n")
    assert said(tolerant)[0] == 15_000.0
    strict = folder(
        csmetrics__yaml="tables: {subscriptions: {tolerate: 0}}\n",
        subscriptions__csv=f"{HEAD}\n{good}\nx,2026-01-32,,1\n",
    )
    with pytest.raises(DataError):
        api.read(strict, detail=False)
