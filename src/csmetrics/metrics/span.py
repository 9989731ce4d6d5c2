"""From where to where a metric runs, and the bounds that it can never reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest value that there can be, None for no end.

    `scale` names the switch that holds them, where they are a scale; under the switch and value of `not_under` there
    are none.
    """

    low: float | None = None
    high: float | None = None
    scale: str = ""
    not_under: tuple[str, str] | None = None

    def under(self, rules: Mapping[str, Any]) -> "Span":
        """The span with its ends filled in from the rules in force.

        >>> Span(scale="surveys.ces.scale").under({"surveys.ces.scale": [1, 7]}).said()
        'from 1 to 7'
        """
        if self.not_under and rules.get(self.not_under[0]) == self.not_under[1]:
            return Span()
        return Span(*rules[self.scale]) if self.scale in rules else self

    def said(self) -> str:
        """The span in words.

        >>> Span(0, 1).said(), Span(low=0).said()
        ('from 0 to 1', 'from 0 up')
        """
        return f"from {self.low:g} up" if self.high is None else f"from {self.low:g} to {self.high:g}"

    def misses(self, value: float, *, change: bool = False) -> bool:
        """Whether the metric can never come to a value, or change by so much.

        >>> Span(0, 1).misses(4), Span(0, 1).misses(-0.5, change=True), Span(low=0).misses(4)
        (True, False, False)
        """
        low, high = self.low, self.high
        if change:
            high = None if low is None or high is None else high - low
            low = None if high is None else -high
        return (low is not None and value < low) or (high is not None and value > high)

    def advice(self, value: float) -> str:
        """What was probably meant by a value that is missed."""
        if (self.low, self.high) == (0, 1) and 1 < abs(value) <= _PER_CENT:
            return f"Write {value:g} % as {value / _PER_CENT:g}."
        return "Write a value within it, or take the bound out."


SPANS: Mapping[str, Span] = {unit: Span(0, 1) if unit == "fraction" else Span(low=0)
                             for unit in ("fraction", "count", "months", "years")}  # fmt: skip
"""What holds for a unit, unless a metric declares otherwise."""
