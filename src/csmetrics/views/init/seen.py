"""What stands in a file in a few words: how many pay, which currencies, from when to when."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow.compute as pc

from csmetrics.columns import STATUSES
from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.views.init.known import Known
from csmetrics.views.init.look import Look, look_at

_SAID = {
    "paying": "paying", "past_due": "past due", "trial": "trials", "paused": "paused", "ended": "ended",
    "never": "never begun",
}  # fmt: skip
_MONEY = ("subscriptions", "purchases", "costs")
_CODE = 3  # letters of a currency
_WEEK = 7


def seen_in(known: Known) -> str:
    """What stands in a file, in a few words."""
    return "; ".join(part for part in (_statuses(known), ", ".join(currencies_in([known])), _days(known)) if part)


def _statuses(known: Known) -> str:
    """How many rows are in which state, where the file says so."""
    look = _column(known, "status") if known.table == "subscriptions" else None
    if look is None:
        return ""
    words = {**TABLES["subscriptions"].columns["status"].words, **{each: each for each in STATUSES}}
    meanings = {**words, **known.in_force().meanings("status")}
    found = Counter(meanings.get(text.casefold(), "") for text, count in _counts(look) for _ in range(count))
    said = [f"{found[each]:,} {_SAID[each]}" for each in STATUSES if found[each]]
    other = f"{found['']:,} in other states" if found[""] else ""
    return ", ".join(part for part in (*said, other) if part)


def _counts(look: Look) -> Iterator[tuple[str, int]]:
    for each in pc.value_counts(pc.utf8_trim_whitespace(look.cells)).to_pylist():
        yield each["values"], each["counts"]


def currencies_in(known: Iterable[Known]) -> list[str]:
    """The currencies of amounts, the one of most rows first."""
    found: Counter[str] = Counter()
    for each in known:
        look = _column(each, "currency") if each.table in _MONEY else None
        for text, count in _counts(look) if look else ():
            found[text.upper()] += count
    return [code for code, _ in found.most_common() if len(code) == _CODE]


def _days(known: Known) -> str:
    """From when to when, where days can be put in order as they are written."""
    dates = TABLES[known.table].dates(recorded=True) if known.table else []
    column = next((name for name in dates if known.header_of(name)), None)
    look = _column(known, column) if column else None
    if look is None or look.kind != "dates" or look.forms or not look.values:
        return ""
    days = sorted(value[:10] for value in look.values)
    return f"{days[0]} to {days[-1]}"


def _column(known: Known, ours: str) -> Look | None:
    return known.looked.column(known.header_of(ours))


def rates_in(folder: Path, config: Config) -> tuple[str | None, int | None]:
    """The file of rates in a folder, and for how many days its rates have to hold where they are not daily."""
    path = folder / "rates.csv"
    if config.rates or not path.is_file():
        return (config.rates.file if config.rates else None), None
    look = look_at(path, config.table("costs")).column("date")
    days = sorted({value[:10] for value in look.values}) if look and look.kind == "dates" and not look.forms else []
    return path.name, _longest_gap(days)


def _longest_gap(days: list[str]) -> int | None:
    """The most days between two rates, if they are more than a week."""
    found = [date.fromisoformat(day) for day in days]
    longest = max(((after - before).days for before, after in pairwise(found)), default=0)
    return longest if longest > _WEEK else None
