"""csmetrics feedback: what customers said, by theme."""

from csmetrics.views.model import View
from csmetrics.views.options import CONFIG, DATA, STRICT, WHEN, Option, limit

LINES = 20  # for people

VIEW = View(
    name="feedback",
    help="Show what customers said, by theme: how often, by promoters or detractors, and in which words.",
    example="csmetrics feedback data --theme price --period 2026-Q3",
    options=(
        DATA,
        *WHEN,
        Option(
            "theme",
            "text",
            "--theme",
            'Show only this theme; "(untagged)" shows comments without a theme.  [default: all]',
            "NAME",
        ),
        Option(
            "no_quotes", "flag", "--no-quotes", "Leave out what customers wrote. Words that many of them used stay."
        ),
        limit(LINES, "comments", order="newest"),
        CONFIG,
        STRICT,
    ),
    reads=lambda _: {"detail": False, "attributes": "name", "metrics": "comments"},
    adds=lambda asked: {"quotes": not asked["no_quotes"]},
)
