"""Files of rates in every form, and everything that can be wrong with them."""

import csv
import hashlib
import io
import zipfile
from datetime import date
from fractions import Fraction

import pytest

from csmetrics.config import parse_config
from csmetrics.errors import DataError, MissingLibraryError
from csmetrics.rates import rates_file
from csmetrics.rates import read_rates as reading
from csmetrics.rates.read_rates import read_rates

LONG = "date,currency,rate\n2026-01-05,EUR,1.0956\n2026-01-05,GBP,1.25\n2026-01-02,EUR,1.1\n"
BANK = (
    "Date,USD,JPY,HRK,GBP,\n"
    "2023-01-03,1.0545,137.93,N/A,0.8823,\n"
    "2023-01-02,1.0683,140.66,N/A,0.8857,\n"
    "2022-12-30,1.0666,140.66,7.5365,0.88693,\n"
)
DAILY = "Date, USD, JPY, GBP, ISK, \n02 January 2026, 1.1172, 175.68, 0.83380, , \n"


@pytest.fixture
def rates_of(tmp_path):
    """A function from the content of a file of rates, and what stands under rates:, to the rates."""

    def read(content, settings="", top="currency: USD", name="rates.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_rates(parse_config(f"{top}\nrates:\n  file: {name}\n{settings}"), tmp_path)

    return read


@pytest.fixture
def problems_of(rates_of):
    """The same to what is wrong."""

    def read(content, *arguments, **more):
        with pytest.raises(DataError) as caught:
            rates_of(content, *arguments, **more)
        return [str(problem) for problem in caught.value.problems] or [str(caught.value)]

    return read


def packed(content, *names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, content)
    return file.getvalue()


def lzma_damaged(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.csv", content)
    whole = file.getvalue()
    return whole[:60] + b"\xff" * 20 + whole[80:]


def told(rates):
    return {quotes.currency: dict(zip(quotes.days, quotes.texts, strict=True)) for quotes in rates.quotes}


def test_without_rates_there_are_none(tmp_path):
    assert read_rates(parse_config("currency: USD"), tmp_path) is None


def test_the_long_form(rates_of):
    rates = rates_of(LONG)
    assert rates.rate("EUR", "USD", date(2026, 1, 5)) == Fraction("1.0956")
    assert rates.rate("EUR", "USD", date(2026, 1, 4)) == Fraction("1.1")
    assert rates.rate("EUR", "GBP", date(2026, 1, 6)) == Fraction("1.0956") / Fraction("1.25")
    assert (rates.base, rates.file, rates.origin, rates.valid_for) == ("USD", "rates.csv", "file", 7)
    assert (rates.oldest, rates.newest) == (date(2026, 1, 2), date(2026, 1, 5))
    assert rates.sha256 == hashlib.sha256(LONG.encode()).hexdigest()


def test_the_long_form_the_other_way(rates_of):
    rates = rates_of(LONG, "  quoted: per_base")
    assert rates.rate("EUR", "USD", date(2026, 1, 5)) == 1 / Fraction("1.0956")


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + LONG,
        LONG.replace("\n", "\r\n"),
        LONG.replace(",", ";"),
        LONG.replace(",", "\t"),
        LONG.replace("\n", "\n\n"),
        LONG.replace("\n", ",\n"),
        LONG.replace("EUR", " eur "),
        LONG.replace("date,currency,rate", "Date,Currency,Rate"),
        LONG + "2026-01-05,USD,1.0\n",
        LONG + "2026-01-05,GBP,1.25\n",
        "".join(LONG.splitlines(keepends=True)[row] for row in (0, 3, 2, 1)),
        LONG.replace("2026-01-02", "2 January 2026"),
        LONG.replace(",1.1\n", ',"1.1"\n').replace(",1.25", ",1.25e0").replace("1.25e0", "1.25"),
    ],
)
def test_the_long_form_however_it_is_written(rates_of, content):
    assert told(rates_of(content)) == told(rates_of(LONG))


def test_columns_may_stand_in_any_order(rates_of):
    rows = [line.split(",") for line in LONG.splitlines()]
    assert told(rates_of("\n".join(f"{rate},{day},{code}" for day, code, rate in rows))) == told(rates_of(LONG))


def test_decimal_commas_and_days_of_another_form_where_they_are_declared(rates_of):
    content = "date;currency;rate\n05.01.2026;EUR;1,0956\n02.01.2026;EUR;1,1\n05.01.2026;GBP;1,25\n"
    top = 'currency: USD\ndelimiter: ";"\ndecimal: ","\ndate_format: "%d.%m.%Y"'
    assert told(rates_of(content, top=top)) == told(rates_of(LONG))


def test_a_rate_is_never_rounded(rates_of):
    rates = rates_of(
        "date,currency,rate\n2026-01-05,VND,3.8012345678901234567890e-05\n2026-01-05,KWD,.1\n2026-01-05,IQD,1.e-3\n"
    )
    assert rates.rate("IQD", "USD", date(2026, 1, 5)) == Fraction(1, 1000)
    assert rates.rate("VND", "USD", date(2026, 1, 5)) == Fraction("0.000038012345678901234567890")
    assert rates.rate("KWD", "USD", date(2026, 1, 5)) == Fraction(1, 10)


def test_the_form_of_the_bank(rates_of):
    rates = rates_of(BANK)
    assert rates.rate("EUR", "USD", date(2023, 1, 2)) == Fraction("1.0683")
    assert rates.rate("GBP", "USD", date(2023, 1, 1)) == Fraction("1.0666") / Fraction("0.88693")
    assert rates.rate("HRK", "USD", date(2022, 12, 31)) == Fraction("1.0666") / Fraction("7.5365")
    assert rates.rate("HRK", "USD", date(2023, 1, 2)) == Fraction("1.0683") / Fraction("7.5345")
    assert (rates.base, rates.origin, rates.newest) == ("EUR", "bank", date(2023, 1, 3))
    assert told(rates_of(BANK, "  quoted: per_base")) == told(rates)


def test_the_form_of_the_bank_in_any_order_and_without_the_comma(rates_of):
    header, *rows = BANK.replace(",\n", "\n").splitlines(keepends=True)
    assert told(rates_of(header + "".join(reversed(rows)))) == told(rates_of(BANK))


def test_cells_that_are_written_otherwise_are_read_one_by_one(rates_of):
    content = BANK.replace("1.0683", " 1.0683 ").replace("N/A,0.8857", "n/a,0.8857")
    assert told(rates_of(content)) == told(rates_of(BANK))


def test_the_file_of_a_single_day(rates_of):
    rates = rates_of(DAILY, name="eurofxref.csv")
    assert rates.newest == date(2026, 1, 2)
    assert rates.rate("GBP", "EUR", date(2026, 1, 5)) == 1 / Fraction("0.8338")
    assert sorted(told(rates)) == ["GBP", "JPY", "USD"]


def test_a_zip_is_named_by_its_own_digest(rates_of):
    content = packed(BANK, "eurofxref-hist.csv", "readme.txt")
    rates = rates_of(content, name="eurofxref-hist.zip")
    assert told(rates) == told(rates_of(BANK))
    assert (rates.file, rates.sha256) == ("eurofxref-hist.zip", hashlib.sha256(content).hexdigest())


def test_the_file_of_the_package_without_the_package(tmp_path, monkeypatch):
    library = tmp_path / "currency_converter"
    library.mkdir()
    (library / "__init__.py").write_text("raise AssertionError('the library is not to be loaded')")
    (library / "eurofxref-hist.zip").write_bytes(packed(BANK, "eurofxref-hist.csv"))
    monkeypatch.syspath_prepend(tmp_path)
    rates = read_rates(parse_config("{currency: USD, rates: {file: package}}"), tmp_path / "nowhere")
    assert (rates.file, rates.origin, rates.newest) == ("eurofxref-hist.zip", "package", date(2023, 1, 3))


def test_a_package_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr(reading.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingLibraryError, match=r"not installed: pip install 'csmetrics\[rates\]'$"):
        read_rates(parse_config("{currency: USD, rates: {file: package}}"), tmp_path)


def test_a_file_that_is_not_there(tmp_path):
    def said():
        with pytest.raises(DataError) as caught:
            read_rates(parse_config("{currency: USD, rates: {file: rates.csv}}"), tmp_path)
        return str(caught.value.problems[0])

    assert f"rates.csv: there is no such file in {tmp_path}. Put it there" in said()
    (tmp_path / "rates.csv").mkdir()
    assert "this is a folder, not a file" in said()


def test_everything_wrong_with_the_long_form_is_named_at_once(problems_of):
    content = (
        "date,currency,rate\n"
        "2026-01-05,EUR,1.0956\n"
        "05/01/2026,GBP,1.25\n"
        "2026-01-05,Euro,0\n"
        "2026-01-05,CHF,\n"
        '2026-01-05,SEK,"10,5"\n'
        "2026-01-05,EUR,1.0957\n"
        "2026-01-05,USD,2\n"
        "2026-01-05,JPY\n"
        "2026-01-05,NOK,-1,x\n"
    )
    assert problems_of(content) == [
        'rates.csv row 3, date "05/01/2026": not a date. Write it as 2026-01-05.',
        'rates.csv row 4, currency "Euro": not a currency code. Write three letters, such as EUR.',
        'rates.csv row 4, rate "0": not a number above 0. Correct it, or take the row out.',
        "rates.csv row 5, rate: blank. Write the rate, or take the row out.",
        (
            'rates.csv row 6, rate "10,5": not a number. '
            "Write a point before the decimals, or declare decimal: ',' in csmetrics.yaml."
        ),
        (
            'rates.csv row 7, rate "1.0957": another rate of EUR for this day than in row 2, 1.0956. '
            "Keep the one that counts."
        ),
        (
            'rates.csv row 8, rate "2": a rate of USD, the currency of the figures, other than 1. '
            "Take the row out, or correct currency: in csmetrics.yaml."
        ),
        "rates.csv row 9: the row has 2 cells, the header 3. Write a date, a currency and a rate.",
        "rates.csv row 10: the row has 4 cells, the header 3. Write a date, a currency and a rate.",
    ]


def test_everything_wrong_with_the_form_of_the_bank_is_named_at_once(problems_of):
    content = (
        "Date,USD,JPY,\n"
        "2026-01-08,1.1,-5,\n"
        "2026-13-01,1.1,150,\n"
        "2026-01-07,abc,0.0,\n"
        "2026-01-08,1.2,150,\n"
        "2026-01-06,1.2,150,7\n"
        "2026-01-05,1.2"
    )
    assert problems_of(content) == [
        'rates.csv row 2, JPY "-5": not a number above 0. Correct it, or write N/A.',
        'rates.csv row 3, Date "2026-13-01": not a date. Write it as 2026-01-05.',
        'rates.csv row 4, USD "abc": not a number above 0. Correct it, or write N/A.',
        'rates.csv row 4, JPY "0.0": not a number above 0. Correct it, or write N/A.',
        'rates.csv row 5, Date "2026-01-08": the day stands in row 2 too. Keep one of the two.',
        'rates.csv row 6, "7": a cell beyond the last currency. Take it out.',
        "rates.csv row 7: the row has 2 cells, the header 4. The file may be cut off: fetch it again.",
    ]


UNREADABLE = {
    "": "rates.csv: the file is empty. Put the rates into it, or fetch it again.",
    "date,currency,rate\n": "rates.csv: the file has no rates. Put them into it, or fetch it again.",
    "Date,USD,\n2026-01-05,N/A,\n": "rates.csv: the file has no rates. Put them into it, or fetch it again.",
    "a,b\n1,2\n": (
        "rates.csv row 1: neither the columns date, currency, rate nor those of the European Central Bank "
        "(Date, USD, JPY, ...). Write date,currency,rate as the header."
    ),
    "\ndate,currency,rate\n": (
        "rates.csv row 1: neither the columns date, currency, rate nor those of the European Central Bank "
        "(Date, USD, JPY, ...). Write date,currency,rate as the header."
    ),
    "date,currency\n": (
        "rates.csv row 1, rate: the column is missing. A file of rates has the columns date, currency and rate."
    ),
    "date,currency,rate,Rate\n": (
        "rates.csv row 1, rate: the column appears twice. A file of rates has the columns date, currency and rate."
    ),
    "date,currency,rate,base\n": (
        "rates.csv row 1, base: a further column, which may change what the rate means. "
        "Keep the columns date, currency and rate alone."
    ),
    "Date,USD,EUR\n": (
        "rates.csv row 1, EUR: a column of the euro, so the rates are not units per euro. "
        "Write the rates as rows of date,currency,rate."
    ),
    "Date,USD,USD\n": "rates.csv row 1, USD: the column appears twice. Keep one.",
    b"date,currency,rate\n2026-01-05,\xff,1\n": "rates.csv row 2: the text is not UTF-8. Save the file as UTF-8.",
    b"date,\0": "rates.csv: the file holds a NUL byte, so it is damaged or no text. Fetch the file again.",
    b"PK\x03\x04 broken": "rates.csv: the zip cannot be unpacked. Fetch the file again.",
    packed("x", "a.csv", "b.csv"): (
        "rates.csv: the zip holds 2 CSV files, not one. Unpack it, and name the file."
    ),
    packed(BANK, "a.csv")[:60] + b"x" * 300: "rates.csv: the zip cannot be unpacked. Fetch the file again.",
    lzma_damaged(BANK): "rates.csv: the zip cannot be unpacked. Fetch the file again.",
    f"date,currency,rate\n{'x' * 200_000}": (
        "rates.csv: the file cannot be read as CSV (field larger than field limit (131072)). Fetch the file again."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), UNREADABLE.items(), ids=range(len(UNREADABLE)))
def test_a_file_that_is_none_of_rates(problems_of, content, said):
    longest = csv.field_size_limit(1 << 17)  # which others may have raised
    assert problems_of(content) == [said]
    csv.field_size_limit(longest)


def test_the_bank_quotes_in_one_way(problems_of):
    assert problems_of(BANK, "  quoted: per_unit") == [
        (
            "rates.csv: the European Central Bank quotes units per euro, and quoted: per_unit is declared. "
            "Take quoted out from under rates in csmetrics.yaml."
        )
    ]


def test_a_file_that_is_too_large(problems_of, monkeypatch):
    monkeypatch.setattr(rates_file, "_LARGEST", 400)
    rest = "so it is none of rates. Name another under rates."
    assert problems_of(LONG * 20) == [f"rates.csv: the file is larger than 64 MB, {rest}"]
    packed_file = io.BytesIO()
    with zipfile.ZipFile(packed_file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", LONG * 20)
    assert problems_of(packed_file.getvalue()) == [f"rates.csv: the file in it is larger than 64 MB, {rest}"]


def test_digits_of_other_scripts_are_no_rate(problems_of):
    zero = "\N{ARABIC-INDIC DIGIT ZERO}"
    for content, was in ((LONG, "1.25"), (BANK, "1.0545")):
        (problem,) = problems_of(content.replace(was, zero))
        assert "not a number above 0" in problem
