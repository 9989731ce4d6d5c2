"""csmetrics metrics: the catalogue."""

from dataclasses import replace

from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import METRICS


def _answer(view: View, asked: Asked) -> Answer:
    from csmetrics.metrics.catalogue import METRICS, find  # noqa: PLC0415  # numpy is slow to import; help need not wait

    names = asked["names"]
    return Answer(view.sheet([METRICS[name] for name in find(names, METRICS) or METRICS], cards=bool(names)))


VIEW = View(
    name="metrics",
    help="Show what each metric means and needs. Name one to see all about it.",
    example="csmetrics metrics nps clv",
    options=(replace(METRICS, name="names", metavar="[NAME]..."),),
    doing=lambda _: "Reading the catalogue",
    answers=_answer,
)
