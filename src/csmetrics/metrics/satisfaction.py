"""What customers say when they are asked: satisfaction, recommendation, effort."""

from collections.abc import Sequence

from csmetrics.metrics.arithmetic import (
    Interval,
    Numbers,
    adjusted_wald,
    adjusted_wald_points,
    ratio,
    student_mean,
    wilson,
)
from csmetrics.metrics.catalogue import metric, variant
from csmetrics.metrics.span import Span

NOBODY_ANSWERED = "nobody answered"


@metric(
    title="Customer satisfaction",
    group="satisfaction",
    unit="fraction",
    better="higher",
    formula="satisfied / csat_responses",
    source="Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics, 2nd edition, Pearson, 2010, chapter 2",
    undefined=NOBODY_ANSWERED,
    undefined_when=("csat_responses",),
    based_on="csat_responses",
    interval=Interval("Wilson", wilson, ("satisfied", "csat_responses")),
)
def csat(satisfied: Numbers, csat_responses: Numbers) -> Numbers:
    """Share of answers that say satisfied.

    Runs from 0 to 1. A score of at least `surveys.csat.satisfied` is satisfied: 4 on a scale of 1 to 5 by default.
    If lower is better (`surveys.csat.better`), a score of at most that. Scores of tickets count if
    `surveys.csat.from` names them. Undefined when nobody answered.

    >>> float(csat(satisfied=45, csat_responses=50))
    0.9
    """
    return ratio(satisfied, csat_responses)


@variant(
    "csat",
    ("surveys.csat.method", "mean"),
    title="Customer satisfaction, mean",
    formula="csat_score_sum / (csat_responses * max(csat_scale))",
    parameters={"csat_scale": "surveys.csat.scale"},
)
def csat_mean(csat_score_sum: Numbers, csat_responses: Numbers, *, csat_scale: Sequence[float] = (1, 5)) -> Numbers:
    """Mean score as a share of the top of the scale.

    Never above 1, and never as low as 0 on a scale that starts at 1; a scale on which lower is better is turned round
    first. It has no interval, unlike the share of satisfied
    answers: the spread of the scores is not kept. Undefined when nobody answered.

    >>> float(csat_mean(csat_score_sum=200, csat_responses=50))
    0.8
    """
    return ratio(csat_score_sum, csat_responses * max(csat_scale))


@metric(
    title="Net promoter score",
    group="satisfaction",
    unit="points",
    better="higher",
    formula="100 * (promoters - detractors) / nps_responses",
    source="Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003",
    undefined=NOBODY_ANSWERED,
    undefined_when=("nps_responses",),
    based_on="nps_responses",
    interval=Interval("adjusted Wald", adjusted_wald_points, ("promoters", "detractors", "nps_responses")),
    span=Span(-100, 100),
)
def nps(promoters: Numbers, detractors: Numbers, nps_responses: Numbers) -> Numbers:
    """Share of promoters minus share of detractors, in points.

    Runs from -100 to 100. Promoters answer 9 or 10, detractors 0 to 6, unless `surveys: nps` says otherwise.
    Passives, those between, count only in the denominator. Undefined when nobody answered.

    >>> float(nps(promoters=50, detractors=20, nps_responses=100))
    30.0
    """
    return 100 * ratio(promoters - detractors, nps_responses)


@metric(
    title="Customer effort score",
    group="satisfaction",
    unit="score",
    better="higher",
    formula="effort_score_sum / ces_responses",
    source="Dixon, Toman and DeLisi, The Effortless Experience, Portfolio, 2013 (CES 2.0)",
    undefined=NOBODY_ANSWERED,
    undefined_when=("ces_responses",),
    based_on="ces_responses",
    interval=Interval(
        "Student's t",
        student_mean,
        ("effort_score_sum", "effort_score_square_sum", "ces_responses"),
        {"scale": "surveys.ces.scale"},
    ),
    span=Span(scale="surveys.ces.scale"),
)
def ces(effort_score_sum: Numbers, ces_responses: Numbers) -> Numbers:
    """Mean answer to the question how easy it was; a higher score is easier.

    Runs over the declared scale, 1 to 7 by default. A scale on which lower is better is turned round first.
    Undefined when nobody answered.

    >>> float(ces(effort_score_sum=4080, ces_responses=1000))
    4.08
    """
    return ratio(effort_score_sum, ces_responses)


@variant(
    "ces",
    ("surveys.ces.method", "share"),
    title="Customer effort score, share",
    unit="fraction",
    formula="easy / ces_responses",
    interval=Interval("Wilson", wilson, ("easy", "ces_responses")),
    span=Span(0, 1),
)
def ces_share(easy: Numbers, ces_responses: Numbers) -> Numbers:
    """Share of the answers that say it was easy.

    Runs from 0 to 1. Easy is the top three of seven unless `surveys.ces.easy` says otherwise. Undefined when nobody
    answered.

    >>> float(ces_share(easy=460, ces_responses=1000))
    0.46
    """
    return ratio(easy, ces_responses)


@variant(
    "ces",
    ("surveys.ces.method", "net"),
    title="Customer effort score, net",
    unit="fraction",
    formula="(easy - hard) / ces_responses",
    source="Jones, NetEasy: The latest Metric for your Contact Centre, Call Centre Helper (BT's Net Easy score)",
    interval=Interval("adjusted Wald", adjusted_wald, ("easy", "hard", "ces_responses")),
    span=Span(-1, 1),
)
def ces_net(easy: Numbers, hard: Numbers, ces_responses: Numbers) -> Numbers:
    """Share of the answers that say easy less the share that say hard.

    Runs from -1 to 1. Undefined when nobody answered.

    >>> float(ces_net(easy=460, hard=430, ces_responses=1000))
    0.03
    """
    return ratio(easy - hard, ces_responses)


@metric(
    title="Survey response rate",
    group="satisfaction",
    unit="fraction",
    better="higher",
    formula="survey_responses / survey_invitations",
    source="AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys (RR1)",
    undefined="nobody was asked",
    undefined_when=("survey_invitations",),
    based_on="survey_invitations",
)
def survey_response_rate(survey_responses: Numbers, survey_invitations: Numbers) -> Numbers:
    """Share of the people asked who answered.

    Runs from 0 to 1. It needs a row with a blank score in surveys.csv for each invitation without an answer.
    Undefined when nobody was asked.

    >>> float(survey_response_rate(survey_responses=120, survey_invitations=400))
    0.3
    """
    return ratio(survey_responses, survey_invitations)
