"""What was left out of a file: by kind, how many rows, and as far as it can be read how much money."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csmetrics.errors import Problem
from csmetrics.tables.file_remarks import FileRemark

if TYPE_CHECKING:
    from csmetrics.sources.source import Places

_NO_DIGIT = re.compile(r"[^0-9]")
_MOST_DIGITS = 15  # more are no amount
_DECIMALS = re.compile(r"[.,]([0-9]{1,2})\D*$")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of a file that cannot be used for one reason; `amount` is None where they have none that can be read."""

    table: str
    file: str
    problem: str
    rows: int
    amount: float | None = None
    currency: str = ""  # as far as the rows say it

    def remark(self, *, several: bool = False) -> FileRemark:
        """The sentence that a report shows; where there are `several` currencies it names that of the amounts."""
        many = "1 row is" if self.rows == 1 else f"{self.rows:,} rows are"
        unit = f"{self.currency} " if several and self.currency else ""
        money = "" if self.amount is None else f" (amounts of {unit}{self.amount:,.2f})"
        return FileRemark(self.table, self.file, f"{many} left out{money}: {self.problem}.")


def left_out(
    table: str, problems: Sequence[Problem], places: "Places", amounts: Mapping[int, tuple[str, float]]
) -> tuple[LeftOut, ...]:
    """The problems of one file by kind; `amounts` gives the currency and the amount of a row of the file.

    A row with several problems is counted once, under the first.
    """
    found: dict[tuple[str, str, str], dict[int, float | None]] = {}
    seen: set[int] = set()
    for problem in problems:
        row = places.number(problem)
        if row is not None and row not in seen:
            seen.add(row)
            kind = f"{problem.column}: {problem.problem}" if problem.column else problem.problem
            currency, amount = amounts.get(row, ("", None))
            found.setdefault((places.file, kind, currency), {})[row] = amount
    return tuple(
        LeftOut(table, file, kind, len(rows), _sum(rows.values()), currency)
        for (file, kind, currency), rows in found.items()
    )


def joined(parts: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """What was left out of the parts of a file, together."""
    found: dict[tuple[str, str, str], LeftOut] = {}
    for part in parts:
        key = part.file, part.problem, part.currency
        known = found.get(key)
        if known:
            part = replace(part, rows=part.rows + known.rows, amount=_sum([part.amount, known.amount]))  # noqa: PLW2901
        found[key] = part
    return tuple(found.values())


def money_in(text: str | None) -> float | None:
    """Roughly what an amount says that cannot be read: by its digits, for it only tells how much was left out.

    >>> money_in("EUR 1.200,50?"), money_in("12 000"), money_in("free")
    (1200.5, 12000.0, None)
    """
    digits = _NO_DIGIT.sub("", text or "")
    if not 0 < len(digits) <= _MOST_DIGITS:
        return None
    decimals = _DECIMALS.search(text or "")
    return float(digits) / 10 ** (len(decimals[1]) if decimals else 0)


def _sum(amounts: Iterable[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
