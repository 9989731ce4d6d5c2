"""The columns of CSV and of frames that several views share.

A line of figures is a period, a figure and what follows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from csmetrics.figures.model import Figure, headers_beside
from csmetrics.output.fields import NUMBER, TEXT, Field, at, optional
from csmetrics.output.figure_names import number
from csmetrics.views.records import FIGURE

PERIOD_NAME = Field("period", TEXT, "The name of the period.", "name")
_END = optional(NUMBER)


def _end(figure: Figure, end: str) -> float | int | None:
    return number(getattr(figure.interval, end), figure.unit) if figure.interval else None


LOW = Field("interval_low", _END, "Lower end of the interval.", lambda figure: _end(figure, "low"))
HIGH = Field("interval_high", _END, "Upper end of the interval.", lambda figure: _end(figure, "high"))
_FACTS = at(1, *FIGURE.pick("metric", "value", "unit", "status"), LOW, HIGH)


def figure_columns(by: Sequence[str], before: Iterable[Field] = ()) -> Iterator[Field]:
    """The columns of figures, whichever view they come from; `before` stand after the period."""
    head = (*at(0, PERIOD_NAME), *before)
    yield from head
    yield from attribute_columns(by, (*head, *_FACTS), lambda line, name: line[1].segment.get(name, ""))
    yield from _FACTS


def attribute_columns(
    names: Sequence[str], beside: Iterable[Field], known: Callable[[Any, str], Any]
) -> Iterator[Field]:
    """A column an attribute, called so that it can be told from the columns beside it."""
    headers = headers_beside([each.name for each in beside], names)
    for name, header in zip(names, headers, strict=True):
        yield Field(header, optional(TEXT), f"The {name}.", _reading(known, name))


def _reading(known: Callable[[Any, str], Any], name: str) -> Callable[[Any], Any]:
    return lambda line: known(line, name)


def attributes_of(by: Iterable[str], lines: Iterable[Any]) -> list[str]:
    """Those that divide first, then all others that the customers of the lines have."""
    return list(dict.fromkeys([*by, *(name for line in lines for name in line.attributes)]))


def attribute_of(line: Any, name: str) -> str:
    """What is known of a customer: the segment, else what customers.csv says."""
    found: str = line.segment[name] if name in line.segment else line.attributes.get(name, "")
    return found
