"""Sentences and phrases that several pages say: periods, segments, what a figure is based on, its definition."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from csmetrics.figures.model import Figure, Segment
from csmetrics.output.page import Cell, PageColumn, Tone
from csmetrics.output.readable import is_zero, show
from csmetrics.periods import MONTH_NAMES, Period, day_in_words, period_of
from csmetrics.rates.model import Card
from csmetrics.tables.exports import ReadAs

WHOLE = "all"
LONGEST = 300  # letters of a comment that people are shown; programs get all
_SHORT = 12  # signs of a fingerprint that tell a file from another

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # those of the direction of writing included
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_NOUNS = {
    "responses": "answers",
    "invitations": "invitations",
    "purchases": "purchases",
    "ratings": "reviews",
    "comments": "comments",
}


def text_columns(*titles: str) -> tuple[PageColumn, ...]:
    """Columns of text."""
    return tuple(PageColumn(title) for title in titles)


def number_columns(*titles: str) -> tuple[PageColumn, ...]:
    """Columns of numbers."""
    return tuple(PageColumn(title, number=True) for title in titles)


def period_heading(period: Period, currency: str | None = None) -> str:
    """A period by name and in days, and the currency of its money.

    >>> from csmetrics.periods import parse_period
    >>> period_heading(parse_period("2026-Q3")), period_heading(parse_period("2026-09"), "EUR")
    ('2026-Q3 (1 July to 30 September 2026)', '2026-09 (1 to 30 September 2026), EUR')
    >>> period_heading(parse_period("2027-Q3", year_starts=2))
    '2027-Q3 (1 August to 31 October 2026, of the fiscal year to 31 January 2027)'
    """
    return f"{period.name} ({days_of(period)}{of_fiscal_year(period)}){f', {currency}' if currency else ''}"


def periods_heading(periods: Sequence[Period]) -> str:
    """Consecutive periods by the first and the last name, and how many they are.

    >>> from csmetrics.periods import parse_period, series
    >>> periods_heading(series(parse_period("2026-09"), 3)), periods_heading(series(parse_period("2026-09"), 1))
    ('2026-07 to 2026-09 (3 months)', '2026-09')
    >>> periods_heading(series(parse_period("2027-Q1", year_starts=2), 2))
    '2026-Q4 to 2027-Q1 (2 quarters, of the fiscal year to 31 January 2027)'
    """
    last = periods[-1]
    many = count_of(len(periods), "span" if last.grain == "months" else last.grain)
    if len(periods) > 1:
        return f"{periods[0].name} to {last.name} ({many}{of_fiscal_year(last)})"
    return f"{last.name}{of_fiscal_year(last)}"


def of_fiscal_year(period: Period) -> str:
    """Which fiscal year it is of: its name alone does not say where that ends."""
    if not period.is_fiscal:
        return ""
    ends = day_in_words(period_of(period.start, "year", period.year_starts).last_day)
    return f", {'the' if period.grain == 'year' else 'of the'} fiscal year to {ends}"


def days_of(period: Period) -> str:
    """From the first day to the last.

    >>> from csmetrics.periods import parse_period
    >>> days_of(parse_period("2026-09")), days_of(parse_period("2026-Q3"))
    ('1 to 30 September 2026', '1 July to 30 September 2026')
    """
    first, last = period.start, period.last_day
    start = day_in_words(first)
    if first.year == last.year:
        start = str(first.day) if first.month == last.month else start.removesuffix(f" {first.year}")
    return f"{start} to {day_in_words(last)}"


def period_short(period: Period) -> str:
    """A period as an axis and a title name it.

    >>> from csmetrics.periods import parse_period
    >>> [period_short(parse_period(name)) for name in ("2026-09", "2026-Q3", "2026", "2025-10..2026-09")]
    ['Sep 2026', 'Q3 2026', '2026', 'Oct 2025 to Sep 2026']
    """
    first, last = (f"{MONTH_NAMES[day.month - 1][:3]} {day.year}" for day in (period.start, period.last_day))
    if period.grain == "months":
        return f"{first} to {last}"
    if period.grain == "quarter":
        return f"Q{period.quarter} {year_name(period)}"
    return first if period.grain == "month" else year_name(period)


def year_name(period: Period) -> str:
    """The year of a period; of a fiscal year with the letters that say so.

    >>> from csmetrics.periods import parse_period
    >>> year_name(parse_period("2026-Q3")), year_name(parse_period("2026-Q3", year_starts=2))
    ('2026', 'FY2026')
    """
    return f"{'FY' if period.is_fiscal else ''}{period.year:04}"


def rates_used(card: Card | None) -> str:
    """The line at the foot of a page that says which rates of exchange were used; nothing where none were.

    >>> from datetime import date
    >>> rates_used(Card("rates.csv", date(2026, 3, 31), "1a2b3c4d5e6f70", 7, "fixed", date(2026, 1, 2)))
    'Rates of exchange: rates.csv, newest 2026-03-31, sha256 1a2b3c4d5e6f, fixed on 2026-01-02.'
    """
    if card is None:
        return ""
    fixed = f", fixed on {card.on}" if card.on else ""
    return f"Rates of exchange: {card.file}, newest {card.newest}, sha256 {card.sha256[:_SHORT]}{fixed}."


def segment_name(segment: Segment) -> str:
    """A segment by its values; the whole is "all".

    >>> segment_name({"country": "DE", "plan": "Pro"}), segment_name({})
    ('DE / Pro', 'all')
    """
    return " / ".join(segment.values()) or WHOLE


def based_on(figure: Figure) -> str:
    """How many of what stand behind a figure, such as "61 customers"; nothing where the figure is that very number."""
    count = based_on_count(figure)
    if not count:
        return ""
    noun = next((noun for end, noun in _NOUNS.items() if figure.based_on.endswith(end)), "customers")
    return f"{count} {noun.removesuffix('s') if figure.n == 1 else noun}"


def based_on_count(figure: Figure) -> str:
    """The same without the noun."""
    is_that_number = figure.based_on in (figure.formula, figure.metric)
    return "" if figure.n is None or is_that_number else show(figure.n, "count")


def change_tone(change: float | None, better: str) -> Tone:
    """How a change reads: for the better or the worse.

    >>> change_tone(-0.01, "lower"), change_tone(-5, "higher"), change_tone(0.0, "higher"), change_tone(3, "neither")
    ('good', 'bad', 'plain', 'plain')
    """
    if change is None or is_zero(change) or better == "neither":
        return "plain"
    return "good" if (change > 0) == (better == "higher") else "bad"


def within_chance(figure: Figure) -> bool:
    """Whether the interval holds the figure of the period before too, so that a change says little.

    That is a rule of thumb, no test.
    """
    bounds, before = figure.interval, figure.previous
    return bounds is not None and before is not None and bounds.low <= before <= bounds.high


def tone_of(figure: Figure) -> Tone:
    """How the change of a figure reads: quiet where it says little."""
    return "quiet" if within_chance(figure) else change_tone(figure.change, figure.better)


def rule_value(value: Any) -> str:
    """A switch's value as it would be written in csmetrics.yaml.

    >>> rule_value(["sales", "marketing"]), rule_value(None), rule_value(1.0), rule_value(True), rule_value({"a": 1})
    ('[sales, marketing]', 'not set', '1', 'true', '{a: 1}')
    """
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {rule_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(rule_value(each) for each in value)}]"
    return str(value)


def code_cells(*texts: str) -> tuple[Cell, ...]:
    """Cells of what a person types."""
    return tuple(Cell(text, "quiet", code=True) for text in texts)


def count_of(number: int, noun: str) -> str:
    """A number and its noun.

    >>> count_of(1, "problem"), count_of(1200, "problem")
    ('1 problem', '1,200 problems')
    """
    return f"{show(number, 'count')} {noun}{'' if number == 1 else 's'}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """The first few names and the number of the rest.

    >>> listed(["DE", "FR"]), listed(["DE", "FR", "IT", "PL", "SE"])
    ('DE, FR', 'DE, FR, IT and 2 more')
    """
    known = list(names)
    if len(known) <= most:
        return ", ".join(known)
    return f"{', '.join(known[:most])} and {len(known) - most} more"


def not_shown(columns: Sequence[PageColumn], instead: str = "csv") -> str:
    """Which columns of a table had no room, and how to see them."""
    return no_room(listed((column.title for column in columns), most=len(columns)), instead)


def no_room(what: str, instead: str = "csv") -> str:
    """That columns, as they are called, had no room, and which format has them instead, if one has.

    >>> no_room("CES", ""), no_room("Months 3 to 5")
    ('CES not shown: widen the terminal', 'Months 3 to 5 not shown: widen the terminal or use --format csv')
    """
    return f"{what} not shown: widen the terminal{f' or use --format {instead}' if instead else ''}"


def runs(numbers: Iterable[int]) -> str:
    """Whole numbers in order, those that follow one another as a run.

    >>> runs([4, 5, 7, 10, 11, 12])
    '4, 5, 7, 10 to 12'
    """
    found: list[list[int]] = []
    for each in numbers:
        if found and each == found[-1][-1] + 1:
            found[-1].append(each)
        else:
            found.append([each])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in found)  # noqa: PLR2004  # two are no run


def shortened(rows: Sequence[int], most: int = 6, files: Sequence[str] = ()) -> str:
    """The first few rows of a file, or of the `files` that each is in, and how many there are.

    >>> shortened([3, 17]), shortened(range(2, 12))
    ('3, 17', '2, 3, 4, 5, 6, 7 … (10 rows)')
    >>> shortened([3, 17, 2], files=["2025.csv", "2025.csv", "2026.csv"])
    '2025.csv 3, 17; 2026.csv 2'
    """
    named = groupby(zip(files or [""] * len(rows), rows[:most], strict=False), key=itemgetter(0))
    shown = "; ".join(f"{file} {', '.join(str(row) for _, row in each)}".lstrip() for file, each in named)
    return shown if len(rows) <= most else f"{shown} … ({show(len(rows), 'count')} rows)"


def first_of(shown: int, count: int, order: str = "biggest") -> str:
    """That there are more lines than are shown, and how to see them all.

    >>> first_of(20, 57), first_of(7, 7)
    ('20 of 57, biggest first; --limit 57 or --format json shows all', '')
    """
    if shown == count:
        return ""
    said = f"{show(shown, 'count')} of {show(count, 'count')}, {order} first"
    return f"{said}; --limit {count} or --format json shows all"


def first_letters(text: str, most: int = LONGEST) -> str:
    """What somebody wrote, on one line, the end of a long text left out.

    >>> print(first_letters("Too  expensive by far", 13))
    Too expensive …
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[:most]} …"


def printable(text: str) -> str:
    r"""The text on one line and without control characters, which could rewrite the screen or turn the line round.

    >>> printable("Globex\nand \x1b[2Jco")
    'Globex and �[2Jco'
    """
    if text.isprintable():  # nearly all is
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub(" ", text))


def read_as(exports: Iterable[ReadAs]) -> list[str]:
    """Which files are exports of other systems, a sentence each.

    >>> read_as([ReadAs("export.csv", "surveymonkey", "SurveyMonkey's export")])
    ["export.csv: read as SurveyMonkey's export."]
    """
    return [f"{each.file}: read as {each.title}." for each in exports]
