"""What is worked out of other columns is what fractions give, rounded once; and what cannot be is named."""

from fractions import Fraction
from unittest import mock

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import tries
from csmetrics.config import parse_config
from csmetrics.config.working_out import formula_of
from csmetrics.tables.dataset import Dataset
from in_forms import read_form, refused

START = "2026-01-01"
COLUMNS = ["A", "B", "C"]


@st.composite
def formulas(draw, depth=0):
    """A formula, and the function of a row that it stands for; None where a cell is blank, an error for 1 / 0."""
    kind = draw(st.sampled_from(["cell", "number", "sum", "sum"] if depth < 3 else ["cell"]))
    if kind == "cell":
        name = draw(st.sampled_from(COLUMNS))
        return f"[{draw(st.sampled_from([name, name.lower(), f' {name} ']))}]", lambda row: row[name]
    if kind == "number":
        text = draw(st.sampled_from(["2", "0.5", "12", "100"]))
        return text, lambda row: Fraction(text)
    (left, one), (right, other) = draw(formulas(depth + 1)), draw(formulas(depth + 1))
    sign = draw(st.sampled_from("+-*/"))
    work = {"+": Fraction.__add__, "-": Fraction.__sub__, "*": Fraction.__mul__, "/": Fraction.__truediv__}[sign]
    return f"({left} {sign} {right})", lambda row: work(one(row), other(row))


def worked(work, row):
    """What a row comes to, None where something is divided by zero."""
    try:
        return work({name: Fraction(row[name] or 0) for name in COLUMNS})
    except ZeroDivisionError:
        return None


numbers = st.one_of(
    st.integers(-50, 50).map(str), st.integers(0, 99_999).map(lambda n: f"{n / 100:.2f}"), st.just("0"), st.just("")
)
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, numbers)), min_size=1, max_size=12)


@settings(max_examples=tries(30))
@given(st.data(), rows)
def test_a_column_is_what_fractions_give(data, cells):
    formula, work = data.draw(formulas())
    if "[" not in formula:
        formula, work = f"{formula} + [A]", lambda row, work=work: work(row) + row["A"]
    frame = pd.DataFrame([{"date": START, "customer_id": f"c{n}", **row} for n, row in enumerate(cells)])
    config = parse_config(
        str({"tolerate": 1, "decimal": ".", "tables": {"purchases": {"compute": {"amount": formula}}}})
    )
    used = [name for name in COLUMNS if f"[{name}]" in formula.upper().replace(" ", "")]
    expected, wrong = {}, []
    for number, row in enumerate(cells, 2):
        value = None if any(not row[name] for name in used) else worked(work, row)
        if value is None or abs(value) > 9 * 10**12:
            wrong.append(number)
        else:
            expected[number] = round(value * 1_000_000)
    for form in ("csv", "frames"):
        found = read_form(form, {"purchases": frame}, config)
        numbers = list(found.rows("purchases").numbers)
        assert dict(zip(numbers, found.rows("purchases")["amount"].tolist(), strict=True)) == expected
        assert [problem.row for problem in found.problems] == wrong


@settings(max_examples=tries(25))
@given(st.data(), st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, numbers)), min_size=1, max_size=30))
def test_all_rows_at_once_are_what_each_is_by_itself(data, cells):
    formula, _ = data.draw(formulas())
    frame = pd.DataFrame([{"date": START, "customer_id": f"c{n}", **row} for n, row in enumerate(cells)])
    settings = {"compute": {"amount": f"{formula} + [A] * 0"}, "tolerate": 1}
    config = parse_config(str({"decimal": ".", "tables": {"purchases": settings}}))
    found = []
    for held in (2.0**62, 0.0):
        with mock.patch("csmetrics.tables.mapping.ratios.LARGEST_SUM", held):
            made = Dataset(purchases=frame, config=config)
        found.append((made.rows("purchases")["amount"].tolist(), made.problems))
    assert found[0] == found[1]


def frame_of(**columns):
    return pd.DataFrame({"customer_id": ["a", "b"], "start_date": [START] * 2, **columns})


def amounts(frame, config):
    data = Dataset(subscriptions=frame, config=parse_config(config))
    return (data.rows("subscriptions")["amount"] / 1_000_000).tolist(), data


def subscriptions(**settings):
    return str({"tables": {"subscriptions": settings}})


def test_amounts_are_read_as_the_file_writes_them():
    frame = frame_of(Price=["$1,234.50", "$10"], Seats=["3", "1,000"])
    found, data = amounts(frame, subscriptions(compute={"amount": "[price] * [seats]"}, thousands=","))
    assert found == [3703.5, 10_000]
    assert data.table("subscriptions").signs == {"$"}
    frame = frame_of(Price=["1.234,50 EUR", "10 EUR"], Seats=["3", "2,5"])
    found, data = amounts(frame, subscriptions(compute={"amount": "[price] * [seats]"}))
    assert (found, data.currency) == ([3703.5, 25], "EUR")


def test_a_negative_amount_keeps_its_sign_and_its_currency():
    frame = pd.DataFrame({"customer_id": ["a"], "date": [START], "Paid": ["kr. 5"], "Back": ["kr. 12,5"]})
    config = parse_config(str({"currency": "SEK", "tables": {"purchases": {"compute": {"amount": "[Paid] - [Back]"}}}}))
    assert Dataset(purchases=frame, config=config).rows("purchases")["amount"].tolist() == [-7_500_000]


def test_amounts_of_two_currencies_are_not_added():
    frame = frame_of(One=["$5", "€5"], Two=["€5", "€5"])
    found, data = amounts(frame, subscriptions(compute={"amount": "[One] + [Two]"}, tolerate=1))
    (problem,) = data.problems
    assert (found, problem.row, problem.problem) == ([10], 2, "amount is worked out of amounts in $ and €")


def test_minor_units_are_brought_to_units_once():
    frame = frame_of(Year=["100", "250"])
    found, _ = amounts(frame, subscriptions(compute={"amount": "[Year] / 3"}, amount_unit="cents"))
    assert found == [0.333333, 0.833333]


def test_a_quotient_is_rounded_to_the_even_millionth():
    frame = frame_of(Micro=["0.000001", "0.000003"])
    found, _ = amounts(frame, subscriptions(compute={"amount": "[Micro] / 2"}, decimal="."))
    assert [round(each * 1_000_000) for each in found] == [0, 2]


def test_ids_are_joined_of_several_parts():
    frame = pd.DataFrame({"Account": ["7", " 8 "], "No": ["1", "2"], "start_date": [START] * 2, "amount": ["5", "6"]})
    data = Dataset(
        subscriptions=frame, config=parse_config(subscriptions(compute={"customer_id": "[account] & '-' & [no]"}))
    )
    assert data.table("subscriptions").ids["customer_id"].to_pylist() == ["7-1", "8-2"]


def test_days_are_joined_and_numbers_within_texts_are_worked_out():
    frame = pd.DataFrame({"customer_id": ["a"], "Year": ["2025"], "amount": ["5"], "Month": ["03"]})
    config = parse_config(subscriptions(compute={"start_date": "[Year] + 1 & '-' & [Month] & '-01'"}))
    data = Dataset(subscriptions=frame, config=config)
    assert data.frame("subscriptions")["start_date"].tolist() == [20513]


def test_a_column_that_is_ignored_can_be_worked_out_anew_of_itself():
    frame = frame_of(Amount=["5", "7"], Seats=["2", "3"])
    found, data = amounts(frame, subscriptions(compute={"amount": "[Amount] * [Seats]"}, ignore=["Amount"]))
    assert found == [10, 21]
    assert data.table("subscriptions").header == ("customer_id", "start_date", "Amount", "Seats", "amount")
    with refused("the file has a column Amount, and the configuration works amount out of others"):
        amounts(frame, subscriptions(compute={"amount": "[Amount] * [Seats]"}))


def test_columns_that_are_worked_with_are_not_asked_about_and_others_still_are():
    frame = frame_of(Price=["5", "7"], Seats=["2", "3"], Discount=["0", "0"])
    assert amounts(frame, subscriptions(compute={"amount": "[Price] * [Seats]"}))[0] == [10, 21]
    with refused("Seats"):
        amounts(frame, subscriptions(compute={"amount": "[Price] * 1"}))


def test_a_quantity_is_not_multiplied_twice_unless_somebody_says_so():
    frame = frame_of(Price=["5", "7"], quantity=["2", "3"])
    with refused("amount_is: line, or amount_is: unit to multiply twice"):
        amounts(frame, subscriptions(compute={"amount": "[Price] * [quantity]"}))
    assert amounts(frame, subscriptions(compute={"amount": "[Price] * [quantity]"}, amount_is="line"))[0] == [10, 21]


def test_a_huge_exponent_takes_no_time():
    found, data = amounts(
        frame_of(A=["1e-999999999", "5"], B=["1e999999999", "2"]),
        subscriptions(compute={"amount": "[A] * [B]"}, tolerate=1),
    )
    assert found == [10]
    assert data.problems[0].column == "B"


@pytest.mark.parametrize("text", ["[a] +", "(" * 200 + "[a]" + ")" * 200, "__import__('os')", "[a] ** 2", "[]", ""])
def test_a_formula_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="brackets"):
        formula_of(text)
