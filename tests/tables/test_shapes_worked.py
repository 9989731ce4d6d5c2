"""Small files in the shapes of docs/shapes.md with figures that anybody can work out."""

import tempfile
from contextlib import suppress
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from conftest import tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.declared import SHAPES
from csmetrics.errors import CsmetricsError


@pytest.fixture
def figure(folder):
    """A function that gives a figure of a period, of subscriptions (and maybe customers) in a shape."""

    def of(text, config, metric, period, customers=None):
        files = {"subscriptions__csv": "\n".join(line.strip() for line in text.strip().splitlines())}
        files |= {"customers__csv": customers} if customers else {}
        data = api.read(folder(**files), parse_config(f"{{as_of: 2026-12-31, tables: {{subscriptions: {config}}}}}"))
        (found,) = [each for each in api.report(data, period, metrics=metric).figures if each.metric == metric]
        return found.value

    return of


def test_heads_at_one_price(figure):
    text = """
        customer_id,month,heads
        a,2026-01,3
        a,2026-02,5
        b,2026-01,2
        b,2026-02,0
    """
    config = "{shape: periodic, columns: {quantity: heads}, constants: {amount: 49}}"
    assert figure(text, config, "mrr", "2026-01") == 245
    assert figure(text, config, "mrr", "2026-02") == 245
    assert figure(text, config, "expansion_mrr", "2026-02") == 98
    assert figure(text, config, "churned_customers", "2026-02") == 1


@pytest.mark.parametrize("shape", ["spells", "events", "periodic"])
def test_the_amount_of_a_whole_line_counts_whatever_its_quantity(figure, shape):
    day = {"spells": "start_date", "events": "date", "periodic": "month"}[shape]
    text = f"""
        customer_id,{day},amount,quantity
        a,2026-01-01,100,0
        b,2026-01-01,50,2
    """
    assert figure(text, f"{{shape: {shape}, amount_is: line}}", "mrr", "2026-01") == 150
    assert figure(text, f"{{shape: {shape}, amount_is: unit}}", "mrr", "2026-01") == 100


def test_a_tape_of_quarters_and_months(figure):
    text = """
        customer_id,month,amount,interval
        a,2026-01,300,quarterly
        a,2026-04-01,360,P3M
        b,2026-02-14,50,month
        c,2026,1200,yearly
    """
    config = "{shape: periodic, duplicates: keep}"
    text = text.replace("c,2026,", "c,2026-01-01,")
    assert [figure(text, config, "mrr", f"2026-0{month}") for month in (1, 2, 3, 4, 7)] == [200, 250, 200, 220, 100]


def test_the_same_row_twice_counts_twice_unless_it_is_dropped(figure, folder):
    text = "customer_id,month,amount\na,2026-01,5\na,2026-01,5"
    assert figure(text, "{shape: periodic}", "mrr", "2026-01") == 10
    assert figure(text, "{shape: periodic, duplicates: drop}", "mrr", "2026-01") == 5
    data = api.read(folder(subscriptions__csv=text), parse_config("tables: {subscriptions: {shape: periodic}}"))
    (doubt,) = data.doubts
    assert (doubt.count, doubt.amount, doubt.examples) == (1, 5.0, ((3, "row 3 as row 2"),))


def test_a_row_that_is_named_counts_once_in_its_latest_version(figure):
    text = "customer_id,date,amount,line_id\na,2026-02-01,70,x\na,2026-01-01,50,x\nb,2026-01-01,5,y"
    assert figure(text, "{shape: events}", "mrr", "2026-02") == 75
    assert figure(text, "{shape: events}", "mrr", "2026-01") == 5


def test_events_name_customers_by_another_id(figure):
    text = "who,date,amount\nS1,2026-01-01,50\ns2,2026-01-01,5"
    config = "{shape: events, columns: {customer_id: who}, ids: {via: customers.stripe, fold: [case]}}"
    assert figure(text, config, "customers", "2026-01", "customer_id,stripe\na,s1\nb,S2\n") == 2


def test_minor_units_and_units_of_invoices(figure):
    text = """
        customer_id,service_start,service_end,amount,quantity,line_type
        a,2026-01-01,2026-02-01,1000,3,subscription
        a,2026-01-17,2026-02-01,-500,1,subscription
        b,2026-01-01,2026-01-31,50000,1,one_time
        c,2026-01-01,2026-03-01,5000,0.5,subscription
    """
    config = (
        "{shape: invoices, amount_unit: minor, amount_is: unit, constants: {currency: USD},"
        " end_date_means: first_day_without}"
    )
    of_a, of_c = 30 - 5 * 31 / 15, 50 * 0.5 / 2
    assert figure(text, config, "mrr", "2026-01") == pytest.approx(of_a + of_c, abs=1e-5)
    assert figure(text, config, "mrr", "2026-02") == pytest.approx(of_c, abs=1e-6)


def test_a_proration_takes_over(figure):
    """From 16 April on the bigger plan: what is left of the old one is credited."""
    text = """
        customer_id,service_start,service_end,amount,plan
        a,2026-04-01,2026-05-01,100,small
        a,2026-04-16,2026-05-01,-50,small
        a,2026-04-16,2026-05-01,100,big
        a,2026-05-01,2026-06-01,200,big
    """
    config = "{shape: invoices, end_date_means: first_day_without}"
    assert figure(text, config, "mrr", "2026-04") == pytest.approx(100 * 365 / 15 / 12, abs=1e-6)
    assert figure(text, config, "mrr", "2026-05") == 200
    assert figure(text, config, "customers", "2026-05") == 1


def test_last_days_with_and_without_a_time(figure):
    text = "customer_id,service_start,service_end,amount\na,2026-01-01 00:00:00,2026-01-31 23:59:59,31"
    assert figure(text, "{shape: invoices}", "mrr", "2026-01") == 31
    assert figure(text, "{shape: invoices, end_date_means: last_day}", "mrr", "2026-01") == 31
    plain = "customer_id,service_start,service_end,amount\na,2026-01-01,2026-01-31,31"
    assert figure(plain, "{shape: invoices, end_date_means: last_day}", "mrr", "2026-01") == 31


def test_a_churn_table(figure):
    text = "id,tenure,Monthly,Churn\na,12,10,No\nb,0,20,No\nc,5,40,Yes\nd,1,80,1"
    config = "{shape: tenure, columns: {customer_id: id, amount: Monthly, left: Churn}}"
    assert figure(text, config, "mrr", "2026-12") == 30
    assert figure(text, config, "churned_customers", "2026-12") == 2
    assert figure(text, config, "new_customers", "2026-12") == 1
    assert figure(text, config, "mrr", "2025-12") == 10


DAYS = [
    "2024-01-01",
    "2024-01-31",
    "2024-02-01",
    "2024-02-01T10:00",
    "2024-02",
    "9999-12-31",
    "0001-01-01",
    "1970-01-01",
]
NUMBERS = ["0", "1", "5", "-5", "0.5", "1199", "90000000", "9000000000000"]
CELLS = {"id": ["a", "b"], "date": DAYS, "money": NUMBERS, "number": NUMBERS, "count": ["1", "3", "9999"]}


def cell(column):
    """What may stand in a column, and now and then what may not."""
    usual = [*column.choices, *column.words] or CELLS.get(column.type, ["x", "USD"])
    return st.sampled_from([*usual, *usual, "", "?"])


@settings(max_examples=tries(150))
@given(data=st.data(), shape=st.sampled_from(sorted(SHAPES)), as_of=st.sampled_from([None, "2024-06-30", "0001-01-31"]))
def test_whatever_the_cells_hold_there_are_figures_or_a_message(data, shape, as_of):
    required = list(SHAPES[shape].required())
    others = [name for name in SHAPES[shape].columns if name not in required]
    header = required + data.draw(st.lists(st.sampled_from(others), unique=True, max_size=3))
    rows = data.draw(
        st.lists(st.tuples(*(cell(SHAPES[shape].columns[name]) for name in header)), min_size=1, max_size=4)
    )
    config = {"tolerate": 1, "tables": {"subscriptions": {"shape": shape}}} | ({"as_of": as_of} if as_of else {})
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(",".join(row) for row in [header, *rows])
        (Path(folder) / "subscriptions.csv").write_text(text, encoding="utf-8")
        with suppress(CsmetricsError):
            api.check(folder, parse_config(str(config)))
        with suppress(CsmetricsError):
            read = api.read(folder, parse_config(str(config)))
            api.report(read)
            _ = read.remarks, read.doubts


@pytest.mark.parametrize("means", ["last_day", "first_day_without"])
def test_the_last_day_of_the_calendar_stands_for_no_end(figure, means):
    spells = "customer_id,start_date,end_date,amount\na,2026-01-01,9999-12-31,5"
    assert figure(spells, f"{{end_date_means: {means}}}", "mrr", "2026-02") == 5
    lines = "customer_id,month,amount\na,2026-01,5\nb,9999-12,7"
    assert figure(lines, "{shape: periodic}", "mrr", "2026-01") == 5
