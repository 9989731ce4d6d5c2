"""In which format a column of dates is written, if one reads every cell of it."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from csmetrics.arrays import texts_to_arrow
from csmetrics.config.scalars import COUNTED_DATES
from csmetrics.periods import day_number, from_day_number
from csmetrics.tables.clock import NEVER, SECONDS
from csmetrics.tables.moments import counted_moments, declared_moments

_OTHER = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}[/.-]([0-9]{4}|[0-9]{2})(?![0-9])")
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %I:%M %p")
_UNMISTAKABLE = (
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y",
)  # fmt: skip
_MONTHS_A_YEAR = 12
_FEW = 20  # cells that tell quickly whether a format is worth trying on all
_PLAUSIBLE = (day_number(from_day_number(0).replace(year=1980)), day_number(from_day_number(0).replace(year=2100)))


def ways_to_read(text: str) -> int:
    """In how many ways a text is a day written as 27/09/2026, with day or month first; 0 where it is none.

    >>> [ways_to_read(text) for text in ("1/9/26 10:00", "27/09/2026", "27/27/2026", "2026-09-01", "n/a")]
    [2, 1, 0, 0, 0]
    """
    if not _OTHER.match(text):
        return 0
    return sum(int(part) <= _MONTHS_A_YEAR for part in re.split(r"[/.-]", text)[:2])


def forms_of(texts: Sequence[str], example: str) -> tuple[str, ...]:
    """The format that reads every text, or both where day and month could be either; none where none does.

    >>> forms_of(["01/09/2026", "27/09/2026"], "01/09/2026"), forms_of(["1788220800"], "1788220800")
    (('%d/%m/%Y',), ('seconds',))
    >>> forms_of(["01/09/2026", "n/a"], "01/09/2026")
    ()
    """
    few, every = texts_to_arrow(texts[:_FEW]), texts_to_arrow(texts)
    match = _OTHER.match(example)
    if match:
        sign, year = match[1], "%Y" if len(match[2]) > 2 else "%y"  # noqa: PLR2004  # digits of a year
        found = [_reading(few, every, f"{first}{sign}{year}") for first in (f"%d{sign}%m", f"%m{sign}%d")]
        return tuple(form for form in found if form)
    counted = next((unit for unit in COUNTED_DATES if _counts(every, unit)), "")
    form = counted or next((form for day in _UNMISTAKABLE if (form := _reading(few, every, day))), "")
    return (form,) if form else ()


def _reading(few: pa.Array, every: pa.Array, day: str) -> str:
    """The format of a day, with the time behind it if there is one, that reads every text; else nothing."""
    forms = (day + time for time in _TIMES)
    return next((form for form in forms if _reads(few, form) and _reads(every, form)), "")


def _reads(texts: pa.Array, form: str) -> bool:
    return bool((declared_moments(texts, form, "UTC") != NEVER).all())


def _counts(texts: pa.Array, unit: str) -> bool:
    """Whether all texts are numbers that give days of our time."""
    moments = counted_moments(texts, unit, "UTC")
    days = moments // SECONDS
    return bool(((moments != NEVER) & (days >= _PLAUSIBLE[0]) & (days < _PLAUSIBLE[1])).all() and np.size(days))
