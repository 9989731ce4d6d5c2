"""Every layout against a sample of its export: recognised, decided, and read to rows that were worked out by hand.

A layout is one YAML of the package; its sample is NAME.csv here, with what is said of it and what it comes to in
NAME.yaml: `own` is what somebody has decided, `config` the top of csmetrics.yaml, `rows` the rows.
"""

import csv
from datetime import date
from math import isnan
from pathlib import Path

import pandas as pd
import pytest
import yaml

from conftest import ROOT
from csmetrics import read
from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import DataError
from csmetrics.layouts import NAMES
from csmetrics.layouts.apply import applied, plain, undecided
from csmetrics.layouts.folder import with_layouts
from csmetrics.layouts.recognise import candidates, fits, recognised
from csmetrics.layouts.registry import layouts
from csmetrics.periods import from_day_number
from csmetrics.subjects.vocabulary import TALLIES
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.rows import Coded

SAMPLES = Path(__file__).parent / "samples"
LAYOUTS = layouts()
EXACT = [name for name in NAMES if LAYOUTS[name].tier == "exact"]


def header_of(name):
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def said_of(name):
    return yaml.safe_load((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


def own_of(name):
    return TableConfig.model_validate(said_of(name).get("own", {}))


def folder_with(name, folder, file="export.csv"):
    """A folder with the sample, and what somebody who uses it writes into csmetrics.yaml."""
    (folder / file).write_bytes((SAMPLES / f"{name}.csv").read_bytes())
    days = pd.date_range("2026-01-01", "2026-09-30").strftime("%Y-%m-%d")
    rates = "".join(f"{day},EUR,1.1\n{day},GBP,1.3\n{day},JPY,0.01\n" for day in days)
    (folder / "rates.csv").write_text(f"date,currency,rate\n{rates}")
    said, layout = said_of(name), LAYOUTS[name]
    named = {} if layout.tier == "exact" and not said.get("own") else {"layout": name, **said.get("own", {})}
    named |= {} if layout.header.required else {"file": file}
    tables = {"tables": {layout.table: named}} if named else {}
    (folder / "csmetrics.yaml").write_text(yaml.safe_dump({**said.get("config", {}), **tables}))
    return folder


def cells_of(checked, column):
    """A checked column as the samples write it."""
    values = checked.rows[column]
    kind = TABLES[checked.source.table].columns.get(column)
    if column in checked.ids:
        names = checked.ids[column].to_pylist()
        return [names[code] if code >= 0 else "" for code in values.tolist()]
    if kind and kind.type == "date":
        return ["" if day == NO_DAY else from_day_number(day).isoformat() for day in values.tolist()]
    if kind and kind.type == "score":
        return ["" if score == NO_SCORE else float(score) for score in values.tolist()]
    if kind and kind.type == "money":
        return [value / 1e6 for value in values.tolist()]
    return ["" if each else value for value, each in zip(values_of(values), missing_in(values), strict=True)]


def values_of(values):
    """Categories by their names, texts and numbers as they are."""
    if isinstance(values, Coded):
        return [values.categories[code] if code >= 0 else "" for code in values.codes.tolist()]
    return values.to_pylist() if hasattr(values, "to_pylist") else values.tolist()


def missing_in(values):
    return [value is None or (isinstance(value, float) and isnan(value)) for value in values_of(values)]


def rows_of(checked, expected):
    """The rows of a checked table, in the columns that are expected."""
    assert len(checked.rows) == len(expected)
    columns = dict.fromkeys(name for row in expected for name in row)
    cells = {name: cells_of(checked, name) for name in columns}
    return [{name: cells[name][at] for name in row} for at, row in enumerate(expected)]


def test_every_layout_has_a_sample():
    assert sorted(path.stem for path in SAMPLES.glob("*.csv")) == list(NAMES)
    assert sorted(path.stem for path in SAMPLES.glob("*.yaml")) == list(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_comes_to_the_rows_that_were_worked_out(name, tmp_path):
    data = read(folder_with(name, tmp_path))
    expected = [{key: str(v) if isinstance(v, date) else v for key, v in row.items()} for row in said_of(name)["rows"]]
    assert rows_of(data.tables[LAYOUTS[name].table], expected) == expected
    assert not data.problems


@pytest.mark.slow
@pytest.mark.parametrize(("name", "labels"), [("surveymonkey", 1), ("qualtrics", 1), ("qualtrics", 2)])
def test_no_answer_is_passed_over_where_rows_of_labels_are_missing(name, labels, tmp_path):
    path = folder_with(name, tmp_path) / "export.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows[labels:]])
    expected = [row["response_id"] for row in said_of(name)["rows"]]
    assert cells_of(read(tmp_path).tables["surveys"], "response_id") == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_of_one_layout_alone(name):
    header = header_of(name)
    if not LAYOUTS[name].header.required:
        assert candidates(header, LAYOUTS) == []
        return
    assert [layout.name for layout in candidates(header, LAYOUTS)] == [name]
    assert (recognised(header, LAYOUTS) is not None) == (name in EXACT)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_and_the_case_of_a_header_do_not_matter(name):
    header = [each.upper() for each in header_of(name)]
    header.sort(key=len)  # another order
    assert fits(LAYOUTS[name], header) == bool(LAYOUTS[name].header.required)
    found = applied(LAYOUTS[name], header, own_of(name))
    usual = applied(LAYOUTS[name], header_of(name), own_of(name))
    assert {key: each.upper() for key, each in usual.columns.items()} == {
        k: v.upper() for k, v in found.columns.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_header_without_one_of_the_columns_that_are_required_is_of_no_layout(name):
    header = header_of(name)
    for column in LAYOUTS[name].header.required:
        less = [each for each in header if each != LAYOUTS[name].found(column, header)]
        assert not fits(LAYOUTS[name], less)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_layout_says_can_stand_in_csmetrics_yaml(name):
    layout = LAYOUTS[name]
    settings = applied(layout, header_of(name), own_of(name))
    assert TableConfig.model_validate(plain(settings)) == settings
    if not settings.shape:
        assert Config(tables={layout.table: plain(settings)}).tables[layout.table] == settings
    assert set(settings.cannot_tell) <= set(TALLIES)
    for each in layout.decide:
        for choice in each.choices:
            assert len(plain(choice.write)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_rests_on_columns_that_it_declares(name):
    layout = LAYOUTS[name]
    known = {*layout.header.required, *layout.header.optional}
    theirs = {each for named in layout.columns.values() for each in named}
    assert theirs | set(layout.settings.where) | set(layout.settings.ignore) | set(layout.header.also) <= known
    assert {each.column for each in layout.decide if each.column} <= known


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_decided_by_what_is_said_of_it(name):
    assert [each.asks for each in undecided(LAYOUTS[name], header_of(name), own_of(name)) if each.stops] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_choice_settles_its_question(name):
    layout, header = LAYOUTS[name], header_of(name)
    for decision in undecided(layout, header, TableConfig()):
        for choice in decision.choices:
            own = TableConfig.model_validate(choice.write)
            assert decision.asks not in [each.asks for each in undecided(layout, header, own)]


@pytest.mark.parametrize("name", [name for name in NAMES if LAYOUTS[name].decide])
def test_what_is_not_decided_stops_the_report_with_the_lines_to_choose_from(name, tmp_path):
    stops = [each for each in undecided(LAYOUTS[name], header_of(name), TableConfig()) if each.stops]
    layout = LAYOUTS[name]
    (tmp_path / "export.csv").write_bytes((SAMPLES / f"{name}.csv").read_bytes())
    config = Config(tables={layout.table: {"layout": name, "file": "export.csv"}})
    if not stops:
        assert with_layouts(tmp_path, config).tables[layout.table].layout == name
        return
    with pytest.raises(DataError, match="needs your decision") as error:
        with_layouts(tmp_path, config)
    assert len(error.value.problems) == len(stops)
    assert all(f"layout: {name}" in each.fix for each in error.value.problems)


def test_the_docs_list_every_layout():
    page = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    for layout in LAYOUTS.values():
        how = "by itself" if layout.tier == "exact" else "by a line"
        assert f"| {layout.name} | {layout.title} | {layout.table} | {how} |\n" in page


def test_the_layout_of_the_docs_is_one(tmp_path):
    page = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    (tmp_path / "billing.layout.yaml").write_text(page.partition("```yaml\n")[2].partition("```")[0])
    rows = "Kundennummer,Vertrag,Beginn,Ende am,Preis,Feld 1\nK1,V1,01.02.2026,01.05.2026,50,x\n"
    (tmp_path / "export.csv").write_text(rows)
    expected = [{"customer_id": "K1", "start_date": "2026-02-01", "end_date": "2026-05-01", "amount": 50.0}]
    assert rows_of(read(tmp_path).tables["subscriptions"], expected) == expected
