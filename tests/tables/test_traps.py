"""Input that looks right and is not: each of these once slipped through in silence or ended in a traceback."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csmetrics import api
from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.periods import day_number
from csmetrics.tables.dataset import Dataset
from csmetrics.views.report.compute import report as compute_report

HEAD = "customer_id,start_date,amount,note\n"


def rows(count, start=0):
    return "".join(f"c{n},2026-01-05,5,fine\n" for n in range(start, start + count))


def problem_of(caught):
    return caught.value.problems[0]


@pytest.mark.parametrize("closing", ['x,2026-01-05,5,"x\n', 'x,2026-01-05,5,close"\n'])
def test_a_quote_closed_hundreds_of_rows_later_swallows_nothing(read, closing):
    text = HEAD + rows(500) + 'o,2026-01-05,5,"open\n' + rows(200, 600) + closing + rows(50, 900)
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=text)
    assert (problem_of(caught).row, problem_of(caught).problem) == (502, "a quote is opened and not closed")


def test_a_long_comment_with_line_breaks_and_commas_is_a_comment(read):
    comment = "dear team,\nit is slow, ugly, and dear\nbut, on the whole, fine\nyours, Bee"
    text = f'survey,score,responded_at,comment\nnps,9,2026-01-05,"{comment}"\nnps,3,2026-01-06,no\n'
    assert read(surveys__csv=text).frame("surveys")["comment"].tolist() == [comment, "no"]


def test_a_declared_format_rules_even_where_the_cells_look_like_iso(read):
    data = read('date_format: "%Y-%d-%m"', surveys__csv="survey,score,responded_at\nnps,9,2026-05-01\n")
    assert data.frame("surveys")["responded_at"].tolist() == [day_number(date(2026, 1, 5))]


def test_offsets_on_both_sides_of_a_clock_change(read):
    config = 'date_format: "%d/%m/%Y %H:%M:%S%z"\ntimezone: Europe/Berlin'
    text = "survey,score,responded_at\nnps,9,30/09/2026 23:30:00+0200\nnps,9,30/11/2026 23:30:00+0000\n"
    days = read(config, surveys__csv=text).frame("surveys")["responded_at"].tolist()
    assert days == [day_number(date(2026, 9, 30)), day_number(date(2026, 12, 1))]


def test_for_ever_is_for_ever_in_every_timezone(read):
    text = "customer_id,start_date,end_date,amount\na,2026-01-05T10:00:00Z,9999-12-31T23:59:59Z,5\n"
    data = read("timezone: Europe/Berlin", subscriptions__csv=text)
    assert data.frame("subscriptions")["end_date"].tolist() == [day_number(date(9999, 12, 31))]
    assert compute_report(data, "2026-01").figure("mrr").value == 5


def test_for_ever_in_a_declared_format(read):
    text = "customer_id,start_date,end_date,amount\na,05/01/2026,31/12/9999,5\n"
    data = read('date_format: "%d/%m/%Y"', subscriptions__csv=text)
    assert data.frame("subscriptions")["end_date"].tolist() == [day_number(date(9999, 12, 31))]


def test_the_last_day_of_the_calendar_is_a_day(read):
    rows = "customer_id,start_date,amount\na,2026-01-05,5\nb,9999-12-31,5\nc,2026-02-28,5\n"
    assert compute_report(read(subscriptions__csv=rows), today=date(2026, 3, 5)).period.name == "2026-02"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("a,2026-01-05,5,1e400", "not a finite number"),
        ("a,2026-01-05,5,1e13", "too large a quantity"),
        ("a,2026-01-05,1e400,1", "not a finite number"),
    ],
)
def test_numbers_that_cannot_be_held_are_named(read, cells, problem):
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=f"customer_id,start_date,amount,quantity\n{cells}\n")
    assert problem_of(caught).problem == problem


def test_revenue_too_large_to_be_exact_is_refused(read):
    text = "customer_id,start_date,amount,quantity\na,2026-01-05,9e11,10\nb,2026-01-05,5,1\n"
    with pytest.raises(DataError, match="too large to be summed exactly") as caught:
        compute_report(read(subscriptions__csv=text), "2026-01")
    assert problem_of(caught).row == 2
    with pytest.raises(DataError, match="cannot be summed exactly"):
        read(purchases__csv="customer_id,date,amount\na,2026-01-05,4e12\na,2026-01-05,4e12\n")


def test_of_two_answers_on_a_day_the_later_one_is_the_latest():
    answers = [(10, "2026-01-05T18:00"), (0, "2026-01-05T09:00"), (3, "2026-01-04T23:00")]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        frame = pd.DataFrame([answers[at] for at in order], columns=["score", "responded_at"])
        frame = frame.assign(survey="nps", customer_id="a")
        config = Config(surveys={"repeat_answers": "latest"})
        assert compute_report(Dataset(surveys=frame, config=config), "2026-01").figure("nps").value == 100
        typed = frame.assign(responded_at=pd.to_datetime(frame["responded_at"]))
        assert compute_report(Dataset(surveys=typed, config=config), "2026-01").figure("nps").value == 100


def test_of_two_answers_at_one_moment_the_lower_one_counts_in_any_order():
    for scores in ([10, 0], [0, 10]):
        frame = pd.DataFrame({"score": scores, "responded_at": "2026-01-05", "survey": "nps", "customer_id": "a"})
        report = compute_report(Dataset(surveys=frame, config=Config(surveys={"repeat_answers": "latest"})), "2026-01")
        assert report.figure("nps").value == -100


def test_misspelled_columns_and_files_are_noted(folder):
    where = folder(
        subscriptions__csv="customer_id,start_date,amount,prodct,renewal_dat\na,2026-01-05,5,2,\n",
        survey__csv="survey,score,responded_at\n",
        csmetrics__yml="currency: USD\n",
    )
    expected = (
        "survey.csv is not read. Did you mean surveys.csv?",
        "csmetrics.yml is not read. Did you mean csmetrics.yaml?",
        "subscriptions.csv: the column prodct is not read. Did you mean product?",
        "subscriptions.csv: the column renewal_dat is not read. Did you mean renewal_date?",
    )
    assert api.read(where).notes == expected
    checked = api.check(where)
    assert (checked.notes, checked.unread) == (expected, ("survey.csv",))


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ("{amount: ''}", 'constants: amount: "": blank'),
        ("{currency: DOL}", "cannot be used"),
        ("{end_date: 2025-01-01}", "cannot be used"),
    ],
)
def test_constants_are_checked_like_cells(read, constants, message):
    columns = "customer_id,start_date\n" if "amount" in constants else "customer_id,start_date,amount\n"
    cells = "a,2026-01-05\n" if "amount" in constants else "a,2026-01-05,5\n"
    with pytest.raises(DataError, match=message):
        read(f"tables: {{subscriptions: {{constants: {constants}}}}}", subscriptions__csv=columns + cells)


def test_a_constant_never_overrides_a_column_of_the_file(read):
    with pytest.raises(DataError) as caught:
        read("tables: {subscriptions: {constants: {amount: 7}}}", subscriptions__csv=HEAD + rows(1))
    assert "has a column amount" in problem_of(caught).problem


@pytest.mark.parametrize("text", ["customer_id,start_date,amount", "customer_id,start_date,amount\r"])
def test_a_header_without_a_line_end_is_a_table_without_rows(read, text):
    data = read(subscriptions__csv=text, purchases__csv="customer_id,date,amount\na,2026-01-31,5\n")
    assert compute_report(data, "2026-01").figure("customers").value == 0


@pytest.mark.parametrize(
    ("written", "declare"),
    [
        ("27/09/2026", '"%d/%m/%Y"'),
        ("9.27.26", '"%m.%d.%y"'),
        ("03-04-2026", '"%d-%m-%Y" (day first) or "%m-%d-%Y" (month first)'),
    ],
)
def test_the_format_that_fits_is_offered(read, written, declare):
    with pytest.raises(DataError) as caught:
        read(surveys__csv=f"survey,score,responded_at\nnps,9,{written}\n")
    assert problem_of(caught).fix == f"Declare date_format: {declare} in csmetrics.yaml."


def test_what_is_no_date_by_any_format_is_a_problem_of_its_row(read):
    with pytest.raises(DataError) as caught:
        read(surveys__csv="survey,score,responded_at\nnps,9,27/27/2026\n")
    assert problem_of(caught).problem == "not a date"


def test_the_factor_of_a_month_holds_without_an_interval_column(read):
    data = read("rules: {interval_factors: {month: 2}}", subscriptions__csv=HEAD + rows(1))
    assert compute_report(data, "2026-01").figure("mrr").value == 10


def test_an_overlap_names_the_row_that_still_runs(folder):
    text = """subscription_id,customer_id,start_date,end_date,amount
s,a,2026-01-01,2027-01-01,5
s,a,2026-02-01,2026-02-10,5
s,a,2026-03-01,,5
"""
    told = [(p.row, p.problem) for p in api.check(folder(subscriptions__csv=text)).problems]
    assert told == [
        (3, "starts 2026-02-01, while row 2 of the same subscription still runs"),
        (4, "starts 2026-03-01, while row 2 of the same subscription still runs"),
    ]


def test_strict_refuses_rows_that_contradict_each_other(folder):
    where = folder(purchases__csv="purchase_id,customer_id,date,amount\np,a,2026-01-05,5\np,a,2026-01-05,5\n")
    assert api.read(where, detail=False).problems == ()
    with pytest.raises(DataError) as caught:
        api.read(where, detail=False, strict=True)
    assert problem_of(caught).problem == "an earlier row is equal in every cell (row 2)"


def test_a_scale_declared_wrong_is_told_for_its_survey_alone(read):
    nps = "".join(f"nps,9,2026-01-{n % 28 + 1:02}\n" for n in range(500))
    with pytest.raises(DataError) as caught:
        read(surveys__csv="survey,score,responded_at\n" + nps + "csat,9,2026-01-05\ncsat,10,2026-01-05\n")
    assert "2 of 2 csat scores: the scale is declared wrong" in problem_of(caught).problem
    assert problem_of(caught).value == "9"


@pytest.mark.parametrize("column", [[["a"]], [{"x": 1}], [b"\xff"]])
def test_parquet_columns_of_other_kinds_are_refused_in_words(folder, column):
    where = folder()
    table = {"customer_id": column, "date": [date(2026, 1, 5)], "amount": [5.0]}
    pq.write_table(pa.table(table), where / "purchases.parquet")
    with pytest.raises(DataError) as caught:
        api.read(where)
    assert problem_of(caught).problem.startswith("the column customer_id holds")


def test_true_is_no_amount():
    frame = pd.DataFrame({"customer_id": ["a"], "date": ["2026-01-05"], "amount": [True]})
    with pytest.raises(DataError) as caught:
        Dataset(purchases=frame)
    assert problem_of(caught).problem == "not a number"


def test_dataframes_that_cannot_be_tables_are_refused_in_words():
    with pytest.raises(DataError, match="A dataset needs a table"):
        Dataset()
    twice = pd.DataFrame([["a", "2026-01-05", 5, 5]], columns=["customer_id", "date", "amount", "amount"])
    with pytest.raises(DataError):
        Dataset(purchases=twice)
    huge = pd.DataFrame({"customer_id": [2**70], "date": ["2026-01-05"], "amount": [5]})
    assert Dataset(purchases=huge).table("purchases").ids["customer_id"].to_pylist() == [str(2**70)]


def test_the_line_that_excel_puts_first_is_named(read):
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv="sep=,\n" + HEAD)
    assert problem_of(caught).fix == "Remove that line."
