"""Attributes of rows: a further column of surveys, tickets or purchases divides its own table."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import csmetrics
from conftest import tries
from csmetrics import Config, Dataset
from csmetrics.tables.partitions import read_partitioned

JANUARY = "2026-01"
SURVEYS = (
    "survey,score,responded_at,customer_id,channel,comment\n"
    "nps,10,2026-01-05,a,web,price\nnps,0,2026-01-06,a,app,fine\nnps,9,2026-01-07,b,web,\nnps,8,2026-01-08,,,x\n"
    "csat,5,2026-01-05,a,app,\nnps,,2026-01-09,c,web,\n"
)
CUSTOMERS = "customer_id,country\na,DE\nb,FR\nc,DE\n"


def figures(report, metric):
    return {tuple(each.segment.values()): each.value for each in report.figures if each.metric == metric}


def every_way(folder, by, config=None):
    """The data read whole, lean, and partition by partition."""
    settled = config or Config()
    yield csmetrics.read(folder, settled, attributes=by)
    yield csmetrics.read(folder, settled, detail=False, attributes=by)
    yield read_partitioned(folder, settled, 3, attributes=tuple(by))


@pytest.mark.slow
def test_a_column_of_surveys_divides_them(folder):
    data = folder(surveys__csv=SURVEYS, customers__csv=CUSTOMERS)
    for read in every_way(data, ["channel"]):
        report = csmetrics.report(read, JANUARY, by=["channel"])
        assert figures(report, "nps") == {(): 25.0, ("app",): -100.0, ("web",): 100.0, ("(none)",): 0.0}
        assert figures(report, "survey_response_rate") == {
            (): 5 / 6, ("app",): 1.0, ("web",): pytest.approx(2 / 3), ("(none)",): 1.0,
        }  # fmt: skip


@pytest.mark.slow
def test_beside_an_attribute_of_customers_both_divide(folder):
    data = folder(surveys__csv=SURVEYS, customers__csv=CUSTOMERS)
    for read in every_way(data, ["country", "channel"]):
        found = figures(csmetrics.report(read, JANUARY, by=["country", "channel"]), "nps")
        assert found[("DE", "web")] == 100.0
        assert found[("DE", "app")] == -100.0
        assert found[("FR", "web")] == 100.0
        assert found[("(none)", "(none)")] == 0.0


@pytest.mark.slow
def test_what_customers_have_too_is_theirs_and_the_other_is_asked_for_by_its_table(folder):
    data = folder(surveys__csv=SURVEYS, customers__csv="customer_id,channel\na,phone\nb,post\n")
    for read in every_way(data, ["channel", "surveys.channel"]):
        theirs = figures(csmetrics.report(read, JANUARY, by=["channel"]), "nps")
        assert (theirs[("phone",)], theirs[("post",)]) == (0.0, 100.0)
        own = figures(csmetrics.report(read, JANUARY, by=["surveys.channel"]), "nps")
        assert (own[("web",)], own[("app",)]) == (100.0, -100.0)


def test_other_tables_are_not_divided_and_say_why(folder):
    data = csmetrics.read(
        folder(surveys__csv=SURVEYS, subscriptions__csv="customer_id,start_date,amount\na,2025-01-01,10\n",
               reviews__csv="rating,date\n5,2026-01-05\n"), attributes=["channel"]
    )  # fmt: skip
    report = csmetrics.report(data, JANUARY, by=["channel"])
    assert report.figure("mrr", channel="web").reason == "customers have no attribute channel"
    assert report.figure("mrr").value == 10
    with pytest.raises(csmetrics.UnknownNameError, match="Customers cannot be divided by channel"):
        csmetrics.customers(data, JANUARY, by="channel")


@pytest.mark.slow
def test_such_columns_are_read_only_when_they_are_asked_for(folder):
    data = folder(surveys__csv=SURVEYS)
    assert "channel" not in csmetrics.read(data).frame("surveys")
    assert "channel" in csmetrics.read(data, attributes="channel").frame("surveys")
    assert "channel" in csmetrics.read(data, detail=False, attributes="surveys.channel").frame("surveys")
    assert "channel" not in csmetrics.read(data, attributes="tickets.channel").frame("surveys")
    with pytest.raises(
        csmetrics.UnknownNameError, match=r'was not read: read\(folder, attributes=\["channel"\]\) does'
    ):
        csmetrics.report(csmetrics.read(data), JANUARY, by="channel")
    with pytest.raises(csmetrics.UnknownNameError, match=r"chanel.* Did you mean channel"):
        csmetrics.report(csmetrics.read(data), JANUARY, by="chanel")


@pytest.mark.slow
def test_the_last_answer_is_chosen_before_it_is_divided(folder):
    config = Config(surveys={"repeat_answers": "latest"})
    data = folder(surveys__csv=SURVEYS)
    for read in every_way(data, ["channel"], config):
        found = figures(csmetrics.report(read, JANUARY, by=["channel"]), "nps")
        assert found == {(): 0.0, ("app",): -100.0, ("web",): 100.0, ("(none)",): 0.0}
        assert csmetrics.report(read, JANUARY, by=["channel"]).figure("nps", channel="web").n == 1


def test_comments_are_divided_by_their_rows(folder):
    config = Config(feedback={"themes": {"price": ["price"]}})
    for read in (
        csmetrics.read(folder(surveys__csv=SURVEYS), config, attributes=["channel"]),
        read_partitioned(folder(surveys__csv=SURVEYS), config, 2, attributes=("channel",), comments=True),
    ):
        report = csmetrics.report(read, JANUARY, metrics=["comments", "theme_price_comments"], by=["channel"])
        assert figures(report, "comments") == {(): 3.0, ("app",): 1.0, ("web",): 1.0, ("(none)",): 1.0}
        assert figures(report, "theme_price_comments")[("web",)] == 1.0


def test_lines_of_an_explanation_say_the_segment_that_all_their_rows_are_in(folder):
    data = csmetrics.read(folder(surveys__csv=SURVEYS), attributes=["channel"])
    lines = {t.tally: t for t in csmetrics.explain(data, "nps", JANUARY, by="channel").tallies}["nps_responses"].lines
    assert {line.customer_id: dict(line.segment) for line in lines} == {
        "a": {}, "b": {"channel": "web"}, None: {"channel": "(none)"},
    }  # fmt: skip


BOUGHT = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.dates(date(2025, 12, 15), date(2026, 2, 5)), st.integers(-9, 20),
        st.sampled_from(["shop", "web", None]),
    ),
    min_size=1,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=tries(40))
@given(BOUGHT)
def test_purchases_by_their_own_column(rows):
    columns = ["customer_id", "date", "amount", "outlet"]
    data = Dataset(purchases=pd.DataFrame(rows, columns=columns).assign(extra="x"))
    names = ["revenue_per_customer", "average_purchase_value", "clv_historical"]
    try:
        report = csmetrics.report(data, JANUARY, metrics=names, by="outlet")
    except csmetrics.PeriodError:
        return
    for outlet in (None, "shop", "web", "(none)"):
        chosen = [r for r in rows if outlet is None or (r[3] or "(none)") == outlet]
        if not chosen:
            continue
        where = {} if outlet is None else {"outlet": outlet}
        inside = [r for r in chosen if r[1].month == 1]
        value = report.figure("average_purchase_value", **where)
        bought = [r for r in inside if r[2] >= 0]
        assert value.inputs["purchases"] == len(bought)
        per = report.figure("revenue_per_customer", **where)
        assert per.inputs["purchasing_customers"] == len({r[0] for r in bought})
        assert per.inputs["revenue"] == sum(r[2] for r in inside)
        ever = report.figure("clv_historical", **where).inputs
        assert ever["purchasers_ever"] == len({r[0] for r in chosen if r[1] < date(2026, 2, 1) and r[2] >= 0})


@pytest.mark.slow
def test_scores_of_tickets_by_priority_of_their_own(folder):
    config = Config(surveys={"csat": {"from": ["surveys", "tickets"]}})
    data = folder(
        surveys__csv="survey,score,responded_at,customer_id,team\ncsat,5,2026-01-05,a,red\ncsat,1,2026-01-06,b,blue\n",
        tickets__csv="customer_id,opened_at,closed_at,score,team\na,2026-01-01,2026-01-06,1,red\n",
    )
    for read in every_way(data, ["team"], config):
        assert figures(csmetrics.report(read, JANUARY, metrics="csat", by=["team"]), "csat") == {
            (): pytest.approx(1 / 3), ("blue",): 0.0, ("red",): 0.5,
        }  # fmt: skip
        named = csmetrics.report(csmetrics.read(data, config, attributes="surveys.team"), JANUARY, by=["surveys.team"])
        assert named.figure("csat", **{"surveys.team": "red"}).status == "unavailable"


@pytest.mark.slow
def test_a_snapshot_keeps_the_column_that_it_was_published_by(folder, tmp_path):
    data = folder(surveys__csv=SURVEYS)
    published = {"store": tmp_path / "h.db", "by": "channel"}
    csmetrics.snapshot(data, JANUARY, today=date(2026, 2, 1), **published)
    assert csmetrics.snapshot(data, JANUARY, today=date(2026, 2, 2), **published).results[0].status == "unchanged"
    folder(surveys__csv=SURVEYS.replace("nps,9,2026-01-07,b,web", "nps,9,2026-01-07,b,app"))
    result = csmetrics.snapshot(data, JANUARY, today=date(2026, 2, 3), **published).results[0]
    assert result.status == "refused"
    assert result.restatement.causes[0].rows[0].columns == {"channel": ("web", "app")}


@pytest.mark.parametrize("command", ["report", "trend", "explain nps", "snapshot"])
def test_the_commands_take_such_a_name(folder, run_cli, command):
    data = folder(surveys__csv=SURVEYS)
    result = run_cli(
        [*command.split(), "data", "--period", JANUARY, "--by", "Channel", "--format", "json"], data.parent
    )
    assert result.exit_code == 0, result.output
    assert '"channel": "web"' in result.stdout or command == "snapshot"
