"""Odd files that are right all the same, and what is made of them."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csmetrics.config import Config, parse_config
from csmetrics.errors import DataError
from csmetrics.periods import day_number
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.dataset import Dataset, read_dataset

SUBSCRIPTIONS = "customer_id,start_date,end_date,amount\n007,2026-01-05,2026-03-01,12.34\nb,2026-02-01,,5\n"


def days(data, table, column):
    return data.frame(table)[column].tolist()


def ids(data, table):
    checked = data.table(table)
    names = [*checked.ids["customer_id"].to_pylist(), None]
    return [names[code] for code in checked.frame["customer_id"]]


def test_a_plain_file_keeps_leading_zeros_rows_and_exact_money(read):
    data = read(subscriptions__csv=SUBSCRIPTIONS)
    frame = data.frame("subscriptions")
    assert ids(data, "subscriptions") == ["007", "b"]
    assert frame["amount"].tolist() == [12_340_000, 5_000_000]
    assert frame["end_date"].tolist() == [day_number(date(2026, 3, 1)), NO_DAY]
    assert frame.index.tolist() == [2, 3]


@pytest.mark.parametrize(
    "content",
    [
        SUBSCRIPTIONS.replace("\n", "\r\n"),
        "\ufeff" + SUBSCRIPTIONS,
        SUBSCRIPTIONS.rstrip("\n"),
        SUBSCRIPTIONS + "\n\n",
        SUBSCRIPTIONS.replace("b,", " b ,").replace("007", '"007"'),
        SUBSCRIPTIONS.replace("amount", " amount "),
        SUBSCRIPTIONS.replace("12.34", " 12.34 "),
    ],
    ids=["CRLF", "BOM", "no last newline", "blank lines at the end", "blanks around ids", "around headers", "numbers"],
)
def test_the_same_table_written_otherwise_reads_the_same(read, content):
    data = read(subscriptions__csv=content)
    plain = Dataset(subscriptions=pd.DataFrame({"customer_id": ["007", "b"], "start_date": ["2026-01-05", "2026-02-01"],
                                                "end_date": ["2026-03-01", None], "amount": [12.34, 5.0]}))  # fmt: skip
    assert ids(data, "subscriptions") == ids(plain, "subscriptions")
    for column in ("start_date", "end_date", "amount"):
        assert data.frame("subscriptions")[column].tolist() == plain.frame("subscriptions")[column].tolist()
    assert data.problems == ()


def test_a_blank_line_keeps_its_row_number_and_is_no_problem(read):
    rows = "\n".join(f"c{n},2026-01-01,5" for n in range(120))
    data = read(subscriptions__csv=f"customer_id,start_date,amount\n\n{rows}\n,,\nx,2026-01-01,oops\n")
    assert data.frame("subscriptions").index[0] == 3
    assert [(p.row, p.column, p.value) for p in data.problems] == [(124, "amount", "oops")]


def test_na_is_namibia_and_not_nothing(read):
    data = read(customers__csv="customer_id,country\na,NA\nb,\nc,NULL\n", subscriptions__csv=SUBSCRIPTIONS)
    country = data.frame("customers")["country"]
    assert country.astype(object).where(country.notna(), None).tolist() == ["NA", None, "NULL"]


def test_a_comment_may_hold_commas_quotes_and_line_breaks(read):
    text = 'survey,score,responded_at,comment\nnps,9,2026-01-05,"so ""good"", really\nyes"\nnps,3,2026-01-06,no\n'
    frame = read(surveys__csv=text).frame("surveys")
    assert frame["comment"].tolist() == ['so "good", really\nyes', "no"]
    assert frame.index.tolist() == [2, 3]


def test_an_inch_mark_in_a_cell_is_no_open_quote(read):
    frame = read(customers__csv='customer_id,size\na,5" pipe\nb,6\n', subscriptions__csv=SUBSCRIPTIONS).frame(
        "customers"
    )
    assert frame["size"].tolist() == ['5" pipe', "6"]


@pytest.mark.parametrize(
    ("written", "timezone", "expected"),
    [
        ("2026-09-30 23:30:00", "America/New_York", date(2026, 9, 30)),
        ("2026-09-30T23:30:00Z", "Europe/Berlin", date(2026, 10, 1)),
        ("2026-10-01T00:30:00+02:00", "UTC", date(2026, 9, 30)),
        ("2026-10-01T00:30:00.123+0200", "America/New_York", date(2026, 9, 30)),
        ("2026-09-30 23:30:00 UTC", "Asia/Tokyo", date(2026, 10, 1)),
        ("2026-09-30T23:30", "UTC", date(2026, 9, 30)),
        ("9999-12-31", "UTC", date(9999, 12, 31)),
    ],
)
def test_a_time_counts_in_the_declared_timezone(read, written, timezone, expected):
    text = f"survey,score,responded_at\nnps,9,{written}\n"
    data = read(f"timezone: {timezone}", surveys__csv=text)
    assert days(data, "surveys", "responded_at") == [day_number(expected)]


@pytest.mark.parametrize("written", ["2026-09-31", "2026-09-30 24:30:00", "2026-9-1", "20260901", "30.2.26x", "x"])
def test_what_is_no_date_is_no_date(read, written):
    with pytest.raises(DataError) as caught:
        read(surveys__csv=f"survey,score,responded_at\nnps,9,{written}\n")
    assert caught.value.problems[0].value == written


def test_a_declared_date_format_is_followed_strictly(read):
    config = 'date_format: "%d/%m/%y"'
    data = read(config, surveys__csv="survey,score,responded_at\nnps,9,03/04/26\n")
    assert days(data, "surveys", "responded_at") == [day_number(date(2026, 4, 3))]
    with pytest.raises(DataError, match="cannot be used"):
        read(config, surveys__csv="survey,score,responded_at\nnps,9,31/02/26\n")


def test_a_declared_format_with_an_offset_counts_in_the_timezone(read):
    config = 'date_format: "%d.%m.%Y %H:%M %z"\ntimezone: Europe/Berlin'
    data = read(config, surveys__csv="survey,score,responded_at\nnps,9,30.09.2026 23:30 +0000\n")
    assert days(data, "surveys", "responded_at") == [day_number(date(2026, 10, 1))]


def test_a_european_spreadsheet_with_semicolons_and_decimal_commas(read):
    text = "customer_id;start_date;amount\na;2026-01-05;1234,56\n"
    data = read('delimiter: ";"\ndecimal: ","', subscriptions__csv=text)
    assert data.frame("subscriptions")["amount"].tolist() == [1_234_560_000]
    data = read('delimiter: ";"\ndecimal: ","', subscriptions__csv=text.replace("1234,56", "1.234,56"))
    assert data.frame("subscriptions")["amount"].tolist() == [1_234_560_000]
    with pytest.raises(DataError, match="cannot be used"):
        read('delimiter: ";"\ndecimal: ","', subscriptions__csv=text.replace("1234,56", "1234.56"))


def test_cents_are_hundredths(read):
    data = read("amount_unit: cents", subscriptions__csv=SUBSCRIPTIONS.replace("12.34", "1234"))
    assert data.frame("subscriptions")["amount"].tolist() == [12_340_000, 50_000]


def test_a_declared_encoding_is_read(read):
    text = "survey,score,responded_at,comment\nnps,9,2026-01-05,schön\n"
    for encoding in ("cp1252", "utf-16"):
        frame = read(f"encoding: {encoding}", surveys__csv=text.encode(encoding)).frame("surveys")
        assert frame["comment"].tolist() == ["schön"]


def test_columns_are_mapped_and_constants_filled_in(read):
    config = "tables: {surveys: {columns: {score: NPS}, constants: {survey: nps}}}"
    frame = read(config, surveys__csv="NPS,responded_at\n9,2026-01-05\n,2026-01-06\n").frame("surveys")
    assert frame["survey"].tolist() == ["nps", "nps"]
    assert frame["score"].tolist() == [9, NO_SCORE]


def test_a_constant_that_cannot_be_is_an_error_of_the_configuration(read):
    with pytest.raises(DataError, match=r'surveys: constants: survey: "pmf": unknown survey'):
        read("tables: {surveys: {constants: {survey: pmf}}}", surveys__csv="score,responded_at\n9,2026-01-05\n")


def test_surveys_intervals_and_categories_are_read_regardless_of_case(read):
    data = read(
        surveys__csv="survey,score,responded_at\nNPS,9,2026-01-05\n",
        subscriptions__csv="customer_id,start_date,amount,interval\na,2026-01-05,5,Year\nb,2026-01-05,5,MONTH\n",
        costs__csv="date,category,amount\n2026-01-05, Sales ,5\n",
    )
    assert data.frame("surveys")["survey"].tolist() == ["nps"]
    assert data.frame("subscriptions")["interval"].astype(object).tolist()[0] == "year"
    assert data.frame("costs")["category"].tolist() == ["Sales"]
    assert data.problems == ()


def test_the_currency_of_the_data_is_found_whatever_its_case(read):
    text = "date,category,amount,currency\n2026-01-05,sales,5,usd\n2026-01-05,sales,5,USD\n2026-01-06,sales,5,\n"
    assert read("currency: USD", costs__csv=text).currency == "USD"
    with pytest.raises(DataError, match="Some amounts have a currency and some have none") as caught:
        read(costs__csv=text)
    assert caught.value.problems[0].row == 4
    with pytest.raises(DataError, match="cannot be added up") as caught:
        read("currency: EUR", costs__csv=text.replace("6,sales,5,", "6,sales,5,USD"))
    assert "EUR (declared in csmetrics.yaml), USD (3 rows of costs.csv)" in caught.value.problems[0].problem


def test_scores_that_a_spreadsheet_wrote_as_decimals_are_whole(read):
    frame = read(surveys__csv="survey,score,responded_at\nnps,9.0,2026-01-05\nnps,,2026-01-05\n").frame("surveys")
    assert frame["score"].tolist() == [9, NO_SCORE]


def test_detail_columns_are_read_only_when_wanted(folder):
    where = folder(customers__csv="customer_id,name,country\na,Acme,DE\n", subscriptions__csv=SUBSCRIPTIONS)

    def columns(**options):
        return list(read_dataset(where, Config(), **options).frame("customers"))

    assert columns(detail=False) == ["customer_id"]
    assert columns(detail=False, attributes=("country",)) == ["customer_id", "country"]
    assert columns() == ["customer_id", "name", "country"]


def test_parquet_is_read_like_csv(folder):
    where = folder(surveys__csv="survey,score,responded_at\nnps,9,2026-01-05\n")
    table = pa.table(
        {
            "customer_id": ["007", "b"],
            "start_date": pa.array([date(2026, 1, 5), date(2026, 2, 1)]),
            "end_date": pa.array([date(2026, 3, 1), None]),
            "amount": pa.array(["12.34", "5.00"]).cast(pa.decimal128(9, 2)),
        }
    )
    pq.write_table(table, where / "subscriptions.parquet")
    data = read_dataset(where, Config())
    assert ids(data, "subscriptions") == ["007", "b"]
    assert data.frame("subscriptions")["amount"].tolist() == [12_340_000, 5_000_000]
    (where / "subscriptions.parquet").write_bytes(b"not parquet")
    with pytest.raises(DataError) as caught:
        read_dataset(where, Config())
    assert "not a Parquet file" in caught.value.problems[0].problem


def test_dataframes_of_any_dtype_are_checked_the_same_way():
    moments = pd.to_datetime(["2026-09-30T23:30:00Z", "2026-01-01T00:00:00Z"])
    rows = pd.DataFrame({"customer_id": [7, 8], "date": moments, "amount": [5, 7]})
    data = Dataset(purchases=rows, config=parse_config("timezone: Europe/Berlin"))
    assert ids(data, "purchases") == ["7", "8"]
    assert days(data, "purchases", "date") == [day_number(date(2026, 10, 1)), day_number(date(2026, 1, 1))]
    assert rows["customer_id"].tolist() == [7, 8]
    mixed = pd.DataFrame({"customer_id": ["a", 5], "date": ["2026-01-01", "2026-01-02"], "amount": [1, "2"]})
    assert ids(Dataset(purchases=mixed), "purchases") == ["a", "5"]
    with pytest.raises(DataError) as caught:
        Dataset(purchases=rows.assign(amount=[[1], [2]]))
    assert "the column amount holds list<item: int64>" in caught.value.problems[0].problem
