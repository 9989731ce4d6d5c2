"""Messages on a terminal: broken where it ends, never within what people copy."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from csmetrics.cli.messages import _names
from csmetrics.cli.wrapped import HANGING, wrapped

ERRORS = Path(__file__).resolve().parent.parent / "errors"
SPECIMENS = {path.stem: yaml.safe_load(path.read_text("utf-8"))["stderr"] for path in sorted(ERRORS.glob("*.yaml"))}
WORDS = st.sampled_from(
    ["a", "customers", "surveys.csv", "/srv/data/2026-09.csv", "Köln", "顧客", "row", "17,", "--all"]
)
VALUES = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters='"'), min_size=1, max_size=12)


def together(pieces, indent):
    """The line that pieces are of: all but the first are set in."""
    first, *rest = pieces
    assert all(each.startswith(indent + " " * HANGING) for each in rest)
    return " ".join([first, *(each[len(indent) + HANGING :] for each in rest)])


@pytest.mark.parametrize("width", [40, 64, 80, 120])
@pytest.mark.parametrize("name", [name for name, said in SPECIMENS.items() if said])
def test_every_message_that_there_is_keeps_its_words(name, width):
    """Every specimen of an error: nothing added or lost, no word cut, and lines that end where the terminal does."""
    for line in SPECIMENS[name].splitlines():
        pieces = list(wrapped(line, width))
        indent = re.match(" *", line)[0]
        assert together(pieces, indent).split() == line.split()
        if re.match(r"\s+\w+:( |$)", line):
            assert pieces == [line]
            continue
        for piece in pieces:
            assert cell_len(piece) <= width or len(list(wrapped(piece.strip(), 1))) == 1 or " " not in piece.strip()


@pytest.mark.parametrize(
    ("whole", "line"),
    [
        ('"Billing Period, last year"', 'a.csv row 2, interval "Billing Period, last year": unknown. Correct it.'),
        ("rules: joined_and_left: separate", "More joined than paid. Without them: rules: joined_and_left: separate."),
        ("{status: {on hold: paused}}", "Say which: values: {status: {on hold: paused}} for the table."),
        ("csmetrics check DATA --all", "  and 1,204 more of other kinds: csmetrics check DATA --all"),
        ("--period 2026-09", "The period is not complete. Leave it out, or ask for --period 2026-09."),
        ("[sales, marketing]", "costs.csv has three categories, of which these are counted: [sales, marketing]"),
    ],
)
@pytest.mark.parametrize("width", range(40, 81))
def test_what_people_copy_stands_on_one_line(whole, line, width):
    assert any(whole in piece for piece in wrapped(line, width))


@pytest.mark.parametrize(
    "line",
    [
        "    subscriptions:",
        "      columns: {customer_id: Account, amount: Value, start_date: Started on}  # or another",
        '      "Answer, please": a name that is far too long for a terminal of forty',
        "      - " + "a b " * 20,
    ],
)
def test_a_line_of_yaml_is_never_broken(line):
    assert list(wrapped(line, 40)) == [line]


def test_names_with_blanks_stay_whole():
    line = "csmetrics: The folder /home/ann/Customer success, third quarter/exports of us does not exist. Name another."
    name = "/home/ann/Customer success, third quarter/exports of us"
    assert any(name in piece for piece in wrapped(line, 60, ["exports of us", name]))
    assert not any(name in piece for piece in wrapped(line, 60))


@pytest.mark.parametrize("width", range(40, 100, 3))
def test_columns_of_a_header_stay_whole(width):
    columns = ["id", "Customer Description", "Start Date (UTC)", "Trial Start (UTC)", "Start", "Nr. of seats", "% off"]
    line = f"  subs.csv row 1, start_date: the column is missing. The header has {', '.join(columns)}. Rename a column."
    for column in columns:
        assert any(column in piece for piece in wrapped(line, width))


def test_the_rest_of_a_message_is_set_in_and_what_fits_stays_as_it_is():
    assert list(wrapped("  " + "word " * 10 + "end", 40)) == [
        "  word word word word word word word",
        "      word word word end",
    ]
    assert list(wrapped("whole     1.50 s  100 %", 40)) == ["whole     1.50 s  100 %"]


def test_wide_letters_count_twice():
    assert next(wrapped("顧客 " * 10 + "end", 40)) == "顧客 顧客 顧客 顧客 顧客 顧客 顧客 顧客"


@pytest.mark.slow
@given(st.lists(st.one_of(WORDS, VALUES.map('"{}"'.format)), min_size=1), st.integers(40, 120), st.integers(0, 3))
def test_any_message_is_broken_between_its_words_alone(words, width, steps):
    indent = "  " * steps
    line = indent + " ".join(words)
    pieces = list(wrapped(line, width))
    assert together(pieces, indent) == line
    for word in words:
        assert any(word in piece for piece in pieces)
    for piece in pieces:
        assert cell_len(piece) <= width or len(piece.split()) == 1


def test_names_are_those_of_what_was_typed(monkeypatch, tmp_path):
    """An option without a value names no file, and so none of the folder one is in."""
    (tmp_path / "data").mkdir()
    for name in ("data/my file.csv", "other file.csv"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["csmetrics", "check", "data", "--all", "--config=c d.yaml"])
    assert list(_names()) == ["check", "data", "my file.csv", "c d.yaml"]
