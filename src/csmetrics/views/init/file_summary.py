"""What stands in a file in a few words: how many pay, which currencies, from when to when."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow.compute as pc

from csmetrics.columns import STATUSES
from csmetrics.config import TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import CsmetricsError
from csmetrics.views.init.inspection import Look, look_at
from csmetrics.views.init.recognised import RATES, RecognisedFile

_SAID = {
    "paying": "paying", "past_due": "past due", "trial": "trials", "paused": "paused", "ended": "ended",
    "never": "never begun",
}  # fmt: skip
_MONEY = ("subscriptions", "purchases", "costs")
_CODE = 3  # letters of a currency
_WEEK = 7


def seen_in(known: RecognisedFile) -> str:
    """What stands in a file, in a few words."""
    return "; ".join(part for part in (_statuses(known), ", ".join(currencies_in([known])), _days(known)) if part)


def _statuses(known: RecognisedFile) -> str:
    """How many rows are in which state, where the file says so."""
    look = _column(known, "status") if known.table == "subscriptions" else None
    if look is None:
        return ""
    words = {**TABLES["subscriptions"].columns["status"].words, **{each: each for each in STATUSES}}
    meanings = {**words, **known.in_force().meanings("status")}
    found: Counter[str] = Counter()
    for text, count in _counts(look):
        found[meanings.get(text.casefold(), "")] += count
    said = [f"{found[each]:,} {_SAID[each]}" for each in STATUSES if found[each]]
    other = f"{found['']:,} in other states" if found[""] else ""
    return ", ".join(part for part in (*said, other) if part)


def _counts(look: Look) -> Iterator[tuple[str, int]]:
    for each in pc.value_counts(pc.utf8_trim_whitespace(look.cells)).to_pylist():
        yield each["values"], each["counts"]


def currencies_in(known: Iterable[RecognisedFile]) -> list[str]:
    """The currencies of amounts, the one of most rows first."""
    found: Counter[str] = Counter()
    for each in known:
        look = _column(each, "currency") if each.table in _MONEY else None
        for text, count in _counts(look) if look else ():
            found[text.upper()] += count
    return [code for code, _ in found.most_common() if len(code) == _CODE]


def _days(known: RecognisedFile) -> str:
    """From when to when, where days can be put in order as they are written."""
    dates = TABLES[known.table].dates(recorded=True) if known.table else []
    column = next((name for name in dates if known.header_of(name)), None)
    look = _column(known, column) if column else None
    if look is None or look.kind != "dates" or look.forms or not look.values:
        return ""
    days = sorted(value[:10] for value in look.values)
    return f"{days[0]} to {days[-1]}"


def _column(known: RecognisedFile, ours: str) -> Look | None:
    return known.looked.column(known.header_of(ours))


def rates_in(folder: Path) -> tuple[str | None, int | None]:
    """The file of rates in a folder, and for how many days its rates have to hold where they are not daily."""
    path = folder / RATES
    if not path.is_file():
        return None, None
    try:
        look = look_at(path, TableConfig()).column("date")
        days = sorted({date.fromisoformat(value[:10]) for value in look.values}) if look else []
    except (CsmetricsError, ValueError):  # the file of a bank, or one that the report will refuse in words
        return RATES, None
    longest = max(((after - before).days for before, after in pairwise(days)), default=0)
    return RATES, longest if longest > _WEEK else None
