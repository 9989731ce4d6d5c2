"""Columns of one file in several forms: the same figures as of a file that writes all in ours."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import tries
from csmetrics import Config, DataError, api

DAYS = st.dates(date(2024, 1, 1), date(2026, 9, 30))
ROWS = st.lists(st.tuples(DAYS, DAYS, st.integers(1, 9_999_999), st.integers(1, 5_000)), min_size=1, max_size=8)
DATE_FORMATS = st.sampled_from([None, "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y"])
SIGNS = st.sampled_from([(None, None), (",", None), (",", "."), (".", ","), (None, " "), (".", "'")])
COLUMNS = "customer_id;start_date;end_date;amount;quantity"


def written(number, decimal, thousands):
    """A number with two decimals, as people write it."""
    whole, _, rest = f"{number:.2f}".partition(".")
    groups = f"{int(whole):,}".replace(",", thousands or "")
    return f"{groups}{decimal or ('.' if thousands != '.' else ',')}{rest}"


def lines(rows, day, number):
    yield COLUMNS
    for at, (start, end, cents, quantity) in enumerate(rows):
        first, last = sorted((start, end))
        amount, many = Decimal(cents) / 100, Decimal(quantity)
        yield ";".join(
            (
                f"c{at}",
                day("start_date", first),
                day("end_date", last),
                number("amount", amount),
                number("quantity", many),
            )
        )


def by_column(start, end, amount, quantity, own):
    """The settings: each column by name, the ISO days and plain numbers left out."""
    said = {
        "date_format": {"start_date": start, "end_date": end},
        "decimal": {"amount": amount[0], "quantity": quantity[0]},
        "thousands": {"amount": amount[1], "quantity": quantity[1]},
    }
    named = {key: {name: each for name, each in values.items() if each} for key, values in said.items()}
    return {"delimiter": ";", "tables": {"subscriptions": {key: each for key, each in named.items() if each or own}}}


@settings(max_examples=tries(60), deadline=None)
@given(ROWS, st.tuples(DATE_FORMATS, DATE_FORMATS, SIGNS, SIGNS), st.booleans())
def test_each_column_is_read_in_its_own_form(tmp_path_factory, rows, forms, own):
    start, end, amount, quantity = forms
    days, signs = {"start_date": start, "end_date": end}, {"amount": amount, "quantity": quantity}
    plain, odd = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("odd")
    ours = lines(rows, lambda _, day: day.isoformat(), lambda _, number: f"{number:.2f}")
    theirs = lines(
        rows,
        lambda name, day: day.strftime(days[name]) if days[name] else day.isoformat(),
        lambda name, number: written(number, *signs[name]),
    )
    (plain / "subscriptions.csv").write_text("\n".join(ours) + "\n")
    (odd / "subscriptions.csv").write_text("\n".join(theirs) + "\n")
    config = Config(**by_column(start, end, amount, quantity, own))
    expected = api.read(plain, Config(delimiter=";")).rows("subscriptions")
    found = api.read(odd, config).rows("subscriptions")
    for name in ("start_date", "end_date", "amount", "quantity"):
        assert found[name].tolist() == expected[name].tolist(), name


def test_what_is_not_named_is_as_the_top_says(tmp_path):
    text = "customer_id;start_date;end_date;amount\na;05/01/2026;06.02.2026;1.234,50\n"
    (tmp_path / "subscriptions.csv").write_text(text)
    own = {"date_format": {"end_date": "%d.%m.%Y"}, "thousands": {"amount": "."}}
    config = Config(date_format="%d/%m/%Y", delimiter=";", decimal=".", tables={"subscriptions": own})
    rows = api.read(tmp_path, config).frame("subscriptions")
    assert rows["amount"].tolist() == [1_234_500_000]
    top = Config(date_format="%d/%m/%Y", delimiter=";", decimal=",").table("subscriptions").for_column("amount")
    assert (top.date_format, top.decimal) == ("%d/%m/%Y", ",")


def test_the_column_that_is_not_in_its_form_is_named(tmp_path):
    text = "customer_id;start_date;end_date;amount\na;2026-01-05;2026-02-06;12\n"
    (tmp_path / "subscriptions.csv").write_text(text)
    config = Config(delimiter=";", tables={"subscriptions": {"date_format": {"end_date": "%d.%m.%Y"}}})
    with pytest.raises(DataError) as caught:
        api.read(tmp_path, config)
    assert str(caught.value.problems[0]).startswith('subscriptions.csv row 2, end_date "2026-02-06": not a date.')
