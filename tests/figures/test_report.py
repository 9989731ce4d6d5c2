"""Reports: the period chosen, the three kinds of nothing, remarks, and the switches."""

from datetime import date

import pandas as pd
import pytest

from csmetrics import api
from csmetrics.config import Config, parse_config
from csmetrics.errors import DataError, PeriodError, UnknownNameError
from csmetrics.metrics.catalogue import METRICS
from csmetrics.periods import parse_period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.report.compute import report as compute_report

ROWS = """customer_id,start_date,end_date,amount
a,2026-01-05,,100
b,2026-01-05,2026-03-10,50
c,2026-02-05,2026-02-20,70
d,2026-03-31,,10
"""
SURVEYS = "survey,score,responded_at,customer_id\nnps,9,2026-02-10,a\nnps,3,2026-02-11,b\nnps,,2026-02-11,c\n"


@pytest.fixture
def small(read):
    return read(subscriptions__csv=ROWS, surveys__csv=SURVEYS)


@pytest.mark.slow
def test_without_a_period_it_is_the_last_complete_month(small):
    assert compute_report(small).period.name == "2026-03"
    assert compute_report(small, today=date(2026, 3, 31)).period.name == "2026-02"
    assert compute_report(small, today=date(2026, 4, 1)).period.name == "2026-03"
    assert compute_report(small, grain="quarter").period.name == "2026-Q1"


def test_an_end_that_lies_ahead_does_not_move_the_period(read):
    data = read(subscriptions__csv=ROWS + "e,2026-03-31,2029-03-31,10\n")
    assert compute_report(data).period.name == "2026-03"


@pytest.mark.parametrize("asked", ["2025-12", "2025", "2025-Q4"])
def test_a_period_that_the_data_do_not_reach_is_refused(small, asked):
    with pytest.raises(PeriodError, match=r"Your data run from 2026-01-05 to 2026-03-31 and do not reach"):
        compute_report(small, asked)


def test_a_grain_that_contradicts_the_period_is_refused(small):
    with pytest.raises(PeriodError, match="2026-02 is not a quarter"):
        compute_report(small, "2026-02", grain="quarter")
    assert compute_report(small, parse_period("2026-Q1"), grain="quarter").period.months == 3


def test_last_12_months_end_with_the_last_complete_one(small):
    assert compute_report(small, "last-12-months").period.name == "2025-04..2026-03"


def test_a_period_that_goes_on_after_the_data_is_remarked(small):
    report = compute_report(small, "2026")
    assert "The data end on 2026-03-31, before 2026 does." in [remark.text for remark in report.remarks]


def test_data_that_begin_within_the_period_before_are_remarked(acme):
    told = [remark.text for remark in compute_report(acme, "2025", metrics=["mrr"]).remarks]
    assert "The data begin on 2024-07-01, within 2024: its figures are of a part of it." in told
    assert compute_report(acme, "2024-08", metrics=["mrr"]).remarks == ()


def test_churn_counts_those_who_joined_and_left_unless_told_otherwise(folder):
    where = folder(subscriptions__csv=ROWS)
    counted = api.report(api.read(where), "2026-02").figure("customer_churn_rate")
    assert (counted.value, counted.n) == (1 / 3, 2)
    separate = api.report(api.read(where, parse_config("rules: {joined_and_left: separate}")), "2026-02")
    assert separate.figure("customer_churn_rate").value == 0
    assert separate.figure("customer_retention_rate").value == 1
    assert separate.figure("joined_and_left_customers").value == 1


def test_three_kinds_of_nothing_are_told_apart(small):
    report = compute_report(small, "2026-02")
    zero, undefined, unavailable = report.figure("churned_mrr"), report.figure("clv"), report.figure("cac")
    assert (zero.value, zero.status) == (0, "ok")
    assert report.figure("csat").reason == "no csat answers in surveys.csv"
    assert (unavailable.status, unavailable.reason) == ("unavailable", "no costs.csv")
    quiet = compute_report(small, "2026-02", metrics=["lifespan_months", "quick_ratio"])
    assert quiet.figure("quick_ratio").status == "undefined"
    assert quiet.figure("quick_ratio").value is None
    assert undefined.status == "ok"  # one joined and left, so churn is above zero
    assert "cac" in report.unavailable["no costs.csv"]


def test_a_reason_is_passed_on_from_the_metric_that_is_undefined(read):
    data = read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-05,100\nb,2026-03-31,9\n")
    report = compute_report(data, "2026-02")
    assert report.figure("clv").reason == "nobody left: no lifetime to project"
    first = compute_report(data, "2026-01")
    assert first.figure("customer_churn_rate").reason == first.figure("clv").reason
    assert first.figure("customer_churn_rate").status == "undefined"


def test_churn_of_nobody_says_so_although_customers_came_and_went(read):
    rows = "customer_id,start_date,end_date,amount\na,2026-01-05,,100\nb,2026-01-06,2026-01-20,50\n"
    rows += "c,2026-02-01,2026-02-02,1\n"
    report = compute_report(read(subscriptions__csv=rows + "d,2026-02-03,2026-02-04,1\n"), "2026-01")
    for name in ("customer_churn_rate", "customer_retention_rate", "lifespan_months", "clv"):
        figure = report.figure(name)
        assert (figure.value, figure.status, figure.reason) == (
            None,
            "undefined",
            "no customer was paying at the opening",
        )
    way_out = " Without them: rules: joined_and_left: separate."
    more = "1 joined and left within the period, more than the 0 who paid at its opening."
    assert [remark.text for remark in report.remarks if remark.metric == "customer_churn_rate"] == [more + way_out]
    later = compute_report(read(subscriptions__csv=rows + "d,2026-02-03,2026-02-04,1\n"), "2026-02")
    assert later.figure("customer_churn_rate").value == 2 / 3
    more = "2 joined and left within the period, more than the 1 who paid at its opening."
    assert later.figure("customer_retention_rate").remarks == (more + way_out,)


def test_cac_is_divided_by_everybody_won_who_stayed_or_not(read):
    costs = "date,category,amount\n2026-01-31,sales,900\n2026-02-27,marketing,30\n2026-03-31,sales,300\n"
    data = read(subscriptions__csv=ROWS, costs__csv=costs)
    months = [compute_report(data, f"2026-0{month}").figure("cac") for month in (1, 2, 3)]
    quarter = compute_report(data, "2026-Q1").figure("cac")
    assert [(cac.value, cac.n) for cac in months] == [(450, 2), (30, 1), (300, 1)]
    assert (quarter.value, quarter.n) == (1230 / 4, sum(cac.n for cac in months))
    assert quarter.inputs == {"acquisition_cost": 1230, "customers_won": 4}


@pytest.mark.slow
def test_a_customer_who_comes_back_is_won_once(read):
    rows = "customer_id,start_date,end_date,amount\na,2026-01-05,2026-01-20,1\n"
    rows += "a,2026-02-05,2026-02-20,1\na,2026-03-05,,1\n"
    data = read(subscriptions__csv=rows, costs__csv="date,category,amount\n2026-01-09,sales,7\n2026-03-09,sales,7\n")
    won = [compute_report(data, f"2026-0{month}").figure("cac").inputs["customers_won"] for month in (1, 2, 3)]
    assert won == [1, 0, 0]
    assert compute_report(data, "2026-02").figure("cac").reason == "nobody was won"


FREE = """customer_id,start_date,end_date,amount,quantity
a,2025-10-01,2026-01-01,100,1
a,2026-01-01,2026-02-01,0,1
a,2026-02-01,,100,1
b,2025-10-01,2026-01-10,60,1
b,2026-01-10,2026-03-01,60,0
b,2026-03-01,,60,1
c,2025-10-01,2026-01-15,5,1
d,2025-10-01,,5,1
"""


@pytest.mark.slow
def test_a_free_month_is_named_where_a_customer_counts_as_gone_or_as_back(read):
    data = read(subscriptions__csv=FREE)

    def told(period, *metrics):
        return [
            r.text.split(":")[1] for r in compute_report(data, period, metrics=metrics).remarks if "amount 0" in r.text
        ]

    assert told("2026-01") == [" 2 churned to a row of amount 0 that runs at the close (row 3, row 6)"]
    assert told("2026-02") == [" 1 returned from a row of amount 0 that ran at the opening (row 3)"]
    assert told("2026-03") == [" 1 returned from a row of amount 0 that ran at the opening (row 6)"]
    assert told("2025-12") == told("2026-01", "mrr", "customers") == told("2026-01", "new_mrr") == []
    report = compute_report(data, "2026-01", metrics=["churned_customers", "mrr"])
    assert report.figure("churned_customers").value == 3
    assert "row 3" in report.figure("churned_customers").remarks[0]
    alone = compute_report(data, "2026-01", metrics=["mrr"])
    assert report.figure("mrr").remarks == alone.figure("mrr").remarks


def test_the_previous_period_and_the_change_stand_beside(small):
    mrr = compute_report(small, "2026-03").figure("mrr")
    assert (mrr.value, mrr.previous, mrr.change) == (110, 150, -40)


@pytest.mark.parametrize(("first", "previous"), [("2026-01-31", 0), ("2026-02-01", None)])
def test_a_period_before_the_data_is_no_zero(read, first, previous):
    data = read(subscriptions__csv=f"customer_id,start_date,amount\na,{first},0\nb,2026-02-28,6\n")
    for options in ({}, {"by": ["cohort"]}, {"history": 6}):
        mrr = compute_report(data, "2026-02", **options).figure("mrr")
        assert (mrr.value, mrr.previous, mrr.change) == (6, previous, None if previous is None else 6)


def test_a_figure_that_is_not_there_is_an_error_that_says_so(read):
    data = read(customers__csv="customer_id,country\na,DE\nb,NA\n", subscriptions__csv=ROWS, surveys__csv=SURVEYS)
    whole = compute_report(data, "2026-02", metrics=["nps", "mrr"])
    with pytest.raises(UnknownNameError, match=r"^The report has no figure of nsp\. Did you mean nps\?$"):
        whole.figure("nsp")
    with pytest.raises(UnknownNameError, match=r"^The report has no figure of csat\.$"):
        whole.figure("csat")
    with pytest.raises(
        UnknownNameError, match=r"no segment country DE\. It is about the whole alone: make it with by\.$"
    ):
        whole.figure("nps", country="DE")
    divided = compute_report(data, "2026-02", metrics=["nps", "mrr"], by=["country"])
    assert divided.figure("nps", country="DE").n == 1
    with pytest.raises(UnknownNameError, match=r"country XX\. It has country DE; country NA; country \(none\)\.$"):
        divided.figure("nps", country="XX")


def test_metrics_are_chosen_in_catalogue_order_whatever_was_asked_first(small):
    report = compute_report(small, "2026-02", metrics=["mrr", "nps", "mrr"])
    assert [figure.metric for figure in report.figures] == ["nps", "mrr"]
    with pytest.raises(UnknownNameError, match=r"mmr.* Did you mean mrr"):
        compute_report(small, metrics=["mmr"])


def test_every_metric_has_a_value_in_the_example(acme):
    report = compute_report(acme, "2026-09")
    assert [figure.metric for figure in report.figures] == [
        name
        for name, metric in METRICS.items()
        if metric.shown in ("always", "with rates of exchange") and name != "comments"
    ]
    assert [figure.metric for figure in report.figures if figure.value is None] == []


def test_remarks(read):
    costs = "date,category,amount\n2026-02-28,sales,90000\n2026-02-28,success,999999\n"
    config = "thresholds: {nps: {min: 30}, customer_churn_rate: {max: 0.03, max_change: 0.01}, mrr: {min_change: 0}}"
    data = read(config, subscriptions__csv=ROWS, surveys__csv=SURVEYS, costs__csv=costs)
    told = {(remark.metric, remark.text.split(":")[0]) for remark in compute_report(data, "2026-03").remarks}
    assert ("customer_churn_rate", "Above its threshold (max 0.03).") in told
    assert ("mrr", "Changed by less than its threshold (min_change 0).") in told
    told = {(remark.metric, remark.text.split(":")[0]) for remark in compute_report(data, "2026-02").remarks}
    assert ("nps", "Below its threshold (min 30).") in told
    assert ("nps", "Fewer than 30 answers stand behind it") in told


def test_value_remarks(read):
    rows = "".join(f"c{n},2026-01-05,,10\n" for n in range(20)) + "x,2026-01-05,2026-02-15,10\ny,2026-02-28,,10\n"
    costs = "date,category,amount\n2026-02-28,sales,9000\n2026-02-28,success,999999\n"
    data = read(subscriptions__csv="customer_id,start_date,end_date,amount\n" + rows, costs__csv=costs)
    told = {remark.metric for remark in compute_report(data, "2026-02").remarks}
    assert {"clv_to_cac", "crc_to_cac"} <= told


def on(metric, report):
    return [(remark.text, remark.breach) for remark in report.remarks if remark.metric == metric]


def test_a_threshold_that_changes_too_much_is_remarked(read):
    data = read("thresholds: {mrr: {max_change: -10}}", subscriptions__csv=ROWS)
    assert on("mrr", compute_report(data, "2026-03")) == []
    assert on("mrr", compute_report(data, "2026-02")) == [
        ("Changed by more than its threshold (max_change -10).", True)
    ]
    unchecked = "Its threshold of change was not checked: there is no figure of the period before."
    assert on("mrr", compute_report(data, "2026-01")) == [(unchecked, False)]


@pytest.mark.parametrize("asked", ["2026-Q1", "2026", "2026-01..2026-02"])
def test_thresholds_are_for_months(read, asked):
    data = read("thresholds: {mrr: {min: 99999}, cac: {max: 0}}", subscriptions__csv=ROWS)
    told = [remark for remark in compute_report(data, asked).remarks if "hreshold" in remark.text]
    assert [(r.metric, r.text, r.breach) for r in told] == [
        ("", f"Thresholds are for months: not checked for {asked}.", False)
    ]
    others = compute_report(data, asked, metrics=["nps"]).remarks
    assert not [remark for remark in others if "hreshold" in remark.text]
    assert on("mrr", compute_report(data, "2026-01..2026-01")) == [("Below its threshold (min 99999).", True)]


@pytest.mark.slow
def test_a_threshold_that_cannot_be_checked_is_remarked(read):
    config = "thresholds: {cac: {max: 5}, customer_churn_rate: {max: 0.1}, mrr: {min: 0}}"
    report = compute_report(read(config, subscriptions__csv=ROWS), "2026-01")
    assert on("cac", report) == [("Its threshold was not checked: no costs.csv.", False)]
    reason = report.figure("customer_churn_rate").reason
    assert on("customer_churn_rate", report) == [(f"Its threshold was not checked: {reason}.", False)]
    assert on("mrr", report) == []
    assert compute_report(read(config, subscriptions__csv=ROWS), "2026-01", metrics=["mrr"]).remarks == ()


def test_a_segment_can_have_bounds_of_its_own(read):
    rows = "customer_id,start_date,amount,plan\na,2026-01-01,10,basic\nb,2026-01-01,70,pro\nc,2026-02-01,9,basic\n"
    rows += "d,2026-01-01,20,team\n"
    segments = "{plan: {pro: {min: 50}, team: {min: 25}, gold: {max: 1}}, cohort: {x: {max: 1}}}"
    data = read(f"thresholds: {{mrr: {{min: 15, segments: {segments}}}}}", subscriptions__csv=rows)
    found = [(r.segment, r.text) for r in compute_report(data, "2026-01", metrics=["mrr"], by=["plan"]).remarks]
    assert found == [
        ({"plan": "basic"}, "Below its threshold (min 15)."),
        ({"plan": "team"}, "Below its threshold (min 25)."),
        ({}, "Its thresholds for plan gold were not checked: no such segment."),
        ({}, "Its thresholds by cohort were not checked: add --by cohort."),
    ]


def test_an_unknown_threshold_without_a_file_is_refused_too():
    rows = pd.DataFrame({"customer_id": ["a"], "start_date": ["2026-01-01"], "amount": [5.0]})
    data = Dataset(subscriptions=rows, config=Config(thresholds={"churn_rate": {"max": 1}}))
    with pytest.raises(UnknownNameError, match=r"^thresholds: no metric is called churn_rate\. Did you mean"):
        compute_report(data, "2026-01")


def test_a_mean_of_answers_that_agree_has_no_interval(read):
    agree = "".join(f"ces,6,2026-02-{day:02}\n" for day in range(1, 29))
    report = compute_report(read(surveys__csv="survey,score,responded_at\n" + agree), "2026-02")
    assert (report.figure("ces").value, report.figure("ces").interval) == (6, None)
    assert on("ces", report) == [("Fewer than 30 answers stand behind it.", False)]
    differ = compute_report(read(surveys__csv="survey,score,responded_at\nces,5,2026-02-28\n" + agree), "2026-02")
    assert differ.figure("ces").interval.method == "Student's t"


@pytest.mark.slow
def test_segments_stand_beside_the_whole_with_small_ones_marked(read):
    customers = "customer_id,country\na,DE\nb,NA\nc,\n"
    data = read(
        customers__csv=customers, subscriptions__csv=ROWS, costs__csv="date,category,amount\n2026-02-01,sales,9\n"
    )
    report = compute_report(data, "2026-02", by=["country"], metrics=["mrr", "cac"])
    assert [(f.metric, f.segment.get("country"), f.value) for f in report.figures] == [
        ("mrr", None, 150), ("mrr", "DE", 100), ("mrr", "NA", 50), ("mrr", "(none)", 0),
        ("cac", None, 9), ("cac", "DE", None), ("cac", "NA", None), ("cac", "(none)", None),
    ]  # fmt: skip
    assert report.figure("cac", country="DE").reason == "costs.csv has no column country"
    assert report.figure("cac", country="DE").inputs["acquisition_cost"] is None
    with_customers = compute_report(data, "2026-02", by=["country"])
    assert any(remark.segment == {"country": "DE"} for remark in with_customers.remarks)


def test_costs_with_the_attribute_are_divided_too(read):
    data = read(
        customers__csv="customer_id,channel\na,ads\nb,fair\n",
        subscriptions__csv=ROWS,
        costs__csv="date,category,amount,channel\n2026-01-31,sales,60,ads\n2026-01-31,sales,40,fair\n2026-01-31,sales,5,\n",
    )
    report = compute_report(data, "2026-01", by=["channel"], metrics=["cac"])
    assert {f.segment.get("channel"): f.value for f in report.figures} == {
        None: 52.5,
        "ads": 60,
        "fair": 40,
        "(none)": None,
    }


def test_two_attributes_make_segments_of_their_pairs(read):
    data = read(customers__csv="customer_id,country,size\na,DE,s\nb,US,s\nd,DE,l\n", subscriptions__csv=ROWS)
    report = compute_report(data, "2026-03", by=["country", "size"], metrics=["mrr"])
    assert [(*f.segment.values(), f.value) for f in report.figures] == [
        (110,), ("DE", "l", 10), ("DE", "s", 100), ("US", "s", 0), ("(none)", "(none)", 0),
    ]  # fmt: skip


def test_surveys_without_customers_cannot_be_divided(read):
    data = read(
        customers__csv="customer_id,country\na,DE\n", surveys__csv="survey,score,responded_at\nnps,9,2026-02-10\n"
    )
    figure = compute_report(data, "2026-02", by=["country"], metrics=["nps"]).figures[1]
    assert (figure.status, figure.reason) == ("unavailable", "surveys.csv has no customer_id")


@pytest.mark.slow
def test_a_plan_is_that_of_the_largest_row_and_a_switch_is_no_churn(read):
    rows = """customer_id,start_date,end_date,amount,plan
a,2026-01-01,2026-02-10,50,basic
a,2026-02-10,,90,pro
b,2026-01-01,,40,basic
b,2026-01-01,,60,pro
c,2026-02-15,,10,basic
c,2026-02-15,,20,pro
"""
    data = read(subscriptions__csv=rows)

    def figures(period, metric):
        found = compute_report(data, period, by=["plan"], metrics=[metric]).figures
        return {figure.segment.get("plan", "all"): figure.value for figure in found}

    assert figures("2026-02", "customers") == {"all": 3, "basic": 0, "pro": 3, "(none)": 0}
    assert figures("2026-02", "churned_customers") == {"all": 0, "basic": 0, "pro": 0, "(none)": 0}
    assert figures("2026-02", "expansion_mrr") == {"all": 40, "basic": 0, "pro": 40, "(none)": 0}
    assert figures("2026-02", "new_customers") == {"all": 1, "basic": 0, "pro": 1, "(none)": 0}
    assert figures("2026-02..2026-02", "mrr") == {"all": 220, "basic": 0, "pro": 220, "(none)": 0}


def test_cohort_is_the_month_of_the_first_payment(read):
    data = read(subscriptions__csv=ROWS + "b,2026-03-20,,5\n", surveys__csv=SURVEYS)
    report = compute_report(data, "2026-03", by=["cohort"], metrics=["customers", "nps"])
    found = {(f.metric, f.segment.get("cohort")): f.value for f in report.figures}
    assert found["customers", "2026-01"] == 2
    assert found["customers", "2026-03"] == 1
    february = compute_report(data, "2026-02", by=["cohort"], metrics=["nps"])
    assert february.figure("nps", cohort="2026-01").n == 2


def test_an_attribute_of_costs_alone_divides_costs_alone(read):
    data = read(subscriptions__csv=ROWS, costs__csv="date,category,amount,team\n2026-02-01,sales,9,x\n")
    report = compute_report(data, "2026-02", by=["team"], metrics=["mrr"])
    assert report.figure("mrr", team="x").reason == "customers have no attribute team"
    with pytest.raises(UnknownNameError, match=r"No attribute is called tame. Did you mean team\? There are team."):
        compute_report(data, "2026-02", by=["tame"])


def test_no_attributes_at_all_are_said_so(read):
    with pytest.raises(UnknownNameError, match="The data have none"):
        compute_report(read(surveys__csv=SURVEYS), "2026-02", by=["plan"])


def test_an_empty_table_is_a_table(read):
    data = read(
        subscriptions__csv=ROWS, surveys__csv="survey,score,responded_at\n", purchases__csv="customer_id,date,amount\n"
    )
    report = compute_report(data, "2026-02")
    assert report.figure("revenue").value == 0
    assert report.figure("nps").reason == "no nps answers in surveys.csv"
    assert report.figure("average_purchase_value").status == "undefined"


def test_one_customer_is_enough(read):
    report = compute_report(read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-31,5\n"), "2026-01")
    assert report.figure("customers").value == 1


def test_a_table_of_free_rows_has_nobody_paying(read):
    report = compute_report(read(subscriptions__csv="customer_id,start_date,amount\na,2026-01-31,0\n"), "2026-01")
    assert report.figure("customers").value == 0
    assert report.figure("arpu").status == "undefined"


def test_a_report_becomes_a_frame(small):
    frame = compute_report(small, "2026-02", metrics=["nps", "csat"]).to_frame()
    assert frame["metric"].tolist() == ["nps", "csat"][::-1]
    assert frame.set_index("metric").loc["nps", "interval_low"] < 0


def test_the_data_are_not_changed_by_reporting():
    rows = pd.DataFrame({"customer_id": ["a"], "start_date": ["2026-01-01"], "amount": [5.0]})
    before = rows.copy(deep=True)
    data = Dataset(subscriptions=rows)
    frame = data.frame("subscriptions").copy(deep=True)
    compute_report(data, "2026-01")
    pd.testing.assert_frame_equal(rows, before)
    pd.testing.assert_frame_equal(data.frame("subscriptions"), frame)


def test_many_bad_rows_are_all_named(read):
    rows = "".join(f"c{n},2026-01-05,,oops\n" for n in range(332))
    with pytest.raises(DataError, match="332 of 332 rows") as caught:
        read(subscriptions__csv="customer_id,start_date,end_date,amount\n" + rows)
    assert len(caught.value.problems) == 332


def test_rules_of_the_figures_travel_with_the_report(read):
    data = read("gross_margin: 0.5\nrules: {interval_factors: {week: 4}}", subscriptions__csv=ROWS)
    report = compute_report(data, "2026-02")
    assert report.rules["gross_margin"] == 0.5
    assert report.rules["rules.interval_factors.week"] == 4
    assert report.figure("clv").inputs["gross_margin"] == 0.5
