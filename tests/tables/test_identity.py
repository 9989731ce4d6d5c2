"""Ids that are one although they are spelt in two ways, and ids that are none."""

import unicodedata

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import DataError
from csmetrics.tables.dataset import Dataset


def purchases(ids, config="", **tables):
    frame = pd.DataFrame({"customer_id": ids, "date": "2026-01-05", "amount": 5})
    return Dataset(purchases=frame, config=parse_config(config), **tables)


def ids_in(data, table="purchases"):
    names = [*data.table(table).ids["customer_id"].to_pylist(), None]
    return [names[code] for code in data.rows(table)["customer_id"].tolist()]


def customers(ids, **columns):
    return pd.DataFrame({"customer_id": ids} | columns)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["Ren\u00e9e", "Rene\u0301e"], ["Ren\u00e9e"] * 2),
        (["\ufeffa1", "a1\u200b", "a\u00ad1", "\u202aa1\u202c", "a1\u00a0", "\u2060 a1"], ["a1"] * 6),
        (["Acme\u00a0Ltd", "Acme Ltd"], ["Acme Ltd"] * 2),
        (["204.0", "7", "31.0"], ["204", "7", "31"]),
        (["204.0", "x7"], ["204.0", "x7"]),
        (["1.0.0", "2"], ["1.0.0", "2"]),
        ([204.0, 7.0], ["204", "7"]),
        ([204, 7], ["204", "7"]),
        (["nano", "nullable", "none1", "NA1"], ["nano", "nullable", "none1", "NA1"]),
        (["e+1", "1e5", "12e+1", "1E5"], ["e+1", "1e5", "12e+1", "1E5"]),
    ],
)
def test_ids_are_cleaned(ids, expected, folder):
    assert ids_in(purchases(ids)) == expected
    lines = "".join(f"{each},2026-01-05,5\n" for each in ids)
    assert ids_in(api.read(folder(purchases__csv="customer_id,date,amount\n" + lines))) == expected


@pytest.mark.parametrize(
    "word", ["NULL", "null", "N/A", "na", "#N/A", "\\N", "nan", "NaN", "None", "-", "<NA>", "#REF!"]
)
def test_words_for_nothing_are_no_id(word):
    with pytest.raises(DataError) as caught:
        purchases([word, "c1", "77"])
    found = caught.value.problems[0]
    assert (found.row, found.value, found.problem) == (2, word, "this cell must not be blank")
    answers = pd.DataFrame({"survey": "nps", "score": [10, 9, 0], "responded_at": "2026-01-05", "customer_id": word})
    config = parse_config("surveys: {repeat_answers: latest}")
    assert api.report(Dataset(surveys=answers, config=config), "2026-01").figure("nps").value == pytest.approx(100 / 3)


@pytest.mark.parametrize("column", ["customer_id", "response_id"])
@pytest.mark.parametrize("cut", ["7.65432E+14", "7,65432E+14", "1E+15", "9.87e+08", "1.5E12"])
def test_an_id_that_a_spreadsheet_has_cut_is_named(column, cut):
    rows = {"survey": "nps", "score": 9, "responded_at": "2026-01-05", column: [cut, "12"]}
    with pytest.raises(DataError) as caught:
        Dataset(surveys=pd.DataFrame(rows))
    assert (caught.value.problems[0].column, caught.value.problems[0].problem) == (
        column,
        "a spreadsheet has cut this id",
    )


def test_floats_too_large_to_be_told_apart_are_cut_ids(folder):
    with pytest.raises(DataError) as caught:
        purchases([2.0**60, 5.0])
    assert caught.value.problems[0].problem == "a spreadsheet has cut this id"
    assert ids_in(purchases([float(2**52), 5.0])) == [str(2**52), "5"]
    assert ids_in(purchases([12.5, 5.0])) == ["12.5", "5"]
    where = folder()
    table = {"customer_id": [204.0, None], "survey": ["nps"] * 2, "score": [9, 9], "responded_at": ["2026-01-05"] * 2}
    pq.write_table(pa.table(table), where / "surveys.parquet")
    assert ids_in(api.read(where), "surveys") == ["204", None]


@pytest.mark.parametrize(
    ("known", "bought", "kind"),
    [
        (["Acme"], ["acme"], "case"),
        (["0042"], ["42"], "zeros"),
        (None, ["B7", "b7"], "case"),
        (["\u00c91"], ["\u00e91"], "case"),
    ],
)
def test_ids_that_differ_in_spelling_are_named_and_folded_when_that_is_declared(known, bought, kind):
    tables = {"customers": customers(known)} if known else {}
    remark = purchases(bought, **tables).remarks[-1]
    assert remark.table == "purchases"
    assert f"declare ids: {{fold: [{kind}]}}" in remark.text
    data = purchases(bought, f"ids: {{fold: [{kind}]}}", **tables)
    assert data.remarks == ()
    assert len({*ids_in(data), *(ids_in(data, "customers") if known else ())}) == 1
    own = ", ".join(f"{name}: {{ids: {{fold: [{kind}]}}}}" for name in ("purchases", *tables))
    assert ids_in(purchases(bought, f"tables: {{{own}}}", **tables)) == ids_in(data)


def test_folding_is_not_proposed_where_both_are_customers():
    data = purchases(["a1"], customers=customers(["a1", "A1"], name=["One", "Other"]))
    assert any("both spellings stand in customers.csv" in remark.text for remark in data.remarks)
    assert "fold" not in str(data.remarks)
    with pytest.raises(DataError):
        purchases(["a1"], "ids: {fold: [case]}", customers=customers(["a1", "A1"]))


def test_sound_ids_are_passed_over_in_silence():
    for ids in (["c1", "c2"], ["007", "008"], ["A1", "B2"], ["aB", "Ab1"], ["x@y.de", "X_1"], ["0", "10"]):
        assert purchases(ids, customers=customers(ids)).remarks == ()


@given(st.lists(st.text("aAbB01-é", min_size=1, max_size=3), min_size=1, max_size=8, unique=True), st.data())
def test_remarks_agree_with_plain_python(ids, data):
    usable = [each for each in ids if each not in ("-", "--")]
    known = data.draw(st.lists(st.sampled_from(usable), unique=True)) if usable else []
    tables = {"customers": customers(known)} if known else {}
    if not usable:
        return
    said = " ".join(str(remark) for remark in purchases(usable, **tables).remarks if remark.table == "purchases")
    texts = {unicodedata.normalize("NFC", each) for each in usable}
    assert ("capital letters" in said) == (len({text.lower() for text in texts}) < len(texts))
    numbers = {text for text in texts if text.isascii() and text.isdigit()}
    assert ("leading zeros" in said) == (len({int(text) for text in numbers}) < len(numbers))


@given(st.lists(st.text("abAB01é\u0301\u200b .-", max_size=4), min_size=1, max_size=8))
def test_cleaned_ids_agree_with_plain_python(ids):
    def plain(text):
        text = unicodedata.normalize("NFC", text.replace("\u200b", "")).strip()
        return None if text.casefold() in ("", "-", "--") else text

    rows = {"survey": "nps", "score": 9, "responded_at": "2026-01-05", "customer_id": ids}
    expected = [plain(each) for each in ids]
    if any(each and each.endswith(".0") for each in expected):
        return
    assert ids_in(Dataset(surveys=pd.DataFrame(rows)), "surveys") == expected


def test_a_table_joins_by_another_column_of_customers(folder):
    config = parse_config("tables: {purchases: {ids: {via: customers.billing_id}}}")
    where = folder(
        customers__csv="customer_id,country,billing_id\na,DE,acct_1\nb,FR,acct_2\nc,FR,\n",
        purchases__csv="customer_id,date,amount\nacct_2,2026-01-05,5\nacct_1,2026-01-05,7\na,2026-01-06,1\n",
    )
    data = api.read(where, config)
    assert ids_in(data) == ["b", "a", "billing_id a"]
    assert [str(remark) for remark in data.remarks] == [
        "customers.csv: a customer has no billing_id, so no row of purchases is theirs.",
        'purchases.csv: 1 row of customers that customers.csv does not have, 1 of 3 customers: "billing_id a".',
    ]
    lean = api.read(where, config, detail=False, attributes=("country",))
    figures = api.report(lean, "2026-01", metrics=["revenue"], by=["country"]).figures
    assert {f.segment.get("country"): f.value for f in figures} == {None: 13, "DE": 7, "FR": 5, "(none)": 1}


def test_keys_are_cleaned_and_folded_as_ids_are():
    config = "tables: {purchases: {ids: {via: customers.billing_id, fold: [case]}}}"
    table = customers(["a", "b", "c"], billing_id=["ACCT_1", " acct_2\u200b", None])
    assert ids_in(purchases(["acct_1", "Acct_2"], config, customers=table)) == ["a", "b"]
    table = customers(["a", "b"], billing_id=[31.0, np.nan])
    assert ids_in(purchases(["31"], config, customers=table)) == ["a"]


def test_a_key_of_two_customers_or_of_no_column_is_an_error():
    config = "tables: {purchases: {ids: {via: customers.billing_id}}}"
    for tables, problem in (
        ({"customers": customers(["a", "b"], billing_id="k")}, "the key of an earlier customer too"),
        ({"customers": customers(["a"])}, "no such column, by which purchases names customers"),
        ({}, "not there, while purchases names customers by it"),
    ):
        with pytest.raises(DataError) as caught:
            purchases(["k"], config, **tables)
        assert caught.value.problems[0].problem == problem


def test_values_that_differ_in_case_are_named_once():
    table = customers(["a", "b", "c"], country=["DE", "de", "FR"])
    data = purchases(["a", "b", "c"], customers=table)
    said = [remark.text for remark in api.report(data, "2026-01", by=["country"]).remarks if not remark.metric]
    assert [text for text in said if "country" in text] == [
        'country: "DE" and "de" differ in capital letters alone and are two segments; values: makes them one.'
    ]
    assert "country" not in str(api.report(data, "2026-01").remarks)
    config = parse_config("tables: {customers: {values: {country: {de: DE}}}}")
    one = Dataset(
        purchases=pd.DataFrame({"customer_id": ["a"], "date": "2026-01-05", "amount": 5}),
        customers=table,
        config=config,
    )
    assert "country" not in str(api.report(one, "2026-01", by=["country"]).remarks)


def test_values_written_with_other_signs_are_one_segment():
    table = customers(["a", "b"], city=["K\u00f6ln", "Ko\u0308ln\u200b"])
    figures = api.report(purchases(["a", "b"], customers=table), "2026-01", metrics=["revenue"], by=["city"]).figures
    assert [f.segment for f in figures] == [{}, {"city": "K\u00f6ln"}]
