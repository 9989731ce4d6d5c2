"""Every cell as LibreOffice works it out, without what stood beside the formulas."""

import re
import subprocess

import pytest

import excel
from conftest import ACME, lacking
from csmetrics import api
from csmetrics.views import view

pytestmark = pytest.mark.services


@pytest.fixture(scope="module", autouse=True)
def office():
    if not excel.SOFFICE:
        lacking("LibreOffice (soffice) is not installed")


def differing(got, want):
    return {key: (got.get(key), want.get(key)) for key in {*got, *want} if not _same(got.get(key), want.get(key))}


def _same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == pytest.approx(other, rel=1e-9, abs=1e-9)
    return one == other


@pytest.fixture(scope="module")
def recalculated(path, tmp_path_factory):
    return excel.recalculated(path, tmp_path_factory.mktemp("office"))


def test_every_cell_of_every_sheet_is_what_stood_beside_it(recalculated, shown):
    assert recalculated.sheetnames == shown.sheetnames
    assert differing(excel.values(recalculated), excel.values(shown)) == {}


def test_all_is_well_after_it(recalculated):
    assert recalculated["Checks"]["A3"].value == recalculated["Figures"]["A3"].value == "All is well"


def test_figures_are_those_of_the_report(recalculated, report):
    found = {row[12].value: row for row in recalculated["Figures"].iter_rows() if row[12].value in report}
    assert set(found) == set(report)
    for name, row in found.items():
        theirs = report[name]
        for cell, value in ((row[1], theirs["value"]), (row[2], theirs["previous"]), (row[6], theirs["n"])):
            assert cell.value == (None if value is None else pytest.approx(value, rel=1e-12)), name
        change = theirs["change"] and theirs["change"] * (100 if theirs["unit"] == "fraction" else 1)
        assert row[3].value == (change if change is None else pytest.approx(change, rel=1e-9, abs=1e-9)), name
        assert row[8].value == theirs["status"]


def test_a_changed_margin_changes_figures_and_checks_say_so(path, tmp_path):
    book = excel.live(path)
    place = book.defined_names["gross_margin"].attr_text.partition("!")[2].replace("$", "")
    book["Figures"][place].value = 0.4
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    line = [excel.SOFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--convert-to", "xlsx"]
    subprocess.run(
        [*line, "--outdir", str(tmp_path / "out"), str(changed)], check=True, capture_output=True, timeout=180
    )
    found = excel.cached(tmp_path / "out" / "changed.xlsx")
    assert re.fullmatch(r"[1-9][0-9]* of [0-9]+ checks fail", found["Checks"]["A3"].value)
    value = book.defined_names["clv"].attr_text.partition("!")[2].replace("$", "")
    assert found["Figures"][value].value == pytest.approx(excel.cached(path)["Figures"][value].value / 2)


@pytest.mark.parametrize("period", ["2024-07", "2026-Q2"])
def test_other_periods_are_well_too(period, tmp_path):
    made = tmp_path / "m.xlsx"
    made.write_bytes(view("workbook").write(api.workbook(api.read(ACME), period), "xlsx"))
    found = excel.recalculated(made, tmp_path)
    assert differing(excel.values(found), excel.values(excel.cached(made))) == {}
    assert found["Checks"]["A3"].value == "All is well"
