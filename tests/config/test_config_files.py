"""Files that cannot be read, texts that are not YAML, and YAML that means more than one thing."""

import contextlib
import errno
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.config import load_config, parse_config
from csmetrics.errors import ConfigError

EXAMPLE = Path(__file__).with_name("example.yaml").read_text("utf-8")
STROKES = "%@`*&!|>'\"{}[],:?-#~ \t\n\\0.5xé\u2028\x00"
INDENTED = "this line does not line up with those above it. Give the keys of one section the same indentation."
UNFIT = "this line does not fit the one above. Check its indentation, and that the line above is key: value."
QUOTE = "Put the value in quotes."

SYNTAX = {
    "date_format: %d/%m/%y": '1, column 14: a value cannot start with %. Put it in quotes: "%d/%m/%y".',
    "date_format: %d/%m/%y  # day first": '1, column 14: a value cannot start with %. Put it in quotes: "%d/%m/%y".',
    "tables: {costs: {date_format: %d.%m.%y, file: x}}": (
        '1, column 31: a value cannot start with %. Put it in quotes: "%d.%m.%y".'
    ),
    'tables: {costs: {file: @"x"}}': "1, column 24: a value cannot start with @. Put it in quotes.",
    "decimal: ,": '1, column 10: a value cannot start with ,. Put it in quotes: ",".',
    "currency: `USD`": '1, column 11: a value cannot start with `. Put it in quotes: "`USD`".',
    "rules:\n\trecognise: spread": "2, column 1: a tab stands where spaces belong. Use spaces.",
    "timezone: a: b": f"1, column 12: a value cannot hold a colon and a space. {QUOTE}",
    "currency: USD\n  timezone: UTC": f"2, column 11: {UNFIT}",
    "currency USD\ntimezone: UTC": f"2, column 9: {UNFIT}",
    "timezone: UTC\ncurrency USD\n": "2, column 1: no colon after the key. Write key: value.",
    "rules: - a": "1, column 8: a list entry starts a new line: put - below its key.",
    'timezone: "UTC\ncurrency: USD': "1, column 11: the quote that opens here is not closed.",
    "rules: {recognise: spread": "1, column 8: the { that opens here is not closed, or a comma is missing inside it.",
    "costs:\n  other: [a, b\n": "2, column 10: the [ that opens here is not closed, or a comma is missing inside it.",
    'tables: {costs: {file: "C:\\data.csv"}}': (
        "1, column 28: a backslash means something else in double quotes. Use single quotes."
    ),
    "timezone: *": f"1, column 12: a value cannot start with *. {QUOTE}",
    "timezone: *all": f"1, column 11: a value cannot start with *. {QUOTE}",
    "timezone: & all": f"1, column 12: a value cannot start with &. {QUOTE}",
    "timezone: >UTC": f"1, column 11: a value cannot start with | or >. {QUOTE}",
    "timezone: !<UTC": f"1, column 16: a value cannot start with !. {QUOTE}",
    "currency: USD\n---\ntimezone: UTC": "2, column 1: a second document starts here. Keep one, and take out ---.",
    "rules:\n  recognise: spread\n crc_customers: end": f"3, column 2: {INDENTED}",
    " currency: USD\ntimezone: UTC": f"2, column 1: {INDENTED}",
    "currency: 'USD' or EUR": f"1, column 17: the value ends before or EUR. {QUOTE}",
    "costs: {other: []}}": f"1, column 19: the value ends before }}. {QUOTE}",
    "costs: {other: [": "1, column 17: a { or [ that opens before this place is not closed.",
    "%Y: 1": "1, column 1: a line cannot start with %. Put the key first: key: value.",
    "timezone: ? UTC": "1, column 11: this is not YAML: mapping keys are not allowed here.",
    "currency: USD\ntimezone: \x01": "2: the character U+0001 cannot stand here. Take it out.",
}


@pytest.mark.parametrize(("text", "message"), SYNTAX.items(), ids=[ascii(text) for text in SYNTAX])
def test_a_text_that_is_not_yaml(text, message):
    assert _message(parse_config, text) == f"csmetrics.yaml line {message}"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["rules: &r {rules: *r}", "[" * 5000], ids=["itself", "deep"])
def test_no_end_of_nesting(text):
    expected = "csmetrics.yaml: the keys are nested too deeply, or a part contains itself."
    assert _message(parse_config, text) == expected


def test_duplicate_keys_are_all_named_and_the_first_stands():
    text = "currency: USD\nsurveys:\n  ces: {easy: 5}\n  ces: {easy: 6}\ncurrency: EUR\ncurrency: x\n"
    assert _message(parse_config, text).splitlines() == [
        "csmetrics.yaml line 4, surveys: ces: given twice, first in line 3. Keep one.",
        "csmetrics.yaml line 5, currency: given twice, first in line 1. Keep one.",
        "csmetrics.yaml line 6, currency: given twice, first in line 1. Keep one.",
    ]


def test_keys_are_words():
    expected = "csmetrics.yaml line 2, costs: a key is one word, not a list or a section."
    assert _message(parse_config, "costs:\n  ? [other]\n  : [a]\n") == expected


def test_tags_mean_nothing_and_do_nothing():
    expected = "csmetrics.yaml line 1, timezone: !zone means nothing here. Take it out, or put the value in quotes."
    assert _message(parse_config, "timezone: !zone UTC") == expected
    assert "python/object/apply:os.abort means nothing here" in _message(
        parse_config, "tables: {costs: {file: !!python/object/apply:os.abort [x]}}"
    )


def test_anchors_are_followed():
    config = parse_config("tables:\n  costs: &same {encoding: cp1252}\n  surveys: *same\n")
    assert config.table("surveys").encoding == "cp1252"


def test_the_name_of_the_file_is_in_the_message(tmp_path):
    path = tmp_path / "other.yaml"
    path.write_text("currency: Euro", encoding="utf-8")
    assert _message(load_config, path).startswith("other.yaml line 1, currency: ")


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_a_file_is_read(tmp_path, start):
    path = tmp_path / "csmetrics.yaml"
    path.write_bytes(f"{start}currency: eur\r\ncosts:\r\n  other: [Büro]\r\n".encode())
    assert load_config(path).currency == "EUR"
    assert load_config(path).costs.other == ("büro",)


def test_no_file(tmp_path):
    path = tmp_path / "csmetrics.yaml"
    assert _message(load_config, path) == f"{path}: there is no such file."


def test_a_folder(tmp_path):
    assert _message(load_config, tmp_path) == f"{tmp_path}: this is a folder, not a file."


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    path = tmp_path / "csmetrics.yaml"
    assert _message(load_config, path) == f"{path}: the file cannot be read (Permission denied)."


def test_a_file_that_is_not_utf_8(tmp_path):
    path = tmp_path / "csmetrics.yaml"
    path.write_bytes("currency: EUR\ncosts: {other: [Büro]}\n".encode("cp1252"))
    assert _message(load_config, path) == "csmetrics.yaml line 2: the text is not UTF-8. Save the file as UTF-8."


@pytest.mark.slow
@given(st.data())
def test_any_text_is_followed_or_refused(data):
    """One stroke of the keyboard somewhere in a good file, or a text from nowhere: never a traceback."""
    place, cut = data.draw(st.integers(0, len(EXAMPLE))), data.draw(st.integers(0, 3))
    stroke = data.draw(st.text(st.sampled_from(STROKES), max_size=3))
    for text in (EXAMPLE[:place] + stroke + EXAMPLE[place + cut :], data.draw(st.text())):
        with contextlib.suppress(ConfigError):
            parse_config(text)


def _message(read, asked):
    with pytest.raises(ConfigError) as caught:
        read(asked)
    return str(caught.value)


@pytest.mark.slow
def test_parts_repeated_without_end_are_refused_at_once():
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghij"))
    assert _message(parse_config, text).startswith("csmetrics.yaml: more than 100,000 values, counting what * repeats.")


@pytest.mark.parametrize(
    "text",
    ["currency: " + "x" * 500_000, "x" * 900 + ": 1", "timezone: " + "A/" * 900, "gross_margin: " + "9" * 900],
)
def test_no_value_is_quoted_at_length(text):
    assert len(_message(parse_config, text)) < 420


@pytest.mark.slow
def test_of_many_faults_the_first_are_named():
    said = _message(parse_config, "".join(f"k{number}: 1\n" for number in range(1_000))).splitlines()
    assert [line[:26] for line in (said[0], said[19], said[20])] == [
        "csmetrics.yaml line 1, k0:", "csmetrics.yaml line 20, k1", "and 980 more",
    ]  # fmt: skip


def test_a_file_without_end_is_no_configuration(tmp_path):
    path = tmp_path / "csmetrics.yaml"
    path.write_text("# " + "x" * (1 << 20), encoding="utf-8")
    assert _message(load_config, path) == "csmetrics.yaml: the file is larger than 1 MB, so it is no configuration."


def test_a_path_may_be_a_str(tmp_path):
    path = tmp_path / "csmetrics.yaml"
    path.write_text("currency: eur", encoding="utf-8")
    assert load_config(str(path)).currency == "EUR"
    assert _message(load_config, "x" * 300).endswith("the file cannot be read (File name too long).")


def test_halves_of_signs_are_named():
    assert _message(parse_config, 'costs: {"\\udc80": [a]}').splitlines() == [
        "csmetrics.yaml line 1, costs: \\udc80 is half a sign. Take it out.",
        "csmetrics.yaml line 1, costs: ?: unknown key. Allowed here: acquisition, retention, other.",
    ]
