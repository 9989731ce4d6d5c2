"""The books of a period whose customers pay in several currencies: what was business, and what was the rate.

What a customer pays is held in the money it is paid in. Two rates turn it into the currency of the figures: that of the
opening and that of the close. Whatever a customer changed is valued at the rate of the opening, so a rate alone is no
expansion and no contraction; what the rates did to it is `exchange`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from csmetrics.rates.exact import converted_each
from csmetrics.subjects.subscriptions.movements import MovementKind
from csmetrics.subjects.sums import add_up

RatesOfEdge = Sequence[Fraction | None]
"""What a unit of each currency is worth at an edge, by the code of the currency; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What customers pay at both edges of a period, each currency by itself: int64 millionths of its own money.

    A row is a customer and a currency, by their codes; no two rows are the same pair. Order does not matter, and
    nothing is below zero.
    """

    customer: np.ndarray
    currency: np.ndarray
    opening: np.ndarray
    close: np.ndarray


@dataclass(frozen=True, slots=True)
class Books:
    """Customers and what they did in a period, in millionths of the currency of the figures.

    `kind` is the movement of each: STAYED where it neither grew nor shrank. `change` is what it brought in or took
    away, below zero where that is less. For each, start + change + exchange = end.
    """

    customer: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    change: np.ndarray
    end: np.ndarray

    @property
    def exchange(self) -> np.ndarray:
        """What the rates did."""
        return self.end - self.start - self.change

    @property
    def paid(self) -> np.ndarray:
        """Who paid at the opening."""
        return (self.kind != MovementKind.NEW) & (self.kind != MovementKind.RETURNED)


def books_of(holdings: Holdings, paid_before: np.ndarray, opening: RatesOfEdge, close: RatesOfEdge) -> Books:
    """The books of everybody who pays at the opening or the close, in the order of their codes.

    `paid_before` says of each customer, by code, whether it paid at any time before the period. Raises ValueError where
    a rate is missing that `rates_needed` names.

    EUR 100 stays while the euro falls from 1.10 to 1.05 dollars: nothing but the rate has changed.

    >>> held = Holdings(*(np.array(column) for column in ([0], [0], [100_000_000], [100_000_000])))
    >>> books = books_of(held, np.array([True]), [Fraction("1.10")], [Fraction("1.05")])
    >>> books.start.tolist(), books.change.tolist(), books.exchange.tolist(), books.end.tolist()
    ([110000000], [0], [-5000000], [105000000])
    """
    held = _paid_at_an_edge(holdings)
    customer, who = np.unique(held.customer, return_inverse=True)
    paid, pays = (_any(who, amounts != 0, len(customer)) for amounts in (held.opening, held.close))
    changes = np.where(paid[who], held.close - held.opening, 0)  # who did not pay has come: all it holds is new
    start, end, change = (
        add_up(who, converted_each(amounts, held.currency, rates), len(customer))
        for amounts, rates in ((held.opening, opening), (held.close, close), (changes, opening))
    )
    change = np.where(paid, change, end)
    return Books(customer, kinds_of(paid, pays, paid_before[customer], change), start, change, end)


def kinds_of(paid: np.ndarray, pays: np.ndarray, paid_before: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The movement of customers who pay at one of two edges, by what changed at the rates of the opening."""
    answers = (~paid & paid_before, ~paid, ~pays, change > 0, change < 0)
    kinds = (
        MovementKind.RETURNED,
        MovementKind.NEW,
        MovementKind.CHURNED,
        MovementKind.EXPANSION,
        MovementKind.CONTRACTION,
    )
    return np.select(answers, kinds, MovementKind.STAYED).astype(np.int8)


def rates_needed(holdings: Holdings) -> tuple[np.ndarray, np.ndarray]:
    """The currencies of which `books_of` needs the rate of the opening, and those of which it needs that of the close.

    A rate is needed only where there is an amount: of the opening for all that those who paid there hold at either
    edge, of the close for all that is held there.

    >>> held = Holdings(*(np.array(column) for column in ([0, 0, 1], [0, 1, 2], [5, 0, 0], [0, 5, 5])))
    >>> [each.tolist() for each in rates_needed(held)]
    [[0, 1], [1, 2]]
    """
    paid = np.zeros(int(holdings.customer.max(initial=-1)) + 1, dtype=bool)
    paid[holdings.customer[holdings.opening != 0]] = True
    changed = paid[holdings.customer] & ((holdings.opening != 0) | (holdings.close != 0))
    return _used(holdings.currency[changed]), _used(holdings.currency[holdings.close != 0])


def _used(codes: np.ndarray) -> np.ndarray:
    return np.flatnonzero(np.bincount(codes))


def _paid_at_an_edge(held: Holdings) -> Holdings:
    there = (held.opening != 0) | (held.close != 0)
    return Holdings(*(getattr(held, name)[there] for name in Holdings.__slots__))


def _any(who: np.ndarray, true: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(who[true], minlength=size) > 0
