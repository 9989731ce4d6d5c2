"""How a view of files answers: read them, compute, show, and say what is to be known of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any

from csmetrics.output.formats import Format, Sheet
from csmetrics.tables.dataset import Dataset
from csmetrics.views import view
from csmetrics.views.model import BREACH, Answer, Asked, View
from csmetrics.views.reading import read


def answer(asked_of: View, asked: Asked) -> Answer:
    """What a view of files has to say to what was asked."""
    one = {"currency": asked["currency"]} if "currency" in asked.options else {}
    name = asked_of.instead(asked)
    found = view(name) if name else asked_of
    with _getting_ready(found, asked.format):
        data = read(asked["data"], asked["config"], strict=asked["strict"], **one, **asked_of.reads(asked))
    result = found.compute(**{**asked.for_function(found.compute), **found.adds(asked), "data": data})
    return answered(found.sheet(result, **{each: asked[each] for each in found.shown}), data, result, asked)


@contextmanager
def _getting_ready(found: View, form: Format) -> Iterator[None]:
    """Load the code of a view while files are read inside: the parser works outside the interpreter's lock."""
    loading = Thread(target=partial(found.load, form))
    loading.start()
    try:
        yield
    finally:
        loading.join()


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
