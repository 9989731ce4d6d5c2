"""csmetrics snapshot: publish a period's figures."""

from csmetrics.views.model import BREACH, Answer, Asked, View
from csmetrics.views.options import BY, CHECK, CONFIG, DATA, STORE, STRICT, WHEN, Option


def _answer(view: View, asked: Asked) -> Answer:
    """What became of it; a published figure that would change is refused."""
    outcome = view.compute(asked["data"], **asked.for_function(view.compute))
    breaches = outcome.digest.breaches
    return Answer(
        view.sheet(outcome),
        sources=outcome.sources,
        problems=outcome.problems,
        notes=outcome.notes,
        breaches=breaches,
        said=tuple(view.part("page").beside(outcome)),
        status=BREACH if outcome.refused or (asked["check"] and breaches) else 0,
    )


VIEW = View(
    name="snapshot",
    help="Publish a month, and notice if it changes later.\n\n"
    "You may run it again at any time: a month without changes stays as it is. If a published figure would change,\n"
    "nothing is written. You see why, with customers and rows, and the exit status is 3. --restate publishes the new\n"
    "figures as a new version.",
    example="csmetrics snapshot data --store history.db --format markdown",
    options=(
        DATA,
        STORE,
        *WHEN,
        Option(
            "last",
            "whole",
            "--last",
            "Publish this many periods; the last is the one of --period.",
            "N",
            default=1,
            least=1,
        ),
        BY,
        Option(
            "restate",
            "text",
            "--restate",
            "Publish what changed as a new version, and record this reason.",
            "REASON",
            blank="A restatement needs a reason. Say in a few words why the figures change.",
        ),
        CONFIG,
        STRICT,
        CHECK,
    ),
    answers=_answer,
)
