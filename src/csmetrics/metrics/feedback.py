"""What customers write: ratings on other people's pages, and what their comments are about."""

from collections.abc import Iterator, Mapping
from typing import Any

from csmetrics.metrics.arithmetic import Interval, Numbers, ratio, student_mean, wilson
from csmetrics.metrics.catalogue import family, metric
from csmetrics.metrics.model import Metric
from csmetrics.metrics.span import Span
from csmetrics.subjects.comments.tallies import theme_tally

_THEMES = "feedback.themes."  # the switches that declare them
_WORD_OF_MOUTH = (
    "Chevalier and Mayzlin, The Effect of Word of Mouth on Sales, J. of Marketing Research 43 (2006), 345-354"
)
_CONTENT_ANALYSIS = "Krippendorff, Content Analysis: An Introduction to Its Methodology, Sage, 4th edition, 2018"


@metric(
    title="Review rating",
    group="satisfaction",
    unit="score",
    better="higher",
    formula="review_rating_sum / review_ratings",
    source=_WORD_OF_MOUTH,
    undefined="nobody wrote a review",
    undefined_when=("review_ratings",),
    based_on="review_ratings",
    interval=Interval(
        "Student's t",
        student_mean,
        ("review_rating_sum", "review_rating_square_sum", "review_ratings"),
        {"scale": "reviews.scale"},
    ),
    span=Span(scale="reviews.scale"),
)
def review_rating(review_rating_sum: Numbers, review_ratings: Numbers) -> Numbers:
    """Mean rating of the reviews.

    Runs over the declared scale, 1 to 5 by default. Undefined when nobody wrote a review.

    >>> float(review_rating(review_rating_sum=87, review_ratings=20))
    4.35
    """
    return ratio(review_rating_sum, review_ratings)


@metric(
    title="Reviews",
    group="satisfaction",
    unit="count",
    better="higher",
    formula="review_ratings",
    source=_WORD_OF_MOUTH,
    based_on="review_ratings",
)
def reviews(review_ratings: Numbers) -> Numbers:
    """Number of reviews written in the period, with or without a text.

    Always defined.

    >>> reviews(review_ratings=20)
    20
    """
    return review_ratings


@metric(
    title="Comments",
    group="satisfaction",
    unit="count",
    better="neither",
    formula="survey_comments + review_comments",
    source=_CONTENT_ANALYSIS,
    based_on="comments",
)
def comments(survey_comments: Numbers, review_comments: Numbers) -> Numbers:
    """Number of survey answers and reviews that have a text.

    Blanks are not a comment. Anything else is, with or without a score. Counted only if you ask for it by name,
    because all texts must be read. Always defined.

    >>> comments(survey_comments=30, review_comments=12)
    42
    """
    return survey_comments + review_comments


@family(after="comments", names={r"theme_[a-z0-9_]+_comments": "count", r"theme_[a-z0-9_]+_share": "fraction"})
def themes(rules: Mapping[str, Any]) -> Iterator[Metric]:
    """For each theme under `feedback: themes` how many comments are about it, and what share of all comments.

    >>> [each.formula for each in themes({"feedback.themes.price": ["price", "expensive"]})]
    ['survey_comments_on_price + review_comments_on_price', 'theme_price_comments / comments']
    """
    for switch in rules:
        if switch.startswith(_THEMES):
            theme = switch.removeprefix(_THEMES)
            yield _count(theme)
            yield _share(theme)


def _count(theme: str) -> Metric:
    in_surveys, in_reviews = (theme_tally(table, theme).name for table in ("surveys", "reviews"))
    name = f"theme_{theme}_comments"

    def count(**given: Numbers) -> Numbers:
        return given[in_surveys] + given[in_reviews]

    count.__doc__ = f"How many comments hold one of the words of the theme {theme}.\n\nAlways defined."
    return Metric(
        name=name, title=f"Comments on {_said(theme)}", group="satisfaction", unit="count", better="neither",
        formula=f"{in_surveys} + {in_reviews}", source=_CONTENT_ANALYSIS, undefined="", based_on=name, function=count,
        inputs=(in_surveys, in_reviews),
    )  # fmt: skip


def _share(theme: str) -> Metric:
    counted = f"theme_{theme}_comments"

    def share(**given: Numbers) -> Numbers:
        return ratio(given[counted], given["comments"])

    share.__doc__ = (
        f"Share of all comments that hold one of the words of the theme {theme}.\n\n"
        "Runs from 0 to 1. The shares of several themes can add up to more, for a comment can be about many things. "
        "Undefined when nobody wrote a comment."
    )
    return Metric(
        name=f"theme_{theme}_share", title=f"Share of comments on {_said(theme)}", group="satisfaction",
        unit="fraction", better="neither", formula=f"{counted} / comments", source=_CONTENT_ANALYSIS,
        undefined="nobody wrote a comment", undefined_when=("comments",), based_on="comments", function=share,
        inputs=(counted, "comments"),
        interval=Interval("Wilson", wilson, (counted, "comments")),
    )  # fmt: skip


def _said(theme: str) -> str:
    return theme.replace("_", " ")
