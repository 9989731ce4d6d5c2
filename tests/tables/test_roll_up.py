"""Accounts of one company count as one customer: as if somebody had written the parent's id into all files."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from business import IDS, businesses, frames
from conftest import tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.views.report import VIEW as REPORT
from in_forms import as_text, read_form, refused

USED = re.compile(r'"used": \d+')  # rows that are dropped are used until a partition is loaded
ROLLED = {"tables": {"customers": {"roll_up": "parent_id"}}, "unknown_customers": "allow"}


@st.composite
def companies(draw):
    """A business of which every customer is known, and the parent of each, if it has one."""
    business = draw(businesses())
    business["customers"] = [{"customer_id": i, "country": draw(st.sampled_from(["DE", "US", ""]))} for i in IDS]
    parents = {i: draw(st.sampled_from(["", i, *IDS[:at]])) for at, i in enumerate(IDS)}
    order = draw(st.permutations(IDS))
    business["customers"].sort(key=lambda row: order.index(row["customer_id"]))
    return business, parents


def topmost(customer, parents):
    above = parents.get(customer)
    return customer if above in ("", None, customer) else topmost(above, parents)


def by_hand(tables, parents):
    """The tables with the topmost parents in the place of all, and without the rows of the others."""
    found = {name: frame.copy() for name, frame in tables.items()}
    for frame in found.values():
        if "customer_id" in frame:
            frame["customer_id"] = [topmost(each, parents) for each in frame["customer_id"]]
    below = [topmost(each, parents) != each for each in tables["customers"]["customer_id"]]
    found["customers"] = found["customers"][[not each for each in below]]
    return found


def values(data, period):
    report = api.report(data, period, by=("country",), metrics=())
    return [(figure.metric, figure.segment, figure.value, figure.n, figure.inputs) for figure in report.figures]


@settings(max_examples=tries(12))
@given(companies(), st.sampled_from(["csv", "parquet", "frames"]), st.sampled_from(["all", "latest"]))
def test_roll_up_is_replacing_the_ids_by_hand(given, form, answers):
    business, parents = given
    tables = {name: as_text(frame) for name, frame in frames(business).items()}
    plain = {"unknown_customers": "allow", "surveys": {"repeat_answers": answers}}
    expected = read_form(form, by_hand(tables, parents), parse_config(str(plain)))
    tables["customers"]["parent_id"] = [parents[each] for each in tables["customers"]["customer_id"]]
    rolled = read_form(form, tables, parse_config(str(plain | ROLLED)))
    assert values(rolled, "2024-06") == values(expected, "2024-06")
    for name in ("subscriptions", "purchases"):
        ids = rolled.table(name).ids["customer_id"].take(rolled.rows(name)["customer_id"])
        assert ids.to_pylist() == [topmost(each, parents) for each in tables[name]["customer_id"]]


@settings(max_examples=tries(8))
@given(companies(), st.sampled_from(["keep", "drop"]))
def test_in_partitions_it_is_what_it_is_on_the_whole(given, duplicates):
    business, parents = given
    tables = {name: as_text(frame) for name, frame in frames(business).items()}
    tables["customers"]["parent_id"] = [parents[each] for each in tables["customers"]["customer_id"]]
    tables["subscriptions"] = pd.concat([tables["subscriptions"]] * 2)
    own = {"tables": {**ROLLED["tables"], "subscriptions": {"duplicates": duplicates}}}
    config = parse_config(str(ROLLED | own))
    both = [read_form(form, tables, config, ["country"]) for form in ("csv", "partitions")]
    reports = [REPORT.write(api.report(data, "2024-06", by=("country",)), "json") for data in both]
    assert USED.sub("", reports[0]) == USED.sub("", reports[1])


CUSTOMERS = "customer_id,name,parent_id\np,Parent,\nk,Kid,p\n"
ROWS = "customer_id,start_date,amount\nk,2026-01-01,5\np,2026-01-01,7\n"


def test_equal_rows_of_two_accounts_are_two(read):
    rows = "customer_id,start_date,amount\nk,2026-01-01,5\np,2026-01-01,5\n"
    config = "tables: {customers: {roll_up: parent_id}, subscriptions: {duplicates: drop}}"
    data = read(config, customers__csv=CUSTOMERS, subscriptions__csv=rows)
    assert len(data.rows("subscriptions")) == 2


def test_the_rows_of_all_accounts_explain_the_figure(folder, run_cli):
    yaml = "tables: {customers: {columns: {parent_id: Parent account}, roll_up: parent_id}}"
    data = folder(
        customers__csv=CUSTOMERS.replace("parent_id", "Parent account"), subscriptions__csv=ROWS, csmetrics__yaml=yaml
    )
    shown = run_cli(["explain", "mrr", str(data), "--period", "2026-01"], data).stdout
    assert "p         Parent   12.00  subscriptions.csv  2, 3" in shown
    listed = run_cli(["customers", str(data), "--period", "2026-01"], data).stdout
    assert "Kid" not in listed
    checked = run_cli(["check", str(data)], data).stdout
    assert "1 customer counts as part of the parent that parent_id names." in checked


def test_tables_that_name_accounts_by_another_key_are_rolled_up_too(read):
    customers = "customer_id,stripe_id,parent_id\np,s1,\nk,s2,p\n"
    config = "tables: {customers: {roll_up: parent_id}, subscriptions: {ids: {via: customers.stripe_id}}}"
    rows = ROWS.replace("\nk", "\ns2").replace("\np", "\ns1")
    data = read(config, customers__csv=customers, subscriptions__csv=rows)
    assert data.table("subscriptions").ids["customer_id"].to_pylist() == ["p"]


@pytest.mark.parametrize("needed", [[], ["--metric", "nps"]])
def test_a_circle_is_refused_whatever_is_asked_for(folder, run_cli, needed):
    data = folder(
        customers__csv="customer_id,parent_id\na,b\nb,c\nc,a\nd,a\n",
        surveys__csv="survey,score,responded_at,customer_id\nnps,9,2026-01-05,d\n",
        csmetrics__yaml="tables: {customers: {roll_up: parent_id}}",
    )
    result = run_cli(["report", str(data), "--period", "2026-01", *needed], data)
    assert result.exit_code == 1
    assert 'row 2, parent_id "b": the parents go round in a circle: a, b, c, a.' in result.stderr


def test_a_parent_that_is_not_there_is_named(read):
    customers = "customer_id,name,parent_id\np,Parent,gone\nk,Kid,p\n"
    data = read("tables: {customers: {roll_up: parent_id}}", customers__csv=customers, subscriptions__csv=ROWS)
    assert 'each counts by itself: row 2 ("gone").' in "\n".join(map(str, data.remarks))
    assert data.table("subscriptions").ids["customer_id"].to_pylist() == ["p"]


def test_without_customers_or_the_column_it_is_refused(read):
    with refused("no such column, by which accounts are rolled up"):
        read("tables: {customers: {roll_up: boss}}", customers__csv=CUSTOMERS, subscriptions__csv=ROWS)


def test_without_customers_it_is_refused(read):
    with refused("customers.csv: not there, while boss of it names parents"):
        read("tables: {customers: {roll_up: boss}}", subscriptions__csv=ROWS)
