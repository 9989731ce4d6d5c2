"""What pages call periods, figures and amounts."""

from collections.abc import Iterable, Mapping

from csmetrics.figures.model import Figure, IntervalBounds
from csmetrics.metrics.catalogue import METRICS
from csmetrics.output.phrases import capital
from csmetrics.output.readable import show, show_change, show_interval
from csmetrics.output.reasons import unavailable
from csmetrics.output.sentences import year_name
from csmetrics.periods import MONTH_NAMES, Period

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


def title_of(metric: str) -> str:
    """The same of a metric of which there is no figure.

    >>> title_of("nps"), title_of("survey_response_rate")
    ('NPS', 'Survey response rate')
    """
    return SHORT.get(metric, METRICS[metric].title)


def in_words(period: Period) -> str:
    """A period as people say it.

    >>> from csmetrics.periods import parse_period
    >>> [in_words(parse_period(name)) for name in ("2026-09", "2026-Q3", "2026", "2025-10..2026-09")]
    ['September 2026', 'Q3 2026', '2026', 'October 2025 to September 2026']
    """
    if period.grain == "month":
        return _month(period, period.start.month)
    if period.grain == "quarter":
        return f"Q{period.quarter} {year_name(period)}"
    if period.grain == "year":
        return year_name(period)
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
    same = period.year == _last_year(other) == _last_year(period)
    return said.removesuffix(f" {year_name(period)}") if same and period.grain in ("month", "quarter") else said


def _last_year(period: Period) -> int:
    """The year in which it ends, as people would name it beside it."""
    return period.year if period.is_fiscal else period.last_day.year


def noun_of(period: Period) -> str:
    """What one such period is called."""
    return "span" if period.grain == "months" else period.grain


def spelled(number: int) -> str:
    """A number as a word up to twelve, in figures above.

    >>> spelled(0), spelled(9), spelled(1200)
    ('no', 'nine', '1,200')
    """
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else show(number, "count")


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


def ends_of(bounds: IntervalBounds | None, unit: str) -> str:
    """Both ends of an interval; nothing where there is none."""
    return show_interval(bounds.low, bounds.high, unit) if bounds else ""


def size_of(figure: Figure) -> str:
    """The change without its sign: what a figure rose or fell by."""
    return change_of(figure).lstrip("+-")


def gone(figures: Iterable[Figure], of_whole: Mapping[str, Iterable[str]]) -> list[str]:
    """What cannot be had and why, a sentence for each reason, with the names that people read."""
    titles = {figure.metric: short_title(figure) for figure in figures}
    named = {reason: [titles.get(name, name) for name in names] for reason, names in of_whole.items()}
    return [f"{capital(text) if text.startswith('no ') else text}." for text in unavailable(named, (), ())]
