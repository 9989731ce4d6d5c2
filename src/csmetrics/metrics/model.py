"""What a metric is: everything that makes it arguable, declared beside the function that computes it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from csmetrics.docstrings import docstring_of
from csmetrics.frozen import Frozen
from csmetrics.groups import Group
from csmetrics.metrics.arithmetic import Interval
from csmetrics.metrics.span import SPANS, Span
from csmetrics.metrics.widening import of_any_numbers

Unit = Literal["points", "fraction", "money", "count", "score", "ratio", "months", "years"]
Better = Literal["higher", "lower", "neither"]
Shown = Literal["always", "where customers move", "with rates of exchange", "by name"]

BY_WHAT_IS_HELD = ("by", "plan or product")  # not a switch: how a report is divided can change what a metric is
BY_WHAT_IS_HELD_SEPARATE = ("by, with rules.joined_and_left: separate", "plan or product")


@dataclass(frozen=True, slots=True)
class Metric(Frozen):
    """A metric with everything that makes it arguable: definition, direction, source, inputs.

    `parameters` maps each keyword-only parameter to the switch of the configuration that sets it. `rule` is set on a
    variant alone: the switch and the value under which it takes the place of the default. `undefined_when` names the
    inputs that it has no value without: where all of them are zero it is undefined, whatever the others are. `beside`
    names tallies that are no inputs and yet shown beside them where the figure is explained. `span` tells from where to
    where it runs. `shown` tells of what reports it is part where no metric is named: of all; of those by an attribute
    that customers can change, as plan; or of none. `function` takes numbers of any type.
    """

    name: str
    title: str
    group: Group
    unit: Unit
    better: Better
    formula: str
    source: str
    undefined: str
    based_on: str
    function: Callable[..., Any]
    inputs: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    interval: Interval | None = None
    rule: tuple[str, str] | None = None
    undefined_when: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    span: Span | None = None  # None: that of the unit
    shown: Shown = "always"

    def __post_init__(self) -> None:
        """Whoever declares a metric, in it whole numbers of a few bits do not wrap round."""
        Frozen.__post_init__(self)
        object.__setattr__(self, "function", of_any_numbers(self.function))

    @property
    def runs(self) -> Span:
        """From where to where it runs."""
        return self.span or SPANS.get(self.unit, Span())

    @property
    def meaning(self) -> str:
        """The first line of the function's docstring."""
        return docstring_of(self.function).split("\n", 1)[0]

    @property
    def notes(self) -> str:
        """What the docstring says between its first line and its example."""
        paragraphs = docstring_of(self.function).split("\n\n")[1:]
        return "\n\n".join(" ".join(p.split()) for p in paragraphs if not p.startswith(">>>"))


@dataclass(frozen=True, slots=True)
class Family(Frozen):
    """Metrics that the rules call into being: their units by what their names look like, and what makes them."""

    names: Mapping[str, Unit]
    make: Callable[[Mapping[str, Any]], Iterable[Metric]]

    def unit_of(self, name: str) -> Unit | None:
        """The unit of a metric that bears such a name, whether or not there is one; None for other names."""
        return next((unit for pattern, unit in self.names.items() if re.fullmatch(pattern, name)), None)
