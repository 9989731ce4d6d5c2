"""Amounts as people write them: read as they are meant, or named where they mean two things."""

from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.currencies import CURRENCIES, decimals_of
from csmetrics.errors import DataError
from csmetrics.tables.dataset import Dataset

MICROS = 1_000_000


def purchases(amounts, config="", **columns):
    frame = pd.DataFrame({"customer_id": "a", "date": "2026-01-05", "amount": amounts} | columns)
    return Dataset(purchases=frame, config=parse_config(config))


def amounts_of(data, table="purchases"):
    return [amount / MICROS for amount in data.rows(table)["amount"].tolist()]


def read_as(amounts, config="", **columns):
    return amounts_of(purchases(amounts, config, **columns))


def problem_of(amounts, config="", **columns):
    with pytest.raises(DataError) as caught:
        purchases(amounts, config, **columns)
    return caught.value.problems[0]


def quoted(amounts):
    return "customer_id,date,amount\n" + "".join(f'a,2026-01-05,"{amount}"\n' for amount in amounts)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["$1,350.00", "7"], [1350, 7]),
        (["2 300,75 €", "4,5 €"], [2300.75, 4.5]),
        (["EUR 13", "14 EUR"], [13, 14]),
        (["US$ 13", "US$-2"], [13, -2]),
        (["3\N{NARROW NO-BREAK SPACE}400,50", "1\N{NO-BREAK SPACE}200"], [3400.5, 1200]),
        (["9'100.25", "9\N{RIGHT SINGLE QUOTATION MARK}100"], [9100.25, 9100]),
        (["(15.00)", "15.00-", "\N{MINUS SIGN}15", "-$15", "$-15", "($15)", "$(15)", "$ (15.00)"], [-15] * 8),
        (["2.345,67", "2.345", "12"], [2345.67, 2345, 12]),
        (["2,345.67", "2,345", "12"], [2345.67, 2345, 12]),
        (["3.456.789", "2.345"], [3456789, 2345]),
        (["3,456,789", "2,345"], [3456789, 2345]),
        (["23,45,678.50"], [2345678.5]),
        (["2.345", "7.5"], [2.345, 7.5]),
        (["2,345", "7,5"], [2.345, 7.5]),
        (["0.125", "2.345"], [0.125, 2.345]),
        (["2345.678", "2.345"], [2345.678, 2.345]),
        (["2.3456"], [2.3456]),
        (["4e3", "1.5E+03"], [4000, 1500]),
        (["\N{ZERO WIDTH SPACE}12.50", " 12.50\N{NO-BREAK SPACE}"], [12.5, 12.5]),
        (["12 kr.", "5,50 kr"], [12, 5.5]),
    ],
)
def test_numbers_are_read_as_they_are_meant(amounts, expected, read):
    assert read_as(amounts) == expected
    assert amounts_of(read(purchases__csv=quoted(amounts))) == expected


@pytest.mark.parametrize(
    "amount",
    ["abc", "12 kg", "5k", "5 %", "1 23", "1,23,4", "--5", "(5", "-(5)", "1.2.3", "1,234.5,6", "$5$", "", "-", "'5"],
)
def test_what_is_no_number_is_none(amount):
    assert problem_of([amount, "x"]).row == 2


def test_a_column_of_big_amounts_with_thousands_keeps_them(read):
    small = "".join(f"c{n},2025-11-01,40\n" for n in range(150))
    text = f'customer_id,start_date,amount\n{small}big,2026-01-01,"11,000.00"\n'
    assert api.report(read(subscriptions__csv=text), "2026-01").figure("mrr").value == 17_000


@pytest.mark.parametrize("amounts", [["2.345", "6.700"], ["2.345", "12"], ["2.000"], ["$2.345"], ["12", "-2.345"]])
@pytest.mark.parametrize("currency", [None, "EUR", "JPY"])
def test_two_readings_are_an_error_that_shows_both(read, amounts, currency):
    config = f"currency: {currency}" if currency and not amounts[0].startswith("$") else ""
    for reading in (
        lambda more="": purchases(amounts, config + more),
        lambda more="": read(config + more, purchases__csv=quoted(amounts)),
    ):
        with pytest.raises(DataError) as caught:
            reading()
        said = str(caught.value.problems[0])
        assert 'Add thousands: "."' in said
        assert 'or decimal: "."' in said
    number = next(a for a in amounts if "." in a).lstrip("-$")
    assert f"{number} is {number.replace('.', ',')} or {number}" in said
    plain = [float(a.replace("$", "")) for a in amounts]
    assert amounts_of(read(config + '\ndecimal: "."', purchases__csv=quoted(amounts))) == plain
    large = [float(a.replace("$", "").replace(".", "")) for a in amounts]
    assert amounts_of(read(config + '\nthousands: "."', purchases__csv=quoted(amounts))) == large


def test_two_readings_of_commas_between_commas(read):
    said = problem_of(["2,345", "8"]).fix
    assert said == 'Add thousands: "," (it is 2,345) or thousands: "." (it is 2.345) to csmetrics.yaml.'
    text = quoted(["2,345", "8"])
    assert amounts_of(read('thousands: ","', purchases__csv=text)) == [2345, 8]
    assert amounts_of(read('thousands: "."', purchases__csv=text)) == [2.345, 8]


def test_a_table_of_its_own_says_what_its_signs_are(read):
    text = quoted(["2.345", "8"])
    config = 'decimal: "."\ntables: {purchases: {thousands: "."}}'
    assert amounts_of(read(config, purchases__csv=text)) == [2345, 8]
    assert amounts_of(read('thousands: "\'"', purchases__csv=text)) == [2.345, 8]


def test_three_decimals_are_what_they_look_like_where_the_currency_has_them(read):
    assert read_as(["2.345", "6.700"], "currency: KWD") == [2.345, 6.7]
    assert read_as(["2.345", "6"], currency=["KWD", "KWD"]) == [2.345, 6]
    with pytest.raises(DataError):
        purchases(["2.345", "6"], "currency: KWD\namount_unit: minor")
    with pytest.raises(DataError):
        purchases(["2,345", "6"], "currency: KWD")


def test_whole_numbers_that_turn_into_others_later_are_read_once_more(read):
    rows = [*map(str, range(1, 400)), "24.75", "0.5"]
    assert amounts_of(read(purchases__csv=quoted(rows))) == list(map(float, rows))
    thousands = [*map(str, range(1, 400)), "2.345"]
    with pytest.raises(DataError, match="cannot be used"):
        read(purchases__csv=quoted(thousands))
    assert amounts_of(read(purchases__csv=quoted([*rows, "2.345"])))[-1] == 2.345


def test_quantities_and_use_can_be_read_two_ways_too(read):
    head = "customer_id,start_date,amount,quantity\n"
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=head + "a,2026-01-05,5,1.250\n")
    assert caught.value.problems[0].column == "quantity"
    data = read('decimal: "."', subscriptions__csv=head + "a,2026-01-05,5,1.250\n")
    assert data.rows("subscriptions")["quantity"].tolist() == [1.25]
    with pytest.raises(DataError) as caught:
        read(usage__csv="customer_id,date,value\na,2026-01-05,1.250\n")
    assert caught.value.problems[-1].column == "value"
    with pytest.raises(DataError):
        read(usage__csv="customer_id,date,value\na,2026-01-05,$5\n")


def test_numbers_that_nobody_wrote_are_taken_with_a_remark(folder):
    (remark,) = purchases([2.345, 6.7]).remarks
    assert "every amount with decimals has three of them" in remark.text
    where = folder()
    pq.write_table(
        pa.table({"customer_id": ["a"], "date": ["2026-01-05"], "amount": [2.345]}), where / "purchases.parquet"
    )
    assert len(api.read(where).remarks) == 1
    for amounts, config in (
        ([2.34, 6.7], ""),
        ([2.345, 0.5], ""),
        ([2.345], "currency: KWD"),
        ([2.345], 'decimal: "."'),
    ):
        assert purchases(amounts, config).remarks == ()


def test_a_sign_of_another_currency_is_a_problem():
    assert problem_of(["$5"], "currency: EUR").problem == "written with $, while the currency is EUR"
    assert problem_of(["5", "5 €"], currency=["USD", "USD"]).row == 3
    assert read_as(["$5", "C$6"], currency="CAD") == [5, 6]


def test_a_code_beside_an_amount_is_its_currency():
    assert purchases(["CHF 5", "CHF 6"]).currency == "CHF"
    assert problem_of(["CHF 5", "6"]).problem == "blank, while other rows have one"
    assert "more than one, CHF" in problem_of(["CHF 5", "EUR 6"]).problem
    assert purchases(["CHF 5", "6"], currency=[None, "CHF"]).currency == "CHF"


def test_a_sign_of_several_currencies_is_said():
    (remark,) = purchases(["$5"]).remarks
    assert (
        remark.text
        == "amounts are written with $, the sign of several currencies; declare currency: in csmetrics.yaml."
    )
    assert purchases(["$5"], "currency: AUD").remarks == ()
    costs = pd.DataFrame({"date": ["2026-01-05"], "category": ["sales"], "amount": ["5 EUR"]})
    frame = pd.DataFrame({"customer_id": ["a"], "date": ["2026-01-05"], "amount": ["$5"]})
    with pytest.raises(DataError) as caught:
        Dataset(purchases=frame, costs=costs)
    assert caught.value.problems[0].problem == "more than one, $ (purchases), EUR"


@pytest.mark.parametrize(
    ("currency", "expected"), [("JPY", 3100), ("USD", 31), ("KWD", 3.1), ("CLF", 0.31), ("ISK", 3100), ("EUR", 31)]
)
def test_minor_units_follow_the_currency(currency, expected, read):
    text = "customer_id,date,amount\na,2026-01-05,3100\n"
    for unit in ("minor", "cents"):
        assert amounts_of(read(f"amount_unit: {unit}\ncurrency: {currency}", purchases__csv=text)) == [expected]
        assert read_as([3100], f"tables: {{purchases: {{amount_unit: {unit}}}}}", currency=[currency]) == [expected]


def test_minor_units_of_each_row(read):
    text = "customer_id,date,amount,currency\na,2026-01-05,3100,JPY\na,2026-01-05,3100,\n"
    with pytest.raises(DataError, match="cannot be used"):
        read("amount_unit: minor", purchases__csv=text)
    data = read("amount_unit: minor\ncurrency: JPY\ndecimals: {JPY: 1}", purchases__csv=text)
    assert amounts_of(data) == [310, 310]
    config = "tables: {purchases: {amount_unit: minor, constants: {currency: jpy}}}"
    assert amounts_of(read(config, purchases__csv="customer_id,date,amount\na,2026-01-05,3100\n")) == [3100]


def test_minor_units_need_a_currency_that_hundredths_do_not():
    assert problem_of([3100], "amount_unit: minor").problem == "minor units of a currency that is not known"
    assert read_as(["JPY 3100"], "amount_unit: minor") == [3100]
    assert read_as([3100], "amount_unit: cents") == [31]


def test_every_currency_has_its_decimals():
    assert {decimals_of(code) for code in CURRENCIES} == {0, 2, 3, 4}
    assert " ".join(sorted(code for code in CURRENCIES if decimals_of(code) == 3)) == "BHD IQD JOD KWD LYD OMR TND"


def test_a_score_is_given_no_advice_about_money(read):
    with pytest.raises(DataError) as caught:
        read(surveys__csv="survey,score,responded_at\nnps,$9,2026-01-05\n")
    fix = caught.value.problems[0].fix
    assert "values: {score:" in fix
    assert "thousands" not in fix
    assert "currency" not in fix


STYLES = {  # thousands sign, decimal sign
    "english": (",", "."),
    "german": (".", ","),
    "french": ("\N{NARROW NO-BREAK SPACE}", ","),
    "swiss": ("'", "."),
    "plain": ("", "."),
}


def written(cents, style, around):
    """An independent pen: a number of cents in one of the world's ways."""
    thousands, decimal = STYLES[style]
    whole, part = f"{Decimal(abs(cents)) / 100:,.2f}".split(".")
    number = whole.replace(",", thousands) + decimal + part
    return around[cents < 0].format(number)


AROUND = [("{}", "-{}"), ("{}", "({})"), ("{}", "{}-"), ("€{}", "-€{}"), ("{} €", "-{} €"), ("EUR {}", "(EUR {})")]


@given(
    st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=12), st.sampled_from(sorted(STYLES)),
    st.sampled_from(AROUND),
)  # fmt: skip
def test_any_amounts_in_any_style_are_read_exactly(cents, style, around):
    data = purchases([written(each, style, around) for each in cents])
    assert data.rows("purchases")["amount"].tolist() == [each * MICROS // 100 for each in cents]
    assert data.problems == ()
    assert [str(remark) for remark in data.remarks if "equal to an earlier row" not in remark.text] == []


@given(st.lists(st.integers(1_000, 999_999), min_size=1, max_size=6), st.sampled_from([".", ","]))
def test_thousands_are_never_taken_for_decimals(numbers, sign):
    amounts = [f"{each:,}".replace(",", sign) for each in numbers]
    assert problem_of(amounts).problem.startswith("a number that can be read two ways")
    assert read_as(amounts, f'thousands: "{sign}"') == numbers


def test_words_of_amounts_are_read_beside_a_column_of_currencies(read):
    data = read(
        'tables: {purchases: {values: {amount: {"11": "1.250", free: "0.5"}, currency: {dollars: USD}}}}',
        purchases__csv="customer_id,date,amount,currency\na,2026-01-02,free,dollars\nb,2026-01-03,7.25,USD\n",
    )
    assert data.frame("purchases")["amount"].tolist() == [500_000, 7_250_000]
