"""The layouts in their four forms."""

import csv
import io
import subprocess
import sys

from csmetrics.layouts import NAMES
from csmetrics.layouts.registry import layouts
from csmetrics.views.layouts import VIEW

ALL = list(layouts().values())


def test_the_list_has_a_layout_a_line():
    text = VIEW.write(ALL, "table", width=80)
    assert text.startswith(f"{len(NAMES)} layouts\n")
    assert all(f"\n{name} " in text for name in NAMES)


def test_a_card_says_columns_assumptions_and_the_lines_to_paste():
    text = VIEW.write([layouts()["stripe_subscriptions"]], "table", cards=True, width=100)
    for said in (
        "Stripe's subscriptions export (stripe_subscriptions)\n",
        "It is read where you say so.",
        "Start Date (UTC), else Start (UTC), else Created (UTC)",
        "Amounts are written in units",
        "has no past prices",
        "    layout: stripe_subscriptions\n",
        "    # amount_is: unit  # Amount is the price of one",
    ):
        assert said in text
    for each in ALL:
        assert "\n\n\n" not in VIEW.write([each], "markdown", cards=True)


def test_json_fits_its_schema(validated):
    values = validated(VIEW.write(ALL, "json"), "layouts")["layouts"]
    assert [each["layout"] for each in values] == list(NAMES)
    found = next(each for each in values if each["layout"] == "stripe_subscriptions")
    assert "mrr_expansion" in found["cannot_tell"][0]["tallies"]
    assert found["decide"][0]["stops"] is True


def test_csv_has_a_layout_a_line():
    rows = list(csv.DictReader(io.StringIO(VIEW.write(ALL, "csv"))))
    assert [row["layout"] for row in rows] == list(NAMES)


def test_an_unknown_layout_is_status_2(run_cli, tmp_path):
    done = run_cli(["layouts", "stripe_customer"], cwd=tmp_path)
    assert done.exit_code == 2
    assert "Did you mean stripe_customers?" in done.stderr
    assert run_cli(["layouts", "typeform"], cwd=tmp_path).stdout.startswith("Typeform's responses export (typeform)")


def test_layouts_are_shown_without_what_reads_files():
    code = (
        "import sys; from csmetrics.cli.main import main; sys.argv = ['csmetrics', 'layouts', 'typeform']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('pandas', 'pyarrow', 'sqlalchemy') if m in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("Typeform's")
    assert run.stderr.strip() == "[]"
