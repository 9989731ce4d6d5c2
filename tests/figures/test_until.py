"""Until when the files speak: the month chosen by default, quiet months, and days that can hardly be true."""

import json
import re
import time
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import csmetrics
from business import businesses, dataset
from conftest import ACME, some, tries
from csmetrics import Config, PeriodError, api
from csmetrics.config import load_config, parse_config
from csmetrics.periods import from_day_number, parse_period, series
from csmetrics.tables.dataset import Dataset

OPEN = "customer_id,start_date,end_date,amount\na,2026-01-05,,100\nb,2026-01-20,2026-02-10,40\nc,2026-06-15,,7\n"
ENDED = "customer_id,start_date,end_date,amount\na,2026-01-05,2026-03-01,100\nb,2026-01-20,2026-02-10,40\n"
QUIET = (
    "No row is dated in 2026-08: the newest row is from 2026-06-15. Subscriptions without an end are taken to run on."
)


def mrr(data, period=None, **how):
    return api.report(data, period, metrics="mrr", **how).figure("mrr").value


def test_a_month_after_the_newest_row_is_reported_where_something_runs_on(read):
    report = api.report(read(subscriptions__csv=OPEN), "2026-08", metrics="mrr")
    figure = report.figure("mrr")
    assert (figure.value, figure.previous, figure.remarks) == (107, 107, (QUIET,))
    assert [remark.text for remark in report.remarks] == [QUIET.replace("2026-08", "2026-07, 2026-08")]


def test_a_month_within_the_files_has_nothing_said_of_it_though_it_is_quiet(read):
    report = api.report(read(subscriptions__csv=OPEN), "2026-04", metrics="mrr")
    assert (report.figure("mrr").value, report.figure("mrr").remarks, report.remarks) == (100, (), ())


def test_where_all_has_ended_only_as_of_reaches_further(read):
    data = read(subscriptions__csv=ENDED)
    assert mrr(data, "2026-02") == 100  # an end reaches into it
    with pytest.raises(PeriodError, match=r"--as-of 2026-04-30, or as_of: to csmetrics\.yaml"):
        api.report(data, "2026-04")
    assert mrr(data, "2026-04", as_of="2026-04-30") == 0
    with pytest.raises(PeriodError, match="do not reach 2026-04"):
        api.report(data, "2026-04", as_of="2026-04-29")


def test_nothing_is_reported_before_the_first_day(read):
    for as_of in (None, "2026-12-31"):
        with pytest.raises(PeriodError, match="do not reach 2025-12"):
            api.report(read(subscriptions__csv=OPEN), "2025-12", as_of=as_of)


def test_a_trend_runs_through_quiet_months_and_says_which(read):
    data = read(subscriptions__csv=OPEN)
    trend = api.trend(data, "2026-12", metrics="mrr", last=12)
    assert trend.lines[0].values == (140, 100, 100, 100, 100, *[107] * 7)
    said = "No row is dated in 2026-07 to 2026-12: the newest row is from 2026-06-15."
    assert trend.notes == (f"{said} Subscriptions without an end are taken to run on.",)
    assert [bool(figure.remarks) for figure in trend.lines[0].figures] == [False] * 6 + [True] * 6


@pytest.mark.parametrize(
    ("as_of", "today", "grain", "chosen"),
    [
        (None, None, None, "2026-05"),
        (None, date(2026, 4, 3), None, "2026-03"),
        ("2026-10-31", date(2026, 4, 3), None, "2026-10"),  # the clock is not asked
        ("2026-10-30", None, None, "2026-09"),
        ("2026-12-31", None, "quarter", "2026-Q4"),
        ("2026-12-30", None, "quarter", "2026-Q3"),
        ("2026-12-31", None, "year", "2026"),
        (date(2026, 2, 28), None, None, "2026-02"),
        (datetime(2026, 10, 31, 9), None, None, "2026-10"),  # noqa: DTZ001  # a moment without a zone
        (pd.Timestamp("2026-10-31"), None, None, "2026-10"),
    ],
)
def test_as_of_decides_the_period(read, as_of, today, grain, chosen):
    data = read(subscriptions__csv=OPEN)
    assert api.report(data, as_of=as_of, today=today, grain=grain, metrics="mrr").period.name == chosen
    if as_of is not None:
        own = Dataset.of(data.tables, Config(as_of=as_of))
        assert api.report(own, today=today, grain=grain, metrics="mrr").period.name == chosen
        assert (
            api.report(own, "last-3-months", metrics="mrr").period.end
            == parse_period(api.report(own, metrics="mrr").period.name).end
        )


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.slow
@given(business=businesses(), as_of=days, month=st.integers(1, 12))
@settings(max_examples=tries(20))
def test_as_of_changes_no_figure(business, as_of, month):
    data = dataset(business)
    try:
        plain = api.report(data, f"2025-{month:02}")
    except PeriodError:
        return
    declared = api.report(data, plain.period, as_of=as_of)
    bare = [[bare_of(figure) for figure in report.figures] for report in (plain, declared)]
    assert bare[0] == bare[1]
    assert plain.rules == declared.rules


def bare_of(figure):
    return {name: getattr(figure, name) for name in figure.__slots__ if name != "remarks"}


@pytest.mark.slow
@given(business=businesses(), as_of=days)
@settings(max_examples=tries(20))
def test_the_period_chosen_is_complete_and_the_next_is_not(business, as_of):
    data = dataset(business)
    newest = from_day_number(data.newest_recorded())
    for report, limit in ((api.trend, newest), (api.report, as_of)):
        try:
            found = report(data, metrics="customers", as_of=None if limit is newest else as_of)
        except PeriodError as error:
            assert "is complete in the data" in str(error)  # noqa: PT017  # either way is right
            continue
        period = found.periods[-1] if report is api.trend else found.period
        assert period.last_day <= limit < period.previous(-1).last_day


DATED = ["report", "trend", "cohorts", "customers", "health", "feedback", "explain mrr"]


@pytest.mark.slow
@pytest.mark.parametrize("command", DATED)
@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_the_heading_says_why_it_is_this_month(run_cli, tmp_path, command, form):
    name, *metric = command.split()
    asked = [name, *metric, str(ACME), "--format", form]
    said = {
        (): "last month the files cover; newest row 30 September 2026",
        ("--as-of", "2026-08-31"): "last month up to 31 August 2026 (as_of); newest row 30 September 2026",
        ("--grain", "quarter"): "last quarter the files cover; newest row 30 September 2026",
        ("--period", "last-2-months"): "p to the last month the files cover; newest row 30 September 2026",
    }
    for options, line in some(said.items(), at=DATED.index(command) + len(form)):
        out = run_cli([*asked, *options], tmp_path).stdout
        assert (json.loads(out)["chosen"] if form == "json" else re.sub(r"\s+", " ", out)).count(line) == 1
    out = run_cli([*asked, "--period", "2026-08"], tmp_path).stdout
    assert json.loads(out)["chosen"] is None if form == "json" else "newest row" not in out


def test_where_the_clock_decides_the_heading_says_so(read):
    report = api.report(read(subscriptions__csv=OPEN), today=date(2026, 6, 15), metrics="mrr")
    assert report.chosen == "the last month that has ended; newest row 15 June 2026"


def test_rows_after_as_of_are_pointed_out(read):
    data = read("as_of: 2026-05-31", subscriptions__csv=OPEN)
    late = "Rows are dated after 2026-05-31 (as_of), up to 2026-06-15: the periods they fall into are not complete."
    assert [remark.text for remark in api.report(data, metrics="mrr").remarks] == [late]
    ends_later = "The files are complete until 2026-05-31 (as_of), and 2026-06 ends later."
    assert [remark.text for remark in api.report(data, "2026-06", metrics="mrr").remarks] == [ends_later, late]


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-02-30", "31.10.2026", "tomorrow", "20261031", "1969-12-31", "9999-12-31"]
)
def test_a_day_that_is_none_is_refused_with_words(run_cli, folder, day):
    run = run_cli(["report", str(folder(subscriptions__csv=OPEN)), "--as-of", day], folder())
    assert run.exit_code == 2
    assert "is not a day. Write it as 2026-10-31." in run.stderr or "no export is complete until" in run.stderr
    with pytest.raises(csmetrics.ConfigError, match="line 1, as_of: "):
        parse_config(f"as_of: {day}")
    with pytest.raises(PeriodError, match="as_of: "):
        api.report(api.read(folder()), as_of=day)


@pytest.mark.parametrize("given_day", [5, 2026.5, ["2026-10-31"], {"day": 1}, pd.NaT, object])
def test_what_is_no_day_at_all_is_refused_too(read, given_day):
    data = read(subscriptions__csv=OPEN)
    for name in ("as_of", "today"):
        with pytest.raises(PeriodError, match=f"{name}: .* is not a day"):
            api.report(data, **{name: given_day})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (date(2026, 2, 1), 'is a day, not a period. Its month is "2026-02".'),
        (datetime(2026, 2, 1), 'is a day, not a period. Its month is "2026-02".'),  # noqa: DTZ001  # as above
        (pd.Timestamp("2026-02-01"), 'is a day, not a period. Its month is "2026-02".'),
        (pd.NaT, "is not a period"),
        ({"start": 1}, "is not a period: give a text, or a Period."),
        (202602, "is not a period: give a text, or a Period."),
        (b"2026-02", "is not a period: give a text, or a Period."),
        (["2026-02"], "is not a period: give a text, or a Period."),
        ("\uff12026-02", "is not a period."),  # a digit of full width
    ],
)
def test_a_period_that_is_no_text_is_refused_by_name(read, asked, said):
    data = read(subscriptions__csv=OPEN)
    for ask in (api.report, api.trend, api.cohorts, api.customers):
        with pytest.raises(PeriodError, match=re.escape(said)):
            ask(data, asked)
    with pytest.raises(PeriodError, match="is no grain"):
        api.report(data, grain=["month"])


def test_paths_may_be_texts(folder):
    data = folder(subscriptions__csv=OPEN, csmetrics__yaml="as_of: 2026-10-31\n")
    assert load_config(str(data / "csmetrics.yaml")).as_of == date(2026, 10, 31)
    assert api.report(api.read(str(data)), metrics="mrr").period.name == "2026-10"
    assert api.report(api.read(str(data), str(data / "csmetrics.yaml")), metrics="mrr").period.name == "2026-10"


@pytest.mark.slow
def test_partitions_know_what_runs_on(read, folder, monkeypatch):
    monkeypatch.setattr("csmetrics.views.reading.partitions_needed", lambda *_: 3)
    parts = api.read(folder(subscriptions__csv=OPEN), detail=False, partition=True)
    whole = api.read(folder(), detail=False)
    assert type(parts) is not type(whole)
    assert api.report(parts, "2026-08") == api.report(whole, "2026-08")
    assert api.report(parts, as_of="2026-10-31") == api.report(whole, as_of="2026-10-31")
    ended = api.read(folder(subscriptions__csv=ENDED), detail=False, partition=True)
    with pytest.raises(PeriodError, match="do not reach"):
        api.report(ended, "2026-04")


# Days that can hardly be true.

ODD = "customer_id,start_date,end_date,amount\nc1,{day},,100\nc2,2025-12-05,,10\nc3,2026-01-05,,1\nc4,2026-02-28,,5\n"


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "1969-07-20", "2062-01-05", "9999-12-31"]
)
def test_a_day_that_can_hardly_be_true_is_named_and_dates_nothing(read, day):
    data = read(subscriptions__csv=ODD.format(day=day))
    said = f"subscriptions.csv: a start_date can hardly be true ({day} in row 2). It counts as it stands, but does not"
    report = api.report(data, "2026-02", metrics="mrr")
    assert any(said in remark for remark in report.figure("mrr").remarks)
    assert report.figure("mrr").value == (16 if day > "2030" else 116)
    assert api.report(data, metrics="mrr").period.name == "2026-02"
    with pytest.raises(PeriodError, match="Your data run from 2025-12-05 to 2026-02-28"):
        api.report(data, "2025-11")


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "9999-12-31", "2062-01-05"])
def test_cohorts_are_of_those_that_have_somebody(read, day):
    begun = time.process_time()
    found = api.cohorts(read(subscriptions__csv=ODD.format(day=day)), "2026-03")
    assert time.process_time() - begun < 5
    assert [(each.period.name, each.values) for each in found.cohorts] == [
        ("2025-12", (1, 1, 1, 1)),
        ("2026-01", (1, 1, 1)),
        ("2026-02", (1, 1)),
    ]
    assert found.average == (1, 1, 1, 1)
    assert any("can hardly be true" in note for note in found.notes)
    assert ("1 customer first paid before 2025-12 and is in no cohort." in found.notes) == (day < "2025")


def test_cohorts_without_anybody_between_are_left_out(read):
    rows = ("a,2026-01-05,,1", "b,2026-01-09,2026-01-20,9", "c,2026-04-05,2026-05-02,3")
    text = "\n".join(("customer_id,start_date,end_date,amount", *rows, ""))
    found = api.cohorts(read(subscriptions__csv=text), "2026-06", of="mrr")
    assert [(each.period.name, each.values) for each in found.cohorts] == [
        ("2026-01", (1, 1, 1, 1, 1, 1)),
        ("2026-04", (3, 0, 0)),
    ]
    assert found.average == (1, 1 / 4, 1 / 4, 1, 1, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["report", "trend --last 1200", "cohorts", "customers", "health", "health --backtest", "check"]
)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_command_is_slowed_down_by_a_day_far_away(run_cli, folder, command, day):
    name, *options = command.split()
    usage = f"customer_id,date,value\nc1,{day},1\nc2,2026-02-01,3\nc2,2026-02-02,3\n"
    tickets = f"customer_id,opened_at,closed_at\nc1,2026-02-01,{'9999-12-31'}\n"
    data = folder(subscriptions__csv=ODD.format(day=day), usage__csv=usage, tickets__csv=tickets)
    begun = time.process_time()
    run = run_cli([name, str(data), *options], data)
    assert time.process_time() - begun < 10
    assert (run.exit_code in (0, 1), isinstance(run.exception, SystemExit | None)) == (True, True)
    if name not in ("check", "cohorts"):
        assert "2026-02" in run.stdout + run.stderr


def test_ends_and_renewals_may_lie_ever_so_far_ahead(read):
    text = "customer_id,start_date,end_date,renewal_date,amount\na,2026-01-05,9999-12-31,9999-12-31,1\n"
    data = read(subscriptions__csv=text)
    assert (data.remarks, mrr(data, "2400-01")) == ((), 1)


def test_data_that_are_old_through_and_through_are_of_their_time(read):
    text = "customer_id,date,amount\n" + "".join(
        f"c{n},19{n},5\n" for n in ("51-01-05", "51-02-07", "51-02-28", "75-01-01")
    )
    data = read(purchases__csv=text)
    assert api.report(data, "1951-02").figure("revenue").value == 10
    assert data.remarks == ()


def test_many_odd_days_are_counted_and_the_first_shown_whole_and_in_blocks(folder, monkeypatch):
    rows = [f"c{n},{'1970-01-01' if n % 9 == 0 else f'2026-01-{n % 28 + 1:02}'},1\n" for n in range(60)]
    where = folder(purchases__csv="customer_id,date,amount\n" + "".join(rows))
    whole = api.read(where, detail=False)
    monkeypatch.setattr("csmetrics.sources.csv_files.parse.BLOCK", 300)
    monkeypatch.setattr("csmetrics.views.reading.partitions_needed", lambda *_: 2)
    parts = api.read(where, detail=False, partition=True)
    (remark,) = map(str, whole.remarks)
    assert remark == (
        "purchases.csv: 7 dates can hardly be true (such as 1970-01-01 in row 2, 1970-01-01 in row 11, 1970-01-01 in"
        " row 20). They count as they stand, but do not date the data. Correct or remove them."
    )
    assert tuple(map(str, parts.remarks)) == (remark,)
    assert parts.span() == whole.span()


def test_quiet_periods_of_a_long_trend_are_all_counted(read):
    periods = [period.name for period in series(parse_period("2030-12"), 5)]
    trend = api.trend(read(subscriptions__csv=OPEN), "2030-12", metrics="customers", last=5)
    assert [period.name for period in trend.periods] == periods
    assert trend.lines[0].values == (2,) * 5
    assert "2030-08 to 2030-12" in trend.notes[0]
