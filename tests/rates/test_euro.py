"""The currencies that became the euro."""

import re
from datetime import date
from fractions import Fraction

import pytest

from conftest import ROOT
from csmetrics.rates.euro import JOINED, in_euro


def test_all_twenty_one_are_there_with_the_rates_of_the_council():
    told = {currency: (str(day), float(units)) for currency, (day, units) in JOINED.items()}
    assert told == {
        "ATS": ("1999-01-01", 13.7603),
        "BEF": ("1999-01-01", 40.3399),
        "DEM": ("1999-01-01", 1.95583),
        "ESP": ("1999-01-01", 166.386),
        "FIM": ("1999-01-01", 5.94573),
        "FRF": ("1999-01-01", 6.55957),
        "IEP": ("1999-01-01", 0.787564),
        "ITL": ("1999-01-01", 1936.27),
        "LUF": ("1999-01-01", 40.3399),
        "NLG": ("1999-01-01", 2.20371),
        "PTE": ("1999-01-01", 200.482),
        "GRD": ("2001-01-01", 340.75),
        "SIT": ("2007-01-01", 239.64),
        "CYP": ("2008-01-01", 0.585274),
        "MTL": ("2008-01-01", 0.4293),
        "SKK": ("2009-01-01", 30.126),
        "EEK": ("2011-01-01", 15.6466),
        "LVL": ("2014-01-01", 0.702804),
        "LTL": ("2015-01-01", 3.4528),
        "HRK": ("2023-01-01", 7.5345),
        "BGN": ("2026-01-01", 1.95583),
    }


@pytest.mark.parametrize("currency", JOINED)
def test_every_rate_has_six_significant_figures(currency):
    """As regulation 1103/97 has it, trailing zeros among them."""
    found = [JOINED[currency][1] * 10**decimals for decimals in range(7)]
    assert any(units.denominator == 1 and 100_000 <= units < 1_000_000 for units in found)


def test_the_page_shows_all_of_them():
    page = (ROOT / "docs" / "currencies.md").read_text("utf-8")
    rows = re.findall(r"^\| 1 January (\d{4}) \| (.*) \|$", page, re.MULTILINE)
    shown = {
        (each.split()[0], date(int(year), 1, 1), Fraction(each.split()[1]))
        for year, line in rows
        for each in line.split(", ")
    }
    assert shown == {(currency, day, units) for currency, (day, units) in JOINED.items()}


def test_a_rate_holds_from_its_day_on():
    assert in_euro("HRK", date(2022, 12, 31)) is None
    assert in_euro("HRK", date(2023, 1, 1)) == 1 / Fraction("7.5345")
    assert in_euro("EUR", date(2026, 1, 1)) is None
