"""The rows behind a restatement, as they stand in the files: ends beyond the close, and rows that were mended."""

import pytest

from csmetrics.views.snapshot import VIEW as SNAPSHOT
from csmetrics.views.snapshot.restatement import title_of
from published.conftest import SUBSCRIPTIONS, SURVEYS

pytestmark = pytest.mark.slow

TRIALS = "customer_id,start_date,end_date,amount,trial_end_date\nanna,2026-01-05,,100,\nbert,2026-06-10,,50,{}\n"
MANY = SURVEYS + "".join(f"m{n},m{n},nps,{n % 11},2026-06-{1 + n % 28:02},\n" for n in range(150))
WRONG = MANY.replace("m7,m7,nps,7,", "m7,m7,nps,17,")


def rows(result):
    return [
        (cause.name, row.customer_id, row.was_row, row.row, dict(row.columns), row.problem)
        for cause in result.restatement.causes
        for row in cause.rows
    ]


@pytest.mark.parametrize(("was", "now"), [("", "2026-07-05"), ("2026-06-12", "2026-09-20"), ("2026-08-01", "")])
def test_the_end_of_a_trial_is_told_as_it_stands(publish, was, now):
    publish(subscriptions__csv=TRIALS.format(was))
    (result,) = publish(subscriptions__csv=TRIALS.format(now)).results
    assert rows(result) == [("start_date", "bert", 3, 3, {"trial_end_date": (was, now)}, "")]
    assert [title_of(cause) for cause in result.restatement.causes] == ["Changed ends of trials"]


def test_the_end_of_a_trial_that_moves_beyond_the_period_changes_nothing(publish):
    publish(subscriptions__csv=TRIALS.format("2026-07-05"))
    assert [r.status for r in publish(subscriptions__csv=TRIALS.format("2026-09-20")).results] == ["unchanged"]


def test_an_end_beyond_the_period_is_told_as_it_stands(publish):
    publish(subscriptions__csv=SUBSCRIPTIONS.replace("2026-01-10,,", "2026-01-10,2026-09-01,"))
    (result,) = publish(subscriptions__csv=SUBSCRIPTIONS.replace("2026-01-10,,", "2026-01-10,2026-06-15,")).results
    assert rows(result) == [("end_date", "bert", 3, 3, {"end_date": ("2026-09-01", "2026-06-15")}, "")]


def test_a_row_that_vanishes_is_told_with_its_end_beyond_the_period(publish):
    publish(subscriptions__csv=TRIALS.format("2026-07-05").replace("2026-01-05,,", "2026-01-05,2026-12-24,"))
    (result,) = publish(subscriptions__csv=TRIALS.format("2026-07-05").replace("anna,2026-01-05,,100,\n", "")).results
    (row,) = rows(result)
    assert (row[0], row[4]["end_date"]) == ("row_vanished", ("2026-12-24", ""))


def test_the_close_of_a_ticket_beyond_the_period_is_told_as_it_stands(publish):
    tickets = "ticket_id,customer_id,opened_at,closed_at\nt1,anna,2026-06-01,{}\n"
    publish(tickets__csv=tickets.format("2026-07-09"))
    (result,) = publish(tickets__csv=tickets.format("2026-06-02")).results
    assert [row[4] for row in rows(result)] == [{"closed_at": ("2026-07-09", "2026-06-02")}]


MENDED = {
    "in its place": (MANY, 14),
    "below rows that are new": (
        MANY.replace("r1,anna", "r0,emil,nps,2,2026-02-01,\nr00,emil,nps,3,2026-02-02,\nr1,anna"),
        16,
    ),
    "above rows that are new": (MANY + "r0,emil,nps,2,2026-02-01,\n", 14),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_row_that_was_mended_is_no_late_answer(publish, name):
    now, row = MENDED[name]
    published = publish(surveys__csv=WRONG)
    assert [problem.row for problem in published.problems] == [14]
    (result,) = publish(surveys__csv=now).results
    assert rows(result) == [("row_mended", "m7", 14, row, {"score": ("17", "7")}, "outside 0 to 10")]


def test_a_row_that_cannot_be_used_any_more_has_not_vanished(publish):
    publish(surveys__csv=MANY)
    outcome = publish(surveys__csv=WRONG)
    assert rows(outcome.results[0]) == [("row_left_out", "m7", 14, 14, {"score": ("7", "17")}, "outside 0 to 10")]
    text = SNAPSHOT.write(outcome, "table", width=120)
    assert "Rows that cannot be used any more in surveys.csv: 1 row of 1 customer" in text
    assert "score 7 is now 17 (outside 0 to 10)" in text


def test_a_late_answer_beside_a_mended_row_is_one(publish):
    publish(surveys__csv=WRONG)
    (result,) = publish(surveys__csv=MANY + "z9,zora,nps,1,2026-06-30,\n").results
    assert [(row[0], row[1]) for row in rows(result)] == [("row_mended", "m7"), ("row_appeared", "zora")]
    nps = next(change for change in result.restatement.changes if change.was.metric == "nps")
    assert sum(nps.parts) == pytest.approx(nps.difference)


def test_a_date_that_was_blank_is_mended(publish):
    publish(surveys__csv=MANY.replace("m9,m9,nps,9,2026-06-10", "m9,m9,nps,9,"))
    (result,) = publish(surveys__csv=MANY).results
    assert [(row[0], row[4]) for row in rows(result)] == [("row_mended", {"responded_at": ("", "2026-06-10")})]


GERMAN = "customer_id;start_date;end_date;amount;interval\nanna;05.01.2026;;100,5;Monat\nbert;10.01.2026;;50,25;Jahr\n"
READ = (
    'delimiter: ";"\ndecimal: ","\ndate_format: "%d.%m.%Y"\n'
    "tables: {subscriptions: {values: {interval: {Monat: month, Jahr: year}}}}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        (";;50,25", ";20.06.2026;50,25", {"end_date": ("", "20.06.2026")}),
        ("50,25;Jahr", "60;Monat", {"amount": ("50,25", "60"), "interval": ("Jahr", "Monat")}),
    ],
)
def test_cells_are_told_in_the_form_of_the_file(publish, old, new, cells):
    others = {
        "surveys__csv": "survey;score;responded_at\nnps;9;03.06.2026\n",
        "costs__csv": "date;category;amount\n30.06.2026;sales;500\n",
        "purchases__csv": "customer_id;date;amount\nanna;07.06.2026;20\n",
        "customers__csv": "customer_id;country\nanna;DE\n",
    }
    publish(**others, subscriptions__csv=GERMAN, csmetrics__yaml=READ)
    (result,) = publish(**others, subscriptions__csv=GERMAN.replace(old, new), csmetrics__yaml=READ).results
    assert [row[4] for row in rows(result)] == [cells]


def test_what_the_configuration_fills_in_is_no_cell(publish):
    plain = "customer_id,start_date,end_date,amount\nanna,2026-01-05,,100\nbert,2026-06-10,,50\n"
    constant = {"csmetrics__yaml": "tables: {subscriptions: {constants: {quantity: 3}}}\n"}
    publish(subscriptions__csv=plain, **constant)
    (result,) = publish(subscriptions__csv=plain.replace("bert,2026-06-10,,50\n", ""), **constant).results
    assert [row[4] for row in rows(result)] == [{"start_date": ("2026-06-10", ""), "amount": ("50", "")}]
