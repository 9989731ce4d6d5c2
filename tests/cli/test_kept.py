"""What an output must not replace: the store, exports of it, the configuration, the files that are read."""

import shutil
from datetime import date

import pytest

from conftest import ACME
from csmetrics import api

FILES = ["history.db", "history.db-wal", "history.db-journal", "history.db-shm"]
COMMANDS = {
    "snapshot": "snapshot data --period 2026-09 --store history.db",
    "history": "history --store history.db",
    "report": "report data --period 2026-09",
    "trend": "trend data --last 2",
    "board": "board data --period 2026-09 --sections figures",
    "cohorts": "cohorts data",
    "workbook": "workbook data --period 2026-09",
    "customers": "customers data",
    "explain": "explain nps data",
    "feedback": "feedback data",
    "health": "health data",
    "check": "check data",
    "init": "init data",
    "layouts": "layouts",
    "metrics": "metrics",
    "schema": "schema",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Data with a configuration, a store of two months and an export of it."""
    place = tmp_path_factory.mktemp("kept")
    shutil.copytree(ACME, place / "data")
    settings = "store: history.db\ncurrency: USD\nrates: {file: rates.csv, valid_for: 31}\n"
    (place / "csmetrics.yaml").write_text(settings, encoding="utf-8")
    (place / "data" / "csmetrics.yaml").write_text(settings, encoding="utf-8")
    (place / "plain.yaml").write_text("gross_margin: 0.8\n", encoding="utf-8")
    api.snapshot(place / "data", "2026-08", today=date(2026, 10, 2), last=2, store=place / "history.db")
    api.export_history(place / "export", place / "history.db")
    (place / "link").symlink_to("history.db")
    (place / "folder").symlink_to("data")
    (place / "hard").hardlink_to(place / "history.db")
    return place


@pytest.fixture
def everything(made):
    """All bytes of the place, and a look at whether they are still the same."""

    def look():
        return {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}

    before = look()
    yield made
    assert look() == before


@pytest.mark.parametrize(
    "output", [*FILES, "./history.db", "data/../history.db", "link", "hard", "folder/../history.db"]
)
@pytest.mark.parametrize("command", ["snapshot", "history"])
def test_the_store_is_not_replaced(everything, run_cli, command, output):
    for named in ("", f"{everything}/"):
        line = [*COMMANDS[command].split(), "--output", f"{named}{output}"]
        done = run_cli(line, cwd=everything)
        assert done.exit_code == 1
        assert " the store. Name another file after --output.\n" in done.stderr


@pytest.mark.parametrize("output", ["history.db", "other.db", "csmetrics-history.db"])
def test_a_store_that_is_not_named_is_not_replaced(everything, run_cli, monkeypatch, output):
    """That of the configuration, of the environment, or the default one; there or not."""
    if output == "other.db":
        monkeypatch.setenv("CSMETRICS_STORE", str(everything / "other.db"))
    config = [] if output == "history.db" else ["--config", "plain.yaml"]
    done = run_cli(["snapshot", "data", "--period", "2026-09", *config, "--output", output], cwd=everything)
    assert (done.exit_code, done.stderr) == (
        1,
        f"csmetrics: {output} is the store. Name another file after --output.\n",
    )


@pytest.mark.parametrize("command", list(COMMANDS))
@pytest.mark.parametrize("output", ["history.db", "export/figures.csv", "export/more", "export/contents/x"])
def test_no_command_replaces_a_store_or_an_export(everything, run_cli, command, output):
    done = run_cli([*COMMANDS[command].split(), "--output", output], cwd=everything)
    assert done.exit_code == 1
    assert "Name a" in done.stderr


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("metrics", "layouts", "schema")])
def test_what_is_read_is_not_replaced(everything, run_cli, command):
    read = "csmetrics.yaml" if command == "history" else "folder/csmetrics.yaml"
    done = run_cli([*COMMANDS[command].split(), "--output", read], cwd=everything)
    assert (done.exit_code, "is one of the files that were read" in done.stderr) == (1, True)
    if command != "history":
        done = run_cli([*COMMANDS[command].split(), "--output", "folder/surveys.csv"], cwd=everything)
        assert (done.exit_code, "is one of the files that were read" in done.stderr) == (1, True)


@pytest.mark.slow
@pytest.mark.parametrize("store", ["data/surveys.csv", "data/csmetrics.yaml", "new.csv", "data/new.parquet"])
def test_a_data_file_is_no_store(everything, run_cli, store):
    done = run_cli(["snapshot", "data", "--period", "2026-09", "--store", store], cwd=everything)
    assert done.exit_code == 1
    assert store in done.stderr


def test_an_export_into_what_is_there_is_refused(everything, run_cli):
    for target in ("data", "export", "export/more", "history.db", "link"):
        done = run_cli(["history", "--export", target], cwd=everything)
        assert (done.exit_code, target in done.stderr) == (1, True)
    assert run_cli(["history", "--export", "new", "--output", "x"], cwd=everything).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ("--output r.json", "{"),
        ("--output r.JSON", "{"),
        ("--output r.csv", "period,"),
        ("--output r.md", "## "),
        ("--output r.markdown", "## "),
        ("--output r.txt", "csmetrics"),
        ("--output r.txt --format json", "{"),
        ("--output r.out", "csmetrics"),
        ("--output r", "csmetrics"),
        ("--output r.out --format csv", "period,"),
    ],
)
def test_the_name_of_the_output_tells_the_format(tmp_path, run_cli, arguments, begins):
    done = run_cli(["report", str(ACME), "--period", "2026-09", *arguments.split()], cwd=tmp_path)
    assert done.exit_code == 0
    written = (tmp_path / arguments.split()[1]).read_text(encoding="utf-8")
    plain = run_cli(["report", str(ACME), "--period", "2026-09"], cwd=tmp_path).stdout
    assert written.startswith(plain[:9] if begins == "csmetrics" else begins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--output r.ods", "No .ods file can be written"),
        ("--output r.xlsx --format json", "--format json does not fit r.xlsx"),
        ("--output r.DOCX", "No .docx file can be written"),
        ("--output r.pptx --format json", "No .pptx file can be written"),
        ("--output r.csv.gz", "No .gz file can be written"),
        ("--output r.csv --format json", "--format json does not fit r.csv"),
        ("--output r.json --format table", "--format table does not fit r.json"),
    ],
)
@pytest.mark.parametrize("command", list(COMMANDS))
def test_a_name_that_no_format_fits_is_refused(everything, run_cli, command, arguments, message):
    done = run_cli([*COMMANDS[command].split(), *arguments.split()], cwd=everything)
    assert done.exit_code == 2
    assert message in done.stderr
