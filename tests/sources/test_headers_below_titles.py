"""Titles above the header, rows of labels below it, no header at all: the same figures, the true row numbers."""

import csv
import gzip
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conftest import tries
from csmetrics import Config, DataError, api
from workbooks import write_ods, write_xls, write_xlsx

FEW = tries(20)
HEADER = ["customer_id", "start_date", "end_date", "amount"]
NUMBERS = {name: str(at) for at, name in enumerate(HEADER, 1)}
TITLES = st.lists(
    st.lists(st.sampled_from(["", "Report", "of 3 months", 'two\nlines "of"', "a, b", "2026"]), max_size=4), max_size=3
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["10", "2.5", "x", "7.25"]), st.sampled_from(["", "two\nlines", "plain"])),
    min_size=1,
    max_size=6,
)


def as_csv(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


WRITERS = {
    "csv": lambda path, rows: path.write_bytes(as_csv(rows)),
    "csv.gz": lambda path, rows: path.write_bytes(gzip.compress(as_csv(rows))),
    "xlsx": lambda path, rows: write_xlsx(path, Sheet=[[cell or None for cell in row] for row in rows]),
    "xls": write_xls,
    "ods": write_ods,
}


def seen(folder, name, given, **settings_of_table):
    """The MRR of January, and each problem by its row; or what is wrong, if nothing can be used."""
    config = Config(tolerate=1, tables={"subscriptions": {"file": name} | given | settings_of_table})
    try:
        data = api.read(folder, config)
    except DataError as error:
        return [(each.row, each.column, each.value) for each in error.problems]
    figure = api.report(data, "2026-01").figure("mrr").value
    return (
        figure,
        [(each.row, each.column, each.value) for each in data.problems],
        data.rows("subscriptions").numbers_of(slice(None)).tolist(),
    )


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=FEW, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(TITLES, TITLES, ROWS)
def test_titles_and_labels_change_no_figure_and_every_row_keeps_its_number(ending, titles, labels, rows):
    lines = [[f"c{at}", "2026-01-05", "", amount, note] for at, (amount, note) in enumerate([("3", ""), *rows])]
    header = [*HEADER, "note"]
    given = {"ignore": ["note"]}
    with tempfile.TemporaryDirectory() as made:
        folder, name = Path(made), f"table.{ending}"
        WRITERS[ending](folder / name, [header, *lines])
        plain = seen(folder, name, given)
        titles = [row or ["title"] for row in titles]
        labels = [row or ["label"] for row in labels]
        WRITERS[ending](folder / name, [*titles, header, *labels, *lines])
        found = seen(folder, name, given, header_row=len(titles) + 1, skip_rows=len(labels))
        lower = len(titles) + len(labels)
        bad = [(row + lower, column, value) for row, column, value in (plain[1] if isinstance(plain, tuple) else plain)]
        if isinstance(plain, tuple):
            assert found == (plain[0], bad, [number + lower for number in plain[2]])
        else:
            assert found == bad


@pytest.mark.parametrize("ending", WRITERS)
def test_a_file_without_a_header_is_mapped_by_number(tmp_path, ending):
    rows = [["a", "2026-01-05", "", "10"], ["b", "2026-01-05", "", "x"], ["c", "2026-01-05", "", "2.5"]]
    WRITERS[ending](tmp_path / f"t.{ending}", rows)
    assert seen(tmp_path, f"t.{ending}", {"columns": NUMBERS}, header_row=0) == (12.5, [(2, "amount", "x")], [1, 3])
    WRITERS[ending](tmp_path / f"t.{ending}", [["title"] * 4, *rows])
    found = seen(tmp_path, f"t.{ending}", {"columns": NUMBERS}, header_row=0, skip_rows=1)
    assert found == (12.5, [(3, "amount", "x")], [2, 4])


@pytest.mark.parametrize("ending", WRITERS)
def test_a_header_below_the_end_is_said(tmp_path, ending):
    WRITERS[ending](tmp_path / f"t.{ending}", [HEADER, ["a", "2026-01-05", "", "10"]])
    with pytest.raises(DataError) as caught:
        api.read(tmp_path, Config(tables={"subscriptions": {"file": f"t.{ending}", "header_row": 5}}))
    assert "the file has 2 rows, and header_row: 5 in csmetrics.yaml says that the header stands below" in str(
        caught.value.problems[0]
    )


def test_what_is_wrong_with_the_header_is_said_of_its_row(tmp_path):
    (tmp_path / "t.csv").write_text("Report\n\ncustomer_id,start_date\na,2026-01-05\n")
    with pytest.raises(DataError) as caught:
        api.read(tmp_path, Config(tables={"subscriptions": {"file": "t.csv", "header_row": 3}}))
    assert caught.value.problems[0].where() == "t.csv row 3, amount"


def test_a_quote_left_open_and_a_short_row_are_named_by_their_rows(tmp_path):
    config = Config(tolerate=1, tables={"subscriptions": {"file": "t.csv", "header_row": 2}})
    (tmp_path / "t.csv").write_text("Title\ncustomer_id,start_date,amount\na,2026-01-05,1\nb,2026-01-05\n")
    assert [problem.where() for problem in api.read(tmp_path, config).problems] == ['t.csv row 4, "b,2026-01-05"']
    (tmp_path / "t.csv").write_text('Title\ncustomer_id,start_date,amount\na,2026-01-05,1\n"b,2026-01-05,2\n')
    with pytest.raises(DataError) as caught:
        api.read(tmp_path, config)
    assert caught.value.problems[0].where() == "t.csv row 4"


WORDS = st.lists(st.tuples(st.integers(0, 999), st.sampled_from([" ", "  ", "\t", " \t "])), min_size=1, max_size=6)


@settings(max_examples=FEW, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(WORDS, st.sampled_from(["", "  ", "\t"]), st.booleans())
def test_any_white_space_parts_columns(words, before, quoted):
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        lines = ["customer_id start_date amount"]
        for at, (amount, gap) in enumerate(words):
            name = f'"c {at}"' if quoted else f"c{at}"
            lines.append(before + gap.join([name, "2026-01-05", str(amount)]) + before)
        (folder / "usage.txt").write_text("\n".join(lines) + "\n")
        config = Config(delimiter="whitespace", tables={"subscriptions": {"file": "usage.txt"}})
        data = api.read(folder, config)
        assert api.report(data, "2026-01").figure("mrr").value == sum(amount for amount, _ in words)
        assert data.frame("subscriptions").index.tolist() == list(range(2, len(words) + 2))


def test_parquet_has_no_titles(tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"")
    with pytest.raises(DataError) as caught:
        api.read(tmp_path, Config(tables={"subscriptions": {"file": "t.parquet", "skip_rows": 1}}))
    assert "a Parquet file has no such rows" in str(caught.value.problems[0])
