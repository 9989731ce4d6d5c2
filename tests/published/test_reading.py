"""What is due to how a file is read is the configuration's part, and is never told as a change of the file."""

import csv
from datetime import date
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from business import FIRST, LAST, businesses, subscription_rows, survey_rows
from conftest import tries
from csmetrics import api
from csmetrics.declared import TABLES
from published.conftest import JUNE

PRICES = """\
subscription_id,customer_id,start_date,end_date,amount,list_price,interval
s1,anna,2026-01-05,,10000,12000,month
s2,bert,2026-01-10,,5000,5500,month
s3,cleo,2026-03-01,2026-07-20,8000,9000,month
"""
ANSWERS = "response_id,customer_id,survey,score,responded_at\n" + "".join(
    f"r{n},c{n},nps,{score},{moment}\n"
    for n, (score, moment) in enumerate(
        [
            (10, "2026-06-03T10:00:00Z"),
            (3, "2026-06-05T10:00:00Z"),
            (9, "2026-06-30T23:30:00Z"),
            (8, "2026-06-12T10:00:00Z"),
        ]
    )
)
MAPPED = "tables: {subscriptions: {columns: {amount: list_price}}}\n"


def causes(result):
    return [(cause.name, dict(cause.settings)) for cause in result.restatement.causes]


def cells(result):
    return [row.columns for cause in result.restatement.causes for row in cause.rows]


def part(result, metric):
    change = next(c for c in result.restatement.changes if c.was.metric == metric and not c.was.segment)
    return change.parts


def test_a_scale_declared_late_comes_before_the_edits_of_the_file(publish):
    publish(subscriptions__csv=PRICES)
    edited = PRICES.replace("10,,5000,", "10,,6500,")
    (result,) = publish(subscriptions__csv=edited, csmetrics__yaml="amount_unit: cents\n").results
    assert causes(result) == [("configuration", {"amount_unit": ("units", "cents")}), ("price", {})]
    assert cells(result) == [{"amount": ("5000", "6500")}]
    assert part(result, "mrr") == (-22770.0, 15.0)


def test_a_scale_taken_back_is_told_the_same_way(publish):
    publish(subscriptions__csv=PRICES, csmetrics__yaml="amount_unit: cents\n")
    (result,) = publish(subscriptions__csv=PRICES.replace("10,,5000,", "10,,6500,"), csmetrics__yaml="").results
    assert causes(result) == [("configuration", {"amount_unit": ("cents", "units")}), ("price", {})]
    assert cells(result) == [{"amount": ("5000", "6500")}]
    assert part(result, "mrr") == (22770.0, 1500.0)


def test_a_scale_and_a_mapping_are_two_causes_round_the_file(publish):
    publish(subscriptions__csv=PRICES)
    edited = PRICES.replace("2026-01-10,,", "2026-01-10,2026-06-10,")
    (result,) = publish(subscriptions__csv=edited, csmetrics__yaml="amount_unit: cents\n" + MAPPED).results
    assert causes(result) == [
        ("configuration", {"amount_unit": ("units", "cents")}),
        ("end_date", {}),
        ("configuration", {"tables.subscriptions.columns.amount": (None, "list_price")}),
    ]
    assert part(result, "mrr") == (-22770.0, -50.0, 30.0)


# How the files were read, and are read now; what is edited; the cause of it, its cells, and its keys.
READ_OTHERWISE = {
    "mapping": (
        "",
        MAPPED,
        ("subscriptions__csv", PRICES, "2026-01-10,,", "2026-01-10,2026-06-10,"),
        ("end_date", {"end_date": ("", "2026-06-10")}),
        {"tables.subscriptions.columns.amount": (None, "list_price")},
    ),
    "words": (
        "tables: {subscriptions: {values: {interval: {month: year}}}}\n",
        "tables: {subscriptions: {values: {interval: {month: quarter}}}}\n",
        ("subscriptions__csv", PRICES, "2026-01-10,,", "2026-01-10,2026-06-10,"),
        ("end_date", {"end_date": ("", "2026-06-10")}),
        {"tables.subscriptions.values.interval.month": ("year", "quarter")},
    ),
    "constants": (
        "",
        "tables: {subscriptions: {constants: {quantity: 3}}}\n",
        ("subscriptions__csv", PRICES, "2026-01-10,,", "2026-01-10,2026-06-10,"),
        ("end_date", {"end_date": ("", "2026-06-10")}),
        {"tables.subscriptions.constants.quantity": (None, "3")},
    ),
    "dates": (
        'tables: {subscriptions: {date_format: "%d/%m/%Y"}}\n',
        'tables: {subscriptions: {date_format: "%m/%d/%Y"}}\n',
        (
            "subscriptions__csv",
            "customer_id,start_date,end_date,amount\nanna,02/05/2026,,10\nbert,03/06/2026,,20\n",
            "10\n",
            "15\n",
        ),
        ("price", {"amount": ("10", "15")}),
        {"tables.subscriptions.date_format": ("%d/%m/%Y", "%m/%d/%Y")},
    ),
    "time zone": (
        "",
        "timezone: Europe/Berlin\n",
        ("surveys__csv", ANSWERS, "c1,nps,3", "c1,nps,9"),
        ("row_changed", {"score": ("3", "9")}),
        {"timezone": ("UTC", "Europe/Berlin")},
    ),
}


@pytest.mark.parametrize("name", READ_OTHERWISE)
def test_files_read_otherwise_and_edited_are_told_apart(name, publish):
    before, now, (file, content, old, new), (kind, cell), keys = READ_OTHERWISE[name]
    assert old in content
    publish(**{file: content}, csmetrics__yaml=before)
    (result,) = publish(**{file: content.replace(old, new)}, csmetrics__yaml=now).results
    assert causes(result) == [(kind, {}), ("configuration", keys)]
    assert cells(result) == [cell]
    for change in result.restatement.changes:
        if None not in change.parts:
            assert sum(change.parts) == pytest.approx(change.difference, abs=1e-9)


@pytest.mark.parametrize("name", READ_OTHERWISE)
def test_files_read_otherwise_alone_are_the_configuration(name, publish):
    before, now, (file, content, *_), _, keys = READ_OTHERWISE[name]
    publish(**{file: content}, csmetrics__yaml=before)
    (result,) = publish(**{file: content}, csmetrics__yaml=now).results
    assert causes(result) == [("configuration", keys)]


def test_a_file_whose_form_changes_with_its_configuration_has_not_changed(publish):
    """Today's file does not read under the mapping of then, so the rows are compared as each was read."""
    publish(subscriptions__csv=PRICES)
    renamed = PRICES.replace(",amount,", ",net,").replace("10,,5000,", "10,,6000,").replace("list_price", "list")
    now = {"csmetrics__yaml": "tables: {subscriptions: {columns: {amount: net}}}\n"}
    (result,) = publish(subscriptions__csv=renamed, **now).results
    configuration, price = result.restatement.causes
    assert configuration.note.startswith("Today's files cannot be read under the published configuration: ")
    assert (price.name, [row.columns for row in price.rows]) == ("price", [{"amount": ("5000", "6000")}])
    assert part(result, "mrr") == (0.0, 1000.0)


def test_a_file_of_another_name_has_not_changed(publish, folder, store):
    publish(subscriptions__csv=PRICES)
    edited = PRICES.replace("10,,5000,", "10,,6000,")
    where = folder(subscriptions__csv=edited, csmetrics__yaml="tables: {subscriptions: {file: subs.csv}}\n")
    (where / "subscriptions.csv").rename(where / "subs.csv")
    (result,) = api.snapshot(where, JUNE, today=date(2026, 8, 2), store=store).results
    assert [cause[0] for cause in causes(result)] == ["price"]
    assert cells(result) == [{"amount": ("5000", "6000")}]


def test_a_word_that_the_file_uses_beside_a_mapped_one_is_not_said_to_be_that(publish):
    """No row says year, which is declared to mean a quarter; a row that says quarter is told as it stands."""
    rows = "customer_id,start_date,amount,interval\nanna,2026-01-10,10,week\nbert,2026-06-03,20,month\n"
    publish(
        subscriptions__csv=rows,
        csmetrics__yaml="tables: {subscriptions: {values: {interval: {year: quarter}}}}\n",
    )
    (result,) = publish(subscriptions__csv=rows.replace("10,week", "90,quarter"), csmetrics__yaml="").results
    assert cells(result) == [{"amount": ("10", "90"), "interval": ("week", "quarter")}]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("Monat", "Jahr", ("Monat", "Jahr")),
        ("Monat", "year", ("Monat", "year")),  # of two words for a year that the file uses: ours
        ("month", "Jahr", ("month", "year")),
    ],
)
def test_a_mapped_word_is_told_as_the_file_has_it(was, now, told, publish):
    said = "tables: {subscriptions: {values: {interval: {Monat: month, Jahr: year}}}}\n"
    other = "cleo,2026-06-03,20,Jahr\n" if "year" in told else ""
    rows = f"customer_id,start_date,amount,interval\nanna,2026-01-10,10,{was}\nbert,2026-06-03,20,week\n{other}"
    publish(subscriptions__csv=rows, csmetrics__yaml=said)
    edited = rows.replace(f"10,{was}", f"10,{now}") + ("dan,2026-06-03,20,year\n" if now == "Jahr" and other else "")
    (result,) = publish(subscriptions__csv=edited, csmetrics__yaml=said).results
    assert cells(result)[0]["interval"] == told


def test_rules_and_reading_changed_together_are_named_together(publish):
    publish(subscriptions__csv=PRICES)
    edited = PRICES.replace("2026-01-10,,", "2026-01-10,2026-06-10,")
    (result,) = publish(subscriptions__csv=edited, csmetrics__yaml=MAPPED + "gross_margin: 0.5\n").results
    assert causes(result)[-1] == (
        "configuration",
        {"gross_margin": (1.0, 0.5), "tables.subscriptions.columns.amount": (None, "list_price")},
    )


HEALTH = "health: {signals: {tenure: {weight: %s}, last_nps: {weight: 1}}}\n"


def test_a_model_of_health_is_named_by_its_keys(publish):
    publish(csmetrics__yaml=HEALTH % 1)
    (result,) = publish(csmetrics__yaml=HEALTH % 4).results
    assert causes(result) == [("configuration", {"health.signals.tenure.weight": (1.0, 4.0)})]


def test_what_moves_no_figure_is_not_named_beside_what_does(publish):
    publish(csmetrics__yaml="gross_margin: 0.8\nmemory_share: 0.01\n")
    now = "gross_margin: 0.5\nmemory_share: 0.02\nthresholds: {mrr: {min: 1}}\n"
    assert causes(publish(csmetrics__yaml=now).results[0]) == [("configuration", {"gross_margin": (0.8, 0.5)})]


READINGS = {
    "amount_unit: cents": "amount_unit",
    "timezone: Pacific/Auckland": "timezone",
    "timezone: America/Los_Angeles": "timezone",
    "tables: {subscriptions: {columns: {amount: list_price}}}": "tables.subscriptions.columns.amount",
    "tables: {subscriptions: {columns: {end_date: until}}}": "tables.subscriptions.columns.end_date",
    "tables: {subscriptions: {values: {interval: {year: quarter}}}}": "tables.subscriptions.values.interval.year",
    "tables: {purchases: {constants: {currency: EUR}}}": "tables.purchases.constants.currency",
    "surveys: {repeat_answers: latest}": "surveys.repeat_answers",
    "gross_margin: 0.5": "gross_margin",
    "rules: {joined_and_left: separate}": "rules.joined_and_left",
    "currency: USD": "currency",
}
TWO_CURRENCIES = {text for text in READINGS if "currency" in text}  # which cannot be counted together
readings = st.lists(st.sampled_from(list(READINGS)), max_size=2, unique_by=lambda text: text.split(":")[0]).filter(
    lambda said: not set(said) >= TWO_CURRENCIES
)


@st.composite
def edited(draw):
    """A business and what a later export may have made of it, if anything; the months asked for are there."""
    then = draw(businesses())
    then["purchases"] += [{"customer_id": "c0", "date": day, "amount": 7.0} for day in (FIRST, LAST)]
    now = {name: [dict(row) for row in rows] for name, rows in then.items()}
    for _ in range(draw(st.integers(0, 3))):
        table = draw(st.sampled_from(["subscriptions", "subscriptions", "surveys"]))
        rows = now[table]
        at = draw(st.integers(0, len(rows) - 1))
        kind = draw(st.sampled_from(["drop", "change", "new"]))
        fresh = draw(subscription_rows() if table == "subscriptions" else survey_rows())
        if kind == "drop" and len(rows) > 1:
            rows.pop(at)
        elif kind == "new":
            rows.insert(at, fresh)
        elif table == "subscriptions":
            column = draw(st.sampled_from(["end_date", "amount", "plan", "trial_end_date"]))
            changed = rows[at] | {column: fresh[column]}
            if changed["end_date"] is None or changed["end_date"] >= changed["start_date"]:
                rows[at] = changed
    return then, now


@settings(max_examples=tries(60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    business=edited(),
    before=readings,
    after=readings,
    month=st.sampled_from(["2024-02", "2024-06", "2024-Q4", "2025-01"]),
)
def test_whatever_is_edited_and_declared_is_told_as_what_it_is(business, before, after, month, tmp_path_factory):
    root = tmp_path_factory.mktemp("reading")
    files = []
    for tables, said in zip(business, (before, after), strict=True):
        files.append({name: written_to(root / "data", name, rows) for name, rows in tables.items()})
        (root / "data" / "csmetrics.yaml").write_text("\n".join(said) + "\n", encoding="utf-8")
        (result,) = api.snapshot(root / "data", month, today=date(2025, 7, 1), store=root / "history.db").results
    if result.status == "unchanged":
        return
    if not result.restatement:
        assert result.additions
        return
    keys = {READINGS[text] for text in set(before) ^ set(after)}
    adds_up(result.restatement)
    for cause in result.restatement.causes:
        if cause.name == "configuration":
            assert cause.settings
            assert {path.removesuffix("._") for path in cause.settings} <= keys
            assert all(was != now for was, now in cause.settings.values())
        else:
            assert cause.name not in ("program", "unexplained")
            _stands_in_the_files(cause, *(each[cause.table] for each in files))
    if files[0] == files[1]:
        assert {cause.name for cause in result.restatement.causes} == {"configuration"}
    if not keys:
        assert "configuration" not in {cause.name for cause in result.restatement.causes}


def adds_up(found):
    for change in found.changes:
        if change.difference is None or None in change.parts:
            continue
        if change.was.unit == "money":
            assert sum(round(part * 12e6) for part in change.parts) == round(change.difference * 12e6)
        else:
            assert sum(change.parts) == pytest.approx(change.difference, abs=1e-9)


def _stands_in_the_files(cause, then, now):
    """Each cell that is named stands in its row of the file of then or of now; a blank one may mean its default."""
    assert cause.count == len(cause.rows) > 0
    for row in cause.rows:
        for column, pair in row.columns.items():
            default = TABLES[cause.table].columns[column].default if column in TABLES[cause.table].columns else None
            for said, number, lines in zip(pair, (row.was_row, row.row), (then, now), strict=True):
                if number is None:
                    assert said == ""
                    continue
                there = lines[number - 2]
                stood = {there.get(column) or default or "", *_others(there, column)}
                if column == "interval" and {"year", "quarter"} <= {line["interval"] for line in lines}:
                    stood |= {"quarter"} if "year" in stood else set()  # two words of the file may mean it
                assert said in stood, (cause, column)


def _others(row, column):
    """What another header may hold for a column, and the day of a moment in another time zone."""
    yield row.get({"amount": "list_price", "end_date": "until"}.get(column, ""), "")
    if column == "responded_at":
        day = date.fromisoformat(row[column][:10]).toordinal()
        yield from (date.fromordinal(day + shift).isoformat() for shift in (-1, 0, 1))
    if column == "responded_at_second":
        yield from (f"{hour}:30:00" for hour in range(24))


def written_to(folder, name, rows):
    """The rows as a file, and its lines as they stand there; moments are late in the evening of UTC."""
    folder.mkdir(exist_ok=True)
    lines = [{column: _text(column, value) for column, value in row.items()} for row in rows]
    if name == "subscriptions":
        for line in lines:
            line["list_price"] = line["amount"].replace("1", "2")
            line["until"] = ""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return lines


def _text(column, value):
    if value is None:
        return ""
    if column == "responded_at":
        return f"{value.isoformat()[:10]}T20:30:00Z"
    if isinstance(value, date):
        return value.isoformat()
    return f"{Decimal(str(value)).normalize():f}" if isinstance(value, float) else str(value)
