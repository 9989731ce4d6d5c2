"""What pages call periods, figures and amounts."""

from collections.abc import Iterable

from csmetrics.figures.model import Figure
from csmetrics.output.values import show, show_change
from csmetrics.periods import MONTH_NAMES, Period, day_in_words

SHORT = {
    "mrr": "MRR",
    "net_new_mrr": "Net new MRR",
    "net_revenue_retention": "NRR",
    "gross_revenue_retention": "GRR",
    "customer_churn_rate": "Churn",
    "nps": "NPS",
    "csat": "CSAT",
    "ces": "CES",
    "clv": "CLV",
    "cac": "CAC",
    "clv_to_cac": "LTV:CAC",
    "cac_payback_months": "CAC payback",
    "crc": "CRC",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def short_title(figure: Figure) -> str:
    """What people call a figure in a sentence; its title where that is short enough."""
    return SHORT.get(figure.metric, figure.title)


def in_words(period: Period) -> str:
    """A period as people say it.

    >>> from csmetrics.periods import parse_period
    >>> [in_words(parse_period(name)) for name in ("2026-09", "2026-Q3", "2026", "2025-10..2026-09")]
    ['September 2026', 'Q3 2026', '2026', 'October 2025 to September 2026']
    """
    if period.grain == "month":
        return _month(period, period.start.month)
    if period.grain == "quarter":
        return f"Q{(period.start.month + 2) // 3} {period.start.year}"
    if period.grain == "year":
        return str(period.start.year)
    return f"{MONTH_NAMES[period.start.month - 1]} {period.start.year} to {_month(period, period.last_day.month)}"


def _month(period: Period, month: int) -> str:
    return f"{MONTH_NAMES[month - 1]} {period.last_day.year}"


def beside(period: Period, other: Period) -> str:
    """A period beside another, of the same year without it.

    >>> from csmetrics.periods import parse_period
    >>> august, december, september = map(parse_period, ("2026-08", "2025-12", "2026-09"))
    >>> beside(august, september), beside(december, september)
    ('August', 'December 2025')
    """
    said = in_words(period)
    same = period.start.year == other.last_day.year == period.last_day.year
    return said.removesuffix(f" {period.start.year}") if same and period.grain in ("month", "quarter") else said


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


def noun_of(period: Period) -> str:
    """What one such period is called."""
    return "span" if period.grain == "months" else period.grain


def spelled(number: int) -> str:
    """A number as a word up to twelve, in figures above.

    >>> spelled(0), spelled(9), spelled(1200)
    ('no', 'nine', '1,200')
    """
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else show(number, "count")


def capital(text: str) -> str:
    """The same with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def value_of(figure: Figure, currency: str | None = None) -> str:
    """A figure's value; of money with the currency, if it is given."""
    return money(figure.value, currency) if figure.unit == "money" else show(figure.value, figure.unit)


def money(value: float | None, currency: str | None = None) -> str:
    """An amount, with its currency if that is known."""
    return f"{show(value, 'money')} {currency}" if currency and value is not None else show(value, "money")


def change_of(figure: Figure) -> str:
    """A figure's change with its sign; nothing where there is none to tell."""
    if figure.change is None or figure.value is None:
        return ""
    return show_change(figure.change, figure.unit, figure.value)


def size_of(figure: Figure) -> str:
    """The change without its sign: what a figure rose or fell by."""
    return change_of(figure).lstrip("+-")


def joined(texts: Iterable[str]) -> str:
    """Texts as a list in a sentence.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last
