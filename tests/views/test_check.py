"""A check of the files in its four forms."""

from dataclasses import replace

import pytest

from csmetrics.errors import Problem
from csmetrics.tables.check import Check
from csmetrics.views.check import VIEW as CHECK

AT_80 = """\
2 problems in 2 files

file            rows  used   first day    last day
customers.csv     57    57  2024-01-03  2026-09-01
surveys.csv    1,000   998           —           —

customers.csv: customer_id, name; for --by: country (3 values)
surveys.csv: survey, score

Not there: costs.csv, purchases.csv
Passed over, no table of that name: notes.csv

surveys.csv, 2 problems
  row 17, score "11": outside 0 to 10. Correct the answer.
  a second header. Remove it.
"""


def test_the_whole_check_at_80_columns(check):
    assert CHECK.write(check, "table") == AT_80


def test_no_problems_are_good_news(check):
    clean = replace(check, problems=(), absent=(), unread=())
    text = CHECK.write(clean, "table")
    assert text.startswith("No problems in 2 files\n")
    assert "Not there" not in text


def test_a_folder_of_nothing():
    assert (
        CHECK.write(Check((), ("customers",), ()), "table") == "No problems, no file read\n\nNot there: customers.csv\n"
    )


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_people_see_the_first_problems_of_each_file(check, validated, form):
    problems = tuple(
        Problem(file, row, "score", "11", "outside 0 to 10", "Fix the row.")
        for file, count in (("costs.csv", 332), ("surveys.csv", 3))
        for row in range(2, count + 2)
    )
    many = replace(check, problems=problems)
    text = CHECK.write(many, form)
    assert "costs.csv, 332 problems" in text
    assert "332 rows, score: outside 0 to 10. Fix the row." in text
    assert 'row 2 "11"; row 3 "11"; row 4 "11"; ...' in text
    assert "--all lists each row" in text
    assert text.count("outside 0 to 10") == 4
    assert CHECK.write(many, form, each=True).count("outside 0 to 10") == 335
    assert len(validated(CHECK.write(many, "json"), "check")["problems"]) == 335


def test_json_has_columns_and_attributes(check, validated):
    values = validated(CHECK.write(check, "json"), "check")
    assert values["sources"][0]["attributes"] == {"country": 3}
    assert values["sources"][1]["first_day"] is None
    assert (values["absent"], values["unread"]) == (["costs", "purchases"], ["notes.csv"])
    assert values["problems"][1]["row"] is None


def test_csv_lists_the_problems(check):
    assert CHECK.write(check, "csv") == (
        "file,row,column,value,problem,fix\n"
        "surveys.csv,17,score,11,outside 0 to 10,Correct the answer.\n"
        "surveys.csv,,,,a second header,Remove it.\n"
    )
