"""csmetrics layouts: the exports of other systems."""

from csmetrics.layouts import NAMES
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import Option


def _answer(view: View, asked: Asked) -> Answer:
    from csmetrics.layouts.registry import layouts  # noqa: PLC0415  # their settings are slow to import

    names, known = asked["names"], layouts()
    found = [known[name] for name in dict.fromkeys(names)] or list(known.values())
    return Answer(view.sheet(found, cards=bool(names)))


VIEW = View(
    name="layouts",
    help="List the exports that csmetrics recognises. Name one to see all about it.",
    example="csmetrics layouts stripe_subscriptions",
    options=(Option("names", "names", metavar="[NAME]...", words=NAMES, noun="layout"),),
    doing=lambda _: "Reading the layouts",
    answers=_answer,
)
