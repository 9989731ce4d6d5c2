"""What customers said: counted once more by hand, row by row, and the laws that hold for any comments."""

import math
import re
from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import given

import by_hand
from business import businesses, frames, periods
from csmetrics.config import Config
from csmetrics.errors import DataError, PeriodError, UnknownNameError
from csmetrics.periods import parse_period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.feedback import VIEW as FEEDBACK
from csmetrics.views.feedback.compute import feedback as find_feedback
from csmetrics.views.feedback.model import UNTAGGED
from csmetrics.views.report.compute import report as compute_report

CONFIG = Config(unknown_customers="allow", feedback={"themes": by_hand.THEMES})
CLASSES = {"promoters": range(9, 11), "passives": range(7, 9), "detractors": range(7)}


def comments_of(business, period):
    """Kind, score, customer, text and day of each comment."""
    said = [
        (row["survey"], row["score"], row["customer_id"], row["comment"], row["responded_at"])
        for row in by_hand.comments_within(business["surveys"], period, "comment", "responded_at")
    ]
    return said + [
        ("review", row["rating"], row["customer_id"], row["text"], row["date"])
        for row in by_hand.comments_within(business["reviews"], period, "text", "date")
    ]


def share(count, of):
    return None if of == 0 else count / of


def feedback(business, asked, **how):
    return find_feedback(Dataset(**frames(business), config=CONFIG), asked, **how)


def reached(business, asked):
    try:
        return feedback(business, asked)
    except PeriodError:
        return None


@given(businesses(), periods)
def test_every_line_is_what_plain_counting_gives(business, asked):
    period = parse_period(asked)
    said, earlier = comments_of(business, period), comments_of(business, period.previous())
    found = reached(business, asked)
    if found is None:
        return
    assert found.whole.comments == len(said)
    assert found.count == len(found.quotes) == len(said)
    for line in found.lines:

        def about(comment, theme=line.theme):
            themes = by_hand.themes_of(comment[3])
            return theme in themes if theme else not themes

        mine = [comment for comment in said if about(comment)]
        assert line.comments == len(mine)
        assert line.share == share(len(mine), len(said))
        if line.previous:
            assert line.previous.comments == sum(map(about, earlier))
            assert line.previous.share == share(line.previous.comments, len(earlier))
        for name, scores in CLASSES.items():
            theirs = [c for c in said if c[0] == "nps" and c[1] in scores]
            assert line.among[name].comments == sum(map(about, theirs))
            assert line.among[name].share == share(line.among[name].comments, len(theirs))
        for kind, score in line.scores.items():
            scores = [c[1] for c in mine if c[0] == kind and c[1] is not None]
            assert score.n == len(scores)
            if not scores:
                assert score.value is None
            elif kind == "nps":
                points = [1 if s >= 9 else -1 if s <= 6 else 0 for s in scores]
                assert score.value == pytest.approx(100 * sum(points) / len(points))
            else:
                assert score.value == pytest.approx(sum(scores) / len(scores))


@given(businesses(), periods)
def test_the_quotes_are_the_comments_with_their_themes(business, asked):
    found = reached(business, asked)
    if found is None:
        return
    expected = Counter(
        (kind, score, who, text, day, frozenset(by_hand.themes_of(text)))
        for kind, score, who, text, day in comments_of(business, parse_period(asked))
    )
    quoted = [(q.kind, q.score, q.customer_id, q.text, q.day, frozenset(q.themes)) for q in found.quotes]
    assert Counter(quoted) == expected
    assert [q.day for q in found.quotes] == sorted((q.day for q in found.quotes), reverse=True)
    for quote in found.quotes:
        table, column = ("reviews", "text") if quote.kind == "review" else ("surveys", "comment")
        assert business[table][quote.row - 2][column] == quote.text


@given(businesses(), periods, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(business, asked, chance):
    def values(rows_of):
        try:
            found = feedback(rows_of, asked, limit=5)
        except PeriodError as error:
            return str(error)
        plain = FEEDBACK.values(found)
        notes = [re.sub(r"row \d+", "row", note) for note in plain["notes"]]
        return plain | {"comments": [{**each, "row": 0} for each in plain["comments"]], "notes": notes}

    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in business.items()}
    assert values(shuffled) == values(business)


@given(businesses(), periods)
def test_a_theme_says_the_same_in_report_and_feedback(business, asked):
    found = reached(business, asked)
    if found is None:
        return
    data = Dataset(**frames(business), config=CONFIG)
    names = [f"theme_{theme}_{what}" for theme in by_hand.THEMES for what in ("share", "comments")]
    report = compute_report(data, asked, metrics=[*names, "comments"])
    assert report.figure("comments").value == found.whole.comments
    for line in found.lines[:-1]:
        figure = report.figure(f"theme_{line.theme}_share")
        assert (figure.value, figure.change) == (line.share, line.change)
        assert figure.interval == line.interval
        assert report.figure(f"theme_{line.theme}_comments").value == line.comments


@given(businesses(), periods, st.sampled_from([*by_hand.THEMES, UNTAGGED]), st.integers(0, 4))
def test_a_theme_alone_and_the_first_few(business, asked, theme, limit):
    if reached(business, asked) is None:
        return
    every = [q for q in feedback(business, asked).quotes if (theme in q.themes or (theme == UNTAGGED and not q.themes))]
    some = feedback(business, asked, theme=theme, limit=limit)
    assert some.count == len(every)
    assert list(some.quotes) == every[:limit]


def rows(*answers):
    return "survey,score,responded_at,customer_id,comment\n" + "".join(f"{answer}\n" for answer in answers)


def by_words(read, detractors, promoters, passives=0, *, word="slow", who="c{n}"):
    """Comments "slow service here": so many of detractors and promoters with the word, the others without."""
    said = []
    for score, (holding, others) in ((2, detractors), (10, promoters), (7, (0, passives))):
        said += [f"{score},{word} service" for _ in range(holding)] + [f"{score},service" for _ in range(others)]
    lines = [f"nps,{a.split(',')[0]},2026-01-05,{who.format(n=n)},{a.split(',')[1]}" for n, a in enumerate(said)]
    return find_feedback(read(surveys__csv=rows(*lines)), "2026-01").words


def test_words_against_the_published_formula_by_hand(read):
    found = by_words(read, (8, 12), (1, 39), passives=10)
    (word,) = found.detractors
    assert (word.word, word.detractors, word.promoters) == ("slow", 8, 1)
    prior = 10 * 9 / 70  # ten comments' worth of the share of all comments that hold it
    a, b, c, d = 8 + prior, 20 + 10 - 8 - prior, 1 + prior, 40 + 10 - 1 - prior
    z = (math.log(a / b) - math.log(c / d)) / math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    assert word.z == pytest.approx(z)
    assert found.promoters == ()
    assert (found.detractor_comments, found.promoter_comments, found.reason) == (20, 40, None)


def test_promoters_have_their_words_too(read):
    assert [word.word for word in by_words(read, (1, 39), (12, 8)).promoters] == ["slow"]


def test_a_word_of_two_people_could_give_them_away(read):
    said = by_words(read, (12, 8), (0, 20), who="c{n}")
    assert [word.word for word in said.detractors] == ["slow"]
    lines = [f"nps,2,2026-01-05,c{n % 2},slow service" for n in range(12)]
    lines += [f"nps,2,2026-01-05,d{n},service" for n in range(8)]
    lines += [f"nps,10,2026-01-05,p{n},service" for n in range(20)]
    assert find_feedback(read(surveys__csv=rows(*lines)), "2026-01").words.detractors == ()


def test_anonymous_comments_are_of_different_people(read):
    assert [word.word for word in by_words(read, (12, 8), (0, 20), who="").detractors] == ["slow"]


@pytest.mark.parametrize("word", ["5551234567", "x", "4ever"])
def test_numbers_and_single_letters_are_no_words(read, word):
    assert by_words(read, (12, 8), (0, 20), word=word).detractors == ()


def test_too_few_comments_tell_no_words(read):
    found = by_words(read, (9, 0), (0, 30))
    assert found.reason == "10 of each are needed"
    assert (found.detractor_comments, found.detractors) == (9, ())


def test_without_comments_the_reason_is_said(read):
    with pytest.raises(
        DataError, match=r"There are no comments: surveys.csv has no column comment and no reviews.csv. Add either."
    ):
        find_feedback(read(surveys__csv="survey,score,responded_at\nnps,9,2026-01-05\n"), "2026-01")


def test_a_theme_that_is_not_there(read):
    data = read(surveys__csv=rows("nps,9,2026-01-05,a,fine"))
    with pytest.raises(UnknownNameError, match=r"No theme is called pricing. Did you mean price\?"):
        find_feedback(data, theme="pricing")
    with pytest.raises(UnknownNameError, match=r"Did you mean \(untagged\)\?"):
        find_feedback(data, theme="untagged")


def test_nobody_wrote_anything(read):
    data = read(surveys__csv=rows("nps,9,2026-01-05,a,", 'nps,3,2026-01-06,b,"  "'))
    found = find_feedback(data, "2026-01")
    assert (found.whole.comments, found.whole.share, found.lines[-1].share) == (0, None, None)
    assert (found.lines[0].interval, found.lines[0].change) == (None, None)


def test_effort_scores_are_turned_round_as_in_the_metric(read):
    config = "surveys: {ces: {better: lower}}\nfeedback: {themes: {a: [fine]}}"
    data = read(config, surveys__csv=rows("ces,1,2026-01-05,a,fine"))
    assert find_feedback(data, "2026-01").lines[0].scores["ces"].value == 7


def test_names_come_from_customers(read):
    data = read(
        surveys__csv=rows("nps,9,2026-01-05,a,fine", "nps,9,2026-01-05,z,fine"),
        customers__csv="customer_id,name\na,Globex\n",
        reviews__csv="rating,date,text,customer_id\n4,2026-01-06,good,a\n5,2026-01-07,,b\n",
    )
    found = find_feedback(data, "2026-01")
    assert [(q.kind, q.customer_id, q.name) for q in found.quotes] == [
        ("review", "a", "Globex"), ("nps", "a", "Globex"), ("nps", "z", ""),
    ]  # fmt: skip


def test_comments_of_one_day_do_not_stand_in_the_order_of_the_rows(read):
    answers = [
        f"nps,{score},2026-01-05,{who},{text}" for who in ("b", "a", "") for score in (9, 3) for text in ("y", "x")
    ]
    there = find_feedback(read(surveys__csv=rows(*answers)), "2026-01", limit=7).quotes
    back = find_feedback(read(surveys__csv=rows(*reversed(answers))), "2026-01", limit=7).quotes
    told = [(q.customer_id, q.score, q.text) for q in there]
    assert told == [(q.customer_id, q.score, q.text) for q in back]
    assert told[:5] == [(None, 3, "x"), (None, 3, "y"), (None, 9, "x"), (None, 9, "y"), ("a", 3, "x")]
