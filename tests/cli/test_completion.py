"""A real bash completes commands, metrics, attributes, themes, periods and layouts, and never sees a traceback."""

import os
import shutil
import subprocess
import sys

import pytest

from conftest import ACME

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(not BASH, reason="there is no bash")


@pytest.fixture(scope="module")
def completed(tmp_path_factory):
    """What bash offers for a line whose last word is begun; `_` is a word of which nothing is typed yet."""
    place = tmp_path_factory.mktemp("completion")
    shutil.copytree(ACME, place / "data")
    program = place / "csmetrics"
    run = "from csmetrics.cli.main import commands; commands(prog_name='csmetrics')"
    program.write_text(f'#!/bin/sh\nexec \'{sys.executable}\' -c "{run}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    def complete(line):
        script = (
            'eval "$(_CSMETRICS_COMPLETE=bash_source ./csmetrics)" 2>/dev/null; COMP_WORDS=($LINE)\n'
            '[ "$BEGUN" = _ ] && COMP_WORDS+=("") || COMP_WORDS+=("$BEGUN"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n'
            '_csmetrics_completion ./csmetrics; printf "%s\\n" "${COMPREPLY[@]}"\n'
        )
        words = f"./csmetrics {line}".split()
        done = subprocess.run(
            [BASH, "--norc", "-c", script],
            cwd=place,
            env={**os.environ, "LINE": " ".join(words[:-1]), "BEGUN": words[-1], "COLUMNS": "80"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Traceback" not in done.stderr
        return done.stdout.split("\n")[:-1]

    complete.place = place
    return complete


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("rep", ["report"]),
        ("explain customer_ch", ["customer_churn_rate"]),
        ("trend data net_rev", ["net_revenue_retention"]),
        ("report data --by cou", ["country"]),
        ("report data --by country,pl", ["country,plan"]),
        ("report data --by coh", ["cohort"]),
        ("report data --period last-m", ["last-month"]),
        ("report data --period yt", ["ytd"]),
        ("report data --currency EU", ["EUR"]),
        ("report data --section sat", ["satisfaction"]),
        ("layouts baremet", ["baremetrics"]),
        ("schema conf", ["config"]),
        ("report data --format js", ["json"]),
    ],
)
def test_what_is_begun_is_completed(completed, line, offered):
    assert completed(line) == offered


def test_attributes_and_themes_are_those_of_the_folder(completed):
    folder = completed.place / "mapped"
    folder.mkdir()
    (folder / "people.csv").write_text("Record ID;Land;Tier\n1;DE;a\n", encoding="utf-8")
    (folder / "csmetrics.yaml").write_text(
        "tables: {customers: {file: people.csv, delimiter: ';', columns: {customer_id: Record ID, country: Land}}}\n"
        "feedback: {themes: {dear: [price]}}\n",
        encoding="utf-8",
    )
    assert completed("report mapped --by _") == ["country", "Tier"]
    assert completed("feedback mapped --theme _") == ["dear", "(untagged)"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [", b"- 1", b"tables: 7\n"])
def test_a_configuration_that_cannot_be_read_completes_nothing_in_silence(completed, content):
    folder = completed.place / "broken"
    folder.mkdir(exist_ok=True)
    (folder / "csmetrics.yaml").write_bytes(content)
    assert completed("report broken --by _") == [""]
