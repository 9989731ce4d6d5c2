"""What customers said in its four forms; a comment is text of a stranger and cannot do anything."""

import csv
import io
import json
import re

import pytest

from conftest import ACME
from csmetrics import api
from csmetrics.views.feedback import VIEW as FEEDBACK

NASTY = {
    "escape": "\x1b[2J\x1b]0;title\x07",
    "c1": "\x9b31m",
    "markup": "[bold red]x[/bold red] :smile:",
    "formula": '=HYPERLINK("http://x";"y")',
    "plus": "+1 from me",
    "at": "@SUM(A1)",
    "minus": "  -2+3",
    "pipe": "a | b ` c * d",
    "lines": "one\r\ntwo\n\nthree",
    "html": "<script>x</script> <!-- -->",
    "right to left": "\u202egnp.exe",
    "separators": "a\u2028b\x85c",
}


@pytest.fixture
def nasty(read):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["survey", "score", "responded_at", "customer_id", "comment"])
    for number, comment in enumerate(NASTY.values()):
        writer.writerow(["nps", number % 11, "2026-01-05", f"c{number:02}", comment])
    return read(surveys__csv=text.getvalue())


def shown(data, form, **how):
    return FEEDBACK.write(api.feedback(data, "2026-01", **how), form, width=100)


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_no_control_character_comes_through(nasty, form):
    text = shown(nasty, form)
    assert [sign for sign in text if (sign < " " and sign != "\n") or "\x7f" <= sign <= "\x9f"] == []
    if form != "json":
        assert "\u202e" not in text


def test_markup_stays_letters(nasty):
    assert "[bold red]x[/bold red] :smile:" in shown(nasty, "table")


def test_markdown_rows_keep_their_cells(nasty):
    rows = [line for line in shown(nasty, "markdown").splitlines() if line.startswith("| 2026-01-05")]
    assert len(rows) == len(NASTY)
    assert {line.replace("\\|", "").count("|") for line in rows} == {7}
    assert "\\<script>" in shown(nasty, "markdown")


def test_csv_cells_are_no_formulas(nasty):
    lines = list(csv.DictReader(io.StringIO(shown(nasty, "csv"))))
    assert len(lines) == len(NASTY)
    comments = [line["comment"] for line in lines]
    assert [c for c in comments if c.lstrip()[0] in "=+-@"] == []
    assert '\'=HYPERLINK("http://x";"y")' in comments
    assert "one two three" in comments


def test_json_has_the_comments_as_they_were_written(nasty):
    assert {each["text"] for each in json.loads(shown(nasty, "json"))["comments"]} == set(NASTY.values())


@pytest.mark.parametrize("period", ["2026-Q3", "2026-01", "last-12-months"])
@pytest.mark.parametrize("how", [{}, {"theme": "bugs"}, {"theme": "(untagged)"}, {"limit": 1}, {"quotes": False}])
def test_json_fits_its_schema(acme, validated, period, how):
    values = validated(FEEDBACK.write(api.feedback(acme, period, **how), "json"), "feedback")
    assert [each["theme"] for each in values["themes"]][-1] is None


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
@pytest.mark.parametrize("theme", [None, "support", "(untagged)"])
def test_without_quotes_no_comment_is_in_any_form(acme, form, theme):
    whole = api.feedback(acme, "2026", theme=theme)
    texts = {quote.text for quote in whole.quotes}
    assert len(texts) >= 3
    loud = FEEDBACK.write(whole, form, width=2000)
    assert any(json.dumps(text, ensure_ascii=False)[1:-1] in loud for text in texts)
    silent = FEEDBACK.write(api.feedback(acme, "2026", theme=theme, quotes=False), form, width=2000)
    told = [text for text in texts if text in silent or json.dumps(text, ensure_ascii=False)[1:-1] in silent]
    assert told == []


def test_the_page(read):
    config = "feedback: {languages: [english], themes: {price: [price], speed: [slow, fast]}}"
    surveys = (
        "survey,score,responded_at,customer_id,comment\n"
        "nps,9,2025-12-05,a,fast\n"
        "nps,9,2026-01-05,a,fair price\n"
        "nps,3,2026-01-06,b,slow and pricey: the price!\n"
        "nps,8,2026-01-06,,\n"
        "csat,,2026-01-07,c,hello\n"
    )
    data = read(config, surveys__csv=surveys, reviews__csv="rating,date,text\n2,2026-01-08,so slow\n5,2026-01-09,\n")
    assert shown(data, "table").splitlines() == [
        "What customers said: 2026-01 (1 to 31 January 2026)",
        "",
        "The data end on 2026-01-09, before 2026-01 does.",
        "",
        "theme       comments   share    change  promoters  passives  detractors     NPS  rating",
        "all                4                            1         0           1     0.0    2.00",
        "price              2  50.0 %  +50.0 pp    100.0 %         —     100.0 %     0.0       —",
        "speed              2  50.0 %  -50.0 pp      0.0 %         —     100.0 %  -100.0    2.00",
        "(untagged)         1  25.0 %  +25.0 pp      0.0 %         —       0.0 %       —       —",
        "",
        "Shares: of all comments, and of those of promoters, passives and detractors.",
        "NPS, rating, CSAT and CES: of the scores beside the comments.",
        "",
        "Words of detractors and promoters",
        "There are not enough comments to compare: 1 comment of detractors, 1 of promoters; 10 of each are",
        "needed.",
        "",
        "Comments: 4",
        "       day  score     customer  row  themes       comment",
        "2026-01-08  review 2  —           2  speed        so slow",
        "2026-01-07  csat —    c           6  (untagged)   hello",
        "2026-01-06  nps 3     b           4  price speed  slow and pricey: the price!",
        "2026-01-05  nps 9     a           3  price        fair price",
        "",
        "Rows of reviews are those of reviews.csv, all others those of surveys.csv.",
    ]


def test_nobody_wrote_anything(read):
    data = read(surveys__csv="survey,score,responded_at,comment\nnps,9,2026-01-05,\n")
    page = shown(data, "table")
    assert "Nobody wrote one." in page
    assert re.search(r"\(untagged\) +0 +— +— +0.0 % ", page) is None
    assert re.search(r"\(untagged\) +0 +— +— +—", page)


def test_standard_themes_are_printed_with_their_words(read):
    page = shown(read(surveys__csv="survey,score,responded_at,comment\nnps,9,2026-01-05,pricey\n"), "table")
    assert "No themes are declared under feedback: themes in csmetrics.yaml." in page
    assert "price: price, pricing, pricey, expensive," in page
    assert "No themes are declared" not in FEEDBACK.write(api.feedback(api.read(ACME), "2026-09"), "table")


def test_a_long_comment_is_cut_for_people_alone(read):
    data = read(surveys__csv=f"survey,score,responded_at,comment\nnps,9,2026-01-05,{'much ' * 200}\n")
    assert shown(data, "table").count("much") == shown(data, "markdown").count("much") == 60
    assert shown(data, "csv").count("much") == shown(data, "json").count("much") == 200
