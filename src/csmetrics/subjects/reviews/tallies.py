"""The tallies of reviews.csv, but for those of its texts."""

from csmetrics.subjects.tally import Tally

_RULES = ("timezone",)

TALLIES = (
    Tally("review_ratings", "count", "reviews", "Rows of reviews.csv.", rules=_RULES),
    Tally("review_rating_sum", "score", "reviews", "Sum of the ratings.", rules=_RULES),
    Tally(
        "review_rating_square_sum",
        "score",
        "reviews",
        "Sum of the squares of the ratings, for the interval.",
        rules=_RULES,
    ),
)
