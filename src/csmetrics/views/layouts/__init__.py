"""csmetrics layouts: the exports of other systems."""

from csmetrics.layouts import NAMES
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import Option


def _answer(view: View, asked: Asked) -> Answer:
    found = view.compute(asked["names"])
    return Answer(view.sheet(found, cards=bool(asked["names"])))


VIEW = View(
    name="layouts",
    help="The exports of other systems that are read as they are. With names: all about these.",
    example="csmetrics layouts stripe_subscriptions",
    options=(Option("names", "names", metavar="[NAME]...", words=NAMES, noun="layout"),),
    doing=lambda _: "Reading the layouts",
    answers=_answer,
)
