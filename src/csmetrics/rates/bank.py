"""The form of the European Central Bank: units per euro, a column each currency, a row each day, newest first.

It ends each line with a comma, writes N/A (in the file of a single day, nothing) where a currency was not quoted,
has no week-ends, and keeps the columns of currencies that have ended.
"""

import re
from collections.abc import Sequence

from csmetrics.errors import DataError, Problem, whole
from csmetrics.rates.euro import EURO
from csmetrics.rates.long_form import RatesFound
from csmetrics.rates.rates_file import RatesFile, day_in, rate_in

_CODE = re.compile("[A-Z]{3}")
_NONE = ("", "N/A")
_USUAL = r"0\.0{0,9}[1-9][0-9]{0,9}|[1-9][0-9]{0,9}(?:\.[0-9]{1,9})?"
_USUAL_COLUMN = re.compile(rf"(?:(?:{_USUAL}|N/A|)\n)*")  # told at once; any other is read cell by cell

BankDay = tuple[int, int, Sequence[str]]
"""A row that is as it should be: its number, its day, its cells."""


def is_bank(header: Sequence[str]) -> bool:
    """Whether a header is one of a column each currency.

    >>> is_bank(("Date", "USD", "JPY", "")), is_bank(("date", "currency", "rate"))
    (True, False)
    """
    codes = _codes(header)
    return "".join(header[:1]).casefold() == "date" and bool(codes) and all(_CODE.fullmatch(code) for code in codes)


def found_in_columns(written: RatesFile) -> RatesFound:
    """The rates of every cell. Raises DataError with everything that is wrong with them."""
    codes = _checked(written)
    days, problems = _days(written, len(codes) + 1)
    found: RatesFound = {}
    for at, code in enumerate(codes, 1):
        cells = [row[at] for _, _, row in days]
        if not _USUAL_COLUMN.fullmatch("".join(f"{cell}\n" for cell in cells)):
            cells, wrong = _carefully(written, code, days, cells)
            problems += wrong
        found[code] = {day: cell for (_, day, _), cell in zip(days, cells, strict=True) if cell not in _NONE}
    if problems:
        problems.sort(key=lambda problem: problem.row or 0)
        raise DataError(f"Some rates in {written.name} cannot be used.", problems)
    return {code: quotes for code, quotes in found.items() if quotes}


def _codes(header: Sequence[str]) -> list[str]:
    """The currencies, without the blanks at the end."""
    return ",".join(header[1:]).rstrip(",").split(",") if any(header[1:]) else []


def _checked(written: RatesFile) -> list[str]:
    """The currencies; a table that is not quoted per euro, or has a column twice, is refused."""
    codes = _codes(written.header)
    if EURO in codes:
        fix = "Write the rates as rows of date,currency,rate."
        raise whole(written.name, "a column of the euro, so the rates are not units per euro", fix, 1, EURO)
    if twice := [code for at, code in enumerate(codes) if code in codes[:at]]:
        raise whole(written.name, "the column appears twice", "Keep one.", 1, twice[0])
    return codes


def _days(written: RatesFile, width: int) -> tuple[list[BankDay], list[Problem]]:
    """The rows, and what is wrong with others: their day, or that they are cut off or too long."""
    days: list[BankDay] = []
    problems: list[Problem] = []
    seen: dict[int, int] = {}
    for number, row in written.numbered():
        day, text = day_in(row[0]), row[0].strip()
        if len(row) < width:
            what = f"the row has {len(row)} cells, the header {len(written.header)}"
            problems.append(written.problem(number, None, None, what, "The file may be cut off: fetch it again."))
        elif further := "".join(row[width:]).strip():
            what = "a cell beyond the last currency"
            problems.append(written.problem(number, None, further, what, "Take it out."))
        elif day is None:
            problems.append(written.problem(number, "Date", text, "not a date", "Write it as 2026-01-05."))
        elif day in seen:
            what = f"the day stands in row {seen[day]} too"
            problems.append(written.problem(number, "Date", text, what, "Keep one of the two."))
        else:
            seen[day] = number
            days.append((number, day, row))
    return days, problems


def _carefully(
    written: RatesFile, code: str, days: Sequence[BankDay], cells: Sequence[str]
) -> tuple[list[str], list[Problem]]:
    """The rates of a column read cell by cell, blank where there is none; what is none is a problem."""
    texts = [rate_in(cell) or "" for cell in cells]
    wrong = [
        written.problem(number, code, cell.strip(), "not a number above 0", "Correct it, or write N/A.")
        for (number, _, _), cell, text in zip(days, cells, texts, strict=True)
        if not text and cell.strip().upper() not in _NONE
    ]
    return texts, wrong
