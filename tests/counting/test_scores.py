"""Scores and whose they are: other scales, words beside them, invitations without a day, CSAT of tickets."""

from datetime import date, timedelta
from statistics import mean

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import csmetrics
from conftest import tries
from csmetrics import Config, Dataset
from csmetrics.config import parse_config
from csmetrics.periods import parse_period
from csmetrics.tables.partitions import read_partitioned

JANUARY = "2026-01"
DAYS = st.dates(date(2025, 12, 20), date(2026, 2, 10))
WHO = st.sampled_from(["a", "b", "c", "d", None])


def value(data, metric, period=JANUARY, **segment):
    return csmetrics.report(data, period, metrics=metric, by=list(segment)).figure(metric, **segment).value


def surveys(rows):
    return pd.DataFrame(rows, columns=["survey", "score", "responded_at", "customer_id"])


@st.composite
def scale_and_scores(draw):
    low = draw(st.integers(-2, 2))
    high = low + draw(st.integers(1, 9))
    detractors = draw(st.integers(low, high - 1))
    promoters = draw(st.integers(detractors + 1, high))
    return low, high, promoters, detractors, draw(st.lists(st.integers(low, high), min_size=1, max_size=40))


@pytest.mark.slow
@given(scale_and_scores())
def test_nps_on_any_scale(drawn):
    low, high, promoters, detractors, scores = drawn
    nps = {"scale": [low, high], "promoters": promoters, "detractors": detractors}
    data = Dataset(
        surveys=surveys([("nps", s, "2026-01-05", None) for s in scores]), config=Config(surveys={"nps": nps})
    )
    expected = 100 * (sum(s >= promoters for s in scores) - sum(s <= detractors for s in scores)) / len(scores)
    figure = csmetrics.report(data, JANUARY, metrics="nps").figure("nps")
    assert figure.value == pytest.approx(expected)
    assert figure.inputs["promoters"] + figure.inputs["detractors"] <= len(scores)
    assert csmetrics.explain(data, "nps", JANUARY).tallies[0].value == figure.inputs["promoters"]


@pytest.mark.slow
@given(scale_and_scores())
def test_csat_turned_round(drawn):
    low, high, satisfied, _, scores = drawn
    answers = surveys([("csat", s, "2026-01-05", None) for s in scores])
    csat = {"scale": [low, high], "satisfied": satisfied, "better": "lower"}
    data = Dataset(surveys=answers, config=Config(surveys={"csat": csat}))
    assert value(data, "csat") == pytest.approx(mean(s <= satisfied for s in scores))
    if high > 0:
        turned = Dataset(surveys=answers, config=Config(surveys={"csat": csat | {"method": "mean"}}))
        assert value(turned, "csat") == pytest.approx(mean(low + high - s for s in scores) / high)


def test_other_scales_reach_the_health_score_and_the_comments(read):
    config = "surveys: {nps: {scale: [1, 5], promoters: 5, detractors: 3}, csat: {better: lower}}"
    data = read(
        config,
        subscriptions__csv="customer_id,start_date,amount\n" + "".join(f"c{n},2025-01-01,10\n" for n in range(5)),
        surveys__csv="survey,score,responded_at,customer_id,comment\n"
        + "".join(f"nps,{n + 1},2026-01-05,c{n},fine\ncsat,{n + 1},2026-01-05,c{n},fine\n" for n in range(5)),
        usage__csv="customer_id,date,value\nc1,2026-01-03,1\n",
    )
    card = csmetrics.customer_health(data, "c4", JANUARY).scorecards[0]
    assert {line.signal: (line.value, line.points) for line in card.lines if line.signal.startswith("last_")} == {
        "last_nps": (5.0, 100.0), "last_csat": (1.0, 0.0),
    }  # fmt: skip
    said = csmetrics.feedback(data, JANUARY)
    assert (said.whole.among["promoters"].comments, said.whole.among["detractors"].comments) == (1, 3)
    assert said.whole.scores["nps"].value == pytest.approx(-40)


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("10 - Extremely likely", 10), ("0 - Not at all likely", 0), ("4 (satisfied)", 4), ("7: good", 7),
        ("9 \u2013 sehr wahrscheinlich", 9), ("5 stars", 5), ("3/ok", 3), (" 8 ; fine, really 100 % ", 8),
        ("2. schlecht", 2), ("10\u00a0= top", 10), ("6", 6), ("", None), ("  ", None), ("7.0", 7),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["file", "frame", "parts"])
def test_a_score_with_words_is_its_number(folder, cell, score, how):
    text = f'survey,score,responded_at,customer_id\nnps,"{cell}",2026-01-05,a\nnps,1,2026-01-06,b\n'
    data = folder(surveys__csv=text)
    if how == "frame":
        frame = surveys([("nps", cell, "2026-01-05", "a"), ("nps", "1", "2026-01-06", "b")])
        rows = Dataset(surveys=frame).frame("surveys")["score"].tolist()
    elif how == "parts":
        rows = [each for part in read_partitioned(data, Config(), 2).parts() for each in part.frame("surveys")["score"]]
    else:
        rows = csmetrics.read(data).frame("surveys")["score"].tolist()
    assert {each for each in rows if each >= 0} == {1, score} - {None}


@pytest.mark.parametrize("cell", ["good", "4/5 stars", "4.5 - good", "10/10", "3rd", "N/A", "four", "1,5 fine", "5-4"])
@pytest.mark.parametrize("table", ["surveys", "reviews", "tickets", "answers"])
def test_other_words_are_named_with_the_line_that_says_what_they_mean(folder, cell, table):
    column = "rating" if table == "reviews" else "score"
    files = {
        "surveys": f'survey,score,responded_at\nnps,"{cell}",2026-01-05\nnps,9,2026-01-05\n',
        "reviews": f'rating,date\n"{cell}",2026-01-05\n',
        "tickets": f'customer_id,opened_at,score\na,2026-01-05,"{cell}"\n',
        "answers": f'customer_id,date,question,score\na,2026-01-05,q,"{cell}"\n',
    }
    data = folder(**{f"{table}__csv": files[table]})
    with pytest.raises(csmetrics.DataError) as caught:
        csmetrics.read(data)
    (problem,) = caught.value.problems
    assert (problem.value, problem.problem) == (cell, "not a score")
    assert f'tables: {{{table}: {{values: {{{column}: {{"{cell}": SCORE}}}}}}}}.' in problem.fix
    assert "currency" not in problem.fix
    for meaning, expected in (("4", {4}), ('""', set())):
        config = parse_config(f'tables: {{{table}: {{values: {{{column}: {{"{cell}": {meaning}}}}}}}}}')
        if table in ("reviews", "answers") and meaning == '""':
            assert '""' not in problem.fix  # there is none without a score
            continue
        found = csmetrics.read(data, config).frame(table)[column].tolist()
        assert {each for each in found if each >= 0} - {9} == expected


def test_many_words_are_named_each_with_its_line(folder):
    rows = "".join(f"nps,word{n},2026-01-05\n" for n in range(30))
    with pytest.raises(csmetrics.DataError) as caught:
        csmetrics.read(folder(surveys__csv="survey,score,responded_at\n" + rows))
    assert len(caught.value.problems) == 30
    assert all(f'"word{n}"' in problem.fix for n, problem in enumerate(caught.value.problems[:20]))


def test_an_invitation_counts_on_the_day_it_was_sent(read):
    data = read(
        surveys__csv="survey,score,responded_at,sent_at,customer_id\n"
        "nps,10,2026-01-05,2025-12-30,a\nnps,,,2026-01-07,b\nnps,,,2025-12-31,c\nnps,,2026-01-09,,d\n"
        "nps,,2026-02-01,2026-01-31,e\n"
    )
    assert value(data, "survey_response_rate") == pytest.approx(1 / 4)
    assert value(data, "survey_response_rate", "2025-12") == 0
    assert value(data, "nps") == 100
    lines = {tally.tally: tally.value for tally in csmetrics.explain(data, "survey_response_rate", JANUARY).tallies}
    assert lines == {"survey_responses": 1, "survey_invitations": 4}


@pytest.mark.parametrize(
    ("row", "problem"),
    [("nps,9,,2026-01-05", "this cell must not be blank"), ("nps,,,", "neither an answer nor a day of the invitation")],
)
def test_an_answer_needs_its_day_and_an_invitation_some_day(folder, row, problem):
    with pytest.raises(csmetrics.DataError) as caught:
        csmetrics.read(folder(surveys__csv=f"survey,score,responded_at,sent_at\n{row}\n"))
    assert [each.problem for each in caught.value.problems] == [problem]


FITS = {"nps": 10, "csat": 4, "ces": 5, "reviews": 4, "tickets": 4}
BEST = {"nps": 9, "csat": 4, "ces": 5, "reviews": 4, "tickets": 4}


def scores(kind, best, count):
    """A file with some scores below the best one, in order."""
    low = 0 if kind == "nps" else 1
    given = [low + n % (best - low + 1) for n in range(count - 1)] + [best]
    if kind == "reviews":
        return {"reviews__csv": "rating,date\n" + "".join(f"{each},2026-01-05\n" for each in given)}
    if kind == "tickets":
        rows = "".join(f"c{n},2026-01-04,2026-01-05,{each}\n" for n, each in enumerate(given))
        return {"tickets__csv": f"customer_id,opened_at,closed_at,score\n{rows}"}
    rows = "".join(f"{kind},{each},2026-01-05\n" for each in given)
    return {"surveys__csv": f"survey,score,responded_at\n{rows}"}


@pytest.mark.parametrize("kind", BEST)
@pytest.mark.parametrize("partition", [False, True])
def test_scores_that_fit_no_scale_are_remarked_with_the_highest_seen(folder, kind, partition):
    config = Config(surveys={"csat": {"from": ["tickets"]}}) if kind == "tickets" else Config()

    def said(best, count):
        data = folder(**scores(kind, best, count))
        found = read_partitioned(data, config, 3) if partition else csmetrics.read(data, config)
        return [remark.text for remark in found.remarks]

    below = BEST[kind] - 1
    (text,) = said(below, 30)
    assert text.startswith("30 ")
    assert f"and none above {below}: is the scale another? " in text
    assert text.endswith(
        "reviews: scale" if kind == "reviews" else f"surveys: {'csat' if kind == 'tickets' else kind}: scale"
    )
    assert said(below, 29) == []
    assert said(BEST[kind], 40) == []


def test_the_remark_stands_at_its_own_survey_alone(read):
    files = scores("nps", 5, 40)
    files["surveys__csv"] += "csat,5,2026-01-05\nnps,,2026-01-06\n"
    report = csmetrics.report(read(**files), JANUARY)
    assert any("40 NPS answers and none above 5" in each for each in report.figure("nps").remarks)
    assert not any("NPS answers" in each for each in report.figure("csat").remarks)
    assert any("40 NPS answers and none above 5" in each.text for each in report.remarks)


def test_where_lower_is_better_the_lowest_is_told(read):
    rows = "".join(f"ces,{5 + n % 3},2026-01-05\ncsat,{3 + n % 3},2026-01-05\n" for n in range(40))
    data = read(
        "surveys: {ces: {better: lower}, csat: {better: lower}}", surveys__csv=f"survey,score,responded_at\n{rows}"
    )
    assert [remark.text.partition(":")[0] for remark in data.remarks] == [
        "40 CSAT answers and none below 3", "40 CES answers and none below 5",
    ]  # fmt: skip


ANSWERED = st.lists(st.tuples(WHO, st.integers(1, 5), DAYS), max_size=12)
TICKETS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "e"]), st.integers(1, 5) | st.none(), DAYS | st.none(), DAYS | st.none()),
    max_size=12,
)


def worked_out(answers, tickets, tables, latest, period):
    """Satisfied, answers and the sum of scores, in plain Python."""
    given = []
    if "surveys" in tables:
        given += [(who, score, day) for who, score, day in answers]
    if "tickets" in tables:
        given += [(who, score, rated or closed) for who, score, closed, rated in tickets if score and (rated or closed)]
    inside = [each for each in given if period.start <= each[2] < period.end]
    if latest:
        last = {}
        for who, score, day in inside:
            if who is not None and (who not in last or (day, -score) > (last[who][1], -last[who][0])):
                last[who] = (score, day)
        counted = [score for who, score, _ in inside if who is None] + [score for score, _ in last.values()]
    else:
        counted = [score for _, score, _ in inside]
    return sum(score >= 4 for score in counted), len(counted), sum(counted)


@pytest.mark.slow
@settings(max_examples=tries(60))
@given(ANSWERED, TICKETS, st.sampled_from([["surveys"], ["tickets"], ["surveys", "tickets"]]), st.booleans())
def test_csat_of_surveys_and_tickets_is_that_of_both(answers, tickets, tables, latest):
    opened = date(2025, 12, 1)
    frames = {
        "surveys": surveys([("csat", score, str(day), who) for who, score, day in answers]
                           + [("nps", 9, "2026-01-05", "a")]),
        "tickets": pd.DataFrame([(who, opened, closed, score, rated) for who, score, closed, rated in tickets]
                                + [("z", opened, date(2026, 3, 1), 5, None)],
                                columns=["customer_id", "opened_at", "closed_at", "score", "rated_at"]),
        "customers": pd.DataFrame({"customer_id": list("abcdez"), "size": ["big", "small"] * 3}),
    }  # fmt: skip
    config = Config(surveys={"csat": {"from": tables}, "repeat_answers": "latest" if latest else "all"})
    data, period = Dataset(**frames, config=config), parse_period(JANUARY)
    satisfied, count, total = worked_out(answers, tickets, tables, latest, period)
    figure = csmetrics.report(data, JANUARY, metrics="csat", by="size").figure("csat")
    if figure.status == "unavailable":
        assert count == 0
        return
    assert (figure.inputs["satisfied"], figure.inputs["csat_responses"]) == (satisfied, count)
    explained = csmetrics.explain(data, "csat", JANUARY, by="size")
    for tally in explained.tallies:
        assert sum(line.amount for line in tally.lines) == tally.value
    parts = [each for each in csmetrics.report(data, JANUARY, metrics="csat", by="size").figures if each.segment]
    assert sum(each.inputs["csat_responses"] for each in parts) == count
    sums = Config(surveys={"csat": {"from": tables, "method": "mean"}, "repeat_answers": config.surveys.repeat_answers})
    mean_of = csmetrics.report(Dataset(**frames, config=sums), JANUARY, metrics="csat").figure("csat")
    assert mean_of.inputs["csat_score_sum"] == total


TICKET_ROWS = (
    "customer_id,opened_at,closed_at,score,rated_at\na,2026-01-02,2026-01-05,5,\n"
    "b,2026-01-02,,2,2026-01-08\nc,2026-01-02,,,\n"
)
NPS_ROW = "nps,9,2026-01-05,a\n"
HEADER = "survey,score,responded_at,customer_id\n"


def test_scores_of_tickets_are_never_counted_by_themselves(read):
    data = read(tickets__csv=TICKET_ROWS, surveys__csv=HEADER + NPS_ROW)
    figure = csmetrics.report(data, JANUARY, metrics="csat").figure("csat")
    assert figure.status == "unavailable"
    assert figure.reason == (
        "no csat answers in surveys.csv, and the scores in tickets.csv count once csmetrics.yaml says "
        "surveys: csat: {from: [tickets]}"
    )
    assert value(read("surveys: {csat: {from: [tickets]}}", tickets__csv=TICKET_ROWS), "csat") == 0.5


def test_without_surveys_the_line_is_said_too(read):
    figure = csmetrics.report(read(tickets__csv=TICKET_ROWS), JANUARY, metrics="csat").figure("csat")
    assert figure.reason.startswith("no surveys.csv, and the scores in tickets.csv count once")


@pytest.mark.slow
def test_beside_csat_in_surveys_they_are_remarked_until_somebody_says_what_they_are(read):
    files = {"tickets__csv": TICKET_ROWS, "surveys__csv": HEADER + NPS_ROW + "csat,4,2026-01-05,a\n"}
    report = csmetrics.report(read(**files), JANUARY)
    (remark,) = report.figure("csat").remarks[-1:]
    assert "its 2 scores are not counted in CSAT; surveys: csat: {from: [surveys, tickets]} counts them" in remark
    assert not any("scores are not counted" in each for each in report.figure("nps").remarks)
    for tables, expected in (("[surveys]", 1.0), ("[surveys, tickets]", 2 / 3)):
        data = read(f"surveys: {{csat: {{from: {tables}}}}}", **files)
        assert value(data, "csat") == pytest.approx(expected)
        assert data.remarks == ()


def test_the_rows_behind_csat_are_those_of_both_files(read):
    data = read(
        "surveys: {csat: {from: [surveys, tickets]}}", tickets__csv=TICKET_ROWS,
        surveys__csv=HEADER + "csat,4,2026-01-05,a\ncsat,1,2026-01-05,\n",
    )  # fmt: skip
    lines = {tally.tally: tally for tally in csmetrics.explain(data, "csat", JANUARY).tallies}["csat_responses"]
    assert [(line.customer_id, line.file, line.rows) for line in lines.lines] == [
        ("a", "surveys.csv", (2,)), ("a", "tickets.csv", (2,)), ("b", "tickets.csv", (3,)), (None, "surveys.csv", (3,)),
    ]  # fmt: skip
    assert (lines.value, lines.count) == (4, 4)
    assert len(csmetrics.explain(data, "csat", JANUARY, limit=2).tallies[1].lines) == 2


def test_a_score_without_a_day_is_remarked(read):
    rows = TICKET_ROWS + "d,2026-01-02,,3,\n"
    data = read("surveys: {csat: {from: tickets}}", tickets__csv=rows)
    assert [remark.text for remark in data.remarks] == [
        "scores of tickets that are open and have no rated_at count in no period"
    ]
    assert value(data, "csat") == 0.5


@pytest.mark.slow
@pytest.mark.parametrize("latest", ["all", "latest"])
def test_counted_partition_by_partition_it_is_the_same(folder, latest):
    day = date(2026, 1, 1)
    answers = [f"csat,{n % 5 + 1},{day + timedelta(n % 40)},c{n % 17}\n" for n in range(200)]
    tickets = [f"c{n % 23},2025-12-01,{day + timedelta(n % 37)},{n % 5 + 1},\n" for n in range(200)]
    data = folder(
        surveys__csv=HEADER + "".join(answers),
        tickets__csv="customer_id,opened_at,closed_at,score,rated_at\n" + "".join(tickets),
        csmetrics__yaml=f"surveys: {{csat: {{from: [surveys, tickets]}}, repeat_answers: {latest}}}",
    )
    config = csmetrics.load_config(data / "csmetrics.yaml")
    whole = csmetrics.report(csmetrics.read(data), JANUARY, metrics="csat")
    parts = csmetrics.report(read_partitioned(data, config, 4), JANUARY, metrics="csat")
    assert parts.figures == whole.figures
    assert whole.figure("csat").n > 20
