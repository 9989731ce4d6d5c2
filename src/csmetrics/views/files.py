"""How a view of files answers: read them, compute, show, and say what is to be known of them."""

from typing import Any

from csmetrics.output.formats import Sheet
from csmetrics.tables.dataset import Dataset
from csmetrics.views import view
from csmetrics.views.model import BREACH, Answer, Asked, View
from csmetrics.views.reading import read


def answer(asked_of: View, asked: Asked) -> Answer:
    """What a view of files has to say to what was asked."""
    one = {"currency": asked["currency"]} if "currency" in asked.options else {}
    data = read(asked["data"], asked["config"], strict=asked["strict"], **one, **asked_of.reads(asked))
    name = asked_of.instead(asked)
    found = view(name) if name else asked_of
    result = found.compute(**{**asked.for_function(found.compute), **found.adds(asked), "data": data})
    return answered(found.sheet(result, **{each: asked[each] for each in found.shown}), data, result, asked)


def answered(sheet: Sheet, data: Dataset, result: Any, asked: Asked) -> Answer:
    """What is written of data, with all that is said beside it and the exit status."""
    breaches = [remark for remark in result.remarks if remark.breach] if "check" in asked.options else []
    missing = bool(asked.options.get("in_part"))
    return Answer(
        sheet,
        sources=data.sources,
        problems=data.problems,
        notes=data.notes,
        unusable=data.unusable,
        missing=missing,
        breaches=breaches,
        rules=data.config.rules_in_force(),
        status=1 if missing and data.unusable else BREACH if breaches and asked["check"] else 0,
    )
