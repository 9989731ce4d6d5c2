"""The race of `make bench`, without its times: the business, the comparisons, the page."""

import csv
import platform
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import billing
import compare
import contestants
import generate
import ids
import measure
import numpy as np
import page
import pytest
import race
import results
import shapes
from compare import DifferentError, Revenue
from measure import Measured
from results import Larger, Race, Size

from conftest import ACME

CUSTOMERS = 2_000
FIGURES = 27  # of a month, that DuckDB is asked for
LAST, MONTHS = contestants.LAST, contestants.MONTHS


@pytest.fixture(scope="module")
def business(tmp_path_factory):
    """A folder of so many customers."""
    folder = tmp_path_factory.mktemp("bench") / "data"
    generate.write(folder, CUSTOMERS)
    return folder


@pytest.fixture(scope="module")
def ours(business):
    return compare.lines_of(contestants.script("ours", business, LAST, MONTHS))


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("peer", contestants.PEERS)
def test_figures_are_compared_with_each_peer_before_the_race(business, peer):
    assert compare.with_peer(business, LAST, 12, peer) == 12 * FIGURES


@pytest.mark.parametrize("peer", contestants.PEERS)
def test_the_example_is_compared_as_well(peer):
    assert compare.with_peer(ACME, contestants.LAST_OF_ACME, MONTHS, peer) == MONTHS * FIGURES


def test_a_figure_that_differs_stops_the_race(ours):
    theirs = {month: dict(figures) for month, figures in ours.items()}
    theirs[LAST]["mrr_end"] += 1
    with pytest.raises(DifferentError, match=rf"{LAST} mrr_end: csmetrics \d+, polars \d+"):
        compare.same(ours, theirs, "polars")


@pytest.fixture(scope="module")
def lines(business, tmp_path_factory):
    """The billing lines, by month."""
    path = tmp_path_factory.mktemp("bench") / "lines.csv"
    billing.write_lines(str(business), LAST, str(path))
    return rows_of(path)


def test_billing_lines_come_to_the_revenue_of_each_month(ours, lines):
    count = Counter(line["period"][:7] for line in lines)
    paying = Counter(month for month, _ in {(line["period"][:7], line["customer_id"]) for line in lines})
    for month, figures in ours.items():
        revenue = sum(float(line["revenue"]) for line in lines if line["period"].startswith(month))
        assert abs(revenue * 12e6 - figures["mrr_end"]) <= 60_012 * count[month]
        assert paying[month] == figures["customers_end"]
    assert all(line["period"] <= f"{LAST}-30" for line in lines)


def waterfall(ours):
    """What saas-metrics would have to say."""
    return {
        month: {
            "new_logos": figures["customers_new"],
            "reactivated_logos": figures["customers_returned"],
            "churned_logos": figures["customers_churned"],
            "active_logos": figures["customers_end"],
            "beginning": figures["mrr_start"] / 12e6,
            "new_logo": figures["mrr_new"] / 12e6,
            "reactivation": figures["mrr_returned"] / 12e6,
            "expansion": figures["mrr_expansion"] / 12e6,
            "contraction": figures["mrr_contraction"] / 12e6,
            "churn": figures["mrr_churned"] / 12e6,
            "ending": figures["mrr_end"] / 12e6 + 0.005,
        }
        for month, figures in ours.items()
    }


def test_revenue_is_compared_to_what_cents_allow(ours):
    theirs, lines = waterfall(ours), dict.fromkeys(ours, 1)
    theirs[LAST]["new_logos"] += 1
    theirs[LAST]["reactivated_logos"] -= 1
    assert compare.same_revenue(ours, theirs, lines) == Revenue(59 * 9, 60, 1)


@pytest.mark.parametrize(("name", "off"), [("ending", 0.02), ("churned_logos", 1)])
def test_revenue_that_differs_stops_the_race(ours, name, off):
    theirs = waterfall(ours)
    theirs[LAST][name] += off
    with pytest.raises(DifferentError, match=LAST):
        compare.same_revenue(ours, theirs, dict.fromkeys(ours, 1))


def test_a_business_is_the_same_each_time(business, tmp_path):
    generate.write(tmp_path, CUSTOMERS)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in business.iterdir()
    }


def test_a_business_is_written_a_part_of_its_customers_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "PART", 30)
    generate.write(tmp_path, 100, scored=True)
    customers = {row["customer_id"] for row in rows_of(tmp_path / "customers.csv")}
    assert customers == {f"c{number:08}" for number in range(100)}
    subscriptions = rows_of(tmp_path / "subscriptions.csv")
    assert [row["subscription_id"] for row in subscriptions] == [str(number) for number in range(200)]
    assert {row["customer_id"] for row in subscriptions} <= customers
    assert {row["interval"] for row in subscriptions} <= set(generate.INTERVALS)
    assert len({tuple(row.values()) for row in rows_of(tmp_path / "surveys.csv")}) > 190
    counts = {path.stem: len(rows_of(path)) for path in tmp_path.iterdir()}
    assert (counts["surveys"], counts["purchases"], counts["usage"], counts["tickets"]) == (200, 100, 1000, 100)


@pytest.mark.parametrize("shape", shapes.NAMES)
def test_ids_have_the_shape_that_is_shown_and_are_each_customers_own(shape):
    made = ids.SHAPES[shape](np.arange(200_000)).to_pylist()
    assert len(set(made)) == 200_000
    assert made[42] == shapes.EXAMPLES[shape]
    form = {
        "counter": r"c\d{8}",
        "letters": r"cus_[A-Za-z0-9]{14}",
        "email": r"[a-z]+\.[a-z]+\.\d+@[a-z]+\d+\.example",
        "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
    }[shape]
    assert all(re.fullmatch(form, each) for each in made[:1_000])
    assert set(ids.SHAPES) == set(shapes.NAMES) == set(shapes.EXAMPLES)


@pytest.mark.parametrize("shape", [name for name in shapes.NAMES if name != shapes.COUNTER])
def test_figures_are_those_of_any_other_shape(business, tmp_path, shape):
    generate.write(tmp_path, CUSTOMERS, shape=shape)
    assert rows_of(tmp_path / "customers.csv")[42]["customer_id"] == shapes.EXAMPLES[shape]
    assert {row["customer_id"] for row in rows_of(tmp_path / "surveys.csv")} <= {
        row["customer_id"] for row in rows_of(tmp_path / "customers.csv")
    }
    found, known = (compare.lines_of(contestants.script("ours", folder, LAST, 3)) for folder in (tmp_path, business))
    assert found == known
    assert compare.with_peer(tmp_path, LAST, 3) == 3 * FIGURES


def test_every_kind_of_row_is_there(business):
    subscriptions = rows_of(business / "subscriptions.csv")
    assert {row["interval"] for row in subscriptions} == set(generate.INTERVALS)
    assert 0.3 < sum(not row["end_date"] for row in subscriptions) / len(subscriptions) < 0.4
    assert {row["survey"] for row in rows_of(business / "surveys.csv")} == {"nps", "csat", "ces"}
    assert any(float(row["amount"]) < 0 for row in rows_of(business / "purchases.csv"))
    assert {row["category"] for row in rows_of(business / "costs.csv")} >= {"sales", "support"}


def test_processes_run_in_turn():
    found = measure.in_turn({"a": [sys.executable, "-c", ""], "b": [sys.executable, "-c", "b' ' * 50_000_000"]}, 2)
    assert list(found) == ["a", "b"]
    assert found["a"].fastest <= found["a"].seconds <= found["a"].slowest
    assert found["b"].peak > 40


def test_what_takes_too_long_is_stopped():
    assert measure.once([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.5) is None


def test_a_process_that_fails_stops_the_race():
    with pytest.raises(SystemExit, match="exit status 3"):
        measure.once([sys.executable, "-c", "raise SystemExit(3)"], limit=60)


def test_what_is_slow_runs_seldom(monkeypatch):
    calls = Counter()

    def once(command):
        calls[command[0]] += 1
        return (11.0 if command[0] == "slow" else 1.0), 1.0

    monkeypatch.setattr(measure, "once", once)
    measure.in_turn({"slow": ["slow"], "fast": ["fast"]}, 9)
    assert calls == {"slow": 4, "fast": 10}


def test_imports_are_those_of_a_report(tmp_path):
    learnt = subprocess.run(contestants.script("imports", "--learn", ACME), capture_output=True, text=True, check=True)
    assert {"csmetrics.figures.reports", "pyarrow.csv", "csmetrics.output.formats.json"} <= set(learnt.stdout.split())
    assert "pandas" not in learnt.stdout.split()
    modules = tmp_path / "modules.txt"
    modules.write_text(learnt.stdout, encoding="utf-8")
    subprocess.run(contestants.script("imports", modules, ACME), capture_output=True, check=True)


def measured(**seconds):
    return {name: Measured(value, value, value, 100) for name, value in seconds.items()}


def invented(larger=None):
    """A race that never was."""
    names = (contestants.REPORT, contestants.PEER, contestants.TREND, contestants.PEER_TREND, contestants.PARSING,
             contestants.IMPORTS, contestants.BOTH, contestants.POLARS, *results.BESIDE_REPORT)  # fmt: skip
    times = dict(zip(names, (2.0, 4.0, 3.0, 2.0, 0.6, 0.5, 1.0, 5.0, 3.1, 2.4, 3.2, 3.0), strict=True))
    rows = {"customers": 1}
    small, big = (Size(n, f"{n:,} customers", 1, rows, 3, 7, measured(**times), dict.fromkeys(contestants.BILLING, of))
                  for n, of in ((10, Revenue(5, 6, 7)), (100, race.SLOWER)))  # fmt: skip
    example = Size(0, "examples/acme", 0.3, rows, 9, 7, measured(**times))
    bare = {contestants.PANDAS: 1.0, contestants.CLICK: 0.1, contestants.HELP: 0.2}
    letters = Size(100, "100 customers, random letters", 1, rows, 3, 7, measured(**times), {}, "cus_x")
    return Race(measured(**bare), (example, small, big), larger, (letters,))


def test_ratios_are_those_of_the_largest_size_and_of_growth():
    found = {each.what: (each.most, round(each.reached, 2), each.met) for each in results.targets(invented())}
    beside_others = {
        "one month, time to DuckDB's": (0.7, 0.5, True),
        "one month, the floor of the day to DuckDB's": (None, 0.25, None),
        "one month, time less that of the imports to that of parsing": (2.5, 3.0, False),
        "one month, peak memory to DuckDB's": (1.0, 1.0, True),
        "sixty months, time to DuckDB's": (0.8, 1.5, False),
        "sixty months, the floor of the day to DuckDB's": (None, 0.5, None),
        "sixty months, time less that of the imports to that of parsing": (2.5, 5.0, False),
        "sixty months, peak memory to DuckDB's": (1.0, 1.0, True),
        "sixty months to one": (1.3, 1.5, False),
        "csmetrics customers, one month, time to the report's": (1.5, 1.55, False),
        "csmetrics cohorts, one month, time to the report's": (1.3, 1.2, True),
        "csmetrics snapshot, one month, time to the report's": (1.6, 1.6, True),
        "csmetrics explain, one month, time to the report's": (1.3, 1.5, False),
    }
    sizes = ("100 customers", "100 customers, random letters")
    assert found == {f"{size}, {what}": ratio for size in sizes for what, ratio in beside_others.items()} | {
        "ten times the rows, 10 customers to 100 customers, one month": (11, 1.0, True),
        "ten times the rows, 10 customers to 100 customers, sixty months": (11, 1.0, True),
        "examples/acme, whole process, to `python -c 'import pandas'`": (1.0, 2.0, False),
        "`csmetrics --help` to `python -c 'import click'`": (3, 2.0, True),
    }


def test_the_page_says_what_was_measured():
    text = page.render(invented(Larger(1000, 2200, 55.5, 5000)), [("cores", "2")], "make bench", "2026-11-24")
    assert "Written by `make bench` on 2026-11-24." in text
    assert "| cores | 2 |" in text
    assert "| 100 customers, one month, time to DuckDB's | 0.7 | 0.50 | yes |" in text
    assert "| 100 customers, one month, the floor of the day to DuckDB's |  | 0.25 |  |" in text
    assert "| 1,000 customers (2,200 MB of CSV), one month, peak memory | 4 GiB | 4.88 GiB | no |" in text
    assert "| csmetrics trend, sixty months | 3.000 | 3.000 to 3.000 | 1.50 | 100 |" in text
    assert "| polars, one month | 5.000 | 5.000 to 5.000 | 1.25 | 100 |" in text
    assert "Customers who are new to it and have returned to us: 7;" in text
    assert f"saas-metrics 0.2.1: {race.SLOWER}" in text
    assert "## 100 customers, random letters" in text
    assert "1.0 MB of CSV: 1 customers. Ids such as `cus_x`." in text


def test_what_is_written_by_hand_stays(tmp_path):
    path = tmp_path / "performance.md"
    page.write_page(path, invented(), [], "make bench")
    assert path.read_text("utf-8").endswith(page.FIRST_WORDS)
    path.write_text(path.read_text("utf-8") + "Because of the imports.\n", encoding="utf-8")
    page.write_page(path, invented(), [("cores", "4")], "make bench")
    text = path.read_text("utf-8")
    assert text.endswith(page.FIRST_WORDS + "Because of the imports.\n")
    assert text.count(page.MARK) == 1
    assert "| cores | 4 |" in text


def test_the_machine_is_described_and_not_named():
    pytest.importorskip("saas_metrics")
    described = dict(race.described())
    assert {"cores", "processor", "memory", "system", "Python", "duckdb"} <= set(described)
    assert platform.node() not in str(described).split()


def answered(ours, monkeypatch, name, taken=(1.0, 1.0)):
    """What comes of a saas-metrics that takes so long."""
    monkeypatch.setattr(race, "once", lambda *_: taken)
    monkeypatch.setattr(compare, "with_billing", lambda *_: Revenue(5, 6, 7))
    return race.billed(name, ours, Path(), None)


def test_each_saas_metrics_is_raced_as_long_as_it_can_stand_the_lines(ours, monkeypatch, tmp_path):
    older, newer = contestants.BILLING
    monkeypatch.setitem(contestants.BILLING, older, tmp_path)
    monkeypatch.setitem(contestants.BILLING, newer, tmp_path / "missing")
    assert answered(ours, monkeypatch, newer) == race.MISSING
    assert answered(ours, monkeypatch, older) == Revenue(5, 6, 7)
    assert answered(ours, monkeypatch, older, taken=None) == race.STOPPED
    assert race.billed(older, ours, tmp_path, race.STOPPED) == race.SLOWER


@pytest.mark.skipif(not all(program.exists() for program in contestants.BILLING.values()), reason="make bench installs")
@pytest.mark.parametrize("name", contestants.BILLING)
def test_the_revenue_of_each_saas_metrics_is_ours(business, ours, tmp_path, name):
    billing.write_lines(str(business), LAST, str(tmp_path / "lines.csv"))
    found = compare.with_billing(name, ours, tmp_path / "lines.csv", tmp_path / "tables")
    assert found.figures == (MONTHS - 1) * 9


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ("", "make bench"),
        ("--date 2026-11-24", "make bench"),
        ("--runs 9 --larger 10000000", 'make bench RACE="--runs 9 --larger 10000000"'),
        ("--shapes uuid", 'make bench RACE="--shapes uuid"'),
    ],
)
def test_the_page_names_the_command_that_repeats_it(arguments, command):
    assert race.command_of(race.options(arguments.split())) == command


def test_the_race_knows_its_shapes(capsys):
    with pytest.raises(SystemExit):
        race.options(["--shapes", "letters,runes"])
    assert "runes is none of counter, letters, email, uuid" in capsys.readouterr().err


def test_the_race_imports_nothing_large():
    """A child's peak memory counts what its parent held when it was started."""
    code = "import race, sys; print({'numpy', 'pyarrow', 'pandas', 'duckdb'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=contestants.HERE)
    assert run.stdout.strip() == "set()"


def test_the_race_of_the_example_alone_writes_a_page(tmp_path, monkeypatch, capsys):
    def each_once(commands, _):
        return {name: Measured(1, 1, 1, measure.once(command)[1]) for name, command in commands.items()}

    monkeypatch.setattr(sys, "argv", ["race", "--sizes", "", "--larger", "50", "--page", str(tmp_path / "page.md")])
    monkeypatch.setattr(race, "in_turn", each_once)
    monkeypatch.setattr(race, "described", lambda: [("cores", "2")])
    race.main()
    text = (tmp_path / "page.md").read_text("utf-8")
    assert "## examples/acme" in text
    assert "## 50 customers" in text
    assert "`csmetrics --help` to" in text
    assert str(tmp_path) not in text
    assert "Figures compared with DuckDB and polars, all equal: 3,294." in capsys.readouterr().out
