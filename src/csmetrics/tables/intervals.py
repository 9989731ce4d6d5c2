"""Billing intervals as people and systems write them: Monthly, annual, P3M, every 3 months."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from csmetrics.columns import INTERVALS, Column
from csmetrics.errors import did_you_mean
from csmetrics.tables.cells import Cells, Fault, encode
from csmetrics.tables.rows import Coded

_UNITS = {
    "day": "day days d daily",
    "week": "week weeks wk wks w weekly",
    "month": "month months mo mos mon mth mths m monthly",
    "quarter": "quarter quarters qtr qtrs q quarterly",
    "half_year": "halfyear halfyears halfyearly semiannual semiannually semester semesters",
    "year": "year years yr yrs y yearly annual annually annum pa",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_FORTNIGHT = ("fortnight", "fortnights", "fortnightly")
_TWO_MEANINGS = {
    "biweekly": ("twice a week", "every two weeks", "2 weeks"),
    "bimonthly": ("twice a month", "every two months", "2 months"),
    "biannual": ("twice a year", "every two years", "half_year"),
    "biannually": ("twice a year", "every two years", "half_year"),
    "biyearly": ("twice a year", "every two years", "half_year"),
}
_SHORTER = {("month", 3): "quarter", ("month", 6): "half_year", ("month", 12): "year", ("quarter", 2): "half_year",
            ("quarter", 4): "year", ("half_year", 2): "year"}  # fmt: skip
_ISO = re.compile(r"p(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?")
_WORDS = re.compile(r"(?:(?:billed |paid |charged )?(?:every|each|per|an|a|once an|once a) )?(\d+)? ?([a-z]+)")
_UNKNOWN, _MOST = -2, 10_000


@dataclass(frozen=True, slots=True)
class BillingInterval:
    """An interval, and how many of them lie between two billings."""

    name: str
    count: int = 1


def interval_of(text: str) -> BillingInterval | None:
    """The interval that a text says; None where it says none, or could mean two.

    >>> interval_of("Monthly"), interval_of("P3M")
    (BillingInterval(name='month', count=1), BillingInterval(name='quarter', count=1))
    >>> interval_of("every 2 years"), interval_of("fortnight"), interval_of("biannual")
    (BillingInterval(name='year', count=2), BillingInterval(name='week', count=2), None)
    """
    plain = _plain(text)
    if iso := _ISO.fullmatch(plain.replace(" ", "")):
        years, months, weeks, days = (int(part or 0) for part in iso.groups())
        given = [
            BillingInterval("month", 12 * years + months),
            BillingInterval("week", weeks),
            BillingInterval("day", days),
        ]
        found = [each for each in given if each.count]
        return _shortest(found[0]) if len(found) == 1 else None
    if text.strip().casefold() in INTERVALS:
        return BillingInterval(text.strip().casefold())
    said = _WORDS.fullmatch(plain.replace("half year", "halfyear").replace("semi annual", "semiannual"))
    if said is None:
        return None
    count, word = int(said[1] or 1), said[2]
    if word in _FORTNIGHT:
        return _shortest(BillingInterval("week", 2 * count))
    unit = _UNIT_OF.get(word)
    return _shortest(BillingInterval(unit, count)) if unit else None


def _plain(text: str) -> str:
    """The text in small letters, words parted by one blank."""
    return " ".join(re.sub(r"[-_/]", " ", text.casefold().replace("p.a.", "annual").removesuffix(".")).split())


def _shortest(interval: BillingInterval) -> BillingInterval | None:
    if not 0 < interval.count <= _MOST:
        return None
    shorter = _SHORTER.get((interval.name, interval.count))
    return BillingInterval(shorter) if shorter else interval


def read_intervals(array: pa.ChunkedArray, column: Column) -> Cells:
    """The interval of each row, and in `counts` how many of them lie between two billings."""
    encoded = encode(array)
    words = encoded.names.to_pylist()
    read = [interval_of(word) for word in words]
    places = {name: place for place, name in enumerate(column.choices)}
    lookup = np.array([*(places[each.name] if each else _UNKNOWN for each in read), -1], dtype=np.int8)
    found = lookup[encoded.codes]
    counts = None
    if any(each and each.count > 1 for each in read):
        counts = np.array([*(each.count if each else 1 for each in read), 1], dtype=np.int32)[encoded.codes]
    faults = _unknown(words, read, encoded.codes, column.choices)
    blank = found == -1
    whole = bool(blank.any() and not blank.all())
    return Cells(Coded(np.maximum(found, -1), column.choices), blank, faults, counts=counts, whole=whole)


def _unknown(
    words: Sequence[str], read: Sequence[BillingInterval | None], codes: np.ndarray, choices: Sequence[str]
) -> list[Fault]:
    """A fault for the words that are no interval, and one for each that could be two."""
    doubtful = [_plain(word).replace(" ", "") in _TWO_MEANINGS for word in words]
    none = np.array([*(not each and not two for each, two in zip(read, doubtful, strict=True)), False], dtype=bool)
    faults = [Fault(none[codes], "unknown interval", f"Known are {', '.join(choices)}.{_hint(words, none)}")]
    for at, word in enumerate(words):
        if doubtful[at]:
            one, other, meaning = _TWO_MEANINGS[_plain(word).replace(" ", "")]
            fix = f"Say which with values: {{interval: {{{word}: {meaning}}}}} for the table in csmetrics.yaml."
            faults.append(Fault(codes == at, f"an interval that can be read two ways, {one} or {other}", fix))
    return faults


def _hint(words: Sequence[str], wrong: np.ndarray) -> str:
    first = next((word for word, bad in zip(words, wrong, strict=False) if bad), "")
    close = did_you_mean(first.casefold(), INTERVALS)
    return close or " Or say what the word means with values: {interval: {...}} in csmetrics.yaml."


def times_counts(interval: Cells, count: Cells | None) -> Cells:
    """The interval count of each row where the word of the interval names one too."""
    if interval.counts is None:
        raise ValueError("no word of the column names a count")
    words = interval.counts
    if count is None:
        return Cells(words, np.zeros(len(words), dtype=bool))
    both = (words > 1) & (count.values != 1) & ~count.blank
    fix = "Map the word under values: of the table in csmetrics.yaml (such as P3M: month), or leave interval_count 1."
    fault = Fault(both, "given beside an interval that names a count itself, so one of the two may be meant", fix)
    return Cells(np.where(words > 1, words, count.values).astype(np.int32), count.blank, [*count.faults, fault])
