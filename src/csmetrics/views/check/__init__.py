"""csmetrics check: what is in the files, and every problem in them."""

from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import CONFIG, DATA


def _answer(view: View, asked: Asked) -> Answer:
    found = view.compute(asked["data"], asked["config"], today=asked.today)
    return Answer(view.sheet(found), sources=found.sources, status=1 if found.problems else 0)


VIEW = View(
    name="check",
    help="What is in the files, and every problem in them. Exit status 1 if there is any.",
    example="csmetrics check data --format csv --output problems.csv",
    options=(DATA, CONFIG),
    answers=_answer,
)
