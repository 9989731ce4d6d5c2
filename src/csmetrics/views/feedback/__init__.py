"""csmetrics feedback: what customers said, by theme."""

from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, DATA, STRICT, WHEN, Option, limit

LINES = 20  # for people

VIEW = View(
    name="feedback",
    help="What customers said, by theme: how often, promoters or detractors, in which words.",
    example="csmetrics feedback data --theme price --period 2026-Q3",
    options=(
        DATA,
        *WHEN,
        Option(
            "theme",
            "text",
            "--theme",
            'The words and comments of this theme alone; "(untagged)": those without a theme.  [default: all]',
            "NAME",
        ),
        Option("no_quotes", "flag", "--no-quotes", "Leave out what customers wrote; words that many used stay."),
        limit(LINES, "comments", order="newest"),
        CONFIG,
        STRICT,
    ),
    reads=lambda _: {"detail": False, "attributes": "name", "metrics": "comments"},
    adds=lambda asked: {"quotes": not asked["no_quotes"]},
)
