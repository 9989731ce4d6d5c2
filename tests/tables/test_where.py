"""Rows that `where` leaves out are counted and nothing else: as if somebody had deleted them from the file."""

import re
from datetime import date
from decimal import Decimal
from unittest import mock

import pandas as pd
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from business import businesses, frames
from conftest import tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import FileProblemError
from csmetrics.views.report import VIEW as REPORT
from in_forms import FORMS, as_text, read_form, refused
from workbooks import write_xlsx

HEADER = "customer_id,start_date,amount,Seats,Since,State"
TAKEN, LEFT = ["active", " Active", "PAST_DUE "], ["test", "", "trialing", "activ"]
WHERE = {"tables": {"subscriptions": {"where": {"state": ["active", "past_due"]}, "ignore": ["Seats"]}}}


def figures(data, period):
    """A report without the numbers of rows, which are those of the file."""
    return re.sub(r"rows? [0-9, ]+", "row", REPORT.write(api.report(data, period), "json"))


def garbled(draw, frame):
    """The rows with a state, and rows between them that must not be read: nothing in them is what it should be."""
    rows, taken = [], []
    for row in frame.to_dict("records"):
        for _ in range(draw(st.integers(0, 2))):
            odd = dict.fromkeys(row, draw(st.sampled_from([" ", "#", "1.234", "01/02/2026", "-1"])))
            rows.append({**odd, "State": draw(st.sampled_from(LEFT))})
            taken.append(False)
        rows.append({**row, "State": draw(st.sampled_from(TAKEN))})
        taken.append(True)
    return pd.DataFrame(rows), taken


@settings(max_examples=tries(12))
@given(st.data(), businesses(), st.sampled_from(FORMS))
def test_where_is_deleting_the_rows_by_hand(data, business, form):
    tables = {name: as_text(frame) for name, frame in frames(business).items()}
    mixed, taken = garbled(data.draw, tables["subscriptions"])
    config = parse_config(str({**WHERE, "unknown_customers": "allow"}))
    by_hand = read_form(form, {**tables, "subscriptions": mixed[taken]}, config)
    by_where = read_form(form, {**tables, "subscriptions": mixed}, config)
    assert figures(by_where, "2024-06") == figures(by_hand, "2024-06")
    assert by_where.problems == by_hand.problems == ()
    source = next(source for source in by_where.sources if source.table == "subscriptions")
    left = len(taken) - sum(taken)
    assert (source.rows, source.not_taken) == (
        sum(taken),
        {"State is none of active, past_due": left} if left else {},
    )
    if form != "partitions":
        numbers = by_where.rows("subscriptions").numbers
        assert list(numbers) == [row for row, here in enumerate(taken, 2) if here]
        one, other = (each.frame("subscriptions").reset_index(drop=True) for each in (by_where, by_hand))
        pd.testing.assert_frame_equal(one.astype(str), other.astype(str))


cells = st.sampled_from(["3", "3.0", "03", "10", "-1", "0", "", " ", "many", "Many ", "2.5", "1000"])
days = st.sampled_from(["2026-01-05", "2026-02-01", "2026-02-01 10:00", "", "2025-12-31", "soon"])
values = st.lists(st.sampled_from(["3", "many", "10.0", "", "0", "2.50"]), min_size=1, max_size=3)
bounds = st.sampled_from(["above", "at_least", "below", "at_most"])
numeric = st.dictionaries(bounds, st.sampled_from([0, 3, 2.5, "-1"]), min_size=1, max_size=2)
listed = st.fixed_dictionaries({}, optional={"in": values, "not": values, "blank": st.booleans()}).filter(bool)
dated = st.dictionaries(bounds, st.sampled_from(["2026-02-01", "2026-01-05"]), min_size=1, max_size=2)


def number(text):
    try:
        return Decimal(text.strip())
    except ArithmeticError:
        return None


def day(text):
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def same(cell, value):
    cell, value = cell.strip().lower(), value.strip().lower()
    both = number(cell), number(value)
    return cell == value or (None not in both and both[0] == both[1])


def holds(cell, key, value):
    """Whether a condition holds for a cell: True, False, or None where nobody can tell."""
    if key == "in":
        return any(same(cell, each) for each in value)
    if key == "not":
        return not any(same(cell, each) for each in value)
    if key == "blank":
        return (not cell.strip()) == value
    read = day if "-" in str(value)[1:] else number
    one, other = read(cell), read(str(value))
    if one is None:
        return None
    return {"above": one > other, "at_least": one >= other, "below": one < other, "at_most": one <= other}[key]


@settings(max_examples=tries(60))
@given(
    st.lists(st.tuples(cells, days), min_size=1, max_size=12),
    st.one_of(listed, numeric, st.tuples(listed, numeric).map(lambda pair: pair[0] | pair[1])),
    st.one_of(st.none(), dated),
)
def test_every_condition_is_what_plain_comparing_gives(rows, seats, since):
    where = {"seats": seats} | ({"SINCE": since} if since else {})
    config = parse_config(
        yaml.safe_dump({"tables": {"subscriptions": {"where": where, "ignore": ["Seats"], "tolerate": 1}}})
    )
    frame = pd.DataFrame(
        [{"customer_id": "c", "start_date": "2026-01-01", "amount": "5", "Seats": s, "Since": d} for s, d in rows]
    )
    told = [
        [holds(s, *pair) for pair in seats.items()] + [holds(d, *pair) for pair in (since or {}).items()]
        for s, d in rows
    ]
    taken = [row for row, each in enumerate(told, 2) if all(each)]
    unsure = [row for row, each in enumerate(told, 2) if None in each and False not in each]
    if not taken and not unsure:
        with refused("where takes none of its" if len(rows) > 1 else "where does not take its one row"):
            read_form("csv", {"subscriptions": frame}, config)
        return
    for form in ("csv", "frames"):
        try:
            data = read_form(form, {"subscriptions": frame}, config)
        except FileProblemError as error:  # pragma: no cover
            raise AssertionError(str(error)) from None
        assert list(data.rows("subscriptions").numbers) == taken
        assert sorted({problem.row for problem in data.problems}) == unsure
        assert sum(data.sources[0].not_taken.values()) == len(rows) - len(taken) - len(unsure)


def test_rows_left_out_are_not_counted_against_tolerate(read, folder):
    lines = [f"c{n},2026-01-01,5,1,,{'test' if n % 2 else 'active'}" for n in range(20)]
    config = "tables: {subscriptions: {where: {State: active}, ignore: [Seats]}}"
    data = read(config, subscriptions__csv="\n".join([HEADER, *lines, "x,bad,5,1,,test", ""]))
    assert data.problems == ()
    assert len(data.rows("subscriptions")) == 10
    lines[0] = "c0,no day,5,1,,active"
    with refused("1 of 10 rows cannot be used"):
        read(config, subscriptions__csv="\n".join([HEADER, *lines, ""]))


def test_conditions_hold_together_and_each_row_left_out_is_counted_once(folder, run_cli):
    rows = "a,2026-01-01,5,1,,active\nb,2026-01-01,5,0,,active\nc,2026-01-01,5,0,,test\n\n"
    data = folder(
        subscriptions__csv=f"{HEADER}\n{rows}",
        csmetrics__yaml="tables: {subscriptions: {where: {State: {not: test}, Seats: {above: 0}}, ignore: [Seats]}}",
    )
    shown = run_cli(["check", str(data)], data).stdout
    assert "3 rows, 2 left out by where: State is test (1); Seats is not above 0" in " ".join(shown.split())
    assert '"left_out_by_where": {' in run_cli(["check", str(data), "--format", "json"], data).stdout


def test_what_the_rows_left_out_say_decides_nothing(read):
    """1.234 can be read two ways where only a row that is not taken shows the decimal sign."""
    text = f"{HEADER}\na,2026-01-01,1.234,1,,active\nb,2026-01-01,24.89,1,,test\n"
    with refused("1.234 is 1,234 or 1.234"):
        read("tables: {subscriptions: {where: {State: active}, ignore: [Seats]}}", subscriptions__csv=text)


def test_a_number_in_the_form_of_the_file_is_compared_as_that_number(read):
    text = HEADER.replace(",", ";") + "\na;2026-01-01;5,50;1.000,0;;x\nb;2026-01-01;5,50;999,5;;x\n"
    config = 'delimiter: ";"\ndecimal: ","\ntables: {subscriptions: {where: {Seats: {above: 999.5}}, ignore: [Seats]}}'
    assert list(read(config, subscriptions__csv=text).rows("subscriptions").numbers) == [2]
    config = config.replace("{above: 999.5}", "[1000]")
    assert list(read(config, subscriptions__csv=text).rows("subscriptions").numbers) == [2]


def test_a_number_that_can_be_read_two_ways_is_not_compared(read):
    text = f'{HEADER}\na,2026-01-01,5.5,"1,234",,x\n'
    for condition in ("{above: 3}", "[1234]", "[1.234]"):
        with refused("can be read two ways"):
            read(
                f"tables: {{subscriptions: {{where: {{Seats: {condition}}}, ignore: [Seats]}}}}",
                subscriptions__csv=text,
            )
    found = read('tables: {subscriptions: {where: {Seats: ["1,234"]}, ignore: [Seats]}}', subscriptions__csv=text)
    assert len(found.rows("subscriptions")) == 1


def test_days_are_compared_in_the_form_of_the_file(read):
    text = f"{HEADER}\na,01.02.2026,5.5,1,05.02.2026,x\nb,01.02.2026,5.5,1,01.02.2026,x\n"
    for bound in ("2026-02-01", "01.02.2026"):
        rules = f"{{where: {{Since: {{above: {bound}}}}}, ignore: [Seats]}}"
        config = f'date_format: "%d.%m.%Y"\ntables: {{subscriptions: {rules}}}'
        assert list(read(config, subscriptions__csv=text).rows("subscriptions").numbers) == [2]
    config = "tables: {subscriptions: {where: {Since: {above: 2026-02-01}}, ignore: [Seats]}}"
    iso = re.sub(r"01.02.2026(?=,5)", "2026-02-01", text)
    with refused("a date that"):
        read(config, subscriptions__csv=iso)


def test_a_bad_cell_of_a_sheet_matters_only_in_a_row_that_is_taken(tmp_path):
    header = ["customer_id", "start_date", "amount", "Seats", "State"]
    rows = [["a", "2026-01-01", 5, 10, "active"], ["b", "2026-01-01", "#REF!", 3, "test"]]
    write_xlsx(tmp_path / "subscriptions.xlsx", Subs=[header, *rows, ["c", "2026-01-01", 6, 2.5, "active"]])
    config = parse_config("tables: {subscriptions: {where: {State: active, Seats: {above: 2}}, ignore: [Seats]}}")
    data = api.read(tmp_path, config)
    assert data.problems == ()
    assert list(data.rows("subscriptions").numbers) == [2, 4]
    assert data.sources[0].not_taken == {"State is not active": 1}


SHEET = ["customer_id", "start_date", "amount", "Status"]
ACTIVE = "tables: {subscriptions: {file: 's*.xlsx', where: {Status: active}, ignore: [Status], tolerate: 1}}"


def test_a_bad_cell_matters_by_the_row_of_its_own_workbook(tmp_path):
    """In row 4 of one workbook it stands in a row that is taken, in row 3 of the other in one that is not."""
    good = ["a", "2026-01-01", 10, "active"]
    trial, bad = ["b", "2026-01-01", 10, "trial"], ["c", "2026-01-01", "#N/A", "active"]
    write_xlsx(tmp_path / "s1.xlsx", Subs=[SHEET, good, good, trial])
    write_xlsx(tmp_path / "s2.xlsx", Subs=[SHEET, good, ["d", "2026-01-01", "#N/A", "trial"], bad])
    data = api.read(tmp_path, parse_config(ACTIVE))
    assert [(problem.file, problem.row) for problem in data.problems] == [("s2.xlsx, Subs", 4)]
    assert (data.sources[0].rows, data.sources[0].not_taken) == (4, {"Status is not active": 2})


def test_in_partitions_each_row_of_several_workbooks_is_told_once(tmp_path):
    header = ["customer_id", "start_date", "amount", "seats"]
    rows = [["-1", "2026-01-01", 10, 0], ["-2", "2026-01-01", 10, None], ["-3", "2026-01-01", "#N/A", 1]]
    for name in ("s1", "s2"):
        table = [[name + customer, *row] for customer, *row in [*rows, ["-4", "2026-01-01", 10, 1]]]
        write_xlsx(tmp_path / f"{name}.xlsx", Subs=[header, *table])
    table = "{file: 's*.xlsx', where: {seats: {above: 0}}, amount_is: line}"
    config = parse_config(f"{{tolerate: 1, as_of: 2026-01-31, tables: {{subscriptions: {table}}}}}")
    held = api.read(tmp_path, config, detail=False)
    with mock.patch("csmetrics.views.reading.partitions_needed", return_value=2):
        parts = api.read(tmp_path, config, detail=False, partition=True)
    assert (held.sources[0].rows, held.sources[0].not_taken) == (6, {"seats is not above 0": 2})
    assert (parts.sources, parts.problems) == (held.sources, held.problems)
    one, other = (REPORT.write(api.report(data, "2026-01"), "json") for data in (held, parts))
    assert one == other
