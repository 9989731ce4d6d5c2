"""The tallies of surveys.csv; those of CSAT may be of tickets.csv as well."""

from csmetrics.subjects.tally import Tally, TallyUnit, declared

_RULES = ("timezone", "surveys.repeat_answers")


def _answers(survey: str, unit: TallyUnit, *names: tuple[str, str]) -> list[Tally]:
    return declared(unit, "surveys", survey=survey, rules=(*_RULES, f"surveys.{survey}."), names=names)


TALLIES = (
    *_answers(
        "csat",
        "count",
        ("satisfied", "CSAT answers of the satisfied score or better."),
        ("csat_responses", "CSAT answers."),
    ),
    *_answers("csat", "score", ("csat_score_sum", "Sum of the CSAT scores, turned round if lower is better.")),
    *_answers(
        "nps",
        "count",
        ("promoters", "NPS answers of the promoters score or above: 9 and 10 unless declared otherwise."),
        ("passives", "NPS answers between the two: 7 and 8 unless declared otherwise."),
        ("detractors", "NPS answers of the detractors score or below: 0 to 6 unless declared otherwise."),
        ("nps_responses", "NPS answers."),
    ),
    *_answers(
        "ces",
        "score",
        ("effort_score_sum", "Sum of the effort scores, turned round if lower is better."),
        ("effort_score_square_sum", "Sum of the squares of the effort scores, for the interval."),
    ),
    *_answers(
        "ces",
        "count",
        ("easy", "Effort answers in the easy part of the scale."),
        ("hard", "Effort answers in the hard part of the scale."),
        ("ces_responses", "Effort answers."),
    ),
    *declared(
        "count",
        "surveys",
        survey="invitations",
        rules=_RULES,
        names=[
            ("survey_invitations", "Rows of surveys.csv: people asked, whether or not they answered."),
            ("survey_responses", "Rows of surveys.csv with a score."),
        ],
    ),
)
