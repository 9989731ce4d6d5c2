"""A tally as it is declared: what it counts, in which unit, of which table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

OF_MONEY = ("currency", "rates.", "amount_unit", "decimals.", "timezone")
"""The switches under which every amount is counted."""
OF_RECURRING_MONEY = (*OF_MONEY, "tables.subscriptions.", "rules.recognise", "rules.interval_factors.")
"""Those under which recurring money is."""

TallyUnit = Literal["count", "money", "score", "points", "years", "months"]
Edge = Literal["", "opening", "close", "first", "row"]


@dataclass(frozen=True, slots=True)
class Tally:
    """One count or amount: its unit, the table it is summed from, what it means.

    `level` tallies are a state at an edge of the period or all history up to it; the others are flows within it.
    `distinct` ones count whoever has an entry once, however many entries there are. `survey` names the kind of survey
    whose absence makes the tally unavailable. `scored` tallies are of customers' scores: they need a model. `written`
    ones are counted in what people wrote, on `theme` if they have one. Both are counted only where a metric asks for
    them. `paying` ones count customers by what they pay, which is shown beside each. `rules` are the switches under
    which it is counted, by the beginning of their path in csmetrics.yaml.

    Where customers can change their segment (plan, product), `edge` tells whose it is: that of the opening, of the
    close, of the first paying day in the period, or of the row itself; "" is that of the close, else of the opening,
    else of the first paying day. `between` ones count only what has one segment by the first of two edges and another
    by the second: of the whole there is none.
    """

    name: str
    unit: TallyUnit
    table: str | None
    meaning: str
    level: bool = False
    distinct: bool = False
    survey: str | None = None
    scored: bool = False
    written: bool = False
    theme: str | None = None
    paying: bool = False
    rules: tuple[str, ...] = ()
    edge: Edge = ""
    between: tuple[Edge, Edge] | None = None


def declared(unit: TallyUnit, table: str | None, *, names: Iterable[tuple[str, str]], **what: Any) -> list[Tally]:
    """Tallies that are alike but for their names and meanings.

    >>> [tally.name for tally in declared("count", "surveys", names=[("easy", "Easy."), ("hard", "Hard.")])]
    ['easy', 'hard']
    """
    return [Tally(name, unit, table, meaning, **what) for name, meaning in names]
