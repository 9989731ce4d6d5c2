"""csmetrics check: what is in the files, and every problem in them."""

from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import CONFIG, DATA, Option

EACH = Option("each", "flag", "--all", "List every row that has a problem, not only the first three of each kind.")


def _answer(view: View, asked: Asked) -> Answer:
    found = view.compute(asked["data"], asked["config"], today=asked.today)
    return Answer(view.sheet(found, each=bool(asked["each"])), sources=found.sources, status=1 if found.problems else 0)


VIEW = View(
    name="check",
    help="Show what is in your files, and every problem. The exit status is 1 if there is any.",
    example="csmetrics check data --format csv --output problems.csv",
    options=(DATA, CONFIG, EACH),
    answers=_answer,
)
