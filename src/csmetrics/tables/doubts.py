"""Rows that count and that somebody should look at: an overlap, an id that stands twice, a customer nobody knows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

from csmetrics.declared import TABLES
from csmetrics.errors import Problem
from csmetrics.sources.source import Places
from csmetrics.tables.file_remarks import FileRemark

MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Some rows of a file for one reason: how many, the first few in words, and each of them as a problem.

    `said` follows the number of rows. Doubts of one reason add up over the parts of a file.
    """

    table: str
    places: Places
    said: str
    count: int
    examples: tuple[tuple[int, str], ...]  # by row
    amount: float | None = None
    share: tuple[int, int] | None = None  # so many customers of so many
    problems: Callable[[], Sequence[Problem]] = field(default=tuple, compare=False)

    def __reduce__(self) -> tuple[type["Doubt"], tuple[Any, ...]]:
        """Where it is sent the problems go with it, for the rows that tell them do not."""
        *others, _ = (getattr(self, each.name) for each in fields(self))
        return Doubt, (*others, partial(tuple, tuple(self.problems())))

    def alone(self) -> "Doubt":
        """The same without its problems, and so without the rows that tell them."""
        return replace(self, problems=tuple)

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.places.file

    def remark(self) -> FileRemark:
        """The sentence that a report shows."""
        many = "1 row" if self.count == 1 else f"{self.count:,} rows"
        money = "" if self.amount is None else f" (amounts of {self.amount:,.2f})"
        share = "" if self.share is None else f", {self.share[0]:,} of {self.share[1]:,} customers"
        more = "; ..." if self.count > len(self.examples) else "."
        shown = "; ".join(example for _, example in self.examples)
        return FileRemark(self.table, self.file, f"{many} {self.said}{share}{money}: {shown}{more}")


def added_up(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """The doubts of the parts of a file as doubts of the whole."""
    found: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        found.setdefault((doubt.file, doubt.said), []).append(doubt)
    for parts in found.values():
        one = parts[0]
        amounts = [part.amount for part in parts if part.amount is not None]
        yield Doubt(
            one.table,
            one.places,
            one.said,
            sum(part.count for part in parts),
            tuple(sorted(example for part in parts for example in part.examples)[:MOST_EXAMPLES]),
            sum(amounts) if amounts else None,
            _added([part.share for part in parts if part.share]),
            lambda parts=parts: [problem for part in parts for problem in part.problems()],  # type: ignore[misc]
        )


def in_order(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Doubts table by table, in whatever order they were found."""
    tables = list(TABLES)
    there = (doubt for doubt in doubts if doubt.count)
    return tuple(sorted(there, key=lambda doubt: (tables.index(doubt.table), doubt.said)))


def _added(shares: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return (sum(part for part, _ in shares), sum(whole for _, whole in shares)) if shares else None


@dataclass(frozen=True, slots=True)
class Ends:
    """How the ends of a file stand to what follows.

    `gap` counts spells that end exactly one day before the customer's next begins, `touching` those that end on the
    very day, `later` those that end two to eight days before. `last` and `first` count ends on the last and on the
    first day of a month, `begun` starts that are on no first. `examples` are pairs of rows with a gap.
    """

    places: Places
    gap: int
    touching: int
    later: int
    last: int
    first: int
    begun: int
    examples: tuple[tuple[int, int, int], ...]  # the row that ends, its end, the row that begins
