"""What each tally of answers counts, said once for the sums and for what stands behind them."""

from csmetrics.config import Config, parse_config
from csmetrics.subjects.surveys.score_ranges import ScoreRange, counted_scores
from csmetrics.subjects.vocabulary import TALLIES


def test_every_tally_of_a_survey_has_its_scores():
    of_answers = {name for name, tally in TALLIES.items() if tally.survey in ("csat", "nps", "ces")}
    assert set(counted_scores(Config())) == of_answers


def test_the_standard_scales():
    counted = counted_scores(Config())
    assert (counted["promoters"], counted["passives"]) == (ScoreRange(9, 10), ScoreRange(7, 8))
    assert counted["detractors"] == ScoreRange(0, 6)
    assert counted["satisfied"] == ScoreRange(4, 5)
    assert (counted["easy"], counted["hard"]) == (ScoreRange(5, 7), ScoreRange(1, 3))
    assert counted["effort_score_square_sum"] == ScoreRange(1, 7, power=2)


def test_declared_scales():
    declared = "surveys: {csat: {scale: [0, 10], satisfied: 7}, ces: {scale: [1, 5], better: lower, easy: 2}}"
    counted = counted_scores(parse_config(declared))
    assert (counted["satisfied"], counted["csat_responses"]) == (ScoreRange(7, 10), ScoreRange(0, 10))
    assert (counted["easy"], counted["hard"]) == (ScoreRange(4, 5), ScoreRange(1, 2))  # once turned round
