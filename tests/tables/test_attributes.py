"""Attributes that are called like columns of other tables."""

import pytest

from csmetrics import api

SUBSCRIPTIONS = "customer_id,start_date,end_date,amount\nc1,2025-11-01,,100\nc2,2026-01-05,2026-03-01,1\n"


@pytest.mark.parametrize("column", ["amount", "value", "date", "score", "currency", "start_date", "survey", "quantity"])
def test_an_attribute_may_be_called_like_a_column_of_another_table(read, column):
    data = read(
        customers__csv=f"customer_id,{column}\nc1,big\nc2,small\n",
        costs__csv=f"date,category,amount,{column}_too\n2026-01-05,sales,5,a\n",
        subscriptions__csv=SUBSCRIPTIONS,
    )
    report = api.report(data, "2026-01", by=[column])
    assert [report.figure("mrr", **{column: value}).value for value in ("big", "small")] == [100, 1]
    assert data.problems == ()


@pytest.mark.parametrize("column", ["name", "created_at", "customer_id"])
def test_an_attribute_of_costs_may_be_called_like_a_column_of_customers(read, column):
    data = read(
        customers__csv="customer_id,name,created_at\nc1,Bee,2026-01-01\n",
        costs__csv=f"date,category,amount,{column}\n2026-01-05,sales,5,a\n2026-01-06,sales,7,b\n",
        subscriptions__csv=SUBSCRIPTIONS,
    )
    report = api.report(data, "2026-01", by=[column])
    assert {figure.segment[column] for figure in report.figures if figure.segment} == {"a", "b"}


def test_the_category_of_a_cost_is_not_that_of_a_customer(read):
    data = read(
        customers__csv="customer_id,category\nc1,gold\nc2,tin\n",
        costs__csv="date,category,amount\n2026-01-05,sales,5\n",
        subscriptions__csv=SUBSCRIPTIONS,
    )
    report = api.report(data, "2026-01", by=["category"])
    assert {figure.segment["category"] for figure in report.figures if figure.segment} == {"gold", "tin"}
    assert report.figure("cac", category="tin").value is None
