"""The signals of both models as lines of a frame; JSON and CSV have no form of them, csmetrics.yaml is that."""

from csmetrics.output.fields import NAME, NUMBER, ORDINAL, TEXT, Field, Lines, at, choice, optional
from csmetrics.subjects.health.models import POINT, WeightedSignal


def _end(of: WeightedSignal, place: int) -> float | None:
    return None if of.scale is None else float(of.scale[place])


FRAME = Lines(
    lambda models: ((model, signal) for model in models for signal in model.signals),
    lambda _: (
        *at(
            0,
            Field("model", choice("health", "distress"), "Which score.", "which"),
            Field("method", TEXT, "How its signals are put together."),
        ),
        *at(
            1,
            Field("signal", NAME, "The signal.", "name"),
            Field("weight", NUMBER, "Its weight.", lambda each: each.weight / POINT),
            Field("none_at", optional(NUMBER), "The value that means 0.", lambda each: _end(each, 0)),
            Field("full_at", optional(NUMBER), "The value that means 100.", lambda each: _end(each, 1)),
            Field("days", optional(ORDINAL), "So many days are looked at.", lambda each: each.days or None),
            Field("past", optional(ORDINAL), "And compared with so many before.", lambda each: each.past or None),
        ),
        Field("lacking", TEXT, "Why nobody can have it.", lambda pair: pair[0].lacking.get(pair[1].name, "")),
    ),
)
