"""Subscriptions that come as events, months, tenures or lines of invoices, against what docs/shapes.md says of them."""

import csv
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest import mock

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from by_hand import live, yearly_value
from conftest import tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.declared import SHAPES
from csmetrics.errors import PeriodError
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.partitions import PartitionedDataset
from csmetrics.tables.shapes import SPELLS
from csmetrics.views.report import VIEW as REPORT
from shapes_by_hand import added, days, earlier, paid_by_events, paid_by_invoices, paid_by_months, paid_by_tenure

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
amounts = st.integers(1, 90_000).map(lambda cents: cents / 100)
customers = st.sampled_from(["a", "b", "c"])
firsts = st.integers(0, 11).map(lambda n: date(2024, n + 1, 1))
days_of_2024 = st.one_of(st.dates(FIRST, LAST), firsts, st.sampled_from([date(2024, 1, 31), date(2024, 2, 29)]))


def test_every_shape_that_is_declared_is_read_and_no_other():
    assert list(SPELLS) == list(SHAPES)


def written(folder, rows):
    """A table of subscriptions with the cells of some rows, blank where there is None."""
    with (Path(folder) / "subscriptions.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def dataset(rows, config, **options):
    with tempfile.TemporaryDirectory() as folder:
        written(folder, rows)
        return api.read(folder, parse_config(config), **options)


def in_shape(shape, as_of=None, **more):
    return str({"tables": {"subscriptions": {"shape": shape, **more}}} | ({"as_of": str(as_of)} if as_of else {}))


def day_of(number):
    return None if number in (None, NO_DAY) else date(1970, 1, 1) + timedelta(days=int(number))


def spells_of(data):
    """The spells that the program counts, as rows that count by hand."""
    frame = data.frame("subscriptions")
    names = data.table("subscriptions").ids["customer_id"]
    found = []
    for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
        spell = {"row": number, "customer_id": names[int(row["customer_id"])].as_py()}
        spell |= {name: day_of(row.get(name)) for name in ("start_date", "end_date")}
        spell |= {"amount": f"{row['amount'] / 1_000_000:.6f}", "interval_count": int(row.get("interval_count", 1))}
        found.append(spell | {name: row[name] for name in ("interval", "quantity") if not pd.isna(row.get(name))})
    return found


def paid(spells, day):
    return added((row["customer_id"], yearly_value(row)) for row in spells if live(row, day))


def same_every_day(data, by_hand):
    spells = spells_of(data)
    assert len({row["row"] for row in spells}) == len(spells)  # each row of the file is one spell at most
    for day in days(FIRST, LAST + timedelta(days=40)):
        assert paid(spells, day) == by_hand(day), day


def figures(data, period):
    try:
        report = api.report(data, period)
    except PeriodError:  # nothing happened before it ends
        return None
    return [(figure.metric, figure.value, figure.n, figure.reason) for figure in report.figures]


def same_figures(one, other, periods=("2024-02", "2024-07", "2024-Q3", "2024-12")):
    for period in periods:
        assert figures(one, period) == figures(other, period)


# Events


@st.composite
def events(draw):
    row = {
        "customer_id": draw(customers),
        "subscription_id": draw(st.sampled_from(["s", "t"])),
        "date": datetime.combine(draw(days_of_2024), draw(st.times()).replace(microsecond=0)),
        "event": draw(st.sampled_from(["start", "change", "cancel", "cancel"])),
        "interval": draw(st.sampled_from(["month", "year", "week"])),
        "quantity": draw(st.integers(0, 2)),
        "plan": draw(st.sampled_from(["x", "y"])),
    }  # fmt: skip
    row["amount"] = draw(st.one_of(amounts, st.just(0), st.none())) if row["event"] == "cancel" else draw(amounts)
    row["subscription_id"] += row["customer_id"]
    return row


def own_moment(row):
    return row["customer_id"], row["subscription_id"], row["date"]


@settings(max_examples=tries(25))
@given(st.lists(events(), min_size=1, max_size=12, unique_by=own_moment), st.randoms())
def test_events_hold_until_the_next_one(rows, random):
    data = dataset(rows, in_shape("events", LAST))
    same_every_day(data, lambda day: paid_by_events(rows, day))
    random.shuffle(rows)
    same_figures(dataset(rows, in_shape("events", LAST)), data)


@settings(max_examples=tries(15))
@given(st.lists(events(), min_size=1, max_size=8, unique_by=own_moment))
def test_an_event_told_twice_is_one(rows):
    same_figures(dataset([*rows, *rows], in_shape("events", LAST)), dataset(rows, in_shape("events", LAST)))


# Spells one after another, told in two ways


@st.composite
def histories(draw, *, monthly):
    """Spells of customers, one after another; of whole months from the first, if `monthly`."""
    found = []
    for customer in "abc":
        day = date(2023, 11, 1)
        for _ in range(draw(st.integers(0, 4))):
            gap, size = draw(st.integers(0, 3)), draw(st.integers(1, 5))
            start = earlier(day, -gap) if monthly else day + timedelta(days=draw(st.integers(0, 60)))
            day = earlier(start, -size) if monthly else start + timedelta(days=draw(st.integers(1, 200)))
            found.append({"customer_id": customer, "start_date": start, "end_date": day, "amount": draw(amounts)})
    return found or [{"customer_id": "a", "start_date": FIRST, "end_date": date(2025, 1, 1), "amount": 1}]


SPELLS_AS_THEY_ARE = str({"as_of": "2024-12-31", "tables": {"subscriptions": {"end_date_means": "first_day_without"}}})


@settings(max_examples=tries(12))
@given(histories(monthly=False), st.randoms())
def test_a_business_told_by_events(spells, random):
    starts = {(row["customer_id"], row["start_date"]) for row in spells}
    rows = [{"customer_id": row["customer_id"], "date": row["start_date"], "amount": row["amount"]} for row in spells]
    rows += [
        {"customer_id": row["customer_id"], "date": row["end_date"], "amount": 0}
        for row in spells
        if (row["customer_id"], row["end_date"]) not in starts
    ]
    random.shuffle(rows)
    same_figures(dataset(rows, in_shape("events", LAST)), dataset(spells, SPELLS_AS_THEY_ARE))


@settings(max_examples=tries(12))
@given(histories(monthly=True), st.randoms(), st.sampled_from(["%Y-%m", "%Y-%m-28", "%b %Y", "%m/%Y", "%Y%m"]))
def test_a_business_told_by_months(spells, random, form):
    rows = [
        {"customer_id": row["customer_id"], "month": month.strftime(form), "amount": row["amount"]}
        for row in spells
        for month in days(row["start_date"], row["end_date"] - timedelta(days=1))
        if month.day == 1
    ]
    random.shuffle(rows)
    same_figures(dataset(rows, in_shape("periodic", LAST)), dataset(spells, SPELLS_AS_THEY_ARE))


@settings(max_examples=tries(12))
@given(histories(monthly=True), st.randoms(), st.booleans())
def test_a_business_told_by_invoices(spells, random, last_days):
    rows = [
        {"customer_id": row["customer_id"], "service_start": month, "amount": row["amount"],
         "service_end": earlier(month, -1) - timedelta(days=last_days)}
        for row in spells
        for month in days(row["start_date"], row["end_date"] - timedelta(days=1))
        if month.day == 1
    ]  # fmt: skip
    random.shuffle(rows)
    means = "last_day" if last_days else "first_day_without"
    same_figures(dataset(rows, in_shape("invoices", LAST, end_date_means=means)), dataset(spells, SPELLS_AS_THEY_ARE))


# Months


@st.composite
def months(draw):
    interval = draw(st.sampled_from(["month", "month", "quarter", "year"]))
    day = draw(firsts)
    return {
        "customer_id": draw(customers),
        "month": day.replace(day=draw(st.integers(1, 28))) if interval == "month" else day,
        "amount": draw(st.one_of(amounts, amounts, st.just(0), st.none())),
        "interval": interval,
    }


@settings(max_examples=tries(25))
@given(st.lists(months(), min_size=1, max_size=12), st.randoms())
def test_a_row_is_a_month(rows, random):
    data = dataset(rows, in_shape("periodic", LAST, duplicates="keep"))
    same_every_day(data, lambda day: paid_by_months(rows, day))
    random.shuffle(rows)
    same_figures(dataset(rows, in_shape("periodic", LAST, duplicates="keep")), data)


# Tenures


@st.composite
def tenures(draw):
    left = draw(st.sampled_from(["yes", "no"]))
    ended = draw(st.one_of(st.none(), st.dates(FIRST, LAST))) if left == "yes" else None
    months = draw(st.one_of(st.integers(0, 14), st.just(2.75)))
    return {"months": months, "left": left, "amount": draw(amounts), "end_date": ended}


@settings(max_examples=tries(25))
@given(st.lists(tenures(), min_size=1, max_size=8), st.sampled_from([LAST, date(2024, 12, 30), date(2024, 2, 29)]))
def test_a_tenure_is_counted_back(rows, as_of):
    rows = [{"customer_id": f"c{n}", **row} for n, row in enumerate(rows)]
    for row in rows:
        row["end_date"] = (min(row["end_date"] or as_of, as_of)) if row["left"] == "yes" else None
    data = dataset(rows, in_shape("tenure", as_of))
    same_every_day(data, lambda day: paid_by_tenure(rows, day, as_of))
    for row in rows:
        row["end_date"] = as_of if row["left"] == "yes" else None
    without = [{name: cell for name, cell in row.items() if name != "end_date"} for row in rows]
    same_every_day(dataset(without, in_shape("tenure", as_of)), lambda day: paid_by_tenure(rows, day, as_of))


# Lines of invoices


@st.composite
def invoices(draw):
    """Lines, some with a credit for all of it, for its end or for its beginning."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        start = draw(days_of_2024)
        months = draw(st.sampled_from([0, 1, 1, 3, 12]))
        end = earlier(start, -months) if months else start + timedelta(days=draw(st.integers(2, 45)))
        line = {"customer_id": draw(customers), "subscription_id": f"s{number}", "service_start": start,
                "service_end": end, "amount": draw(amounts), "line": number}  # fmt: skip
        found.append(line)
        cut = start + timedelta(days=draw(st.integers(1, (end - start).days)) if months != 1 else 1)
        where = draw(st.sampled_from([None, (start, end), (start, cut), (cut, end)]))
        if where and where[0] < where[1]:
            part = (where[1] - where[0]).days / (end - start).days
            share = draw(st.sampled_from([0.25, 0.5, 0.9]))
            off = int(line["amount"] * 100 * part * share) / 100
            if off:
                found.append({**line, "service_start": where[0], "service_end": where[1], "amount": -off})
    return found


def rows_of_lines(lines):
    return [{name: cell for name, cell in line.items() if name != "line"} for line in lines]


@settings(max_examples=tries(40))
@given(invoices(), st.randoms())
def test_an_amount_is_spread_over_its_service_period(lines, random):
    config = in_shape("invoices", LAST, end_date_means="first_day_without")
    data = dataset(rows_of_lines(lines), config)
    assert data.problems == ()
    same_every_day(data, lambda day: paid_by_invoices(lines, day))
    random.shuffle(lines)
    same_figures(dataset(rows_of_lines(lines), config), data)


# What holds for all shapes


EXAMPLES = {
    "events": """
        customer_id,date,amount,event,currency
        a,2024-01-10,100,new,EUR
        b,2024-02-01,50,new,USD
        a,2024-03-05,150,upgrade,EUR
        b,2024-04-20,,churn,USD
    """,
    "periodic": """
        customer_id,month,amount,currency
        a,2024-01,10,EUR
        a,2024-02,20,EUR
        a,2024-03,30,EUR
        a,2024-04,40,EUR
        b,2024-01,10,USD
        b,2024-02,20,USD
    """,
    "tenure": """
        customer_id,months,left,amount,currency
        a,5,no,10,EUR
        b,2,yes,20,USD
    """,
    "invoices": """
        customer_id,service_start,service_end,amount,currency
        a,2024-01-01,2024-07-01,60,EUR
        b,2024-03-01,2024-04-01,9,USD
        a,2024-05-01,2024-07-01,-5,EUR
    """,
}


def example(folder, shape, *, several=False):
    """A file in a shape; unless there are to be several, without its currencies."""
    lines = [line.strip() for line in EXAMPLES[shape].strip().splitlines()]
    lines = lines if several else [line.rpartition(",")[0] for line in lines]
    (folder / "subscriptions.csv").write_text("\n".join(lines), encoding="utf-8")
    return len(lines) - 1


def config_of(shape):
    more = {"end_date_means": "first_day_without"} if shape == "invoices" else {}
    return parse_config(in_shape(shape, "2024-06-30", **more))


@pytest.mark.parametrize("shape", EXAMPLES)
def test_one_currency_alone(shape, tmp_path):
    """The days of the others still date the files."""
    example(tmp_path, shape, several=True)
    both = config_of(shape).model_copy(update={"currency": "EUR"})
    euros = api.read(tmp_path, both, currency="EUR")
    assert {row["customer_id"] for row in spells_of(euros)} == {"a"}
    dollars = api.read(tmp_path, both, currency="USD")
    assert {row["customer_id"] for row in spells_of(dollars)} == {"b"}
    assert dollars.newest_recorded() == euros.newest_recorded()


@pytest.mark.parametrize("shape", EXAMPLES)
def test_in_partitions_as_in_whole(shape, tmp_path):
    example(tmp_path, shape)
    whole = api.read(tmp_path, config_of(shape), detail=False)
    with mock.patch("csmetrics.views.reading.partitions_needed", return_value=3):
        parts = api.read(tmp_path, config_of(shape), detail=False, partition=True)
    assert isinstance(parts, PartitionedDataset)
    assert (parts.told_until, parts.newest_recorded()) == (whole.told_until, whole.newest_recorded())
    assert REPORT.write(api.report(parts, "2024-03"), "json") == REPORT.write(api.report(whole, "2024-03"), "json")


@pytest.mark.parametrize("shape", EXAMPLES)
def test_a_data_frame_is_read_in_the_same_shape(shape, tmp_path):
    example(tmp_path, shape)
    framed = Dataset(subscriptions=pd.read_csv(tmp_path / "subscriptions.csv"), config=config_of(shape))
    same_figures(framed, api.read(tmp_path, config_of(shape)), ("2024-03", "2024-06"))


@pytest.mark.parametrize("shape", EXAMPLES)
def test_check_says_which_shape_a_file_was_read_in(shape, tmp_path):
    rows = example(tmp_path, shape)
    found = api.check(tmp_path, config_of(shape))
    assert found.problems == ()
    assert found.notes[0].startswith(f"subscriptions.csv is read in the shape {shape}: {rows} rows, ")


@pytest.mark.parametrize("shape", EXAMPLES)
def test_explain_leads_to_the_rows_of_the_file(shape, tmp_path):
    rows = example(tmp_path, shape)
    data = api.read(tmp_path, config_of(shape))
    assert {spell["row"] for spell in spells_of(data)} <= set(range(2, rows + 2))
    behind = api.explain(data, "mrr", "2024-03").to_frame()["rows"]
    assert {row for listed in behind for row in listed} == {
        spell["row"] for spell in spells_of(data) if live(spell, date(2024, 3, 31))
    }


# How far months and invoices reach


def test_the_newest_month_is_the_last_one_there_is(tmp_path):
    example(tmp_path, "periodic")
    data = api.read(tmp_path, parse_config(in_shape("periodic")))
    assert api.report(data).period.name == "2024-04"
    assert api.report(data, today="2024-04-20").period.name == "2024-03"
    for period in ("2024-05", "2024-Q2", "2024"):
        with pytest.raises(PeriodError, match="tells who pays up to 2024-04-30"):
            api.report(data, period)
        with pytest.raises(PeriodError, match="tells who pays up to 2024-04-30"):
            api.trend(data, period)
    churned = {name: value for name, value, *_ in figures(data.until("2024-05-31"), "2024-05")}["churned_customers"]
    assert churned == 1  # who has no row of a month that is declared to be complete has stopped
    with pytest.raises(PeriodError, match="as_of: 2024-06-30"):
        api.report(data.until("2024-05-31"), "2024-06")


def test_other_tables_do_not_reach_further_for_them(tmp_path):
    example(tmp_path, "periodic")
    (tmp_path / "surveys.csv").write_text("survey,score,responded_at\nnps,9,2024-08-31\n", encoding="utf-8")
    assert api.report(api.read(tmp_path, parse_config(in_shape("periodic")))).period.name == "2024-04"
