"""The tallies of what people wrote in surveys.csv and reviews.csv; each theme of the configuration adds two."""

from csmetrics.subjects.tally import Tally

_SIDES = {"surveys": "survey", "reviews": "review"}
_RULES = ("timezone",)

TALLIES = (
    Tally("survey_comments", "count", "surveys", "Rows of surveys.csv with a comment.", written=True, rules=_RULES),
    Tally("review_comments", "count", "reviews", "Rows of reviews.csv with a text.", written=True, rules=_RULES),
)


def theme_tally(table: str, theme: str) -> Tally:
    """The comments of a table on a theme.

    >>> theme_tally("reviews", "price").name
    'review_comments_on_price'
    """
    return Tally(
        f"{_SIDES[table]}_comments_on_{theme}",
        "count",
        table,
        f"Those of {table}.csv with a comment on the theme {theme}.",
        written=True,
        theme=theme,
        rules=(*_RULES, "feedback.languages", f"feedback.themes.{theme}"),
    )


def theme_tally_of(name: str) -> Tally | None:
    """The tally of a theme by its name; None where it is not of that form.

    >>> theme_tally_of("review_comments_on_price").theme, theme_tally_of("review_comments")
    ('price', None)
    """
    for table, side in _SIDES.items():
        theme = name.removeprefix(f"{side}_comments_on_")
        if theme != name and theme.replace("_", "a").isalnum():
            return theme_tally(table, theme)
    return None
