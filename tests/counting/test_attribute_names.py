"""An attribute may be called anything: it divides, and is never taken for a column of ours that has its name."""

import csv
import io
from datetime import date

import pytest

import csmetrics
from conftest import some
from csmetrics.declared import TABLES
from csmetrics.figures.model import headers_beside
from csmetrics.tables.partitions import read_partitioned
from csmetrics.views.customers import VIEW as CUSTOMERS
from csmetrics.views.explain import VIEW as EXPLAIN
from csmetrics.views.health import VIEW as HEALTH
from csmetrics.views.history import VIEW as HISTORY
from csmetrics.views.report import VIEW as REPORT
from csmetrics.views.trend import VIEW as TREND

PERIOD = "2026-01"
OURS = sorted({column for table in TABLES.values() for column in table.columns})
INNER = [
    "cohort", "responded_at_second", "row of the file", "names of customer_id", "attribute colour", "period", "metric",
    "unit", "movement", "rows", "segment", "band", "change", "mrr_before", "version", "label", "mrr", "index",
]  # fmt: skip
NAMES = [*OURS, *INNER]
WAYS = (
    lambda folder, _: csmetrics.read(folder),
    lambda folder, name: csmetrics.read(folder, detail=False, attributes=name),
    lambda folder, name: read_partitioned(folder, csmetrics.Config(), 3, attributes=(name,)),
)
ASKED = {"costs": {"quantity"}}  # columns that would change a figure, and are asked about


def business(path, attribute, table):
    """Twelve customers, big and small, and costs of either; the attribute stands in one of the two files."""
    path.mkdir()
    further = {name: attribute if name == table else "nothing" for name in ("customers", "costs")}
    sizes = ["small", "big", ""]
    files = {
        "customers": [f"customer_id,name,{further['customers']}", *(f"c{n},N{n},{sizes[n % 3]}" for n in range(12))],
        "subscriptions": ["customer_id,start_date,end_date,amount,quantity",
                          *(f"c{n},2025-1{n % 3}-01,{'2026-01-10' if n == 3 else ''},{10 * n + 10},1"
                            for n in range(12))],
        "surveys": ["survey,score,responded_at,customer_id",
                    *(f"nps,{n % 11},2026-01-0{1 + n % 9},c{n % 12}" for n in range(40))],
        "costs": [f"date,category,amount,{further['costs']}", *(f"2026-01-02,sales,{n + 1},{sizes[n % 3]}" for n in
                                                                 range(6))],
        "usage": ["customer_id,date,value", *(f"c{n},2026-01-03,{n}" for n in range(12))],
    }  # fmt: skip
    for name, lines in files.items():
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return path


def figures(report):
    return [(each.metric, tuple(each.segment.values()), each.value, each.status) for each in report.figures]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The figures of the attribute under a name that nobody else has."""
    found = {}
    for table in ("customers", "costs"):
        data = csmetrics.read(business(tmp_path_factory.mktemp("plain") / table, "colour", table))
        found[table] = figures(csmetrics.report(data, PERIOD, by="colour"))
        assert len(found[table]) > len(figures(csmetrics.report(data, PERIOD)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("table", ["customers", "costs"])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_that_we_know_divides_like_any_other(tmp_path, plain, name, table):
    if name in TABLES[table].columns or name in ASKED.get(table, ()) or (name, table) == ("cohort", "costs"):
        return  # ours, or of every customer
    folder = business(tmp_path / "data", name, table)
    for way in some(WAYS, at=NAMES.index(name)):
        assert figures(csmetrics.report(way(folder, name), PERIOD, by=name)) == plain[table]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["amount", "value", "date", "metric", "end_date", "names of customer_id", "customer"])
def test_every_command_takes_such_a_name(tmp_path, name):
    folder = business(tmp_path / "data", name, "customers")
    data, store = csmetrics.read(folder), tmp_path / "h.db"
    texts = [
        REPORT.write(csmetrics.report(data, PERIOD, by=name), "csv"),
        TREND.write(csmetrics.trend(data, PERIOD, by=name, last=2), "csv"),
        CUSTOMERS.write(csmetrics.customers(data, PERIOD, movements="active", by=name), "csv"),
        EXPLAIN.write(csmetrics.explain(data, "mrr", PERIOD, by=name), "csv"),
        HEALTH.write(csmetrics.health(data, PERIOD, by=name), "csv"),
    ]
    csmetrics.snapshot(folder, PERIOD, store=store, today=date(2026, 2, 1), by=name)
    subscriptions = folder / "subscriptions.csv"
    subscriptions.write_text(subscriptions.read_text().replace("2026-01-10", ""))
    told = csmetrics.snapshot(folder, PERIOD, store=store, today=date(2026, 2, 2), by=name)
    (cause,) = told.results[0].restatement.causes
    assert (cause.name, cause.count, cause.rows[0].customer_id) == ("end_date", 1, "c3")
    texts.append(HISTORY.write(csmetrics.history(store), "csv"))
    for text in texts:
        header, *rows = csv.reader(io.StringIO(text))
        assert len(set(header)) == len(header)
        assert {"big", "small"} <= {row[header.index(_column(header, name))] for row in rows}


def _column(header, name):
    return f"attribute {name}" if f"attribute {name}" in header else name


@pytest.mark.slow
def test_a_data_frame_keeps_the_figure_and_the_attribute_of_one_name(tmp_path):
    data = csmetrics.read(business(tmp_path / "data", "value", "customers"))
    report = csmetrics.report(data, PERIOD, by="value")
    frame = report.to_frame()
    assert frame["value"].dropna().tolist() == [each.value for each in report.figures if each.value is not None]
    assert set(frame["attribute value"].dropna()) == {"big", "small", "(none)"}


def test_headers_beside_ours_are_never_the_same():
    assert headers_beside(["a"], ["a", "attribute a", "b"]) == ["attribute attribute a", "attribute a", "b"]


@pytest.mark.parametrize("command", [csmetrics.customers, csmetrics.health])
def test_customers_are_not_put_into_segments_of_costs(tmp_path, command):
    data = csmetrics.read(business(tmp_path / "data", "colour", "costs"))
    with pytest.raises(csmetrics.UnknownNameError, match="cannot be divided by colour: customers have no attribute"):
        command(data, PERIOD, by="colour")
