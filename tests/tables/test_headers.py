"""What the columns of a file are called: by us, by other systems, by csmetrics.yaml; and what is never passed over."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import Dataset, api
from csmetrics.config import TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import DataError
from csmetrics.sources.source import Places
from csmetrics.synonyms import CHANGING, SAME, folded
from csmetrics.tables.headers import as_yaml, understand

CELLS = {
    "id": ("a", "b"),
    "text": ("Some words", ""),
    "category": ("x", "y"),
    "date": ("2026-01-05", "2026-01-09"),
    "money": ("10", "20.50"),
    "number": ("1", "2"),
    "count": ("1", "2"),
    "score": ("3", "5"),
}
FIXED = {
    "interval": ("month", "year"),
    "survey": ("csat", "csat"),
    "category": ("sales", "support"),
    "currency": ("EUR", "EUR"),
    "status": ("paying", "paying"),
    "end_date": ("2026-02-01", "2026-02-09"),
    "trial_end_date": ("", ""),
}


def cells_of(column):
    return FIXED.get(column.name, CELLS[column.type])


def contents(data, name):
    """Everything that was read of a table."""
    frame = data.frame(name)
    table = data.table(name)
    for column in table.ids:
        frame = frame.assign(**{column: [table.ids[column][int(c)].as_py() if c >= 0 else None for c in frame[column]]})
    return {column: [str(cell) for cell in frame[column]] for column in frame}


def text_of(table, headers):
    columns = [cells_of(column) for column in table.columns.values()]
    return "\n".join([",".join(headers), *(",".join(row) for row in zip(*columns, strict=True))]) + "\n"


@pytest.mark.parametrize("name", TABLES)
def test_a_header_renamed_by_configuration_is_the_header_renamed_in_the_file(folder, name):
    table = TABLES[name]
    own = api.read(folder(**{f"{name}__csv": text_of(table, list(table.columns))}))
    for column in table.columns:
        headers = [f"Their {column} (x)" if each == column else each for each in table.columns]
        mapped = folder(
            **{
                f"{name}__csv": text_of(table, headers),
                "csmetrics__yaml": f'tables: {{{name}: {{columns: {{{column}: "Their {column} (x)"}}}}}}\n',
            }
        )
        assert contents(api.read(mapped), name) == contents(own, name)


@pytest.mark.parametrize("name", ["customers", "costs"])
@pytest.mark.parametrize("detail", [True, False])
def test_an_attribute_renamed_by_configuration_is_the_attribute(folder, name, detail):
    table = TABLES[name]
    rows = text_of(table, list(table.columns)).splitlines()
    lines = [rows[0] + ",Country/Region", rows[1] + ",DE", rows[2] + ",FR"]
    where = folder(
        **{
            f"{name}__csv": "\n".join(lines) + "\n",
            "csmetrics__yaml": f"tables: {{{name}: {{columns: {{country: Country/Region}}}}}}\n",
        }
    )
    data = api.read(where, detail=detail, attributes=["country"])
    assert contents(data, name)["country"] == ["DE", "FR"]
    assert "Country/Region" not in data.rows(name)


def test_a_mapped_attribute_divides_the_figures(folder):
    where = folder(
        customers__csv="customer_id,Country/Region\na,DE\nb,FR\n",
        subscriptions__csv="customer_id,start_date,amount\na,2026-01-01,30\nb,2026-01-01,12\n",
        csmetrics__yaml="tables: {customers: {columns: {country: Country/Region}}}\n",
    )
    report = api.report(api.read(where, detail=False, attributes=["country"]), "2026-01", by=["country"])
    assert (report.figure("mrr", country="DE").value, report.figure("mrr", country="FR").value) == (30.0, 12.0)


spellings = st.sampled_from([str.upper, str.title, lambda s: s.replace("_", " "), lambda s: s.replace("_", "-"),
                             lambda s: s.replace("_", ""), lambda s: f" {s} "])  # fmt: skip


@given(data=st.data(), name=st.sampled_from(sorted(TABLES)))
def test_case_blanks_hyphens_and_underscores_are_no_part_of_a_name(data, name):
    table = TABLES[name]
    header = tuple(data.draw(spellings)(column) for column in table.columns)
    heading = understand(tuple(cell.strip() for cell in header), Places(f"{name}.csv"), table, TableConfig())
    assert set(heading.ours) == set(table.columns)
    assert (heading.renamed, heading.unread, dict(heading.changing)) == ((), (), {})


@pytest.mark.parametrize(("name", "column"), [(name, column) for name, columns in SAME.items() for column in columns])
def test_other_names_of_the_field_are_read_and_said(name, column):
    table = TABLES[name]
    others = [other for other in SAME[name][column] if folded(other) != folded(column)]
    for other in others:
        header = tuple(other if each == column else each for each in table.columns)
        heading = understand(header, Places(f"{name}.csv"), table, TableConfig())
        assert heading.ours[column] == other
        assert list(heading.notes("file.csv")) == [f"file.csv: the column {other} is read as {column}."]


def test_no_name_means_two_things():
    for name, columns in SAME.items():
        same = [folded(other) for others in columns.values() for other in others]
        changing = [folded(other) for each in CHANGING.get(name, ()) for other in each.names]
        own = [folded(column) for column in TABLES[name].columns]
        assert len(set(same)) == len(same)
        assert not (set(same) | set(own)) & set(changing)
        assert set(columns) <= set(TABLES[name].columns)


CHANGED = [(name, other, each) for name, listed in CHANGING.items() for each in listed for other in each.names]


@pytest.mark.parametrize(("name", "other", "each"), CHANGED, ids=[f"{name}-{other}" for name, other, _ in CHANGED])
def test_a_column_that_would_change_a_figure_is_never_passed_over(folder, name, other, each):
    table = TABLES[name]
    kept = [c for c in table.columns.values() if c.name not in (each.column, each.unless) or c.required]
    kept = [c for c in kept if c.name != "canceled_at"]
    said = "7" if "7" not in each.neutral else "x"

    def text(value):
        rows = zip(*(cells_of(column) for column in kept), strict=True)
        return "\n".join([",".join([*(c.name for c in kept), other.title()]), *(",".join([*r, value]) for r in rows)])

    with pytest.raises(DataError) as error:
        api.read(folder(**{f"{name}__csv": text(said) + "\n"}), detail=False)
    assert f"ignore: [{as_yaml(other.title())}]" in error.value.problems[0].fix
    assert each.column is None or f"columns: {{{each.column}: {other.title()}}}" in error.value.problems[0].fix
    ignored = folder(
        **{
            f"{name}__csv": text(said) + "\n",
            "csmetrics__yaml": f'tables: {{{name}: {{ignore: ["{other}"]}}}}\n',
        }
    )
    assert api.read(ignored, detail=False).sources[0].used == 2
    for value in each.neutral:
        assert api.read(folder(**{f"{name}__csv": text(value.upper()) + "\n"}), detail=False).sources[0].used == 2


def test_two_columns_that_could_be_one_are_named():
    with pytest.raises(DataError, match=r"columns: \{customer_id: account_id\} or columns: \{customer_id: client_id\}"):
        understand(
            ("account_id", "client_id", "start_date", "amount"), Places("s.csv"), TABLES["subscriptions"], TableConfig()
        )


def test_parquet_and_frames_are_asked_about_too():
    frame = pd.DataFrame({"Customer ID": ["a"], "start date": ["2026-01-05"], "AMOUNT": [5], "Seats": [3]})
    with pytest.raises(DataError) as error:
        Dataset(subscriptions=frame)
    assert error.value.problems[0].column == "Seats"
    frame["Seats"] = 1
    assert Dataset(subscriptions=frame).sources[0].used == 1


@pytest.mark.parametrize("asked", ["country", "COUNTRY", "Country"])
@pytest.mark.parametrize("detail", [True, False])
def test_an_attribute_is_found_whatever_its_case(folder, asked, detail):
    where = folder(
        customers__csv="Customer ID,Country\na,DE\nb,FR\n",
        subscriptions__csv="customer_id,start_date,amount\na,2026-01-01,30\nb,2026-01-01,12\n",
    )
    report = api.report(api.read(where, detail=detail, attributes=[asked]), "2026-01", by=[asked])
    assert (report.by, report.figure("mrr", Country="FR").value) == (("Country",), 12.0)


def test_a_check_names_the_columns_that_nothing_looks_at(folder):
    where = folder(subscriptions__csv="customer_id,start_date,amount,Region,note\na,2026-01-01,30,x,y\n")
    assert api.check(where).sources[0].unread == ("Region", "note")


@pytest.mark.parametrize(
    ("column", "cell", "line"),
    [
        ("Users", "5", "columns: {quantity: Users}"),
        ("# of seats", "5", 'columns: {quantity: "# of seats"}'),
        ("Discount %", "20", 'ignore: ["Discount %"]'),
        ("Rabatt", "20", "ignore: [Rabatt]"),
        ("Billing", "annual", "columns: {interval: Billing}"),
        ("event_type", "cancel", "shape: events"),
    ],
)
def test_signs_and_points_are_no_part_of_a_name_that_changes_figures(read, column, cell, line):
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=f"customer_id,start_date,amount,{column}\na,2026-01-01,10,{cell}\n")
    assert line in caught.value.problems[0].fix


def test_an_amount_by_the_year_is_asked_about(read):
    text = "customer_id,start_date,Annual Price\na,2026-01-01,1200\n"
    with pytest.raises(DataError) as caught:
        read("tables: {subscriptions: {columns: {amount: Annual Price}}}", subscriptions__csv=text)
    assert "constants: {interval: year}" in caught.value.problems[0].fix
    settled = "tables: {subscriptions: {columns: {amount: Annual Price}, constants: {interval: year}}}"
    assert read(settled, subscriptions__csv=text).sources[0].used == 1
